"""Who opens a review campaign, and who works in it for a unit."""

import datetime

from django.utils.translation import gettext_lazy as _

from anphu.kit.refusals import Refused
from orgtree.choices import Verb
from orgtree.models import Campaign, CampaignUnit
from orgtree.rules import access


def why_not_lead(campaign: Campaign, user) -> Refused | None:
    """None when the user may close the campaign and reopen units: who keeps all dossiers, or opened it."""
    leads = user.may_everywhere(Verb.EDIT_PEOPLE)
    if not leads and not (campaign.opened_by_id == user.pk and user.may_somewhere(Verb.EDIT_PEOPLE)):
        return Refused("not_allowed", _("Only the organization board leads a campaign."), status=403)
    if campaign.closed_on is not None:
        return Refused("campaign_closed", _("This campaign is closed."))
    return None


def why_not_work(row: CampaignUnit, user, on: datetime.date) -> Refused | None:
    """None when the user may confirm people for the unit and report it done."""
    refusal = access.why_not(user, Verb.PROPOSE_CHANGES, row.unit_id, on)
    if refusal is not None:
        return refusal
    if row.campaign.closed_on is not None:
        return Refused("campaign_closed", _("This campaign is closed."))
    if row.done_at is not None:
        return Refused("reported", _("The unit has reported this campaign done. The board can reopen it."))
    return None
