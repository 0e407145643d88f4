"""What is nobody's business but the organisation's: history of self, health, ties abroad, assets. Encrypted at rest."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anphu.kit.encryption import EncryptedTextField
from orgtree.choices import Scheme
from orgtree.models.dossier.part import PartialDateField, Row, Single, code, in_order, part, real_dates, words


@part
class Background(Single):
    """Family class and the particulars of a life (arrests, work for the former regime)."""

    family_class = code(Scheme.FAMILY_CLASS, _("family class"))
    arrests = EncryptedTextField(_("arrests and imprisonment"), blank=True)
    former_regime = EncryptedTextField(_("work for the former regime"), blank=True)
    political_conclusion = EncryptedTextField(_("conclusion on the political standard"), blank=True)
    concluded_on = PartialDateField(_("date of the conclusion"))

    class Meta:
        verbose_name = _("history of self")
        verbose_name_plural = _("history of self")
        constraints = [*real_dates("background", "concluded_on")]


@part
class HealthCheck(Row):
    """Health as examined on a day."""

    examined = PartialDateField(_("examined on"))
    health_class = code(Scheme.HEALTH, _("health class"))
    height = EncryptedTextField(_("height, cm"), blank=True)
    weight = EncryptedTextField(_("weight, kg"), blank=True)
    blood = code(Scheme.BLOOD, _("blood group"))
    note = EncryptedTextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("health")
        verbose_name_plural = _("health")
        constraints = [*real_dates("healthcheck", "examined")]


@part
class ForeignTie(Row):
    """A journey abroad, or a relative or organisation abroad."""

    kind = code(Scheme.FOREIGN_KIND, _("kind of tie"))
    started = PartialDateField(pgettext_lazy("dates", "from"))
    ended = PartialDateField(pgettext_lazy("dates", "to"))
    country = words(_("country"), 100)
    content = EncryptedTextField(_("who or what for"), blank=True)

    class Meta:
        verbose_name = _("journey or tie abroad")
        verbose_name_plural = _("journeys and ties abroad")
        constraints = [*real_dates("foreigntie", "started", "ended"), in_order("foreigntie", "started", "ended")]


@part
class Declaration(Row):
    """A declaration of assets, income or household."""

    declared = PartialDateField(_("declared on"), null=False, blank=False)
    kind = code(Scheme.DECLARATION, _("kind of declaration"))
    content = EncryptedTextField(_("content"), blank=True)

    class Meta:
        verbose_name = _("declaration")
        verbose_name_plural = _("assets and declarations")
        constraints = [*real_dates("declaration", "declared")]
