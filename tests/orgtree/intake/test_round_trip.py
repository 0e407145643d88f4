"""People exported in a layout and imported into an empty installation are the same people, field by field."""

import datetime
import io

import pytest
from django.db import transaction
from django.test import TestCase
from django.utils.translation import override
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from anphu.kit import history
from anphu.kit.partial_dates import PartialDate
from anphu.kit.periods import period
from orgtree.actions import imports
from orgtree.intake import preview, workbooks
from orgtree.intake.layouts import LAYOUTS
from orgtree.models import (
    CodeEntry,
    EthnicGroup,
    ImportRow,
    PartyMembership,
    Person,
    Religion,
    UnitVersion,
)
from orgtree.models.dossier import Contact, Employment, LanguageSkill, Papers, PartyRecord, Rating, Schooling
from tests.importing import told_of
from tests.world import TODAY

SYLLABLES = st.sampled_from(["An", "Bình", "Thị", "Đào", "Nguyễn", "Hòa", "Quốc", "Ánh", "Yến", "Ủy", "Lữ", "Đặng"])
NAMES = st.lists(SYLLABLES, min_size=2, max_size=4).map(" ".join)
PIECES = st.sampled_from(["ấp", "Hòa", "đường", "số", "Ủy", "ỹ", "12", "3/4", "=", "+84", "@x", "-", "(cũ)", '"', "'"])
WORDS = st.lists(SYLLABLES | PIECES, max_size=4).map(lambda words: " ".join(words)[:25].strip())
"""What offices write, with what a sheet could take for a formula. Letters that make no syllable of any language are
left out: a few of them alone cannot be told from text in a legacy encoding."""
DAYS = st.dates(datetime.date(1945, 1, 1), datetime.date(2001, 12, 31))
LATE = st.dates(datetime.date(2015, 1, 1), datetime.date(2019, 12, 31))
PARTIAL = st.builds(PartialDate.of, LATE, st.sampled_from(["day", "month", "year"]))
MAYBE = st.booleans()


@st.composite
def dossiers(draw):
    """One person with something, or nothing, in every section of the layouts."""
    return {
        "name": draw(NAMES),
        "other": draw(st.just("") | NAMES),
        "sex": draw(st.sampled_from("MF")),
        "born": draw(st.builds(PartialDate.of, DAYS, st.sampled_from(["day", "month", "year"]))),
        "levels": draw(st.tuples(*(st.none() | st.integers(0, 4) for _ in range(3)))),
        "words": [draw(WORDS) for _ in range(8)],
        "dates": [draw(st.none() | PARTIAL) for _ in range(3)],
        "admitted": draw(LATE),
        "official": draw(MAYBE),
        "picks": [draw(st.integers(0, 10**6)) for _ in range(8)],
        "ratings": draw(st.sets(st.sampled_from([2017, 2018, 2019]))),
    }


def one_of(rows, number):
    return rows[number % len(rows)]


class Writer:
    """Records dossiers as somebody would have entered them."""

    def __init__(self):
        self.codes = {}
        for entry in CodeEntry.objects.order_by("pk"):
            self.codes.setdefault(entry.scheme, []).append(entry)
        self.groups, self.religions = list(EthnicGroup.objects.all()), list(Religion.objects.all())
        self.cells = [version.unit_id for version in UnitVersion.objects.filter(kind="subordinate_cell")]

    def person(self, number: int, told: dict) -> Person:
        words, picks = told["words"], told["picks"]
        person = Person.objects.create(
            full_name=told["name"],
            other_name=told["other"],
            sex=told["sex"],
            birth_date=told["born"].earliest,
            birth_precision=told["born"].precision,
            ethnic_group=one_of(self.groups, picks[0]),
            religion=one_of(self.religions, picks[1]),
            home_town=words[0],
            identity_number=f"0890700{number:05}",
            party_card=f"77000000{number:04}",
            education=told["levels"][0],
            theory=told["levels"][1],
            state_management=told["levels"][2],
        )
        official = told["admitted"] + datetime.timedelta(400) if told["official"] else None
        PartyMembership.objects.create(
            person=person,
            unit_id=one_of(self.cells, picks[2]),
            period=period(TODAY),
            admitted_on=told["admitted"],
            official_on=official if official and official < TODAY else None,
        )
        self.parts(person, told)
        return person

    def parts(self, person: Person, told: dict) -> None:
        words, picks, dates = told["words"], told["picks"], told["dates"]
        Contact.objects.create(person=person, residence=words[1], birth_registered_at=words[2], lives_at=words[3])
        Papers.objects.create(
            person=person, identity_issued_on=dates[0], party_card_issued_on=dates[1], old_party_card=words[4][:20]
        )
        Schooling.objects.create(
            person=person,
            general_education=one_of(self.codes["general_education"], picks[3]),
            major=words[5],
            informatics=words[6],
        )
        Employment.objects.create(person=person, present_post=words[7])
        status = one_of(self.codes["party_status"], picks[4])
        PartyRecord.objects.create(person=person, status=status, exempt_since=dates[2])
        LanguageSkill.objects.create(person=person, language=one_of(self.codes["language"], picks[5]), level="B1")
        for year in told["ratings"]:
            Rating.objects.create(person=person, year=year, rating=one_of(self.codes["rating"], picks[6] + year))


def emptied(people: list[Person]) -> None:
    """As if nobody had ever entered them."""
    for model in (Rating, LanguageSkill, PartyRecord, Employment, Schooling, Papers, Contact, PartyMembership):
        model.objects.filter(person__in=people)._raw_delete("default")
    Person.objects.filter(pk__in=[one.pk for one in people])._raw_delete("default")


@pytest.mark.parametrize("code", LAYOUTS)
@settings(max_examples=5, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(told=st.lists(dossiers(), min_size=1, max_size=6, unique_by=lambda one: (one["name"], one["born"])))
def test_exported_people_come_back_the_same(world, lists, code, told):
    with transaction.atomic():
        try:
            assert_same_after_return(world, LAYOUTS[code], told)
        finally:
            transaction.set_rollback(True)


def assert_same_after_return(world, layout, told) -> None:
    board, file = world.user("board"), io.BytesIO()
    kept = set(Person.objects.values_list("pk", flat=True))
    with history.acting(actor=None, verb="enter", reason="tests"):
        writer = Writer()
        people = [writer.person(number, one) for number, one in enumerate(told)]
        before = told_of(layout, people, TODAY)
        assert workbooks.people(file, layout, people, board, TODAY) == len(people)
        emptied(people)
    file.seek(0)

    with override("vi"):
        batch = preview.receive(actor=board, on=TODAY, unit=world.units["district"].pk, file=file, name="ds.xlsx")
        rows = ImportRow.objects.filter(batch=batch)
        assert [(row.kind, errors(row)) for row in rows] == [("new", [])] * len(people)
        with TestCase.captureOnCommitCallbacks(execute=True):
            imports.commit(actor=board, on=TODAY, reason="trở lại", batch=batch.pk)
    back = list(Person.objects.exclude(pk__in=kept).order_by("pk"))
    for one, other in zip(told_of(layout, back, TODAY), before, strict=True):
        assert {key: (one.get(key), other.get(key)) for key in {*one, *other} if one.get(key) != other.get(key)} == {}


def errors(row: ImportRow) -> list[dict]:
    return [problem for problem in row.problems if not problem["warning"]]
