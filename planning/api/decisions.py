"""Decisions: read, and written by approving one or many submissions at once."""

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response

from anphu.kit.rest.fields import Day, Id
from anphu.kit.rest.rows import Row
from anphu.kit.rest.views import Records
from orgtree.choices import Verb
from planning.actions import decisions
from planning.filters import DecisionFilter
from planning.models import Decision, Submission

MANY = 500


class DecisionRow(Row):
    """A numbered decision; `submissions` are the ids of those approved by it that the reader sees."""

    authority = Id(source="authority_id", read_only=True)
    submissions = serializers.SerializerMethodField()

    class Meta:
        model = Decision
        fields = ("id", "number", "day", "authority", "note", "recorded_at", "submissions")

    def get_submissions(self, row) -> list[int]:
        return [submission.pk for submission in row.seen_submissions]


class ToApprove(serializers.Serializer):
    """A submission, and the version of it that the caller saw; a stale one is refused."""

    id = Id()
    version = Id(allow_null=True, default=None)


class DecisionMade(serializers.Serializer):
    """A decision that approves `submissions`: all of them or none."""

    number = serializers.CharField(max_length=50)
    day = Day()
    note = serializers.CharField(max_length=500, allow_blank=True, default="")
    submissions = ToApprove(many=True, allow_empty=False, max_length=MANY)

    def validate_submissions(self, rows):
        if len({row["id"] for row in rows}) < len(rows):
            raise serializers.ValidationError(_("Name every submission once."))
        return rows


class Decisions(Records):
    """Decisions about units whose plans the reader sees."""

    model = Decision
    verb = Verb.SEE_PLANS
    serializer_class = DecisionRow
    filterset_class = DecisionFilter

    def shape(self, rows):
        seen = Submission.objects.visible_to(self.request.user, self.request.on).order_by("pk")
        rows = rows.prefetch_related(Prefetch("submissions", seen, to_attr="seen_submissions"))
        return rows.order_by("-day", "-pk")

    @extend_schema(request=DecisionMade, responses={201: DecisionRow})
    def create(self, request):
        """Approve many submissions by one decision."""
        asked = DecisionMade(data=request.data)
        asked.is_valid(raise_exception=True)
        made = asked.validated_data
        decision = decisions.decide(
            actor=request.user,
            on=request.on,
            submissions=[row["id"] for row in made["submissions"]],
            number=made["number"],
            day=made["day"],
            note=made["note"],
            versions={row["id"]: row["version"] for row in made["submissions"]},
        )
        written = self.get_queryset().get(pk=decision.pk)
        return Response(self.get_serializer(written).data, status.HTTP_201_CREATED)
