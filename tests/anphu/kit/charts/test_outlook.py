"""Where a value comes from, where it goes, and what it should reach."""

import xml.etree.ElementTree as ET

import pytest

from anphu.kit import charts
from anphu.kit.charts import Ahead, Band, Cell, Goal, Mark, Point
from tests.anphu.kit.charts.svg import by_class, parse

PAST = [Point(2018 + place / 2, value) for place, value in enumerate([10, 12, None, 14, 15])]
AHEAD = [Point(2020, 15), Point(2022, 25)]


def drawn(**options):
    return parse(charts.outlook(PAST, "women", **options))


def test_outlook_breaks_where_a_value_is_unknown():
    lines = by_class(drawn(), "outlook__line--past")
    assert [len(line.get("points").split()) for line in lines] == [2, 2]


def test_outlook_draws_what_is_ahead_apart_from_what_was():
    root = drawn(ahead=[Ahead(AHEAD), Ahead(AHEAD, "planned")])
    assert [len(by_class(root, f"outlook__line--{tone}")) for tone in ("certain", "planned", "tried")] == [1, 1, 0]
    (line,) = by_class(root, "outlook__line--certain")
    start, end = (tuple(map(float, point.split(","))) for point in line.get("points").split())
    assert (start[0], end[0]) == (50, 100)
    assert end[1] < start[1]


def test_outlook_shades_the_target_for_its_stretch():
    root = drawn(ahead=[Ahead(AHEAD)], goals=[Goal(2018, 2020, 20, 25), Goal(2020, 2022, 30)])
    areas = by_class(root, "outlook__goal")
    assert [(area.get("x"), area.get("width")) for area in areas] == [("0.0", "50.0"), ("50.0", "50.0")]
    assert areas[1].get("y") == "0.0"  # open above
    assert len(by_class(root, "outlook__bound")) == 3


def test_outlook_names_the_month_that_matters():
    root = drawn(ahead=[Ahead(AHEAD)], marks=[Mark(2021, "met from 01/2021", "met")])
    (words,) = by_class(root, "outlook__said--met")
    (line,) = by_class(root, "outlook__mark--met")
    assert words.text == "met from 01/2021"
    assert line.get("x1") == words.get("x") == "75.5%"


def test_outlook_of_one_value_is_a_dot():
    (line,) = by_class(parse(charts.outlook([Point(2020, 5)], "x")), "outlook__line--past")
    assert len(set(line.get("points").split())) == 1


def test_outlook_without_any_value_is_refused():
    with pytest.raises(ValueError, match="known value"):
        charts.outlook([Point(2020, None)], "x")


@pytest.mark.parametrize(
    ("value", "expected"), [(20, 0), (19, 1), (15, 2), (5, 3), (0, 3), (25, 0), (26, 1), (50, 2), (60, 3), (None, 0)]
)
def test_heat_grows_with_the_distance_from_the_target(value, expected):
    assert charts.strength(Band(value, 20, 25)) == expected


def test_heat_says_the_direction_without_colour():
    cells = charts.heat(
        [Cell("10", "below", 3, "/a/?x=1&y=2"), Cell("22", "within"), Cell("30", "above", 1), Cell("<b>")]
    )
    row = ET.fromstring(f"<tr>{cells}</tr>")
    assert ["".join(cell.itertext()) for cell in row] == ["10▼", "22", "30▲", "<b>"]
    assert row[0].get("class") == "heat heat--below heat--3"
    assert row[0][0].get("href") == "/a/?x=1&y=2"


def test_grid_names_its_columns_by_number():
    root = parse(charts.grid(["Women", "Young"], [("Alpha", [Cell("10", "below", 2), Cell("–")])], "x"))
    assert [node.text for node in by_class(root, "grid-chart__word")] == ["1. Women", "2. Young", "1", "2", "Alpha"]
    assert len(by_class(root, "grid-chart__cell--below-2")) == 1
    with pytest.raises(ValueError, match="rows and columns"):
        charts.grid([], [], "x")
