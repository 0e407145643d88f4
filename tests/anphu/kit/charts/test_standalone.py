"""Pictures that leave the page: no classes, no percentages, the colours of the stylesheet."""

import io
import re
import xml.etree.ElementTree as ET

import pytest
from PIL import Image

from anphu.kit import charts
from anphu.kit.charts import Axis, Figure, Key, Lane, Point, Rung, palette, standalone

RUNGS = [Rung("40–44", 10, 5), Rung("?", 1, None, apart=True)]
PICTURES = {
    "pyramid": (charts.pyramid(RUNGS, ("Nam", "Nữ"), "x", "< 5"), charts.pyramid_height(RUNGS)),
    "columns": (charts.columns([charts.Column("1", [2, 1], "2021")], "x"), charts.COLUMNS_HEIGHT),
    "outlook": (charts.outlook([Point(2020, 5), Point(2021, 6)], "x"), charts.OUTLOOK_HEIGHT),
    "trend": (charts.trend([1, 2], "x", low=1), 6),
    "lanes": (charts.lanes([Lane("An", 2020, 2030, "met")], Axis(2020, 2040), "x"), 4),
}


def figure(name, **options):
    picture, height = PICTURES[name]
    return Figure(name, "Đảng bộ «huyện»", "07/07/2020", picture, height, ("a", "b"), [("x", 1)], **options)


@pytest.mark.parametrize("name", PICTURES)
def test_picture_alone_has_no_classes_percentages_or_rems(name):
    root = ET.fromstring(standalone.svg(figure(name)))
    background, *drawn = [node for node in root.iter() if node.tag.rpartition("}")[2] in ("rect", "line", "text")]
    values = [value for node in [*drawn, *root.iter("polyline")] for value in node.attrib.values()]
    assert background.get("width") == "100%"
    assert [value for value in values if value.endswith(("%", "rem")) or "var(" in value] == []
    assert 'class="' not in ET.tostring(root, encoding="unicode")


def test_every_class_that_pictures_draw_with_has_its_colour_from_the_stylesheet():
    drawn = {cls for picture, _height in PICTURES.values() for cls in re.findall(r'class="([^"]+)"', picture)}
    shapes = {one for names in drawn for one in names.split() if re.search(r"__(bar|part|line|goal|dot|words)", one)}
    assert {one for one in shapes if not palette.attributes([one], frozenset())} == {
        "pyramid__bar",
        "outlook__line--past",
    }  # their colour is that of the class beside them


def test_colours_are_those_of_the_light_page():
    assert palette.attributes(["pyramid__bar--left"], frozenset()) == {"fill": palette.colour("action")}
    assert palette.attributes(["band__dot"], frozenset({"band--below"}))["fill"] == palette.colour("bad")
    assert palette.colour("action").startswith("#")


def test_positions_are_pixels_inside_the_margins():
    (bar,) = [
        node
        for node in ET.fromstring(standalone.svg(figure("pyramid"))).iter()
        if node.get("fill") == palette.colour("action")
    ]
    assert (bar.get("x"), bar.get("width"), bar.get("height")) == ("120", "288", "17.6")


def test_lines_in_a_stretched_picture_become_pixels():
    root = ET.fromstring(standalone.svg(figure("outlook")))
    (line,) = [node for node in root.iter() if node.tag.endswith("polyline")]
    (first, last) = [tuple(map(float, point.split(","))) for point in line.get("points").split()]
    assert (first[0], last[0]) == (24 + 0.08 * 960, 24 + 0.98 * 960)
    assert first[1] > last[1] > 80


def test_title_and_key_are_written_and_escaped():
    svg = standalone.svg(figure("columns", keys=[Key("series--1", "<b>người đứng đầu</b>")] * 5))
    texts = [node.text for node in ET.fromstring(svg).iter() if node.tag.endswith("text")]
    assert (texts[0], texts.count("<b>người đứng đầu</b>")) == ("Đảng bộ «huyện»", 5)


def test_png_is_a_picture_of_the_same_shape():
    with Image.open(io.BytesIO(standalone.png(figure("pyramid")))) as picture:
        assert (picture.format, picture.width) == ("PNG", 1512)
