"""Deadlines remind: units of lists not submitted and of receipts still due, bodies of questions without an answer."""

import datetime
from collections.abc import Collection

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from anphu.kit.notices import notify
from orgtree.choices import Verb
from orgtree.models import RoleGrant, User
from planning.choices import RoundState, SubmissionState
from planning.models import Consultation, Receipt, Submission
from planning.queries.addressees import who


def remind(*, on: datetime.date, days: Collection[int]) -> int:
    """Tell those who still owe something whose deadline is one of `days` days away, or passed yesterday. Returns how
    many notices were written; whoever has not read the last one is not told again."""
    dues = {on + datetime.timedelta(days=ahead) for ahead in days} | {on - datetime.timedelta(days=1)}
    return _of_lists(dues, on) + _of_receipts(dues, on) + _of_questions(dues, on)


def _of_lists(dues: Collection[datetime.date], on: datetime.date) -> int:
    rows = Submission.objects.filter(
        state=SubmissionState.DRAFT, round__state=RoundState.OPEN, round__deadline__in=dues
    ).values_list("round", "round__name", "round__deadline", "unit")
    written = 0
    for (pk, name, deadline), units in _grouped(rows).items():
        written += notify(
            who(Verb.SUBMIT, units, on),
            code="list_due",
            text=_("“%(round)s” is due on %(day)s: the list of your unit has not been submitted."),
            words={"round": name, "day": f"{deadline:%d/%m/%Y}"},
            address=reverse("round", args=[pk]),
        )
    return written


def _of_receipts(dues: Collection[datetime.date], on: datetime.date) -> int:
    rows = Receipt.objects.due().filter(publication__until__in=dues)
    rows = rows.values_list("publication", "publication__decision__number", "publication__until", "unit")
    written = 0
    for (_pk, number, until), units in _grouped(rows).items():
        written += notify(
            who(Verb.SUBMIT, units, on),
            code="receipt_due",
            text=_("Confirm decision %(number)s by %(day)s, and write down whom you told."),
            words={"number": number, "day": f"{until:%d/%m/%Y}"},
            address=reverse("receipts"),
        )
    return written


def _of_questions(dues: Collection[datetime.date], on: datetime.date) -> int:
    rows = Consultation.objects.waiting().filter(due__in=dues)
    units = set(rows.exclude(unit=None).values_list("unit", flat=True))
    roles = set(rows.exclude(role="").values_list("role", flat=True))
    asked = RoleGrant.objects.on(on).filter(role__in=roles)
    near = [user.pk for user in who(Verb.ANSWER, units, on)]
    users = User.objects.filter(Q(pk__in=asked.values("user")) | Q(pk__in=near))
    return notify(
        users if units or roles else (),
        code="answer_due",
        text=_("You have been asked about somebody on a list, and the answer is due soon."),
        address=reverse("consultations"),
    )


def _grouped(rows) -> dict[tuple, set[int]]:
    """`(…, unit)` as `{(…): units}`."""
    found: dict[tuple, set[int]] = {}
    for *about, unit in rows:
        found.setdefault(tuple(about), set()).add(unit)
    return found
