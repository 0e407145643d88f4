"""Submissions: read with their lines, moved step by step, each step refused with its reason."""

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from anphu.kit import clock
from anphu.kit.rest.fields import Day, Id
from anphu.kit.rest.rows import Row
from anphu.kit.rest.views import Records
from orgtree.choices import Verb
from orgtree.queries.units import name_on
from planning.actions import decisions, submissions
from planning.actions import lines as line_actions
from planning.api.desk import Desk
from planning.api.lines import LineRow
from planning.choices import SubmissionVerb
from planning.filters import SubmissionFilter
from planning.models import Line, StateChange, Submission
from planning.queries.worklist import with_changes
from planning.rules.moves import next_steps

MANY = 500


class SubmissionRow(Row):
    """What a unit proposes in a round. `version` grows with every change."""

    round = Id(source="round_id", read_only=True)
    round_name = serializers.CharField(source="round.name", read_only=True)
    deadline = serializers.DateField(source="round.deadline", read_only=True)
    unit = Id(source="unit_id", read_only=True)
    unit_name = serializers.CharField(read_only=True, allow_null=True)
    decision = Id(source="decision_id", read_only=True, allow_null=True)
    claimed_by = serializers.CharField(source="claimed_by.username", read_only=True, allow_null=True, default=None)
    added = serializers.IntegerField(read_only=True)
    removed = serializers.IntegerField(read_only=True)
    kept = serializers.IntegerField(read_only=True)

    class Meta:
        model = Submission
        fields = (
            "id",
            "round",
            "round_name",
            "deadline",
            "unit",
            "unit_name",
            "state",
            "version",
            "decision",
            "claimed_by",
            "claimed_at",
            "added",
            "removed",
            "kept",
        )


class StepRow(Row):
    """A step that was taken."""

    actor = serializers.CharField(source="actor.username", read_only=True)

    class Meta:
        model = StateChange
        fields = ("verb", "source", "target", "actor", "reason", "day", "at")


class WhoMay(serializers.Serializer):
    """An account and the role by which it may take the step."""

    username = serializers.CharField(source="user.username")
    role = serializers.CharField()


class NextStep(serializers.Serializer):
    """A step that the graph has: whether the caller may take it, else the code and the sentence why not; who may."""

    verb = serializers.ChoiceField(SubmissionVerb.choices)
    allowed = serializers.BooleanField()
    code = serializers.CharField(allow_null=True)
    why_not = serializers.CharField(allow_null=True)
    who = WhoMay(many=True)


class SubmissionDetail(SubmissionRow):
    """With its lines, the steps it took, and what may happen next."""

    lines = serializers.SerializerMethodField()
    steps = serializers.SerializerMethodField()
    next = serializers.SerializerMethodField()

    class Meta(SubmissionRow.Meta):
        fields = (*SubmissionRow.Meta.fields, "lines", "steps", "next")

    @extend_schema_field(LineRow(many=True))
    def get_lines(self, row):
        request = self.context["request"]
        rows = Line.objects.visible_to(request.user, request.on).filter(submission=row)
        rows = rows.select_related("person", "plan_title__title")
        return LineRow(rows.order_by("plan_title_id", "person__name_key", "pk"), many=True).data

    @extend_schema_field(StepRow(many=True))
    def get_steps(self, row):
        request = self.context["request"]
        rows = StateChange.objects.visible_to(request.user, request.on).filter(submission=row)
        return StepRow(rows.select_related("actor").order_by("pk"), many=True).data

    @extend_schema_field(NextStep(many=True))
    def get_next(self, row):
        request = self.context["request"]
        steps = next_steps(row, user=request.user, on=request.on, today=clock.today())
        return NextStep(
            [
                {
                    "verb": verb,
                    "allowed": refusal is None,
                    "code": refusal.code if refusal else None,
                    "why_not": str(refusal) if refusal else None,
                    "who": grants,
                }
                for verb, refusal, grants in steps
            ],
            many=True,
        ).data


