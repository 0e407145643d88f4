"""Briefs on the indicators of a unit, made by a job for a meeting."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from anphu.kit.artifacts import Artifact
from anphu.kit.jobs import Job
from orgtree.choices import Verb
from orgtree.models import Unit, UnitLink
from planning.models.law import RuleSet


class BriefQuerySet(models.QuerySet):
    def visible_to(self, user, on):
        """Those of units of which the reader carries papers away: a brief tells what such a reader saw."""
        return self.filter(unit__in=UnitLink.objects.reached_by(user, Verb.EXPORT, on))


class Brief(models.Model):
    """Two pages on the indicators of a unit on a day, under the rule set in force then, as PDF and Word document."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="briefs", verbose_name=_("unit"))
    day = models.DateField(_("day"))
    rule_set = models.ForeignKey(
        RuleSet, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("rule set")
    )
    job = models.OneToOneField(Job, models.PROTECT, related_name="brief", verbose_name=_("job"))
    pdf = models.ForeignKey(Artifact, models.PROTECT, related_name="+", verbose_name=_("PDF"))
    docx = models.ForeignKey(Artifact, models.PROTECT, related_name="+", verbose_name=_("Word document"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("made for"))
    made_at = models.DateTimeField(_("made"), default=timezone.now)

    objects = BriefQuerySet.as_manager()

    class Meta:
        verbose_name = _("brief")
        verbose_name_plural = _("briefs")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.day:%Y-%m-%d}"
