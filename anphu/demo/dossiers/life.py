"""What people learnt and did. Amounts of pay are those of decree 204/2004/NĐ-CP (general knowledge, unverified)."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from anphu.demo.dossiers.profiles import OFFICES, Profile, as_old_papers, known
from anphu.demo.people import Post
from anphu.demo.plans import BY_CODE
from anphu.demo.tree import DAY, Node
from orgtree.choices import Education, Level, Side, StateManagement, Theory

MAJORS = {
    "school": ("Sư phạm Toán", "Sư phạm Ngữ văn", "Giáo dục tiểu học", "Giáo dục mầm non", "Sư phạm Tiếng Anh",
               "Sư phạm Vật lý", "Sư phạm Sinh học", "Giáo dục thể chất"),
    "health": ("Y đa khoa", "Điều dưỡng", "Y sĩ đa khoa", "Hộ sinh", "Dược"),
    "police": ("Cảnh sát nhân dân", "An ninh nhân dân", "Luật"),
    "military": ("Quân sự cơ sở", "Chỉ huy tham mưu lục quân", "Luật"),
    "hamlet": ("Trồng trọt", "Kế toán", "Điện dân dụng", "Chăn nuôi thú y"),
}  # fmt: skip
OFFICE_MAJORS = (
    "Luật", "Hành chính học", "Xây dựng Đảng và chính quyền nhà nước", "Kế toán", "Quản trị kinh doanh",
    "Quản lý đất đai", "Phát triển nông thôn", "Kinh tế", "Xây dựng dân dụng", "Công tác xã hội",
)  # fmt: skip
ENGINEERS = frozenset({"Trồng trọt", "Quản lý đất đai", "Phát triển nông thôn", "Xây dựng dân dụng"})
SCHOOLS = {
    Education.ELEMENTARY: ("Trung tâm Dạy nghề huyện",),
    Education.INTERMEDIATE: ("Trường Trung cấp Kinh tế - Kỹ thuật tỉnh", "Trường Trung cấp Sông Hậu"),
    Education.COLLEGE: ("Trường Cao đẳng Sư phạm tỉnh", "Trường Cao đẳng Cộng đồng Sông Tiền"),
    Education.BACHELOR: ("Trường Đại học Sông Hậu", "Trường Đại học Miền Tây", "Trường Đại học Tứ Giác"),
    Education.MASTER: ("Trường Đại học Miền Tây", "Trường Đại học Sông Hậu"),
    Education.DOCTOR: ("Trường Đại học Miền Tây",),
}
CREDENTIALS = {
    Education.ELEMENTARY: "Chứng chỉ sơ cấp",
    Education.INTERMEDIATE: "Bằng tốt nghiệp trung cấp",
    Education.COLLEGE: "Bằng tốt nghiệp cao đẳng",
    Education.BACHELOR: "Bằng đại học",
    Education.MASTER: "Bằng thạc sĩ",
    Education.DOCTOR: "Bằng tiến sĩ",
}
THEORY = {
    Theory.ELEMENTARY: ("Trung tâm Bồi dưỡng chính trị huyện", "Sơ cấp lý luận chính trị", 2),
    Theory.INTERMEDIATE: ("Trường Chính trị tỉnh", "Trung cấp lý luận chính trị - hành chính", 12),
    Theory.ADVANCED: ("Học viện Chính trị khu vực", "Cao cấp lý luận chính trị", 20),
    Theory.BACHELOR: ("Học viện Chính trị khu vực", "Cử nhân chính trị", 36),
}
MANAGEMENT = {
    StateManagement.OFFICER: "Quản lý nhà nước ngạch cán sự",
    StateManagement.SPECIALIST: "Quản lý nhà nước ngạch chuyên viên",
    StateManagement.PRINCIPAL: "Quản lý nhà nước ngạch chuyên viên chính",
    StateManagement.SENIOR: "Quản lý nhà nước ngạch chuyên viên cao cấp",
}
PLAIN_WORK = {
    "school": "Giáo viên", "health": "Nhân viên y tế", "police": "Cán bộ công an", "military": "Trợ lý quân sự",
    "commune_office": "Công chức", "agency": "Chuyên viên", "hamlet": "Cán bộ",
}  # fmt: skip
HAMLET_WORK = (("Làm ruộng", 60), ("Mua bán nhỏ", 14), ("Chăn nuôi", 9), ("Làm thuê", 7), ("Cán bộ ấp", 10))
PAY = {"01.002": (440, 34, 8), "01.003": (234, 33, 9), "01.004": (186, 20, 12)}
"""Hundredths: first step, difference, number of steps."""
MANY_YEARS = 365 * 3


def major_of(profile: Profile) -> str:
    majors = MAJORS.get(profile.cell.setting, OFFICE_MAJORS)
    return majors[profile.index % len(majors)]


def schooling(profile: Profile, rng: random.Random) -> Iterator[tuple]:
    someone, level = profile.someone, profile.someone.education
    degree = _degree(profile) if level and level >= Education.BACHELOR else None
    minority = "Tiếng Chăm" if someone.ethnic == "17" else "Tiếng Khmer" if someone.ethnic == "05" else ""
    computing = rng.choice(("Chứng chỉ A", "Chứng chỉ B", "Ứng dụng cơ bản")) if profile.cadre else ""
    yield (
        _general(profile, rng), major_of(profile) if level and level > Education.ELEMENTARY else "", degree,
        str(profile.graduated) if degree else None, None, None, computing, minority,
    )  # fmt: skip


def _general(profile: Profile, rng: random.Random) -> str:
    level, born = profile.someone.education, profile.someone.born.year
    if level and level >= Education.INTERMEDIATE:
        return "12/12"
    if born < 1960:
        return rng.choice(("primary", "5/12", "7/12", "lower_secondary"))
    return rng.choice(("lower_secondary", "9/12", "10/12", "12/12", "12/12"))


def _degree(profile: Profile) -> str:
    level = profile.someone.education
    if level > Education.BACHELOR:
        return "master" if level == Education.MASTER else "doctor"
    major = major_of(profile)
    return "physician" if major == "Y đa khoa" else "engineer" if major in ENGINEERS else "bachelor"


def languages(profile: Profile, rng: random.Random) -> Iterator[tuple]:
    if not profile.cadre and profile.cell.setting not in {"school", "health"}:
        return
    if rng.random() < 0.8:
        year = min((profile.graduated or 2008) + rng.randrange(4), profile.until.year)
        yield "english", rng.choice(("A", "B", "B", "B1", "A2")), str(year), ""
    if rng.random() < 0.06:
        yield "khmer", "Giao tiếp", None, "Dùng trong công tác biên giới"


def training(profile: Profile, rng: random.Random) -> Iterator[tuple]:
    someone = profile.someone
    if profile.graduated and someone.education in SCHOOLS and (profile.cadre or rng.random() < 0.3):
        years = 2 if someone.education in {Education.INTERMEDIATE, Education.MASTER} else 4
        beside = profile.graduated - someone.born.year > 26
        mode = "work_and_study" if beside else "full_time"
        school = rng.choice(SCHOOLS[someone.education])
        credential = CREDENTIALS[someone.education]
        start, end = f"{profile.graduated - years}-09", f"{profile.graduated}-06"
        yield "professional", start, end, school, major_of(profile), mode, credential
    if not profile.cadre:
        return
    if someone.theory in THEORY:
        school, content, months = THEORY[someone.theory]
        mode = "concentrated" if rng.random() < 0.5 else "part_time"
        yield "theory", *_course(profile, rng, 30, months), school, content, mode, f"Bằng {content.lower()}"
    if someone.management in MANAGEMENT:
        content = MANAGEMENT[someone.management]
        yield "state_management", *_course(profile, rng, 28, 3), "Trường Chính trị tỉnh", content, "part_time", content
    if profile.leader:
        content = "Kiến thức quốc phòng và an ninh đối tượng 3"
        yield (
            "defence",
            *_course(profile, rng, 35, 1),
            "Trường Quân sự tỉnh",
            content,
            "concentrated",
            "Giấy chứng nhận",
        )


def _course(profile: Profile, rng: random.Random, age: int, months: int) -> tuple[str, str]:
    """From and to, about that age, over before the dossier ends and not before adult life."""
    latest = profile.until - timedelta(days=30 * months + 40)
    start = max(min(profile.day_at(age + rng.uniform(0, 8)), latest), profile.day_at(18.5))
    return known(start, "month"), known(min(start + timedelta(days=30 * months), profile.until), "month")


def work(profile: Profile, rng: random.Random) -> Iterator[tuple]:
    """Stretches that follow each other; the last one is open for those who still work."""
    stages = list(_stages(profile, rng))
    ends = [start for start, *_ in stages[1:]] + [None]
    for (start, position, place, side), end in zip(stages, ends, strict=True):
        last = end or (profile.until if profile.gone else None)
        if last is None or known(last, "month") > known(start, "month"):
            yield known(start, "month"), last and known(last, "month"), position, place, side


def _stages(profile: Profile, rng: random.Random) -> Iterator[tuple[date, str, str, str]]:
    """`(from, position, place, side)` in order of time."""
    home = profile.someone.home
    if profile.working_since is None:
        yield profile.day_at(18), _drawn(HAMLET_WORK, rng), _hamlet(profile), ""
        return
    learning = profile.someone.education and profile.someone.education >= Education.INTERMEDIATE
    yield profile.day_at(18), "Học sinh, sinh viên" if learning else "Phụ giúp gia đình", home, ""
    first = profile.jobs[0].start if profile.jobs else None
    if first is None or profile.working_since < first - timedelta(days=40):
        yield profile.working_since, _plain(profile), _agency(profile), ""
    yield from _served(profile)


def _served(profile: Profile) -> Iterator[tuple[date, str, str, str]]:
    """One stage for each set of posts held together."""
    days = sorted({day for post in profile.jobs for day in (post.start, post.end) if day})
    for day in days:
        held = [post for post in profile.jobs if post.covers(day)]
        if held:
            titles = ", ".join(dict.fromkeys(BY_CODE[post.title].name for post in held))
            yield day, titles[:300], place_of(held[0], day), BY_CODE[held[0].title].side.value
        elif not profile.gone or day < profile.until:
            retired = profile.cell.setting == "hamlet"
            position, place = ("Nghỉ hưu", _hamlet(profile)) if retired else (_plain(profile), _agency(profile))
            yield day, position, place, ""


def place_of(post: Post, day: date) -> str:
    """Where the work of a post is done: the committee or the People's Committee of the unit."""
    name = (post.unit.on(day) or post.unit.versions[-1]).short_name
    title = BY_CODE[post.title]
    if title.level not in {Level.COMMUNE, Level.DISTRICT}:
        return name
    bodies = {Side.PARTY: "Đảng ủy", Side.GOVERNMENT: "Ủy ban nhân dân", Side.FRONT: "Mặt trận và đoàn thể"}
    return f"{bodies[title.side]} {name}" if title.level == Level.COMMUNE else f"Cơ quan {name}"


