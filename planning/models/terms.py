"""Terms of the committee track and the titles that a unit plans for in each."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from anphu.kit import history
from anphu.kit.periods import PeriodField, PeriodQuerySet, has_days
from orgtree.choices import Verb
from orgtree.models import Title, Unit, UnitLink


class TermQuerySet(PeriodQuerySet):
    def visible_to(self, user, on):
        """All of them: terms name no unit and no person."""
        return self


@history.tracked()
class Term(models.Model):
    """A term of Party committees, named by its years: "2020-2025"."""

    code = models.SlugField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=100)
    period = PeriodField()

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["code"]
        constraints = [has_days("term_has_days")]

    def __str__(self) -> str:
        return self.name


class PlanTitleQuerySet(models.QuerySet):
    def visible_to(self, user, on):
        return self.filter(unit__in=UnitLink.objects.reached_by(user, Verb.SEE_PLANS, on))


@history.tracked()
class PlanTitle(models.Model):
    """A title of a unit for which people are prepared in a term, and how many posts of it there will be."""

    term = models.ForeignKey(Term, models.PROTECT, related_name="plan_titles", verbose_name=_("term"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="plan_titles", verbose_name=_("unit"))
    title = models.ForeignKey(Title, models.PROTECT, related_name="plan_titles", verbose_name=_("title"))
    size = models.PositiveSmallIntegerField(_("posts"), default=1)

    objects = PlanTitleQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan title")
        verbose_name_plural = _("plan titles")
        ordering = ["term", "unit", "-title__rank"]
        constraints = [
            models.UniqueConstraint(name="plantitle_unique", fields=["unit", "term", "title"]),
            models.CheckConstraint(name="plantitle_size_positive", condition=models.Q(size__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.title_id} @ {self.unit_id} {self.term_id}"
