"""Who must have a second factor and has none."""

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings

from orgtree.models.access import DECIDING_ROLES


def lacks(user) -> bool:
    """Whether the installation wants a second factor of this account, and the account has none."""
    return (
        settings.ANPHU_REQUIRE_MFA
        and user.is_authenticated
        and not DECIDING_ROLES.isdisjoint(user.roles)
        and not is_mfa_enabled(user)
    )