def _plain(profile: Profile) -> str:
    return PLAIN_WORK.get(profile.cell.setting, "Cán bộ")


def _agency(profile: Profile) -> str:
    return cell_name(profile.cell).removeprefix("Chi bộ ")


def cell_name(cell: Node) -> str:
    return cell.versions[-1].name


def _hamlet(profile: Profile) -> str:
    if profile.commune is None:
        return profile.someone.home
    return f"{cell_name(profile.cell).removeprefix('Chi bộ ')}, {profile.commune.label}"


def _drawn(weighted: tuple[tuple[str, int], ...], rng: random.Random) -> str:
    return rng.choices([word for word, _ in weighted], [weight for _, weight in weighted])[0]


def employment(profile: Profile, rng: random.Random) -> Iterator[tuple]:
    since = profile.working_since
    if since is None:
        yield _drawn(HAMLET_WORK, rng), None, "", None, None, "", None, None, "", "", ""
        return
    serving = sorted(profile.serving, key=lambda post: -BY_CODE[post.title].rank)
    post = ", ".join(BY_CODE[post.title].name for post in serving[:2]) or _plain(profile)
    here = max((row.start for row in profile.someone.belongings), default=since)
    yield (
        rng.choice(("Học sinh, sinh viên", "Học sinh, sinh viên", "Làm ruộng", "Bộ đội")),
        as_old_papers(since, rng), _agency(profile), known(max(here, since), "month"), None, post,
        known(serving[0].start) if serving else None, None, post, _plain(profile),
        rng.choice(("", "Công tác vận động quần chúng", "Tham mưu, tổng hợp", "Công tác Đảng", "Quản lý kinh tế")),
    )  # fmt: skip


