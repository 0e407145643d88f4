"""The history of every tracked table of orgtree: one declaration a table, one engine in the kit."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import admin
from django.db.models import Model, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anphu.kit import clock
from anphu.kit.admin import EventAdmin, label_with
from orgtree.admin.openings import OpensDossiers
from orgtree.choices import ReadKind, Verb
from orgtree.models import (
    CodeEntry,
    Committee,
    DossierParameter,
    EthnicGroup,
    ExternalCode,
    Holiday,
    PartyMembership,
    Person,
    Posting,
    Religion,
    RightsDeadline,
    RoleGrant,
    Title,
    TitleStandard,
    Unit,
    UnitVersion,
    User,
)
from orgtree.queries.accounts import answered_for
from orgtree.queries.reach import all_reach, people_reached
from orgtree.queries.units import versions_on

Condition = Callable[[User, datetime.date], Q]
"""`(reader, day)` to a condition on events."""

DEEDS = {
    "add_record": _("record added"),
    "change_record": _("record changed"),
    "delete_record": _("record deleted"),
    "set_password": _("password set"),
    "remove_second_factor": _("second factor removed"),
    "found_root": _("unit founded"),
    "found_unit": _("unit founded"),
    "change_unit": _("unit changed"),
    "end_unit": _("unit ended"),
    "create_person": _("dossier opened"),
    "edit_dossier": _("dossier edited"),
    "edit_many": _("changed for many at once"),
    "correct_person": _("dossier corrected"),
    "appoint": _("appointed"),
    "relieve": _("relieved of a post"),
    "begin": _("installation"),
    "seed": _("installation"),
    "demo": _("demonstration data"),
}
"""What the verbs of actions are called in a history."""


@dataclass(frozen=True)
class History:
    """Who reads the history of `model`, which rows of it, and what fields name a row.

    `whose`: for parts of dossiers, the column of an event that names the person; reading them is logged then.
    `reach(user, on)`: the condition on events that the reader may know of; `told(user, on)`: on those whose values the
    reader may read as well, the same unless given. Whoever has none of `seen_with` sees no list at all.
    """

    model: type[Model]
    title: str
    headline: tuple[str, ...]
    reach: Condition
    seen_with: tuple[str, ...] = (Verb.SEE_HISTORY,)
    told: Condition | None = None
    whose: str = ""


def everything(user, on) -> Q:
    """For code lists: they name nobody."""
    return ~Q(pk__in=())


def within(unit: str, *verbs: str) -> Condition:
    """Events of units (column `unit`) where the reader has the right to histories and `verbs`."""

    def reach(user, on) -> Q:
        return all_reach(user, (Verb.SEE_HISTORY, *verbs), on, unit)

    return reach


def of_accounts(account: str) -> Condition:
    """Events of accounts (column `account`) that the reader answers for, or may read the history of."""

    def reach(user, on) -> Q:
        ids = [answered_for(user, on, verb).values("pk") for verb in _ACCOUNTS]
        return Q(**{f"{account}__in": ids[0]}) | Q(**{f"{account}__in": ids[1]})

    return reach


def of_people(*verbs: str) -> Condition:
    """Events of people of units where the reader has the right to histories and `verbs`."""

    def reach(user, on) -> Q:
        return Q(id__in=people_reached(user, (Verb.SEE_HISTORY, *verbs), on).values("pk"))

    return reach


_ACCOUNTS = (Verb.SEE_HISTORY, Verb.MANAGE_ACCOUNTS)
_REFERENCE = (Verb.SEE_HISTORY, Verb.MANAGE_REFERENCE)

HISTORIES = (
    History(User, _("History of accounts"), ("username",), of_accounts("id"), _ACCOUNTS),
    History(RoleGrant, _("History of grants"), ("user", "role", "unit"), of_accounts("user"), _ACCOUNTS),
    History(Unit, _("History of units"), ("code",), within("id", Verb.SEE_UNITS)),
    History(UnitVersion, _("History of versions of units"), ("name",), within("unit", Verb.SEE_UNITS)),
    History(Committee, _("History of committees"), ("unit", "kind"), within("unit", Verb.SEE_UNITS)),
    History(Person, _("History of dossiers"), ("full_name",), of_people(), told=of_people(Verb.SEE_PEOPLE), whose="id"),
    History(
        PartyMembership,
        _("History of Party memberships"),
        ("person", "unit"),
        within("unit"),
        told=within("unit", Verb.SEE_PEOPLE),
        whose="person_id",
    ),
    History(
        Posting,
        _("History of postings"),
        ("person", "title", "unit"),
        within("unit"),
        told=within("unit", Verb.SEE_PEOPLE),
        whose="person_id",
    ),
    History(EthnicGroup, _("History of ethnic groups"), ("name",), everything, _REFERENCE),
    History(Religion, _("History of religions"), ("name",), everything, _REFERENCE),
    History(CodeEntry, _("History of code lists"), ("scheme", "name"), everything, _REFERENCE),
    History(ExternalCode, _("History of external codes"), ("entry", "system"), everything, _REFERENCE),
    History(DossierParameter, _("History of numbers of the dossier checks"), ("key",), everything, _REFERENCE),
    History(Holiday, _("History of public holidays"), ("day", "name"), everything, _REFERENCE),
    History(RightsDeadline, _("History of deadlines of data subjects"), ("kind", "since"), everything, _REFERENCE),
    History(Title, _("History of titles"), ("name",), everything, _REFERENCE),
    History(TitleStandard, _("History of title standards"), ("title",), everything, _REFERENCE),
)


class DossierEventAdmin(OpensDossiers):
    """Events of parts of dossiers: what they say to a reader who may read the values is read, in the list as well."""

    read_kind = ReadKind.HISTORY
    list_opens = True
    named_by = ""

    def whose(self, row):
        return getattr(row, self.named_by) if row.content is not None else None


def register(histories: tuple[History, ...], deeds: dict[str, str]) -> None:
    """One read-only list for each declaration."""
    for declared in histories:
        options = {
            "title": declared.title,
            "seen_with": declared.seen_with,
            "headline": declared.headline,
            "reach": staticmethod(declared.reach),
            "told": staticmethod(declared.told or declared.reach),
            "deeds": deeds,
            "labels": EventAdmin.labels | _MORE_LABELS.get(declared.model, {}),
        }
        bases = (DossierEventAdmin, EventAdmin) if declared.whose else (EventAdmin,)
        owner = type(f"{declared.model.__name__}HistoryAdmin", bases, {**options, "named_by": declared.whose})
        admin.site.register(declared.model._meta.get_field("events").related_model, owner)


_MORE_LABELS = {
    User: {
        "password_set": pgettext_lazy("event", "password set"),
        "second_factor_removed": pgettext_lazy("event", "second factor removed"),
    }
}


def names_of_units(ids) -> dict[int, str]:
    """Units by their names of today."""
    return {pk: version.name for pk, version in versions_on(ids, clock.today()).items()}


label_with(Unit, names_of_units)
register(HISTORIES, DEEDS)
