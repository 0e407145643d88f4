"""Forecasts: asked for, and made."""

import datetime
from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anphu.kit import jobs
from anphu.kit.jobs import Job
from anphu.kit.refusals import Refused, insist
from orgtree.models import User
from planning.indicators import foretelling
from planning.models import Scenario
from planning.queries.forecasts import last_target_day

FORECAST = "planning.forecast"
Tell = Callable[[int, str], None]


@transaction.atomic
def ask(*, actor: User, on: datetime.date, scenario: int) -> Job:
    """Ask a worker for the forecast of a saved scenario (id). Refused while the same is waiting or running."""
    row = Scenario.objects.visible_to(actor, on).filter(pk=scenario).first()
    if row is None:
        raise Refused("not_found", gettext_lazy("That scenario is not within your reach."), status=404)
    if last_target_day(on) is None:
        insist(foretelling.why_not_until(on, on))
    return jobs.enqueue(FORECAST, actor=actor, scenario=row.pk)


def perform(job: Job, *, on: datetime.date, tell: Tell) -> None:
    """Do what the job asks for, on today `on`: every district, or a scenario. Raises Refused."""

    def told(percent: int, month: datetime.date) -> None:
        tell(percent, f"{month:%m/%Y}")

    scenario = job.arguments.get("scenario")
    if scenario is None:
        job.rows = foretelling.refresh(on, told)
    else:
        job.rows = foretelling.of_scenario(_still_there(scenario), on, told)
    job.message = _("%(rows)d values written") % {"rows": job.rows}


def _still_there(scenario: int) -> Scenario:
    row = Scenario.objects.filter(pk=scenario).first()
    if row is None:
        raise Refused("not_found", gettext_lazy("This scenario has been deleted meanwhile."), status=404)
    return row
