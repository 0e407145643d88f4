import pytest
from django.urls import reverse

from anphu.kit.notices import Notice
from planning.choices import BallotKind, Ground, Proposal
from planning.models import Round
from tests.planning import sittings
from tests.planning.pages.conftest import words


@pytest.fixture
def typed(world):
    return {
        "name": "Rà soát năm 2021",
        "kind": "review",
        "authority": world.units["district"].pk,
        "day": "07/07/2020",
        "deadline": "31/12/2020",
        "terms": [world.terms["2020-2025"].pk],
    }


def units(answer):
    return [row.unit_version.name for row in answer.context["submissions"]]


def test_rounds_show_how_many_lists_are_approved(appraise, decide, ask):
    appraise("alpha")
    decide("alpha")
    rows = ask("btv", "rounds").context["rounds"]
    assert [(row.name, approved, total) for row, approved, total in rows] == [
        ("Rà soát, bổ sung quy hoạch năm 2020", 1, 3)
    ]
    [(_row, approved, total)] = ask("beta_secretary", "rounds").context["rounds"]
    assert (approved, total) == (0, 1)


def test_board_filters_by_state_and_name(world, step, ask):
    step("beta", "submit", "beta_secretary")
    assert units(ask("board", "round", world.round.pk)) == [
        "Chi bộ Thanh tra",
        "Đảng bộ xã Khánh An",
        "Đảng bộ xã Phú Hội",
    ]
    assert units(ask("board", "round", world.round.pk, state="submitted")) == ["Đảng bộ xã Phú Hội"]
    answer = ask("board", "round", world.round.pk, htmx=True, q="khanh an")
    assert units(answer) == ["Đảng bộ xã Khánh An"]
    assert "<html" not in words(answer)
    assert ask("board", "round", world.round.pk, state="lost").status_code == 404


def test_board_of_a_unit_shows_its_own_list_alone(world, ask):
    answer = ask("alpha_secretary", "round", world.round.pk)
    assert units(answer) == ["Đảng bộ xã Khánh An"]
    assert [tab[3] for tab in answer.context["tabs"]] == [1, 1, 0, 0, 0]
    assert answer.context["moves"] == []


def test_round_prepared_then_opened(world, typed, send, ask):
    answer = send("board", "round-new", **typed)
    row = Round.objects.get(name="Rà soát năm 2021")
    assert answer.headers["location"] == reverse("round", args=[row.pk])
    assert "The round has not been opened yet" in words(ask("board", "round", row.pk))
    send("board", "round-move", row.pk, verb="open")
    assert len(units(ask("board", "round", row.pk))) == 3


def test_round_for_chosen_units_only(world, typed, send):
    send("board", "round-new", **typed, units=[world.units["alpha"].pk])
    assert [unit.code for unit in Round.objects.get(name="Rà soát năm 2021").units.all()] == ["alpha"]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "This field is required."),
        ("day", "31/02/2020", "Enter a valid date."),
        ("deadline", "01/01/2020", "The deadline cannot be before the day of reference."),
        ("terms", [], "This field is required."),
        ("authority", "0", "Select a valid choice."),
    ],
)
def test_round_wrongly_typed_is_refused_and_kept(typed, send, field, value, sentence):
    answer = send("board", "round-new", **{**typed, field: value})
    assert answer.status_code == 400
    page = words(answer)
    assert sentence in page
    assert field == "name" or 'value="Rà soát năm 2021"' in page
    assert Round.objects.count() == 1


def test_close_with_work_left_is_greyed_and_refused(world, ask, send):
    assert "Some submissions of this round are not approved yet." in words(ask("board", "round", world.round.pk))
    assert send("board", "round-move", world.round.pk, verb="close").status_code == 409
    assert send("board", "round-move", world.round.pk, verb="burn").status_code == 400


def test_round_closed_when_all_is_approved(world, appraise, decide, send, ask):
    for unit in ("alpha", "beta", "gamma"):
        appraise(unit)
    decide("alpha", "beta", "gamma")
    assert send("board", "round-move", world.round.pk, verb="close").status_code == 302
    assert ask("board", "round", world.round.pk).context["round"].state == "closed"


