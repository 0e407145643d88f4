"""May a decision be made known so, may a receipt be confirmed so: a reason, or nothing."""

import datetime
from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from anphu.kit.refusals import Refused
from planning.choices import Audience
from planning.models import Decision, Receipt


def why_not_publish(
    decision: Decision, audience: str, until: datetime.date | None, before: Collection[str], on: datetime.date
) -> Refused | None:
    """`before`: audiences to whom the decision is known already."""
    if audience not in Audience.values:
        return Refused("unknown_audience", _("Choose to whom the decision is made known."), status=400)
    if audience in before:
        return Refused("already_published", _("The decision has been made known to this audience already."))
    if on < decision.day:
        return Refused("day_before_decision", _("A decision cannot be made known before its day."), status=400)
    if until is not None and until < on:
        return Refused("due_in_past", _("Receipts cannot be due before the day of publication."), status=400)
    return None


def why_not_receive(receipt: Receipt, told_on: datetime.date | None, on: datetime.date) -> Refused | None:
    if receipt.received_at is not None:
        return Refused("already_received", _("This has been confirmed already."))
    if receipt.person_id is None:
        return None
    if told_on is None:
        return Refused("day_needed", _("Give the day on which the person was told."), status=400)
    if not receipt.publication.day <= told_on <= on:
        sentence = _("The person was told between the day of publication and today; correct the day.")
        return Refused("day_out_of_order", sentence, status=400)
    return None
