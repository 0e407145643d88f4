"""A district small enough to reason about: two communes, one cell of its own, every role, a plan, an open round.

district ─┬─ alpha (commune 30340) ─┬─ alpha1 (cell)
          │                         └─ alpha2 (cell)
          ├─ beta  (commune 30355) ─── beta1 (cell)
          └─ gamma (grassroots cell)
"""

import datetime
from dataclasses import dataclass, field

from anphu.kit import history
from anphu.kit.notices import Notice
from anphu.kit.periods import FIRST_DAY, period
from anphu.seed import seeded_deadlines
from anphu.seed.codes import SCHEMES
from orgtree.actions.structure import rebuild_links, version_sort_key
from orgtree.choices import CommitteeKind, Confidence, Education, Kind, Level, Role, Sector, Side, Theory
from orgtree.models import (
    CodeEntry,
    EthnicGroup,
    PartyMembership,
    Person,
    Posting,
    Religion,
    RightsDeadline,
    RoleGrant,
    Title,
    TitleStandard,
    Unit,
    UnitVersion,
    User,
)
from planning.actions import lines, rounds
from planning.choices import RoundKind, RoundVerb
from planning.models import (
    ConsultedBody,
    Decision,
    PlanEntry,
    PlanTitle,
    Round,
    RuleParameter,
    RuleSet,
    Submission,
    Target,
    Term,
)

TODAY = datetime.date(2020, 7, 7)
SINCE = datetime.date(2010, 1, 1)
PASSWORD = "mot-mat-khau-de-thu"


@dataclass
class World:
    """Everything by name: `world.units["alpha"]`, `world.users["board"]`, …"""

    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    titles: dict[str, Title] = field(default_factory=dict)
    terms: dict[str, Term] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    plan_titles: dict[tuple[str, str, str], PlanTitle] = field(default_factory=dict)
    round: Round | None = None
    today: datetime.date = TODAY

    def submission(self, unit: str) -> Submission:
        return Submission.objects.get(round=self.round, unit=self.units[unit])

    def confirm(self, *units: str) -> None:
        """The units say of everybody of the plan in force about whom they have said nothing yet: keep."""
        for unit in units:
            actor = self.users.get(f"{unit}_secretary", self.users["board"])
            lines.confirm_rest(actor=actor, on=self.today, submission=self.submission(unit).pk)

    def code(self, scheme: str, code: str) -> CodeEntry:
        """The entry of a code list that the seed gives every installation, made when a test first asks for it."""
        found = CodeEntry.objects.filter(scheme=scheme, code=code).first()
        if found is None:
            entries = {entry.code: (rank, entry) for rank, entry in enumerate(SCHEMES[scheme], 1)}
            rank, seed = entries[code]
            with history.acting(actor=None, verb="build_world", reason="tests"):
                found = CodeEntry.objects.create(
                    scheme=scheme,
                    code=code,
                    name=seed.name,
                    rank=rank,
                    confidence=seed.confidence,
                    period=period(FIRST_DAY),
                )
        return found

    def deadlines(self) -> "World":
        """The deadlines of data-subject requests, as the seed gives them to every installation."""
        with history.acting(actor=None, verb="build_world", reason="tests"):
            RightsDeadline.objects.bulk_create(seeded_deadlines())
        return self

    def user(self, name: str) -> User:
        """A fresh copy, without cached grants."""
        return User.objects.get(pk=self.users[name].pk)


def build() -> World:
    world = World()
    with history.acting(actor=None, verb="build_world", reason="tests"):
        _units(world)
        _titles(world)
        _people(world)
        _accounts(world)
        _law(world)
        _plans(world)
    board = world.users["board"]
    world.round = rounds.prepare(
        actor=board,
        on=TODAY,
        name="Rà soát, bổ sung quy hoạch năm 2020",
        kind=RoundKind.REVIEW,
        authority=world.units["district"],
        day=datetime.date(2020, 7, 1),
        deadline=datetime.date(2020, 8, 15),
        terms=list(world.terms.values()),
    )
    rounds.move(actor=board, on=TODAY, round=world.round.pk, verb=RoundVerb.OPEN)
    Notice.objects.all().delete()  # of the opening: tests begin with none
    world.round.refresh_from_db()
    return world


