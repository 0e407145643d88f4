"""Access asked in its three directions; every answer about one user and one unit must agree with the other two."""

import datetime

import pytest

from anphu.kit import history
from anphu.kit.periods import FIRST_DAY, period
from orgtree.actions import structure
from orgtree.choices import CommitteeKind, Role, Verb
from orgtree.models import (
    ROLE_VERBS,
    Committee,
    PartyMembership,
    Person,
    Posting,
    RoleGrant,
    Unit,
    UnitLink,
    UnitVersion,
)
from orgtree.rules import access
from planning.actions import submissions
from planning.indicators import fill
from planning.models import Line, PlanEntry, PlanTitle, Round, Snapshot, StateChange, Submission

SUBTREES = {
    "district": {"district", "alpha", "beta", "gamma", "alpha1", "alpha2", "beta1"},
    "alpha": {"alpha", "alpha1", "alpha2"},
    "beta": {"beta", "beta1"},
}
ACCOUNTS = {
    "board": (Role.BOARD_CLERK, "district"),
    "appraiser": (Role.BOARD_APPRAISER, "district"),
    "btv": (Role.STANDING_COMMITTEE, "district"),
    "inspector": (Role.INSPECTION, "district"),
    "auditor": (Role.AUDITOR, "district"),
    "admin": (Role.ADMINISTRATOR, "district"),
    "alpha_secretary": (Role.UNIT_SECRETARY, "alpha"),
    "alpha_clerk": (Role.UNIT_CLERK, "alpha"),
    "beta_secretary": (Role.UNIT_SECRETARY, "beta"),
}


def granted(account: str, verb: str) -> set[str]:
    """By the literal tables above: codes of the units in which the account may do `verb`."""
    role, unit = ACCOUNTS.get(account, (None, None))
    return SUBTREES[unit] if role and verb in ROLE_VERBS[role] else set()


def grant(world, user, role, unit, *days):
    with history.acting(actor=None, verb="grant", reason="test"):
        return RoleGrant.objects.create(user=world.users[user], role=role, unit=world.units[unit], period=period(*days))


def test_three_directions_agree_with_the_table(world):
    for verb in Verb:
        for account in [*ACCOUNTS, "nobody"]:
            user, due = world.user(account), granted(account, verb)
            reached = Unit.objects.filter(pk__in=UnitLink.objects.reached_by(user, verb, world.today))
            assert set(reached.values_list("code", flat=True)) == due, (verb, account)
            assert {code for code, unit in world.units.items() if access.may(user, verb, unit, world.today)} == due
        for code, unit in world.units.items():
            holders = {row.user.username for row in access.who_may(verb, unit, world.today, world.today)}
            assert holders == {account for account in ACCOUNTS if code in granted(account, verb)}, (verb, code)


