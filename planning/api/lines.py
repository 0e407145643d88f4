"""Lines: keep, add, remove or move one person for one title."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response

from anphu.kit.rest.fields import Id
from anphu.kit.rest.rows import Row
from anphu.kit.rest.views import Records
from orgtree.choices import Verb
from planning.actions import lines
from planning.choices import Ground, Proposal
from planning.filters import LineFilter
from planning.models import Line


class LineRow(Row):
    """What is proposed for a person and a title, and why. `confirmed`: the unit has said so; `dropped`: a conference
    did not pass it, it has no effect; `outsider`: from another unit when it was entered."""

    submission = Id(source="submission_id", read_only=True)
    plan_title = Id(source="plan_title_id", read_only=True)
    term = Id(source="plan_title.term_id", read_only=True)
    title_name = serializers.CharField(source="plan_title.title.name", read_only=True)
    person = Id(source="person_id", read_only=True)
    person_name = serializers.CharField(source="person.full_name", read_only=True)
    target = Id(source="target_id", read_only=True, allow_null=True)
    confirmed = serializers.SerializerMethodField()
    dropped = serializers.SerializerMethodField()

    class Meta:
        model = Line
        fields = (
            *("id", "submission", "plan_title", "term", "title_name", "person", "person_name"),
            *("proposal", "reason", "ground", "target", "outsider", "confirmed", "dropped"),
        )

    def get_confirmed(self, row) -> bool:
        return row.entered_by_id is not None

    def get_dropped(self, row) -> bool:
        return row.dropped_in_id is not None


class LineChosen(serializers.Serializer):
    """What is proposed for a person and a title. A removal needs a `ground`, a move a `target` (a plan title)."""

    plan_title = Id()
    person = Id()
    proposal = serializers.ChoiceField(Proposal.choices)
    reason = serializers.CharField(max_length=lines.MAX_REASON, allow_blank=True, default="")
    ground = serializers.ChoiceField(Ground.choices, allow_blank=True, default="")
    target = Id(allow_null=True, default=None)


class LineProposed(LineChosen):
    """A line to write. `version`: of the submission as the caller saw it; a stale one is refused."""

    version = Id(allow_null=True, default=None)


class LineWithdrawn(serializers.Serializer):
    """What goes with taking back a line, in the address."""

    reason = serializers.CharField(max_length=lines.MAX_REASON, allow_blank=True, default="")
    version = Id(allow_null=True, default=None)


class Lines(Records):
    """Lines of submissions."""

    model = Line
    verb = Verb.SEE_PLANS
    serializer_class = LineRow
    filterset_class = LineFilter
    parameters = {"destroy": ("reason", "version")}

    def shape(self, rows):
        rows = rows.select_related("person", "plan_title__title")
        return rows.order_by("submission_id", "plan_title_id", "person__name_key", "pk")

    @extend_schema(
        parameters=[OpenApiParameter("reason"), OpenApiParameter("version", OpenApiTypes.INT64)], responses={204: None}
    )
    def destroy(self, request, pk):
        """Take back a proposed addition."""
        asked = LineWithdrawn(data=request.query_params.dict())
        asked.is_valid(raise_exception=True)
        lines.withdraw(actor=request.user, on=request.on, line=pk, **asked.validated_data)
        return Response(status=status.HTTP_204_NO_CONTENT)
