"""What administrators do for people who cannot get in: a new password, a second factor removed."""

import datetime
import secrets

import pghistory
from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from knox.models import AuthToken

from anphu.kit import history
from anphu.kit.refusals import Refused, insist
from orgtree.models import User
from orgtree.queries.accounts import answered_for
from orgtree.rules import accounts

_LEGIBLE = "abcdefghjkmnpqrstuvwxyz23456789"
"""No letter that a person reading aloud or copying by hand takes for another."""


def new_password() -> str:
    """A password to hand over, once: four groups of four, 79 bits."""
    return "-".join("".join(secrets.choice(_LEGIBLE) for _place in range(4)) for _group in range(4))


@transaction.atomic
def set_password(*, actor: User, on: datetime.date, account: int, password: str, reason: str) -> User:
    """Give the account (by id) a new password; its sessions and tokens end. Raises Refused."""
    row = _locked(actor, on, account)
    try:
        validate_password(password, row)
    except ValidationError as error:
        raise Refused("weak_password", " ".join(error.messages), status=400) from error
    with history.acting(actor=actor, verb="set_password", reason=reason):
        row.set_password(password)
        row.save(update_fields=["password"])
        AuthToken.objects.filter(user=row).delete()
        pghistory.create_event(row, label="password_set")
    return row


@transaction.atomic
def remove_second_factor(*, actor: User, on: datetime.date, account: int, reason: str) -> User:
    """Forget authenticator, passkeys and recovery codes of an account (by id) whose holder has lost them."""
    row = _locked(actor, on, account)
    if not Authenticator.objects.filter(user=row).exists():
        raise Refused("no_second_factor", _("This account has no second factor."))
    with history.acting(actor=actor, verb="remove_second_factor", reason=reason):
        Authenticator.objects.filter(user=row).delete()
        pghistory.create_event(row, label="second_factor_removed")
    return row


def _locked(actor: User, on: datetime.date, account: int) -> User:
    row = answered_for(actor, on).filter(pk=account).select_for_update().first()
    if row is None:
        raise Refused("not_found", _("That account is not within your reach."), status=404)
    insist(accounts.why_not_access(row, user=actor))
    return row
