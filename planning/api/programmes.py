"""Work programmes of committees and their tasks."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response

from anphu.kit.rest.fields import Day, Id, Visible
from anphu.kit.rest.rows import Row
from anphu.kit.rest.views import Records
from orgtree.choices import Verb
from planning.actions import programmes
from planning.choices import ItemState, ProgrammeKind
from planning.filters import ProgrammeFilter, ProgrammeItemFilter
from planning.models import Programme, ProgrammeItem, Term


class ProgrammeRow(Row):
    """A programme of a year or of a term."""

    unit = Id(source="unit_id", read_only=True)
    term = Id(source="term_id", read_only=True, allow_null=True)

    class Meta:
        model = Programme
        fields = ("id", "unit", "kind", "name", "term", "year")


class ProgrammeBegun(serializers.Serializer):
    """A programme to begin: yearly ones name the `year`, the others the `term`."""

    unit = Id()
    kind = serializers.ChoiceField(ProgrammeKind.choices)
    name = serializers.CharField(max_length=programmes.MAX_NAME)
    term = Visible(Term, allow_null=True, default=None)
    year = serializers.IntegerField(min_value=1930, max_value=2100, allow_null=True, default=None)


class ProgrammeItemRow(Row):
    """One task; `due` is the first day of its month."""

    programme = Id(source="programme_id", read_only=True)

    class Meta:
        model = ProgrammeItem
        fields = ("id", "programme", "position", "subject", "responsible", "due", "state", "note")


class TaskWritten(serializers.Serializer):
    """A task of a programme; `due`: any day of the month."""

    programme = Id()
    subject = serializers.CharField(max_length=programmes.MAX_SUBJECT)
    responsible = serializers.CharField(max_length=programmes.MAX_RESPONSIBLE)
    due = Day()
    note = serializers.CharField(max_length=programmes.MAX_NOTE, allow_blank=True, default="")


class TaskMarked(serializers.Serializer):
    """How far a task is; dropping one needs a note."""

    state = serializers.ChoiceField(ItemState.choices)
    note = serializers.CharField(max_length=programmes.MAX_NOTE, allow_blank=True, default="")


class Programmes(Records):
    """Programmes of committees of units whose plans the reader sees."""

    model = Programme
    verb = Verb.SEE_PLANS
    serializer_class = ProgrammeRow
    filterset_class = ProgrammeFilter

    def shape(self, rows):
        return rows.order_by("unit_id", "kind", "-year", "pk")

    @extend_schema(request=ProgrammeBegun, responses={201: ProgrammeRow})
    def create(self, request):
        """Begin a programme."""
        asked = ProgrammeBegun(data=request.data, context=self.get_serializer_context())
        asked.is_valid(raise_exception=True)
        row = programmes.begin(actor=request.user, on=request.on, **asked.validated_data)
        return Response(ProgrammeRow(row).data, status.HTTP_201_CREATED)


class ProgrammeItems(Records):
    """Tasks of programmes."""

    model = ProgrammeItem
    verb = Verb.SEE_PLANS
    serializer_class = ProgrammeItemRow
    filterset_class = ProgrammeItemFilter

    def shape(self, rows):
        return rows.order_by("due", "position", "pk")

    @extend_schema(request=TaskWritten, responses={201: ProgrammeItemRow})
    def create(self, request):
        """Add a task."""
        asked = TaskWritten(data=request.data)
        asked.is_valid(raise_exception=True)
        row = programmes.write_item(actor=request.user, on=request.on, **asked.validated_data)
        return Response(ProgrammeItemRow(row).data, status.HTTP_201_CREATED)

    @extend_schema(request=TaskMarked, responses=ProgrammeItemRow)
    def update(self, request, pk):
        """Say how far the task is."""
        asked = TaskMarked(data=request.data)
        asked.is_valid(raise_exception=True)
        row = programmes.mark(actor=request.user, on=request.on, item=pk, **asked.validated_data)
        return Response(ProgrammeItemRow(row).data)
