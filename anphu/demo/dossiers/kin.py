"""Kin who both serve here, so that conflicts of interest can be looked for."""

import random
from collections.abc import Callable, Iterator

from anphu.demo.dossiers.profiles import Profile
from anphu.demo.people import YEAR

Fit = Callable[[Profile, Profile], bool]
COUPLES = 22
SIBLINGS = 14
Kin = tuple[str, Profile]
"""Relation, and a relative whose own dossier is here."""


def related(profiles: list[Profile], rng: random.Random) -> dict[Profile, list[Kin]]:
    """Couples and brothers and sisters among those who serve, both ways; nobody twice."""
    free = [one for one in profiles if one.serving and not one.gone]
    kin: dict[Profile, list[Kin]] = {}
    for one, other in _pairs(free, kin, COUPLES, _may_be_married, rng):
        wife, husband = (one, other) if one.woman else (other, one)
        kin[wife], kin[husband] = [("husband", husband)], [("wife", wife)]
    for one, other in _pairs(free, kin, SIBLINGS, _may_be_siblings, rng):
        elder, younger = sorted((one, other), key=lambda profile: profile.someone.born)
        kin[elder] = [("younger_sibling", younger)]
        kin[younger] = [("elder_sister" if elder.woman else "elder_brother", elder)]
    return kin


def _pairs(
    free: list[Profile], kin: dict[Profile, list[Kin]], count: int, fit: Fit, rng: random.Random
) -> Iterator[tuple[Profile, Profile]]:
    """`count` pairs of people who have no kin yet, as the caller gives it to them one pair after another."""
    found = 0
    for one in rng.sample(free, len(free)):
        if found == count or one in kin:
            continue
        partner = next((other for other in free if other not in kin and fit(one, other)), None)
        if partner is not None:
            found += 1
            yield one, partner


def _apart(one: Profile, other: Profile) -> float:
    return abs((one.someone.born - other.someone.born).days) / YEAR


def _may_be_married(one: Profile, other: Profile) -> bool:
    return one.woman != other.woman and one.someone.ethnic == other.someone.ethnic and _apart(one, other) < 6


def _may_be_siblings(one: Profile, other: Profile) -> bool:
    names = (one.someone.name.partition(" ")[0], other.someone.name.partition(" ")[0])
    home = one.someone.home_code and one.someone.home_code == other.someone.home_code
    return names[0] == names[1] and bool(home) and 1.5 < _apart(one, other) < 15
