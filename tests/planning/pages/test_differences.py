"""The pages of plans in time: what they ask, what they refuse, what they link, and what they cost."""

import datetime
import io

import pytest
from openpyxl import load_workbook

from orgtree.models import DossierRead
from planning.choices import Ground
from planning.models import PlanEntry
from tests.planning.histories import add, leave
from tests.planning.pages.conftest import words

day = datetime.date
WHY = "Chuẩn bị hội nghị"


@pytest.fixture
def year(world):
    leave(PlanEntry.objects.get(person=world.people["cuong"]), world, day(2020, 3, 1), Ground.AGE)
    add(world, "alpha", "standing", "lan", day(2020, 3, 1))
    return world


def listed(answer) -> list[tuple]:
    return [(row.change.value, row.changed.seen.person_name) for row in answer.context["page"].object_list]


CHANGES = [("removed", "Lê Quốc Cường"), ("added", "Bùi Thị Ngọc Lan")]


def test_page_opens_on_the_last_year_of_the_own_unit(year, ask):
    answer = ask("alpha_secretary", "plan-differences")
    assert listed(answer) == CHANGES
    assert "From “07/07/2019” to “07/07/2020”" in words(answer)
    assert "over age" in words(answer)
    assert [side.day for side in (answer.context["found"].first, answer.context["found"].second)] == [
        day(2019, 7, 7),
        day(2020, 7, 7),
    ]


def test_kind_of_change_is_asked_for_by_itself(year, ask):
    assert listed(ask("alpha_secretary", "plan-differences", show="added")) == CHANGES[1:]
    assert listed(ask("alpha_secretary", "plan-differences", show="kept")) == [("kept", "Trần Thị Bình")]


def test_terms_open_on_the_one_worked_with_and_the_one_before(year, ask):
    answer = ask("btv", "plan-differences", by="terms")
    assert [side.name for side in (answer.context["found"].first, answer.context["found"].second)] == [
        "Nhiệm kỳ 2015–2020",
        "Nhiệm kỳ 2020–2025",
    ]
    assert {change for change, _name in listed(answer)} == {"added"}


def test_rounds_without_two_decided_say_so(year, ask):
    answer = ask("btv", "plan-differences", by="rounds")
    assert answer.status_code == 200
    assert "There are not two of them to compare yet" in words(answer)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"to_day": "01/01/2030"}, "Choose a day up to the working day, 07/07/2020."),
        ({"from_day": "01/02/2020", "to_day": "01/01/2020"}, "The second day cannot be before the first."),
        ({"from_day": "31/02/2020"}, "Enter a valid date."),
        ({"by": "terms", "from_term": "999"}, "Select a valid choice."),
        ({"by": "seasons"}, "Select a valid choice."),
        ({"show": "nobody"}, "Select a valid choice."),
        ({"term": "x"}, "Select a valid choice."),
    ],
)
def test_what_cannot_be_compared_is_refused_in_words(year, ask, asked, sentence):
    answer = ask("btv", "plan-differences", **asked)
    assert answer.status_code == 400
    assert sentence in words(answer)


@pytest.mark.parametrize("asked", [{"unit": "x"}, {"unit": 10**17}, {"page": "x"}])
def test_what_is_no_number_is_not_found(year, ask, asked):
    assert ask("btv", "plan-differences", **asked).status_code == 404


def test_unit_of_others_is_not_found(year, ask):
    assert ask("alpha_secretary", "plan-differences", unit=year.units["beta"].pk).status_code == 404


def test_stranger_is_named_and_not_linked(year, ask):
    add(year, "alpha", "secretary", "khanh", day(2020, 3, 1))
    text = words(ask("alpha_secretary", "plan-differences"))
    assert "Dương Minh Khánh" in text
    assert f"/people/{year.people['khanh'].pk}/" not in text
    assert f"/people/{year.people['lan'].pk}/plans/" in text


def test_sheet_carries_the_rows_of_the_page_and_is_logged(year, sign_in):
    address = "/plans/differences/sheet/?show=removed"
    client = sign_in("alpha_secretary")
    assert "Differences between plans" in words(client.get(address))
    answer = client.post(address, {"format": "xlsx", "purpose": WHY})
    about, rows = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).worksheets
    assert [row[1:4] for row in rows.values] == [
        ("Change", "Full name", "Title before"),
        ("Removed", "Lê Quốc Cường", "Ủy viên Ban Thường vụ"),
    ]
    assert [row[-1] for row in rows.values] == ["Ground", "over age"]
    told = dict(row for row in about.values if row[0])
    assert (told["Unit"], told["Change"], told["To the plan of"]) == ("Đảng bộ xã Khánh An", "Removed", "07/07/2020")
    assert DossierRead.objects.latest("pk").rows == 1


def test_sheet_carries_nobody_of_another_unit(year, sign_in):
    add(year, "beta", "standing", "hai", day(2020, 3, 1))

    def carried(user):
        answer = sign_in(user).post("/plans/differences/sheet/", {"format": "csv", "purpose": WHY})
        return b"".join(answer.streaming_content).decode()

    assert "Võ Hoàng Hải" not in carried("alpha_secretary")
    assert "Võ Hoàng Hải" in carried("board")


def test_sheet_of_what_cannot_be_compared_is_refused(year, sign_in):
    client = sign_in("board")
    assert client.get("/plans/differences/sheet/?to_day=01/01/2030").status_code == 400
    assert client.get("/plans/differences/sheet/?by=rounds").status_code == 404


def test_sheet_needs_the_right_to_carry_away(year, ask):
    assert ask("auditor", "plan-differences-sheet").status_code == 403
    assert ask("auditor", "plan-differences").status_code == 403


def test_search_for_a_unit_is_a_fragment(year, ask):
    for page in ("plan-differences", "plan-whole", "coverage"):
        assert "<html" not in words(ask("btv", page, htmx=True, find="phu hoi"))


def test_day_before_every_unit_says_so(year, ask):
    for page in ("plan-differences", "plan-whole", "coverage"):
        answer = ask("btv", page, on="1990-01-01")
        assert answer.status_code == 200
        assert "No unit of yours existed on that day" in words(answer)


def test_pages_cost_the_same_at_few_people_and_at_many(year, world, queries):
    costs = {"plan-differences": 15, "plan-whole": 12, "coverage": 11}
    assert {page: queries("board", page) for page in costs} == costs
    for person in ("an", "dung", "khanh"):
        add(world, "alpha", "standing", person, day(2020, 3, 1))
    assert {page: queries("board", page) for page in costs} == costs
