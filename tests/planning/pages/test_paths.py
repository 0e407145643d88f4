"""Path of a person, coverage, succession and comparison as pages."""

import datetime

import pytest

from anphu.kit import history
from planning.models import Line
from tests.planning.histories import add
from tests.planning.pages.conftest import words

day = datetime.date


def test_path_is_linked_from_the_dossier_and_back(world, ask):
    pk = world.people["binh"].pk
    assert f'href="/people/{pk}/plans/"' in words(ask("board", "person", pk))
    text = words(ask("board", "person-path", pk))
    assert f'href="/people/{pk}/"' in text
    assert "Bí thư Đảng ủy xã" in text
    assert '<svg class="lanes"' in text


def test_path_of_somebody_in_no_plan_says_so(world, ask):
    assert "In none of the plans that you may see" in words(ask("board", "person-path", world.people["lan"].pk))


def test_path_of_a_stranger_is_not_found(world, ask):
    assert ask("alpha_secretary", "person-path", world.people["giang"].pk).status_code == 404


def test_path_costs_the_same_however_long(world, queries):
    binh = world.people["binh"].pk
    assert queries("board", "person-path", binh) == 8
    add(world, "beta", "standing", "binh", day(2019, 1, 1), day(2020, 1, 1))
    assert queries("board", "person-path", binh) == 8


def test_coverage_tells_years_and_draws_them(world, ask):
    text = words(ask("alpha_secretary", "coverage"))
    assert "2019" in text
    assert text.count('<svg class="trend') == 3  # all titles, and each of two
    assert "Choose another term" in words(ask("alpha_secretary", "coverage", on="2010-06-01"))


def test_succession_draws_each_title_and_says_the_same_in_a_table(world, law, ask):
    text = words(ask("alpha_secretary", "succession", world.units["alpha"].pk))
    assert text.count('<svg class="lanes"') == 4
    assert "Holds it: Nguyễn Văn An" in text
    assert "142 months left" in text
    assert "holds the title since 01/01/2010" in text


def test_succession_of_a_unit_of_others_is_not_found(world, ask):
    assert ask("alpha_secretary", "succession", world.units["beta"].pk).status_code == 404
    assert ask("alpha_secretary", "succession", world.units["alpha"].pk, term=999).status_code == 404


def test_succession_costs_the_same_however_many_people(world, law, queries):
    alpha = world.units["alpha"].pk
    assert queries("board", "succession", alpha) == 13
    for person in ("dung", "lan", "khanh"):
        add(world, "alpha", "secretary", person, day(2020, 3, 1))
    assert queries("board", "succession", alpha) == 13


@pytest.fixture
def compare(world, ask):
    """`compare("alpha_secretary", "binh", "dung")`: the page about alpha's secretary of 2020–2025."""

    def read(user, *people, title="secretary"):
        place = world.plan_titles["alpha", "2020-2025", title].pk
        chosen = {"person": [world.people[key].pk if key in world.people else key for key in people]} if people else {}
        return ask(user, "submission-compare", world.submission("alpha").pk, title=place, **chosen)

    return read


def names(answer) -> list[str]:
    return [row.person.full_name for row in answer.context["found"].people]


def test_candidates_stand_in_the_order_asked_for(world, law, compare):
    assert names(compare("alpha_secretary", "dung", "binh")) == ["Nguyễn Thị Dung", "Trần Thị Bình"]


def test_comparison_opens_on_the_first_of_the_list(world, law, compare):
    assert compare("alpha_secretary").context["found"] is None
    with history.acting(actor=None, verb="test", reason="tests"):
        Line.objects.create(
            submission=world.submission("alpha"),
            plan_title=world.plan_titles["alpha", "2020-2025", "secretary"],
            person=world.people["khanh"],
            proposal="add",
            reason="x",
        )
    answer = compare("alpha_secretary")
    assert names(answer) == ["Trần Thị Bình", "Dương Minh Khánh"]
    assert f"/people/{world.people['khanh'].pk}/" not in words(answer)
    assert "1980" not in words(answer)


@pytest.mark.parametrize(
    ("people", "status"),
    [(("binh",), 400), (("binh", "an", "dung", "lan", "cuong"), 400), (("binh", "giang"), 404), (("binh", "x"), 404)],
)
def test_whom_nobody_can_compare_is_refused(world, law, compare, people, status):
    assert compare("alpha_secretary", *people).status_code == status


def test_comparison_is_of_the_titles_of_the_list(world, ask):
    pk = world.submission("alpha").pk
    assert ask("alpha_secretary", "submission-compare", pk).status_code == 302
    beta = world.plan_titles["beta", "2020-2025", "secretary"].pk
    assert ask("board", "submission-compare", pk, title=beta).status_code == 404
    assert ask("beta_secretary", "submission-compare", pk, title=beta).status_code == 404
