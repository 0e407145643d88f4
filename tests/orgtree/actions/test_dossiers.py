import datetime

import pytest
from django.db import connection

from anphu.kit import history
from anphu.kit.partial_dates import PartialDate
from anphu.kit.periods import period
from anphu.kit.refusals import Refused
from orgtree.actions import dossiers
from orgtree.choices import DossierNumber
from orgtree.models import (
    ClearedWarning,
    Confirmation,
    Contact,
    DossierParameter,
    PartyMembership,
    Person,
    Training,
)
from orgtree.queries import records
from orgtree.queries.reference import reference
from orgtree.rules.checks import Facts, findings
from orgtree.sections import BY_CODE, CORE


@pytest.fixture
def person(world):
    return Person.objects.visible_to(world.user("alpha_secretary"), world.today).first()


def gesture(world, name="board"):
    return {"actor": world.user(name), "on": world.today, "reason": "thử"}


def core(world, **more):
    old = next(iter(world.people.values()))
    return {
        "full_name": "Lê Thị Thử",
        "sex": "F",
        "birth_date": PartialDate(1985, 3),
        "ethnic_group": old.ethnic_group_id,
        "religion": old.religion_id,
        **more,
    }


def membership(world, unit="alpha1"):
    return {
        "unit": world.units[unit].pk,
        "period": period(datetime.date(2015, 1, 1)),
        "admitted_on": datetime.date(2014, 1, 1),
        "official_on": datetime.date(2015, 1, 1),
    }


def test_new_person_is_recorded_with_membership_and_history(world):
    made = dossiers.create(**gesture(world), core=core(world), membership=membership(world))
    assert (made.birth_precision, made.birth_date) == ("month", datetime.date(1985, 3, 1))
    assert PartyMembership.objects.filter(person=made, unit=world.units["alpha1"]).count() == 1
    assert Person.objects.visible_to(world.user("alpha_secretary"), world.today).filter(pk=made.pk).exists()


def test_new_person_who_looks_like_another_is_refused_until_the_caller_is_sure(world):
    values = {
        "core": core(world, full_name="Nguyễn Văn Ân", birth_date=PartialDate(1972, 5, 1)),
        "membership": membership(world),
    }
    with pytest.raises(Refused) as refusal:
        dossiers.create(**gesture(world), **values)
    found = [(one["id"], one["full_name"]) for one in refusal.value.extra["candidates"]]
    assert (refusal.value.code, found) == ("near_duplicates", [(world.people["an"].pk, "Nguyễn Văn An")])
    assert dossiers.create(**gesture(world), **values, sure=True).full_name == "Nguyễn Văn Ân"


def test_newcomers_of_one_name_wait_for_each_other(world):
    dossiers.create(**gesture(world), core=core(world), membership=membership(world))
    with connection.cursor() as cursor:
        held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = 1 AND pid = pg_backend_pid()"
        cursor.execute(held)
        assert cursor.fetchone() == (1,)


def test_person_who_belongs_nowhere_is_refused(world):
    with pytest.raises(Refused) as refusal:
        dossiers.create(**gesture(world), core=core(world))
    assert refusal.value.code == "belongs_nowhere"


def test_secretary_cannot_record_people(world):
    with pytest.raises(Refused) as refusal:
        dossiers.create(**gesture(world, "alpha_secretary"), core=core(world), membership=membership(world))
    assert refusal.value.code == "not_allowed"


def test_invalid_values_come_back_by_field_and_nothing_is_written(world):
    before = Person.objects.count()
    with pytest.raises(Refused) as refusal:
        dossiers.create(**gesture(world), core=core(world, identity_number="12"), membership=membership(world))
    assert set(refusal.value.extra["errors"]) == {"identity_number"}
    assert Person.objects.count() == before


def test_single_section_is_written_once_and_changed_after(world, person):
    for residence in ("ấp An Hòa", "ấp An Khánh"):
        dossiers.save(**gesture(world), person=person, section=BY_CODE["contact"], values={"residence": residence})
    assert [contact.residence for contact in Contact.objects.filter(person=person)] == ["ấp An Khánh"]


def test_rows_are_added_changed_and_removed(world, person):
    section = BY_CODE["training"]
    row = dossiers.save(**gesture(world), person=person, section=section, values={"school": "A"})
    dossiers.save(**gesture(world), person=person, section=section, values={"school": "B"}, row=row.pk)
    assert [r.school for r in Training.objects.filter(person=person)] == ["B"]
    dossiers.remove(**gesture(world), person=person, section=section, row=row.pk)
    assert not Training.objects.filter(person=person).exists()


def test_row_of_somebody_else_is_not_there(world, person):
    section = BY_CODE["training"]
    row = dossiers.save(**gesture(world), person=person, section=section, values={"school": "A"})
    other = Person.objects.exclude(pk=person.pk).first()
    with pytest.raises(Refused) as refusal:
        dossiers.save(**gesture(world), person=other, section=section, values={"school": "B"}, row=row.pk)
    assert refusal.value.code == "no_such_row"


def test_two_editors_of_different_fields_both_keep_their_work(world, person):
    section = BY_CODE["contact"]
    dossiers.save(**gesture(world), person=person, section=section, values={"residence": "cũ", "phone": "1"})
    opened = {"residence": "cũ", "phone": "1"}
    dossiers.save(**gesture(world), person=person, section=section, values={"phone": "2"}, was=opened)
    dossiers.save(
        **gesture(world), person=person, section=section, values={"residence": "mới", "phone": "1"}, was=opened
    )
    contact = Contact.objects.get(person=person)
    assert (contact.residence, contact.phone) == ("mới", "2")


