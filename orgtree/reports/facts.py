"""A dossier as texts under names: what forms and Word templates fill in. Plain data, nothing in it can be called.

Every section stands under its code: once a person as `contact.phone`, rows as lists, oldest first. Beside them stands
what forms ask for and no section holds as such: the posts of the day, the newest rank and pay, courses by kind, kin by
side. What the reader may not see says so in its place.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from anphu.kit.documents import Picture
from orgtree.choices import Side
from orgtree.models import CodeEntry, Posting, Title
from orgtree.queries.dossiers import Dossier
from orgtree.sections import CORE, SECTIONS, Item, Section
from orgtree.sections.values import get

Facts = dict[str, Any]
COURSES = ("state_management", "defence", "party_work", "skills", "other")
HONOURS = ("hero_of_labour", "hero_of_forces", "teacher", "physician")
COMPOSED = {"family": ("kin_in_words",), "work": ("post_in_words",)}
"""What rows of a section have besides its items."""
IN_LAW = ("_of_wife", "_of_husband")
HIGHEST = ("academic_title", "degree_title", "education")
KIN = ("home_town", "occupation", "residence", "stance")


@dataclass(frozen=True)
class Beside:
    """What a document needs besides the dossier: codes of the entries it mentions, its titles, the way to the cell,
    the photo, titles it is planned for, who prints it and when."""

    codes: Mapping[int, str]
    titles: Mapping[int, Title]
    way: Sequence[str]
    photo: Picture | None
    planned: Sequence[str]
    reader: str
    at: datetime.datetime


def facts(dossier: Dossier, beside: Beside) -> Facts:
    """Everything under its name."""
    found: Facts = {section.code: _section(dossier, section) for section in SECTIONS}
    found |= {
        "name_in_capitals": dossier.person.full_name.upper(),
        "membership": _newest(dossier, "memberships"),
        "pay_now": _newest(dossier, "pay"),
        "health_now": _newest(dossier, "health"),
        "posts": _posts(dossier, beside.titles),
        "training_of": _by_kind(dossier, beside.codes),
        "family_of": _by_side(dossier, beside.codes),
        "highest_in_words": _joined({**found["schooling"], **found["core"]}, *HIGHEST),
        "profession_in_words": _joined({**found["core"], "major": found["schooling"]["major"]}, "education", "major"),
        "languages_in_words": "; ".join(_joined(row, "language", "level") for row in found["languages"]),
        "honours": _honours(dossier, beside.codes),
        "praise": "; ".join(_joined(row, "awarded", "form") for row in found["commendations"]),
        "punishments": "; ".join(_joined(row, "decided", "measure") for row in found["discipline"]),
        "planned": "; ".join(beside.planned),
        "units": list(beside.way),
        "photo": beside.photo or "",
        "on": f"{dossier.on:%d/%m/%Y}",
        "stamp": stamp(beside.reader, beside.at, dossier.on),
    }
    return found


def stamp(reader: str, at: datetime.datetime, on: datetime.date) -> str:
    """Who printed something and when: at the foot of every page that leaves the system."""
    words = {"reader": reader, "time": f"{at:%H:%M %d/%m/%Y}", "day": f"{on:%d/%m/%Y}"}
    return _("Printed by %(reader)s at %(time)s; data as on %(day)s") % words


def withheld() -> str:
    """What stands where something is closed to the reader."""
    return _("(withheld)")


def _section(dossier: Dossier, section: Section) -> Any:
    """A dictionary of texts, or a list of them for a section of rows."""
    if not dossier.sees(section):
        return [_closed(section)] if section.many else _closed(section)
    rows = [_row(dossier, section, row) for row in dossier.rows(section)]
    if section.many:
        newest_first = any(name.startswith("-") for name in section.order)
        return rows[::-1] if newest_first else rows
    return rows[0] if rows else empty(section)


def empty(section: Section) -> dict[str, str]:
    """A record of which nothing is known; `withheld` marks those that are closed."""
    return dict.fromkeys([*(item.name for item in section.items), *COMPOSED.get(section.code, ()), "withheld"], "")


def _closed(section: Section) -> dict[str, str]:
    return {**dict.fromkeys(empty(section), withheld()), "withheld": "1"}


def _row(dossier: Dossier, section: Section, row) -> dict[str, str]:
    texts = {item.name: _text(dossier, section, row, item) for item in section.items}
    return _with_words(section, {**texts, "withheld": ""})


def _with_words(section: Section, texts: dict[str, str]) -> dict[str, str]:
    """Kin have the rest of what is known of them in one cell; work that has not ended lasts until now."""
    if section.code == "family":
        texts["kin_in_words"] = _joined(texts, *KIN)
    if section.code == "work":
        texts["ended"] = texts["ended"] or pgettext("work", "now")
        texts["post_in_words"] = _joined(texts, "position", "place")
    return texts


def _text(dossier: Dossier, section: Section, row, item: Item) -> str:
    if not dossier.sees(section, item):
        return withheld()
    value = get(row, item.name)
    if isinstance(value, Decimal):
        return number_format(value)
    text = dossier.words(section, row, item)
    return capfirst(text) if section is CORE and section.field(item).choices else text


def _joined(texts: Mapping[str, str], *names: str) -> str:
    """The texts that are there; a closed row says so once."""
    return ", ".join(dict.fromkeys(texts[name] for name in names if texts[name]))


def _newest(dossier: Dossier, code: str) -> dict[str, str]:
    """The newest row of a section, with empty texts when there is none."""
    section = next(section for section in SECTIONS if section.code == code)
    if not dossier.sees(section):
        return _closed(section)
    rows = dossier.rows(section)
    return _row(dossier, section, rows[0]) if rows else empty(section)


def _posts(dossier: Dossier, titles: Mapping[int, Title]) -> dict[str, str]:
    """Posts of the day in words, highest first: all, of the Party, others, and the first and further ones of each."""
    held: list[Posting] = sorted(dossier.current("postings"), key=lambda post: -titles[post.title_id].rank)
    party = [post for post in held if titles[post.title_id].side == Side.PARTY]
    others = [post for post in held if titles[post.title_id].side != Side.PARTY]
    first = others or party
    chosen = {
        "all": held,
        "party": party,
        "others": others,
        "first": first[:1],
        "second": first[1:],
        "party_first": party[:1],
        "party_second": party[1:],
    }
    said = {post.pk: _post(dossier, post, titles[post.title_id]) for post in held}
    return {name: "; ".join(said[post.pk] for post in posts) for name, posts in chosen.items()}


def _post(dossier: Dossier, post: Posting, title: Title) -> str:
    place = dossier.places.get(("postings", post.pk), "")
    return f"{title.name}, {place}" if place else title.name


def _rows_of(dossier: Dossier, code: str) -> list[tuple[Any, dict[str, str]]]:
    """Rows of an open section with their texts, in the order of the forms."""
    section = next(section for section in SECTIONS if section.code == code)
    return list(zip(dossier.rows(section), [_row(dossier, section, row) for row in dossier.rows(section)], strict=True))


def _by_kind(dossier: Dossier, codes: Mapping[int, str]) -> dict[str, list]:
    """Courses oldest first: professional (or of no kind), theory, and all other short ones."""
    kinds: dict[str, list] = {"professional": [], "theory": [], "courses": []}
    for row, texts in reversed(_rows_of(dossier, "training")):
        code = codes.get(row.kind_id, "professional")
        kinds["courses" if code in COURSES else code if code in kinds else "professional"].append(texts)
    return kinds


def _by_side(dossier: Dossier, codes: Mapping[int, str]) -> dict[str, list]:
    """Kin of one's own and kin of the spouse."""
    sides: dict[str, list] = {"own": [], "spouse": []}
    for row, texts in _rows_of(dossier, "family"):
        sides["spouse" if codes.get(row.relation_id, "").endswith(IN_LAW) else "own"].append(texts)
    return sides


def _honours(dossier: Dossier, codes: Mapping[int, str]) -> str:
    rows = _rows_of(dossier, "commendations")
    return "; ".join(_joined(texts, "form", "awarded") for row, texts in rows if codes.get(row.form_id) in HONOURS)


def coded(dossier: Dossier) -> set[int]:
    """Ids of the code entries whose codes decide where a row is printed."""
    asked = (("training", "kind_id"), ("family", "relation_id"), ("commendations", "form_id"))
    found = {getattr(row, name) for code, name in asked for row in dossier.records.get(code, ())}
    return {pk for pk in found if pk is not None}


def codes_of(ids: set[int]) -> dict[int, str]:
    """`{id: code}` of code entries. One query, none for none."""
    return dict(CodeEntry.objects.filter(pk__in=ids).values_list("pk", "code")) if ids else {}
