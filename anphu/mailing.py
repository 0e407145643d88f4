"""Notices by e-mail: that there are some, and where to sign in. Nothing else leaves by mail."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import Count, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from anphu.kit.notices import Notice

log = logging.getLogger(__name__)


def configured() -> bool:
    """Whether the installation has a mail server and a sender."""
    return bool(settings.EMAIL_HOST and settings.DEFAULT_FROM_EMAIL)


def mail_notices(users) -> int:
    """One mail to each of `users` (a queryset of accounts) who has notices that were neither read nor mailed. Returns
    how many were sent; what could not be sent is tried again the next time."""
    waiting = Q(notices__read_at=None, notices__mailed_at=None)
    found = users.filter(is_active=True).exclude(email="").annotate(waiting=Count("notices", filter=waiting))
    sent = 0
    with get_connection() as connection, translation.override(settings.LANGUAGE_CODE):
        for user in found.filter(waiting__gt=0).order_by("pk"):
            sent += _mail(user, connection)
    return sent


def _mail(user, connection) -> bool:
    rows = Notice.objects.of(user).unread().unmailed()
    keys = list(rows.values_list("pk", flat=True))
    try:
        _message(user, len(keys), connection).send()
    except (SMTPException, OSError) as error:
        log.warning("account %s: %s notices could not be mailed: %s", user.pk, len(keys), error)
        return False
    Notice.objects.filter(pk__in=keys).update(mailed_at=timezone.now())
    return True


def _message(user, number: int, connection) -> EmailMessage:
    text = ngettext("You have %(number)d notice in An Phú.", "You have %(number)d notices in An Phú.", number)
    lines = [text % {"number": number}, settings.PUBLIC_URL and _("Sign in: %s") % settings.PUBLIC_URL]
    return EmailMessage(
        subject=_("An Phú: something waits for you"),
        body="\n".join(filter(None, lines)),
        to=[user.email],
        connection=connection,
    )
