"""Who looks: the demo's clerk of the district, and one at the very top who sees everybody there is."""

from anphu.demo.tree import DAY
from anphu.kit import history
from anphu.kit.periods import period
from orgtree.choices import Role
from orgtree.models import RoleGrant, UnitVersion, User

USERNAME = "bench"


def reader() -> User:
    """A fresh copy, whose grants are asked for again as in every request."""
    user, made = User.objects.get_or_create(username=USERNAME)
    if made:
        with history.acting(actor=None, verb="bench", reason="bench"):
            for root in UnitVersion.objects.on(DAY).filter(parent=None):
                RoleGrant.objects.create(user=user, role=Role.BOARD_CLERK, unit_id=root.unit_id, period=period(DAY))
    return user


def district_clerk() -> User:
    """The account `board` of the first district."""
    return User.objects.get(username="board")
