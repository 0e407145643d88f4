"""Who may do what, asked in three directions: which rows (`visible_to` on querysets), may this user, who may."""

import datetime

from django.utils.translation import gettext_lazy as _

from anphu.kit.refusals import Refused
from orgtree.choices import Verb
from orgtree.models import ROLE_VERBS, RoleGrant, Unit, UnitLink, User


def may(user: User, verb: str, unit: Unit | int, on: datetime.date) -> bool:
    """Whether a grant of `user` lets it do `verb` in `unit`, by the tree as it stood on `on`."""
    granted = user.granted(verb)
    unit_id = unit.pk if isinstance(unit, Unit) else unit
    return bool(granted) and (UnitLink.objects.on(on).filter(ancestor__in=granted, descendant=unit_id).exists())


def why_not(user: User, verb: str, unit: Unit | int, on: datetime.date) -> Refused | None:
    """None when `user` may; otherwise the refusal, which names the right that is missing and nothing of the unit."""
    if may(user, verb, unit, on):
        return None
    return refusal(verb)


def refusal(verb: str) -> Refused:
    """What somebody without the right is told."""
    return Refused("not_allowed", _("Your roles do not include this right here: %s.") % Verb(verb).label, status=403)


def who_may(verb: str, unit: Unit | int, on: datetime.date, today: datetime.date) -> "list[RoleGrant]":
    """Grants in force on `today` that let somebody do `verb` in `unit`, nearest unit first, with their users."""
    unit_id = unit.pk if isinstance(unit, Unit) else unit
    depth = dict(UnitLink.objects.on(on).filter(descendant=unit_id).values_list("ancestor", "depth"))
    roles = [role for role, verbs in ROLE_VERBS.items() if verb in verbs]
    grants = RoleGrant.objects.on(today).filter(unit__in=depth, role__in=roles, user__is_active=True)
    return sorted(grants.select_related("user"), key=lambda grant: (depth[grant.unit_id], grant.user.username))
