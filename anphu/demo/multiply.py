"""More districts from one that stands: its rows are written again and again inside the database, with other ids.

Every copy has units, accounts, papers and texts of its own district's number, and its people bear each other's names,
so that two districts never have somebody of one name and one birth date in the same place of their lists.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models

from anphu.demo.dossiers.write import REVIEWS
from anphu.demo.load import Loader
from anphu.demo.papers import MILLION, PEOPLE_PER_DISTRICT
from anphu.demo.places import Place
from anphu.demo.tree import DAY, Node
from orgtree.choices import Purpose
from orgtree.models import FamilyMember, Person, Posting, Unit, UnitVersion, User, dossier
from orgtree.models.units import version_sort_key
from planning.indicators.expressions import tables_of
from planning.models import Line, PlanEntry, Round

CODES_PER_DISTRICT = 20
"""Commune codes of invented districts: see `places.invented`."""
OLD_PROVINCE, CARD_SERIES = "36", 70
"""Of copies. Mistyped numbers of the districts that are not copied would meet theirs sooner or later."""

PARTS = frozenset(getattr(dossier, name) for name in dossier.__all__)
MEASURED = frozenset(
    part for part in PARTS if part._meta.db_table in tables_of(Purpose.PLANNED) | tables_of(Purpose.MEMBER)
)
"""Parts of dossiers that indicators read; of the others a country has none."""

_NAMES = """
CREATE TEMP TABLE block_called ON COMMIT DROP AS
SELECT id, row_number() OVER alike - 1 AS turn, count(*) OVER (PARTITION BY sex, ethnic_group_id) AS among,
       sex, ethnic_group_id, full_name, other_name, name_key, name_fold
FROM block_orgtree_person WINDOW alike AS (PARTITION BY sex, ethnic_group_id ORDER BY id)
"""
_CALLED = """
SELECT a.id, o.full_name, o.other_name, o.name_key, o.name_fold FROM block_called a JOIN block_called o
ON o.sex = a.sex AND o.ethnic_group_id = a.ethnic_group_id AND o.turn = mod(a.turn + 37 * {nth}, a.among)
"""
"""What everybody of the block is called in the copy: the name of somebody else of the same sex and people."""


@dataclass(frozen=True)
class Block:
    """A district that stands in the database: its place, the province it is under, and the ids of its rows."""

    place: Place
    province: Node
    ids: dict[type[models.Model], range]


class Multiplier:
    """Copies a block. `thin`: no lines of lists, and of dossiers no more than indicators read, that of those alone who
    have a post or a place in a plan."""

    def __init__(self, loader: Loader, block: Block, *, thin: bool):
        self.loader, self.block, self.thin = loader, block, thin
        self.tables = [model for model, ids in block.ids.items() if ids and self._wanted(model)]
        self.through = [Round.terms.through, Round.units.through]

    @property
    def written(self) -> list[type[models.Model]]:
        """The tables of which copies have rows."""
        return [*self.tables, *self.through]

    def _wanted(self, model: type[models.Model]) -> bool:
        if not self.thin:
            return True
        return model in MEASURED if model in PARTS else model not in (Line, *REVIEWS)

    def prepare(self, cursor) -> None:
        """Lay the block aside, where it is read from for every copy."""
        for model in self.tables:
            ids = self.block.ids[model]
            some = f" AND person_id IN ({self._serving()})" if self.thin and model in PARTS else ""
            cursor.execute(
                f"CREATE TEMP TABLE {_laid(model)} ON COMMIT DROP AS SELECT * FROM {model._meta.db_table}"
                f" WHERE id BETWEEN {ids[0]} AND {ids[-1]}{some} ORDER BY id"
            )
        rounds = self.block.ids[Round]
        for model in self.through:
            cursor.execute(
                f"CREATE TEMP TABLE {_laid(model)} ON COMMIT DROP AS SELECT * FROM {model._meta.db_table}"
                f" WHERE round_id BETWEEN {rounds[0]} AND {rounds[-1]}"
            )
        cursor.execute(_NAMES)

    def _serving(self) -> str:
        """Who has a post or a place in a plan on the demo's day."""
        tables = (_laid(model) for model in (Posting, PlanEntry))
        return " UNION ".join(f"SELECT person_id FROM {table} WHERE period @> DATE '{DAY}'" for table in tables)

    def copy(self, cursor, nth: int, place: Place, province: Node) -> None:
        """The `nth` copy, from 1, as the district `place` under `province`."""
        shifts = {model: self.loader.last[model] + 1 - self.block.ids[model][0] for model in self.tables}
        cursor.execute("DROP TABLE IF EXISTS called")
        cursor.execute(f"CREATE TEMP TABLE called ON COMMIT DROP AS {_CALLED.format(nth=nth)}")
        changed = _Changed(self.block, place, province)
        for model in self.written:
            columns = dict(self._columns(model, shifts, changed))
            cursor.execute(
                f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) SELECT {', '.join(columns.values())}"
                f" FROM {_laid(model)} s {changed.joined(model)}",
                changed.parameters,
            )
        for model in self.tables:
            self.loader.last[model] += len(self.block.ids[model])

    def _columns(self, model, shifts: dict, changed: "_Changed") -> Iterator[tuple[str, str]]:
        """Columns of a row of the copy and where their values come from."""
        for field in model._meta.concrete_fields:
            column = f"s.{field.column}"
            other = changed.expression(model, field.column)
            target = model if field.primary_key else field.related_model
            if field.primary_key and model not in shifts:  # of a table between two others: any number will do
                continue
            if other:
                yield field.column, other
            elif target in shifts:
                yield field.column, changed.within(field, f"{column} + {shifts[target]}")
            else:
                yield field.column, column


