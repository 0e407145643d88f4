"""May this reader stop this job, or have it done again: a reason, or nothing."""

from django.utils.translation import gettext_lazy as _

from anphu.kit import jobs
from anphu.kit.jobs import Job
from anphu.kit.refusals import Refused
from orgtree.choices import Verb
from orgtree.models import User

MEASURING = frozenset({"planning.refresh", "planning.recompute", "planning.keep", "planning.forecast"})
"""Work that only derives numbers, so that doing it once more changes nothing but their age. Other work belongs to what
it was asked for (an import, a paper), where the rights to it are judged and where it is asked for again."""


def why_not_control(user: User) -> Refused | None:
    """Why `user` can start, stop and restart nothing. Jobs speak of the whole installation, and so must the right."""
    if user.may_everywhere(Verb.RECOMPUTE):
        return None
    return Refused("not_allowed", _("Your roles do not include the right to start and stop jobs."), status=403)


def why_not_stop(job: Job, user: User) -> Refused | None:
    return why_not_control(user) or jobs.why_not_stop(job)


def why_not_restart(job: Job, user: User) -> Refused | None:
    return why_not_control(user) or why_not_again(job)


def why_not_again(job: Job) -> Refused | None:
    """The same, whoever asks."""
    if job.task not in MEASURING:
        return Refused("asked_elsewhere", _("This is started again on the page where it was asked for, not here."))
    return jobs.why_not_restart(job)
