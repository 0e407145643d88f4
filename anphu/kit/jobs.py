"""Work that outlives a request, as rows that people can watch; the broker only carries the wake-up.

What must happen is written in the transaction of its cause. `enqueue` sends the task's registered name after commit,
so that neither a rollback nor a lost message can leave the record and the queue disagreeing: a sweep finds what is
left over. The same work does not wait or run twice: the database refuses the second row.
"""

import contextlib
import hashlib
import json
import logging
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta

from celery import current_app
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, IntegrityError, connection, connections, models, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from kombu.exceptions import OperationalError

from anphu.kit import lifesigns
from anphu.kit.refusals import Refused, insist

log = logging.getLogger(__name__)

SILENCE = timedelta(seconds=30)
"""Without a sign of life for so long, whoever ran a job is gone; see anphu.kit.lifesigns."""
ONCE = "job_once"
"""The index that refuses the second row of the same work."""


class JobState(models.TextChoices):
    QUEUED = "queued", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    STOPPED = "stopped", _("stopped")


UNFINISHED = (JobState.QUEUED, JobState.RUNNING)


class Cause(models.TextChoices):
    """What started a job."""

    TIMETABLE = "timetable", _("the timetable")
    CHANGE = "change", _("a change of the record")
    REQUEST = "request", _("a request")
    COMMAND = "command", _("the command line")


class Stopped(Refused):
    """Somebody asked this job to stop; whatever its transaction had written goes with it."""

    def __init__(self, job: "Job"):
        who = job.stop_requested_by
        sentence = gettext("Stopped at the request of %(who)s.") % {"who": who.get_full_name() or who} if who else ""
        super().__init__("stopped", sentence or gettext("Stopped on request."))


