"""The columns that a sheet can have, derived from the sections of a dossier, and the many names that people give them.

A column is known by its key: `core.full_name`, `ratings.rating@2019` (the row of a year), `core.birth_date:F` (the
birth date in the women's column), `contact.residence:province` (one part of a text).
"""

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import override

from anphu.kit.intake.tables import Heading
from anphu.kit.names import fold
from orgtree.choices import Sex, Sight
from orgtree.models.dossier.stated import MOST_STATED
from orgtree.sections import BY_CODE, SECTIONS, Item, Section

FIRST_ROW = "1"
"""The slot of the one row that a sheet can fill in a section of rows without years."""
THREE_YEARS = "three"
ADDRESS = ("address", "province", "country")
"""Parts of a place, in the order in which they are joined."""
_PLACES = ("core.home_town", "contact.birth_registered_at", "contact.residence")
STATED = tuple(str(place) for place in range(1, MOST_STATED + 1))
"""Slots of planned titles: as many columns side by side, in one term."""
_RATED = (
    "Xếp loại",
    "Phân loại",
    "Xếp loại năm",
    "Phân loại năm",
    "Xếp loại chất lượng năm",
    "Đánh giá năm",
    "Năm",
    "",
)
_RATED_THREE = (
    "Xếp loại 3 năm",
    "Phân loại 3 năm",
    "Phân loại 3 năm gần nhất",
    "Xếp loại 3 năm gần nhất",
    "Xếp loại 03 năm gần nhất",
    "Phân loại 03 năm gần nhất",
)
_MORE_NAMES = {"memberships.admitted_on": ("Vào Đảng",), "memberships.official_on": ("Chính thức",)}
_ISSUED = {"ngay cap": "issued_on", "noi cap": "issued_by"}
_NUMBERS = {"core.identity_number": "papers.identity_", "core.party_card": "papers.party_card_"}
_LANGUAGE, _LEVEL = "languages.language@1", "languages.level@1"
_POST, _POST_UNIT, _POST_IN_WORDS = "postings.title@1", "postings.unit@1", "employment.present_post"
_KEY = re.compile(r"(?P<section>\w+)\.(?P<item>\w+)(?::(?P<part>\w+))?(?:@(?P<slot>\w+))?")
_YEAR = re.compile(r"(19|20)\d\d")
PLANNED_TITLES = re.compile(r"(chuc danh|don vi) (da )?quy hoach.*|quy hoach chuc danh.*|chuc danh chuyen tiep")
"""Headings about plans; those that no column of ours answers are told."""


@dataclass(frozen=True)
class Column:
    """One column: which item of which section it fills, for which `part` of it, in which row (`slot`)."""

    section: Section
    item: Item
    part: str = ""
    slot: str = ""

    @property
    def key(self) -> str:
        part, slot = self.part and f":{self.part}", self.slot and f"@{self.slot}"
        return f"{self.section.code}.{self.item.name}{part}{slot}"

    @property
    def label(self) -> str:
        """In the reader's language, with its section where the word alone would not tell."""
        label = str(self.section.field(self.item).verbose_name)
        if self.section.many and not self._numbered:
            label = f"{label} ({self.section.label})"
        return f"{label}, {self._detail}" if self._detail else label

    @property
    def _detail(self) -> str:
        if self.part in Sex.values:
            return str(Sex(self.part).label)
        if self.part == THREE_YEARS:
            return _("three years in one cell")
        words = {"address": _("address"), "province": _("province"), "country": _("country")}
        return words.get(self.part, "" if self.slot == FIRST_ROW and not self._numbered else self.slot)

    @property
    def _numbered(self) -> bool:
        return self.section.code == "stated_plans"

    @property
    def restricted(self) -> bool:
        return Sight.RESTRICTED in (self.section.sight, self.item.sight)


@lru_cache(maxsize=1024)
def column(key: str) -> Column | None:
    """The column of a key; None for what is no key."""
    found = _KEY.fullmatch(key)
    section = BY_CODE.get(found["section"]) if found else None
    item = section.by_name.get(found["item"]) if section else None
    if item is None:
        return None
    made = Column(section, item, found["part"] or "", found["slot"] or "")
    return made if _makes_sense(made) else None


def _makes_sense(made: Column) -> bool:
    place = f"{made.section.code}.{made.item.name}"
    if place == "ratings.rating":
        return (made.part, made.slot) == (THREE_YEARS, "") or (not made.part and bool(_YEAR.fullmatch(made.slot)))
    if place.startswith("stated_plans."):
        return not made.part and made.slot in _stated_slots(made.item)
    parts = {"core.birth_date": Sex.values, **dict.fromkeys(_PLACES, ADDRESS)}.get(place, ())
    return (not made.part or made.part in parts) and made.slot == _slot(made.section)


