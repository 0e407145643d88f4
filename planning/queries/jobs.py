"""Jobs as far as a reader may see them: they speak of the whole installation, so the right is for whole or nothing."""

import datetime
from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anphu.kit.jobs import Cause, Job
from orgtree.choices import Verb
from orgtree.queries.units import versions_on
from planning.rules.jobs import MEASURING

NAMES = {
    "planning.refresh": gettext_lazy("Bring the indicators up to date"),
    "planning.recompute": gettext_lazy("Measure all indicators anew"),
    "planning.keep": gettext_lazy("Measure the days that are kept"),
    "planning.forecast": gettext_lazy("Forecast the indicators"),
    "planning.brief": gettext_lazy("Print a brief"),
    "orgtree.write_import": gettext_lazy("Write an import"),
    "orgtree.take_back_import": gettext_lazy("Take an import back"),
}
"""Tasks in words; a task without them is shown by its registered name."""


def jobs_visible_to(user) -> QuerySet[Job]:
    rows = Job.objects.select_related("requested_by", "stop_requested_by")
    return rows if user.may_everywhere(Verb.SEE_JOBS) else rows.none()


def described(rows: Iterable[Job], on: datetime.date) -> list[Job]:
    """The jobs, each with its `name`, its `limits` (what of everything it is about) and its `started_by` in words. One
    query where units are named, else none."""
    rows = list(rows)
    measured = {row.pk: row.arguments for row in rows if row.task in MEASURING}
    asked = {limits["unit"] for limits in measured.values() if "unit" in limits}
    units = versions_on(asked, on) if asked else {}
    for row in rows:
        row.name = name_of(row)
        row.limits = list(_limits(measured.get(row.pk, {}), units))
        row.started_by = started_by(row)
    return rows


def name_of(row: Job) -> str:
    """What a job does, in words."""
    asked = row.arguments
    if row.task != "planning.recompute" or not asked:
        return str(NAMES.get(row.task, row.task))
    if asked.get("history"):
        return str(NAMES["planning.keep"])
    return str(NAMES["planning.refresh"]) if asked.get("full") is False else _("Measure a part of the indicators anew")


def _limits(asked: dict, units: dict) -> Iterable[str]:
    if day := asked.get("day"):
        yield f"{datetime.date.fromisoformat(day):%d/%m/%Y}"
    if unit := asked.get("unit"):
        yield units[unit].name if unit in units else str(unit)
    if indicator := asked.get("indicator"):
        yield indicator
    if months := asked.get("history"):
        yield _("the last %(months)d months") % {"months": months}


def started_by(row: Job) -> str:
    """What started it: somebody by name, or what it was."""
    if row.requested_by is not None:
        return row.requested_by.get_full_name() or row.requested_by.get_username()
    return str(capfirst(Cause(row.cause).label))
