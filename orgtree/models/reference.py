"""Code lists of a dossier. Own keys; the numbers that other systems use are attributes, because they disagree."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from anphu.kit import history


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
