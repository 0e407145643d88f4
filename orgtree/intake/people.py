"""Whom a row speaks of: somebody on record, somebody new, or somebody to be chosen by hand."""

import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import gettext as _

from anphu.kit import names
from anphu.kit.partial_dates import PartialDate
from orgtree.intake import alike
from orgtree.intake.rows import Said
from orgtree.models import Person
from orgtree.queries import duplicates
from orgtree.queries.imports import Asked, Candidate, candidates, editable
from orgtree.sections.values import BIRTH, get

_NUMBERS = {"identity_number": "core.identity_number", "party_card": "core.party_card"}
MOST_LIKE = 5
"""People who resemble a row, offered to choose from."""


@dataclass(slots=True)
class Match:
    """`person`: whose record it is; None with `candidates` to choose from, or with none for somebody new."""

    person: Person | None = None
    candidates: list[int] = field(default_factory=list)


def match(rows: Sequence[Said], user, on) -> dict[int, Match]:
    """For each row by number. Blames rows whose person is out of reach or whose numbers belong to others. At most six
    queries, however many rows."""
    named = [said for said in rows if said.core("full_name")]
    found = candidates([_asked(said) for said in named]) if named else {}
    sure = {said.number: _sure(said, found.get(said.number, [])) for said in named}
    likes = _likes([said for said in named if sure[said.number] is None and said.picked != 0 and not said.skipped])
    everybody = {one.pk for some in found.values() for one in some} | {
        one.person.pk for some in likes.values() for one in some
    }
    reach = _Reach(editable(user, on, everybody), Person.objects.in_bulk(_picked_among(named, likes)))
    return {
        said.number: _matched(
            said, found.get(said.number, []), sure.get(said.number), likes.get(said.number, []), reach
        )
        for said in rows
    }


@dataclass(frozen=True)
class _Reach:
    """`within`: whose dossiers the importer may change; `picked`: people chosen by hand, whole."""

    within: set[int]
    picked: dict[int, Person]


def _likes(rows: Sequence[Said]) -> dict[int, list[duplicates.Candidate]]:
    """Who resembles each row, as the pages of dossiers judge it. Two queries."""
    told = {said.number: {name: said.core(name) for name in duplicates.COMPARED} for said in rows}
    return {number: some[:MOST_LIKE] for number, some in duplicates.near_many(told).items()} if told else {}


def _picked_among(rows: Sequence[Said], likes: dict[int, list[duplicates.Candidate]]) -> set[int]:
    return {said.picked for said in rows if said.picked in {one.person.pk for one in likes.get(said.number, [])}}


def _asked(said: Said) -> Asked:
    born = said.core(BIRTH)
    return Asked(
        row=said.number,
        identity=said.core("identity_number") or "",
        card=said.core("party_card") or "",
        key=names.sort_key(said.core("full_name")),
        year=born.year if born else 0,
    )


def _sure(said: Said, found: list[Candidate]) -> Candidate | None:
    """The one person whom the row means beyond doubt."""
    sure = [one for one in found if one.by_number and _alike(said, one.person)]
    sure = sure or [one for one in found if not one.by_number and _the_very_same(said, one.person)]
    is_only = len(sure) == 1 and not any(one.by_number and one.pk != sure[0].pk for one in found)
    return sure[0] if is_only else None


def _matched(
    said: Said, found: list[Candidate], sure: Candidate | None, likes: list[duplicates.Candidate], reach: _Reach
) -> Match:
    if said.picked is not None:
        return _picked(said, found, reach)
    if sure is not None:
        return _reached(said, sure.person, reach)
    doubtful = [one for one in found if one.by_number or _may_be(said, one.person)]
    if any(one.by_number and one.pk not in reach.within for one in doubtful):
        _out_of_reach(said)
        return Match()
    _tell_likes(said, likes, reach)
    people = dict.fromkeys([*(one.pk for one in doubtful), *(one.person.pk for one in likes)])
    return Match(candidates=[pk for pk in people if pk in reach.within])


def _tell_likes(said: Said, likes: list[duplicates.Candidate], reach: _Reach) -> None:
    """In what the row resembles the likest person; of somebody out of reach only that there is somebody."""
    inside = next((one for one in likes if one.person.pk in reach.within), None)
    if inside is not None:
        sentence = _("It resembles somebody on record: %s.")
        said.blame("", "resembles", sentence % "; ".join(map(str, inside.reasons)), warning=True)
    elif likes:
        sentence = _("It resembles somebody on record outside the units whose dossiers you may change.")
        said.blame("", "resembles_elsewhere", sentence, warning=True)


