"""What a section and one of its fields declare."""

from dataclasses import dataclass
from functools import cached_property

from django.db import models

from orgtree.choices import Purpose, Scheme, Sight, Verb
from orgtree.models.dossier.part import scheme_of

MEMBER = frozenset({Purpose.MEMBER, Purpose.PLANNED})
PLANNED = frozenset({Purpose.PLANNED})


@dataclass(frozen=True, eq=False)
class Item:
    """One field of a section.

    `headings`: other names that columns of sheets give it, besides its own label; `needed`: purposes for which a
    dossier is incomplete without it; `suggest`: the source of suggestions while typing (places, schools, units, titles,
    posts), if any.
    """

    name: str
    headings: tuple[str, ...] = ()
    sight: Sight = Sight.OPEN
    needed: frozenset[str] = frozenset()
    suggest: str = ""


@dataclass(frozen=True, eq=False)
class Section:
    """One part of a dossier. `many`: dated rows, newest first by `order`; otherwise once a person.

    `needed`: purposes for which at least one row must be there. `months`: after how long without confirmation it is
    stale (0: never).
    """

    code: str
    model: type[models.Model]
    items: tuple[Item, ...]
    many: bool = False
    sight: Sight = Sight.OPEN
    order: tuple[str, ...] = ()
    needed: frozenset[str] = frozenset()
    months: int = 0

    @property
    def label(self) -> str:
        return self.model._meta.verbose_name_plural if self.many else self.model._meta.verbose_name

    @property
    def verb(self) -> Verb:
        """The right that opens this section, besides the right to see the person."""
        return Verb.SEE_RESTRICTED if self.sight == Sight.RESTRICTED else Verb.SEE_PEOPLE

    @cached_property
    def by_name(self) -> dict[str, Item]:
        return {item.name: item for item in self.items}

    def field(self, item: Item) -> models.Field:
        return self.model._meta.get_field(item.name)

    def scheme(self, item: Item) -> Scheme | None:
        """The code list that an item chooses from, if it does."""
        return scheme_of(self.field(item))

    def seen_with(self, restricted: bool) -> tuple[Item, ...]:
        """Items for a reader with or without the right to restricted parts; none when the section is closed to it."""
        if not restricted and self.sight == Sight.RESTRICTED:
            return ()
        return tuple(item for item in self.items if restricted or item.sight != Sight.RESTRICTED)
