"""A recomputation on request."""

import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from anphu.kit import jobs
from anphu.kit.refusals import Refused
from orgtree.choices import Verb
from orgtree.models import User

RECOMPUTE = "planning.recompute"


@transaction.atomic
def recompute(*, actor: User, on: datetime.date) -> jobs.Job:
    """Ask a worker to measure every indicator of every unit anew for today.

    Refused to who may not do so everywhere, and while an earlier request waits or runs.
    """
    if not actor.may_everywhere(Verb.RECOMPUTE):
        raise Refused("not_allowed", _("Your roles do not include the right to start a recomputation."), status=403)
    unfinished = jobs.Job.objects.filter(task=RECOMPUTE, state__in=(jobs.JobState.QUEUED, jobs.JobState.RUNNING))
    if unfinished.exists():
        raise Refused("already_running", _("A recomputation is already waiting or running; wait until it has ended."))
    return jobs.enqueue(RECOMPUTE, actor=actor)
