"""Facts and law as they are read from the database, in a number of queries that nothing makes grow."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anphu.kit import history
from anphu.kit.periods import period
from orgtree.models import Background, Discipline, Person, Posting, Rating
from planning.choices import Verdict
from planning.models import PlanTitle, RuleParameter, RuleSet
from planning.queries.eligibility import assess, book, cadres, facts, who_could
from planning.rules.facts import Post


def titles(world) -> list[PlanTitle]:
    rows = PlanTitle.objects.filter(unit=world.units["alpha"], term=world.terms["2020-2025"])
    return list(rows.select_related("title", "term").order_by("-title__rank"))


def record(world, name: str) -> None:
    """Two ratings a year, a reprimand and a political conclusion."""
    person = world.people[name]
    with history.acting(actor=None, verb="test", reason="facts"):
        for year, member, cadre in ((2018, "good", "fair"), (2019, "good", "good")):
            Rating.objects.create(person=person, year=year, rating=world.code("rating", member))
            Rating.objects.create(person=person, year=year, rating=world.code("rating", cadre), as_member=False)
        Discipline.objects.create(
            person=person,
            measure=world.code("discipline", "reprimand"),
            decided="2019-03-01",
            ends="2020-03",
            decision="5-QĐ/UBKT",
        )
        Background.objects.create(person=person, concluded_on="2018-07")


def test_facts_are_those_of_the_dossier(world):
    record(world, "binh")
    found = facts([world.people["binh"].pk], world.user("board"), world.today)[0]
    assert (found.sex, str(found.born), found.education, found.theory) == ("F", "09/03/1985", 4, 2)
    assert found.posts == (Post("Ủy viên Ban Thường vụ", "commune", "party", 70, datetime.date(2010, 1, 1), None),)
    assert found.ratings == {2018: "fair", 2019: "good"}
    assert [(row.code, str(row.ends), row.decision) for row in found.measures] == [
        ("reprimand", "03/2020", "5-QĐ/UBKT")
    ]
    assert (str(found.concluded_on), found.restricted) == ("07/2018", True)
    assert found.official_on == datetime.date(2011, 1, 1)


def test_restricted_facts_are_not_even_read_for_other_readers(world):
    record(world, "binh")
    found = facts([world.people["binh"].pk], world.user("alpha_secretary"), world.today)[0]
    assert (found.measures, found.concluded_on, found.restricted) == ((), None, False)
    assert found.ratings == {2018: "fair", 2019: "good"}


def test_posts_of_later_days_are_not_known_yet(world):
    with history.acting(actor=None, verb="test", reason="later"):
        Posting.objects.create(
            person=world.people["hai"],
            unit=world.units["beta"],
            title=world.titles["chair"],
            period=period(datetime.date(2020, 8, 1)),
        )
    assert facts([world.people["hai"].pk], world.user("board"), world.today)[0].posts == ()


def test_verdicts_of_a_title(world, law):
    record(world, "binh")
    secretary = titles(world)[0]
    judged = assess([secretary], [row.pk for row in world.people.values()], world.user("board"), world.today, law)
    overall = judged.overall(secretary)
    assert overall[world.people["an"].pk] == Verdict.LACKING  # already the secretary
    binh = {answer.asked.kind: answer.verdict for answer in judged.answers(secretary, world.people["binh"].pk)}
    assert binh == {
        "degree": Verdict.MET,
        "theory": Verdict.MET,
        "management": Verdict.MET,
        "higher_title": Verdict.MET,
        "months_left": Verdict.MET,
        "ratings": Verdict.UNKNOWN,
        "no_discipline": Verdict.MET,
        "political": Verdict.MET,
        "official_member": Verdict.MET,
    }
    assert overall[world.people["binh"].pk] == Verdict.UNKNOWN


def test_answers_name_the_document_they_rest_on(world, law):
    secretary = titles(world)[0]
    judged = assess([secretary], [world.people["binh"].pk], world.user("board"), world.today, law)
    named = {answer.asked.kind: answer.asked.document for answer in judged.answers(secretary, world.people["binh"].pk)}
    assert named["no_discipline"] == "16-HD/BTCTW (15/02/2022)"


def test_round_of_an_older_set_keeps_its_numbers(world, law):
    day, secretary = datetime.date(2022, 6, 1), titles(world)[0]
    with history.acting(actor=None, verb="test", reason="a number of one set"):
        for code, value in (("hd-15-2012", 4), ("qd-50-2021", 3)):
            rule_set = RuleSet.objects.get(code=code)
            RuleParameter.objects.create(
                key="most", label="m", value=value, period=rule_set.period, rule_set=rule_set, basis="t", confidence="S"
            )
    found = {row.code: book([secretary], day, row).law.number("most") for row in RuleSet.objects.all()}
    assert (found["hd-15-2012"], found["qd-50-2021"], found["qd-377-2025"]) == (4, 3, None)


def test_ranking_sees_the_cadres_of_the_reader_alone(world, law):
    secretary = titles(world)[0]

    def names(user):
        reader = world.user(user)
        found = who_could(secretary, cadres(reader, world.today), reader, world.today, law)
        return [row.full_name for row in found.rows(Person.objects.all())]

    assert set(names("alpha_secretary")) == {world.people[key].full_name for key in ("an", "binh", "cuong", "dung")}
    assert len(names("board")) == 6
    assert set(names("board")[-3:]) == {world.people[key].full_name for key in ("an", "em", "cuong")}


@pytest.mark.parametrize(("people", "of"), [(1, 1), (9, 2)])
def test_queries_do_not_grow_with_people_or_titles(world, law, people, of):
    user, keys = world.user("board"), list(Person.objects.values_list("pk", flat=True))[:people]
    user.granted("see_restricted")
    with CaptureQueriesContext(connection) as captured:
        rows = titles(world)[:of]
        judged = assess(rows, keys, user, world.today, RuleSet.objects.in_force(world.today))
        for row in rows:
            judged.overall(row)
    assert len(captured) == 4
