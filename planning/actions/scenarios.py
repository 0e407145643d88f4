"""Scenarios are tried, kept, shared and copied; nothing of it touches the record until one becomes a round."""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anphu.kit import names
from anphu.kit.refusals import Refused, insist
from orgtree.choices import GRASSROOTS, Verb
from orgtree.models import Person, Title, Unit, UnitLink, UnitVersion, User
from orgtree.rules import access
from planning.actions import lines, rounds
from planning.choices import Ground, Proposal, RoundKind, RoundVerb, Tried
from planning.models import PlanTitle, Round, Scenario, ScenarioMove, Submission, Term
from planning.queries.scenarios import moves_of, places_of
from planning.rules.choosing import Choice
from planning.rules.scenarios import carried_out, step_of
from planning.rules.scenarios_words import conflict_in_words, move_in_words

MOST_MOVES = 50
LONGEST_NAME = 120


@transaction.atomic
def create(*, actor: User, on: datetime.date, name: str, unit: int) -> Scenario:
    """Begin a scenario about a unit (id) and what stands below it. Raises Refused."""
    for verb in (Verb.SEE_PLANS, Verb.SEE_PEOPLE):
        insist(access.why_not(actor, verb, unit, on))
    return Scenario.objects.create(name=_named(name), unit_id=unit, day=on, owner=actor)


@transaction.atomic
def add_move(
    *,
    actor: User,
    on: datetime.date,
    scenario: int,
    kind: str,
    person: int,
    unit: int,
    title: int,
    from_unit: int | None = None,
    from_title: int | None = None,
    term: int | None = None,
) -> ScenarioMove:
    """Put a move at the end of the chain (all by id; see ScenarioMove). Raises Refused, also where the move cannot be
    made after those before it."""
    row = _mine(scenario, actor, on)
    insist(_why_not_move(row, kind, person, (unit, from_unit), (title, from_title), term, actor, on))
    last = row.moves.aggregate(last=Max("position"))["last"] or 0
    if row.moves.count() >= MOST_MOVES:
        raise Refused("too_many", _("A scenario has at most %(most)d moves.") % {"most": MOST_MOVES})
    move = ScenarioMove.objects.create(
        scenario=row,
        position=last + 1,
        kind=kind,
        person_id=person,
        unit_id=unit,
        title_id=title,
        from_unit_id=from_unit,
        from_title_id=from_title,
        term_id=term,
    )
    chain = list(row.moves.order_by("position"))
    places = places_of({step.person_id for step in chain}, on)
    conflict = carried_out(places, [step_of(step) for step in chain]).conflicts.get(len(chain) - 1)
    if conflict is not None:
        raise Refused(f"move_{conflict}", conflict_in_words(conflict))
    return move


@transaction.atomic
def remove_move(*, actor: User, on: datetime.date, scenario: int, move: int) -> None:
    """Take a move (id) out of the chain. Raises Refused."""
    found = _mine(scenario, actor, on).moves.filter(pk=move)
    if not found.delete()[0]:
        raise Refused("not_found", gettext_lazy("That move is not in this scenario any more."), status=404)


@transaction.atomic
def share(*, actor: User, on: datetime.date, scenario: int, shared: bool) -> Scenario:
    """Let whoever reaches the unit see the scenario, or nobody any more. Raises Refused."""
    row = _mine(scenario, actor, on)
    row.shared = shared
    row.save(update_fields=["shared"])
    return row


@transaction.atomic
def copy(*, actor: User, on: datetime.date, scenario: int, name: str) -> Scenario:
    """A scenario of one's own with the same moves. Raises Refused."""
    row = _seen(scenario, actor, on)
    made = Scenario.objects.create(name=_named(name), unit=row.unit, day=on, owner=actor)
    moves = list(row.moves.order_by("position"))
    for move in moves:
        move.pk, move.scenario, move._state.adding = None, made, True
    ScenarioMove.objects.bulk_create(moves)
    return made


@transaction.atomic
def delete(*, actor: User, on: datetime.date, scenario: int) -> None:
    """Throw a scenario away, with its forecasts. Raises Refused."""
    _mine(scenario, actor, on).delete()


@transaction.atomic
def to_draft_round(
    *, actor: User, on: datetime.date, scenario: int, name: str, deadline: datetime.date, ground: str = ""
) -> Round:
    """Open a round of the units whose plans the scenario changes, with its plan moves on their draft lists, confirmed
    by nobody but `actor` and submitted by no one. Moves of posts become the reasons. `ground`: of the removals that the
    scenario itself does not explain. Raises Refused; then nothing is written."""
    row = _seen(scenario, actor, on)
    moves = moves_of(row, actor, on)
    changes = [move for move in moves if move.kind in (Tried.ADD, Tried.REMOVE)]
    if not changes:
        sentence = _("This scenario changes no plan. Add somebody to a plan, or remove somebody, then make a round.")
        raise Refused("no_plan_moves", sentence)
    units = sorted({move.unit_id for move in changes})
    titles = _plan_titles(changes, on)
    made = rounds.prepare(
        actor=actor,
        on=on,
        name=name,
        kind=RoundKind.REVIEW,
        authority=Unit.objects.get(pk=_authority(row, actor, on)),
        day=on,
        deadline=deadline,
        terms=list(Term.objects.filter(pk__in={move.term_id for move in changes}).order_by("code")),
        units=list(Unit.objects.filter(pk__in=units)),
    )
    rounds.move(actor=actor, on=on, round=made.pk, verb=RoundVerb.OPEN)
    reason = _reason(row, moves)
    for submission in Submission.objects.filter(round=made).order_by("pk"):
        mine = [move for move in changes if move.unit_id == submission.unit_id]
        choices = [_choice(move, titles, moves, reason, ground) for move in mine]
        lines.choose(actor=actor, on=on, submission=submission.pk, choices=choices)
    made.refresh_from_db()
    return made