class LineCorrection(serializers.Serializer):
    """What is to be corrected in a line."""

    line = Id()
    text = serializers.CharField(max_length=submissions.MAX_COMMENT)


class SubmissionMove(serializers.Serializer):
    """One step. `return` needs a reason and can ask for `corrections` line by line; `approve` needs the number and the
    day of the decision, and takes its note and who signed it."""

    verb = serializers.ChoiceField(SubmissionVerb.choices)
    reason = serializers.CharField(max_length=line_actions.MAX_REASON, allow_blank=True, default="")
    corrections = LineCorrection(many=True, default=list, max_length=line_actions.MOST)
    version = Id(allow_null=True, default=None)
    number = serializers.CharField(max_length=50, required=False)
    day = Day(required=False)
    note = serializers.CharField(max_length=500, allow_blank=True, default="")
    signer = serializers.CharField(max_length=150, allow_blank=True, default="")
    signer_title = serializers.CharField(max_length=150, allow_blank=True, default="")

    def validate(self, attrs):
        if attrs["verb"] == SubmissionVerb.APPROVE:
            missing = [name for name in ("number", "day") if name not in attrs]
            if missing:
                raise serializers.ValidationError(
                    {name: self.fields[name].error_messages["required"] for name in missing}
                )
        return attrs


class ToMove(serializers.Serializer):
    """A submission, and the version of it that the caller saw; a stale one is refused."""

    id = Id()
    version = Id(allow_null=True, default=None)


class ManyMoved(serializers.Serializer):
    """The same step with several submissions: all or none. Approval is a decision."""

    verb = serializers.ChoiceField([verb for verb in SubmissionVerb.choices if verb[0] != SubmissionVerb.APPROVE])
    reason = serializers.CharField(max_length=line_actions.MAX_REASON, allow_blank=True, default="")
    submissions = ToMove(many=True, allow_empty=False, max_length=MANY)


class Submissions(Desk, Records):
    """Submissions of units whose plans the reader sees."""

    model = Submission
    verb = Verb.SEE_PLANS
    serializer_class = SubmissionRow
    detail_serializer_class = SubmissionDetail
    filterset_class = SubmissionFilter

    def shape(self, rows):
        rows = with_changes(rows.select_related("round__rule_set", "claimed_by")).annotate(
            unit_name=name_on("unit", self.request.on)
        )
        return rows.order_by("-round__day", "-round_id", "unit_id", "pk")

    @extend_schema(request=SubmissionMove, responses=SubmissionDetail)
    @action(detail=True, methods=["post"])
    def moves(self, request, pk):
        """Take one step: submit, appraise, return or approve."""
        asked = SubmissionMove(data=request.data)
        asked.is_valid(raise_exception=True)
        step = asked.validated_data
        if step["verb"] == SubmissionVerb.APPROVE:
            decisions.decide(
                actor=request.user,
                on=request.on,
                submissions=[pk],
                number=step["number"],
                day=step["day"],
                **{name: step[name] for name in ("note", "signer", "signer_title")},
                versions={pk: step["version"]},
            )
        else:
            submissions.move(
                actor=request.user,
                on=request.on,
                submission=pk,
                verb=step["verb"],
                reason=step["reason"],
                corrections={row["line"]: row["text"] for row in step["corrections"]},
                version=step["version"],
            )
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(operation_id="submissions_moves_of_many", request=ManyMoved, responses=SubmissionRow(many=True))
    @action(detail=False, methods=["post"], url_path="moves")
    def moves_of_many(self, request):
        """Take the same step with several submissions."""
        asked = ManyMoved(data=request.data)
        asked.is_valid(raise_exception=True)
        step = asked.validated_data
        rows = submissions.move_many(
            actor=request.user,
            on=request.on,
            submissions=[row["id"] for row in step["submissions"]],
            verb=step["verb"],
            reason=step["reason"],
            versions={row["id"]: row["version"] for row in step["submissions"]},
        )
        moved = self.get_queryset().filter(pk__in=[row.pk for row in rows])
        return Response(SubmissionRow(moved, many=True).data)
