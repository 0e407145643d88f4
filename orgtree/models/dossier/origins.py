"""Where a person comes from and lives, and the papers that say who it is."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from orgtree.choices import Scheme
from orgtree.models.dossier.part import PartialDateField, Single, code, part, real_dates, words


@part
class Contact(Single):
    """Places of birth and residence."""

    birth_place = words(_("place of birth"))
    birth_registered_at = words(_("place of birth registration"))
    residence = words(_("permanent residence"))
    lives_at = words(_("present address"))
    temporary_residence = words(_("temporary residence"))
    phone = words(_("telephone"), 30)
    email = models.EmailField(_("e-mail"), blank=True)

    class Meta:
        verbose_name = _("places and contact")
        verbose_name_plural = _("places and contact")


@part
class Papers(Single):
    """Numbers besides the identity number and the Party card, and where papers were issued."""

    identity_issued_on = PartialDateField(_("identity card issued on"))
    identity_issued_by = words(_("identity card issued by"))
    old_identity_number = words(
        _("old identity number"), 12, validators=[RegexValidator(r"^([0-9]{9}|[0-9]{12})$", _("Write 9 digits."))]
    )
    birth_province = code(Scheme.PROVINCE, _("province of birth registration"))
    party_card_issued_on = PartialDateField(_("Party card issued on"))
    party_card_issued_by = words(_("Party card issued by"))
    old_party_card = words(_("old Party card"), 20)
    profile_number = words(_("dossier number"), 20)
    social_insurance = words(_("social insurance number"), 15)
    health_insurance = words(_("health insurance number"), 20)

    class Meta:
        verbose_name = _("papers")
        verbose_name_plural = _("papers")
        constraints = [*real_dates("papers", "identity_issued_on", "party_card_issued_on")]