def _named(name: str) -> str:
    name = names.nfc(name)
    if not name or len(name) > LONGEST_NAME:
        sentence = _("Give the scenario a name of at most %(most)d characters.") % {"most": LONGEST_NAME}
        raise Refused("bad_name", sentence, status=400)
    return name


def _seen(scenario: int, actor: User, on: datetime.date) -> Scenario:
    row = Scenario.objects.visible_to(actor, on).filter(pk=scenario).first()
    if row is None:
        raise Refused("not_found", gettext_lazy("That scenario is not within your reach."), status=404)
    return row


def _mine(scenario: int, actor: User, on: datetime.date) -> Scenario:
    row = _seen(scenario, actor, on)
    if row.owner_id != actor.pk:
        sentence = gettext_lazy("Only its owner changes a scenario. Copy it, and change the copy.")
        raise Refused("not_yours", sentence, status=403)
    return Scenario.objects.select_for_update().get(pk=row.pk)


def _why_not_move(
    row: Scenario,
    kind: str,
    person: int,
    units: Sequence[int | None],
    titles: Sequence[int | None],
    term: int | None,
    actor: User,
    on: datetime.date,
) -> Refused | None:
    """Why a move makes no sense by itself: `units` and `titles` are where to, and where from."""
    planned = kind in (Tried.ADD, Tried.REMOVE)
    whole = (units[1] is None) == (titles[1] is None) and (units[1] is None or kind == Tried.APPOINT)
    if kind not in Tried.values or (term is not None) != planned or not whole:
        sentence = _("Say who takes or leaves which title, or who is added to or removed from the plan of which term.")
        return Refused("bad_move", sentence, status=400)
    wanted = {unit for unit in units if unit is not None}
    inside = UnitLink.objects.on(on).filter(ancestor=row.unit_id, descendant__in=wanted).count()
    if inside != len(wanted):
        sentence = _("Moves stay within the unit of the scenario and what stands below it.")
        return Refused("not_inside", sentence, status=400)
    named = {title for title in titles if title is not None}
    known = (
        Title.objects.filter(pk__in=named).count() == len(named)
        and (term is None or Term.objects.filter(pk=term).exists())
        and Person.objects.visible_to(actor, on).filter(pk=person).exists()
    )
    return None if known else Refused("not_found", _("That title or person is not within your reach."), status=404)


def _plan_titles(changes: Sequence[ScenarioMove], on: datetime.date) -> dict[tuple[int, int, int], PlanTitle]:
    """The titles of the plans that change, by unit, title and term. Raises Refused for one that no round changes."""
    rows = PlanTitle.objects.filter(unit__in={move.unit_id for move in changes})
    titles = {(row.unit_id, row.title_id, row.term_id): row for row in rows}
    kinds = dict(
        UnitVersion.objects.on(on).filter(unit__in={move.unit_id for move in changes}).values_list("unit", "kind")
    )
    for move in changes:
        if kinds.get(move.unit_id) not in GRASSROOTS:
            sentence = _("Rounds are held in grassroots organisations; the plan of %(unit)s cannot be changed by one.")
            raise Refused("not_grassroots", sentence % {"unit": move.called})
        if (move.unit_id, move.title_id, move.term_id) not in titles:
            sentence = _("%(unit)s does not plan for the title %(title)s in that term.")
            raise Refused("not_planned_for", sentence % {"unit": move.called, "title": move.title.name})
    return titles


def _authority(row: Scenario, actor: User, on: datetime.date) -> int:
    """The unit for which the actor opens rounds, nearest above that of the scenario."""
    may = UnitLink.objects.reached_by(actor, Verb.OPEN_ROUND, on)
    above = (
        UnitLink.objects.on(on)
        .filter(descendant=row.unit_id, ancestor__in=may)
        .exclude(ancestor__in=UnitVersion.objects.on(on).filter(kind__in=GRASSROOTS).values("unit"))
    )
    found = above.order_by("depth").values_list("ancestor", flat=True).first()
    if found is None:
        raise access.refusal(Verb.OPEN_ROUND)
    return found


def _reason(row: Scenario, moves: Sequence[ScenarioMove]) -> str:
    """The moves of posts in words, which are why the plan is to change."""
    posts = [move_in_words(move) for move in moves if move.kind in (Tried.APPOINT, Tried.LEAVE)]
    told = _("Scenario “%s”") % row.name
    return f"{told}: {'; '.join(posts)}"[: lines.MAX_REASON] if posts else told[: lines.MAX_REASON]


def _choice(move: ScenarioMove, titles: dict, moves: Sequence[ScenarioMove], reason: str, ground: str) -> Choice:
    place = titles[move.unit_id, move.title_id, move.term_id].pk
    if move.kind == Tried.ADD:
        return Choice(place, move.person_id, Proposal.ADD, reason)
    return Choice(place, move.person_id, Proposal.REMOVE, reason, _ground(move, moves) or ground)


def _ground(move: ScenarioMove, moves: Sequence[ScenarioMove]) -> str:
    """Why somebody leaves the plan, where the same scenario says so."""
    mine = [other for other in moves if other.person_id == move.person_id]
    if any(other.kind == Tried.APPOINT and other.title_id == move.title_id for other in mine):
        return Ground.HOLDS
    return Ground.LEFT if any(other.kind == Tried.LEAVE for other in mine) else ""
