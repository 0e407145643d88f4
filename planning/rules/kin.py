"""Nobody judges what they entered or submitted, with whichever of their accounts, nor a list on which they or their kin
stand.

Kin are those whom dossiers link: a row of the family section that names a person of this system, read both ways. A
relative who is only written down by name is not found; nobody is matched by name and birth.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from anphu.kit.refusals import Refused
from orgtree.models import FamilyMember, User
from planning.choices import Proposal, SubmissionVerb
from planning.models import Submission

SENTENCES = {
    "own_work": _("Whoever submitted a list may not judge it; somebody else must."),
    "own_line": _("You entered a line of this list, now or before it was changed; somebody else must judge it."),
    "own_or_kin": _("You or a relative of yours stand on this list; somebody else must judge it."),
}
"""Why somebody is barred from judging, the first that applies."""
_FIRST = tuple(SENTENCES)

_SQL = """
WITH asked AS (
    SELECT a.id, a.person, u.id AS same
    FROM unnest(%(users)s::bigint[], %(people)s::bigint[]) AS a (id, person)
    JOIN orgtree_user u ON u.id = a.id OR u.person_id = a.person
), near AS (
    SELECT id, person AS person_id FROM asked WHERE person IS NOT NULL
    UNION SELECT a.id, f.relative_id FROM asked a JOIN orgtree_familymember f ON f.person_id = a.person
    WHERE f.relative_id IS NOT NULL
    UNION SELECT a.id, f.person_id FROM asked a JOIN orgtree_familymember f ON f.relative_id = a.person
), standing AS (
    SELECT id, submission_id, person_id FROM planning_line
    WHERE submission_id = ANY(%(submissions)s) AND dropped_in_id IS NULL AND proposal <> %(withdrawn)s
)
SELECT 'own_or_kin', l.submission_id, n.id FROM standing l JOIN near n USING (person_id)
UNION SELECT 'own_line', l.submission_id, a.id
FROM standing l JOIN planning_lineevent e ON e.pgh_obj_id = l.id JOIN asked a ON a.same = e.entered_by_id
UNION SELECT 'own_work', c.submission_id, a.id
FROM planning_statechange c JOIN asked a ON a.same = c.actor_id
WHERE c.submission_id = ANY(%(submissions)s) AND c.verb = %(submit)s
"""
"""Who stands on a list or has kin there; who entered a line that still stands, in any version of it; who submitted,
now or before the list was returned. All with whichever of their accounts."""


def refusal(code: str) -> Refused:
    return Refused(code, SENTENCES[code], status=403)


def barred(submissions: Collection[Submission], users: Iterable[User]) -> dict[tuple[int, int], str]:
    """`{(submission id, user id): code}` of those among `users` who may not judge. One query, however many submissions
    and users."""
    accounts = {user.pk: user.person_id for user in users}
    asked = {
        "users": list(accounts),
        "people": list(accounts.values()),
        "submissions": [row.pk for row in submissions],
        "withdrawn": Proposal.WITHDRAWN,
        "submit": SubmissionVerb.SUBMIT,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SQL, asked)
        told = cursor.fetchall()
    found: dict[tuple[int, int], str] = {}
    for code, submission, user in sorted(told, key=lambda row: _FIRST.index(row[0]), reverse=True):
        found[submission, user] = code
    for row in submissions:
        if row.submitted_by_id in accounts:
            found[row.pk, row.submitted_by_id] = "own_work"
    return found


def why_not_about(user: User, people: Collection[int]) -> Refused | None:
    """Why `user` judges none of these people (ids): nobody does of themselves or their kin. At most one query."""
    own = user.person_id
    if own is None or set(people).isdisjoint({own, *kin_of([own])[own]}):
        return None
    return refusal("own_or_kin")


def kin_of(people: Collection[int]) -> dict[int, set[int]]:
    """`{person id: ids of the relatives whom dossiers link}`, from either dossier. One query."""
    kin = defaultdict(set)
    rows = FamilyMember.objects.filter(Q(person__in=people) | Q(relative__in=people), relative__isnull=False)
    for one, other in rows.values_list("person", "relative"):
        kin[one].add(other)
        kin[other].add(one)
    return {person: kin[person] for person in people}
