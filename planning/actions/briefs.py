"""Briefs on indicators: asked for, and made by a worker."""

import datetime
import io

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from anphu.kit import artifacts, jobs, notices
from anphu.kit.refusals import Refused
from orgtree.choices import Verb
from orgtree.models import UnitLink, User
from planning.models import Brief

TASK = "planning.brief"
LARGEST = 8 << 20
"""Bytes of one file of a brief; two pages take a hundredth of it."""


@transaction.atomic
def ask(*, actor: User, on: datetime.date, unit: int) -> jobs.Job:
    """Ask a worker for a brief on `unit` as of `on`. Raises Refused."""
    rights = (Verb.SEE_INDICATORS, Verb.EXPORT)
    if not all(UnitLink.objects.reached_by(actor, verb, on).filter(descendant=unit).exists() for verb in rights):
        raise unknown_unit()
    return jobs.enqueue(TASK, actor=actor, unit=unit, on=on.isoformat(), reader=actor.pk)  # each their own


def unknown_unit() -> Refused:
    """Why there is no brief on a unit."""
    return Refused("not_found", _("There is no such unit on that day, or you may not print its papers."), status=404)


@transaction.atomic
def keep(*, job: jobs.Job, day: datetime.date, rule_set: int | None, files: dict[str, bytes]) -> Brief:
    """Store the files that a job made, `pdf` and `docx`, and tell whoever asked for them."""
    unit, actor = job.arguments["unit"], job.requested_by
    kept = {
        kind: artifacts.receive(io.BytesIO(data), f"tom-tat-chi-tieu-{day:%Y-%m-%d}.{kind}", actor=actor, limit=LARGEST)
        for kind, data in files.items()
    }
    made, _new = Brief.objects.update_or_create(
        job=job,
        defaults={
            "unit_id": unit,
            "day": day,
            "rule_set_id": rule_set,
            "made_by": actor,
            "made_at": timezone.now(),
            **kept,
        },
    )
    notices.notify([actor], code="brief", text=_("The brief that you asked for is ready."), address=reverse("briefs"))
    return made
