"""A plan before and after a list: coefficient, structure and successors side by side."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from planning.rules.caps import (
    Check,
    Composition,
    bands,
    coefficient,
    graduates,
    people_per_title,
    titles_per_person,
    women,
    young,
)
from planning.rules.law import Law


@dataclass(frozen=True, slots=True)
class Meter:
    """One figure before and after, as it is read; `check` judges the latter."""

    code: str
    label: Any
    before: str
    after: str
    check: Check

    @property
    def moved(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Successors:
    """How many people are planned for a title, before and after; `posts`: how many such posts there are."""

    title: str
    posts: int
    before: int
    after: int

    @property
    def moved(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Meters:
    """The meters of one term. `warnings`: titles with too many or too few people, people with too many titles."""

    gauges: list[Meter]
    titles: list[Successors]
    warnings: list[Check]

    @property
    def unmet(self) -> int:
        return len(self.warnings) + sum(gauge.check.met is False for gauge in self.gauges)


def meters(before: Composition, after: Composition, law: Law) -> Meters:
    return Meters(
        [*_coefficients(before, after, law), *_shares(before, after, law), *_bands(before, after, law)],
        [
            Successors(then.name, then.posts, len(now.people), len(then.people))
            for now, then in zip(before.seats, after.seats, strict=True)
        ],
        [*people_per_title(after, law), *titles_per_person(after, law)],
    )


def _coefficients(before: Composition, after: Composition, law: Law) -> list[Meter]:
    pairs = zip(coefficient(before, law), coefficient(after, law), strict=True)
    return [
        Meter(then.code, then.figures["label"], now.figures["ratio"], then.figures["ratio"], then)
        for now, then in pairs
    ]


_SHARES: tuple[Callable[[Composition, Law], Check], ...] = (women, young, graduates)


def _shares(before: Composition, after: Composition, law: Law) -> list[Meter]:
    found = []
    for judge in _SHARES:
        now, then = judge(before, law), judge(after, law)
        if "percent" in then.figures:  # a law without an age of the young gives nothing to count
            found.append(Meter(then.code, then.figures["label"], _share(now), _share(then), then))
    return found


def _share(check: Check) -> str:
    figures = check.figures
    return f"{figures['number']} ({figures['percent']} %)" if figures["total"] else "0"


_BANDS = (("first", _("Under %(low)s")), ("second", _("%(low)s to under %(high)s")), ("third", _("%(high)s or older")))


def _bands(before: Composition, after: Composition, law: Law) -> list[Meter]:
    now, then = bands(before, law), bands(after, law)
    if not then.figures:
        return []
    return [
        Meter(
            f"bands_{code}",
            str(label) % then.figures,
            str(now.figures.get(code, 0)),
            str(then.figures[code]),
            then if then.figures[code] == 0 else _fine(then),
        )
        for code, label in _BANDS
    ]


def _fine(check: Check) -> Check:
    """One band that has people, whatever the others have."""
    return Check(check.code, True, check.words, check.figures, 0, check.rule)
