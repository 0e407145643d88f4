"""Scenarios: made, tried, compared; nothing of them is in the record."""

from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.response import Response

from anphu.kit.jobs import Job
from anphu.kit.rest.fields import Day, Id, Visible
from anphu.kit.rest.rows import Row
from anphu.kit.rest.views import Records
from orgtree.choices import Verb
from orgtree.models import Person, Unit
from planning.actions import forecasts
from planning.actions import scenarios as actions
from planning.api.rounds import RoundRow
from planning.choices import Ground, Tried, Verdict
from planning.indicators.scenarios import tried
from planning.models import Scenario, ScenarioMove, Term
from planning.queries import scenarios as queries
from planning.rules.scenarios import Conflict


class ScenarioRow(Row):
    """A chain of moves about a unit and what stands below it, begun from the record of `day`."""

    unit = Id(source="unit_id", read_only=True)
    owner = serializers.CharField(source="owner.username", read_only=True)

    class Meta:
        model = Scenario
        fields = ("id", "name", "unit", "day", "owner", "shared", "made_at")


class MoveRow(Row):
    """One move, in the order of `position`. `appoint`: into `title` of `unit`, out of `from_title` of `from_unit` where
    named; `leave`: out of `title` of `unit`; `add` and `remove`: the plan of `term` for `title` of `unit`."""

    person = Id(source="person_id", read_only=True)
    person_name = serializers.CharField(source="person.full_name", read_only=True)
    unit = Id(source="unit_id", read_only=True)
    title = Id(source="title_id", read_only=True)
    from_unit = Id(source="from_unit_id", read_only=True, allow_null=True)
    from_title = Id(source="from_title_id", read_only=True, allow_null=True)
    term = Id(source="term_id", read_only=True, allow_null=True)

    class Meta:
        model = ScenarioMove
        fields = ("id", "position", "kind", "person", "person_name", "unit", "title", "from_unit", "from_title", "term")


class ScenarioMade(serializers.Serializer):
    """A scenario to begin."""

    name = serializers.CharField(max_length=actions.LONGEST_NAME)
    unit = Visible(Unit)


class MoveMade(serializers.Serializer):
    """A move to put at the end of the chain; see a move that is read."""

    kind = serializers.ChoiceField(Tried.choices)
    person = Visible(Person)
    unit = Visible(Unit)
    title = Id()
    from_unit = Visible(Unit, allow_null=True, default=None)
    from_title = Id(allow_null=True, default=None)
    term = Visible(Term, allow_null=True, default=None)

    def ids(self) -> dict:
        """What was sent, as ids."""
        return {name: getattr(value, "pk", value) for name, value in self.validated_data.items()}


class Shared(serializers.Serializer):
    """Whether whoever reaches the unit may see the scenario."""

    shared = serializers.BooleanField()


class Named(serializers.Serializer):
    """The name of the copy."""

    name = serializers.CharField(max_length=actions.LONGEST_NAME)


class RoundMade(serializers.Serializer):
    """The round that the scenario becomes; `ground`: of the removals that the scenario does not explain itself."""

    name = serializers.CharField(max_length=200)
    deadline = Day()
    ground = serializers.ChoiceField(Ground.choices, allow_blank=True, default="")


class ShiftRow(serializers.Serializer):
    """A value before and after; `term` null: of actual holders. Amounts are percent, or times, null: nobody counted."""

    unit = Id(source="unit.unit_id")
    indicator = serializers.CharField(source="indicator.code")
    term = Id(source="term.pk", default=None, allow_null=True)
    numerator_before = serializers.IntegerField(source="before.numerator")
    denominator_before = serializers.IntegerField(source="before.denominator")
    numerator_after = serializers.IntegerField(source="after.numerator")
    denominator_after = serializers.IntegerField(source="after.denominator")
    before = serializers.SerializerMethodField()
    after = serializers.SerializerMethodField()
    met_before = serializers.SerializerMethodField()
    met_after = serializers.SerializerMethodField()
    changed = serializers.BooleanField()

    def get_before(self, shift) -> float | None:
        return shift.sides[0].amount

    def get_after(self, shift) -> float | None:
        return shift.sides[1].amount

    def get_met_before(self, shift) -> bool | None:
        return shift.sides[0].met

    def get_met_after(self, shift) -> bool | None:
        return shift.sides[1].met


class ConflictRow(serializers.Serializer):
    """A move that is passed over, because the record has moved on."""

    move = Id()
    conflict = serializers.ChoiceField([(one.value, one.value) for one in Conflict])


class VacancyRow(serializers.Serializer):
    """Posts that the chain leaves without holders."""

    unit = Id()
    title = Id()
    posts = serializers.IntegerField()