def _units(world: World) -> None:
    rows = [
        ("district", "Đảng bộ huyện Thử", Kind.DISTRICT, None, "", ""),
        ("alpha", "Đảng bộ xã Khánh An", Kind.GRASSROOTS_COMMITTEE, "district", Sector.COMMUNE, "30340"),
        ("beta", "Đảng bộ xã Phú Hội", Kind.GRASSROOTS_COMMITTEE, "district", Sector.COMMUNE, "30355"),
        ("gamma", "Chi bộ Thanh tra", Kind.GRASSROOTS_CELL, "district", Sector.GOVERNMENT, ""),
        ("alpha1", "Chi bộ ấp An Hòa", Kind.SUBORDINATE_CELL, "alpha", Sector.COMMUNE, ""),
        ("alpha2", "Chi bộ ấp An Khánh", Kind.SUBORDINATE_CELL, "alpha", Sector.COMMUNE, ""),
        ("beta1", "Chi bộ ấp Phú Mỹ", Kind.SUBORDINATE_CELL, "beta", Sector.COMMUNE, ""),
    ]
    for code, name, kind, parent, sector, commune in rows:
        world.units[code] = Unit.objects.create(code=code)
        UnitVersion.objects.create(
            unit=world.units[code],
            name=name,
            short_name=name,
            kind=kind,
            parent=world.units.get(parent),
            sector=sector,
            commune_code=commune,
            sort_key=version_sort_key(name),
            period=period(SINCE),
        )
    rebuild_links()


def _titles(world: World) -> None:
    rows = [
        ("secretary", "Bí thư Đảng ủy xã", Side.PARTY, 90, True, True, True, CommitteeKind.STANDING_BODY),
        ("standing", "Ủy viên Ban Thường vụ", Side.PARTY, 70, False, False, True, CommitteeKind.STANDING),
        ("member", "Đảng ủy viên", Side.PARTY, 50, False, False, False, CommitteeKind.EXECUTIVE),
        ("chair", "Chủ tịch Ủy ban nhân dân xã", Side.GOVERNMENT, 80, True, True, True, ""),
        ("official", "Công chức Văn phòng", Side.GOVERNMENT, 20, False, False, True, ""),
    ]
    for code, name, side, rank, head, key, cadre, seat in rows:
        world.titles[code] = Title.objects.create(
            code=code,
            name=name,
            level=Level.COMMUNE,
            side=side,
            rank=rank,
            is_head=head,
            is_key_leader=key,
            is_commune_cadre=cadre,
            seat=seat,
        )
    TitleStandard.objects.create(
        title=world.titles["secretary"],
        min_education=Education.BACHELOR,
        min_theory=Theory.INTERMEDIATE,
        min_state_management=1,
        period=period(SINCE),
        basis="tests",
        confidence=Confidence.UNVERIFIED,
    )


def _people(world: World) -> None:
    kinh = EthnicGroup.objects.get_or_create(code="01", defaults={"name": "Kinh"})[0]
    none = Religion.objects.get_or_create(code="99", defaults={"name": "Không"})[0]
    rows = [
        # key, name, sex, born, home commune, education, theory, state management, cell, title in unit
        ("an", "Nguyễn Văn An", "M", (1972, 5, 1), "30355", 4, 3, 2, "alpha1", ("secretary", "alpha")),
        ("binh", "Trần Thị Bình", "F", (1985, 3, 9), "30340", 4, 2, 1, "alpha1", ("standing", "alpha")),
        ("cuong", "Lê Quốc Cường", "M", (1990, 1, 1), "30340", 3, 1, 1, "alpha2", ("official", "alpha")),
        ("dung", "Nguyễn Thị Dung", "F", (1991, 7, 7), "", 4, None, 1, "alpha2", ("member", "alpha")),
        ("em", "Phạm Văn Em", "M", (1975, 2, 2), "30355", 4, 2, 1, "beta1", ("secretary", "beta")),
        ("giang", "Đỗ Thị Giang", "F", (1988, 8, 8), "30355", 4, 2, 1, "beta1", ("standing", "beta")),
        ("hai", "Võ Hoàng Hải", "M", (1993, 9, 9), "30355", 4, 2, 1, "beta1", None),
        ("khanh", "Dương Minh Khánh", "M", (1980, 4, 4), "30340", 4, 2, 1, "gamma", None),
        ("lan", "Bùi Thị Ngọc Lan", "F", (1995, 6, 6), "30340", 4, 1, 1, "alpha2", None),
    ]
    for number, (key, name, sex, born, home, education, theory, management, cell, post) in enumerate(rows):
        person = world.people[key] = Person.objects.create(
            full_name=name,
            sex=sex,
            birth_date=datetime.date(*born),
            ethnic_group=kinh,
            religion=none,
            home_commune_code=home,
            home_town="Xã thử, huyện Thử",
            identity_number=f"08900000000{number}",
            party_card=f"0000000{number}",
            education=education,
            theory=theory,
            state_management=management,
        )
        PartyMembership.objects.create(
            person=person,
            unit=world.units[cell],
            period=period(SINCE),
            admitted_on=SINCE,
            official_on=datetime.date(2011, 1, 1),
        )
        if post:
            Posting.objects.create(
                person=person, title=world.titles[post[0]], unit=world.units[post[1]], period=period(SINCE)
            )


