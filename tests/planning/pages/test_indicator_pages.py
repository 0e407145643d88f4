"""Heat table, the people behind a value, and a value through the months."""

import datetime
import io

import pytest
from openpyxl import load_workbook

from anphu.kit import history
from anphu.kit.periods import period
from orgtree.models import Person
from planning.indicators import fill
from planning.indicators.definitions import INDICATORS
from planning.models import RuleParameter
from tests.planning.indicators.test_readings import rule
from tests.planning.pages.conftest import words
from tests.world import TODAY

EVE = datetime.date(2020, 6, 30)


def cells(answer):
    """`{unit name: cells}` of the heat table, as text."""
    return {unit.name: str(row) for unit, row in answer.context["rows"]}


def test_heat_shows_every_unit_below_by_every_indicator_with_a_value(ask):
    answer = ask("btv", "indicators-heat")
    slugs = [column.slug for column in answer.context["columns"]]
    assert list(cells(answer)) == ["Đảng bộ xã Khánh An", "Đảng bộ xã Phú Hội", "Chi bộ Thanh tra"]
    assert {"women", "title-standard"} <= set(slugs)
    assert "coefficient-all" not in slugs  # of plans alone
    alpha = cells(answer)["Đảng bộ xã Khánh An"]
    assert alpha.count("<td") == len(slugs)
    assert "heat--above" in alpha
    assert "▲" in alpha


def test_heat_cell_leads_to_the_people_and_a_name_deeper(world, ask):
    page, unit = words(ask("btv", "indicators-heat")), world.units["alpha"].pk
    assert f'href="/indicators/women/behind/?unit={unit}"' in page
    assert f'href="?unit={unit}"' in page
    plan = words(ask("btv", "indicators-heat", term=world.terms["2020-2025"].pk))
    assert f"/indicators/women/behind/?unit={unit}&amp;term={world.terms['2020-2025'].pk}" in plan


def test_heat_is_filtered_by_theme_and_by_what_is_missed(ask):
    themed = ask("btv", "indicators-heat", theme="targets").context
    assert {column.theme for column in themed["columns"]} == {"targets"}
    missed = ask("btv", "indicators-heat", missed="1")
    assert (missed.context["columns"], missed.context["rows"]) == ([], [])
    assert "Nothing to show" in words(missed)
    assert ask("btv", "indicators-heat", theme="?").status_code == 400


@pytest.mark.parametrize(("ordering", "first"), [("women", "Khánh An"), ("-name", "Thanh tra"), ("x", "Khánh An")])
def test_heat_is_sorted_by_name_or_by_an_indicator_without_value_last(ask, ordering, first):
    found = list(cells(ask("btv", "indicators-heat", ordering=ordering)))
    assert found[0].endswith(first)
    if ordering == "women":
        assert found[-1] == "Chi bộ Thanh tra"


def test_heat_of_a_unit_without_units_below_explains(world, ask):
    assert "No unit stands below this one" in words(ask("btv", "indicators-heat", unit=world.units["beta1"].pk))


def test_heat_costs_the_same_for_one_unit_and_for_three(queries, world):
    fill.full(TODAY)
    assert queries("alpha_secretary", "indicators-heat") == queries("btv", "indicators-heat") == 15


def names(answer):
    return [row.person.full_name for row in answer.context["rows"]]


def test_behind_a_share_are_three_lists_by_name(ask):
    assert names(ask("btv", "indicator-behind", "women")) == ["Trần Thị Bình", "Đỗ Thị Giang"]
    others = ask("btv", "indicator-behind", "women", list="others")
    assert names(others) == ["Nguyễn Văn An", "Phạm Văn Em"]
    assert [(name, count) for name, _words, count in others.context["lists"]] == [
        ("counted", 2),
        ("others", 2),
        ("unknown", 0),
        ("excluded", 0),
    ]
    assert others.context["amount"] == "50\xa0%"


def test_behind_the_plan_of_a_term(world, ask):
    answer = ask("btv", "indicator-behind", "women", term=world.terms["2020-2025"].pk)
    assert names(answer) == ["Trần Thị Bình", "Đỗ Thị Giang"]


