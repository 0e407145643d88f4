"""Whose dossiers the rules remark on: the filter says what the pages of those dossiers say."""

import pytest

from anphu.kit import history
from anphu.kit.partial_dates import PartialDate
from anphu.kit.periods import period
from anphu.kit.refusals import Refused
from orgtree.actions import dossiers as writing
from orgtree.models import HealthCheck, PartyMembership, Person, Rating, Training
from orgtree.queries import remarks
from orgtree.queries.records import PARTS, read
from orgtree.queries.reference import reference
from orgtree.rules.checks import CHECKS, Facts, findings
from tests.world import SINCE

RULES = {check.code: check for check in CHECKS}


@pytest.fixture
def wrong(world):
    """Something to remark on in most kinds of sections."""
    an, binh, em = (world.people[key] for key in ("an", "binh", "em"))
    with history.acting(actor=None, verb="test", reason="tests"):
        Rating.objects.create(person=an, year=2005, rating=world.code("rating", "good"))
        Training.objects.create(person=binh, started=PartialDate(1960), school="Trường A")
        HealthCheck.objects.create(person=binh, examined=PartialDate(2090))
        PartyMembership.objects.filter(person=em).update(official_on=SINCE)
    return world


def found(world, rule="", name="board"):
    user = world.user(name)
    people = Person.objects.visible_to(user, world.today)
    asked = remarks.remarked(people, rule, user, world.today, world.today)
    return {key for key, person in world.people.items() if person.pk in asked}


def facts_of(world, key, cls=Facts):
    known, person = reference(world.today), world.people[key]
    return cls(person, read([person.pk], PARTS)[person.pk], world.today, known.provinces, known.numbers)


@pytest.mark.parametrize("rule", ["", *RULES])
def test_filter_finds_whom_the_rules_remark_on(wrong, rule):
    checks = [RULES[rule]] if rule else CHECKS
    assert found(wrong, rule) == {key for key in wrong.people if findings(facts_of(wrong, key), checks)}


def test_there_is_something_to_find(wrong):
    met = {rule for rule in RULES if found(wrong, rule)}
    assert met >= {"identity_year", "card_old", "rating_before_admission", "date_in_future", "date_before_birth"}


class Watched(Facts):
    """Facts that keep which sections were asked for."""

    def rows(self, section):
        self.records.setdefault("asked", []).append(section)
        return super().rows(section)


@pytest.mark.parametrize("check", [check for check in CHECKS if check.reads is not None], ids=lambda check: check.code)
def test_rules_read_what_they_declare(wrong, rich, check):
    for key in ("an", "binh"):
        facts = facts_of(wrong, key, Watched)
        list(check.of(facts))
        assert {*facts.records.get("asked", ())} <= {*check.reads}


def test_overridden_warning_is_found_no_more(wrong):
    an, board = wrong.people["an"], wrong.user("board")
    finding = next(one for one in findings(facts_of(wrong, "an")) if one.rule == "identity_year")
    assert "an" in found(wrong, "identity_year")
    writing.clear_warning(
        actor=board, on=wrong.today, reason="Cải chính", person=an, rule=finding.rule, facts=finding.facts
    )
    assert "an" not in found(wrong, "identity_year")


def test_what_is_closed_to_the_reader_is_not_looked_at(wrong):
    assert "binh" in found(wrong, "date_in_future")  # of a health check
    assert "binh" not in found(wrong, "date_in_future", "alpha_secretary")
    with history.acting(actor=None, verb="test", reason="tests"):
        old = period(SINCE, SINCE.replace(year=2012))
        PartyMembership.objects.filter(person=wrong.people["cuong"]).update(period=period(old.upper))
        PartyMembership.objects.create(
            person=wrong.people["cuong"],
            unit=wrong.units["beta1"],
            period=old,
            admitted_on=SINCE,
            official_on=SINCE.replace(year=2090),
        )
    assert "cuong" in found(wrong, "party_future")
    assert "cuong" not in found(wrong, "party_future", "alpha_clerk")


@pytest.mark.parametrize(("rule", "limit"), [("", "MOST_WHOLE"), ("card_old", "MOST")])
def test_too_many_people_are_refused_in_words(wrong, monkeypatch, rule, limit):
    monkeypatch.setattr(remarks, limit, 3)
    with pytest.raises(Refused) as refused:
        found(wrong, rule)
    assert (refused.value.code, refused.value.status) == ("too_many", 400)


def test_cost_does_not_grow_with_people(wrong, django_assert_num_queries):
    user = wrong.user("board")
    for keys in (("an",), ("an", "binh", "em")):
        people = Person.objects.visible_to(user, wrong.today).filter(pk__in=[wrong.people[key].pk for key in keys])
        user.granted("see_people")
        with django_assert_num_queries(6):
            remarks.remarked(people, "", user, wrong.today, wrong.today)


def test_list_and_api_filter_by_remarks(wrong, sign_in):
    client = sign_in("alpha_secretary")
    page = client.get("/people/", {"remarks": "rating_before_admission"})
    assert [row.person.full_name for row in page.context["people"]] == ["Nguyễn Văn An"]
    answer = client.get("/api/v1/people/", {"remarks": "rating_before_admission"}).json()
    assert [row["full_name"] for row in answer["results"]] == ["Nguyễn Văn An"]
