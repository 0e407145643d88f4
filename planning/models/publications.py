"""Decisions made known: to whom, since when, and who has taken note."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from anphu.kit import history
from orgtree.choices import Verb
from orgtree.models import Person, Unit, UnitLink
from planning.choices import Audience
from planning.models.decisions import ConcerningDecision, Decision


@history.tracked()
class Publication(models.Model):
    """A decision made known on a day to an audience, until a day. Append-only; receipts tell who has taken note."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="publications", verbose_name=_("decision"))
    audience = models.CharField(_("audience"), max_length=10, choices=Audience)
    day = models.DateField(_("day"))
    until = models.DateField(_("receipts due"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("published by")
    )
    published_at = models.DateTimeField(_("published"), default=timezone.now)

    objects = ConcerningDecision.as_manager()

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ["-day", "-pk"]
        constraints = [
            models.CheckConstraint(name="publication_audience_known", condition=models.Q(audience__in=Audience.values)),
            models.CheckConstraint(
                name="publication_until_after_day",
                condition=models.Q(until=None) | models.Q(until__gte=models.F("day")),
                violation_error_message=_("Receipts cannot be due before the day of publication."),
            ),
        ]
        triggers = [history.append_only()]

    def __str__(self) -> str:
        return f"{self.decision_id}: {self.day}"


class ReceiptQuerySet(models.QuerySet):
    def visible_to(self, user, on):
        return self.filter(unit__in=UnitLink.objects.reached_by(user, Verb.SEE_PLANS, on))

    def due(self):
        return self.filter(received_at=None)


@history.tracked()
class Receipt(models.Model):
    """That a unit has taken note of a publication or, with `person`, has told the person concerned. Filled once."""

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="receipts", verbose_name=_("publication"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="receipts", verbose_name=_("unit"))
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="receipts", verbose_name=_("person told")
    )
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    received_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    told_on = models.DateField(_("told on"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        ordering = ["publication", "unit", "person"]
        constraints = [
            models.UniqueConstraint(
                name="receipt_unique", fields=["publication", "unit", "person"], nulls_distinct=False
            ),
            models.CheckConstraint(
                name="receipt_by_somebody",
                condition=models.Q(received_at=None, received_by=None)
                | models.Q(received_at__isnull=False, received_by__isnull=False),
            ),
        ]
        triggers = [history.closed("received_at", moving=("person_id",))]

    def __str__(self) -> str:
        return f"{self.publication_id}: {self.unit_id}"