def test_behind_leaves_out_apart_whom_a_rule_leaves_out(ask):
    answer = ask("btv", "indicator-behind", "title-standard", list="excluded")
    assert len(names(answer)) == {row[0]: row[2] for row in answer.context["lists"]}["excluded"] == 4


def test_behind_names_nobody_whom_the_reader_may_not_see_and_counts_them(world, ask):
    answer = ask("auditor", "indicator-behind", "women")
    assert (answer.context["rows"], answer.context["not_shown"]) == ([], 2)
    assert "2 more are counted here whom you may not see" in words(answer)
    assert names(ask("alpha_secretary", "indicator-behind", "women")) == ["Trần Thị Bình"]


OF_EACH_KIND = {(row.source.name, row.measure, row.bases): row.slug for row in INDICATORS}.values()


@pytest.mark.parametrize("slug", OF_EACH_KIND)
def test_behind_and_series_of_every_kind_of_indicator_are_answered(ask, slug):
    assert ask("btv", "indicator-behind", slug).status_code == 200
    assert ask("btv", "indicator-series", slug).status_code == 200


def test_behind_a_number_of_titles_are_titles_of_units(world, ask):
    answer = ask("btv", "indicator-behind", "uncovered", term=world.terms["2020-2025"].pk)
    assert [(row.words, row.unit) for row in answer.context["rows"]] == [
        ("Ủy viên Ban Thường vụ", "Đảng bộ xã Phú Hội")
    ]


def test_behind_beyond_the_last_page_is_not_found(ask):
    for wrong in ({"page": "9"}, {"page": "9" * 18}, {"page": "x"}, {"list": "x"}, {"term": "99999"}):
        assert ask("btv", "indicator-behind", "women", **wrong).status_code == 404, wrong


def test_behind_costs_the_same_for_one_unit_and_for_three(queries, world):
    fill.full(TODAY)
    assert queries("alpha_secretary", "indicator-behind", "women") == 16
    assert queries("btv", "indicator-behind", "women") == 16


def test_series_tells_the_kept_days_and_why_two_differ(world, ask):
    with history.acting(actor=None, verb="test", reason="tests"):
        posting = world.people["giang"].postings.get()
        posting.period = period(posting.period.lower, datetime.date(2020, 7, 1))
        posting.save()
        posting.pk, posting.person, posting.period = None, world.people["hai"], period(datetime.date(2020, 7, 1))
        posting.save(force_insert=True)
    fill.keep(TODAY, 2)
    fill.full(TODAY)
    assert ask("btv", "indicator-series", "women").context["differences"] is None
    answer = ask("btv", "indicator-series", "women", **{"from": "2020-06-30"})
    assert [row[:4] for row in answer.context["figure"].rows][:2] == [
        ("07/07/2020", "25\xa0%", 1, 4),
        ("30/06/2020", "50\xa0%", 2, 4),
    ]
    told = {row.person.full_name: (row.before, row.after, row.why) for row in answer.context["differences"]}
    assert told == {
        "Đỗ Thị Giang": ("In the number", "–", ["Ủy viên Ban Thường vụ: until 01/07/2020"]),
        "Võ Hoàng Hải": ("–", "Not in it", ["Ủy viên Ban Thường vụ: since 01/07/2020"]),
    }
    assert (answer.context["first"], answer.context["last"], answer.context["total"]) == (EVE, TODAY, 2)
    rule("small_group_min", 5)
    answer = ask("auditor", "indicator-series", "women", **{"from": "2020-06-30"})
    assert [answer.context[name] for name in ("veiled", "total", "not_shown")] == [True, None, None]


def test_series_says_that_time_passed(world, ask):
    with history.acting(actor=None, verb="test", reason="tests"):
        person = world.people["binh"]
        person.birth_date = datetime.date(1980, 7, 3)
        person.save()
    fill.keep(TODAY, 2)
    fill.full(TODAY)
    answer = ask("btv", "indicator-series", "young-key-leaders", to="2020-07-07")
    [row] = answer.context["differences"]
    assert (row.person.full_name, row.before, row.after) == ("Trần Thị Bình", "In the number", "Not in it")
    assert row.why == ["Time passed: age, or months left to serve."]


