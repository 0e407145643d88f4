"""A brief from a job to its files."""

import datetime

from anphu.kit.jobs import Job
from orgtree.choices import DocumentForm
from planning.actions import briefs
from planning.models import Brief, RuleSet
from planning.reports.papers import desk

KINDS = ("pdf", "docx")


def make(job: Job, at: datetime.datetime) -> Brief:
    """Print and keep what the job asks for, as its reader may know it. Twice made, once kept."""
    day, user, unit = datetime.date.fromisoformat(job.arguments["on"]), job.requested_by, job.arguments["unit"]
    paper = desk.of_unit(unit, DocumentForm.BRIEF, user, day)
    if paper is None:  # the right, or the unit, has gone since it was asked for
        raise briefs.unknown_unit()
    files = {kind: desk.carried(paper, kind, user, at=at, on=day, about=f"unit {unit}") for kind in KINDS}
    rule_set = RuleSet.objects.visible_to(user, day).in_force(day)
    return briefs.keep(job=job, day=day, rule_set=rule_set and rule_set.pk, files=files)
