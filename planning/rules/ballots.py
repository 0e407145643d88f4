"""Can these figures of a ballot be, is there a quorum, who has passed (domain.md §4.7). Pure; meetings bring them.

What a share is counted on (convened, present or valid) is a parameter, because the sources disagree.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from anphu.kit.refusals import Refused


@dataclass(frozen=True, slots=True)
class Ballot:
    """One ballot of a meeting: people convened and present; slips issued, returned, valid and invalid."""

    convened: int
    present: int
    issued: int
    returned: int
    valid: int
    invalid: int


_SENTENCES = {
    "present_over_convened": _("More people are present than were convened."),
    "issued_over_present": _("More ballots were issued than people are present."),
    "returned_over_issued": _("More ballots were returned than issued."),
    "returned_not_counted": _("Valid and invalid ballots together are not those returned."),
    "votes_over_valid": _("Somebody has more votes than there are valid ballots."),
    "marks_over_places": _("More votes were given than valid ballots and places allow."),
}


def why_not(ballot: Ballot, agreed: Mapping[int, int], places: int) -> Refused | None:
    """The first figure that cannot be; `agreed`: votes by person, for one title with so many `places`."""
    faults = {
        "present_over_convened": ballot.present > ballot.convened,
        "issued_over_present": ballot.issued > ballot.present,
        "returned_over_issued": ballot.returned > ballot.issued,
        "returned_not_counted": ballot.valid + ballot.invalid != ballot.returned,
        "votes_over_valid": any(votes > ballot.valid for votes in agreed.values()),
        "marks_over_places": sum(agreed.values()) > ballot.valid * places,
    }
    return next((Refused(code, _SENTENCES[code], status=400) for code, fault in faults.items() if fault), None)


def has_quorum(ballot: Ballot, quorum: Fraction) -> bool:
    return ballot.convened > 0 and Fraction(ballot.present, ballot.convened) >= quorum


def passes(votes: int, of: int, threshold: Fraction) -> bool:
    """Strictly more than the threshold of `of`: half is not enough."""
    return of > 0 and Fraction(votes, of) > threshold


def ties(passed: Mapping[int, int], places: int) -> Sequence[int]:
    """People with equal votes about the last place: no choice is made for them, the next step decides."""
    ranked = sorted(passed.values(), reverse=True)
    if len(ranked) <= places or ranked[places - 1] != ranked[places]:
        return []
    return sorted(person for person, votes in passed.items() if votes == ranked[places])
