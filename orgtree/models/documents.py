"""Templates of printed dossiers that a clerk changed; without one, the form built in is used."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from anphu.kit import history
from anphu.kit.artifacts import Artifact
from orgtree.choices import DocumentForm


@history.tracked()
class DocumentTemplate(models.Model):
    """A Word template of one form. At most one of a form is in use; the others are kept to go back to."""

    form = models.CharField(_("form"), max_length=20, choices=DocumentForm)
    artifact = models.ForeignKey(Artifact, models.PROTECT, related_name="+", verbose_name=_("file"))
    in_use = models.BooleanField(_("in use"), default=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded"), default=timezone.now)

    class Meta:
        verbose_name = _("template of a document")
        verbose_name_plural = _("templates of documents")
        ordering = ["form", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="documenttemplate_form_known", condition=models.Q(form__in=DocumentForm.values)
            ),
            models.UniqueConstraint(
                name="documenttemplate_one_in_use", fields=["form"], condition=models.Q(in_use=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form} #{self.pk}"
