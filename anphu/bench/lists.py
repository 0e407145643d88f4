"""The page of a unit's list in a round: 60 lines with meters, eligibility and suggestions, as its secretary sees it."""

from collections.abc import Iterator
from functools import partial

from django.db import connection
from django.db.models import Count
from django.test import Client
from django.urls import reverse

from anphu.bench.figures import Figure
from anphu.bench.timing import queries_of, side_by_side
from anphu.demo.tree import DAY
from anphu.kit import history
from anphu.kit.periods import period
from orgtree.choices import Role
from orgtree.models import RoleGrant, User
from planning.choices import RoundState, SubmissionState
from planning.models import Line, Submission

LINES = 60
FLOOR = """
SELECT l.id, l.proposal, l.reason, p.full_name, t.name FROM planning_line l
JOIN orgtree_person p ON p.id = l.person_id JOIN planning_plantitle o ON o.id = l.plan_title_id
JOIN orgtree_title t ON t.id = o.title_id WHERE l.submission_id = %s ORDER BY o.term_id, t.rank DESC, p.name_key
"""


def submission() -> Iterator[Figure]:
    """Page and queries at 60 lines, and the queries at half as many: they do not grow."""
    row = _list()
    client = _secretary(row)
    ours = partial(_get, client, row)
    value, floor = side_by_side(ours, partial(_select, row), times=9)
    queries = queries_of(ours)
    facts = {"floor_is": "one bare statement of the lines", "lines": row.lines.count(), "bytes": len(ours().content)}
    _shorten(row, LINES // 2)
    yield Figure("list of a unit, page p50", value, "ms", floor, queries, facts | {"at_half": queries_of(ours)})


def _list() -> Submission:
    """A draft that has enough lines, shortened to LINES."""
    rows = Submission.objects.filter(round__state=RoundState.OPEN, state=SubmissionState.DRAFT)
    row = rows.annotate(size=Count("lines")).filter(size__gte=LINES).order_by("size", "pk").first()
    _shorten(row, LINES)
    return row


def _shorten(row: Submission, size: int) -> None:
    keys = row.lines.order_by("pk").values_list("pk", flat=True)[size:]
    with history.acting(actor=None, verb="bench", reason="bench"):
        Line.objects.filter(pk__in=list(keys)).delete()


def _secretary(row: Submission) -> Client:
    user, made = User.objects.get_or_create(username="bench-secretary")
    if made:
        with history.acting(actor=None, verb="bench", reason="bench"):
            RoleGrant.objects.create(user=user, role=Role.UNIT_SECRETARY, unit_id=row.unit_id, period=period(DAY))
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(user)
    return client


def _get(client: Client, row: Submission):
    answer = client.get(reverse("submission", args=[row.pk]))
    if answer.status_code != 200:
        raise RuntimeError(f"the page answered {answer.status_code}")
    return answer


def _select(row: Submission) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(FLOOR, [row.pk])
        return cursor.fetchall()
