"""Pyramids and calendars of counts."""

import pytest

from anphu.kit import charts
from anphu.kit.charts.scale import ticks
from tests.anphu.kit.charts.svg import by_class, parse

SIDES = ("Men", "Women")


def texts(root, name):
    return [node.text for node in by_class(root, name)]


def test_pyramid_bars_grow_outwards_from_the_middle():
    root = parse(charts.pyramid([charts.Rung("40–44", 10, 5), charts.Rung("35–39", 20, 0)], SIDES, "ages"))
    left, right = (by_class(root, f"pyramid__bar--{side}") for side in ("left", "right"))
    assert [(bar.get("x"), bar.get("width")) for bar in left] == [("25.0%", "15.0%"), ("10.0%", "30.0%")]
    assert [(bar.get("x"), bar.get("width")) for bar in right] == [("60.0%", "7.5%")]
    assert texts(root, "pyramid__count") == ["10", "5", "20"]
    assert texts(root, "pyramid__side") == ["Men", "Women"]
    assert (root.get("role"), root.get("aria-label")) == ("img", "ages")


def test_pyramid_puts_what_is_unknown_last_beneath_a_gap():
    rungs = [charts.Rung("?", 1, 0, apart=True), charts.Rung("40–44", 1, 0), charts.Rung("35–39", 1, 0)]
    root = parse(charts.pyramid(rungs, SIDES, "ages"))
    words = by_class(root, "pyramid__words")
    tops = [float(node.get("y").removesuffix("rem")) for node in words]
    assert [node.text for node in words] == ["40–44", "35–39", "?"]
    assert tops[2] - tops[1] > tops[1] - tops[0]
    assert len(by_class(root, "pyramid__bar--apart")) == 1
    assert float(root.get("height").removesuffix("rem")) == charts.pyramid_height(rungs)


def test_pyramid_says_too_few_instead_of_a_count():
    root = parse(charts.pyramid([charts.Rung("40–44", None, 9)], SIDES, "ages", "< 5"))
    assert texts(root, "pyramid__count") == ["< 5", "9"]
    assert by_class(root, "pyramid__bar--left")[0].get("width") == "0.0%"


def test_pyramid_of_nobody_has_no_bars():
    assert by_class(parse(charts.pyramid([charts.Rung("40–44", 0, 0)], SIDES, "x")), "pyramid__bar") == []


def test_columns_are_stacked_from_the_foot_with_their_sum_on_top():
    root = parse(charts.columns([charts.Column("1", [2, 0, 2], "2021"), charts.Column("2", [0, 0, 0], "2021")], "who"))
    parts = by_class(root, "columns-chart__part")
    assert [node.get("class").split()[1] for node in parts] == ["series--1", "series--3"]
    low, high = ((float(node.get("y")[:-3]), float(node.get("height")[:-3])) for node in parts)
    assert low[0] == pytest.approx(high[0] + high[1])
    assert texts(root, "columns-chart__sum") == ["4"]


def test_columns_write_once_what_neighbours_share():
    rows = [charts.Column(str(number), [1], year) for year in ("2020", "2021") for number in (1, 2)]
    words = texts(parse(charts.columns(rows, "x")), "columns-chart__word")
    assert [words.count(year) for year in ("2020", "2021")] == [1, 1]


def test_columns_of_nothing_stand_on_the_ground():
    root = parse(charts.columns([charts.Column("1", [0])], "x"))
    assert (by_class(root, "columns-chart__part"), texts(root, "columns-chart__sum")) == ([], [])


@pytest.mark.parametrize(("draw", "words"), [(charts.pyramid, "rung"), (charts.columns, "column")])
def test_pictures_of_nothing_are_refused(draw, words):
    with pytest.raises(ValueError, match=words):
        draw([], *([SIDES] if draw is charts.pyramid else []), "x")


@pytest.mark.parametrize(
    ("bottom", "top", "least", "expected"),
    [
        (0, 10, 1, [0, 2, 4, 6, 8, 10]),
        (0, 1, 1, [0, 1]),
        (0, 3, 1, [0, 1, 2, 3]),
        (18, 27, 0, [18, 20, 22, 24, 26]),
        (0, 0.9, 0, [0, 0.2, 0.4, 0.6, 0.8]),
        (0, 4594, 1, [0, 1000, 2000, 3000, 4000]),
    ],
)
def test_ticks_are_round_and_inside(bottom, top, least, expected):
    assert ticks(bottom, top, least_step=least) == expected


def test_words_smuggle_nothing():
    bad = '"><script>alert(1)</script>'
    drawings = charts.pyramid([charts.Rung(bad, 1, 1)], (bad, bad), bad) + charts.columns(
        [charts.Column(bad, [1], bad)], bad
    )
    assert "<script" not in drawings
    assert "style=" not in drawings
