"""Tables of *what is*. Imports go one way: reference and units below, people above them, access last."""

from orgtree.models.access import DECIDING_ROLES, ROLE_VERBS, RoleGrant, User
from orgtree.models.people import PartyMembership, Person, Posting
from orgtree.models.reference import EthnicGroup, Religion
from orgtree.models.titles import Title, TitleStandard
from orgtree.models.units import Committee, Unit, UnitLink, UnitVersion

__all__ = [
    "DECIDING_ROLES",
    "ROLE_VERBS",
    "Committee",
    "EthnicGroup",
    "PartyMembership",
    "Person",
    "Posting",
    "Religion",
    "RoleGrant",
    "Title",
    "TitleStandard",
    "Unit",
    "UnitLink",
    "UnitVersion",
    "User",
]
