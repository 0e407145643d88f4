"""May this account be given this role, may its password be set: a reason, or nothing."""

import datetime

from django.utils.translation import gettext_lazy as _

from anphu.kit.refusals import Refused
from orgtree.choices import Verb
from orgtree.models import Unit, User
from orgtree.rules import access


def why_not_grant(account: int | None, unit: Unit, *, user: User, on: datetime.date) -> Refused | None:
    """Why `user` cannot give or change a grant of `account` (id; None: a new one) in `unit`."""
    if account == user.pk:
        return Refused("own_grant", _("Nobody grants themselves a role; another administrator must."), status=403)
    return access.why_not(user, Verb.MANAGE_ACCOUNTS, unit, on)


def why_not_access(account: User, *, user: User) -> Refused | None:
    """Why `user` cannot set the password or remove the second factor of an account that it answers for."""
    if account.pk == user.pk:
        return Refused("own_account", _("Change your own password on your account page."), status=403)
    return None