def test_series_without_kept_days_explains(ask):
    assert "No value is kept yet" in words(ask("btv", "indicator-series", "women"))


def test_series_of_a_day_that_is_not_kept_is_not_found(ask):
    fill.keep(TODAY, 2)
    fill.full(TODAY)
    assert ask("btv", "indicator-series", "women", **{"from": "2020-06-29"}).status_code == 404


@pytest.mark.parametrize(
    ("page", "args", "picture"),
    [
        ("indicators-heat", [], "heat"),
        ("indicator-series", ["women"], "series-women"),
        ("ages", [], "ages"),
        ("indicators-terms", [], "terms"),
        ("coverage", [], "coverage"),
        ("retirements", [], "retirements"),
    ],
)
def test_pictures_are_carried_away_as_svg_png_and_xlsx(world, ask, page, args, picture, retiring):
    fill.full(TODAY)
    svg, png, xlsx = (ask("btv", page, *args, **{"as": kind, "picture": picture}) for kind in ("svg", "png", "xlsx"))
    assert svg.content.startswith(b"<svg")
    assert png.content.startswith(b"\x89PNG")
    assert svg["Content-Disposition"] == f'attachment; filename="{picture}-2020-07-07.svg"'
    about, table = load_workbook(io.BytesIO(b"".join(xlsx.streaming_content))).worksheets
    assert table.max_row > 1
    assert "Đảng bộ huyện Thử" in " ".join(str(cell) for row in about.values for cell in row)
    assert ask("btv", page, *args, **{"as": "gif", "picture": picture}).status_code == 400
    assert ask("btv", page, *args, **{"as": "svg", "picture": "x"}).status_code == 404


def correct(**fields) -> None:
    with history.acting(actor=None, verb="test", reason="tests"):
        Person.objects.filter(full_name="Đỗ Thị Giang").update(**fields)


def test_series_names_records_corrected_meanwhile_before_and_after(ask, world):
    fill.keep(TODAY, 2)
    correct(sex="M", theory=3)
    fill.full(TODAY)
    found = {
        slug: [
            (row.person.full_name, row.fields)
            for row in ask("btv", "indicator-series", slug, **{"from": "2020-06-30"}).context["corrections"]
        ]
        for slug in ("women", "title-standard", "uncovered")
    }
    assert found == {
        "women": [("Đỗ Thị Giang", ["Sex: female → male"])],
        "title-standard": [("Đỗ Thị Giang", ["Political theory: intermediate → advanced"])],
        "uncovered": [],
    }
    assert ask("alpha_secretary", "indicator-series", "women", **{"from": "2020-06-30"}).context["corrections"] == []


def test_series_names_law_that_turned(ask, world):
    fill.keep(TODAY, 2)
    fill.full(TODAY)
    with history.acting(actor=None, verb="test", reason="tests"):
        RuleParameter.objects.filter(key="young_age_lt").delete()
        RuleParameter.objects.create(
            key="young_age_lt", label="Trẻ", value=35, period=period(TODAY), basis="tests", confidence="U"
        )
    answer = ask("btv", "indicator-series", "young-key-leaders", **{"from": "2020-06-30"})
    assert answer.context["turns"] == ["From 07/07/2020 the rule says: Trẻ: 35."]


def test_terms_are_compared_beside_actual_holders_and_targets(ask, world):
    fill.full(TODAY)
    figure = ask("btv", "indicators-terms").context["figure"]
    rows = {row[0]: row[1:] for row in figure.rows}
    assert figure.headings[1:] == ("Actual holders", "Plan 2020-2025", "Target")
    assert rows["Women on standing committees"] == ("50\xa0%", "66.7\xa0%", "20\xa0% to 25\xa0% by 2030")
    assert rows["Planned members who are new"][0] is None
    assert "Nobody is planned here" in words(ask("btv", "indicators-terms", unit=world.units["gamma"].pk))


def test_coverage_of_key_titles_is_a_picture(ask):
    figure = ask("btv", "coverage").context["figure"]
    assert (figure.slug, figure.headings[0], figure.rows[0][-2:]) == ("coverage", "Title", ("2 / 2", 0))
