"""The only writer of units, their versions and the links derived from them."""

import datetime
import re

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext_lazy as _

from anphu.kit import history, names
from anphu.kit.locks import Lock, take
from anphu.kit.periods import FIRST_DAY, LAST_DAY, covers, period
from anphu.kit.refusals import Refused, insist
from orgtree.choices import CELLS, PARENT_KINDS, ROOT_KINDS, Kind, Verb
from orgtree.models import PartyMembership, Posting, Unit, UnitLink, UnitVersion
from orgtree.models.units import version_sort_key
from orgtree.queries.tree import LINKS_SQL
from orgtree.rules import access

CHANGEABLE = ("name", "short_name", "kind", "parent", "sector", "commune_code")


def rebuild_links(units: list[int] | None = None) -> None:
    """Derive the links again: all of them, or those that end in `units` (ids). Call inside a transaction."""
    take(Lock.STRUCTURE)
    stale = UnitLink.objects.all() if units is None else UnitLink.objects.filter(descendant__in=units)
    stale._raw_delete(stale.db)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO orgtree_unitlink (ancestor_id, descendant_id, depth, period) {LINKS_SQL}",
            {"everything": units is None, "units": units or []},
        )


@transaction.atomic
def found(*, actor, on: datetime.date, reason: str, code: str, day: datetime.date, **version) -> Unit:
    """Found a unit on `day`. `version`: name, short_name, kind, parent, sector, commune_code. Raises Refused."""
    parent = version.get("parent")
    insist(_why_not_said(reason, day, version))
    insist(access.why_not(actor, Verb.CHANGE_STRUCTURE, parent, on) if parent else _needs_parent(version["kind"]))
    take(Lock.STRUCTURE)
    insist(_why_not_code(code))
    insist(why_not_under(version["kind"], parent, period(day)))
    with history.acting(actor=actor, verb="found_unit", reason=reason):
        return _founded(code, day, version)


@transaction.atomic
def found_root(*, reason: str, code: str, day: datetime.date, **version) -> Unit:
    """Found the first unit, which nobody stands above to allow. Raises Refused where there is any unit already."""
    take(Lock.STRUCTURE)
    if Unit.objects.exists():
        raise Refused("already_begun", _("There are units already; administrators make the accounts."))
    insist(why_not_under(version["kind"], None, period(day)))
    with history.acting(actor=None, verb="found_root", reason=reason):
        return _founded(code, day, version)


@transaction.atomic
def change(*, actor, on: datetime.date, reason: str, unit: Unit, day: datetime.date, **changes) -> UnitVersion:
    """From `day` on the unit is called, is or stands otherwise; what was before stays as it was."""
    insist(_why_not_said(reason, day, changes))
    insist(access.why_not(actor, Verb.CHANGE_STRUCTURE, unit, on))
    take(Lock.STRUCTURE)
    old = _version_on(unit, day)
    fields = {name: changes.get(name, getattr(old, name)) for name in CHANGEABLE}
    if all(fields[name] == getattr(old, name) for name in CHANGEABLE):
        raise Refused("nothing_changed", _("Nothing differs from what is recorded."), status=400)
    days = period(day, old.period.upper)
    if fields["parent"] not in (None, old.parent):
        insist(access.why_not(actor, Verb.CHANGE_STRUCTURE, fields["parent"], on))
    insist(why_not_under(fields["kind"], fields["parent"], days))
    insist(_why_not_over(unit, fields["kind"], days))
    if fields["kind"] not in CELLS and PartyMembership.objects.filter(unit=unit, period__overlap=days).exists():
        raise Refused("cell_has_members", _("People are members here, and only cells have members; move them first."))
    with history.acting(actor=actor, verb="change_unit", reason=reason):
        if old.period.lower == day:
            old.delete()
        else:
            UnitVersion.objects.filter(pk=old.pk).update(period=period(old.period.lower, day))
        new = _write(unit, days, fields)
        rebuild_links(_below(unit))
    return new


