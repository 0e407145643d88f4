"""Who is told: the accounts whose grants of today let them do something in units."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable

from orgtree.models import ROLE_VERBS, RoleGrant, UnitLink, User


def who(verb: str, unit_ids: Iterable[int], on: datetime.date) -> list[User]:
    """Accounts that may `verb` in at least one of the units, by the tree of `on`, by name. Two queries."""
    found = {user.pk: user for users in per_unit(verb, set(unit_ids), on).values() for user in users}
    return sorted(found.values(), key=lambda user: user.username)


def per_unit(verb: str, unit_ids: Collection[int], on: datetime.date) -> dict[int, list[User]]:
    """`{unit id: accounts that may verb there}`, by the tree of `on` and the grants in force on `on`. Two queries."""
    links = list(UnitLink.objects.on(on).filter(descendant__in=unit_ids).values_list("ancestor", "descendant"))
    roles = [role for role, verbs in ROLE_VERBS.items() if verb in verbs]
    grants = RoleGrant.objects.on(on).filter(
        unit__in={ancestor for ancestor, _descendant in links}, role__in=roles, user__is_active=True
    )
    holders: dict[int, dict[int, User]] = defaultdict(dict)
    for grant in grants.select_related("user").order_by("user__username"):
        holders[grant.unit_id][grant.user_id] = grant.user
    found: dict[int, dict[int, User]] = {unit: {} for unit in unit_ids}
    for ancestor, descendant in links:
        found[descendant].update(holders.get(ancestor, {}))
    return {unit: list(users.values()) for unit, users in found.items()}
