"""Imports: a file received, what it would do (stored, so that what is written is what was shown), and what it did."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from anphu.kit import history
from anphu.kit.artifacts import Artifact
from anphu.kit.encryption import EncryptedTextField
from anphu.kit.jobs import Job
from orgtree.choices import BatchState, RowKind, Verb
from orgtree.models.people import Person
from orgtree.models.units import Unit, UnitLink


class ImportLayout(models.Model):
    """How somebody mapped the columns of a layout last; `digest` is of its headings, `mapping` heading → column."""

    digest = models.CharField(max_length=64, unique=True)
    mapping = models.JSONField(default=dict)
    used_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    used_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.digest[:12]


class ImportBatchQuerySet(models.QuerySet):
    def visible_to(self, user, on):
        """Imports into units where the reader may edit dossiers; having made one opens nothing by itself."""
        return self.filter(unit__in=UnitLink.objects.reached_by(user, Verb.EDIT_PEOPLE, on))


@history.tracked(exclude=("counts", "facts"))
class ImportBatch(models.Model):
    """One file on its way in. `unit`: whose people it may write; `mapping`: position of a column → what it fills.

    `layout`: digest of the headings; `facts`: what reading the file told (headings, sheets, what was set aside);
    `gesture`: the context of its writes in the history, by which it is taken back.
    """

    artifact = models.ForeignKey(Artifact, models.PROTECT, related_name="+", verbose_name=_("file"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="imports", verbose_name=_("unit"))
    sheet = models.CharField(_("sheet"), max_length=100, blank=True)
    layout = models.CharField(max_length=64, blank=True)
    mapping = models.JSONField(_("columns"), default=dict)
    facts = models.JSONField(default=dict)
    state = models.CharField(_("state"), max_length=12, choices=BatchState, default=BatchState.RECEIVED)
    counts = models.JSONField(_("counts"), default=dict)
    problem = models.CharField(_("problem"), max_length=500, blank=True)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+")
    gesture = models.UUIDField(null=True, blank=True, editable=False)
    on = models.DateField(_("working day"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("received from")
    )
    made_at = models.DateTimeField(_("received"), default=timezone.now)
    committed_at = models.DateTimeField(_("written"), null=True, blank=True)
    undone_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="importbatch_state_known", condition=Q(state__in=BatchState.values)),
            models.CheckConstraint(
                name="importbatch_written_when_committed",
                condition=~Q(state__in=[BatchState.COMMITTED, BatchState.UNDOING, BatchState.UNDONE])
                | Q(committed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class ImportRowQuerySet(models.QuerySet):
    def visible_to(self, user, on):
        return self.filter(batch__in=ImportBatch.objects.visible_to(user, on).values("pk"))


class ImportRow(models.Model):
    """One row of the preview. `number` orders the rows, `sheet` and `line` say where it stands in the file.

    `values` (JSON, encrypted): what the cells say, by column; `changes`: before and after per field; `problems`: what
    is wrong, by column; `keys`: digests of whom it speaks of; `matched`: whose record it is; `picked`: who was
    chosen by hand, 0 for a new one; `basis`: digest of the record it was judged against, so that a change is noticed.
    """

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows", verbose_name=_("import"))
    number = models.PositiveIntegerField(_("number"))
    sheet = models.CharField(_("sheet"), max_length=100, blank=True)
    line = models.PositiveIntegerField(_("row"), default=0)
    group = models.CharField(max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=RowKind)
    name = models.CharField(_("name"), max_length=150, blank=True)
    values = EncryptedTextField(default="", blank=True)
    changes = EncryptedTextField(default="", blank=True)
    problems = models.JSONField(default=list)
    candidates = models.JSONField(default=list)
    keys = ArrayField(models.CharField(max_length=16), default=list)
    matched = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    picked = models.BigIntegerField(null=True, blank=True)
    basis = models.CharField(max_length=64, blank=True)
    skipped = models.BooleanField(_("skipped"), default=False)
    written = models.BooleanField(_("written"), default=False)
    outcome = models.CharField(_("outcome"), max_length=300, blank=True)

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of imports")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(name="importrow_number_once", fields=["batch", "number"]),
            models.CheckConstraint(name="importrow_kind_known", condition=Q(kind__in=RowKind.values)),
        ]
        indexes = [models.Index(fields=["batch", "kind", "number"], name="importrow_kinds")]

    def __str__(self) -> str:
        return f"{self.number} of {self.batch_id}"
