"""Party life: admission, standing, badges, ratings, what was praised and punished. Shares are invented."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from anphu.demo.dossiers.life import cell_name
from anphu.demo.dossiers.profiles import Profile, Profiles, as_old_papers, known
from anphu.demo.people import PROBATION
from anphu.demo.plans import BY_CODE
from orgtree.choices import Level, Side

RATED = range(2016, 2020)
RATINGS = ("excellent", "good", "fair", "failed")
AS_MEMBER, AS_CADRE = (11, 66, 22, 1), (17, 70, 12, 1)
BADGES = (30, 40, 45, 50, 55, 60, 65, 70)
BADGE_DAYS = ((2, 3), (5, 19), (9, 2), (11, 7))
EXEMPT_AGE = 76
PRAISE = (("district", 34), ("commune", 26), ("advanced_worker", 20), ("emulation_base", 16), ("province", 9),
          ("district_party", 7), ("memorial", 6), ("province_party", 2))  # fmt: skip
PRAISERS = {
    "district": "Ủy ban nhân dân huyện", "commune": "Ủy ban nhân dân xã", "advanced_worker": "Ủy ban nhân dân huyện",
    "emulation_base": "Ủy ban nhân dân huyện", "province": "Ủy ban nhân dân tỉnh", "district_party": "Huyện ủy",
    "memorial": "Bộ, ngành Trung ương", "province_party": "Tỉnh ủy",
}  # fmt: skip
PRAISED_FOR = (
    "Hoàn thành xuất sắc nhiệm vụ năm", "Thành tích xây dựng nông thôn mới", "Học tập và làm theo Bác",
    "Thành tích trong công tác xây dựng Đảng", "Phong trào toàn dân bảo vệ an ninh Tổ quốc",
)  # fmt: skip
MEASURES = (("reprimand", 70), ("warning", 24), ("removal", 6))
ACTS = (
    "Vi phạm quy định về sinh hoạt chi bộ", "Thiếu trách nhiệm trong quản lý tài chính của đơn vị",
    "Vi phạm chính sách dân số", "Vi phạm quy định về những điều đảng viên không được làm",
    "Buông lỏng lãnh đạo, để xảy ra sai phạm trong đơn vị",
)  # fmt: skip
EFFECT = timedelta(days=365)
STATED_TERM, STATED_IN = "2015-2020", "Danh sách quy hoạch kèm Quyết định 486-QĐ/HU ngày 25/8/2014"


def record(profile: Profile, rng: random.Random, *, profiles: Profiles) -> Iterator[tuple]:
    someone = profile.someone
    first = someone.belongings[0].cell
    sponsors = profiles.colleagues[profile.cell]
    status, exempt = _standing(profile, rng)
    youth = date(someone.born.year + rng.randrange(15, 18), 3, 26)
    yield (
        cell_name(first), known(someone.admitted - timedelta(days=rng.randrange(5, 25))),
        rng.choice(sponsors).name, rng.choice(sponsors).name, status, exempt,
        known(youth) if youth.year > 1976 and youth < someone.admitted else None,
        known(profile.working_since, "month") if profile.working_since else None, _unions(profile),
    )  # fmt: skip


def _standing(profile: Profile, rng: random.Random) -> tuple[str, str | None]:
    """Standing, and since when exempt from activities."""
    if profile.gone:
        old = profile.someone.age(profile.until) > 68
        return rng.choices(("dead", "moved", "struck_off", "left"), (60, 30, 8, 2) if old else (10, 80, 8, 2))[0], None
    if profile.someone.age(profile.until) > EXEMPT_AGE and not profile.someone.posts:
        since = max(profile.day_at(EXEMPT_AGE), profile.someone.admitted + PROBATION)
        return "exempt", known(min(since, profile.until), "month")
    return "active", None


def _unions(profile: Profile) -> str:
    if profile.cell.setting != "hamlet":
        return ""
    return "Hội Liên hiệp Phụ nữ" if profile.woman else "Hội Nông dân" if profile.index % 3 else "Hội Cựu chiến binh"


def badges(profile: Profile, rng: random.Random) -> Iterator[tuple]:
    for years in BADGES:
        earned = _after(profile.someone.admitted, years)
        awarded = next(day for day in _badge_days(earned.year) if day >= earned)
        if awarded > profile.until:
            return
        yield str(years), known(awarded), f"{rng.randrange(100, 1900)}-QĐ/TU"


def _after(day: date, years: int) -> date:
    return day.replace(year=day.year + years, day=min(day.day, 28))


def _badge_days(year: int) -> Iterator[date]:
    for later in (year, year + 1):
        yield from (date(later, month, day) for month, day in BADGE_DAYS)


def ratings(profile: Profile, rng: random.Random) -> Iterator[tuple]:
    """As a member for every year of membership, and as a cadre for those who serve."""
    last = profile.until.year if not profile.gone else profile.until.year - 1
    for year in RATED:
        if profile.someone.admitted.year < year <= last:
            yield year, True, rng.choices(RATINGS, AS_MEMBER)[0], "Chi bộ, đảng ủy cơ sở"
            if profile.cadre and profile.working_since and profile.working_since.year < year:
                yield year, False, rng.choices(RATINGS, AS_CADRE)[0], "Cơ quan quản lý cán bộ"


def stated_plans(profile: Profile, rng: random.Random) -> Iterator[tuple]:
    """What the lists of the last term stated of some who are planned today: one to three titles, the highest first."""
    if not profile.planned or rng.random() < 0.4:
        return
    level = BY_CODE[profile.jobs[-1].title].level if profile.jobs else Level.COMMUNE
    titles = [title for title in BY_CODE.values() if title.level == level and (title.is_head or title.is_key_leader)]
    chosen = sorted(rng.sample(titles, min(len(titles), rng.randrange(1, 4))), key=lambda title: -title.rank)
    for place, title in enumerate(chosen, 1):
        yield STATED_TERM, place, title.name, STATED_IN


def commendations(profile: Profile, rng: random.Random) -> Iterator[tuple]:
    likely = 0.75 if profile.cadre else 0.2
    while rng.random() < likely:
        likely *= 0.55
        form = rng.choices([code for code, _ in PRAISE], [weight for _, weight in PRAISE])[0]
        year = rng.randrange(max(2004, profile.someone.born.year + 19), profile.until.year + 1)
        if year >= profile.until.year:
            continue
        what = rng.choice(PRAISED_FOR)
        content = f"{what} {year}" if what.endswith("năm") else what
        yield str(year), form, content, PRAISERS[form], f"{rng.randrange(10, 2900)}/QĐ"


def discipline(profile: Profile, rng: random.Random) -> Iterator[tuple]:
    if rng.random() > 0.011:
        return
    latest = (profile.until - profile.someone.admitted).days
    if latest < 500:
        return
    decided = profile.until - timedelta(days=rng.randrange(40, min(latest, 3300)))
    measure = rng.choices([code for code, _ in MEASURES], [weight for _, weight in MEASURES])[0]
    act = rng.choice(ACTS)
    if any(decided < until and since <= decided + EFFECT for since, until in profile.proposed):
        return  # nobody is planned while a discipline is in effect
    yield (
        Side.PARTY.value, measure, act, "Ủy ban Kiểm tra Huyện ủy", f"{rng.randrange(3, 90)}-QĐ/UBKTHU",
        known(decided), known(decided + EFFECT),
    )  # fmt: skip


def events(profile: Profile, rng: random.Random) -> Iterator[tuple]:
    """Moves between cells, and how those who left did so."""
    for row in profile.someone.belongings[1:]:
        yield "moved_in", known(row.start), cell_name(row.cell), f"{rng.randrange(10, 900)}-GT/HU", ""
    if profile.gone and rng.random() < 0.25:
        yield "moved_out", known(profile.until), "Ngoài huyện", f"{rng.randrange(10, 900)}-GT/HU", ""
    if profile.someone.admitted.year < 1990 and rng.random() < 0.02:
        lost = as_old_papers(profile.someone.admitted + PROBATION, rng)
        yield "restored", lost, cell_name(profile.cell), "", "Thất lạc hồ sơ, được xác minh lại"
