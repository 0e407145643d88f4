"""Rounds: read, prepare, set their steps, open and close."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.response import Response

from anphu.kit.rest.fields import Day, Id, Visible, VisibleList
from anphu.kit.rest.rows import Row
from anphu.kit.rest.views import Records
from orgtree.choices import Confidence, Kind, Verb
from orgtree.models import Unit
from planning.actions import rounds
from planning.choices import BallotKind, RoundKind, RoundVerb
from planning.filters import RoundFilter
from planning.models import Round, RuleSet, Term
from planning.rules.steps import MOST, Step


class RoundRow(Row):
    """A campaign of planning; `terms` are ids."""

    authority = Id(source="authority_id", read_only=True)
    terms = serializers.PrimaryKeyRelatedField(many=True, read_only=True)
    rule_set = Id(source="rule_set_id", read_only=True, allow_null=True)

    class Meta:
        model = Round
        fields = ("id", "name", "kind", "state", "authority", "day", "deadline", "rule_set", "terms")


class RoundPrepared(serializers.Serializer):
    """A round to prepare. Without `units` every grassroots organisation under the authority takes part; without
    `rule_set` it keeps the rules in force on `day`."""

    name = serializers.CharField(max_length=200)
    kind = serializers.ChoiceField(RoundKind.choices, default=RoundKind.REVIEW)
    authority = Visible(Unit)
    day = Day()
    deadline = Day()
    terms = VisibleList(Term)
    units = VisibleList(Unit, allow_null=True, default=None)
    rule_set = Visible(RuleSet, allow_null=True, default=None)


class RoundAmended(RoundPrepared):
    """A round in preparation as it is to be: all but its kind and authority."""

    kind = None
    authority = None


class StepSet(serializers.Serializer):
    """One step of a round: its place in the order of a kind of organisation (`unit_kind`; empty: of every kind)."""

    position = serializers.IntegerField(min_value=1, max_value=MOST)
    code = serializers.SlugField(max_length=40)
    name = serializers.CharField(max_length=200)
    body = serializers.CharField(max_length=300, allow_blank=True, default="")
    ballot = serializers.ChoiceField(BallotKind.choices, default=BallotKind.NONE)
    outsiders = serializers.BooleanField(default=False)
    minutes = serializers.BooleanField(default=True)
    unit_kind = serializers.ChoiceField(Kind.choices, allow_blank=True, default="")
    basis = serializers.CharField(max_length=300, default="–")
    confidence = serializers.ChoiceField(Confidence.choices, default=Confidence.UNVERIFIED)
    due = Day(allow_null=True, default=None)


class StepsSet(serializers.Serializer):
    """All steps of a round in preparation, in place of those it has."""

    steps = StepSet(many=True, max_length=MOST)


class StepTaken(StepSet):
    """A step as the round has it."""

    id = Id(read_only=True)


class RoundMove(serializers.Serializer):
    """Open a prepared round, or close an open one."""

    verb = serializers.ChoiceField(RoundVerb.choices)


class DeadlineMoved(serializers.Serializer):
    """Another deadline for an open round, and why."""

    deadline = Day()
    reason = serializers.CharField(max_length=rounds.LONGEST_REASON)


class Rounds(Records):
    """Rounds in which a unit takes part whose plans the reader sees."""

    model = Round
    verb = Verb.SEE_PLANS
    serializer_class = RoundRow
    filterset_class = RoundFilter

    def shape(self, rows):
        return rows.prefetch_related("terms").order_by("-day", "-pk")

    @extend_schema(request=RoundPrepared, responses={201: RoundRow})
    def create(self, request):
        """Prepare a round."""
        asked = RoundPrepared(data=request.data, context=self.get_serializer_context())
        asked.is_valid(raise_exception=True)
        row = rounds.prepare(actor=request.user, on=request.on, **asked.validated_data)
        return Response(RoundRow(row).data, status.HTTP_201_CREATED)

    @extend_schema(request=RoundAmended, responses=RoundRow)
    def update(self, request, pk):
        """Put a round right that is being prepared."""
        asked = RoundAmended(data=request.data, context=self.get_serializer_context())
        asked.is_valid(raise_exception=True)
        row = rounds.amend(actor=request.user, on=request.on, round=pk, **asked.validated_data)
        return Response(RoundRow(row).data)

    @extend_schema(request=StepsSet, responses=StepTaken(many=True))
    @action(detail=True, methods=["put"])
    def steps(self, request, pk):
        """Set the steps of a round in preparation; it was prepared with those of the templates."""
        asked = StepsSet(data=request.data)
        asked.is_valid(raise_exception=True)
        steps = [Step(**row) for row in asked.validated_data["steps"]]
        rows = rounds.set_steps(actor=request.user, on=request.on, round=pk, steps=steps)
        return Response(StepTaken(rows, many=True).data)

    @extend_schema(request=RoundMove, responses=RoundRow)
    @action(detail=True, methods=["post"])
    def moves(self, request, pk):
        """Open or close the round."""
        asked = RoundMove(data=request.data)
        asked.is_valid(raise_exception=True)
        row = rounds.move(actor=request.user, on=request.on, round=pk, **asked.validated_data)
        return Response(RoundRow(row).data)

    @extend_schema(request=DeadlineMoved, responses=RoundRow)
    @action(detail=True, methods=["post"])
    def deadline(self, request, pk):
        """Move the deadline of an open round; the secretaries of its units are told."""
        asked = DeadlineMoved(data=request.data)
        asked.is_valid(raise_exception=True)
        row = rounds.postpone(actor=request.user, on=request.on, round=pk, **asked.validated_data)
        return Response(RoundRow(row).data)
