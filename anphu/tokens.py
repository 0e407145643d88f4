"""Tokens with which a reader's own programs use the API: kept hashed, shown once, gone after their hours."""

import datetime
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from knox.models import AuthToken
from knox.settings import knox_settings

from anphu.kit.refusals import Refused


@dataclass(frozen=True)
class Issued:
    """A token in clear, which nobody sees again, and the moment it expires."""

    text: str
    expires: datetime.datetime


def held_by(user) -> list[AuthToken]:
    """The reader's tokens that still open something, newest first."""
    return list(AuthToken.objects.filter(user=user, expiry__gt=timezone.now()).order_by("-created"))


def issue(user) -> Issued:
    """A new token. Refused `too_many_tokens` at the limit of the settings."""
    limit = knox_settings.TOKEN_LIMIT_PER_USER
    if limit and len(held_by(user)) >= limit:
        sentence = _("You hold %s tokens already. Revoke them, or wait until one expires.") % limit
        raise Refused("too_many_tokens", sentence)
    token, text = AuthToken.objects.create(user)
    return Issued(text, token.expiry)


def revoke(user, key: str) -> None:
    """End the reader's token that begins with `key`. Refused `not_found` when there is none."""
    if "\x00" in key or not AuthToken.objects.filter(user=user, token_key=key).delete()[0]:
        raise Refused("not_found", _("You hold no such token."), status=404)


def revoke_all(user) -> int:
    """End every token of the reader; the number of those that ended."""
    return AuthToken.objects.filter(user=user).delete()[0]