class Job(models.Model):
    """One piece of background work: what, for whom, how far, how it ended."""

    task = models.CharField(_("task"), max_length=100)
    arguments = models.JSONField(_("arguments"), default=dict)
    cause = models.CharField(_("started by"), max_length=10, choices=Cause, default=Cause.TIMETABLE)
    state = models.CharField(_("state"), max_length=10, choices=JobState, default=JobState.QUEUED)
    progress = models.PositiveSmallIntegerField(_("progress, %"), default=0)
    message = models.CharField(_("message"), max_length=300, blank=True)
    rows = models.PositiveBigIntegerField(_("rows written"), null=True, blank=True)
    error = models.TextField(_("error"), blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("requested by"),
    )
    stop_requested = models.BooleanField(_("asked to stop"), default=False)
    stop_requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("stopped by"),
    )
    repeats = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("started again from"),
    )
    once = models.CharField(max_length=64, null=True, editable=False)
    """Digest of task and arguments; null for work that may wait and run beside its like."""
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
            models.CheckConstraint(name="job_cause_known", condition=models.Q(cause__in=Cause.values)),
            models.UniqueConstraint(
                name=ONCE, fields=["once"], condition=models.Q(state__in=UNFINISHED, once__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task} #{self.pk}"

    @property
    def unfinished(self) -> bool:
        return self.state in UNFINISHED

    @property
    def in_nobodys_hands(self) -> bool:
        """Whether nobody is at it: it waits, or whoever ran it is gone without a word."""
        return self.state == JobState.QUEUED or self.seen_at is None or self.seen_at < timezone.now() - SILENCE

    @property
    def duration(self) -> timedelta | None:
        """How long it ran, or has been running; None before it began."""
        return (self.finished_at or timezone.now()) - self.started_at if self.started_at else None


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
    """Wake whatever derives numbers from the record (`DERIVING_TASKS`), once the change has been committed.

    They are called as `task(job_id=None, cause)`: there is no job before one of them finds something to do.
    """
    for task in settings.DERIVING_TASKS:
        wake(task, None, Cause.CHANGE.value)


def enqueue(task: str, **options) -> Job:
    """Write a job and wake a worker for it after commit. The task is called with the job's id alone. See `record`."""
    job = record(task, **options)
    wake(task, job.pk)
    return job


def record(
    task: str, *, actor=None, cause: str = "", once: bool = True, repeats: Job | None = None, **arguments
) -> Job:
    """Write a job that its caller is about to do itself. `cause`: a Cause; a request where there is an actor.

    Raises Refused `already_running` while work of the same task and arguments waits or runs, unless `once` is False.
    """
    job = Job(
        task=task,
        arguments=arguments,
        cause=cause or (Cause.REQUEST if actor else Cause.TIMETABLE),
        requested_by=actor,
        repeats=repeats,
        once=_digest(task, arguments) if once else None,
    )
    try:
        with transaction.atomic():
            job.save(force_insert=True)
    except IntegrityError as error:
        if ONCE not in str(error):
            raise
        sentence = _("The same work is already waiting or running; wait until it has ended, or stop it first.")
        raise Refused("already_running", sentence) from error
    return job


def _digest(task: str, arguments: dict) -> str:
    text = json.dumps([task, arguments], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _send(task: str, args) -> None:
    try:
        current_app.tasks[task].apply_async(args=args, retry=False)
    except (OperationalError, OSError) as error:
        log.warning("broker unreachable, %s waits for the next sweep: %s", task, error)


@contextlib.contextmanager
def running(job_id: int) -> Iterator[Job]:
    """Take a job through its states around the work; what stops it is kept in words and raised again: the sentence of a
    refusal, of anything else only an id under which the log tells more.

    Raises Refused before the work begins when the job has ended or somebody else is at it (a message that came twice),
    and Stopped when somebody asks it to stop: at the next word of the work about its progress, or in the middle of a
    statement. A worker that dies leaves the job to another: work must be idempotent, which is why it starts from rows.
    """
    job = _take(job_id)
    try:
        with lifesigns.given(job.pk, connections[DEFAULT_DB_ALIAS]):
            yield job
    except KeyboardInterrupt:
        _end(job, JobState.STOPPED, message=gettext("Interrupted at the keyboard."))
        raise
    except Exception as error:
        stopped = broken_off(job, error)
        if stopped is None:
            _end(job, JobState.FAILED, error=_in_words(job, error)[:2000])
            raise
        _end(job, JobState.STOPPED, message=str(stopped)[:300])
        raise stopped from error
    _end(job, JobState.DONE, progress=100, message=str(job.message)[:300], rows=job.rows)


@transaction.atomic
def _take(job_id: int) -> Job:
    job = Job.objects.select_for_update(of=("self",)).select_related("requested_by").get(pk=job_id)
    if not (job.unfinished and job.in_nobodys_hands):
        raise Refused("taken_already", _("This job has been taken already, or has ended."))
    now = timezone.now()
    job.state, job.progress, job.message, job.error = JobState.RUNNING, 0, "", ""
    job.started_at = job.seen_at = now
    job.save(update_fields=["state", "progress", "message", "error", "started_at", "seen_at"])
    return job


def _end(job: Job, state: str, **told) -> None:
    Job.objects.filter(pk=job.pk).update(state=state, finished_at=timezone.now(), **told)


def broken_off(job: Job, error: Exception) -> Stopped | None:
    """`error` as what it is when it comes of a request to stop: a statement broken off in the middle is one, too."""
    if isinstance(error, Stopped):
        return error
    if not lifesigns.is_cancelled(error):
        return None
    told = Job.objects.select_related("stop_requested_by").filter(pk=job.pk, stop_requested=True).first()
    return Stopped(told) if told else None


def _in_words(job: Job, error: Exception) -> str:
    if isinstance(error, Refused):
        return str(error)
    error_id = uuid.uuid4().hex[:12]
    log.error("unexpected error %s in %s", error_id, job, exc_info=error)
    sentence = gettext("Something unexpected stopped this work. Tell the administrator this id: %s.")
    return sentence % error_id


def report(job: Job, progress: int, message: str = "") -> None:
    """Say how far a running job is, in percent, between the transactions of its work; see `telling` for inside one.
    Raises Stopped when somebody asked it to stop."""
    job.message = str(message)
    _tell(connection, job, progress, message)


@contextlib.contextmanager
def telling(job: Job) -> Iterator[Callable[..., None]]:
    """`tell(progress, message)`: like `report`, but over a connection of its own, so that others see it while the
    transaction of the work is still open. Raises Stopped before the work begins when it had been asked to stop."""
    aside = connection.copy()

    def tell(progress: int, message: str = "") -> None:
        _tell(aside, job, progress, message)

    try:
        if job.stop_requested:
            raise Stopped(job)
        yield tell
    finally:
        aside.close()


def _tell(link, job: Job, progress: int, message: str) -> None:
    statement = (
        "UPDATE anphu_job SET progress = %s, message = %s, seen_at = %s WHERE id = %s AND state = %s"
        " RETURNING stop_requested"
    )
    with link.cursor() as cursor:
        cursor.execute(statement, [progress, str(message)[:300], timezone.now(), job.pk, JobState.RUNNING])
        row = cursor.fetchone()
    if row and row[0]:
        raise Stopped(Job.objects.select_related("stop_requested_by").get(pk=job.pk))


def why_not_stop(job: Job) -> Refused | None:
    """Why `job` cannot be asked to stop."""
    if not job.unfinished:
        return Refused("has_ended", _("This job has ended; there is nothing left to stop."))
    if job.stop_requested and not job.in_nobodys_hands:
        return Refused("asked_already", _("This job has been asked to stop already; it ends at its next step."))
    return None


def why_not_restart(job: Job) -> Refused | None:
    """Why the work of `job` cannot be begun again."""
    if job.unfinished:
        return Refused("has_not_ended", _("This job has not ended yet; stop it first, or wait."))
    return None


@transaction.atomic
def stop(job: Job, *, actor=None) -> Job:
    """Ask `job` to stop: one that runs ends at its next step or in the middle of its statement, one in nobody's hands
    has ended at once. Raises Refused."""
    held = Job.objects.select_for_update(of=("self",)).get(pk=job.pk)
    insist(why_not_stop(held))
    held.stop_requested, held.stop_requested_by = True, actor
    if held.in_nobodys_hands:
        held.state, held.finished_at, held.message = JobState.STOPPED, timezone.now(), str(Stopped(held))[:300]
    held.save(update_fields=["stop_requested", "stop_requested_by", "state", "finished_at", "message"])
    return held


def restart(job: Job, *, actor=None, cause: str = "") -> Job:
    """The same work once more, as a job of its own that remembers this one. Raises Refused."""
    insist(why_not_restart(job))
    return enqueue(job.task, actor=actor, cause=cause, once=job.once is not None, repeats=job, **job.arguments)


def abandoned(older_than: timedelta) -> models.QuerySet:
    """Jobs that were lost with a broker or a worker: they wait for `older_than`, or run without a sign of life."""
    now = timezone.now()
    return Job.objects.filter(
        models.Q(state=JobState.QUEUED, created_at__lt=now - older_than)
        | models.Q(state=JobState.RUNNING, seen_at__lt=now - SILENCE)
    )


def resend(job: Job) -> None:
    """Queue an abandoned job once more under its own id; who takes it may find that it has been asked to stop."""
    lost = Job.objects.filter(pk=job.pk, state=job.state, seen_at=job.seen_at)
    if lost.update(state=JobState.QUEUED, created_at=timezone.now()):
        wake(job.task, job.pk)
