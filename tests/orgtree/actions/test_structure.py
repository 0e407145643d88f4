import contextlib
import datetime

import pytest
from django.db import DatabaseError, connection, transaction

from anphu.kit import history
from anphu.kit.periods import period
from anphu.kit.refusals import Refused
from orgtree.actions import structure
from orgtree.choices import Kind, Role, Sector
from orgtree.models import PartyMembership, RoleGrant, Unit, UnitLink, UnitVersion
from orgtree.models.units import LONGEST_KEY
from orgtree.queries import proofs

DAY = datetime.date(2019, 3, 1)
YESTERDAY = datetime.date(2019, 2, 28)


def gesture(world, user="board"):
    return {"actor": world.user(user), "on": world.today, "reason": "Quyết định sắp xếp"}


def found(world, kind=Kind.SUBORDINATE_CELL, parent="beta", code="new", day=DAY, user="board"):
    return structure.found(
        **gesture(world, user),
        code=code,
        day=day,
        name="Chi bộ ấp  Vĩnh Hòa",
        short_name="Vĩnh Hòa",
        kind=kind,
        parent=world.units.get(parent),
        sector=Sector.COMMUNE,
        commune_code="",
    )


def move(world, unit, parent, day=DAY, user="board"):
    return structure.change(**gesture(world, user), unit=world.units[unit], day=day, parent=world.units[parent])


def above(world, unit, day):
    """Codes of the units above `unit` on `day`, nearest first."""
    links = UnitLink.objects.on(day).filter(descendant=world.units[unit]).order_by("depth")
    return list(links.values_list("ancestor__code", flat=True))


@contextlib.contextmanager
def attack():
    """Writes of whatever code, with an actor and a reason; the deferred constraints speak at once."""
    with transaction.atomic(), history.acting(actor=None, verb="attack", reason="test"):
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        yield


def test_found_unit_stands_from_its_day(world):
    world.units["new"] = found(world)

    assert above(world, "new", YESTERDAY) == []
    assert above(world, "new", DAY) == ["new", "beta", "district"]
    version = world.units["new"].versions.get()
    assert version.name == "Chi bộ ấp Vĩnh Hòa"
    assert version.sort_key == structure.version_sort_key(version.name)
    assert proofs.link_faults() == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"parent": None, "kind": Kind.DISTRICT}, "needs_parent"),
        ({"parent": None}, "needs_parent"),
        ({"parent": "district"}, "wrong_parent_kind"),
        ({"parent": "gamma"}, "wrong_parent_kind"),
        ({"kind": Kind.GRASSROOTS_CELL}, "wrong_parent_kind"),
        ({"day": datetime.date(2009, 12, 31)}, "parent_not_there"),
        ({"user": "appraiser"}, "not_allowed"),
        ({"user": "beta_secretary"}, "not_allowed"),
        ({"user": "nobody"}, "not_allowed"),
    ],
)
def test_found_wrong_is_refused_and_nothing_written(world, change, code):
    with pytest.raises(Refused) as refusal:
        found(world, **change)

    assert refusal.value.code == code
    assert not Unit.objects.filter(code="new").exists()


def test_change_name_keeps_what_it_was_called_before(world):
    alpha = world.units["alpha"]
    structure.change(**gesture(world), unit=alpha, day=DAY, name="Đảng bộ thị trấn Khánh An")

    assert alpha.versions.on(YESTERDAY).get().name == "Đảng bộ xã Khánh An"
    assert alpha.versions.on(DAY).get().name == "Đảng bộ thị trấn Khánh An"
    assert alpha.versions.on(DAY).get().commune_code == "30340"
    assert above(world, "alpha1", DAY) == ["alpha1", "alpha", "district"]
    assert proofs.link_faults() == proofs.sort_key_faults() == []


def test_change_on_the_first_day_of_a_version_replaces_it(world):
    alpha = world.units["alpha"]
    for name in ("Một", "Hai"):
        structure.change(**gesture(world), unit=alpha, day=DAY, name=name)

    assert list(alpha.versions.order_by("period").values_list("name", flat=True)) == ["Đảng bộ xã Khánh An", "Hai"]


def test_change_before_a_later_change_ends_where_that_begins(world):
    alpha = world.units["alpha"]
    structure.change(**gesture(world), unit=alpha, day=DAY, name="Sau")
    structure.change(**gesture(world), unit=alpha, day=datetime.date(2015, 1, 1), name="Giữa")

    names = [alpha.versions.on(day).get().name for day in (datetime.date(2014, 12, 31), YESTERDAY, DAY)]
    assert names == ["Đảng bộ xã Khánh An", "Giữa", "Sau"]


def test_change_parent_moves_the_unit_and_what_stands_below_it(world):
    section = world.units["section"] = found(world, kind=Kind.SECTION_COMMITTEE, parent="alpha", code="section")
    move(world, "alpha1", "section")
    structure.change(**gesture(world), unit=section, day=datetime.date(2020, 1, 1), parent=world.units["beta"])

    assert above(world, "alpha1", YESTERDAY) == ["alpha1", "alpha", "district"]
    assert above(world, "alpha1", DAY) == ["alpha1", "section", "alpha", "district"]
    assert above(world, "alpha1", world.today) == ["alpha1", "section", "beta", "district"]
    assert proofs.link_faults() == []


@pytest.mark.parametrize(
    ("unit", "parent", "day", "code"),
    [
        ("alpha1", "gamma", DAY, "wrong_parent_kind"),
        ("alpha", "alpha1", DAY, "wrong_parent_kind"),
        ("alpha", "alpha", DAY, "wrong_parent_kind"),
        ("alpha1", "beta", datetime.date(2000, 1, 1), "unit_not_there"),
    ],
)
def test_change_to_a_wrong_place_is_refused(world, unit, parent, day, code):
    with pytest.raises(Refused) as refusal:
        move(world, unit, parent, day)
    assert refusal.value.code == code


