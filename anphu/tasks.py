"""Housekeeping of the queue, and notices by mail."""

from datetime import timedelta

from celery import shared_task
from django.contrib.auth import get_user_model

from anphu import mailing
from anphu.kit import jobs

LOST_AFTER = timedelta(minutes=2)


@shared_task(name="anphu.sweep")
def sweep() -> None:
    """Send again what was lost with a broker or a worker."""
    for job in jobs.abandoned(LOST_AFTER):
        jobs.resend(job)


@shared_task(name="anphu.mail_notices")
def mail_notices() -> None:
    """Mail those who have notices they have not seen; nothing, where no mail server is configured."""
    if mailing.configured():
        mailing.mail_notices(get_user_model().objects.all())
