"""Housekeeping of the queue."""

from datetime import timedelta

from celery import shared_task

from anphu.kit import jobs

LOST_AFTER = timedelta(minutes=2)


@shared_task(name="anphu.sweep")
def sweep() -> None:
    """Send again what was lost with a broker or a worker."""
    for job in jobs.abandoned(LOST_AFTER):
        jobs.resend(job)
