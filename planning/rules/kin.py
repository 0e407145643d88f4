"""Nobody judges what they entered or submitted, with whichever of their accounts, nor a list on which they or their kin
stand.

Kin are those whom dossiers link: a row of the family section that names a person of this system, read both ways. A
relative who is only written down by name is not found; nobody is matched by name and birth.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from anphu.kit.refusals import Refused
from orgtree.models import FamilyMember, User
from planning.choices import SubmissionVerb
from planning.models import Line, StateChange, Submission

SENTENCES = {
    "own_work": _("Whoever submitted a list may not judge it; somebody else must."),
    "own_line": _("You entered a line of this list, now or before it was changed; somebody else must judge it."),
    "own_or_kin": _("You or a relative of yours stand on this list; somebody else must judge it."),
}
"""Why somebody is barred from judging, the first that applies."""


def refusal(code: str) -> Refused:
    return Refused(code, SENTENCES[code], status=403)


def barred(submissions: Collection[Submission], users: Iterable[User]) -> dict[tuple[int, int], str]:
    """`{(submission id, user id): code}` of those among `users` who may not judge. Four queries at most, however many
    submissions and users."""
    accounts = {user.pk: user.person_id for user in users}
    ids = [row.pk for row in submissions]
    found: dict[tuple[int, int], str] = {}
    for pair in _concerned(ids, accounts):
        found[pair] = "own_or_kin"
    for pair in _entered(ids, accounts):
        found[pair] = "own_line"
    for pair in _submitted(ids, accounts):
        found[pair] = "own_work"
    for row in submissions:
        if row.submitted_by_id in accounts:
            found[row.pk, row.submitted_by_id] = "own_work"
    return found


def kin_of(people: Collection[int]) -> dict[int, set[int]]:
    """`{person id: ids of the relatives whom dossiers link}`, from either dossier. One query."""
    kin = defaultdict(set)
    rows = FamilyMember.objects.filter(Q(person__in=people) | Q(relative__in=people), relative__isnull=False)
    for one, other in rows.values_list("person", "relative"):
        kin[one].add(other)
        kin[other].add(one)
    return {person: kin[person] for person in people}


def _submitted(ids: list[int], accounts) -> Iterable[tuple[int, int]]:
    """Who submitted, now or before the list was returned."""
    steps = StateChange.objects.filter(submission__in=ids, verb=SubmissionVerb.SUBMIT)
    return _by_them(steps, "submission", "actor", accounts)


def _entered(ids: list[int], accounts) -> Iterable[tuple[int, int]]:
    """Who entered a line that still stands, in any version of it."""
    standing = Line.objects.filter(submission__in=ids).in_effect().values("pk")
    return _by_them(Line.pgh_event_model.objects.filter(pgh_obj__in=standing), "submission", "entered_by", accounts)


def _by_them(rows: QuerySet, about: str, who: str, accounts: Mapping[int, int | None]) -> Iterable[tuple[int, int]]:
    """`(about, user id)` of rows written by one of the accounts, or another of the same person. One query."""
    people = {person for person in accounts.values() if person}
    theirs = rows.filter(Q(**{f"{who}__in": accounts}) | Q(**{f"{who}__person__in": people}))
    for row, writer, person in theirs.order_by().values_list(about, who, f"{who}__person").distinct():
        for user, self in accounts.items():
            if user == writer or (self and self == person):
                yield row, user


def _concerned(ids: list[int], accounts) -> Iterable[tuple[int, int]]:
    """Who stands on a list, or whose kin does."""
    people = {person for person in accounts.values() if person}
    if not people:
        return
    kin = kin_of(people)
    near = people.union(*kin.values())
    lines = Line.objects.filter(submission__in=ids, person__in=near).in_effect()
    for submission, person in lines.order_by().values_list("submission", "person").distinct():
        for user, self in accounts.items():
            if self and (person == self or person in kin[self]):
                yield submission, user
