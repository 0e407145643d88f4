"""One FilterSet per noun, shared by pages and API. Each filters rows that the reader may see, and needs the request."""

from orgtree.filters.fields import WithinUnit, subtree
from orgtree.filters.imports import ImportFilter, ImportRowFilter
from orgtree.filters.people import PersonFilter
from orgtree.filters.registers import ChangeRequestFilter, ReadFilter, RightsRequestFilter
from orgtree.filters.units import MembershipFilter, PostingFilter, UnitFilter

__all__ = [
    "ChangeRequestFilter",
    "ImportFilter",
    "ImportRowFilter",
    "MembershipFilter",
    "PersonFilter",
    "PostingFilter",
    "ReadFilter",
    "RightsRequestFilter",
    "UnitFilter",
    "WithinUnit",
    "subtree",
]