class VerdictRow(serializers.Serializer):
    """Whether the person of a move meets the clauses of the title, as far as the caller may see the dossier."""

    move = Id()
    verdict = serializers.ChoiceField(Verdict.choices)


class TrialRow(serializers.Serializer):
    """What the scenario leads to on the record of the day."""

    moves = MoveRow(many=True)
    conflicts = ConflictRow(many=True)
    vacancies = VacancyRow(many=True)
    eligibility = VerdictRow(many=True)
    shifts = ShiftRow(many=True)


class ForecastJob(Row):
    """The job that makes a forecast."""

    class Meta:
        model = Job
        fields = ("id", "state")


class Scenarios(mixins.DestroyModelMixin, Records):
    """One's own scenarios, and those shared by others about units that the caller reaches."""

    model = Scenario
    verb = Verb.SEE_PLANS
    serializer_class = ScenarioRow

    def shape(self, rows):
        return rows.select_related("owner").order_by("-pk")

    @extend_schema(request=ScenarioMade, responses={201: ScenarioRow})
    def create(self, request):
        """Begin a scenario."""
        sent = self._sent(ScenarioMade)
        row = self._do(actions.create, name=sent["name"], unit=sent["unit"].pk)
        return Response(ScenarioRow(row).data, status.HTTP_201_CREATED)

    def perform_destroy(self, instance):
        self._do(actions.delete, scenario=instance.pk)

    @extend_schema(responses=TrialRow)
    @action(detail=True, methods=["get"])
    def trial(self, request, pk):
        """The chain tried on the record: what is passed over, what falls vacant, who is eligible, what changes."""
        moves = queries.moves_of(self.get_object(), request.user, request.on)
        trial = tried(moves, request.user, request.on)
        judged = queries.judged(moves, request.user, request.on)
        told = {
            "moves": moves,
            "conflicts": [{"move": moves[n].pk, "conflict": one} for n, one in trial.outcome.conflicts.items()],
            "vacancies": [
                {"unit": unit, "title": title, "posts": posts}
                for (unit, title), posts in trial.outcome.vacancies.items()
            ],
            "eligibility": [{"move": move, "verdict": one.verdict} for move, one in judged.items()],
            "shifts": trial.shifts,
        }
        return Response(TrialRow(told).data)

    @extend_schema(request=MoveMade, responses={201: MoveRow})
    @action(detail=True, methods=["post"])
    def moves(self, request, pk):
        """Put a move at the end of the chain."""
        asked = MoveMade(data=request.data, context=self.get_serializer_context())
        asked.is_valid(raise_exception=True)
        return Response(MoveRow(self._do(actions.add_move, scenario=pk, **asked.ids())).data, status.HTTP_201_CREATED)

    @extend_schema(responses={204: None})
    @action(detail=True, methods=["delete"], url_path="moves/<int:move>")
    def move(self, request, pk, move):
        """Take a move out of the chain."""
        self._do(actions.remove_move, scenario=pk, move=move)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=Shared, responses=ScenarioRow)
    @action(detail=True, methods=["put"])
    def share(self, request, pk):
        """Share the scenario, or share it no more."""
        return Response(ScenarioRow(self._do(actions.share, scenario=pk, **self._sent(Shared))).data)

    @extend_schema(request=Named, responses={201: ScenarioRow})
    @action(detail=True, methods=["post"])
    def copies(self, request, pk):
        """Copy the scenario; the copy is the caller's."""
        row = self._do(actions.copy, scenario=pk, **self._sent(Named))
        return Response(ScenarioRow(row).data, status.HTTP_201_CREATED)

    @extend_schema(request=RoundMade, responses={201: RoundRow})
    @action(detail=True, methods=["post"])
    def rounds(self, request, pk):
        """Open a round with the plan moves on draft lists."""
        row = self._do(actions.to_draft_round, scenario=pk, **self._sent(RoundMade))
        return Response(RoundRow(row).data, status.HTTP_201_CREATED)

    @extend_schema(request=None, responses={202: ForecastJob})
    @action(detail=True, methods=["post"])
    def forecasts(self, request, pk):
        """Have the scenario forecast by a job."""
        job = self._do(forecasts.ask, scenario=pk)
        return Response(ForecastJob(job).data, status.HTTP_202_ACCEPTED)

    def _do(self, deed, **arguments):
        return deed(actor=self.request.user, on=self.request.on, **arguments)

    def _sent(self, serializer) -> dict:
        asked = serializer(data=self.request.data, context=self.get_serializer_context())
        asked.is_valid(raise_exception=True)
        return dict(asked.validated_data)
