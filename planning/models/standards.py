"""What is asked of a person before planning for a title, as dated clauses, and the days and ages they count with.

Here and not beside orgtree's Title: a clause cites a legal document and is judged on the counting day of a term, and
orgtree knows neither. The three levels of learning that a title asks of its *holder* stay orgtree's (TitleStandard);
they are read from there as three more clauses, so that no standard stands in two places.
"""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from anphu.kit import history
from anphu.kit.periods import PeriodField, PeriodQuerySet, has_days
from orgtree.choices import Confidence, Level, Sex, Side
from orgtree.models import Title
from planning.choices import ClauseKind, Cycle
from planning.models.law import LegalDocument
from planning.models.terms import Term


class ClauseQuerySet(PeriodQuerySet):
    """Clauses of titles and of levels."""


@history.tracked()
class StandardClause(models.Model):
    """One condition during a period: of one title, or of all titles of a level and side (both empty: of every title).

    `args` are the particulars that its kind declares (planning/rules/clauses.py), for example `{"years": 3}`.
    """

    title = models.ForeignKey(
        Title, models.PROTECT, null=True, blank=True, related_name="clauses", verbose_name=_("title")
    )
    level = models.CharField(_("level"), max_length=20, choices=Level, blank=True)
    side = models.CharField(_("side"), max_length=20, choices=Side, blank=True)
    kind = models.CharField(_("kind of clause"), max_length=20, choices=ClauseKind)
    args = models.JSONField(_("particulars"), default=dict, blank=True)
    later = models.BooleanField(
        _("may be completed later"),
        default=False,
        help_text=_("Whoever lacks it can still be planned, if the competent body agrees."),
    )
    period = PeriodField()
    document = models.ForeignKey(
        LegalDocument, models.PROTECT, null=True, blank=True, related_name="clauses", verbose_name=_("document")
    )
    basis = models.CharField(_("basis"), max_length=300)
    confidence = models.CharField(_("confidence"), max_length=2, choices=Confidence)

    objects = ClauseQuerySet.as_manager()

    class Meta:
        verbose_name = _("clause of a standard")
        verbose_name_plural = _("clauses of standards")
        ordering = ["kind", "title", "level", "side", "period"]
        constraints = [
            has_days("standardclause_has_days"),
            models.CheckConstraint(
                name="standardclause_of_title_or_level",
                condition=Q(title=None) | Q(level="", side=""),
                violation_error_message=_("Name a title, or a level and side, not both."),
            ),
            models.CheckConstraint(name="standardclause_kind_known", condition=Q(kind__in=ClauseKind.values)),
            ExclusionConstraint(
                name="standardclause_no_overlap",
                expressions=[
                    (Coalesce("title", 0), RangeOperators.EQUAL),
                    ("level", RangeOperators.EQUAL),
                    ("side", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("The period overlaps another one of the same record."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.title_id or self.level}"

    @property
    def whose(self) -> str:
        """Which titles it is asked of, in words."""
        if self.title_id:
            return self.title.name
        return ", ".join(filter(None, [self.get_level_display(), self.get_side_display()])) or gettext("all titles")


@history.tracked()
class CountingDate(models.Model):
    """The day on which ages are counted for a term at a level: the month in which congresses begin there."""

    term = models.ForeignKey(Term, models.PROTECT, related_name="counting_dates", verbose_name=_("term"))
    level = models.CharField(_("level"), max_length=20, choices=Level)
    cycle = models.CharField(_("bodies"), max_length=10, choices=Cycle, default=Cycle.COMMITTEE)
    day = models.DateField(_("counting day"))
    document = models.ForeignKey(
        LegalDocument, models.PROTECT, null=True, blank=True, related_name="counting_dates", verbose_name=_("document")
    )
    basis = models.CharField(_("basis"), max_length=300)
    confidence = models.CharField(_("confidence"), max_length=2, choices=Confidence)

    class Meta:
        verbose_name = _("counting day")
        verbose_name_plural = _("counting days")
        ordering = ["term", "cycle", "day", "level"]
        constraints = [
            models.UniqueConstraint(
                name="countingdate_unique",
                fields=["term", "level", "cycle"],
                violation_error_message=_("This term already has a counting day at that level."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.term_id} {self.level}: {self.day:%m/%Y}"


@history.tracked()
class RetirementAge(models.Model):
    """At how many months of age people of a sex, born in a range of days, retire by the law in force in `period`."""

    sex = models.CharField(_("sex"), max_length=1, choices=Sex)
    born = DateRangeField(_("born"))
    months = models.PositiveSmallIntegerField(_("retirement age, months"))
    period = PeriodField()
    document = models.ForeignKey(
        LegalDocument,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="retirement_ages",
        verbose_name=_("document"),
    )
    basis = models.CharField(_("basis"), max_length=300)
    confidence = models.CharField(_("confidence"), max_length=2, choices=Confidence)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("retirement age")
        verbose_name_plural = _("retirement ages")
        ordering = ["-period", "sex", "born"]
        constraints = [
            has_days("retirementage_has_days"),
            models.CheckConstraint(
                name="retirementage_born_has_days",
                condition=Q(born__isempty=False),
                violation_error_message=_("The range of births must have days."),
            ),
            ExclusionConstraint(
                name="retirementage_no_overlap",
                expressions=[
                    ("sex", RangeOperators.EQUAL),
                    ("born", RangeOperators.OVERLAPS),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Somebody born on one of these days would have two retirement ages."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sex} {self.born}: {self.months // 12}/{self.months % 12}"

    @property
    def years_and_months(self) -> tuple[int, int]:
        return divmod(self.months, 12)
