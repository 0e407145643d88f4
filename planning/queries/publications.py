"""Publications and receipts as their readers see them: who has taken note, and what a unit has still to confirm."""

import datetime

from django.db.models import Count, Q

from orgtree.choices import Verb
from orgtree.models import UnitLink
from orgtree.queries.units import versions_on
from planning.models import Decision, Publication, Receipt

RECENT = 50
"""Receipts confirmed that the page of a unit still shows."""


def of_decision(decision: Decision, user, on: datetime.date) -> list[Publication]:
    """Publications of a decision, each with the numbers of visible receipts: `asked` and `confirmed`. One query."""
    seen = Q(receipts__in=Receipt.objects.visible_to(user, on))
    rows = Publication.objects.visible_to(user, on).filter(decision=decision).select_related("published_by")
    return list(
        rows.annotate(
            asked=Count("receipts", filter=seen),
            confirmed=Count("receipts", filter=seen & Q(receipts__received_at__isnull=False)),
        )
    )


def receipts_of(publication: Publication, user, on: datetime.date) -> list[Receipt]:
    """Visible receipts of a publication, those still due first, by unit; with `unit_version`. Two queries."""
    rows = Receipt.objects.visible_to(user, on).filter(publication=publication).select_related("person", "received_by")
    return sorted(with_units(rows, on), key=_by_unit)


def own(user, on: datetime.date) -> tuple[list[Receipt], list[Receipt]]:
    """Receipts of the units for which the reader confirms: still due, and those confirmed lately. Four queries."""
    rows = (
        Receipt.objects.visible_to(user, on)
        .filter(unit__in=UnitLink.objects.reached_by(user, Verb.SUBMIT, on))
        .select_related("publication__decision", "person", "received_by")
    )
    due = sorted(with_units(rows.due(), on), key=lambda row: (row.publication.day, row.publication_id, *_by_unit(row)))
    done = rows.exclude(received_at=None).order_by("-received_at", "-pk")[:RECENT]
    return due, with_units(done, on)


def with_units(receipts, on: datetime.date) -> list[Receipt]:
    """The rows with `unit_version` attached."""
    rows = list(receipts)
    versions = versions_on((row.unit_id for row in rows), on)
    for row in rows:
        row.unit_version = versions[row.unit_id]
    return rows


def _by_unit(row: Receipt) -> tuple:
    return row.received_at is not None, row.unit_version.sort_key, row.person.name_key if row.person else "", row.pk