class _Changed:
    """What is not the same in a copy, apart from ids."""

    def __init__(self, block: Block, place: Place, province: Node):
        self.block = block
        first = block.ids[Person][0]
        index = f"({place.serial * PEOPLE_PER_DISTRICT - first} + s.id)"
        further = CODES_PER_DISTRICT * (place.serial - block.place.serial)
        was, account = block.place.prefix, block.place.prefix.replace(".", "-")
        self.parameters = {
            "prefix": place.prefix, "account": place.prefix.replace(".", "-"),
            "was": block.place.name, "name": place.name,
            "was_key": version_sort_key(block.place.name), "key": version_sort_key(place.name),
            "root": block.ids[Unit][0], "province": province.id,
        }  # fmt: skip
        names = {name: f"n.{name}" for name in ("full_name", "other_name", "name_key", "name_fold")}
        self.by_model: dict[type[models.Model], dict[str, str]] = {
            Unit: {"code": f"%(prefix)s || substr(s.code, {len(was) + 1})"},
            UnitVersion: {
                "name": "replace(s.name, %(was)s, %(name)s)",
                "short_name": "replace(s.short_name, %(was)s, %(name)s)",
                "sort_key": "replace(s.sort_key, %(was_key)s, %(key)s)",
                "commune_code": _moved("s.commune_code", further),
            },
            Person: {
                **names,
                "home_commune_code": _moved("s.home_commune_code", further),
                "identity_number": _identity(index),
                "party_card": _card(index),
            },
            User: {
                "username": f"%(account)s || substr(s.username, {len(account) + 1})",
                "last_name": "CASE WHEN n.id IS NULL THEN s.last_name"
                " ELSE regexp_replace(n.full_name, ' ?[^ ]+$', '') END",
                "first_name": "CASE WHEN n.id IS NULL THEN s.first_name ELSE substring(n.full_name FROM '[^ ]+$') END",
            },
            FamilyMember: {"name": "coalesce(n.full_name, s.name)"},
        }

    def expression(self, model, column: str) -> str:
        return self.by_model.get(model, {}).get(column, "")

    def within(self, field, moved: str) -> str:
        """The district itself stands under a province, everything else within the copy."""
        if field.model is UnitVersion and field.name == "parent":
            return f"CASE WHEN s.unit_id = %(root)s THEN %(province)s ELSE {moved} END"
        return moved

    def joined(self, model) -> str:
        """Who a row is about, where it tells the name."""
        about = {Person: "s.id", User: "s.person_id", FamilyMember: "s.relative_id"}.get(model)
        return f"LEFT JOIN called n ON n.id = {about}" if about else ""


def _moved(column: str, further: int) -> str:
    """A commune code of an invented district, as that of a later one."""
    return f"CASE WHEN {column} >= '40000' THEN ({column}::int + {further})::text ELSE {column} END"


def _identity(index: str) -> str:
    """As `papers.identity_number` for those without the new card, from the person's number."""
    digits = f"mod({index}::bigint * 1299709 + 4711, {10 * MILLION})"
    return f"""CASE WHEN s.identity_number = '' OR {index} >= {10 * MILLION} THEN ''
        ELSE '{OLD_PROVINCE}' || lpad({digits}::text, 7, '0') END"""


def _card(index: str) -> str:
    """As `papers.party_card`."""
    digits = f"mod(mod({index}::bigint, {MILLION}) * 299993 + 12345, {MILLION})"
    return f"""CASE WHEN s.party_card = '' THEN ''
        ELSE ({CARD_SERIES} + {index} / {MILLION})::text || lpad({digits}::text, 6, '0') END"""


def _laid(model: type[models.Model]) -> str:
    return f"block_{model._meta.db_table}"
