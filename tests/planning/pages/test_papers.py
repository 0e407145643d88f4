"""The list on paper: printed under numbers, typed in by them."""

import pytest
from django.urls import reverse

from planning.models import Line
from tests.planning.pages.conftest import words
from tests.planning.pages.lists import fields, line_of

CUONG, BINH = "Lê Quốc Cường", "Trần Thị Bình"


@pytest.fixture
def alpha(world):
    return world.submission("alpha")


@pytest.fixture
def type_in(world, alpha, send):
    def post(*typed, **more):
        data = {"version": world.submission("alpha").version, **more}
        for one in typed:
            data |= one
        return send("alpha_clerk", "submission-paper", alpha.pk, **data)

    return post


def test_paper_numbers_lines_grounds_and_titles(alpha, law, ask):
    answer = ask("alpha_secretary", "submission-paper", alpha.pk)
    sheet = answer.context["paper"]
    assert [line.number for line in sheet.lines] == [1, 2]
    assert [title.number for title in sheet.titles] == [1, 2, 3, 4]
    page = words(answer)
    assert page.count('class="box"') == 6
    assert all(f"<li>{name}</li>" in page for _code, name in sheet.grounds)
    assert f"Version {alpha.version} of the list" in page


def test_addition_is_printed_without_boxes(alpha, propose, ask):
    propose("lan", "add")
    answer = ask("alpha_secretary", "submission-paper", alpha.pk)
    assert words(answer).count('class="box"') == 6
    assert [line.person.full_name for line in answer.context["paper"].fillable] == [BINH, CUONG]


def test_returned_paper_is_typed_by_numbers(world, alpha, ask, type_in):
    sheet = ask("alpha_clerk", "submission-paper", alpha.pk, typing="1").context["paper"]
    ground = [code for code, _name in sheet.grounds].index("low_prestige") + 1
    answer = type_in(
        fields(line_of(alpha, BINH), "1"), fields(line_of(alpha, CUONG), "2", "Uy tín thấp", ground=str(ground))
    )
    assert answer.headers["location"] == reverse("submission", args=[alpha.pk])
    assert [
        (row.proposal, row.ground) for row in Line.objects.filter(submission=alpha).order_by("person__name_key")
    ] == [
        ("keep", ""),
        ("remove", "low_prestige"),
    ]


def test_title_moved_to_is_its_number_on_the_paper(world, alpha, ask, type_in):
    sheet = ask("alpha_clerk", "submission-paper", alpha.pk, typing="1").context["paper"]
    target = world.plan_titles["alpha", "2020-2025", "secretary"]
    number = [title.pk for title in sheet.titles].index(target.pk) + 1
    assert type_in(fields(line_of(alpha, CUONG), "3", "Hợp hơn", target=str(number))).status_code == 302
    assert line_of(alpha, CUONG).target == target


@pytest.mark.parametrize(
    ("proposal", "more", "sentence"),
    [
        ("4", {}, "Type 1 to keep, 2 to remove, 3 to move."),
        ("2", {"ground": "99", "reason": "x"}, "There is no ground of that number on the paper."),
        ("3", {"target": "99", "reason": "x"}, "There is no title of that number on the paper."),
        ("2", {"reason": "x"}, "Name the ground of the removal."),
        ("2", {"ground": "1"}, "Say why"),
    ],
)
def test_number_that_is_not_on_the_paper_is_refused_at_its_line(alpha, type_in, proposal, more, sentence):
    line = line_of(alpha, CUONG)
    answer = type_in(fields(line, proposal, **more))
    page = words(answer)
    assert (answer.status_code, sentence in page) == (400, True)
    assert 'class="typing__wrong"' in page
    assert f'name="proposal-{line.pk}" value="{proposal}"' in page
    assert Line.objects.filter(submission=alpha, entered_by=None).count() == 2


def test_typing_page_is_for_the_keyboard(alpha, ask):
    page = words(ask("alpha_clerk", "submission-paper", alpha.pk, typing="1"))
    assert page.count("autofocus") == 1
    assert "data-enter-next" in page
    assert "typing.js" in page


def test_submitted_list_is_printed_and_not_typed(alpha, step, ask):
    step("alpha", "submit", "alpha_secretary")
    assert ask("alpha_secretary", "submission-paper", alpha.pk).status_code == 200
    assert ask("alpha_secretary", "submission-paper", alpha.pk, typing="1").status_code == 409


def test_paper_costs_the_same_at_two_lines_and_at_four(alpha, propose, queries):
    assert queries("alpha_secretary", "submission-paper", alpha.pk) == 8
    propose("lan", "add")
    propose("dung", "add")
    assert queries("alpha_secretary", "submission-paper", alpha.pk) == 8
