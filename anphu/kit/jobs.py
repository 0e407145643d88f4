"""Work that outlives a request, as rows that people can watch; the broker only carries the wake-up.

What must happen is written in the transaction of its cause. `enqueue` sends the task's registered name after commit,
so that neither a rollback nor a lost message can leave the record and the queue disagreeing: a sweep finds what is
left over.
"""

import contextlib
import logging
import uuid
from collections.abc import Callable, Iterator

from celery import current_app
from django.conf import settings
from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from kombu.exceptions import OperationalError

from anphu.kit.refusals import Refused

log = logging.getLogger(__name__)


class JobState(models.TextChoices):
    QUEUED = "queued", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")


class Job(models.Model):
    """One piece of background work: what, for whom, how far, how it ended."""

    task = models.CharField(_("task"), max_length=100)
    arguments = models.JSONField(_("arguments"), default=dict)
    state = models.CharField(_("state"), max_length=10, choices=JobState, default=JobState.QUEUED)
    progress = models.PositiveSmallIntegerField(_("progress, %"), default=0)
    message = models.CharField(_("message"), max_length=300, blank=True)
    error = models.TextField(_("error"), blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("requested by"),
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    seen_at = models.DateTimeField(_("last sign of life"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        app_label = "anphu"
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "created_at"], name="job_state_created")]
        constraints = [
            models.CheckConstraint(name="job_progress_percent", condition=models.Q(progress__lte=100)),
            models.CheckConstraint(name="job_state_known", condition=models.Q(state__in=JobState.values)),
        ]

    def __str__(self) -> str:
        return f"{self.task} #{self.pk}"


class Heartbeat(models.Model):
    """When a long-lived process last said that it is alive."""

    name = models.CharField(max_length=50, primary_key=True)
    at = models.DateTimeField()

    class Meta:
        app_label = "anphu"

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d %H:%M:%S}"


def wake(task: str, *args) -> None:
    """Send `task` by its registered name once the transaction has committed; a broker that is down loses nothing."""
    transaction.on_commit(lambda: _send(task, args))


def record_changed() -> None:
    """Wake whatever derives numbers from the record (`DERIVING_TASKS`), once the change has been committed."""
    for task in settings.DERIVING_TASKS:
        wake(task)


def enqueue(task: str, *, actor=None, **arguments) -> Job:
    """Write a job and wake a worker for it after commit. The task is called with the job's id alone."""
    job = record(task, actor=actor, **arguments)
    wake(task, job.pk)
    return job


def record(task: str, *, actor=None, **arguments) -> Job:
    """Write a job that its caller is about to do itself."""
    return Job.objects.create(task=task, arguments=arguments, requested_by=actor)


def _send(task: str, args) -> None:
    try:
        current_app.tasks[task].apply_async(args=args, retry=False)
    except (OperationalError, OSError) as error:
        log.warning("broker unreachable, %s waits for the next sweep: %s", task, error)


@contextlib.contextmanager
def running(job_id: int) -> Iterator[Job]:
    """Take a job through its states around the work; what stops it is kept in words and raised again: the sentence of a
    refusal, of anything else only an id under which the log tells more.

    A job that was delivered twice runs twice: work must be idempotent, which is why it starts from rows.
    """
    job = Job.objects.get(pk=job_id)
    Job.objects.filter(pk=job_id).update(
        state=JobState.RUNNING, progress=0, error="", started_at=timezone.now(), seen_at=timezone.now()
    )
    try:
        yield job
    except Exception as error:
        Job.objects.filter(pk=job_id).update(
            state=JobState.FAILED, error=_in_words(job, error)[:2000], finished_at=timezone.now()
        )
        raise
    Job.objects.filter(pk=job_id).update(
        state=JobState.DONE, progress=100, message=job.message, finished_at=timezone.now()
    )


def _in_words(job: Job, error: Exception) -> str:
    if isinstance(error, Refused):
        return str(error)
    error_id = uuid.uuid4().hex[:12]
    log.error("unexpected error %s in %s", error_id, job, exc_info=error)
    sentence = gettext("Something unexpected stopped this work. Tell the administrator this id: %s.")
    return sentence % error_id


def report(job: Job, progress: int, message: str = "") -> None:
    """Say how far a running job is, in percent."""
    job.message = str(message)
    Job.objects.filter(pk=job.pk).update(progress=progress, message=job.message, seen_at=timezone.now())


@contextlib.contextmanager
def telling(job: Job) -> Iterator[Callable[..., None]]:
    """`tell(progress, message)`: like `report`, but over a connection of its own, so that others see it while the
    transaction of the work is still open."""
    aside = connection.copy()

    def tell(progress: int, message: str = "") -> None:
        with aside.cursor() as cursor:
            statement = "UPDATE anphu_job SET progress = %s, message = %s, seen_at = %s WHERE id = %s"
            cursor.execute(statement, [progress, str(message)[:300], timezone.now(), job.pk])

    try:
        yield tell
    finally:
        aside.close()


def abandoned(older_than) -> models.QuerySet:
    """Jobs that wait or run without a sign of life for `older_than` (a timedelta): lost with a broker or a worker."""
    limit = timezone.now() - older_than
    return Job.objects.filter(
        models.Q(state=JobState.QUEUED, created_at__lt=limit) | models.Q(state=JobState.RUNNING, seen_at__lt=limit)
    )


def resend(job: Job) -> None:
    """Queue an abandoned job once more under its own id."""
    Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED, created_at=timezone.now())
    wake(job.task, job.pk)
