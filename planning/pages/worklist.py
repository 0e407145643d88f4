"""The first page: what waits for the reader, whatever the role."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from orgtree.choices import Verb
from planning.choices import SubmissionState
from planning.models import Round
from planning.pages.deadlines import count_down
from planning.pages.doors import answer, page
from planning.pages.submissions import stages
from planning.queries import submissions
from planning.queries import worklist as waiting

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Wording:
    """What a group of waiting submissions is called, and what is said when it is empty."""

    title: str
    explanation: str
    nothing: str


WORDINGS = {
    Verb.APPROVE: Wording(
        _("Waiting for your decision"),
        _("Appraised lists, ready to be approved by a decision or returned to the unit."),
        _("No appraised list is waiting for a decision."),
    ),
    Verb.APPRAISE: Wording(
        _("Waiting for your appraisal"),
        _("Lists that units have submitted. Check them, then appraise or return them."),
        _("No submitted list is waiting for appraisal."),
    ),
    Verb.SUBMIT: Wording(
        _("Waiting to be submitted"),
        _("Lists that your units are still preparing."),
        _("No list is waiting to be submitted."),
    ),
    Verb.PROPOSE: Wording(
        _("Still being prepared by the units"),
        _("Lists that have not been submitted yet. Remind the units whose deadline is near."),
        _("No unit is still preparing its list."),
    ),
}


@dataclass(frozen=True, slots=True)
class Start:
    """A place to begin for readers for whom nothing waits."""

    verb: str
    url_name: str
    icon: str
    title: str
    explanation: str


STARTS = (
    Start(
        Verb.SEE_INDICATORS,
        "indicators",
        "chart",
        _("Indicators"),
        _("The five targets, for every unit, on any day, with the numbers behind them."),
    ),
    Start(
        Verb.SEE_PLANS,
        "rounds",
        "round",
        _("Rounds"),
        _("Every list, its lines, and each step that it took."),
    ),
    Start(Verb.SEE_PLANS, "decisions", "decision", _("Decisions"), _("Who was added and removed by which decision.")),
    Start(
        Verb.SEE_UNITS,
        "units",
        "tree",
        _("Units"),
        _("The tree of Party organisations as it stood on the working day."),
    ),
    Start(Verb.SEE_JOBS, "jobs", "jobs", _("Jobs"), _("What the system is computing, and how it ended.")),
    Start(
        Verb.ENTER_ADMIN,
        "admin:index",
        "key",
        _("Administration"),
        _("Accounts, roles, reference data and the rules with their numbers."),
    ),
)


@dataclass(frozen=True, slots=True)
class Group:
    """One group as it is shown: the first few submissions, and the rest folded away."""

    wording: Wording
    state: str
    decides: bool
    first: list
    rest: list

    @property
    def number(self) -> int:
        return len(self.first) + len(self.rest)

    @property
    def round(self) -> Round | None:
        """The round, when all belong to one: it is then named once."""
        rounds = {row.round_id: row.round for row in [*self.first, *self.rest]}
        return next(iter(rounds.values())) if len(rounds) == 1 else None


@require_safe
@page()
def worklist(request: HttpRequest) -> HttpResponse:
    own = submissions.own(request.user, request.on)
    groups = waiting.worklist(request.user, request.on)
    rounds = [] if own else waiting.progress(request.user, request.on)
    count_down(row.round for row in [*own, *(row for group in groups for row in group.submissions)])
    count_down(row for row, _counts in rounds)
    for row in own:
        row.stages = stages(row)
    context = {
        "own": own,
        "groups": _shown(groups, {row.pk for row in own}),
        "rounds": [(row, counts, counts[SubmissionState.APPROVED], sum(counts.values())) for row, counts in rounds],
        "starts": [] if groups else [start for start in STARTS if request.user.may_somewhere(start.verb)],
        "decider": request.user.may_somewhere(Verb.APPROVE),
        "dossiers": waiting.dossiers(request.user, request.on),
        "besides": waiting.besides(request.user, request.on),
    }
    return answer(request, "planning/worklist/worklist.html", context)


def _shown(groups: list[waiting.Waiting], own: set[int]) -> list[Group]:
    """Groups without what already stands on top as the reader's own; empty ones only for readers without any own."""
    shown = []
    for group in groups:
        rows = [row for row in group.submissions if row.pk not in own]
        if rows or not own:
            decides = group.verb == Verb.APPROVE
            shown.append(Group(WORDINGS[group.verb], group.state, decides, rows[:SHOWN], rows[SHOWN:]))
    return shown