@transaction.atomic
def end(*, actor, on: datetime.date, reason: str, unit: Unit, day: datetime.date) -> None:
    """`day` is the first on which the unit no longer exists. Refused while something still stands or sits there."""
    insist(_why_not_said(reason, day, {}))
    insist(access.why_not(actor, Verb.CHANGE_STRUCTURE, unit, on))
    take(Lock.STRUCTURE)
    old = _version_on(unit, day - datetime.timedelta(days=1))
    later = period(day)
    if UnitVersion.objects.filter(parent=unit, period__overlap=later).exists():
        raise Refused("unit_has_units", _("Other units still stand under this one; move or end them first."))
    rows = (PartyMembership.objects, Posting.objects)
    if any(manager.filter(unit=unit, period__overlap=later).exists() for manager in rows):
        raise Refused("unit_has_people", _("People are still members or hold posts here; move them first."))
    with history.acting(actor=actor, verb="end_unit", reason=reason):
        UnitVersion.objects.filter(unit=unit, period__startswith__gte=day).delete()
        UnitVersion.objects.filter(pk=old.pk).update(period=period(old.period.lower, day))
        rebuild_links(_below(unit))


def _why_not_said(reason: str, day: datetime.date, version: dict) -> Refused | None:
    """What is said of a unit, whoever says it: a reason, a day within reach, names that fit, a commune code that is
    one."""
    if not names.nfc(reason):
        return Refused("reason_needed", _("Say by which decision or for what reason."), status=400)
    if not FIRST_DAY <= day <= LAST_DAY:
        return Refused("bad_day", _("Give a day between 1930 and 2100."), status=400)
    lengths = {"name": 200, "short_name": 100}
    for field, most in lengths.items():
        if field in version and not 0 < len(names.nfc(version[field])) <= most:
            sentence = _("Give the unit a name of at most %(most)d characters, and a short one of at most %(least)d.")
            return Refused("bad_name", sentence % {"most": 200, "least": 100}, status=400)
    if version.get("kind", Kind.CENTRAL) not in Kind.values:
        return Refused("unknown_kind", _("Choose what kind of organisation it is."), status=400)
    if not re.fullmatch(r"([0-9]{5})?", version.get("commune_code", "")):
        return Refused("bad_commune_code", _("The code of a commune has five digits, such as 30340."), status=400)
    return None


def _why_not_code(code: str) -> Refused | None:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,29}", code):
        sentence = _("The code of a unit is made of letters without marks, digits, dots and dashes, at most 30.")
        return Refused("bad_code", sentence, status=400)
    if Unit.objects.filter(code__iexact=code).exists():
        return Refused("code_taken", _("Another unit already has that code; choose a different one."))
    return None


def why_not_under(kind: str, parent: Unit | None, days: DateRange) -> Refused | None:
    """Whether a unit of `kind` may stand under `parent` during `days` (Party Charter, articles 10, 21 and 24)."""
    if parent is None:
        return None if kind in ROOT_KINDS else _needs_parent(kind)
    above = list(UnitVersion.objects.filter(unit=parent, period__overlap=days))
    if not covers((version.period for version in above), days):
        return Refused("parent_not_there", _("The parent unit does not exist throughout that time."), status=400)
    if any(version.kind not in PARENT_KINDS[kind] for version in above):
        return Refused("wrong_parent_kind", _("A unit of this kind may not stand under that one."), status=400)
    return None


def _why_not_over(unit: Unit, kind: str, days: DateRange) -> Refused | None:
    bearable = [child for child, parents in PARENT_KINDS.items() if kind in parents]
    below = UnitVersion.objects.filter(parent=unit, period__overlap=days)
    if below.exclude(kind__in=bearable).exists():
        return Refused("wrong_child_kind", _("Units stand under this one that may not stand under such a unit."))
    return None


def _needs_parent(kind: str) -> Refused:
    return Refused("needs_parent", _("A unit of this kind needs a parent unit."), status=400, kind=str(kind))


def _version_on(unit: Unit, day: datetime.date) -> UnitVersion:
    version = UnitVersion.objects.on(day).filter(unit=unit).first()
    if version is None:
        raise Refused("unit_not_there", _("The unit does not exist on that day."), status=400)
    return version


def _below(unit: Unit) -> list[int]:
    """Ids of the unit and of whatever ever stood below it."""
    return list({unit.pk, *UnitLink.objects.filter(ancestor=unit).values_list("descendant", flat=True)})


def _founded(code: str, day: datetime.date, version: dict) -> Unit:
    unit = Unit.objects.create(code=code)
    _write(unit, period(day), version)
    rebuild_links([unit.pk])
    return unit


def _write(unit: Unit, days, fields: dict) -> UnitVersion:
    text = {name: names.nfc(fields[name]) for name in ("name", "short_name")}
    return UnitVersion.objects.create(
        unit=unit,
        period=days,
        sort_key=version_sort_key(text["name"]),
        **{name: fields[name] for name in CHANGEABLE if name in fields and name not in text},
        **text,
    )
