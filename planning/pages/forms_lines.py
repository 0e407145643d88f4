"""The form of a list: what was typed for each line, however much of it, and what of it is new.

Every line has four fields, named after it: `proposal-7`, `ground-7`, `target-7`, `reason-7`. The sheet that comes back
on paper is typed by numbers instead (`by_numbers`), as they are printed on it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from anphu.kit import names
from anphu.kit.refusals import Refused
from planning.choices import Proposal
from planning.models import Line, PlanTitle
from planning.pages.doors import ID_DIGITS
from planning.rules.choosing import Choice

FIELDS = ("proposal", "ground", "target", "reason")
NUMBERED = {"1": Proposal.KEEP, "2": Proposal.REMOVE, "3": Proposal.MOVE}
"""The boxes of the printed list, by the number in front of them."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the four fields of a line, as text."""

    proposal: str = ""
    ground: str = ""
    target: str = ""
    reason: str = ""

    @property
    def said(self) -> str:
        """In words, for where nothing can be chosen any more."""
        label = Proposal(self.proposal).label if self.proposal in Proposal.values else self.proposal
        return f"{label}: {self.reason}" if self.reason else str(label)

    def tidied(self) -> "Typed":
        """Without what belongs to a choice that was not made: a ground typed before keep was chosen after all."""
        return replace(
            self,
            ground=self.ground if self.proposal == Proposal.REMOVE else "",
            target=self.target if self.proposal == Proposal.MOVE else "",
            reason="" if self.proposal in (Proposal.KEEP, "") else names.nfc(self.reason),
        )


def stored(line: Line) -> Typed:
    """What a line says now. A line that nobody has confirmed says nothing yet."""
    if line.entered_by_id is None:
        return Typed()
    return Typed(line.proposal, line.ground, str(line.target_id or ""), line.reason)


def read(data: Mapping[str, str], lines: Iterable[Line]) -> dict[int, Typed]:
    """What `data` (a form or a draft) holds for those of `lines` of which it has a field."""
    found = {}
    for line in lines:
        names_ = [f"{field}-{line.pk}" for field in FIELDS]
        if any(name in data for name in names_):
            found[line.pk] = Typed(*(data.get(name, "").strip() for name in names_))
    return found


def unsaved(typed: Mapping[int, Typed], lines: Iterable[Line]) -> dict[int, Typed]:
    """Of what was typed, what differs from what is stored. A line left without a choice was left alone."""
    by_id = {line.pk: line for line in lines}
    return {
        pk: row
        for pk, row in typed.items()
        if pk in by_id and row.tidied().proposal and row.tidied() != stored(by_id[pk]).tidied()
    }


def kept(typed: Mapping[int, Typed]) -> dict[str, str]:
    """The same as a draft holds it, by the names of the fields."""
    return {
        f"{field}-{pk}": getattr(row, field) for pk, row in typed.items() for field in FIELDS if getattr(row, field)
    }


def choices(typed: Mapping[int, Typed], lines: Iterable[Line]) -> list[Choice]:
    """What `actions.lines.choose` asks for. Raises Refused for what no page offers."""
    return [_choice(line, typed[line.pk].tidied()) for line in lines if line.pk in typed]


def _choice(line: Line, row: Typed) -> Choice:
    if row.proposal not in Proposal.values:
        raise Refused("unknown_proposal", _("Choose keep, remove or move."), status=400, **_whose(line))
    target = target_of(row)
    if row.target and target is None:
        raise Refused("wrong_title", _("Choose the title to move to from the list."), status=400, **_whose(line))
    return Choice(
        plan_title=line.plan_title_id,
        person=line.person_id,
        proposal=row.proposal,
        reason=row.reason,
        ground=row.ground,
        target=target,
    )


def target_of(row: Typed) -> int | None:
    """The title chosen to move to, by id; None for none and for what cannot be an id."""
    text = row.target
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= ID_DIGITS else None


def _whose(line: Line) -> dict[str, int]:
    """Which line a refusal is about, as the actions say it."""
    return {"plan_title": line.plan_title_id, "person": line.person_id}


def by_numbers(
    data: Mapping[str, str], lines: Sequence[Line], grounds: Sequence[tuple[str, str]], titles: Sequence[PlanTitle]
) -> dict[int, Typed]:
    """What a clerk typed from the paper, in which grounds and titles have the numbers of their places. Raises Refused
    for a number that is not printed there."""
    return {
        pk: replace(
            row,
            proposal=_numbered(row.proposal, NUMBERED, pk, _("Type 1 to keep, 2 to remove, 3 to move.")),
            ground=_numbered(
                row.ground,
                {str(place): code for place, (code, _name) in enumerate(grounds, 1)},
                pk,
                _("There is no ground of that number on the paper."),
            ),
            target=_numbered(
                row.target,
                {str(place): str(title.pk) for place, title in enumerate(titles, 1)},
                pk,
                _("There is no title of that number on the paper."),
            ),
        )
        for pk, row in read(data, lines).items()
    }


def _numbered(text: str, meanings: Mapping[str, str], line: int, sentence: str) -> str:
    if text and text not in meanings:
        raise Refused("unknown_number", sentence, status=400, line=line)
    return str(meanings[text]) if text else ""