def test_two_editors_of_one_field_are_told_and_nothing_is_lost(world, person):
    section = BY_CODE["contact"]
    dossiers.save(**gesture(world), person=person, section=section, values={"residence": "cũ"})
    opened = {"residence": "cũ"}
    dossiers.save(**gesture(world), person=person, section=section, values={"residence": "của họ"}, was=opened)
    with pytest.raises(Refused) as refusal:
        dossiers.save(**gesture(world), person=person, section=section, values={"residence": "của tôi"}, was=opened)
    assert refusal.value.code == "changed_meanwhile"
    assert refusal.value.extra["conflicts"] == {"residence": "của họ"}
    assert Contact.objects.get(person=person).residence == "của họ"


def test_errors_of_the_rules_block_what_is_entered(world, person):
    values = {"started": PartialDate(1900)}
    with pytest.raises(Refused) as refusal:
        dossiers.save(**gesture(world), person=person, section=BY_CODE["training"], values=values)
    assert set(refusal.value.extra["errors"]) == {"started"}
    assert not Training.objects.filter(person=person).exists()


def test_clerk_moves_nobody_out_of_reach(world, person):
    with pytest.raises(Refused) as refusal:
        dossiers.save(
            **gesture(world, "alpha_secretary"),
            person=person,
            section=BY_CODE["memberships"],
            values=membership(world, "beta1"),
        )
    assert refusal.value.status == 403


def test_warning_is_cleared_with_a_reason_until_the_facts_change(world, person):
    number = "0893850000" + "12"
    dossiers.save(**gesture(world), person=person, section=CORE, values={"identity_number": number})
    person.refresh_from_db()

    def warnings():
        known = reference(world.today)
        rows = records.read([person.pk])[person.pk]
        facts = Facts(person, rows, world.today, known.provinces, known.numbers)
        return {finding.rule: finding for finding in findings(facts)}

    found = warnings()["identity_sex"]
    dossiers.clear_warning(**gesture(world), person=person, rule=found.rule, facts=found.facts)
    assert ClearedWarning.objects.filter(person=person, rule="identity_sex", facts=found.facts).count() == 1
    dossiers.save(**gesture(world), person=person, section=CORE, values={"identity_number": "089385000013"})
    person.refresh_from_db()
    assert warnings()["identity_sex"].facts != found.facts


def test_confirmations_reach_as_far_as_the_grant(world, person):
    other = Person.objects.exclude(
        pk__in=Person.objects.visible_to(world.user("alpha_secretary"), world.today).values("pk")
    ).first()
    secretary = {"actor": world.user("alpha_secretary"), "on": world.today}
    assert dossiers.confirm(**secretary, people=[person.pk], sections=[CORE, BY_CODE["contact"]]) == 2
    for people, sections in (([other.pk], [CORE]), ([person.pk], [BY_CODE["health"]])):
        with pytest.raises(Refused):
            dossiers.confirm(**secretary, people=people, sections=sections)
    assert Confirmation.objects.count() == 2


@pytest.mark.parametrize(
    ("official", "rules"), [(datetime.date(2014, 6, 1), ["party_probation"]), (datetime.date(2015, 1, 1), [])]
)
def test_probation_is_judged_by_the_number_in_force(world, person, official, rules):
    row = PartyMembership(person=person, pk=1, admitted_on=datetime.date(2014, 1, 1), official_on=official)

    def told():
        facts = Facts(person, {"memberships": [row]}, world.today, {}, reference(world.today).numbers)
        return [finding.rule for finding in findings(facts) if finding.rule == "party_probation"]

    assert told() == []
    with history.acting(actor=None, verb="test", reason="test"):
        DossierParameter.objects.create(
            key=DossierNumber.PROBATION_MONTHS, value=12, period=period(datetime.date(2011, 1, 1)), confidence="U"
        )
    assert told() == rules


@pytest.mark.parametrize(
    ("section", "unit", "first", "stands"),
    [
        ("memberships", "alpha", 2012, False),  # a committee has no members of its own
        ("memberships", "alpha2", 2009, False),
        ("memberships", "alpha2", 2012, True),
        ("postings", "alpha", 2009, False),
        ("postings", "alpha", 2012, True),
    ],
)
def test_nobody_belongs_where_there_is_no_such_unit(world, section, unit, first, stands):
    an = world.people["an"]
    days = period(datetime.date(first, 1, 1), datetime.date(2013, 1, 1))
    values = {"unit": world.units[unit].pk, "period": days}
    values |= {"title": world.titles["chair"].pk} if section == "postings" else {"admitted_on": days.lower}
    with history.acting(actor=None, verb="test", reason="tests"):
        PartyMembership.objects.filter(person=an).update(period=period(days.upper))
    asked = {**gesture(world), "person": an, "section": BY_CODE[section], "values": values}
    if stands:
        assert dossiers.save(**asked).period == days
        return
    with pytest.raises(Refused) as refusal:
        dossiers.save(**asked)
    assert (refusal.value.code, list(refusal.value.extra["errors"])) == ("invalid", ["unit"])
