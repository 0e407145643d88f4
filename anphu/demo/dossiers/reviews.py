"""How dossiers are kept true: who vouched for what and when, what units propose, what people asked about their data."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from anphu.demo.accounts import Account
from anphu.demo.dossiers.profiles import Profile
from anphu.demo.tree import DAY, Node
from anphu.kit import workdays
from anphu.seed.datasubjects import DEADLINES, HOLIDAYS
from orgtree.choices import RightsKind

CADRES_CONFIRM = ("core", "contact", "employment", "party", "schooling", "family", "background", "health", "pay")
MEMBERS_CONFIRM = ("core", "contact", "party")
OPENED = date(2020, 6, 15)
CAMPAIGN = ("Rà soát, bổ sung hồ sơ đảng viên năm 2020", OPENED, date(2020, 7, 31))
REPORTED = 19
"""Units that have said they are done, of 57."""
LEAVES_SOME = 6
"""One in so many of them has people who could not be asked."""
AWAY = "Hai đảng viên đi làm ăn xa, chi bộ sẽ xác nhận khi đồng chí về"


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=timezone.get_current_timezone())


def confirmations(profile: Profile, rng: random.Random) -> Iterator[tuple[str, datetime]]:
    """`(section, when)`: one sitting a dossier; about one in three of them is stale by now."""
    if profile.gone or profile.thin or rng.random() < (0.06 if profile.cadre else 0.3):
        return
    months = rng.triangular(0, 30, 7)
    since = max(DAY - timedelta(days=round(months * 30.4)), profile.someone.admitted)
    moment = at(since, 8 + profile.index % 8, profile.index % 60)
    for section in CADRES_CONFIRM if profile.cadre else MEMBERS_CONFIRM:
        yield section, moment


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change of one field that a unit waits for."""

    profile: Profile
    by: Account
    section: str
    reason: str
    day: date
    field: str
    before: object
    after: object


_HERE = "Thị trấn An Phú, huyện An Phú, tỉnh An Giang"
PROPOSED = (
    ("khanhan", "contact", "Đảng viên đăng ký tạm trú để tiện công tác", "temporary_residence", "", _HERE),
    ("khanhan", "core", "Bổ sung bí danh theo lý lịch gốc", "other_name", "", "Ba Khánh"),
    ("khanhan", "core", "Hoàn thành lớp sơ cấp lý luận chính trị", "theory", 0, 1),
    ("phuhoi", "core", "Tốt nghiệp đại học tháng 6/2020, có bằng kèm theo", "education", 3, 4),
    ("phuhoi", "core", "Hoàn thành lớp trung cấp lý luận chính trị", "theory", 1, 2),
    ("phuhoi", "contact", "Chuyển về ở với con đến hết năm", "temporary_residence", "", _HERE),
)
"""What the two communes whose secretaries sign in ask for."""


def proposals(profiles: list[Profile], accounts: dict[str, Account], rng: random.Random) -> list[Proposal]:
    by_commune: dict[str, list[Profile]] = {}
    for profile in profiles:
        if profile.commune and not profile.gone and not profile.thin:
            by_commune.setdefault(profile.commune.slug, []).append(profile)
    slugs = {"khanhan": "khanh-an", "phuhoi": "phu-hoi"}
    return [
        Proposal(
            _whose(by_commune[slugs[name]], field, before, rng),
            accounts[name],
            section,
            reason,
            DAY - timedelta(days=serial),
            field,
            before,
            after,
        )
        for serial, (name, section, reason, field, before, after) in enumerate(PROPOSED, 1)
        if name in accounts
    ]


def _whose(profiles: list[Profile], field: str, before: object, rng: random.Random) -> Profile:
    """Somebody whose record says what the proposal takes for granted."""
    return rng.choice([one for one in profiles if getattr(one.someone, field, before) == before])


@dataclass(frozen=True, slots=True)
class Report:
    """How far a unit is in the campaign: whom its secretary `by` has confirmed and when; once it is `done`, what it
    said of those who are left."""

    unit: Node
    by: Account | None = None
    confirmed: tuple[tuple[Profile, datetime], ...] = ()
    done: datetime | None = None
    missing: str = ""


def reports(
    units: list[Node], secretaries: dict[Node, Account], profiles: list[Profile], rng: random.Random
) -> Iterator[Report]:
    """Every unit asked. The first of those that have a secretary with an account have reported, as the rules of
    campaigns let them: everybody is confirmed, or it is said who is not. The others are somewhere on the way, so that
    those who sign in to the demo can go on."""
    members = _members(units, profiles)
    ready = [unit for unit in units if unit in secretaries and not secretaries[unit].signs_in]
    for unit in units:
        by, people = secretaries.get(unit), rng.sample(members[unit], len(members[unit]))
        if unit in ready[:REPORTED]:
            serial = ready.index(unit)
            done = at(OPENED + timedelta(days=3 + serial), 17, serial * 3)
            away = 2 if serial % LEAVES_SOME == 0 else 0
            confirmed = _sittings(people[away:], done.date())
            yield Report(unit, by, confirmed, done, AWAY if away else "")
        elif by:
            yield Report(unit, by, _sittings(people[: round(len(people) * rng.uniform(0.1, 0.7))], DAY))
        else:
            yield Report(unit)


def _members(units: list[Node], profiles: list[Profile]) -> dict[Node, list[Profile]]:
    """The members of each unit and of what is below it today."""
    members: dict[Node, list[Profile]] = {unit: [] for unit in units}
    for profile in profiles:
        above = profile.someone.cell(DAY)
        while above is not None and above not in members:
            above = above.on(DAY).parent
        if above is not None:
            members[above].append(profile)
    return members


def _sittings(people: list[Profile], until: date) -> tuple[tuple[Profile, datetime], ...]:
    """The people with the moments at which they were confirmed, spread over the days from the opening to `until`."""
    days = (until - OPENED).days
    return tuple(
        (profile, at(OPENED + timedelta(days=place * days // len(people)), 8 + place % 8, place % 60))
        for place, profile in enumerate(people)
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """A request of a data subject as the register tells it."""

    kind: RightsKind
    received: date
    content: str
    acknowledged: date | None = None
    extended: bool = False
    answered: date | None = None
    granted: bool | None = None
    answer: str = ""

    @property
    def due(self) -> tuple[date, date]:
        """Days by which to acknowledge and to answer."""
        law = max((row for row in DEADLINES if row.kind == self.kind and row.since <= self.received), key=_since)
        answer = workdays.after(self.received, law.answer, HOLIDAYS)
        if self.extended:
            answer = workdays.after(answer, law.extension, HOLIDAYS)
        return workdays.after(self.received, law.acknowledge, HOLIDAYS), answer


def _since(row) -> date:
    return row.since


ASKED = (
    Asked(RightsKind.SEE, date(2020, 6, 15), "Xin xem hồ sơ đảng viên của bản thân", date(2020, 6, 16), False,
          date(2020, 6, 22), True, "Đã cho xem tại Ban Tổ chức, có lập biên bản"),
    Asked(RightsKind.CORRECT, date(2020, 6, 17), "Đề nghị sửa ngày sinh theo giấy khai sinh", date(2020, 6, 18)),
    Asked(RightsKind.COPY, date(2020, 7, 2), "Xin bản sao phần quá trình công tác để làm thủ tục hưu"),
)  # fmt: skip
"""One answered, one late with the answer, one late with nothing yet but near."""
