"""Titles that a person can hold or be planned for, and their dated standards."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from anphu.kit import history
from anphu.kit.periods import PeriodField, PeriodQuerySet, has_days, no_overlap
from orgtree.choices import CommitteeKind, Confidence, Education, Level, Side, StateManagement, Theory


@history.tracked()
class Title(models.Model):
    """A post. `rank` orders titles of one level, higher first served by a larger number."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=150)
    level = models.CharField(_("level"), max_length=20, choices=Level)
    side = models.CharField(_("side"), max_length=20, choices=Side)
    rank = models.PositiveSmallIntegerField(_("rank"))
    is_head = models.BooleanField(_("head"), default=False)
    is_key_leader = models.BooleanField(_("key leader"), default=False)
    is_commune_cadre = models.BooleanField(_("full-time cadre or official of a commune"), default=False)
    seat = models.CharField(
        _("seat"),
        max_length=20,
        choices=CommitteeKind,
        blank=True,
        help_text=_("The highest committee in which the holder sits; the lower ones are implied."),
    )

    class Meta:
        verbose_name = _("title")
        verbose_name_plural = _("titles")
        ordering = ["level", "-rank", "name"]
        constraints = [
            models.CheckConstraint(name="title_level_known", condition=models.Q(level__in=Level.values)),
            models.CheckConstraint(name="title_side_known", condition=models.Q(side__in=Side.values)),
        ]

    def __str__(self) -> str:
        return self.name


@history.tracked()
class TitleStandard(models.Model):
    """What a holder of a title must at least have during a period, on what basis, known how well."""

    title = models.ForeignKey(Title, models.PROTECT, related_name="standards", verbose_name=_("title"))
    min_education = models.PositiveSmallIntegerField(_("education, at least"), choices=Education)
    min_theory = models.PositiveSmallIntegerField(_("political theory, at least"), choices=Theory)
    min_state_management = models.PositiveSmallIntegerField(_("state management, at least"), choices=StateManagement)
    period = PeriodField()
    basis = models.CharField(_("basis"), max_length=300)
    confidence = models.CharField(_("confidence"), max_length=2, choices=Confidence)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("title standard")
        verbose_name_plural = _("title standards")
        constraints = [no_overlap("titlestandard_no_overlap", "title"), has_days("titlestandard_has_days")]

    def __str__(self) -> str:
        return f"{self.title_id} {self.period}"
