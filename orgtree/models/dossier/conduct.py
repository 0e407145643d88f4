"""How a person was judged: praised, punished, rated."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from anphu.kit.encryption import EncryptedTextField
from orgtree.choices import Scheme, Side
from orgtree.models.dossier.part import PartialDateField, Row, code, in_order, part, real_dates, words


@part
class Commendation(Row):
    """A commendation or a title of honour."""

    awarded = PartialDateField(_("awarded on"))
    form = code(Scheme.COMMENDATION, _("form of commendation"))
    content = words(_("for what"), 300)
    decided_by = words(_("decided by"))
    decision = words(_("decision number"), 60)

    class Meta:
        verbose_name = _("commendation")
        verbose_name_plural = _("commendations")
        constraints = [*real_dates("commendation", "awarded")]


@part
class Discipline(Row):
    """A disciplinary measure, with the day its effect ends (the period is a rule, so the day is entered)."""

    side = models.CharField(_("side"), max_length=12, choices=Side, blank=True)
    measure = code(Scheme.DISCIPLINE, _("measure"))
    act = EncryptedTextField(_("for what"), blank=True)
    decided_by = words(_("decided by"))
    decision = words(_("decision number"), 60)
    decided = PartialDateField(_("decided on"), null=False, blank=False)
    ends = PartialDateField(_("in effect until"))

    class Meta:
        verbose_name = _("discipline")
        verbose_name_plural = _("disciplinary measures")
        constraints = [*real_dates("discipline", "decided", "ends"), in_order("discipline", "decided", "ends")]


@part
class Rating(Row):
    """The rating of a year, as a member or as a cadre."""

    year = models.PositiveSmallIntegerField(_("year"))
    as_member = models.BooleanField(_("rated as a Party member"), default=True)
    rating = code(Scheme.RATING, _("rating"))
    decided_by = words(_("decided by"))

    class Meta:
        verbose_name = _("yearly rating")
        verbose_name_plural = _("yearly ratings")
        constraints = [
            models.CheckConstraint(name="rating_year_known", condition=Q(year__gte=1930, year__lte=2150)),
            models.UniqueConstraint(
                name="rating_once_a_year",
                fields=["person", "year", "as_member"],
                violation_error_message=_("This year has been rated already."),
            ),
        ]
