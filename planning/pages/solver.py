"""The smallest set of changes of a plan that meets the targets of a unit, with their reasons; or why there is none."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anphu.kit import names
from anphu.kit.filters import MAX_SEARCH, is_id
from anphu.kit.once import once
from orgtree.choices import Verb
from orgtree.models import Person
from orgtree.queries.people import search
from planning.actions import trials
from planning.actions.scenarios import LONGEST_NAME
from planning.filters.solver import SolverForm
from planning.indicators.solving import Solution, Sought, solution, targets
from planning.models import PlanTitle, Term
from planning.pages.doors import act, answer, cleaned, page, why_not_now, writes
from planning.pages.forms_solver import TrialForm, steps_of
from planning.pages.pickers import UnitPicker, pick_term
from planning.queries.planned import introduce
from planning.queries.terms import current, terms
from planning.rules.eligibility import Candidate
from planning.rules.problems import Breach, Tally
from planning.rules.solving import Change, Short

FOUND = 8
WISHES = ("must", "must_not")


@dataclass(frozen=True)
class Row:
    """One change, as it is read. `judged`: of whoever is added or moved; `without`: the address that asks again without
    this person."""

    change: Change
    person: Person
    before: PlanTitle | None
    after: PlanTitle | None
    reasons: list["Reason"]
    judged: Candidate | None
    without: str


@dataclass(frozen=True, slots=True)
class Reason:
    breach: Breach
    target: object
    title: PlanTitle | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A target before and after."""

    sought: Sought
    before: Tally
    after: Tally
    short: Short | None

    @staticmethod
    def percent(tally: Tally) -> float | None:
        return None if tally.share is None else float(100 * tally.share)

    @property
    def percent_before(self) -> float | None:
        return self.percent(self.before)

    @property
    def percent_after(self) -> float | None:
        return self.percent(self.after)

    @property
    def met(self) -> bool | None:
        return self.sought.target.met_by(self.percent_after)

    @property
    def met_before(self) -> bool | None:
        return self.sought.target.met_by(self.percent_before)


def _question(request: HttpRequest) -> str:
    return reverse("solver")


@page(Verb.SEE_PLANS)
@writes(_question)
def solver_try(request: HttpRequest) -> HttpResponse:
    """Put an answer into the sandbox."""
    asked = cleaned(TrialForm(request.POST))
    made = once(request.POST, request.user.pk, lambda: act(request, trials.try_out, **asked).pk)
    return redirect("scenario", made)


@require_safe
@page(Verb.SEE_PLANS)
def solver(request: HttpRequest) -> HttpResponse:
    picker = UnitPicker(request, Verb.SEE_PLANS)
    if request.htmx:
        return picker.fragment()
    rows = terms()
    term = pick_term(request, rows, default=current(rows, request.on))
    context = {
        "picker": picker,
        "term": term,
        "terms": rows,
        "may_see_plans": True,
        "crumbs": [(_("Indicators"), reverse("indicators"))],
    }
    status = 200
    if picker.unit and term:
        asked, form = _asked(request, targets(picker.unit.unit_id, request.on))
        context |= asked | {"form": form}
        if form.is_bound and form.is_valid():
            found = solution(picker.unit.unit_id, term, request.user, request.on, form.wanted())
            context |= _told(request, found) if found else {"empty": True}
            context["why_not"] = why_not_now(request)
            context["name"] = _named(picker.unit.name, term)
        elif form.is_bound:
            status = 400
    response = answer(request, "planning/solver/solver.html", context)
    response.status_code = status
    return response


def _asked(request: HttpRequest, sought: list[Sought]) -> tuple[dict, SolverForm]:
    """The form, the people named in it, and those found by the name that was written."""
    visible = Person.objects.visible_to(request.user, request.on)
    ids = {name: [int(text) for text in request.GET.getlist(name) if is_id(text)] for name in WISHES}
    words = names.nfc(request.GET.get("who", "")[:MAX_SEARCH])
    named = {person.pk: person for person in visible.filter(pk__in=[pk for row in ids.values() for pk in row])}
    form = SolverForm(request.GET if "ask" in request.GET else None, sought=sought, within=named)
    wishes = {
        name: [(named[pk], _address(request, drop=(name, pk))) for pk in ids[name] if pk in named] for name in WISHES
    }
    found = introduce(search(visible, words)[:FOUND], request.user, request.on) if words else []
    others = [person for person in found if person.pk not in named]
    adding = [
        (person, [_address(request, add=(name, person.pk), drop=("who", words)) for name in WISHES])
        for person in others
    ]
    unserved = [row for row in sought if not row.served]
    return {"wishes": wishes, "words": words, "found": adding, "unserved": unserved}, form


def _address(request: HttpRequest, *, add: tuple | None = None, drop: tuple | None = None) -> str:
    """The address of the page with one value more or less."""
    query = request.GET.copy()
    if drop:
        query.setlist(drop[0], [value for value in query.getlist(drop[0]) if value != str(drop[1])])
    if add:
        query.appendlist(add[0], str(add[1]))
    return f"?{query.urlencode()}"


def _told(request: HttpRequest, found: Solution) -> dict:
    answered = found.answer
    shown = (*answered.changes, *(change for other in answered.alternatives for change in other))
    people = Person.objects.visible_to(request.user, request.on).filter(pk__in={change.person for change in shown})
    by_id = {person.pk: person for person in introduce(people, request.user, request.on)}
    named = {row.indicator.code: row for row in found.sought}
    short = {row.code: row for row in answered.short}
    return {
        "solution": found,
        "answer": answered,
        "rows": _rows(request, found, answered.changes, by_id),
        "alternatives": [_rows(request, found, other, by_id) for other in answered.alternatives],
        "standings": [
            Standing(row, answered.before[row.indicator.code], answered.after[row.indicator.code], short.get(code))
            for row in found.aims
            for code in [row.indicator.code]
        ],
        "conflict": [named[code].indicator.label for code in answered.conflict],
        "steps": steps_of(answered.changes),
        "idle": [row for row in found.sought if row.idle],
    }


def _named(unit: str, term: Term) -> str:
    """What a scenario made of an answer is called."""
    return (_("Smallest set of changes: %(unit)s, %(term)s") % {"unit": unit, "term": term.name})[:LONGEST_NAME]


def _rows(request: HttpRequest, found: Solution, changes: Iterable[Change], people: dict[int, Person]) -> list[Row]:
    titles = {title.pk: title for title in found.pool.titles}
    labels = {row.indicator.code: row.indicator.label for row in found.sought}
    return [
        Row(
            change,
            people[change.person],
            titles.get(change.before),
            titles.get(change.after),
            [Reason(one, labels.get(one.code, ""), titles.get(one.place)) for one in change.reasons],
            found.pool.candidate(change.person, change.after) if change.after else None,
            _address(request, add=("must_not" if change.after else "must", change.person)),
        )
        for change in changes
    ]
