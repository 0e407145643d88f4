"""Keeping dossiers true: confirmations, cleared warnings, proposed changes, and campaigns that ask units to review."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from anphu.kit import history
from anphu.kit.encryption import EncryptedTextField
from orgtree.choices import ChangeKind, Verb, Verdict
from orgtree.models.dossier.part import PartQuerySet
from orgtree.models.people import Person
from orgtree.models.units import Unit, UnitLink


def _account(label, **options) -> models.ForeignKey:
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=label, **options)


@history.tracked()
class Confirmation(models.Model):
    """Somebody vouched for a section of a dossier on a day. Append-only; the newest counts."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="confirmations", verbose_name=_("person"))
    section = models.CharField(_("section"), max_length=30)
    by = _account(_("confirmed by"))
    at = models.DateTimeField(_("confirmed"), default=timezone.now)

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("confirmation")
        verbose_name_plural = _("confirmations")
        indexes = [models.Index(fields=["person", "section", "-at"], name="confirmation_newest")]
        triggers = [history.append_only()]

    def __str__(self) -> str:
        return f"{self.section} of {self.person_id}"


@history.tracked()
class ClearedWarning(models.Model):
    """A warning that somebody looked at and overrode with a reason. `facts` is a digest of what it rested on: when the
    facts change, the warning is back."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="cleared_warnings", verbose_name=_("person"))
    rule = models.CharField(_("rule"), max_length=60)
    facts = models.CharField(_("digest of the facts"), max_length=64)
    reason = models.CharField(_("reason"), max_length=500)
    by = _account(_("cleared by"))
    at = models.DateTimeField(_("cleared"), default=timezone.now)

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("cleared warning")
        verbose_name_plural = _("cleared warnings")
        constraints = [models.UniqueConstraint(name="clearedwarning_once", fields=["person", "rule", "facts"])]

    def __str__(self) -> str:
        return f"{self.rule} of {self.person_id}"


class ChangeRequestQuerySet(models.QuerySet):
    def visible_to(self, user, on):
        """Requests about people whom the reader sees, and the reader's own."""
        return self.filter(Q(person__in=Person.objects.visible_to(user, on).values("pk")) | Q(proposed_by=user))

    def waiting(self):
        return self.filter(state=Verdict.PENDING)


@history.tracked()
class ChangeRequest(models.Model):
    """A unit or the person concerned proposes: add, change or remove one record of a section."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="change_requests", verbose_name=_("person"))
    section = models.CharField(_("section"), max_length=30)
    row = models.BigIntegerField(_("record"), null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=ChangeKind)
    state = models.CharField(_("state"), max_length=10, choices=Verdict, default=Verdict.PENDING)
    reason = models.CharField(_("reason"), max_length=500)
    proposed_by = _account(_("proposed by"))
    proposed_at = models.DateTimeField(_("proposed"), default=timezone.now)
    decided_by = _account(_("decided by"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    objects = ChangeRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("change request")
        verbose_name_plural = _("change requests")
        ordering = ["-proposed_at", "-pk"]
        indexes = [models.Index(fields=["state", "proposed_at"], name="changerequest_waiting")]
        constraints = [
            models.CheckConstraint(name="changerequest_kind_known", condition=Q(kind__in=ChangeKind.values)),
            models.CheckConstraint(
                name="changerequest_decided",
                condition=Q(state=Verdict.PENDING, decided_by=None) | ~Q(state=Verdict.PENDING) & ~Q(decided_by=None),
            ),
            models.CheckConstraint(
                name="changerequest_others_decide",
                condition=Q(decided_by=None) | Q(state=Verdict.WITHDRAWN) | ~Q(decided_by=models.F("proposed_by")),
                violation_error_message=_("Nobody decides on what they proposed themselves."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.section} of {self.person_id}"


class ChangeItemQuerySet(models.QuerySet):
    def visible_to(self, user, on):
        return self.filter(request__in=ChangeRequest.objects.visible_to(user, on).values("pk"))


@history.tracked()
class ChangeItem(models.Model):
    """One field of a change request: before and after, and the verdict on it."""

    request = models.ForeignKey(ChangeRequest, models.CASCADE, related_name="items", verbose_name=_("change request"))
    field = models.CharField(_("field"), max_length=50)
    before = EncryptedTextField(_("before"), blank=True)
    after = EncryptedTextField(_("after"), blank=True)
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict, default=Verdict.PENDING)
    note = models.CharField(_("reason of the verdict"), max_length=500, blank=True)

    objects = ChangeItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("field of a change request")
        verbose_name_plural = _("fields of change requests")
        constraints = [
            models.UniqueConstraint(name="changeitem_once", fields=["request", "field"]),
            models.CheckConstraint(
                name="changeitem_refusal_has_reason", condition=~Q(verdict=Verdict.REFUSED) | ~Q(note="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.field} of {self.request_id}"


class CampaignQuerySet(models.QuerySet):
    def visible_to(self, user, on):
        """Campaigns that ask a unit in the reader's reach."""
        asked = CampaignUnit.objects.filter(unit__in=UnitLink.objects.reached_by(user, Verb.SEE_PEOPLE, on))
        return self.filter(pk__in=asked.values("campaign"))


@history.tracked()
class Campaign(models.Model):
    """The board asks units to confirm the dossiers of their people until a day."""

    name = models.CharField(_("name"), max_length=150)
    sections = models.JSONField(_("sections to confirm"), default=list)
    opened_on = models.DateField(_("opened on"))
    deadline = models.DateField(_("deadline"))
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    opened_by = _account(_("opened by"))

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("review campaign")
        verbose_name_plural = _("review campaigns")
        ordering = ["-opened_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="campaign_deadline_later",
                condition=Q(deadline__gte=models.F("opened_on")),
                violation_error_message=_("The deadline cannot be before the campaign opens."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class CampaignUnitQuerySet(models.QuerySet):
    def visible_to(self, user, on):
        return self.filter(unit__in=UnitLink.objects.reached_by(user, Verb.SEE_PEOPLE, on))


@history.tracked()
class CampaignUnit(models.Model):
    """A unit that a campaign asks; done when the unit says so, with words for what is `missing`, if anything is."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="units", verbose_name=_("review campaign"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="campaigns", verbose_name=_("unit"))
    done_at = models.DateTimeField(_("reported done"), null=True, blank=True)
    done_by = _account(_("reported by"), null=True, blank=True)
    missing = models.CharField(_("what is missing and why"), max_length=500, blank=True)

    objects = CampaignUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit of a campaign")
        verbose_name_plural = _("units of campaigns")
        constraints = [models.UniqueConstraint(name="campaignunit_once", fields=["campaign", "unit"])]

    def __str__(self) -> str:
        return f"{self.unit_id} in {self.campaign_id}"
