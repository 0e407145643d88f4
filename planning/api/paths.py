"""The path of one person through all plans."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.response import Response

from anphu.kit.rest.fields import Id
from anphu.kit.rest.views import Endpoint
from orgtree.actions import reads
from orgtree.choices import ReadKind, Verb
from orgtree.models import Person
from planning.queries.paths import path


class StageRow(serializers.Serializer):
    """A place in a plan, from the decision that added to the one that removed; `ended` null: in force on the day."""

    entry = Id(source="entry.pk")
    plan_title = Id(source="entry.plan_title_id")
    term_code = serializers.CharField(source="entry.plan_title.term.code")
    unit = Id(source="unit.unit_id")
    unit_name = serializers.CharField(source="unit.name")
    title_name = serializers.CharField(source="entry.plan_title.title.name")
    added = serializers.DateField(source="entry.period.lower")
    opened_by = Id(source="entry.opened_by_id")
    opened_number = serializers.CharField(source="entry.opened_by.number")
    ended = serializers.DateField(allow_null=True)
    closed_by = serializers.SerializerMethodField()
    ground = serializers.SerializerMethodField()
    moved_from = serializers.CharField(source="came_from")
    moved_to = serializers.CharField(source="went_to")

    def get_closed_by(self, stage) -> int | None:
        return stage.entry.closed_by_id if stage.ended else None

    def get_ground(self, stage) -> str:
        return stage.entry.ground if stage.ended else ""


class Paths(Endpoint, viewsets.ViewSet):
    """Every plan in which a person was up to the day, as far as the caller sees the plans."""

    verb = Verb.SEE_PLANS
    lookup_value_converter = "int"

    @extend_schema(responses=StageRow(many=True))
    def list(self, request, pk: int):
        """The earliest first; a short list without pages. The reading is logged."""
        person = get_object_or_404(Person.objects.visible_to(request.user, request.on), pk=pk)
        reads.note(reader=request.user, kind=ReadKind.DOSSIER, person=person, detail=reads.PLANS)
        return Response(StageRow(path(person, request.user, request.on), many=True).data)
