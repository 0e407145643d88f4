"""Law as dated data: documents, rule sets in force, numbers, each with its basis and how well it is known."""

import datetime
from collections.abc import Iterable

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from anphu.kit import history
from anphu.kit.periods import PeriodField, PeriodQuerySet, has_days, no_overlap
from orgtree.choices import Confidence, Kind, Level
from orgtree.models import Unit
from planning.choices import DocumentState, Scope


@history.tracked()
class LegalDocument(models.Model):
    """A document of an authority. Numbers repeat every term, so that number, issuer and day together name it."""

    number = models.CharField(_("number"), max_length=60)
    issuer = models.CharField(_("issuer"), max_length=150)
    day = models.DateField(_("day"))
    title = models.CharField(_("about"), max_length=300)
    state = models.CharField(_("state"), max_length=10, choices=DocumentState, default=DocumentState.UNCHECKED)
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaces", verbose_name=_("replaced by")
    )
    address = models.URLField(_("address of the source"), max_length=500, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    confidence = models.CharField(_("confidence"), max_length=2, choices=Confidence)

    class Meta:
        verbose_name = _("legal document")
        verbose_name_plural = _("legal documents")
        ordering = ["-day", "number"]
        constraints = [
            models.UniqueConstraint(
                name="legaldocument_unique",
                fields=["number", "issuer", "day"],
                violation_error_message=_("This issuer already has a document of that number and day."),
            ),
            models.CheckConstraint(
                name="legaldocument_not_by_itself",
                condition=Q(replaced_by=None) | ~Q(replaced_by=F("pk")),
                violation_error_message=_("A document is not replaced by itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} ({self.day:%d/%m/%Y})"


class RuleSetQuerySet(PeriodQuerySet):
    def visible_to(self, user, on):
        """All of them: rules name no unit and no person."""
        return self

    def in_force(self, day: datetime.date) -> "RuleSet | None":
        """The set of the nearest scope that is in force on `day`: a district's own before the province's before the
        central one."""
        return max(self.on(day), key=lambda row: _NEARNESS[row.scope], default=None)


_NEARNESS = {scope: rank for rank, scope in enumerate(Scope.values)}


@history.tracked()
class RuleSet(models.Model):
    """The rules of planning during a period, as one regulation and its guidance make them."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200)
    scope = models.CharField(_("scope"), max_length=10, choices=Scope, default=Scope.CENTRAL)
    period = PeriodField()
    documents = models.ManyToManyField(
        LegalDocument, blank=True, related_name="rule_sets", verbose_name=_("legal documents")
    )

    objects = RuleSetQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule set")
        verbose_name_plural = _("rule sets")
        ordering = ["scope", "-period"]
        constraints = [
            no_overlap("ruleset_no_overlap", "scope"),
            has_days("ruleset_has_days"),
            models.CheckConstraint(name="ruleset_scope_known", condition=Q(scope__in=Scope.values)),
        ]

    def __str__(self) -> str:
        return self.name

    def judging_day(self, day: datetime.date) -> datetime.date:
        """The day whose rules apply to what is done on `day` under this set: `day` itself while the set is in force,
        afterwards its last day, so that no later rule judges what was begun under it."""
        if self.period.upper is not None and day >= self.period.upper:
            return self.period.upper - datetime.timedelta(days=1)
        return max(day, self.period.lower)


class RuleParameterQuerySet(PeriodQuerySet):
    def visible_to(self, user, on):
        """All of them: numbers of law name no unit and no person."""
        return self

    def values_on(self, day) -> dict:
        """`{key: Decimal}` of the parameters in force on `day` at every level, the nearest scope first."""
        return {key: row.value for key, row in self.nearest_on(day).items()}

    def nearest_on(self, day) -> "dict[str, RuleParameter]":
        """`{key: parameter}` of those in force on `day` at every level, the nearest scope first."""
        return self.nearest(self.on(day).filter(level=""))

    @staticmethod
    def nearest(rows: "Iterable[RuleParameter]") -> "dict[str, RuleParameter]":
        """`{key: parameter}`: of several with one key that of the nearest scope."""
        return {row.key: row for row in sorted(rows, key=lambda row: _NEARNESS[row.scope])}

    def under(self, rule_set: RuleSet | None, day: datetime.date):
        """Rows that apply to what is done on `day` under `rule_set`: its own and those of no set."""
        judged_on = rule_set.judging_day(day) if rule_set else day
        return self.on(judged_on).filter(Q(rule_set=None) | Q(rule_set=rule_set))


@history.tracked()
class RuleParameter(models.Model):
    """One value that a rule uses during a period: a number, a ratio, a range or a word.

    `value` of `divisor` (2 of 3 is two thirds, exactly); `value` to `high` where a range is given; `text` where the
    source gives a word. A province or district may set its own (`scope`), which goes before the central one.
    """

    key = models.SlugField(_("key"), max_length=60)
    label = models.CharField(_("label"), max_length=200)
    value = models.DecimalField(_("value"), max_digits=10, decimal_places=3, null=True, blank=True)
    high = models.DecimalField(_("to"), max_digits=10, decimal_places=3, null=True, blank=True)
    divisor = models.PositiveSmallIntegerField(_("divided by"), default=1)
    text = models.CharField(_("in words"), max_length=100, blank=True)
    measure = models.CharField(_("unit of measure"), max_length=30, blank=True)
    scope = models.CharField(_("scope"), max_length=10, choices=Scope, default=Scope.CENTRAL)
    level = models.CharField(_("level"), max_length=20, choices=Level, blank=True)
    period = PeriodField()
    rule_set = models.ForeignKey(
        RuleSet,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parameters",
        verbose_name=_("rule set"),
        help_text=_("Empty: whatever the rule set."),
    )
    document = models.ForeignKey(
        LegalDocument, models.PROTECT, null=True, blank=True, related_name="parameters", verbose_name=_("document")
    )
    basis = models.CharField(_("basis"), max_length=300)
    confidence = models.CharField(_("confidence"), max_length=2, choices=Confidence)

    objects = RuleParameterQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule parameter")
        verbose_name_plural = _("rule parameters")
        ordering = ["key", "period"]
        constraints = [
            no_overlap("ruleparameter_no_overlap", "key", "scope", "level"),
            has_days("ruleparameter_has_days"),
            models.CheckConstraint(
                name="ruleparameter_says_something",
                condition=(Q(value__isnull=False) | ~Q(text="")) & Q(divisor__gte=1),
                violation_error_message=_("Give a number or a word; what a number is divided by is at least 1."),
            ),
            models.CheckConstraint(
                name="ruleparameter_range",
                condition=Q(high=None) | Q(high__gte=F("value")),
                violation_error_message=_("The upper end of a range cannot be below the lower one."),
            ),
            models.CheckConstraint(name="ruleparameter_scope_known", condition=Q(scope__in=Scope.values)),
        ]

    def __str__(self) -> str:
        return f"{self.key} = {self.said} {self.measure}".rstrip()

    @property
    def said(self) -> str:
        """The value as people write it: `3`, `1.5`, `2/3`, `20–25`, or the word."""
        if self.value is None:
            return self.text
        low = f"{self.value.normalize():f}"
        if self.divisor != 1:
            return f"{low}/{self.divisor}"
        return low if self.high is None else f"{low}–{self.high.normalize():f}"


class TargetQuerySet(models.QuerySet):
    def visible_to(self, user, on):
        """All of them: a target is a number of a programme, and names no person."""
        return self


@history.tracked()
class Target(models.Model):
    """What an indicator should reach by the end of a year, in its own measure: percent, or times.

    `low` empty: only an upper bound. `high` empty: open upwards; where both stand, more than `high` is met too. Without
    a `unit` it holds for every unit, else for that unit and all below it; with a `kind` only for units of that kind.
    The nearest unit goes before the farther one, a kind before none. `parameter`: the rule that gives `low` where the
    source has only a word ("basically").
    """

    indicator = models.CharField(_("indicator"), max_length=40)
    year = models.PositiveSmallIntegerField(_("year"))
    low = models.DecimalField(_("at least"), max_digits=5, decimal_places=2, null=True, blank=True)
    high = models.DecimalField(_("at most"), max_digits=5, decimal_places=2, null=True, blank=True)
    parameter = models.SlugField(_("rule that gives the lower bound"), max_length=60, blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="targets", verbose_name=_("of unit and below")
    )
    kind = models.CharField(_("of units of kind"), max_length=30, choices=Kind, blank=True)
    wording = models.CharField(_("wording of the source"), max_length=300)
    basis = models.CharField(_("basis"), max_length=300)
    confidence = models.CharField(_("confidence"), max_length=2, choices=Confidence)

    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["indicator", "year"]
        constraints = [
            models.UniqueConstraint(
                name="target_unique",
                fields=["indicator", "year", "unit", "kind"],
                nulls_distinct=False,
                violation_error_message=_("This indicator already has a target for that year and these units."),
            ),
            models.CheckConstraint(
                name="target_bounds",
                condition=(Q(low=None) | Q(low__gte=0, low__lte=100))
                & (Q(high=None) | Q(high__gte=0, high__lte=100))
                & (Q(low=None) | Q(high=None) | Q(high__gte=F("low"))),
                violation_error_message=_("The bounds lie between 0 and 100, the lower one first."),
            ),
            models.CheckConstraint(
                name="target_says_something",
                condition=Q(low__isnull=False) | Q(high__isnull=False) | ~Q(parameter=""),
                violation_error_message=_("Give a lower or an upper bound, or the rule that gives it."),
            ),
            models.CheckConstraint(name="target_kind_known", condition=Q(kind="") | Q(kind__in=Kind.values)),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.year}"

    def met_by(self, value: float | None) -> bool | None:
        """Whether a value of the indicator's measure reaches the target; None when there is no value."""
        if value is None:
            return None
        return value <= float(self.high) if self.low is None else value >= float(self.low)
