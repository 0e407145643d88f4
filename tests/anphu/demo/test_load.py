"""The demo district in the database."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Exists, OuterRef

from anphu import demo_accounts
from anphu.demo.accounts import ACCOUNTS, DEMO_PASSWORD
from anphu.demo.tree import DAY
from anphu.kit import history
from orgtree.actions import campaigns
from orgtree.choices import Kind, Role
from orgtree.models import (
    Campaign,
    ChangeItem,
    ChangeRequest,
    PartyMembership,
    Person,
    Posting,
    RightsRequest,
    RoleGrant,
    Unit,
    UnitVersion,
    User,
)
from orgtree.models.dossier import Background, FamilyMember, Rating
from orgtree.queries.campaigns import confirmed_in, people_of, progress, units_of
from orgtree.queries.changes import kept
from orgtree.sections import BY_CODE, CORE, SECTIONS
from orgtree.sections.values import get
from planning.indicators import fill, measuring, readings
from planning.models import PlanEntry, PlanTitle, Snapshot, StaleMark, Submission
from planning.queries import proofs


@pytest.fixture
def root(db, demo) -> Unit:
    return Unit.objects.get(code="an-phu")


def percents(root: Unit, day: date) -> dict[str, float]:
    return {
        row.indicator: row.percent for row in measuring.measure(day) if row.unit_id == root.pk and row.term_id is None
    }


def test_database_counts_what_the_article_says(root):
    versions = UnitVersion.objects.on(DAY)
    assert versions.filter(kind=Kind.GRASSROOTS_COMMITTEE).count() == 21
    assert versions.filter(kind=Kind.GRASSROOTS_CELL).count() == 36
    assert versions.filter(kind=Kind.SUBORDINATE_CELL).count() == 204
    assert versions.filter(kind=Kind.SECTION_COMMITTEE).count() == 5
    assert PartyMembership.objects.on(DAY).count() == 4594


def test_deferred_constraints_and_triggers_accept_every_row(root):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_every_row_has_its_history(root):
    for model in (Person, PartyMembership, Posting, PlanTitle, Rating, FamilyMember):
        events = model._meta.apps.get_model(model._meta.app_label, f"{model.__name__}Event")
        assert events.objects.filter(pgh_context__metadata__verb="demo").count() == model.objects.count()


def test_proofs_find_nothing(root):
    assert proofs.state_faults() == []
    assert proofs.plan_faults() == []
    assert proofs.mark_trigger_faults() == []


def test_stored_indicators_are_fresh(root):
    assert Snapshot.objects.filter(day=DAY, unit=root).exists()
    assert fill.faults(DAY) == []
    assert not StaleMark.objects.exists()


def test_indicators_show_targets_met_and_missed(root):
    values = percents(root, DAY)
    assert 40 < values["NON_LOCAL_SECRETARY_COMMUNE"] < 45
    assert 76 < values["TITLE_STANDARD"] < 81
    assert 17 < values["YOUNG_KEY_LEADERS"] < 20
    assert 91 < values["COMMUNE_EDU"] < 96
    assert 20 <= values["WOMEN"] < 23
    targets = readings.targets_of([root.pk], DAY)[root.pk]
    assert {code for code, target in targets.items() if target.met_by(values[code])} == {"WOMEN", "WOMEN_COMMITTEE"}
    assert len(targets) == 9


def test_indicators_of_earlier_years_differ(root):
    assert percents(root, date(2016, 1, 1)) != percents(root, date(2019, 1, 1)) != percents(root, DAY)


def test_plan_of_past_days_can_be_read(root):
    counts = [PlanEntry.objects.on(day).count() for day in (date(2013, 1, 1), date(2016, 1, 1), date(2019, 1, 1), DAY)]
    assert counts[0] == 0
    assert counts[1] > 700
    assert counts[2] > 1700
    assert counts[3] > 1600


def test_accounts_sign_in_with_the_password_of_the_demo(root):
    assert {name for name, _, _ in ACCOUNTS} == set(demo_accounts.ACCOUNTS)
    users = [User.objects.get(username=name) for name, _, _ in ACCOUNTS]
    assert [[grant.unit.code for grant in user.current_grants] for user in users] == [[unit] for _, _, unit in ACCOUNTS]
    assert len({user.password for user in users}) == 1  # with one salt, as SALT says: to check one is to check all
    assert users[0].check_password(DEMO_PASSWORD)
    others = User.objects.exclude(username__in=demo_accounts.ACCOUNTS)
    assert not any(user.has_usable_password() for user in others)


def test_secretaries_accounts_belong_to_the_holders(root):
    for name, code in (("khanhan", "khanh-an"), ("phuhoi", "phu-hoi")):
        person = User.objects.get(username=name).person
        assert person.postings.on(DAY).filter(unit__code=code, title__code="COMMUNE_SECRETARY").exists()
    assert User.objects.get(username="btv").person.postings.on(DAY).filter(title__code="DISTRICT_DEPUTY_STANDING")


def test_accounts_show_the_names_of_their_people(root):
    for user in User.objects.exclude(person=None).select_related("person"):
        assert user.get_full_name() == user.person.full_name
    assert User.objects.get(username="admin").get_full_name() == "Quản trị hệ thống"


def test_submissions_were_filed_by_secretaries_of_their_units(root):
    filed = Submission.objects.exclude(submitted_by=None)
    grants = RoleGrant.objects.filter(user=OuterRef("submitted_by"), unit=OuterRef("unit"), role=Role.UNIT_SECRETARY)
    assert filed.count() > 400
    assert not filed.exclude(Exists(grants)).exists()


def test_new_rows_get_fresh_ids(root):
    with history.acting(actor=None, verb="test", reason="sequence"):
        assert Unit.objects.create(code="moi").pk > root.pk


def test_demo_refuses_a_database_with_units(root):
    with pytest.raises(CommandError, match="units already"):
        call_command("demo")


def test_every_section_of_a_dossier_has_rows(root):
    assert all(section.model.objects.exists() for section in SECTIONS)
    rated = Rating.objects.filter(person__in=PartyMembership.objects.on(DAY).values("person"), as_member=True)
    assert set(rated.values_list("year", flat=True)) == {2016, 2017, 2018, 2019}


def test_secrets_of_dossiers_are_encrypted_and_readable(root):
    assert {row.arrests for row in Background.objects.all()[:50]} == {"Không"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM orgtree_background WHERE arrests LIKE '%Không%'")
        assert cursor.fetchone() == (0,)


def test_campaign_asks_every_grassroots_unit_and_some_are_done(root):
    campaign = Campaign.objects.get()
    assert (campaign.units.count(), campaign.units.exclude(done_at=None).count()) == (57, 19)
    assert campaign.closed_on is None


def test_units_that_reported_confirmed_everybody_or_say_who_is_left(root):
    board = User.objects.get(username="board")
    done = [unit for unit in progress(units_of([Campaign.objects.get()], board, DAY), DAY, DAY) if unit.done]
    assert {unit.name for unit in done if bool(unit.open) != bool(unit.row.missing)} == set()
    assert len([unit for unit in done if unit.open]) == 4


def test_secretary_who_signs_in_goes_on_confirming(root):
    khanhan = User.objects.get(username="khanhan")
    row = units_of([Campaign.objects.get()], khanhan, DAY).get()
    left = people_of(row, DAY).exclude(pk__in=confirmed_in(row.campaign)).values_list("pk", flat=True)[:3]
    assert campaigns.confirm(actor=khanhan, on=DAY, unit=row.pk, people=list(left)) == 3


def test_desks_of_the_board_have_work(root):
    board = User.objects.get(username="board")
    assert ChangeRequest.objects.visible_to(board, DAY).waiting().count() == 6
    assert RightsRequest.objects.visible_to(board, DAY).count() == 3
    khanhan = User.objects.get(username="khanhan")
    assert ChangeRequest.objects.visible_to(khanhan, DAY).waiting().count() == 3


def test_proposals_start_from_what_is_recorded(root):
    for item in ChangeItem.objects.select_related("request__person"):
        section = BY_CODE[item.request.section]
        record = item.request.person if section is CORE else section.model.objects.get(person=item.request.person)
        assert kept(get(record, item.field)) == item.before != item.after


def test_kin_are_linked_both_ways(root):
    links = set(FamilyMember.objects.exclude(relative=None).values_list("person", "relative"))
    assert len(links) > 60
    both = [pair for pair in links if pair[::-1] in links]
    assert len(both) > 0.8 * len(links)
