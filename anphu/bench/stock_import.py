"""The usual way: django-import-export, a resource with one declared field a column, rows saved one by one.

As its documentation teaches: foreign keys by widgets, what belongs to other tables in `after_save_instance`.
"""

import datetime
from time import perf_counter
from typing import Any

import tablib
from django.db import transaction
from import_export import fields, resources, widgets

from anphu.demo.tree import DAY
from anphu.kit import history
from anphu.kit.periods import period
from orgtree.choices import Education, Sex, StateManagement, Theory
from orgtree.models import EthnicGroup, PartyMembership, Person, Religion, UnitVersion
from orgtree.models.dossier import Contact, LanguageSkill, Papers, Rating, Schooling
from orgtree.models.reference import CodeEntry
from orgtree.sections.values import BIRTH

_DAY = "%d/%m/%Y"


class _Day(widgets.Widget):
    def clean(self, value, row=None, **kwargs):
        return _day(value)


def _day(text: str) -> datetime.date | None:
    for form in (_DAY, "%m/%Y", "%Y"):
        try:
            return datetime.datetime.strptime(text or "", form).date()
        except ValueError:
            continue
    return None


class _Labelled(widgets.Widget):
    """A level by its label."""

    def __init__(self, choices):
        self.values = {str(label): value for value, label in choices.choices}

    def clean(self, value, row=None, **kwargs):
        return self.values.get(value)


def _field(heading: str, attribute: str, widget=None) -> fields.Field:
    return fields.Field(column_name=heading, attribute=attribute, widget=widget or widgets.CharWidget())


class StockPeople(resources.ModelResource):
    """People and what a row says of them in other tables."""

    full_name = _field("Họ và tên", "full_name")
    other_name = _field("Tên khác", "other_name")
    sex = _field("Giới tính", "sex", _Labelled(Sex))
    birth_date = _field("Ngày sinh", BIRTH, _Day())
    ethnic_group = _field("Dân tộc", "ethnic_group", widgets.ForeignKeyWidget(EthnicGroup, "name"))
    religion = _field("Tôn giáo", "religion", widgets.ForeignKeyWidget(Religion, "name"))
    home_town = _field("Quê quán", "home_town")
    home_commune_code = _field("Mã xã quê quán", "home_commune_code")
    identity_number = _field("Số CCCD", "identity_number")
    party_card = _field("Số thẻ đảng", "party_card")
    education = _field("Trình độ chuyên môn", "education", _Labelled(Education))
    theory = _field("Lý luận chính trị", "theory", _Labelled(Theory))
    state_management = _field("Quản lý nhà nước", "state_management", _Labelled(StateManagement))

    class Meta:
        model = Person
        import_id_fields = ("identity_number",)
        use_transactions = True

    def after_save_instance(self, instance, row, **kwargs) -> None:
        _parts(instance, row)


def _parts(person: Person, row: dict[str, Any]) -> None:
    unit = UnitVersion.objects.on(DAY).filter(name=row["Chi bộ"].partition(", Đảng bộ")[0]).first()
    PartyMembership.objects.create(
        person=person,
        unit_id=unit.unit_id,
        period=period(_day(row["Sinh hoạt từ ngày"]) or DAY),
        admitted_on=_day(row["Ngày vào Đảng"]),
        official_on=_day(row["Ngày chính thức"]),
    )
    Contact.objects.create(
        person=person,
        birth_place=row["Nơi sinh"],
        birth_registered_at=row["Nơi đăng ký khai sinh"],
        residence=row["Thường trú"],
        lives_at=row["Nơi ở hiện nay"],
        phone=row["Điện thoại"],
        email=row["Thư điện tử"],
    )
    Papers.objects.create(
        person=person,
        identity_issued_on=row["Ngày cấp CCCD"],
        identity_issued_by=row["Nơi cấp CCCD"],
        old_identity_number=row["CMND cũ"],
        party_card_issued_on=row["Ngày cấp thẻ"],
        party_card_issued_by=row["Nơi cấp thẻ"],
        old_party_card=row["Số thẻ theo QĐ 85"],
        profile_number=row["Số lý lịch"],
    )
    Schooling.objects.create(
        person=person,
        general_education=_entry("general_education", row["Giáo dục phổ thông"]),
        major=row["Chuyên ngành"],
        degree_title=_entry("degree_title", row["Học vị"]),
        informatics=row["Tin học"],
        minority_language=row["Tiếng dân tộc"],
    )
    LanguageSkill.objects.create(
        person=person, language=_entry("language", row["Ngoại ngữ"]), level=row["Trình độ ngoại ngữ"]
    )
    for year in (2017, 2018, 2019):
        Rating.objects.create(person=person, year=year, rating=_entry("rating", row[f"Xếp loại {year}"]))


def _entry(scheme: str, name: str) -> CodeEntry | None:
    return CodeEntry.objects.filter(scheme=scheme, name=name).first()


def seconds(table: list[list[str]]) -> float:
    """How long the library takes to import the rows, which are taken back afterwards."""
    data = tablib.Dataset(*table[1:], headers=table[0])
    with transaction.atomic(), history.acting(actor=None, verb="bench", reason="bench"):
        start = perf_counter()
        result = StockPeople().import_data(data, dry_run=False, raise_errors=True)
        spent = perf_counter() - start
        if result.totals["new"] != len(data):
            raise RuntimeError(f"the library wrote {result.totals}")
        transaction.set_rollback(True)
    return spent
