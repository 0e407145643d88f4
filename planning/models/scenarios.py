"""What may come: forecasts of indicators (derived), and scenarios, which are tried and write nothing to the record."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from orgtree.choices import Verb
from orgtree.models import Person, Title, Unit, UnitLink
from planning.choices import Foreseen, Tried
from planning.models.terms import Term


class ScenarioQuerySet(models.QuerySet):
    def visible_to(self, user, on):
        """One's own and the shared ones, about units of which the reader may see people and plans. Of what is shared, a
        move of somebody whom the reader may not see hides the whole: the figures would tell what the dossier says."""
        reached = (UnitLink.objects.reached_by(user, verb, on) for verb in (Verb.SEE_PLANS, Verb.SEE_PEOPLE))
        plans, people = reached
        moves = ScenarioMove.objects.filter(scenario=OuterRef("pk"))
        told = Q(shared=True) & ~Exists(moves.exclude(person__in=Person.objects.visible_to(user, on).values("pk")))
        return self.filter(Q(owner=user) | told, unit__in=plans).filter(unit__in=people)


class Scenario(models.Model):
    """A chain of moves to look at before anybody decides, in a unit and below it. `day`: whose record it began from."""

    name = models.CharField(_("name"), max_length=120)
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="scenarios", verbose_name=_("unit"))
    day = models.DateField(_("begun from the record of"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="scenarios", verbose_name=_("owner")
    )
    shared = models.BooleanField(_("shared with whoever reaches the unit"), default=False)
    made_at = models.DateTimeField(_("made"), default=timezone.now)

    objects = ScenarioQuerySet.as_manager()

    class Meta:
        verbose_name = _("scenario")
        verbose_name_plural = _("scenarios")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name


class ScenarioMove(models.Model):
    """One move, in the order of `position`. `appoint`: into `title` of `unit`, out of `from_title` of `from_unit` where
    named; `leave`: out of `title` of `unit`; `add` and `remove`: the plan of `term` for `title` of `unit`."""

    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="moves", verbose_name=_("scenario"))
    position = models.PositiveSmallIntegerField(_("place in the chain"))
    kind = models.CharField(_("kind"), max_length=10, choices=Tried)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("person"))
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+", verbose_name=_("unit"))
    title = models.ForeignKey(Title, models.PROTECT, related_name="+", verbose_name=_("title"))
    from_unit = models.ForeignKey(
        Unit, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("out of the unit")
    )
    from_title = models.ForeignKey(
        Title, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("out of the title")
    )
    term = models.ForeignKey(
        Term, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("plan of the term")
    )

    class Meta:
        verbose_name = _("move of a scenario")
        verbose_name_plural = _("moves of scenarios")
        ordering = ["scenario", "position"]
        constraints = [
            models.UniqueConstraint(name="scenariomove_position", fields=["scenario", "position"]),
            models.CheckConstraint(name="scenariomove_kind_known", condition=Q(kind__in=Tried.values)),
            models.CheckConstraint(
                name="scenariomove_plan_has_term",
                condition=Q(kind__in=[Tried.ADD, Tried.REMOVE], term__isnull=False)
                | Q(kind__in=[Tried.APPOINT, Tried.LEAVE], term=None),
            ),
            models.CheckConstraint(
                name="scenariomove_from_whole",
                condition=Q(from_unit=None, from_title=None)
                | Q(kind=Tried.APPOINT, from_unit__isnull=False, from_title__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scenario_id}.{self.position}"


class ForecastQuerySet(models.QuerySet):
    def visible_to(self, user, on):
        """Of units whose indicators the reader may see; those of a scenario for whoever sees that too."""
        rows = self.filter(unit__in=UnitLink.objects.reached_by(user, Verb.SEE_INDICATORS, on))
        return rows.filter(Q(saved=None) | Q(saved__in=Scenario.objects.visible_to(user, on)))


class Outlook(models.Model):
    """That a unit has been forecast under an assumption: from which day, to which, and how surely.

    `leaving`: people who leave by the end; `uncertain`: holders whose month the birth date leaves open; `timeless`:
    holders for whose birth the law of the day has no retirement age: they stay.
    """

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="outlooks", verbose_name=_("unit"))
    scenario = models.CharField(_("assumption"), max_length=10, choices=Foreseen)
    saved = models.ForeignKey(
        Scenario, models.CASCADE, null=True, blank=True, related_name="outlooks", verbose_name=_("scenario")
    )
    day = models.DateField(_("from the record of"))
    until = models.DateField(_("until"))
    leaving = models.PositiveIntegerField(_("leaving"), default=0)
    uncertain = models.PositiveIntegerField(_("of uncertain month"), default=0)
    timeless = models.PositiveIntegerField(_("without a retirement age"), default=0)
    computed_at = models.DateTimeField(_("computed"), default=timezone.now)

    objects = ForecastQuerySet.as_manager()

    class Meta:
        verbose_name = _("outlook")
        verbose_name_plural = _("outlooks")
        constraints = [
            models.UniqueConstraint(name="outlook_unique", fields=["unit", "scenario", "saved"], nulls_distinct=False),
            models.CheckConstraint(
                name="outlook_saved_is_named",
                condition=Q(scenario=Foreseen.SAVED, saved__isnull=False)
                | Q(scenario__in=[Foreseen.NOBODY, Foreseen.PLAN], saved=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.scenario} {self.until}"


class Forecast(models.Model):
    """An indicator of a unit over actual holders, as it is expected from the end of the month `day` until the next row.

    Months in which nothing changes have no row of their own.
    """

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="forecasts", verbose_name=_("unit"), db_index=False)
    scenario = models.CharField(_("assumption"), max_length=10, choices=Foreseen)
    saved = models.ForeignKey(
        Scenario, models.CASCADE, null=True, blank=True, related_name="forecasts", verbose_name=_("scenario")
    )
    indicator = models.CharField(_("indicator"), max_length=40)
    day = models.DateField(_("end of the month"))
    numerator = models.PositiveIntegerField(_("numerator"), default=0)
    denominator = models.PositiveIntegerField(_("denominator"), default=0)
    unknown = models.PositiveIntegerField(_("unknown"), default=0)
    excluded = models.PositiveIntegerField(_("excluded"), default=0)

    objects = ForecastQuerySet.as_manager()

    class Meta:
        verbose_name = _("forecast")
        verbose_name_plural = _("forecasts")
        constraints = [
            models.UniqueConstraint(
                name="forecast_unique", fields=["unit", "indicator", "scenario", "saved", "day"], nulls_distinct=False
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
