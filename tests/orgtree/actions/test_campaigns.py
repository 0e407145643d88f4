import datetime
import threading

import pytest
from django.db import connection

from anphu.kit import history
from anphu.kit.refusals import Refused
from orgtree.actions import campaigns, dossiers
from orgtree.models import Campaign, CampaignUnit, Confirmation
from orgtree.queries import campaigns as queries
from orgtree.sections import BY_CODE, CORE

DEADLINE = datetime.date(2020, 7, 31)
ASKED = [CORE, BY_CODE["contact"]]


def opened(world, by="board", **more) -> Campaign:
    asked = {"name": "Rà soát 2020", "sections": ASKED, "deadline": DEADLINE, "reason": "kế hoạch 12", **more}
    return campaigns.open_campaign(actor=world.user(by), on=world.today, **asked)


@pytest.fixture
def campaign(world) -> Campaign:
    return opened(world)


def unit(world, campaign, code="alpha") -> CampaignUnit:
    return campaign.units.get(unit=world.units[code])


def confirm(world, campaign, *keys, name="alpha_clerk", code="alpha") -> int:
    people = [world.people[key].pk for key in keys]
    row = unit(world, campaign, code)
    return campaigns.confirm(actor=world.user(name), on=world.today, unit=row.pk, people=people)


def report(world, campaign, name="alpha_secretary", code="alpha", **more) -> CampaignUnit:
    return campaigns.report(actor=world.user(name), on=world.today, unit=unit(world, campaign, code).pk, **more)


def refused(call, *arguments, **more) -> Refused:
    with pytest.raises(Refused) as refusal:
        call(*arguments, **more)
    return refusal.value


def standing(world, campaign, today=None):
    rows = queries.progress(campaign.units.select_related("campaign"), world.today, today or world.today)
    codes = {row.pk: code for code, row in world.units.items()}
    return {codes[unit.row.unit_id]: (unit.confirmed, unit.total, unit.late) for unit in rows}


def test_campaign_asks_the_grassroots_organisations_of_the_day(world, campaign):
    assert standing(world, campaign) == {"alpha": (0, 5, 0), "beta": (0, 3, 0), "gamma": (0, 1, 0)}
    assert (campaign.sections, campaign.opened_on) == (["core", "contact"], world.today)


def test_unit_confirms_person_by_person(world, campaign):
    assert confirm(world, campaign, "an", "binh") == 2
    assert confirm(world, campaign, "binh", "cuong") == 1
    assert standing(world, campaign)["alpha"] == (3, 5, 0)
    assert Confirmation.objects.count() == 6


def test_confirmation_of_every_section_counts_wherever_it_was_given(world, campaign):
    gesture = {"actor": world.user("alpha_clerk"), "on": world.today, "people": [world.people["an"].pk]}
    dossiers.confirm(**gesture, sections=[CORE])
    assert standing(world, campaign)["alpha"][0] == 0
    dossiers.confirm(**gesture, sections=[BY_CODE["contact"]])
    assert standing(world, campaign)["alpha"][0] == 1


def test_confirmation_before_the_campaign_does_not_count(world, campaign):
    with history.acting(actor=None, verb="test", reason="test"):
        Confirmation.objects.bulk_create(
            Confirmation(
                person=world.people["an"],
                section=section.code,
                by=world.users["board"],
                at=datetime.datetime(2020, 7, 6, 16, 59, tzinfo=datetime.UTC),  # a minute to midnight in Ho Chi Minh
            )
            for section in ASKED
        )
    assert standing(world, campaign)["alpha"][0] == 0
    assert not queries.confirmed_in(campaign).exists()


def test_progress_and_list_agree(world, campaign):
    confirm(world, campaign, "an", "binh")
    people = queries.people_of(unit(world, campaign), world.today)
    counted = {show: queries.narrowed(people, campaign, show).count() for show in ("all", "open", "confirmed")}
    assert counted == {"all": 5, "open": 3, "confirmed": 2}


def test_people_of_other_units_are_not_confirmed(world, campaign):
    assert refused(confirm, world, campaign, "an", "em").code == "not_of_unit"
    assert refused(confirm, world, campaign).code == "nobody_chosen"
    assert not Confirmation.objects.exists()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("beta_secretary", "not_found"),
        ("nobody", "not_found"),
        ("auditor", "not_found"),
        ("appraiser", "not_allowed"),
        ("inspector", "not_allowed"),
    ],
)
def test_others_do_not_work_for_a_unit(world, campaign, name, code):
    assert refused(confirm, world, campaign, "an", name=name).code == code
    assert refused(report, world, campaign, name=name, missing="x").code == code


def test_unit_reports_with_words_for_what_is_missing(world, campaign):
    refusal = refused(report, world, campaign)
    assert (refusal.code, refusal.extra["left"]) == ("says_nothing_of_missing", 5)
    row = report(world, campaign, missing="5 đồng chí đi học xa")
    assert (row.missing, row.done_by) == ("5 đồng chí đi học xa", world.users["alpha_secretary"])
    assert refused(report, world, campaign, missing="x").code == "reported"
    assert refused(confirm, world, campaign, "an").code == "reported"


