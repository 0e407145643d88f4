"""Units of a day: each row is the version in force, known by the id of the unit."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.response import Response

from anphu.kit.rest.fields import Day, Id, Period, Visible
from anphu.kit.rest.rows import Row
from anphu.kit.rest.views import Records
from orgtree.actions import structure
from orgtree.choices import Kind, Sector, Verb
from orgtree.filters import UnitFilter
from orgtree.models import Committee, Unit, UnitVersion
from orgtree.queries.columns import with_members


class CommitteeRow(Row):
    """A committee of the unit: its kind and approved number of seats."""

    period = Period()

    class Meta:
        model = Committee
        fields = ("kind", "size", "period")


class UnitRow(Row):
    """`members`: of the cell itself; `total`: with everything below; both on the day asked about."""

    id = Id(source="unit_id", read_only=True)
    code = serializers.CharField(source="unit.code", read_only=True)
    parent = Id(source="parent_id", read_only=True, allow_null=True)
    members = serializers.IntegerField(read_only=True)
    total = serializers.IntegerField(read_only=True)
    period = Period()

    class Meta:
        model = UnitVersion
        fields = (
            "id",
            "code",
            "name",
            "short_name",
            "kind",
            "parent",
            "sector",
            "commune_code",
            "members",
            "total",
            "period",
        )


class UnitDetail(UnitRow):
    """With the committees of the day and their approved sizes."""

    committees = serializers.SerializerMethodField()

    class Meta(UnitRow.Meta):
        fields = (*UnitRow.Meta.fields, "committees")

    @extend_schema_field(CommitteeRow(many=True))
    def get_committees(self, row):
        return CommitteeRow(row.unit.committees_of_the_day, many=True).data


class UnitEnded(serializers.Serializer):
    """From which day on the unit no longer exists, and by which decision."""

    day = Day()
    reason = serializers.CharField(max_length=300)


class UnitChanged(UnitEnded):
    """What the unit is from a day on; what is left out stays."""

    name = serializers.CharField(max_length=200, required=False)
    short_name = serializers.CharField(max_length=100, required=False)
    kind = serializers.ChoiceField(Kind.choices, required=False)
    parent = Visible(Unit, required=False)
    sector = serializers.ChoiceField(Sector.choices, allow_blank=True, required=False)
    commune_code = serializers.CharField(max_length=5, allow_blank=True, required=False)


class UnitFounded(UnitEnded):
    """A unit to found under `parent`."""

    code = serializers.CharField(max_length=30)
    name = serializers.CharField(max_length=200)
    short_name = serializers.CharField(max_length=100)
    kind = serializers.ChoiceField(Kind.choices)
    parent = Visible(Unit)
    sector = serializers.ChoiceField(Sector.choices, allow_blank=True, default="")
    commune_code = serializers.CharField(max_length=5, allow_blank=True, default="")


class Units(Records):
    """Units as they stood on the day: name, kind, place in the tree, numbers of members."""

    model = UnitVersion
    verb = Verb.SEE_UNITS
    serializer_class = UnitRow
    detail_serializer_class = UnitDetail
    filterset_class = UnitFilter
    lookup_field = "unit"
    lookup_url_kwarg = "id"

    def shape(self, rows):
        on = self.request.on
        rows = with_members(rows.on(on).select_related("unit"), on).order_by("kind", "sort_key", "pk")
        if self.action == "list":
            return rows
        sizes = Committee.objects.visible_to(self.request.user, on).on(on).order_by("kind")
        return rows.prefetch_related(Prefetch("unit__committees", sizes, to_attr="committees_of_the_day"))

    @extend_schema(request=UnitFounded, responses={201: UnitRow})
    def create(self, request):
        """Found a unit."""
        unit = structure.found(**self._asked(UnitFounded))
        return Response(self._row(unit.pk), status.HTTP_201_CREATED)

    @extend_schema(request=UnitChanged, responses=UnitRow)
    def partial_update(self, request, id):
        """Call it, make it or place it otherwise from a day on; what was before stays."""
        structure.change(unit=self._unit(id), **self._asked(UnitChanged))
        return Response(self._row(id))

    @extend_schema(request=UnitEnded, responses={204: None})
    @action(detail=True, methods=["post"])
    def end(self, request, id):
        """End the unit on a day."""
        structure.end(unit=self._unit(id), **self._asked(UnitEnded))
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _asked(self, shape) -> dict:
        asked = shape(data=self.request.data, context=self.get_serializer_context())
        asked.is_valid(raise_exception=True)
        return {"actor": self.request.user, "on": self.request.on, **asked.validated_data}

    def _unit(self, pk: int) -> Unit:
        return get_object_or_404(Unit.objects.visible_to(self.request.user, self.request.on), pk=pk)

    def _row(self, pk: int) -> dict:
        """The unit as it stands today; as it is to be, when it only begins later."""
        mine = UnitVersion.objects.filter(unit=pk)  # open to all: the caller has just founded or changed this one
        rows = with_members(mine.select_related("unit"), self.request.on)
        version = rows.on(self.request.on).first() or rows.order_by("-period").first()
        return UnitRow(version, context=self.get_serializer_context()).data
