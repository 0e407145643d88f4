"""Kin on both sides; kin who are people of ours are linked, for conflicts of interest."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anphu.kit.encryption import EncryptedTextField
from orgtree.choices import Scheme
from orgtree.models.dossier.part import PartialDateField, Row, code, part, real_dates, words
from orgtree.models.people import Person


@part
class FamilyMember(Row):
    """One relative."""

    relation = code(Scheme.RELATION, _("relation"))
    name = words(_("name of the relative"), 100)
    born = PartialDateField(pgettext_lazy("relative", "born"))
    home_town = words(_("home town"))
    residence = words(_("residence"))
    occupation = words(_("occupation, title, unit"), 300)
    is_member = models.BooleanField(_("Party member"), default=False)
    stance = EncryptedTextField(_("political stance"), blank=True)
    relative = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="kin_of", verbose_name=_("person in this system")
    )

    class Meta:
        verbose_name = _("relative")
        verbose_name_plural = _("family")
        constraints = [
            *real_dates("familymember", "born"),
            models.CheckConstraint(
                name="familymember_not_self",
                condition=models.Q(relative=None) | ~models.Q(relative=models.F("person")),
                violation_error_message=_("Nobody is a relative of oneself."),
            ),
        ]
