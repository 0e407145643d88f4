"""Celery's door: fetch by id, one call. The tasks read the clock and hand the day down.

A refusal (the job has been taken already, or asked to stop; its like is running) stands on the job and ends the task.
"""

import contextlib

from celery import shared_task
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from anphu.kit import clock, jobs
from anphu.kit.jobs import Cause
from anphu.kit.refusals import Refused
from planning.actions import closings, forecasts, measures, reminders
from planning.indicators import fill, foretelling
from planning.reports import briefs


@shared_task(name="planning.refresh")
def refresh(job_id: int | None = None, cause: str = Cause.TIMETABLE) -> None:
    """Bring the indicators up to date with whatever changed since; does nothing when nothing did.

    May run beside its like: a change that came after one began is measured by the next, which waits for its lock.
    """
    today = clock.today()
    if job_id is None:
        if not fill.is_due(today):
            return
        job_id = jobs.record("planning.refresh", cause=cause, once=False).pk
    with contextlib.suppress(Refused), jobs.running(job_id) as job, jobs.telling(job):
        job.message = measures.outcome(fill.drain(today))


@shared_task(name="planning.recompute")
def recompute(job_id: int) -> None:
    """Measure anew, on request."""
    with contextlib.suppress(Refused), jobs.running(job_id) as job, jobs.telling(job) as tell:
        measures.perform(job, on=clock.today(), tell=tell)


@shared_task(name="planning.nightly")
def nightly() -> None:
    """Ageing is a change too: every night everything is measured for the new day."""
    with contextlib.suppress(Refused):
        recompute(jobs.record(measures.RECOMPUTE).pk)


@shared_task(name="planning.keep")
def keep(job_id: int | None = None) -> None:
    """Every hour: the days that are kept, where some are missing or a change reached back to them."""
    today = clock.today()
    with contextlib.suppress(Refused):
        if job_id is None:
            if not fill.is_keep_due(today):
                return
            job_id = jobs.record("planning.keep").pk
        with jobs.running(job_id) as job, jobs.telling(job) as tell:
            days = fill.keep(today, tell=lambda percent, day: tell(percent, f"{day:%d/%m/%Y}"))
            job.message = _("%(days)d days measured") % {"days": days}


@shared_task(name="planning.forecast")
def forecast(job_id: int | None = None) -> None:
    """Where indicators are heading, once from the record of each day; on request, of a scenario."""
    with contextlib.suppress(Refused):
        if job_id is None:
            if not foretelling.is_due(clock.today()):
                return
            job_id = jobs.record(forecasts.FORECAST).pk
        with jobs.running(job_id) as job, jobs.telling(job) as tell:
            forecasts.perform(job, on=clock.today(), tell=tell)


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
    with contextlib.suppress(Refused), jobs.running(job_id) as job, jobs.telling(job):
        made = briefs.make(job, timezone.localtime())
        job.message = _("brief of %(day)s made") % {"day": f"{made.day:%d/%m/%Y}"}
