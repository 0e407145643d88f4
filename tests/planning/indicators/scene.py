"""A unit of its own beside the world's, and whatever a test puts into it in a line each."""

import datetime
from itertools import count

from anphu.kit import history
from anphu.kit.partial_dates import PartialDate
from anphu.kit.periods import period
from orgtree.actions.structure import rebuild_links
from orgtree.choices import Confidence, Kind, Scheme
from orgtree.models import (
    Committee,
    EthnicGroup,
    PartyMembership,
    Person,
    Posting,
    Rating,
    Religion,
    Title,
    TitleStandard,
    Unit,
    UnitVersion,
)
from orgtree.models.dossier import Background, Contact, Employment, FamilyMember, Schooling, Training, WorkPeriod
from planning.models import (
    CountingDate,
    Decision,
    PlanEntry,
    PlanTitle,
    RetirementAge,
    Round,
    RuleParameter,
    StateChange,
    Submission,
)
from tests.world import SINCE, TODAY, World

SAID = {"basis": "tests", "confidence": Confidence.UNVERIFIED}
TITLE = frozenset(field.name for field in Title._meta.fields)
NUMBERS = {
    "older_age_ge": 45,
    "plan_min_months": 60,
    "plan_pref_months": 120,
    "max_titles_per_person_same_level": 2,
    "max_people_per_title": 2,
    "review_months": 12,
}