@pytest.mark.parametrize(
    ("model", "verb", "unit_of"),
    [
        (Unit, Verb.SEE_UNITS, "code"),
        (UnitVersion, Verb.SEE_UNITS, "unit__code"),
        (Committee, Verb.SEE_UNITS, "unit__code"),
        (PartyMembership, Verb.SEE_PEOPLE, "unit__code"),
        (Posting, Verb.SEE_PEOPLE, "unit__code"),
        (PlanTitle, Verb.SEE_PLANS, "unit__code"),
        (PlanEntry, Verb.SEE_PLANS, "plan_title__unit__code"),
        (Submission, Verb.SEE_PLANS, "unit__code"),
        (Line, Verb.SEE_PLANS, "submission__unit__code"),
        (StateChange, Verb.SEE_PLANS, "submission__unit__code"),
        (Snapshot, Verb.SEE_INDICATORS, "unit__code"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_visible_rows_are_those_of_the_subtree(world, model, verb, unit_of):
    fill.full(world.today)
    world.confirm("alpha", "beta")
    for unit in ("alpha", "beta"):
        submissions.move(
            actor=world.users[f"{unit}_secretary"],
            on=world.today,
            submission=world.submission(unit).pk,
            verb="submit",
        )
    with history.acting(actor=None, verb="approve_size", reason="test"):
        for unit in ("alpha", "beta"):
            Committee.objects.create(
                unit=world.units[unit], kind=CommitteeKind.STANDING, size=5, period=period(datetime.date(2020, 1, 1))
            )
    everywhere = set(model.objects.values_list("pk", unit_of))
    assert everywhere
    for account in [*ACCOUNTS, "nobody"]:
        seen = set(model.objects.visible_to(world.user(account), world.today).values_list("pk", unit_of))
        assert seen == {row for row in everywhere if row[1] in granted(account, verb)}, account


@pytest.mark.parametrize(
    ("account", "due"),
    [
        ("board", {"an", "binh", "cuong", "dung", "em", "giang", "hai", "khanh", "lan"}),
        ("alpha_secretary", {"an", "binh", "cuong", "dung", "lan"}),
        ("beta_secretary", {"em", "giang", "hai"}),
        ("auditor", set()),
        ("admin", set()),
        ("nobody", set()),
    ],
)
def test_visible_people_are_members_and_holders_of_the_subtree(world, account, due):
    seen = set(Person.objects.visible_to(world.user(account), world.today))
    assert seen == {world.people[key] for key in due}


def test_visible_person_with_a_post_in_two_units_is_seen_once_from_both(world):
    with history.acting(actor=None, verb="appoint", reason="test"):
        Posting.objects.create(
            person=world.people["hai"],
            unit=world.units["alpha"],
            title=world.titles["official"],
            period=period(datetime.date(2020, 1, 1)),
        )

    for account in ("alpha_secretary", "beta_secretary", "board"):
        rows = Person.objects.visible_to(world.user(account), world.today)
        assert [row.pk for row in rows].count(world.people["hai"].pk) == 1
    before = Person.objects.visible_to(world.user("alpha_secretary"), datetime.date(2019, 12, 31))
    assert world.people["hai"] not in before


@pytest.mark.parametrize("day", [datetime.date(2009, 12, 31), datetime.date(2020, 6, 30), datetime.date(2020, 7, 7)])
def test_visible_people_are_those_within_the_reach_of_the_day(world, day):
    """What `visible_to` writes by hand is what `reached_by` and `within` say."""
    with history.acting(actor=None, verb="move", reason="test"):
        PartyMembership.objects.filter(person=world.people["hai"]).update(period=period(datetime.date(2020, 7, 1)))
    for account in [*ACCOUNTS, "nobody"]:
        user = world.user(account)
        due = Person.objects.within(UnitLink.objects.reached_by(user, Verb.SEE_PEOPLE, day), day)
        assert set(Person.objects.visible_to(user, day)) == set(due), account


def test_visible_rounds_are_those_one_takes_part_in(world):
    for account in ("board", "alpha_secretary", "beta_secretary", "inspector"):
        assert list(Round.objects.visible_to(world.user(account), world.today)) == [world.round]
    for account in ("auditor", "admin", "nobody"):
        assert not Round.objects.visible_to(world.user(account), world.today).exists()


@pytest.mark.parametrize(
    ("days", "may"),
    [
        ((datetime.date(2020, 7, 7),), True),
        ((datetime.date(2019, 1, 1), datetime.date(2020, 7, 8)), True),
        ((datetime.date(2019, 1, 1), datetime.date(2020, 7, 7)), False),
        ((datetime.date(2020, 7, 8),), False),
    ],
)
def test_grant_counts_on_the_days_of_its_period_by_the_clock(world, days, may):
    grant(world, "nobody", Role.UNIT_CLERK, "alpha", *days)
    user = world.user("nobody")

    assert access.may(user, Verb.SEE_PEOPLE, world.units["alpha1"], world.today) is may
    assert access.may(user, Verb.SEE_PEOPLE, world.units["alpha1"], datetime.date(2015, 1, 1)) is may
    assert ("nobody" in {row.user.username for row in _holders(world)}) is may


def _holders(world):
    return access.who_may(Verb.SEE_PEOPLE, world.units["alpha1"], world.today, world.today)


def test_inactive_account_may_nothing(world):
    user = world.user("alpha_secretary")
    user.is_active = False
    user.save()

    assert not access.may(world.user("alpha_secretary"), Verb.SEE_UNITS, world.units["alpha"], world.today)
    assert not Unit.objects.visible_to(world.user("alpha_secretary"), world.today).exists()
    assert "alpha_secretary" not in {row.user.username for row in _holders(world)}


def test_superuser_flag_opens_nothing(world):
    user = world.user("nobody")
    user.is_superuser = user.is_staff = True
    user.save()

    assert not access.may(world.user("nobody"), Verb.SEE_UNITS, world.units["district"], world.today)
    assert not Person.objects.visible_to(world.user("nobody"), world.today).exists()


def test_day_chooses_the_tree(world):
    move = datetime.date(2020, 1, 1)
    structure.change(
        actor=world.users["board"],
        on=world.today,
        reason="Sắp xếp",
        unit=world.units["alpha1"],
        day=move,
        parent=world.units["beta"],
    )
    before, after = datetime.date(2019, 12, 31), move

    for account, due in (("alpha_secretary", [True, False]), ("beta_secretary", [False, True])):
        user = world.user(account)
        assert [access.may(user, Verb.SEE_PEOPLE, world.units["alpha1"], day) for day in (before, after)] == due
        assert [
            Person.objects.visible_to(user, day).filter(pk=world.people["binh"].pk).exists() for day in (before, after)
        ] == ([True, True] if account == "alpha_secretary" else due)


def test_everywhere_is_a_grant_at_the_top(world):
    for verb in Verb:
        for account, (role, unit) in ACCOUNTS.items():
            due = unit == "district" and verb in ROLE_VERBS[role]
            assert world.user(account).may_everywhere(verb) is due, (verb, account)
        assert not world.user("nobody").may_everywhere(verb)


def test_everywhere_is_at_the_top_as_the_tree_stands_today(world):
    grant(world, "alpha_clerk", Role.BOARD_CLERK, "alpha", datetime.date(2020, 1, 1))
    once = UnitVersion.objects.on(world.today).get(unit=world.units["district"])
    once.pk, once.unit, once.period = None, world.units["alpha"], period(FIRST_DAY, datetime.date(1931, 1, 1))
    with history.acting(actor=None, verb="test", reason="tests"):
        once.save(force_insert=True)
    assert not world.user("alpha_clerk").may_everywhere(Verb.EDIT_PEOPLE)


def test_two_grants_reach_both_subtrees_each_with_its_own_rights(world):
    grant(world, "alpha_clerk", Role.UNIT_SECRETARY, "beta", datetime.date(2020, 1, 1))
    user = world.user("alpha_clerk")

    assert set(Unit.objects.visible_to(user, world.today).values_list("code", flat=True)) == (
        SUBTREES["alpha"] | SUBTREES["beta"]
    )
    assert access.may(user, Verb.SUBMIT, world.units["beta"], world.today)
    assert not access.may(user, Verb.SUBMIT, world.units["alpha"], world.today)
    assert user.roles == [Role.UNIT_CLERK, Role.UNIT_SECRETARY]


def test_why_not_names_the_right_and_nothing_of_the_unit(world):
    refusal = access.why_not(world.user("beta_secretary"), Verb.SUBMIT, world.units["alpha"], world.today)

    assert (refusal.code, refusal.status) == ("not_allowed", 403)
    assert "Khánh An" not in str(refusal)
    assert access.why_not(world.user("alpha_secretary"), Verb.SUBMIT, world.units["alpha"], world.today) is None


def test_who_may_lists_the_nearest_unit_first(world):
    rows = access.who_may(Verb.PROPOSE, world.units["alpha1"], world.today, world.today)
    assert [row.user.username for row in rows] == ["alpha_clerk", "alpha_secretary", "board"]


def test_unknown_unit_is_nobodys(world):
    assert not access.may(world.user("board"), Verb.SEE_UNITS, 10**9, world.today)
    assert access.who_may(Verb.SEE_UNITS, 10**9, world.today, world.today) == []