def service(profile: Profile, rng: random.Random) -> Iterator[tuple]:
    someone, setting = profile.someone, profile.cell.setting
    policy, note = _policy(profile, rng)
    if setting in {"police", "military"}:
        ranks = ("second_lieutenant", "lieutenant", "senior_lieutenant", "captain", "major", "lieutenant_colonel")
        years = max(0, (profile.until - profile.day_at(22)).days // 365)
        rank = ranks[min(years // 4, len(ranks) - 1)]
        yield known(profile.day_at(19.5), "month"), None, rank, policy, note
    elif not profile.woman and someone.born.year > 1948 and rng.random() < 0.17:
        start = profile.day_at(19 + rng.random())
        end = min(start + timedelta(days=rng.choice((540, 730, 1095))), profile.until)
        rank = rng.choice(("private_1", "corporal", "sergeant", "senior_sergeant"))
        yield as_old_papers(start, rng), known(end, "month"), rank, policy, note
    elif policy:
        yield None, None, None, policy, note


def _policy(profile: Profile, rng: random.Random) -> tuple[str | None, str]:
    old = profile.someone.born.year < 1960
    if rng.random() > (0.16 if old else 0.05):
        return None, ""
    if old:
        kind = rng.choice(("invalid", "merit", "prisoner", "toxic"))
        return kind, f"Thương binh {rng.choice((3, 4))}/4" if kind == "invalid" else ""
    return rng.choice(("martyr_child", "invalid_child", "merit")), ""


def pay(profile: Profile, rng: random.Random) -> Iterator[tuple]:
    """The last steps of those who serve in agencies and communes; one step every three years."""
    if profile.cell.setting not in OFFICES or profile.gone or profile.working_since is None:
        return
    level, management = profile.someone.education or 0, profile.someone.management or 0
    code = "01.002" if management >= StateManagement.PRINCIPAL and level >= Education.BACHELOR else "01.003"
    code = code if level >= Education.BACHELOR else "01.004"
    base, difference, steps = PAY[code]
    reached = min(steps, 1 + max(0, (DAY - profile.working_since).days - 400) // MANY_YEARS)
    allowance = rng.choice(("0.20", "0.25", "0.30")) if profile.leader else None
    newest = DAY - timedelta(days=rng.randrange(MANY_YEARS))
    for back, step in enumerate(range(reached, max(0, reached - 2), -1)):
        since = newest - timedelta(days=back * MANY_YEARS)
        if since > profile.working_since:
            amount = f"{(base + difference * (step - 1)) / 100:.2f}"
            yield code, code, step, amount, allowance if back == 0 else None, known(since)
