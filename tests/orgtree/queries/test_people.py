"""Names found as a reader of Vietnamese expects; places said in one query."""

import datetime
import unicodedata

import pytest

from anphu.kit import history
from anphu.kit.periods import period
from orgtree.models import PartyMembership, Person
from orgtree.queries import people as queries
from tests.world import SINCE, TODAY


@pytest.fixture
def called(world):
    """`called("Đường Văn An", …)`: people of those names, members of a cell of alpha; returns the queryset of them."""

    def make(*names):
        model = world.people["an"]
        with history.acting(actor=None, verb="test", reason="test"):
            rows = [
                Person.objects.create(
                    full_name=name,
                    sex="M",
                    birth_date=model.birth_date,
                    ethnic_group=model.ethnic_group,
                    religion=model.religion,
                )
                for name in names
            ]
            for row in rows:
                PartyMembership.objects.create(
                    person=row, unit=world.units["alpha1"], period=period(SINCE), admitted_on=SINCE
                )
        return Person.objects.filter(pk__in=[row.pk for row in rows])

    return make


def found(people, text):
    return [person.full_name for person in queries.search(people, text)]


def test_search_without_marks_finds_marked_names(called):
    people = called("Nguyễn Văn An", "Trần Văn Bình")
    assert found(people, "nguyen") == ["Nguyễn Văn An"]
    assert found(people, "Nguyễn") == ["Nguyễn Văn An"]


def test_search_exact_marks_come_first(called):
    people = called("Dương Văn An", "Đường Văn Yến", "Dưỡng Văn Bình")
    assert found(people, "đường") == ["Đường Văn Yến", "Dương Văn An", "Dưỡng Văn Bình"]
    assert found(people, "dương") == ["Dương Văn An", "Dưỡng Văn Bình", "Đường Văn Yến"]


@pytest.mark.parametrize("text", ["NGUYỄN", "nguyễn", "Nguyễn"])
def test_search_case_does_not_count_against_exactness(called, text):
    people = called("Nguyên Văn An", "NGUYỄN VĂN BÌNH")
    assert found(people, text) == ["NGUYỄN VĂN BÌNH", "Nguyên Văn An"]


def test_search_words_begin_words_of_the_name_in_any_order(called):
    people = called("Nguyễn Thị Ngọc Lan", "Nguyễn Văn Hoàng")
    assert found(people, "lan nguyen") == ["Nguyễn Thị Ngọc Lan"]
    assert found(people, "ng") == ["Nguyễn Văn Hoàng", "Nguyễn Thị Ngọc Lan"]
    assert found(people, "guyen") == ["Nguyễn Văn Hoàng", "Nguyễn Thị Ngọc Lan"], "a letter left out is forgiven"
    assert found(people, "yen") == [], "but no word of theirs begins so"


def test_search_decomposed_letters_are_the_same_letters(called):
    people = called("Nguyễn Văn An", "Nguyên Văn An")
    assert found(people, unicodedata.normalize("NFD", "Nguyễn"))[0] == "Nguyễn Văn An"


@pytest.mark.parametrize("text", ["nguyne", "nguyem", "nguyn", "ngguyen", "Nguyển Vawn", "ngyuễn van an"])
def test_search_forgives_small_errors_when_nothing_else_is_found(called, text):
    assert found(called("Nguyễn Văn An", "Trần Thị Bích"), text) == ["Nguyễn Văn An"]


def test_search_forgives_nothing_while_something_is_found(called):
    people = called("Lâm Văn An", "Lan Thị Bình")
    assert found(people, "lan") == ["Lan Thị Bình"]


def test_search_far_off_finds_nobody(called):
    assert found(called("Nguyễn Văn An"), "Wolfgang") == []


@pytest.mark.parametrize("text", ["", "  ", "\u200b", "%", "_", "\\", "'; --", "(", "[a"])
def test_search_text_without_letters_or_with_signs_is_harmless(called, text):
    assert found(called("Nguyễn Văn An"), text) in ([], ["Nguyễn Văn An"])


def test_search_other_name_counts(world):
    person = world.people["an"]
    with history.acting(actor=None, verb="test", reason="test"):
        person.other_name = "Sáu Dân"
        person.save()
    assert found(Person.objects.filter(pk=person.pk), "sau dan") == ["Nguyễn Văn An"]


@pytest.mark.parametrize(
    ("one", "other", "far"),
    [("lan", "lan", 0), ("lan", "lam", 1), ("lan", "ln", 1), ("lan", "lna", 1), ("lan", "hoa", 3), ("a", "abcdef", 3)],
)
def test_distance_counts_swaps_as_one(one, other, far):
    assert queries.distance(one, other, 2) == far


def test_with_places_says_cell_and_posts_in_one_query(world, django_assert_num_queries):
    board = world.user("board")
    people = [world.people[key] for key in ("an", "binh", "hai")]
    board.granted("see_people")  # fetched once a request, before any page asks
    with django_assert_num_queries(1):
        an, _binh, hai = queries.with_places(people, board, TODAY)
    assert an.cell.unit == "Chi bộ ấp An Hòa"
    assert [(post.title, post.unit) for post in an.posts] == [("Bí thư Đảng ủy xã", "Đảng bộ xã Khánh An")]
    assert hai.posts == []


def test_with_places_nothing_of_units_out_of_reach(world):
    (em,) = queries.with_places([world.people["em"]], world.user("alpha_secretary"), TODAY)
    assert (em.cell, em.posts) == (None, [])


def test_exportable_needs_the_right_where_the_person_is(world):
    assert queries.exportable(world.user("inspector"), TODAY).count() == 0
    assert queries.exportable(world.user("alpha_clerk"), TODAY).count() == 5


@pytest.fixture(params=[1, 1000], ids=["walked", "sorted"])
def walking(world, monkeypatch, request):
    """The world counts as large, or as the small one it is; somebody holds a post without being a member."""
    monkeypatch.setattr(queries, "MANY", request.param)
    with history.acting(actor=None, verb="test", reason="test"):
        PartyMembership.objects.filter(person=world.people["em"]).delete()
    return world


@pytest.mark.parametrize("account", ["board", "btv", "inspector"])
@pytest.mark.parametrize(("first", "size"), [(0, 25), (0, 3), (4, 3)])
def test_walked_are_the_visible_people_in_order(walking, account, first, size):
    reader = walking.user(account)
    seen = list(Person.objects.visible_to(reader, TODAY).values_list("pk", flat=True))
    assert len(seen) == len(walking.people)
    assert queries.walked(reader, TODAY, first, size, 100) == (len(seen), seen[first : first + size])


def test_walked_counts_no_further_than_asked(walking):
    assert queries.walked(walking.user("board"), TODAY, 0, 1, 4)[0] == 4


def test_walked_leaves_out_who_belongs_nowhere_on_the_day(walking):
    with history.acting(actor=None, verb="test", reason="test"):
        PartyMembership.objects.filter(person=walking.people["hai"]).update(period=period(SINCE, TODAY))
    seen, keys = queries.walked(walking.user("board"), TODAY, 0, 25, 100)
    assert (seen, walking.people["hai"].pk in keys) == (len(walking.people) - 1, False)
    assert queries.walked(walking.user("board"), SINCE - datetime.timedelta(1), 0, 25, 100) == (0, [])


@pytest.mark.parametrize("account", ["alpha_secretary", "auditor", "nobody"])
def test_walked_only_from_the_top(world, account):
    assert queries.walked(world.user(account), TODAY, 0, 25, 100) is None


def test_walked_only_early(world):
    assert queries.walked(world.user("board"), TODAY, queries.EARLY, 25, 100) is None