def test_rounds_cost_the_same_at_one_and_at_three(typed, send, queries):
    assert queries("board", "rounds") == 7
    for number in (1, 2):
        send("board", "round-new", **{**typed, "name": f"Đợt {number}"})
    assert queries("board", "rounds") == 7


def test_board_costs_the_same_at_one_unit_and_at_three(world, queries):
    assert queries("alpha_secretary", "round", world.round.pk) == 10
    assert queries("btv", "round", world.round.pk) == 10


def test_board_counts_what_conferences_let_through(world, ask):
    """Who is not passed is not added, and stays when it was the removal that did not pass."""
    sittings.with_steps(world, [("leaders", BallotKind.VOTE, True)])
    world.confirm("alpha")
    added = sittings.line(world, "lan")
    removed = sittings.line(world, "cuong", Proposal.REMOVE, ground=Ground.LOW_PRESTIGE)
    sittings.line(world, "binh", Proposal.MOVE, "secretary", target=world.plan_titles["alpha", "2020-2025", "standing"])

    def counted():
        (row,) = ask("alpha_secretary", "round", world.round.pk).context["submissions"]
        return row.kept, row.added, row.removed, row.moved

    assert counted() == (0, 1, 1, 1)
    moved = world.submission("alpha").lines.get(proposal=Proposal.MOVE)
    sittings.through(world, "leaders", {added: (3, 17), removed: (3, 17), moved: (17, 3)})
    assert counted() == (1, 0, 0, 1)
    answer = ask("alpha_secretary", "submission", world.submission("alpha").pk)
    assert answer.context["counts"] == [("keep", 1), ("add", 0), ("remove", 0), ("move", 1)]


def test_round_prepared_wrongly_is_taken_back(typed, send, ask):
    send("board", "round-new", **typed)
    row = Round.objects.get(name="Rà soát năm 2021")
    assert "Take this round back" in words(ask("board", "round", row.pk))
    assert send("appraiser", "round-discard", row.pk).status_code == 403
    assert send("board", "round-discard", row.pk).headers["location"] == reverse("rounds")
    assert not Round.objects.filter(pk=row.pk).exists()


def test_open_round_is_not_taken_back(world, send, ask):
    assert "Take this round back" not in words(ask("board", "round", world.round.pk))
    answer = send("board", "round-discard", world.round.pk)
    assert (answer.status_code, Round.objects.filter(pk=world.round.pk).exists()) == (409, True)


def test_opened_round_tells_the_secretaries(typed, send, world):
    send("board", "round-new", **typed, units=[world.units["alpha"].pk])
    send("board", "round-move", Round.objects.get(name="Rà soát năm 2021").pk, verb="open")
    [notice] = Notice.objects.filter(code="round_opened")
    assert (notice.user, "Rà soát năm 2021" in notice.text) == (world.user("alpha_secretary"), True)


def test_round_in_a_year_where_nothing_reaches_is_refused(typed, send):
    answer = send("board", "round-new", **typed | {"deadline": "31/12/2202"})
    assert (answer.status_code, "Give a day between 1930 and 2100." in words(answer)) == (400, True)


def test_prepared_round_is_put_right_on_its_page(typed, send, ask):
    send("board", "round-new", **typed)
    row = Round.objects.get(name="Rà soát năm 2021")
    assert reverse("round-edit", args=[row.pk]) in words(ask("board", "round", row.pk))
    form = words(ask("board", "round-edit", row.pk))
    assert ('value="Rà soát năm 2021"' in form, 'name="kind"' in form) == (True, False)
    answer = send("board", "round-edit", row.pk, **typed | {"name": "Rà soát năm 2022"})
    assert answer.headers["location"] == reverse("round", args=[row.pk])
    assert Round.objects.filter(name="Rà soát năm 2022", pk=row.pk).exists()
    assert send("appraiser", "round-edit", row.pk, **typed).status_code == 403


def test_open_round_is_not_put_right(world, typed, send, ask):
    assert ask("board", "round-edit", world.round.pk).status_code == 409
    assert send("board", "round-edit", world.round.pk, **typed).status_code == 409