def _picked(said: Said, found: list[Candidate], reach: _Reach) -> Match:
    exact = next((one.person for one in found if one.pk == said.picked), None)
    chosen = exact or reach.picked.get(said.picked)
    for one in found:
        if one.by_number and one.pk != said.picked:
            _blame_numbers(said, one.person)
    if said.picked and chosen is None:
        said.blame("", "no_such_match", _("The person chosen for this row is no longer like it. Choose again."))
        return Match()
    return _reached(said, chosen, reach) if chosen else Match()


def _reached(said: Said, person: Person, reach: _Reach) -> Match:
    if person.pk in reach.within:
        return Match(person)
    _out_of_reach(said)
    return Match()


def _out_of_reach(said: Said) -> None:
    sentence = _(
        "This person is on record outside the units whose dossiers you may change. Ask for the transfer first."
    )
    said.blame("core.full_name", "out_of_reach", sentence)


def _blame_numbers(said: Said, other: Person) -> None:
    for item, column in _NUMBERS.items():
        if said.core(item) and said.core(item) == getattr(other, item):
            said.blame(
                column, "number_taken", _("Somebody else has this number. Correct the number or choose that person.")
            )


def _alike(said: Said, person: Person) -> bool:
    """The same number is the same person when the name or the birth date agrees too."""
    return names.fold(said.core("full_name")) == names.fold(person.full_name) or said.core(BIRTH) == get(person, BIRTH)


def _numbers_differ(said: Said, person: Person) -> bool:
    pairs = [(said.core(item), getattr(person, item)) for item in _NUMBERS]
    return any(one and other and len(one) == len(other) and one != other for one, other in pairs)


def _the_very_same(said: Said, person: Person) -> bool:
    home = names.fold(said.core("home_town") or "")
    same = said.core(BIRTH) == get(person, BIRTH) and home == names.fold(person.home_town)
    return bool(home) and same and not _numbers_differ(said, person)


def _may_be(said: Said, person: Person) -> bool:
    """The same name, and a birth date that does not contradict, as far as both are known."""
    born, known = said.core(BIRTH), get(person, BIRTH)
    return born is None or _agree(born, known)


def _agree(one: PartialDate, other: PartialDate) -> bool:
    shorter, longer = sorted((one.stored(), other.stored()), key=len)
    return longer.startswith(shorter)


def digests(said: Said) -> list[str]:
    """What tells that two rows of a file mean one person: its numbers, or name, birth date and home town together."""
    born, name = said.core(BIRTH), said.core("full_name")
    told = [f"{item} {said.core(item)}" for item in _NUMBERS if said.core(item)]
    if name and born:
        told.append(f"name {names.fold(name)} {born.stored()} {names.fold(said.core('home_town') or '')}")
    return _digested(told)


def near_digests(said: Said) -> list[str]:
    """What tells that two rows are worth comparing."""
    return _digested(alike.blocks(said))


def _digested(told: Iterable[str]) -> list[str]:
    return [hmac.digest(_KEY, text.encode(), "sha256").hex()[:16] for text in told]


_KEY = settings.SECRET_KEY.encode()


def blame_repetitions(rows: Iterable[tuple[Said, list[str]]]) -> None:
    """The same person a second time: the first row counts, the later ones say where it stands. Somebody of the same
    name, birth date and home town with other numbers, or said by hand to be new, is somebody else."""
    first: dict[str, Said] = {}
    for said, keys in rows:
        if said.skipped:
            continue
        before = [first[key] for key in keys if key in first]
        same = next((one for one in before if not _others(said, one)), None)
        if same is not None:
            sentence = _(
                "The same person stands in row %(row)s of sheet “%(sheet)s” already. Skip one of the two rows, or say"
                " that this one is somebody new."
            )
            said.blame("core.full_name", "repeated", sentence % _place(same))
        elif before:
            sentence = _(
                "Row %(row)s of sheet “%(sheet)s” has the same name, birth date and home town. See whether they are two"
                " people."
            )
            said.blame("core.full_name", "look_alike", sentence % _place(before[0]), warning=True)
        for key in keys:
            first.setdefault(key, said)


def _others(one: Said, other: Said) -> bool:
    """Whether two rows are two people: no number agrees, and some differs or somebody said so of the later row."""
    pairs = [(one.core(item), other.core(item)) for item in _NUMBERS]
    known = [(mine, theirs) for mine, theirs in pairs if mine and theirs]
    return (bool(known) or one.picked == 0) and all(mine != theirs for mine, theirs in known)


def _place(said: Said) -> dict:
    return {"row": said.line, "sheet": said.sheet}