def _slot(section: Section) -> str:
    """A sheet fills one row of a section of rows; of memberships the one of the day."""
    return FIRST_ROW if section.many and section.code != "memberships" else ""


def _stated_slots(item: Item) -> tuple[str, ...]:
    """Term and paper are those of all titles of the row; the order is told by the column."""
    return {"title": STATED, "place": ()}.get(item.name, ("",))


def offered(on: datetime.date) -> list[Column]:
    """Every column that somebody may choose for a heading, in the order of the sections."""
    found = []
    for section in SECTIONS:
        for item in section.items:
            found += [made for key in _keys(section, item, on) if (made := column(key))]
    return found


def _keys(section: Section, item: Item, on: datetime.date) -> Iterable[str]:
    name = f"{section.code}.{item.name}"
    if name == "ratings.rating":
        yield from (f"{name}@{year}" for year in range(on.year, on.year - 7, -1))
        yield f"{name}:{THREE_YEARS}"
        return
    if section.code == "ratings":
        return
    for slot in _stated_slots(item) if section.code == "stated_plans" else (_slot(section),):
        yield f"{name}@{slot}" if slot else name
    if name == "core.birth_date":
        yield from (f"{name}:{sex}" for sex in Sex.values)
    if name in _PLACES:
        yield from (f"{name}:{part}" for part in ADDRESS)


@lru_cache(maxsize=8)
def headings(on: datetime.date) -> dict[str, tuple[str, ...]]:
    """Every column with the names by which sheets call it; where two claim a name, the earlier has it."""
    names = {made.key: _names(made) for made in offered(on)}
    for year in range(on.year - 7, on.year - 20, -1):
        names[f"ratings.rating@{year}"] = _rated(str(year))
    return names


def _names(made: Column) -> tuple[str, ...]:
    own = made.item.headings
    if made.part == THREE_YEARS:
        return _RATED_THREE
    if made.section.code == "ratings":
        return _rated(made.slot)
    if made.part in Sex.values:
        word = "Nam" if made.part == Sex.MALE else "Nữ"
        return (word, *(f"{name} {word}" for name in own), f"Giới tính {word}", f"Ngày, tháng, năm sinh / {word}")
    if made.part:
        words = {"address": ("địa chỉ",), "province": ("tỉnh", "tỉnh, thành phố"), "country": ("quốc gia",)}[made.part]
        return tuple(f"{name} {word}" for name in own for word in words)
    if made.section.code == "stated_plans" and made.slot:
        numbered = tuple(f"{name} {made.slot}" for name in (*own, "Quy hoạch"))
        return (*own, *numbered) if made.slot == FIRST_ROW else numbered
    if made.section.many:  # "note", "decision number", "place" are in many sections
        return (*own, *_MORE_NAMES.get(made.key, ()))
    with override("vi"):
        return tuple(dict.fromkeys((*own, str(made.section.field(made.item).verbose_name))))


def _rated(year: str) -> tuple[str, ...]:
    return tuple(f"{word} {year}".strip() for word in _RATED)


def mapped(columns: Iterable[Heading]) -> dict[int, str]:
    """Position → key for the headings that are known; a bare “Ngày cấp” belongs to the number before it."""
    found: dict[int, str] = {}
    number = ""
    for heading in columns:
        if heading.key in _NUMBERS:
            number = _NUMBERS[heading.key]
        if heading.key:
            found[heading.position] = heading.key
        elif number and (issued := _ISSUED.get(fold(heading.text))):
            found[heading.position] = number + issued
    if _LEVEL in found.values() and _LANGUAGE not in found.values():
        # "Trình độ" above "Ngoại ngữ": the language, and how well, in one cell
        found = {position: _LANGUAGE if key == _LEVEL else key for position, key in found.items()}
    keys = list(found.values())
    return _whole_posts({position: key for position, key in found.items() if keys.count(key) == 1})


def _whole_posts(found: dict[int, str]) -> dict[int, str]:
    """A post is a title in a unit. A title alone is the present post in words; a unit alone says nothing of a post."""
    keys = set(found.values())
    if {_POST, _POST_UNIT} <= keys:
        return found
    instead = {_POST: "" if _POST_IN_WORDS in keys else _POST_IN_WORDS, _POST_UNIT: ""}
    found = {position: instead.get(key, key) for position, key in found.items()}
    return {position: key for position, key in found.items() if key}


def fitting(mapping: Mapping[int, str], restricted: bool) -> dict[int, Column]:
    """The columns of a mapping that may be filled; restricted ones only for a reader who sees them."""
    columns = {position: column(key) for position, key in mapping.items() if key}
    return {place: made for place, made in columns.items() if made and (restricted or not made.restricted)}
