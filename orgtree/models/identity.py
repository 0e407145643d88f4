"""Two records of one person, and two people who only look like one."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from anphu.kit import history
from anphu.kit.encryption import EncryptedTextField
from orgtree.models.people import Person


@history.tracked()
class NotSame(models.Model):
    """Somebody looked at a pair and said that these are two people; the pair does not come back."""

    one = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("person"))
    other = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("other person"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("said by"))
    at = models.DateTimeField(_("said"), default=timezone.now)

    class Meta:
        verbose_name = _("pair of different people")
        verbose_name_plural = _("pairs of different people")
        constraints = [
            models.CheckConstraint(name="notsame_ordered", condition=Q(one__lt=models.F("other"))),
            models.UniqueConstraint(name="notsame_once", fields=["one", "other"]),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} ≠ {self.other_id}"


_WHOLE = """
IF EXISTS (SELECT FROM orgtree_merge WHERE id = NEW.id AND (undone_at IS NULL) = (moved = '')) THEN
    RAISE EXCEPTION 'merge % was left half done', NEW.id USING ERRCODE = 'check_violation';
END IF;
RETURN NULL;
"""


class MergeQuerySet(models.QuerySet):
    def visible_to(self, user, on):
        """Merges into records of people in the reader's sight."""
        return self.filter(kept__in=Person.objects.visible_to(user, on).values("pk"))


@history.tracked()
class Merge(models.Model):
    """`gone` was found to be `kept`: what belonged to it was moved. `moved` (JSON) tells what to move back.

    While records are moving, and only then, `moved` is empty (or, when they move back, not yet empty): such a merge
    opens what is otherwise append-only, and none is left so when the transaction ends.
    """

    kept = models.ForeignKey(Person, models.PROTECT, related_name="merged_from", verbose_name=_("kept record"))
    gone = models.ForeignKey(Person, models.PROTECT, related_name="merged_into", verbose_name=_("record given up"))
    moved = EncryptedTextField(_("what was moved"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("merged by"))
    at = models.DateTimeField(_("merged"), default=timezone.now)
    undone_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("taken back by"),
    )

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("merge of two records")
        verbose_name_plural = _("merges of records")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(name="merge_of_two", condition=~Q(kept=models.F("gone"))),
            models.UniqueConstraint(name="merge_gone_once", fields=["gone"], condition=Q(undone_at=None)),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="whole",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                timing=pgtrigger.Deferred,
                func=_WHOLE,
            )
        ]

    def __str__(self) -> str:
        return f"{self.gone_id} → {self.kept_id}"
