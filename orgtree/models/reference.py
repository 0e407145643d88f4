"""Code lists of a dossier. Own keys; the numbers that other systems use are attributes, because they disagree."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from anphu.kit import history
from anphu.kit.periods import PeriodField, PeriodQuerySet, has_days, no_overlap
from orgtree.choices import Confidence, DossierNumber, Scheme


class CodeList(models.Model):
    """A short list of things with a code of ours and a label in Vietnamese, as forms print it."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=100, unique=True)

    class Meta:
        abstract = True
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


@history.tracked()
class EthnicGroup(CodeList):
    """One of the 54 groups. `code`: order of decision 121-TCTK/PPCĐ (second-hand); the census numbers otherwise."""

    census_code = models.CharField(_("census code"), max_length=20, blank=True)

    class Meta(CodeList.Meta):
        verbose_name = _("ethnic group")
        verbose_name_plural = _("ethnic groups")

    @property
    def is_minority(self) -> bool:
        return self.code != "01"


@history.tracked()
class Religion(CodeList):
    """Codes are unofficial (second-hand); 99 means none."""

    class Meta(CodeList.Meta):
        verbose_name = _("religion")
        verbose_name_plural = _("religions")


@history.tracked()
class CodeEntry(models.Model):
    """One entry of one of the short lists (`scheme`) that dossiers choose from, in use during `period`."""

    scheme = models.CharField(_("list"), max_length=30, choices=Scheme)
    code = models.CharField(_("code"), max_length=30)
    name = models.CharField(_("name"), max_length=150)
    rank = models.PositiveSmallIntegerField(_("order in the list"), default=0)
    confidence = models.CharField(_("confidence"), max_length=2, choices=Confidence, default=Confidence.UNVERIFIED)
    period = PeriodField()

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of a code list")
        verbose_name_plural = _("entries of code lists")
        ordering = ["scheme", "rank", "code"]
        constraints = [
            models.UniqueConstraint(name="codeentry_code_unique", fields=["scheme", "code"]),
            models.CheckConstraint(name="codeentry_scheme_known", condition=models.Q(scheme__in=Scheme.values)),
            has_days("codeentry_has_days"),
        ]

    def __str__(self) -> str:
        return self.name


@history.tracked()
class ExternalCode(models.Model):
    """The number by which another system knows an entry; systems disagree, so none of them is our key."""

    entry = models.ForeignKey(CodeEntry, models.PROTECT, related_name="external_codes", verbose_name=_("entry"))
    system = models.CharField(_("system"), max_length=60)
    code = models.CharField(_("code"), max_length=30)

    class Meta:
        verbose_name = _("external code")
        verbose_name_plural = _("external codes")
        constraints = [models.UniqueConstraint(name="externalcode_unique", fields=["entry", "system"])]

    def __str__(self) -> str:
        return f"{self.system}: {self.code}"


@history.tracked()
class DossierParameter(models.Model):
    """A number that the checks of dossiers use, dated, with its source and how sure it is."""

    key = models.CharField(_("key"), max_length=40, choices=DossierNumber)
    value = models.PositiveSmallIntegerField(_("value"))
    period = PeriodField()
    basis = models.CharField(_("basis"), max_length=200)
    confidence = models.CharField(_("confidence"), max_length=2, choices=Confidence)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("number of the dossier checks")
        verbose_name_plural = _("numbers of the dossier checks")
        ordering = ["key", "-period"]
        constraints = [no_overlap("dossierparameter_no_overlap", "key"), has_days("dossierparameter_has_days")]

    def __str__(self) -> str:
        return f"{self.get_key_display()}: {self.value}"
