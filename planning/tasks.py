"""Celery's door: fetch by id, one call. The tasks read the clock and hand the day down."""

from celery import shared_task
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from anphu.kit import clock, jobs
from planning.actions import closings, reminders
from planning.indicators import fill
from planning.reports import briefs


@shared_task(name="planning.refresh")
def refresh(job_id: int | None = None) -> None:
    """Bring the indicators up to date with whatever changed since; does nothing when nothing did."""
    today = clock.today()
    if job_id is None:
        if not fill.is_due(today):
            return
        job_id = jobs.record("planning.refresh").pk
    with jobs.running(job_id) as job:
        done = fill.drain(today)
        job.message = _("everything measured") if done.whole else _("%(units)d units measured") % {"units": done.units}


@shared_task(name="planning.recompute")
def recompute(job_id: int) -> None:
    """Measure everything anew, on request."""
    with jobs.running(job_id) as job:
        jobs.report(job, 10, _("measuring"))
        rows = fill.full(clock.today())
        job.message = _("%(rows)d values written") % {"rows": rows}


@shared_task(name="planning.nightly")
def nightly() -> None:
    """Ageing is a change too: every night everything is measured for the new day."""
    recompute(jobs.record("planning.recompute").pk)


@shared_task(name="planning.close_by_rule")
def close_by_rule() -> None:
    """Every night entries end whose person took the title or left, or whose unit ended."""
    closings.close_by_rule(on=clock.today())


@shared_task(name="planning.remind")
def remind() -> None:
    """Every morning deadlines remind, `REMINDER_DAYS` before and on the day after."""
    reminders.remind(on=clock.today(), days=settings.REMINDER_DAYS)


@shared_task(name="planning.brief")
def brief(job_id: int) -> None:
    """Print a brief on the indicators of a unit, for whoever asked for it."""
    with jobs.running(job_id) as job:
        made = briefs.make(job, timezone.localtime())
        job.message = _("brief of %(day)s made") % {"day": f"{made.day:%d/%m/%Y}"}