def test_unit_with_everybody_confirmed_reports_without_words(world, campaign):
    confirm(world, campaign, "an", "binh", "cuong", "dung", "lan")
    assert report(world, campaign).missing == ""
    (last,) = queries.progress([unit(world, campaign)], world.today, world.today)
    assert (last.done, last.percent, last.open) == (True, 100, 0)


def test_board_lets_a_unit_go_on(world, campaign):
    again = {"on": world.today, "reason": "thiếu"}
    row = unit(world, campaign)
    assert refused(campaigns.reopen, actor=world.user("board"), unit=row.pk, **again).code == "not_reported"
    report(world, campaign, missing="x")
    assert refused(campaigns.reopen, actor=world.user("alpha_secretary"), unit=row.pk, **again).code == "not_allowed"
    assert campaigns.reopen(actor=world.user("board"), unit=row.pk, **again).done_at is None
    assert confirm(world, campaign, "an") == 1


def test_closed_campaign_takes_nothing_more(world, campaign):
    end = {"on": world.today, "reason": "xong", "campaign": campaign.pk}
    assert refused(campaigns.close, actor=world.user("alpha_secretary"), **end).code == "not_allowed"
    assert refused(campaigns.close, actor=world.user("nobody"), **end).code == "not_found"
    assert campaigns.close(actor=world.user("board"), **end).closed_on == world.today
    assert refused(campaigns.close, actor=world.user("board"), **end).code == "campaign_closed"
    assert refused(confirm, world, campaign, "an").code == "campaign_closed"
    assert refused(report, world, campaign, missing="x").code == "campaign_closed"


def test_days_late_are_counted_for_units_that_have_not_reported(world, campaign):
    report(world, campaign, missing="x")
    after = DEADLINE + datetime.timedelta(days=3)
    assert {code: late for code, (_c, _t, late) in standing(world, campaign, after).items()} == {
        "alpha": 0,
        "beta": 3,
        "gamma": 3,
    }
    assert {late for _c, _t, late in standing(world, campaign, DEADLINE).values()} == {0}


def test_units_with_most_left_come_first(world, campaign):
    confirm(world, campaign, "an")
    report(world, campaign, name="beta_secretary", code="beta", missing="x")
    assert list(standing(world, campaign)) == ["gamma", "alpha", "beta"]


@pytest.mark.parametrize(
    "more",
    [
        {"name": " "},
        {"name": "x" * 151},
        {"sections": []},
        {"sections": [BY_CODE["health"]]},
        {"deadline": datetime.date(2020, 7, 6)},
        {"units": []},
        {"units": [10**9]},
        {"reason": " "},
    ],
    ids=str,
)
def test_campaign_that_makes_no_sense_is_refused(world, more):
    assert refused(opened, world, **more).status == 400
    assert not Campaign.objects.exists()


def test_cells_are_not_asked_and_only_the_board_asks(world):
    assert refused(opened, world, units=[world.units["alpha1"].pk]).code == "invalid"
    for name in ("alpha_secretary", "appraiser", "btv", "admin"):
        assert refused(opened, world, name).code == "not_allowed"
    assert not Campaign.objects.exists()


def test_due_units_are_those_of_the_reader(world, campaign):
    assert [row.unit for row in queries.due(world.user("alpha_clerk"), world.today)] == [world.units["alpha"]]
    assert queries.due(world.user("board"), world.today) == []
    assert queries.due(world.user("appraiser"), world.today) == []
    report(world, campaign, missing="x")
    assert queries.due(world.user("alpha_clerk"), world.today) == []


def test_progress_costs_two_queries_however_many_units(world, campaign, django_assert_num_queries):
    rows = list(campaign.units.select_related("campaign"))
    for some in (rows[:1], rows):
        with django_assert_num_queries(2):
            queries.progress(some, world.today, world.today)


def test_members_cost_three_queries_however_many_people(world, campaign, django_assert_num_queries):
    people = list(queries.people_of(unit(world, campaign), world.today))
    confirm(world, campaign, "an")
    for some in (people[:1], people):
        with django_assert_num_queries(3):
            members = queries.members(some, campaign, world.today)
    told = {member.person.pk: (member.confirmed, bool(member.stale)) for member in members}
    assert told[world.people["an"].pk] == (True, False)
    assert told[world.people["binh"].pk] == (False, True)


@pytest.mark.django_db(transaction=True)
def test_two_who_confirm_the_same_person_at_once_confirm_once(world, campaign):
    start = threading.Barrier(2)
    news: list[int] = []

    def work():
        start.wait()
        try:
            news.append(confirm(world, campaign, "an"))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(news) == [0, 1]
    assert Confirmation.objects.count() == 2
