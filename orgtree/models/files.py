"""Files kept with a dossier, and the log of who opened or carried away what."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from anphu.kit import history
from anphu.kit.artifacts import Artifact
from orgtree.choices import AttachmentKind, ReadKind, Verb
from orgtree.models.dossier.part import PartQuerySet
from orgtree.models.people import Person
from orgtree.models.units import UnitLink


@history.tracked()
class Attachment(models.Model):
    """A file of a dossier. `section`: the part it proves; restricted with it."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="attachments", verbose_name=_("person"))
    section = models.CharField(_("section"), max_length=30, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=AttachmentKind, default=AttachmentKind.OTHER)
    title = models.CharField(_("title"), max_length=150)
    artifact = models.ForeignKey(Artifact, models.PROTECT, related_name="+", verbose_name=_("file"))

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                name="attachment_one_photo", fields=["person"], condition=models.Q(kind=AttachmentKind.PHOTO)
            )
        ]

    def __str__(self) -> str:
        return self.title


class DossierReadQuerySet(models.QuerySet):
    def visible_to(self, user, on):
        """The log of readers in the reach of a grant that opens the log: auditors see it all, with no dossier."""
        if user.may_everywhere(Verb.SEE_READ_LOG):
            return self
        return self.filter(reader__grants__unit__in=UnitLink.objects.reached_by(user, Verb.SEE_READ_LOG, on)).distinct()


class DossierRead(models.Model):
    """Somebody opened a full dossier or carried data away. Append-only. `detail`: sections, filters, form; no content.

    `rows`: how many people it was about. `digest`: of the file given out.
    """

    at = models.DateTimeField(_("time"), default=timezone.now)
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("reader"))
    person = models.ForeignKey(  # the log outlives a person who came with an import that was taken back
        Person,
        models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="reads",
        verbose_name=_("person"),
        db_constraint=False,
    )
    kind = models.CharField(_("kind"), max_length=12, choices=ReadKind)
    detail = models.CharField(_("what"), max_length=300, blank=True)
    purpose = models.CharField(_("purpose"), max_length=300, blank=True)
    rows = models.PositiveIntegerField(_("people"), default=1)
    digest = models.CharField(_("digest of the file"), max_length=64, blank=True)

    objects = DossierReadQuerySet.as_manager()

    class Meta:
        verbose_name = _("reading of a dossier")
        verbose_name_plural = _("read log")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["-at"], name="dossierread_newest"),
            models.Index(fields=["person", "-at"], name="dossierread_of_person"),
            models.Index(fields=["reader", "-at"], name="dossierread_by_reader"),
        ]
        triggers = [history.append_only()]

    def __str__(self) -> str:
        return f"{self.kind} {self.person_id or ''} by {self.reader_id}"
