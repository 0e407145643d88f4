"""What can be changed for many people at once: one open field of the core or of a part that a person has once.

Not the fields that tell people apart (names, birth, numbers), and nothing restricted: those are changed one by one.
"""

from dataclasses import dataclass

from orgtree.choices import Sight
from orgtree.sections import SECTIONS, Item, Section

ONE_BY_ONE = frozenset(
    {"full_name", "other_name", "sex", "birth_date", "identity_number", "party_card", "profile_number", "email"}
)
MOST = 1000
"""People changed at once."""


@dataclass(frozen=True, eq=False)
class Field:
    """One item that may be changed for many."""

    section: Section
    item: Item

    @property
    def key(self) -> str:
        return f"{self.section.code}.{self.item.name}"

    @property
    def label(self) -> str:
        return str(self.section.field(self.item).verbose_name)


def _shared(item: Item) -> bool:
    """Whether many people may have the same value."""
    return item.sight == Sight.OPEN and item.name not in ONE_BY_ONE


FIELDS: dict[str, Field] = {
    field.key: field
    for section in SECTIONS
    if not section.many and section.sight == Sight.OPEN
    for item in section.items
    if _shared(item)
    for field in [Field(section, item)]
}
"""By section and item, in the order of the dossier."""
