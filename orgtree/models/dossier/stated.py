"""What files say of plans. The plan in force is planning's, and only decisions write it."""

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from orgtree.models.dossier.part import Row, part, words

MOST_STATED = 3
"""Lists have columns for so many planned titles of one person."""


@part
class StatedPlan(Row):
    """A title that a list or a file says somebody is planned for: a trace of old papers, of no effect of its own."""

    term = models.CharField(
        _("term as stated"),
        max_length=9,
        blank=True,
        validators=[RegexValidator(r"^[0-9]{4}-[0-9]{4}$", _("Write the term as 2020-2025."))],
    )
    place = models.PositiveSmallIntegerField(
        _("order as stated"), default=1, validators=[MinValueValidator(1), MaxValueValidator(MOST_STATED)]
    )
    title = models.CharField(_("planned title as stated"), max_length=200)
    document = words(_("paper that states it"))

    class Meta:
        verbose_name = _("planned title stated in papers")
        verbose_name_plural = _("planned titles stated in papers (not the plan in force)")
        constraints = [
            models.CheckConstraint(name="statedplan_place_known", condition=Q(place__gte=1, place__lte=MOST_STATED)),
            models.CheckConstraint(name="statedplan_term_known", condition=Q(term__regex=r"^([0-9]{4}-[0-9]{4})?$")),
        ]
