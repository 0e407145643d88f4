"""The path of one person: in the order of time, as it was known on the day, as far as the reader meets the plans."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anphu.kit import history
from anphu.kit.periods import period
from orgtree.actions.structure import rebuild_links
from orgtree.models import UnitVersion
from planning.choices import Ground
from planning.models import PlanEntry
from planning.queries.paths import path, terms_of
from tests.planning.histories import add
from tests.world import SINCE, TODAY

day = datetime.date


@pytest.fixture
def walked(world):
    """Cường: planned in beta for 2015–2020 and removed for discipline, then moved inside alpha's plan for 2020–2025."""
    add(
        world,
        "beta",
        "standing",
        "cuong",
        day(2014, 3, 1),
        day(2016, 5, 1),
        term="2015-2020",
        ground=Ground.DISCIPLINE,
    )
    with history.acting(actor=None, verb="test", reason="tests"):
        PlanEntry.objects.filter(person=world.people["cuong"], period__upper_inf=True).update(
            period=period(day(2018, 6, 1), day(2019, 6, 1)), closed_by=PlanEntry.objects.first().opened_by
        )
    left = PlanEntry.objects.get(plan_title=world.plan_titles["alpha", "2020-2025", "standing"])
    add(world, "alpha", "secretary", "cuong", day(2019, 6, 1), moved_from=left)
    return world


def of(stages) -> list[tuple]:
    return [
        (stage.unit.name[-5:], stage.days, stage.entry.ground if stage.ended else "", stage.came_from, stage.went_to)
        for stage in stages
    ]


SECRETARY, STANDING = "Bí thư Đảng ủy xã", "Ủy viên Ban Thường vụ"
BETA = ("ú Hội", (day(2014, 3, 1), day(2016, 5, 1)), "discipline", "", "")


def test_path_goes_from_the_first_plan_to_the_working_day(walked):
    stages = path(walked.people["cuong"], walked.user("board"), TODAY)
    assert of(stages) == [
        BETA,
        ("nh An", (day(2018, 6, 1), day(2019, 6, 1)), "", "", SECRETARY),
        ("nh An", (day(2019, 6, 1), None), "", STANDING, ""),
    ]
    assert [term.code for term in terms_of(stages)] == ["2015-2020", "2020-2025"]


def test_earlier_day_knows_nothing_of_later_ones(walked):
    stages = path(walked.people["cuong"], walked.user("board"), day(2019, 1, 1))
    assert of(stages) == [BETA, ("nh An", (day(2018, 6, 1), None), "", "", "")]


def test_reader_meets_the_plans_of_the_own_units(walked):
    assert [row[0] for row in of(path(walked.people["cuong"], walked.user("alpha_secretary"), TODAY))] == ["nh An"] * 2
    assert of(path(walked.people["cuong"], walked.user("beta_secretary"), TODAY)) == [BETA]
    assert path(walked.people["cuong"], walked.user("nobody"), TODAY) == []


def test_plan_of_a_unit_that_is_gone_is_met_as_on_its_days(walked):
    connection.check_constraints()  # what the world was built with is judged before it ends
    with history.acting(actor=None, verb="test", reason="tests"):
        for unit in ("beta1", "beta"):
            UnitVersion.objects.filter(unit=walked.units[unit]).update(period=period(SINCE, day(2017, 1, 1)))
        rebuild_links()
    assert of(path(walked.people["cuong"], walked.user("board"), TODAY))[0] == BETA


def test_path_costs_the_same_however_long(walked):
    user = walked.user("board")
    user.granted("see_plans")
    for person in ("binh", "cuong"):
        with CaptureQueriesContext(connection) as captured:
            path(walked.people[person], user, TODAY)
        assert len(captured) == 2