def test_change_under_a_parent_that_ends_is_refused(world):
    world.units["new"] = found(world, parent="district", kind=Kind.GRASSROOTS_COMMITTEE)
    structure.end(**gesture(world), unit=world.units["new"], day=datetime.date(2021, 1, 1))

    with pytest.raises(Refused) as refusal:
        move(world, "alpha1", "new")

    assert refusal.value.code == "parent_not_there"


def test_change_kind_above_units_that_may_not_stand_there_is_refused(world):
    with pytest.raises(Refused) as refusal:
        structure.change(**gesture(world), unit=world.units["alpha"], day=DAY, kind=Kind.GRASSROOTS_CELL)
    assert refusal.value.code == "wrong_child_kind"


def test_change_needs_the_right_in_the_new_place_too(world):
    with history.acting(actor=None, verb="grant", reason="test"):
        RoleGrant.objects.create(
            user=world.users["nobody"], role=Role.BOARD_CLERK, unit=world.units["alpha"], period=period(DAY)
        )

    with pytest.raises(Refused) as refusal:
        move(world, "alpha1", "beta", user="nobody")

    assert refusal.value.code == "not_allowed"
    assert above(world, "alpha1", DAY) == ["alpha1", "alpha", "district"]


def test_change_of_nothing_is_refused_and_leaves_one_version(world):
    alpha = world.units["alpha"]
    name = alpha.versions.get().name

    with pytest.raises(Refused) as refusal:
        structure.change(**gesture(world), unit=alpha, day=DAY, name=name)

    assert (refusal.value.code, alpha.versions.count()) == ("nothing_changed", 1)


def test_name_of_numbers_alone_is_kept_whole(world):
    name = "1 " * 99 + "1"
    version = structure.change(**gesture(world), unit=world.units["alpha"], day=DAY, name=name)

    assert (version.name, len(version.sort_key)) == (name, LONGEST_KEY)


def test_end_unit_is_gone_from_its_day(world):
    world.units["new"] = found(world)
    structure.end(**gesture(world), unit=world.units["new"], day=datetime.date(2020, 1, 1))

    assert above(world, "new", datetime.date(2019, 12, 31)) == ["new", "beta", "district"]
    assert above(world, "new", datetime.date(2020, 1, 1)) == []
    assert proofs.link_faults() == []


@pytest.mark.parametrize(
    ("unit", "day", "code"),
    [
        ("alpha", DAY, "unit_has_units"),
        ("alpha1", DAY, "unit_has_people"),
        ("alpha1", datetime.date(2010, 1, 1), "unit_not_there"),
        ("alpha1", datetime.date.min, "bad_day"),
    ],
)
def test_end_unit_in_use_is_refused(world, unit, day, code):
    with pytest.raises(Refused) as refusal:
        structure.end(**gesture(world), unit=world.units[unit], day=day)

    assert refusal.value.code == code
    assert world.units[unit].versions.get().period.upper is None


def test_cell_with_members_stays_a_cell(world):
    change = {"kind": Kind.GRASSROOTS_COMMITTEE, "day": DAY}
    with pytest.raises(Refused) as refusal:
        structure.change(**gesture(world), unit=world.units["gamma"], **change)
    assert refusal.value.code == "cell_has_members"
    with history.acting(actor=None, verb="test", reason="tests"):
        PartyMembership.objects.filter(unit=world.units["gamma"]).update(period=period(datetime.date(2010, 1, 1), DAY))
    assert structure.change(**gesture(world), unit=world.units["gamma"], **change).kind == Kind.GRASSROOTS_COMMITTEE


def test_structure_leaves_actor_verb_and_reason_in_history(world):
    found(world)

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.metadata ->> 'actor', c.metadata ->> 'verb', c.metadata ->> 'reason'"
            " FROM orgtree_unitversionevent e JOIN pghistory_context c ON c.id = e.pgh_context_id WHERE e.name = %s",
            ["Chi bộ ấp Vĩnh Hòa"],
        )
        assert cursor.fetchall() == [("board", "found_unit", "Quyết định sắp xếp")]


@pytest.mark.parametrize(
    ("unit", "change"),
    [
        ("alpha1", {"parent": "gamma"}),
        ("alpha1", {"parent": "district"}),
        ("alpha1", {"parent": None}),
        ("alpha", {"kind": Kind.GRASSROOTS_CELL}),
        ("alpha1", {"period": period(datetime.date(2009, 1, 1))}),
        ("alpha", {"period": period(DAY)}),
        ("alpha", {"period": period(datetime.date(2010, 1, 1), DAY)}),
    ],
)
def test_database_refuses_a_wrong_place_whatever_code_writes_it(world, unit, change):
    change = {**change, **({"parent": world.units.get(change["parent"])} if "parent" in change else {})}
    with pytest.raises(DatabaseError), attack():
        UnitVersion.objects.filter(unit=world.units[unit]).update(**change)


def test_database_refuses_to_leave_units_without_a_parent(world):
    with pytest.raises(DatabaseError, match="without a parent"), attack():
        UnitVersion.objects.filter(unit=world.units["alpha"]).delete()


def test_database_refuses_two_versions_on_one_day(world):
    alpha = world.units["alpha"].versions.get()
    alpha.pk, alpha.period = None, period(DAY, datetime.date(2019, 3, 2))
    with pytest.raises(DatabaseError, match="unitversion_no_overlap"), attack():
        alpha.save()
