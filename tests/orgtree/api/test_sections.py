"""Sections of a dossier through the API: the same records, rules and refusals as on the pages."""

import pytest

from anphu.kit import history
from anphu.kit.partial_dates import PartialDate
from orgtree.choices import Scheme
from orgtree.models import Contact, FamilyMember, Posting, Rating, WorkPeriod


def place(world, *more, key="an"):
    return "/".join(["/api/v1/people", str(world.people[key].pk), "sections", *(str(part) for part in more), ""])


def body(values, **more):
    return {"values": values, "reason": "Theo lý lịch", **more}


def rows(api, world, code):
    answer = api("board").get(place(world, code))
    assert answer.status_code == 200
    return answer.json()["rows"]


def test_section_tells_values_and_words(api, world):
    post = Posting.objects.get(person=world.people["an"])
    assert api("board").get(place(world, "postings")).json() == {
        "code": "postings",
        "label": "chức vụ",
        "many": True,
        "restricted": False,
        "rows": [
            {
                "id": post.pk,
                "values": {"title": post.title_id, "unit": post.unit_id, "period": "2010-01-01/"},
                "words": {
                    "title": "Bí thư Đảng ủy xã",
                    "unit": "Đảng bộ xã Khánh An",
                    "period": "từ 01/01/2010",
                },
            }
        ],
    }


def test_core_has_the_birth_date_as_known(api, world):
    assert rows(api, world, "core")[0]["values"]["birth_date"] == "1972-05-01"
    written = api("board").post(place(world, "core"), body({"birth_date": "1972-05"}), format="json")
    assert (written.status_code, written.json()["values"]["birth_date"]) == (200, "1972-05")


def test_restricted_items_are_left_out_for_a_unit(api, world):
    with history.acting(actor=None, verb="test", reason="tests"):
        FamilyMember.objects.create(person=world.people["an"], name="Ba", stance="Tốt", relative=world.people["em"])
    assert rows(api, world, "family")[0]["values"]["stance"] == "Tốt"
    seen = api("alpha_secretary").get(place(world, "family")).json()["rows"][0]
    assert "stance" not in seen["values"]
    assert seen["words"]["relative"] == ""


def test_row_is_added_changed_and_taken_out(api, world):
    board = api("board")
    added = board.post(place(world, "work"), body({"started": "1990-09", "position": "Giáo viên"}), format="json")
    assert (added.status_code, added.json()["words"]["started"]) == (201, "09/1990")
    row = place(world, "work", added.json()["id"])
    changed = board.patch(row, body({"ended": "1995"}), format="json")
    assert (changed.status_code, changed.json()["values"]["position"]) == (200, "Giáo viên")
    assert WorkPeriod.objects.get().ended == PartialDate(1995)
    assert board.delete(row).json()["code"] == "invalid"
    assert board.delete(f"{row}?reason=Nhầm").json()["code"] == "unknown_parameter"
    assert board.delete(row, {"reason": "Nhầm"}).status_code == 204
    assert board.delete(row, {"reason": "Nhầm"}).status_code == 404
    assert rows(api, world, "work") == []


def test_single_section_is_written_in_place(api, world):
    board = api("board")
    for phone in ("0901", "0902"):
        answer = board.post(place(world, "contact"), body({"phone": phone}), format="json")
        assert answer.status_code == 200
    assert Contact.objects.get().phone == "0902"


def test_period_and_related_records_are_written_by_id(api, world):
    values = {"unit": world.units["beta"].pk, "title": world.titles["official"].pk, "period": "2019-01-01/2020-01-01"}
    answer = api("board").post(place(world, "postings"), body(values), format="json")
    assert (answer.status_code, answer.json()["values"]["period"]) == (201, "2019-01-01/2020-01-01")


def test_what_others_changed_meanwhile_is_not_overwritten(api, world):
    board = api("board")
    board.post(place(world, "contact"), body({"phone": "0900"}), format="json")
    was = rows(api, world, "contact")[0]["values"]
    board.post(place(world, "contact"), body({"phone": "0902"}), format="json")
    refused = board.post(place(world, "contact"), body({"phone": "0901"}, was=was), format="json")
    assert (refused.status_code, refused.json()["code"]) == (409, "changed_meanwhile")
    assert refused.json()["conflicts"] == {"phone": "0902"}
    assert Contact.objects.get().phone == "0902"


WRONG = [
    ("contact", {"colour": "red"}, "colour"),
    ("contact", {"email": "x"}, "email"),
    ("contact", {"phone": "x" * 31}, "phone"),
    ("core", {"birth_date": "1972-02-31"}, "birth_date"),
    ("core", {"birth_date": None}, "birth_date"),
    ("core", {"sex": "X"}, "sex"),
    ("core", {"education": 99}, "education"),
    ("core", {"education": "x"}, "education"),
    ("core", {"ethnic_group": 10**18}, "ethnic_group"),
    ("core", {"ethnic_group": None}, "ethnic_group"),
    ("work", {"position": "không có ngày"}, "started"),
    ("work", {"started": "2000", "ended": "1990"}, ""),
    ("ratings", {"year": 10**17}, "year"),
    ("postings", {"period": "2020-01-01/2019-01-01"}, "period"),
    ("postings", {"period": "/2019-01-01"}, "period"),
    ("postings", {"period": "x"}, "period"),
    ("postings", {"period": "9999-12-31/"}, "period"),
    ("postings", {"period": "0001-01-01/2019-01-01"}, "period"),
    ("family", {"relative": 99999999}, "relative"),
    ("pay", {"since": "2020", "coefficient": "x"}, "coefficient"),
]


@pytest.mark.parametrize(("section", "values", "field"), WRONG)
def test_wrong_values_are_named(api, world, section, values, field):
    answer = api("board").post(place(world, section), body(values), format="json")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert field in answer.json()["errors"]


def test_code_of_another_list_is_refused(api, world):
    values = {"year": 2019, "rating": world.code(Scheme.BLOOD, "A").pk}
    answer = api("board").post(place(world, "ratings"), body(values), format="json")
    assert (answer.status_code, Rating.objects.count()) == (400, 0)


@pytest.mark.parametrize(
    "sent", [{}, {"values": {}}, {"values": [], "reason": "x"}, {"values": {"phone": {}}, "reason": "x"}]
)
def test_bodies_that_say_nothing_are_refused(api, world, sent):
    answer = api("board").post(place(world, "contact"), sent, format="json")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


@pytest.mark.parametrize("where", [("x",), ("core", 1), ("work", 0), ("work", 10**30)])
def test_what_is_not_there_is_not_found(api, world, where):
    assert api("board").patch(place(world, *where), body({}), format="json").status_code in (404, 405)
    assert api("board").get(place(world, "work", key="an").replace("/work/", "/nothing/")).status_code == 404


def test_writes_are_of_today(api, world):
    answer = api("board").post(f"{place(world, 'contact')}?on=2019-01-01", body({"phone": "1"}), format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_today")


@pytest.mark.parametrize("count", [1, 3])
def test_reading_costs_the_same_whatever_the_rows(api, world, count, django_assert_num_queries):
    with history.acting(actor=None, verb="test", reason="tests"):
        for number in range(count):
            WorkPeriod.objects.create(person=world.people["an"], started=PartialDate(1990 + number))
    board = api("board")
    for more, queries in (((), 8), (("work",), 10)):
        with django_assert_num_queries(queries):
            board.get(place(world, *more))
