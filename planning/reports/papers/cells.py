"""One person of a list in the words of a paper."""

import datetime
from collections.abc import Mapping

from django.utils.text import capfirst

from orgtree.choices import Education, Sex, StateManagement, Theory
from orgtree.models import Person
from orgtree.reports.facts import withheld
from orgtree.rules import ages
from planning.choices import Outcome, Proposal
from planning.models import BallotResult
from planning.queries.documents import Material, Told
from planning.rules.lines import effect

YEARS = 3
_DONE = {
    Proposal.KEEP: "Tiếp tục quy hoạch",
    Proposal.ADD: "Bổ sung quy hoạch",
    Proposal.REMOVE: "Đưa ra khỏi quy hoạch",
    Proposal.MOVE: "Chuyển chức danh",
    Proposal.WITHDRAWN: "Đã rút",
}


def cells(told: Told, about: Material) -> dict[str, str]:
    """Every column that some paper has. Of a stranger to the reader only the name and the proposal are told."""
    line = told.line
    said = {
        "name": line.person.full_name,
        "planned": line.plan_title.title.name,
        "after": "" if effect(line) == Proposal.REMOVE else (line.target or line.plan_title).title.name,
        "term": (line.target or line.plan_title).term.name,
        "decision": f"{told.decided.number}, {told.decided.day:%d/%m/%Y}" if told.decided else "",
        "first": "Lần đầu" if line.proposal == Proposal.ADD else "Tái",
        "votes": "; ".join(map(_vote, told.votes)),
        "proposal": proposed(told, about),
    }
    return said | (_dossier(told, about) if told.facts else {"post": withheld()})


def proposed(told: Told, about: Material) -> str:
    """What the unit proposes, on which ground and why; what a conference did not pass says so."""
    line, comes_to = told.line, effect(told.line)
    if line.dropped_in_id is not None:
        return f"{_DONE[comes_to]} (hội nghị không thông qua)"
    said = _DONE[comes_to]
    if line.is_unconfirmed:
        said = f"{said} (đơn vị chưa xác nhận)"
    if not told.open:
        return f"{said}: {withheld()}"
    ground = about.grounds[line.ground].name if line.ground in about.grounds else line.get_ground_display()
    why = "; ".join(filter(None, (ground, line.reason)))
    return f"{said}: {why}" if why else said


def born(person: Person, *, known: bool = True) -> dict[str, str]:
    """The date of birth in the column of the sex."""
    if not known:
        return {"male": "", "female": ""}
    said = ages.as_known(person.birth_date, person.birth_precision)
    return {"male": said, "female": ""} if person.sex == Sex.MALE else {"male": "", "female": said}


def posts(person: Person) -> str:
    """Posts held with their units, as far as the reader sees them."""
    return "; ".join(f"{post.title}, {post.unit}" for post in person.posts)


def _dossier(told: Told, about: Material) -> dict[str, str]:
    person, facts = told.line.person, told.facts
    return {
        **born(person),
        "post": posts(person),
        "ethnic": person.ethnic_group.name,
        "religion": person.religion.name,
        "home": person.home_town,
        "admitted": _day(facts.admitted_on),
        "official": _day(facts.official_on),
        "general": told.learnt.general,
        "education": _level(Education, person.education),
        "theory": _level(Theory, person.theory),
        "management": _level(StateManagement, person.state_management),
        "languages": told.learnt.languages,
        "informatics": told.learnt.informatics,
        "age": str(ages.full_years(person.birth_date, about.round.day)),
        "terms": "" if told.terms_left is None else str(told.terms_left),
        "ratings": _ratings(facts.ratings, about),
    }


def _ratings(found: Mapping[int, str], about: Material) -> str:
    """Of the last three years that have ended on the day of reference."""
    years = range(about.round.day.year - YEARS, about.round.day.year)
    return "; ".join(f"{year}: {about.ratings.get(found[year], found[year])}" for year in years if year in found)


def _vote(result: BallotResult) -> str:
    said = f"{result.conference.step.position}: {result.agree}/{result.conference.valid}"
    return said if result.outcome == Outcome.PASSED else f"{said} ({result.get_outcome_display()})"


def _level(levels, value: int | None) -> str:
    return "" if value is None else str(capfirst(levels(value).label))


def _day(day: datetime.date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
