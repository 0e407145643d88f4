"""Drawings: where things stand on the scale, what is said about them, and that nothing can be smuggled into them."""

from decimal import Decimal

import pytest

from anphu.kit import charts
from tests.anphu.kit.charts.svg import by_class, parse


@pytest.mark.parametrize(
    ("value", "low", "high", "verdict"),
    [
        (19.9, 20, 25, "below"),
        (20, 20, 25, "within"),
        (25, 20, 25, "within"),
        (25.1, 20, 25, "above"),
        (99, 100, None, "below"),
        (100, 100, None, "within"),
        (3, None, 5, "within"),
        (None, 20, 25, "unknown"),
        (50, None, None, "plain"),
        (Decimal("22.5"), 20, 25, "within"),
    ],
)
def test_verdict_both_ends_belong_to_the_target(value, low, high, verdict):
    assert charts.Band(value, low, high).verdict == verdict


def test_band_draws_target_and_marker_in_percent_of_the_scale():
    root = parse(charts.band(charts.Band(30, 20, 40, lower=0, upper=80), "30 of 20–40"))
    (target,) = by_class(root, "band__target")
    (dot,) = by_class(root, "band__dot")
    assert (target.get("x"), target.get("width"), dot.get("cx")) == ("25.0%", "25.0%", "37.5%")
    assert (root.get("role"), root.get("aria-label")) == ("img", "30 of 20–40")


def test_band_open_above_reaches_the_end_of_the_scale():
    root = parse(charts.band(charts.Band(91, 80, None), "91"))
    (target,) = by_class(root, "band__target")
    assert (target.get("x"), target.get("width")) == ("80.0%", "20.0%")
    assert len(by_class(root, "band__edge")) == 1


def test_band_without_value_has_no_marker():
    assert by_class(parse(charts.band(charts.Band(None, 20, 25), "not known")), "band__dot") == []


def test_band_value_beyond_the_scale_stands_at_its_end():
    assert charts.Band(250, 20, 25).percent(250) == 100
    assert charts.Band(-5, 20, 25).percent(-5) == 0


def test_band_near_ends_are_written_as_one_span():
    narrow = by_class(parse(charts.band(charts.Band(10, 20, 25), "x")), "band__tick")
    wide = by_class(parse(charts.band(charts.Band(10, 20, 60), "x")), "band__tick")
    assert ([node.text for node in narrow], [node.text for node in wide]) == (["20–25\xa0%"], ["20\xa0%", "60\xa0%"])


def test_band_slim_writes_nothing():
    assert by_class(parse(charts.band(charts.Band(10, 20, 25), "x", slim=True)), "band__tick") == []


@pytest.mark.parametrize("scale", [{"lower": 5, "upper": 5}, {"low": 30, "high": 20}])
def test_band_turned_round_is_refused(scale):
    with pytest.raises(ValueError, match="must"):
        charts.Band(1, **scale)


def test_label_is_escaped():
    drawing = charts.band(charts.Band(10, 20, 25), '"><script>alert(1)</script>')
    assert "<script" not in drawing
    assert parse(drawing).get("aria-label") == '"><script>alert(1)</script>'


def test_drawings_carry_no_style_attribute():
    drawings = charts.band(charts.Band(10, 20, 25), "x") + charts.trend([1, 2], "y", low=1, high=2)
    assert "style=" not in drawings


def test_trend_breaks_where_a_value_is_unknown():
    lines = by_class(parse(charts.trend([1, 2, None, 4, 5], "up")), "trend__line")
    assert [len(line.get("points").split()) for line in lines] == [2, 2]


def test_trend_lonely_value_still_shows():
    (line,) = by_class(parse(charts.trend([None, 7, None], "one")), "trend__line")
    assert len(set(line.get("points").split())) == 1


def test_trend_marks_the_last_known_value():
    (dot,) = by_class(parse(charts.trend([1, 2, None], "x")), "trend__dot")
    assert dot.get("cx") == "50.0%"


def test_trend_rises_upwards():
    (line,) = by_class(parse(charts.trend([0, 10], "x")), "trend__line")
    first, last = (float(point.split(",")[1]) for point in line.get("points").split())
    assert first > last


def test_trend_flat_line_stays_inside():
    (line,) = by_class(parse(charts.trend([5, 5, 5], "x")), "trend__line")
    assert all(0 <= float(point.split(",")[1]) <= 100 for point in line.get("points").split())


def test_trend_of_nothing_is_refused():
    with pytest.raises(ValueError, match="known value"):
        charts.trend([None, None], "x")


def lanes(*rows, **axis):
    return parse(charts.lanes(rows, charts.Axis(2020, 2040, **axis), "who stays how long"))


def test_lane_is_a_bar_in_percent_of_the_axis_under_its_words():
    root = lanes(charts.Lane("An", 2020, 2030, "met", "120 months left"), charts.Lane("Bình", 2025, 2060))
    assert [(bar.get("x"), bar.get("width")) for bar in by_class(root, "lanes__bar")] == [
        ("0.0%", "50.0%"),
        ("25.0%", "75.0%"),
    ]
    assert [node.text for node in by_class(root, "lanes__words")] == ["An", "Bình"]
    assert [node.text for node in by_class(root, "lanes__more")] == ["120 months left"]
    assert len(by_class(root, "lanes__bar--met")) == 1
    assert (root.get("role"), root.get("aria-label")) == ("img", "who stays how long")


def test_lanes_stand_one_below_another_and_make_room_for_particulars():
    one, two = lanes(charts.Lane("An", 2020, 2030)), lanes(charts.Lane("An", 2020, 2030), charts.Lane("Bình"))
    told = lanes(charts.Lane("An", 2020, 2030, more="48"))
    heights = [float(root.get("height").removesuffix("rem")) for root in (one, two, told)]
    assert heights[1] - heights[0] == pytest.approx(2.2)
    assert heights[2] - heights[0] == pytest.approx(1.15)
    tops = [float(node.get("y").removesuffix("rem")) for node in by_class(two, "lanes__words")]
    assert tops == [1.15, 3.35]


@pytest.mark.parametrize("ends", [(None, 2030), (2020, None), (2030, 2020)])
def test_lane_without_ends_has_words_alone(ends):
    root = lanes(charts.Lane("An", *ends))
    assert by_class(root, "lanes__bar") == []
    assert len(by_class(root, "lanes__words")) == 1


def test_axis_has_ticks_with_words_and_a_shaded_stretch():
    root = lanes(charts.Lane("An"), ticks=[(2020, "2020"), (2030, "2030")], shade=(2025, 2030))
    assert [node.text for node in by_class(root, "lanes__word")] == ["2020", "2030"]
    assert [line.get("x1") for line in by_class(root, "lanes__tick")] == ["0.0%", "50.0%"]
    (shade,) = by_class(root, "lanes__shade")
    assert (shade.get("x"), shade.get("width")) == ("25.0%", "25.0%")


def test_lanes_smuggle_nothing_and_are_not_drawn_of_nothing():
    assert "<script>" not in charts.lanes([charts.Lane("<script>")], charts.Axis(0, 1), '"><script>')
    with pytest.raises(ValueError, match="at least one"):
        charts.lanes([], charts.Axis(0, 1), "")
