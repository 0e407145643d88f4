"""Code lists, holidays and deadlines through the administration."""

import datetime

import pytest
from django.urls import reverse

from anphu.kit import history
from orgtree.choices import Scheme
from orgtree.models import CodeEntry, EthnicGroup, ExternalCode, Holiday, RightsDeadline

REASON = {"reason": "Theo hướng dẫn mới"}
ENTRY = {
    "scheme": "blood",
    "code": "O+",
    "name": "O (Rh+)",
    "rank": "9",
    "period_first": "01/01/2020",
    "period_last": "",
    "confidence": "U",
}


def inline(*codes, initial=0):
    """The inline forms: `(system, code[, more])` each."""
    data = {"external_codes-TOTAL_FORMS": len(codes), "external_codes-INITIAL_FORMS": initial}
    for number, (system, code, *more) in enumerate(codes):
        data |= {f"external_codes-{number}-system": system, f"external_codes-{number}-code": code}
        data |= {f"external_codes-{number}-{name}": value for name, value in dict(*more).items()}
    return data


def last_event(model):
    return model._meta.get_field("events").related_model._default_manager.select_related("pgh_context").latest("pgh_id")


def test_entry_is_added_with_its_external_codes_under_one_reason(world, sign_in):
    sent = ENTRY | inline(("Viết tắt", "O+")) | REASON
    assert sign_in("admin").post(reverse("admin:orgtree_codeentry_add"), sent).status_code == 302
    entry = CodeEntry.objects.get(scheme=Scheme.BLOOD, code="O+")
    assert [str(code) for code in entry.external_codes.all()] == ["Viết tắt: O+"]
    assert last_event(ExternalCode).pgh_context_id == last_event(CodeEntry).pgh_context_id
    assert last_event(CodeEntry).pgh_context.metadata["reason"] == REASON["reason"]


def test_entry_without_reason_is_not_added(world, sign_in):
    answer = sign_in("admin").post(reverse("admin:orgtree_codeentry_add"), ENTRY | inline())
    assert answer.status_code == 200
    assert "reason" in answer.context["adminform"].form.errors
    assert not CodeEntry.objects.exists()


def test_code_of_an_entry_stays_and_its_name_and_last_day_change(world, sign_in):
    entry = world.code(Scheme.RATING, "excellent")
    change = {"code": "x", "scheme": "blood", "name": "Hoàn thành xuất sắc", "period_last": "31/12/2020"}
    sent = ENTRY | change | inline() | REASON
    address = reverse("admin:orgtree_codeentry_change", args=[entry.pk])
    assert sign_in("admin").post(address, sent).status_code == 302
    entry.refresh_from_db()
    assert (entry.scheme, entry.code, entry.name) == ("rating", "excellent", "Hoàn thành xuất sắc")
    assert entry.period.upper == datetime.date(2021, 1, 1)


def test_same_system_twice_is_refused(world, sign_in):
    sent = ENTRY | inline(("Viết tắt", "O+"), ("Viết tắt", "O")) | REASON
    assert sign_in("admin").post(reverse("admin:orgtree_codeentry_add"), sent).status_code == 200
    assert not CodeEntry.objects.exists()


@pytest.mark.parametrize("name", ["board", "btv", "auditor"])
def test_whoever_does_not_manage_reference_data_reads_only(world, sign_in, name):
    entry = world.code(Scheme.RATING, "excellent")
    client = sign_in(name)
    assert client.get(reverse("admin:orgtree_codeentry_changelist")).status_code == 200
    address = reverse("admin:orgtree_codeentry_change", args=[entry.pk])
    assert client.post(address, ENTRY | inline() | REASON).status_code == 403
    entry.refresh_from_db()
    assert entry.name == "Hoàn thành xuất sắc nhiệm vụ"


def test_list_shows_what_other_systems_call_an_entry(world, sign_in):
    sign_in("admin").post(reverse("admin:orgtree_codeentry_add"), ENTRY | inline(("Viết tắt", "O dương")) | REASON)
    answer = sign_in("admin").get(reverse("admin:orgtree_codeentry_changelist"), {"scheme__exact": "blood"})
    assert "Viết tắt: O dương" in answer.content.decode()


def test_holiday_of_the_lunar_year_is_entered_and_taken_back(world, sign_in):
    client = sign_in("admin")
    sent = {"day": "02/04/2020", "name": "Giỗ Tổ Hùng Vương"}
    assert client.post(reverse("admin:orgtree_holiday_add"), sent | REASON).status_code == 302
    holiday = Holiday.objects.get(day=datetime.date(2020, 4, 2))
    client.post(reverse("admin:orgtree_holiday_delete", args=[holiday.pk]), {"post": "yes", **REASON})
    assert not Holiday.objects.exists()
    assert last_event(Holiday).pgh_label == "delete"


def test_new_deadlines_are_a_new_row_with_their_basis(world, sign_in):
    sent = {"kind": "see", "since": "01/01/2030", "acknowledge_days": "1", "answer_days": "5", "extension_days": "5"}
    address = reverse("admin:orgtree_rightsdeadline_add")
    client = sign_in("admin")
    assert client.post(address, sent | REASON).status_code == 200
    more = {"basis": "Nghị định thử", "confidence": "S2"}
    assert client.post(address, sent | more | REASON).status_code == 302
    assert RightsDeadline.objects.get().answer_days == 5


def test_ethnic_groups_show_both_numberings(world, sign_in):
    with history.acting(actor=None, verb="fill", reason="tests"):
        EthnicGroup.objects.create(code="17", name="Chăm", census_code="14")
    text = sign_in("admin").get(reverse("admin:orgtree_ethnicgroup_changelist")).content.decode()
    assert '<td class="field-code">17</td><td class="field-census_code">14</td>' in text
