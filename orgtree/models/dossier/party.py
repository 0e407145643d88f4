"""Party life besides the memberships: how a person came in, badges, and what happened on the way."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from orgtree.choices import Scheme
from orgtree.models.dossier.part import PartialDateField, Row, Single, code, part, real_dates, words


@part
class PartyRecord(Single):
    """Admission and standing. The days of admission and of full membership travel with the membership."""

    admitted_at = words(_("admitted at (cell)"))
    admission_decided_on = PartialDateField(_("date of the admission decision"))
    introduced_by = words(_("introduced by (first)"), 150)
    introduced_also_by = words(_("introduced by (second)"), 150)
    status = code(Scheme.PARTY_STATUS, _("standing"))
    exempt_since = PartialDateField(_("exempt from activities since"))
    youth_union_on = PartialDateField(_("joined the Youth Union on"))
    trade_union_on = PartialDateField(_("joined the Trade Union on"))
    other_unions = words(_("other mass organisations"), 300)

    class Meta:
        verbose_name = _("Party record")
        verbose_name_plural = _("Party record")
        constraints = [
            *real_dates(
                "partyrecord",
                "admission_decided_on",
                "exempt_since",
                "youth_union_on",
                "trade_union_on",
            )
        ]


@part
class PartyBadge(Row):
    """A badge for years of membership."""

    badge = code(Scheme.BADGE, _("Party badge"))
    awarded = PartialDateField(_("awarded on"))
    decision = words(_("decision number"), 60)

    class Meta:
        verbose_name = _("Party badge")
        verbose_name_plural = _("Party badges")
        constraints = [*real_dates("partybadge", "awarded")]


@part
class PartyEvent(Row):
    """Expulsion, second admission, restored membership, transfer, exemption, legal measures."""

    kind = code(Scheme.PARTY_EVENT, _("event"))
    happened = PartialDateField(_("date"), null=False, blank=False)
    place = words(_("where"))
    decision = words(_("decision number"), 60)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("event of Party life")
        verbose_name_plural = _("Party history")
        constraints = [*real_dates("partyevent", "happened")]
