"""Short messages of the program to an account: that something waits, never what it is about in person."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _


class NoticeQuerySet(models.QuerySet):
    def of(self, user):
        return self.filter(user=user)

    def unread(self):
        return self.filter(read_at=None)

    def unmailed(self):
        return self.filter(mailed_at=None)


class Notice(models.Model):
    """One message. `text` is in the language of the installation and names units and rounds, no people."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", verbose_name=_("account")
    )
    code = models.SlugField(_("kind"), max_length=40)
    text = models.CharField(_("message"), max_length=300)
    address = models.CharField(_("page"), max_length=200)
    made_at = models.DateTimeField(_("written"), default=timezone.now)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    mailed_at = models.DateTimeField(_("mailed"), null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        app_label = "anphu"
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-pk"]
        indexes = [
            models.Index(name="notice_unread", fields=["user"], condition=models.Q(read_at=None)),
            models.Index(name="notice_unmailed", fields=["user"], condition=models.Q(mailed_at=None)),
        ]

    def __str__(self) -> str:
        return self.text


def mark_read(user, keys: Iterable[int] | None = None) -> int:
    """`user` has read these notices (ids; None: all). Returns how many were new."""
    rows = Notice.objects.of(user).unread()
    return (rows if keys is None else rows.filter(pk__in=keys)).update(read_at=timezone.now())


def notify(users: Iterable, *, code: str, text: str, address: str, words: Mapping[str, Any] | None = None) -> int:
    """Write the same notice to every account of `users`; an unread one of the same words and page is not repeated.

    `text` may be a lazy sentence, into which `words` are put in the language of the installation. Returns how
    many were written.
    """
    with translation.override(settings.LANGUAGE_CODE):
        text = str(text) % words if words else str(text)
    users = {user.pk for user in users if user.is_active}
    known = Notice.objects.unread().filter(user__in=users, code=code, text=text, address=address)
    missing = users - set(known.values_list("user", flat=True))
    return len(
        Notice.objects.bulk_create(Notice(user_id=pk, code=code, text=text, address=address) for pk in sorted(missing))
    )