def _accounts(world: World) -> None:
    rows = [
        ("board", Role.BOARD_CLERK, "district"),
        ("appraiser", Role.BOARD_APPRAISER, "district"),
        ("btv", Role.STANDING_COMMITTEE, "district"),
        ("inspector", Role.INSPECTION, "district"),
        ("auditor", Role.AUDITOR, "district"),
        ("admin", Role.ADMINISTRATOR, "district"),
        ("alpha_secretary", Role.UNIT_SECRETARY, "alpha"),
        ("alpha_clerk", Role.UNIT_CLERK, "alpha"),
        ("beta_secretary", Role.UNIT_SECRETARY, "beta"),
    ]
    for name, role, unit in rows:
        user = world.users[name] = User.objects.create_user(name, password=PASSWORD)
        RoleGrant.objects.create(user=user, role=role, unit=world.units[unit], period=period(SINCE))
    world.users["nobody"] = User.objects.create_user("nobody", password=PASSWORD)


def _law(world: World) -> None:
    numbers = {
        "young_age_lt": 40,
        "commune_min_education": 3,
        "commune_min_theory": 2,
        "commune_min_state_management": 1,
    }
    for key, value in numbers.items():
        RuleParameter.objects.create(
            key=key,
            label=key,
            value=value,
            measure="",
            period=period(SINCE),
            basis="tests",
            confidence=Confidence.UNVERIFIED,
        )
    RuleSet.objects.create(code="tests", name="Quy định thử", period=period(SINCE))
    ConsultedBody.objects.create(
        code="inspection", name="Ủy ban Kiểm tra", role=Role.INSPECTION, period=period(SINCE), basis="t", confidence="S"
    )
    Target.objects.create(
        indicator="WOMEN", year=2030, low=20, high=25, wording="20–25 %", basis="tests", confidence=Confidence.SEEN
    )


def _plans(world: World) -> None:
    for code, first in (("2015-2020", 2015), ("2020-2025", 2020)):
        world.terms[code] = Term.objects.create(
            code=code,
            name=f"Nhiệm kỳ {first}–{first + 5}",
            period=period(datetime.date(first, 7, 1), datetime.date(first + 5, 7, 1)),
        )
    decision = Decision.objects.create(
        number="1-QĐ/HU",
        day=datetime.date(2018, 6, 1),
        authority=world.units["district"],
        decided_by=world.users["btv"],
    )
    for unit in ("alpha", "beta"):
        for term in world.terms.values():
            for title in ("secretary", "standing"):
                world.plan_titles[unit, term.code, title] = PlanTitle.objects.create(
                    term=term, unit=world.units[unit], title=world.titles[title], size=1
                )
    for unit, title, person in (
        ("alpha", "secretary", "binh"),
        ("alpha", "standing", "cuong"),
        ("beta", "secretary", "giang"),
    ):
        PlanEntry.objects.create(
            plan_title=world.plan_titles[unit, "2020-2025", title],
            person=world.people[person],
            period=period(decision.day),
            opened_by=decision,
        )