class Scene:
    """A commune of its own. Fields of titles and of people are given together: `holder(seat="standing", sex="F")`."""

    def __init__(self, world: World, commune_code: str = "30340", kind: Kind = Kind.GRASSROOTS_COMMITTEE):
        self.world, self._number = world, count(1)
        with self._written():
            self.unit = Unit.objects.create(code="scene")
            UnitVersion.objects.create(
                unit=self.unit,
                name="Nơi thử",
                short_name="Nơi thử",
                kind=kind,
                parent=world.units["district"],
                sector="commune",
                commune_code=commune_code,
                sort_key="noi thu",
                period=period(SINCE),
            )
            rebuild_links()

    def _written(self):
        return history.acting(actor=None, verb="build_scene", reason="tests")

    def title(self, **fields) -> Title:
        code = f"scene{next(self._number)}"
        given = {"name": code, "level": "commune", "side": "party", "rank": 50, **fields}
        with self._written():
            return Title.objects.create(code=code, **given)

    def person(self, **fields) -> Person:
        number = next(self._number)
        given = {
            "full_name": "Trần Văn Thử",
            "sex": "M",
            "birth_date": datetime.date(1975, 1, 15),
            "ethnic_group": EthnicGroup.objects.get(code="01"),
            "religion": Religion.objects.get(code="99"),
            "home_commune_code": "30340",
            "home_town": "Xã thử",
            "identity_number": f"0890100{number:05}",
            "party_card": f"001{number:05}",
            "education": 4,
            "theory": 2,
            "state_management": 1,
        }
        with self._written():
            return Person.objects.create(**{**given, **fields})

    def _both(self, fields: dict) -> tuple[Person, Title]:
        person, title = fields.pop("person", None), fields.pop("title", None)
        of_title = {name: value for name, value in fields.items() if name in TITLE}
        of_person = {name: value for name, value in fields.items() if name not in TITLE}
        return person or self.person(**of_person), title or self.title(**of_title)

    def holder(self, **fields) -> Person:
        """Somebody in a title of the unit; `person` or `title` for one that is there already."""
        person, title = self._both(fields)
        with self._written():
            Posting.objects.create(person=person, unit=self.unit, title=title, period=period(SINCE))
        return person

    def planned(self, *, code: str = "2020-2025", size: int = 1, **fields) -> Person:
        """Somebody planned for a title of the unit in the term `code`."""
        person, title = self._both(fields)
        row = self.post(title, code=code, size=size)
        decision = Decision.objects.earliest("pk")
        with self._written():
            PlanEntry.objects.create(plan_title=row, person=person, period=period(decision.day), opened_by=decision)
        return person

    def post(self, title: Title | None = None, *, code: str = "2020-2025", size: int = 1) -> PlanTitle:
        """A title that the unit plans for in a term."""
        with self._written():
            return PlanTitle.objects.get_or_create(
                unit=self.unit, term=self.world.terms[code], title=title or self.title(), defaults={"size": size}
            )[0]

    def member(self, **fields) -> Person:
        person = self.person(**fields)
        with self._written():
            PartyMembership.objects.create(person=person, unit=self.unit, period=period(SINCE), admitted_on=SINCE)
        return person

    def committee(self, kind: str, size: int) -> None:
        with self._written():
            Committee.objects.create(unit=self.unit, kind=kind, size=size, period=period(SINCE))

    def standard(self, title: Title, education: int, theory: int, state_management: int) -> None:
        with self._written():
            TitleStandard.objects.create(
                title=title,
                min_education=education,
                min_theory=theory,
                min_state_management=state_management,
                period=period(SINCE),
                **SAID,
            )

    def minority(self) -> EthnicGroup:
        with self._written():
            return EthnicGroup.objects.get_or_create(code="17", defaults={"name": "Chăm"})[0]

    def number(self, key: str, value: float) -> None:
        """A rule parameter, in place of the world's."""
        with self._written():
            RuleParameter.objects.filter(key=key).delete()
            RuleParameter.objects.create(key=key, label=key, value=value, period=period(SINCE), **SAID)

    def numbers(self) -> None:
        """The rule parameters that the world does without."""
        for key, value in NUMBERS.items():
            self.number(key, value)

    def retirement(self, **months: int) -> None:
        """Retirement ages in months of everybody born from 1900 on: `M=744`."""
        born = period(datetime.date(1900, 1, 1))
        with self._written():
            for sex, age in months.items():
                RetirementAge.objects.create(sex=sex, born=born, months=age, period=period(SINCE), **SAID)

    def counting(self, day: datetime.date, cycle: str = "committee", code: str = "2020-2025") -> None:
        with self._written():
            CountingDate.objects.create(term=self.world.terms[code], level="commune", cycle=cycle, day=day, **SAID)

    def rated(self, person: Person, code: str, year: int = TODAY.year - 1, *, as_member: bool = False) -> None:
        entry = self.world.code(Scheme.RATING, code)
        with self._written():
            Rating.objects.create(person=person, year=year, as_member=as_member, rating=entry)

    def list(self, *steps: tuple, deadline: datetime.date | None = None) -> Submission:
        """The list of the unit in the open round after `(verb, target, day)`."""
        source = "draft"
        with self._written():
            row = Submission.objects.create(round=self.world.round, unit=self.unit)
            if deadline:
                Round.objects.filter(pk=self.world.round.pk).update(deadline=deadline)
            for verb, target, day in steps:
                StateChange.objects.create(
                    submission=row, verb=verb, source=source, target=target, day=day, actor=self.world.users["board"]
                )
                source = target
        return row

    def approved(self, day: datetime.date) -> Submission:
        """A list of the unit that went all the way, approved on `day`."""
        return self.list(("submit", "submitted", day), ("appraise", "appraised", day), ("approve", "approved", day))

    def complete(self, person: Person) -> None:
        """Give the dossier everything that a person in a plan needs."""
        with self._written():
            PartyMembership.objects.create(
                person=person, unit=self.unit, period=period(SINCE), admitted_on=SINCE, official_on=TODAY
            )
            give_dossier(self.world, person)


def give_dossier(world: World, person: Person) -> None:
    """All parts of a dossier that a person in a plan needs, besides the core and the membership."""
    general = world.code(Scheme.GENERAL_EDUCATION, "12/12")
    parts = (
        Contact(birth_place="Xã thử", residence="Xã thử"),
        Employment(recruited_on=PartialDate(2000), present_post="Cán bộ"),
        Schooling(general_education=general, major="Luật", informatics="A"),
        Training(school="Trường thử"),
        WorkPeriod(),
        Rating(year=2015),
        FamilyMember(name="Trần Văn Cha"),
        Background(political_conclusion="Đủ tiêu chuẩn", concluded_on=PartialDate(2019)),
    )
    for part in parts:
        part.person = person
        part.save()
