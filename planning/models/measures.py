"""Measured values and what must be measured again. Both are derived; `verify` recomputes them."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from orgtree.choices import Verb
from orgtree.models import Unit, UnitLink
from planning.models.terms import Term


class SnapshotQuerySet(models.QuerySet):
    def visible_to(self, user, on):
        return self.filter(unit__in=UnitLink.objects.reached_by(user, Verb.SEE_INDICATORS, on))


class Snapshot(models.Model):
    """An indicator of a unit on a day, on one basis: actual holders (`term` empty) or the plan of a term.

    `own_*` count people in titles of the unit itself, the others the unit and everything below it. `denominator`
    leaves out `unknown`: people of the population whose record cannot say.
    """

    day = models.DateField(_("as of"))
    unit = models.ForeignKey(
        Unit, models.CASCADE, related_name="snapshots", verbose_name=_("unit"), db_index=False
    )  # the unique index below begins with it, and every further one is paid for by each recomputation
    term = models.ForeignKey(
        Term, models.CASCADE, null=True, blank=True, verbose_name=_("plan of the term"), db_index=False
    )
    indicator = models.CharField(_("indicator"), max_length=40)
    own_numerator = models.PositiveIntegerField(default=0)
    own_denominator = models.PositiveIntegerField(default=0)
    own_unknown = models.PositiveIntegerField(default=0)
    numerator = models.PositiveIntegerField(_("numerator"), default=0)
    denominator = models.PositiveIntegerField(_("denominator"), default=0)
    unknown = models.PositiveIntegerField(_("unknown"), default=0)
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
            models.CheckConstraint(name="snapshot_part_of_whole", condition=Q(numerator__lte=models.F("denominator"))),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.unit_id} {self.day}"

    @property
    def percent(self) -> float | None:
        """The share in percent; None when nobody is in the population or nobody is known."""
        return 100 * self.numerator / self.denominator if self.denominator else None


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
