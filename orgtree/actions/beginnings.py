"""The one gesture that nobody has been granted: the first unit and the first administrator of an empty installation."""

import datetime

from django.db import transaction

from anphu.kit import history
from anphu.kit.periods import period
from orgtree.actions import structure
from orgtree.choices import Role
from orgtree.models import RoleGrant, User


@transaction.atomic
def begin(
    *, on: datetime.date, reason: str, username: str, password: str, code: str, since: datetime.date, **version
) -> User:
    """Found the root unit as it is `since` then, and an administrator of it from `on`; both done by the system itself.

    `version`: name, short_name, kind. Raises Refused where there is a unit already: from then on accounts, grants and
    units are made by those who hold the roles for it.
    """
    with history.acting(actor=None, verb="begin", reason=reason):
        unit = structure.found_root(reason=reason, code=code, day=since, **version)
        user = User.objects.create_user(username, password=password)
        RoleGrant.objects.create(user=user, role=Role.ADMINISTRATOR, unit=unit, period=period(on))
    return user
