"""Measured values, the days they are kept of, what must be measured again. All derived; `verify` recomputes them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from orgtree.choices import Verb
from orgtree.models import Unit, UnitLink
from planning.choices import DayReason
from planning.models.terms import Term


class SnapshotQuerySet(models.QuerySet):
    def visible_to(self, user, on):
        return self.filter(unit__in=UnitLink.objects.reached_by(user, Verb.SEE_INDICATORS, on))


class Snapshot(models.Model):
    """An indicator of a unit on a day, on one basis: actual holders (`term` empty) or the plan of a term.

    `own_*` count people in titles of the unit itself, the others the unit and everything below it. `denominator`
    leaves out `unknown`, those of the population whose record cannot say, and `excluded`, whom a rule leaves out.
    What is counted, people or titles or others, is the indicator's to say; of a ratio the two numbers are sums.

    The database does not check the references: the engine alone writes here, ids that it has just read, and checking
    each again was a third of a recomputation. `verify` compares what is stored with what is.
    """

    day = models.DateField(_("as of"))
    unit = models.ForeignKey(
        Unit, models.CASCADE, related_name="snapshots", verbose_name=_("unit"), db_index=False, db_constraint=False
    )  # the unique index below begins with it, and every further one is paid for by each recomputation
    term = models.ForeignKey(
        Term, models.CASCADE, null=True, blank=True, verbose_name=_("plan of the term"), db_index=False,
        db_constraint=False,
    )  # fmt: skip
    indicator = models.CharField(_("indicator"), max_length=40)
    own_numerator = models.PositiveIntegerField(default=0)
    own_denominator = models.PositiveIntegerField(default=0)
    own_unknown = models.PositiveIntegerField(default=0)
    own_excluded = models.PositiveIntegerField(default=0)
    numerator = models.PositiveIntegerField(_("numerator"), default=0)
    denominator = models.PositiveIntegerField(_("denominator"), default=0)
    unknown = models.PositiveIntegerField(_("unknown"), default=0)
    excluded = models.PositiveIntegerField(_("excluded"), default=0)
    formula_version = models.PositiveSmallIntegerField(_("formula version"))
    computed_at = models.DateTimeField(_("computed"), default=timezone.now)

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        verbose_name = _("value of an indicator")
        verbose_name_plural = _("values of indicators")
        constraints = [
            models.UniqueConstraint(
                name="snapshot_unique", fields=["unit", "day", "indicator", "term"], nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.unit_id} {self.day}"

    @property
    def share(self) -> float | None:
        """The quotient; None when nobody is in the population or nobody is known."""
        return self.numerator / self.denominator if self.denominator else None

    @property
    def percent(self) -> float | None:
        """The share in percent; None as `share`."""
        return 100 * self.numerator / self.denominator if self.denominator else None


class MeasuredDay(models.Model):
    """A day of which all values are stored, and why. `seen`: the last PastMark that its values know of. `formulas`:
    `{code: version}` by which each indicator was measured on it, or failed to be."""

    day = models.DateField(_("day"), primary_key=True)
    reason = models.CharField(_("kept because"), max_length=10, choices=DayReason)
    computed_at = models.DateTimeField(_("computed"), default=timezone.now)
    seen = models.BigIntegerField(default=0)
    formulas = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("measured day")
        verbose_name_plural = _("measured days")
        ordering = ["-day"]
        constraints = [
            models.CheckConstraint(name="measuredday_reason_known", condition=Q(reason__in=DayReason.values)),
            models.UniqueConstraint(name="measuredday_one_live", fields=["reason"], condition=Q(reason=DayReason.LIVE)),
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} ({self.reason})"


class MeasureFault(models.Model):
    """An indicator whose SQL fails: its values are those of `since`, and the others are measured without it."""

    indicator = models.CharField(_("indicator"), max_length=40, primary_key=True)
    error = models.TextField(_("error"))
    since = models.DateField(_("values are of"), null=True, blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("fault of an indicator")
        verbose_name_plural = _("faults of indicators")

    def __str__(self) -> str:
        return self.indicator


class StaleMark(models.Model):
    """What must be measured again, written by triggers in the transaction of its cause. No unit: everything."""

    unit = models.ForeignKey(Unit, models.CASCADE, null=True, blank=True, related_name="+")
    cause = models.CharField(max_length=60)
    at = models.DateTimeField(default=timezone.now, db_default=models.functions.Now())

    class Meta:
        verbose_name = _("stale mark")
        verbose_name_plural = _("stale marks")

    def __str__(self) -> str:
        return f"{self.unit_id} {self.cause}"


class PastMark(models.Model):
    """What days before the live one must measure again. Written under the lock of measures, so that numbers grow in the
    order of commits, and each day remembers how far it has come. No unit: everything."""

    unit = models.ForeignKey(Unit, models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("stale mark of past days")
        verbose_name_plural = _("stale marks of past days")

    def __str__(self) -> str:
        return f"{self.unit_id}"


class MeasureShare(models.Model):
    """A share of measuring a day anew: the branches below `roots`. `seen`: the last PastMark that it is sure to know
    of; `rows`: None until it is done. The shares of a day go together, after the last (planning/indicators/shares.py).
    """

    day = models.DateField(_("day"))
    roots = ArrayField(models.BigIntegerField(), verbose_name=_("branches"))
    seen = models.BigIntegerField(default=0)
    rows = models.PositiveIntegerField(_("values written"), null=True, blank=True)
    at = models.DateTimeField(_("begun"), default=timezone.now)

    class Meta:
        verbose_name = _("share of a measurement")
        verbose_name_plural = _("shares of a measurement")

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {len(self.roots)}"
