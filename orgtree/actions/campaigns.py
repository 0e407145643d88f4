"""Review campaigns: the board opens one and closes it, units confirm their people and report."""

import datetime
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from anphu.kit import history, names
from anphu.kit.refusals import Refused, insist
from orgtree.actions import dossiers
from orgtree.choices import Verb
from orgtree.models import Campaign, CampaignUnit
from orgtree.queries.campaigns import confirmable, confirmed_in, grassroots, people_of, sections_of
from orgtree.rules.campaigns import why_not_lead, why_not_work
from orgtree.sections import Section

MAX_NAME, MAX_WORDS = 150, 500


@transaction.atomic
def open_campaign(
    *,
    actor,
    on: datetime.date,
    reason: str,
    name: str,
    sections: Collection[Section],
    deadline: datetime.date,
    units: Collection[int] | None = None,
) -> Campaign:
    """Ask `units` (ids; None: every grassroots organisation of the day in reach) to confirm `sections` of their people
    until `deadline`. Raises Refused."""
    if not actor.may_somewhere(Verb.EDIT_PEOPLE):
        raise Refused("not_allowed", _("Only the organization board leads a campaign."), status=403)
    name = _words(name, MAX_NAME)
    if not name:
        raise Refused("invalid", _("Give the campaign a name."), status=400, errors={"name": str(_("Required."))})
    if deadline < on:
        raise Refused("invalid", _("The deadline cannot be before the campaign opens."), status=400)
    if not sections or not set(sections) <= set(confirmable()):
        raise Refused("invalid", _("Choose parts of the dossier that units see."), status=400)
    in_reach = [version.unit_id for version in grassroots(actor, on)]
    asked = in_reach if units is None else list(dict.fromkeys(units))
    if not asked or not set(asked) <= set(in_reach):
        raise Refused("invalid", _("Choose grassroots organisations within your reach."), status=400)
    with history.acting(actor=actor, verb="open_campaign", reason=_reason(reason)):
        campaign = Campaign.objects.create(
            name=name,
            sections=[section.code for section in sections],
            opened_on=on,
            deadline=deadline,
            opened_by=actor,
        )
        CampaignUnit.objects.bulk_create(CampaignUnit(campaign=campaign, unit_id=unit) for unit in asked)
    return campaign


@transaction.atomic
def close(*, actor, on: datetime.date, reason: str, campaign: int) -> Campaign:
    """End a campaign: nobody confirms or reports in it any more. Raises Refused."""
    row = Campaign.objects.visible_to(actor, on).filter(pk=campaign).first()
    if row is None:
        raise Refused("not_found", _("There is no such campaign within your reach."), status=404)
    row = Campaign.objects.select_for_update().get(pk=campaign)
    insist(why_not_lead(row, actor))
    with history.acting(actor=actor, verb="close_campaign", reason=_reason(reason)):
        row.closed_on = on
        row.save(update_fields=["closed_on"])
    return row


@transaction.atomic
def confirm(*, actor, on: datetime.date, unit: int, people: Collection[int]) -> int:
    """Vouch for people (ids) of a unit of a campaign (id) as they stand; returns for how many that was news.

    Raises Refused, and confirms nobody, when one of them is not of the unit.
    """
    row = _locked(actor, on, unit)
    insist(why_not_work(row, actor, on))
    asked = set(people)
    if not asked:
        raise Refused("nobody_chosen", _("Tick at least one person."), status=400)
    theirs = set(people_of(row, on).filter(pk__in=asked).values_list("pk", flat=True))
    if theirs != asked:
        raise Refused("not_of_unit", _("Somebody ticked is not a member here any more; open the page again."))
    news = asked - set(confirmed_in(row.campaign).filter(person__in=asked).values_list("person", flat=True))
    if news:
        dossiers.confirm(actor=actor, on=on, people=news, sections=sections_of(row.campaign))
    return len(news)


@transaction.atomic
def report(*, actor, on: datetime.date, unit: int, missing: str = "") -> CampaignUnit:
    """The unit (of a campaign, by id) is done. When somebody is not confirmed, `missing` says who or what and why."""
    row = _locked(actor, on, unit)
    insist(why_not_work(row, actor, on))
    missing = _words(missing, MAX_WORDS)
    left = people_of(row, on).exclude(pk__in=confirmed_in(row.campaign)).count()
    if left and not missing:
        sentence = _("%(n)d people are not confirmed. Confirm them, or say what is missing and why.")
        raise Refused("says_nothing_of_missing", sentence % {"n": left}, status=400, left=left)
    with history.acting(actor=actor, verb="report_campaign", reason=missing or _("Everybody is confirmed")):
        row.done_at, row.done_by, row.missing = timezone.now(), actor, missing
        row.save(update_fields=["done_at", "done_by", "missing"])
    return row


@transaction.atomic
def reopen(*, actor, on: datetime.date, reason: str, unit: int) -> CampaignUnit:
    """The board lets a unit (of a campaign, by id) that has reported go on. Raises Refused."""
    row = _locked(actor, on, unit)
    insist(why_not_lead(row.campaign, actor))
    if row.done_at is None:
        raise Refused("not_reported", _("This unit has not reported yet."))
    with history.acting(actor=actor, verb="reopen_campaign", reason=_reason(reason)):
        row.done_at, row.done_by, row.missing = None, None, ""
        row.save(update_fields=["done_at", "done_by", "missing"])
    return row


def _locked(actor, on: datetime.date, unit: int) -> CampaignUnit:
    rows = CampaignUnit.objects.visible_to(actor, on).filter(pk=unit)
    row = rows.select_for_update(of=("self",)).select_related("campaign").first()
    if row is None:
        raise Refused("not_found", _("There is no such campaign within your reach."), status=404)
    return row


def _reason(text: str) -> str:
    text = _words(text, MAX_WORDS)
    if not text:
        raise Refused("needs_reason", _("Say why; the history keeps it."), status=400)
    return text


def _words(text: str, most: int) -> str:
    text = names.nfc(text)
    if len(text) > most:
        raise Refused("too_long", _("That is longer than %(max)d characters; shorten it.") % {"max": most}, status=400)
    return text
