"""Formulas that fail: one whose SQL the database refuses fails alone, and the others are measured without it."""

from collections.abc import Callable
from typing import TypeVar

from django.db import DatabaseError, OperationalError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from anphu.kit import replica
from anphu.kit.refusals import Refused
from planning.indicators import sql
from planning.models import MeasureFault, Snapshot

Made = TypeVar("Made")


def known() -> sql.Codes:
    """The indicators that failed when they were last measured on the live day. One query."""
    return frozenset(MeasureFault.objects.values_list("indicator", flat=True))


def each_for_itself(
    work: Callable[[sql.Codes], Made], codes: sql.Codes, parameters: dict, *, given: bool = False
) -> tuple[Made, dict[str, str]]:
    """Do it for all indicators in one pass; where the SQL of some fails, do it for the others. Returns what `work`
    does, and `{code: error}` of those that failed."""
    try:
        with transaction.atomic(replica.alias()):
            return work(codes), {}
    except OperationalError:  # a server that stops, not a formula
        raise
    except DatabaseError:
        errors = _errors(codes, parameters, given)
        if not errors:
            raise
        return work(codes - frozenset(errors)), errors


def note(errors: dict[str, str]) -> None:
    """Keep what the database says of formulas, for whoever looks after them."""
    for code, error in errors.items():
        since = Snapshot.objects.filter(indicator=code).aggregate(day=Max("day"))["day"]
        said = {"error": error, "at": timezone.now()}
        MeasureFault.objects.update_or_create(indicator=code, defaults=said, create_defaults={**said, "since": since})


def asked(read: Callable[[], Made]) -> Made:
    """What `read` finds by the SQL of one indicator. Raises Refused when its formula fails."""
    try:
        with transaction.atomic(replica.alias()):
            return read()
    except OperationalError:  # see above
        raise
    except DatabaseError as error:
        sentence = _(
            "The formula of this indicator fails; an administrator finds the error under faults of indicators."
        )
        raise Refused("indicator_fails", sentence, status=409) from error


def _errors(codes: sql.Codes, parameters: dict, given: bool) -> dict[str, str]:
    """Which indicators fail, and what the database says of each. Found by halves: on a country a pass takes minutes."""
    error = _error(codes, parameters, given)
    if not error or len(codes) == 1:
        return dict.fromkeys(codes, error) if error else {}
    ordered = sorted(codes)
    half = frozenset(ordered[: len(ordered) // 2])
    return _errors(half, parameters, given) | _errors(codes - half, parameters, given)


def _error(codes: sql.Codes, parameters: dict, given: bool) -> str:
    """What the database says when these indicators are measured; empty when nothing is wrong."""
    try:
        with transaction.atomic(replica.alias()), replica.connection().cursor() as cursor:
            cursor.execute(sql.rolled_up(codes, given), parameters)
    except OperationalError:
        raise
    except DatabaseError as error:
        return str(error)
    return ""
