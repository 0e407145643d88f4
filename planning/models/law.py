"""Numbers of law as dated data, each with its basis and how well it is known."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from anphu.kit import history
from anphu.kit.periods import PeriodField, PeriodQuerySet, has_days, no_overlap
from orgtree.choices import Confidence


class RuleParameterQuerySet(PeriodQuerySet):
    def values_on(self, day) -> dict:
        """`{key: Decimal}` of the parameters in force on `day`."""
        return dict(self.on(day).values_list("key", "value"))


@history.tracked()
class RuleParameter(models.Model):
    """One number that a rule uses during a period."""

    key = models.SlugField(_("key"), max_length=60)
    label = models.CharField(_("label"), max_length=200)
    value = models.DecimalField(_("value"), max_digits=10, decimal_places=3)
    measure = models.CharField(_("unit of measure"), max_length=30)
    period = PeriodField()
    basis = models.CharField(_("basis"), max_length=300)
    confidence = models.CharField(_("confidence"), max_length=2, choices=Confidence)

    objects = RuleParameterQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule parameter")
        verbose_name_plural = _("rule parameters")
        ordering = ["key", "period"]
        constraints = [no_overlap("ruleparameter_no_overlap", "key"), has_days("ruleparameter_has_days")]

    def __str__(self) -> str:
        return f"{self.key} = {self.value.normalize():f} {self.measure}"


@history.tracked()
class Target(models.Model):
    """What an indicator should reach by the end of a year: `low` and `high` in percent, `high` empty when open."""

    indicator = models.CharField(_("indicator"), max_length=40)
    year = models.PositiveSmallIntegerField(_("year"))
    low = models.DecimalField(_("at least, %"), max_digits=5, decimal_places=2)
    high = models.DecimalField(_("at most, %"), max_digits=5, decimal_places=2, null=True, blank=True)
    wording = models.CharField(_("wording of the source"), max_length=300)
    basis = models.CharField(_("basis"), max_length=300)
    confidence = models.CharField(_("confidence"), max_length=2, choices=Confidence)

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["indicator", "year"]
        constraints = [
            models.UniqueConstraint(name="target_unique", fields=["indicator", "year"]),
            models.CheckConstraint(
                name="target_bounds",
                condition=models.Q(low__gte=0, low__lte=100)
                & (models.Q(high=None) | models.Q(high__gte=models.F("low"), high__lte=100)),
                violation_error_message=_("The bounds lie between 0 and 100 %, the lower one first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.year}"

    def met_by(self, percent: float | None) -> bool | None:
        """Whether a share of `percent` reaches the target; None when there is no share. More than `high` is met too."""
        return None if percent is None else percent >= float(self.low)
