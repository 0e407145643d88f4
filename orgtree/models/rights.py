"""The register of what data subjects ask, with the days the law gives."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from anphu.kit import history
from orgtree.choices import Confidence, RightsKind, Verb
from orgtree.models.people import Person
from orgtree.models.units import UnitLink


@history.tracked()
class RightsDeadline(models.Model):
    """Working days to acknowledge and days to answer a kind of request, from a day on (decree 356/2025, article 5)."""

    kind = models.CharField(_("kind of request"), max_length=10, choices=RightsKind)
    acknowledge_days = models.PositiveSmallIntegerField(_("working days to acknowledge"))
    answer_days = models.PositiveSmallIntegerField(_("working days to answer"))
    extension_days = models.PositiveSmallIntegerField(_("working days of one extension"))
    since = models.DateField(_("since"))
    basis = models.CharField(_("basis"), max_length=200)
    confidence = models.CharField(_("confidence"), max_length=2, choices=Confidence)

    class Meta:
        verbose_name = _("deadline of data-subject requests")
        verbose_name_plural = _("deadlines of data-subject requests")
        ordering = ["kind", "-since"]
        constraints = [models.UniqueConstraint(name="rightsdeadline_once", fields=["kind", "since"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.since:%d/%m/%Y})"


@history.tracked()
class Holiday(models.Model):
    """A day off besides Saturdays and Sundays."""

    day = models.DateField(_("day"), unique=True)
    name = models.CharField(_("name"), max_length=100)

    class Meta:
        verbose_name = _("public holiday")
        verbose_name_plural = _("public holidays")
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.name}"


class RightsRequestQuerySet(models.QuerySet):
    def visible_to(self, user, on):
        """Requests of people in reach of a grant to edit dossiers; who keeps all dossiers sees those who left, too."""
        if user.may_everywhere(Verb.EDIT_PEOPLE):
            return self
        reach = UnitLink.objects.reached_by(user, Verb.EDIT_PEOPLE, on)
        return self.filter(person__in=Person.objects.within(reach, on).values("pk"))


@history.tracked()
class RightsRequest(models.Model):
    """What a person asked about the own data, and what became of it."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="rights_requests", verbose_name=_("person"))
    kind = models.CharField(_("kind of request"), max_length=10, choices=RightsKind)
    received_on = models.DateField(_("received on"))
    content = models.CharField(_("what is asked"), max_length=500)
    acknowledge_by = models.DateField(_("acknowledge by"))
    answer_by = models.DateField(_("answer by"))
    acknowledged_on = models.DateField(_("acknowledged on"), null=True, blank=True)
    extended = models.BooleanField(_("extended"), default=False)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    granted = models.BooleanField(_("granted"), null=True, blank=True)
    answer = models.CharField(_("answer and reason"), max_length=500, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )

    objects = RightsRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("data-subject request")
        verbose_name_plural = _("data-subject requests")
        ordering = ["answer_by", "pk"]
        constraints = [
            models.CheckConstraint(
                name="rightsrequest_answer_whole",
                condition=Q(answered_on=None, granted=None) | Q(answered_on__isnull=False, granted__isnull=False),
            ),
            models.CheckConstraint(
                name="rightsrequest_refusal_has_reason", condition=~Q(granted=False) | ~Q(answer="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.person_id}"
