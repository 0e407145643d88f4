"""Jobs stopped, and started again. `actor` is None at the command line: who holds the machine needs no role."""

import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from anphu.kit import jobs
from anphu.kit.jobs import Cause, Job, JobState
from anphu.kit.refusals import Refused, insist
from orgtree.actions import imports
from orgtree.models import User
from planning.rules import jobs as rules

IMPORTS = frozenset({"orgtree.write_import", "orgtree.take_back_import"})


@transaction.atomic
def stop(*, actor: User | None, on: datetime.date, job: int) -> Job:
    """Ask a job to stop. One that waits has ended at once; one that runs ends at its next step or in the middle of a
    statement, and what it had not committed is undone. Raises Refused."""
    row = _job(job)
    if actor is not None:
        insist(rules.why_not_control(actor))
    stopped = jobs.stop(row, actor=actor)
    if stopped.state == JobState.STOPPED and stopped.task in IMPORTS:
        imports.fail(actor=actor, on=on, batch=stopped.arguments["batch"], sentence=stopped.message)
    return stopped


@transaction.atomic
def restart(*, actor: User | None, on: datetime.date, job: int) -> Job:
    """The same work once more, as a new job. Raises Refused; `already_running` while its like waits or runs."""
    row = _job(job)
    insist(rules.why_not_restart(row, actor) if actor is not None else rules.why_not_again(row))
    return jobs.restart(row, actor=actor, cause=Cause.REQUEST if actor is not None else Cause.COMMAND)


def _job(pk: int) -> Job:
    row = Job.objects.filter(pk=pk).first()
    if row is None:
        raise Refused("no_such_job", _("There is no such job."), status=404)
    return row
