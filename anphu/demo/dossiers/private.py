"""Where people live, their papers and kin, and what few may read. All of it is invented."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from anphu.demo import names
from anphu.demo.dossiers.kin import Kin
from anphu.demo.dossiers.profiles import Profile, known
from anphu.demo.papers import province_of
from anphu.demo.people import PROBATION
from anphu.demo.places import Place
from anphu.kit.names import fold
from orgtree.choices import Sex

NONE = "Không"
CLASSES = (("peasant", 46), ("middle_peasant", 17), ("poor_peasant", 16), ("worker", 7), ("cadre", 8), ("trader", 6))
STANCE = "Chấp hành tốt chủ trương của Đảng, chính sách của Nhà nước"
CONCLUDED = "Đủ tiêu chuẩn chính trị theo quy định"
FORMER = "Có thời gian đi quân dịch, đã khai rõ trong lý lịch"
KIN_WORK = ("Làm ruộng", "Làm ruộng", "Mua bán nhỏ", "Giáo viên", "Công nhân", "Nội trợ", "Công chức xã", "Hưu trí")
JOURNEYS = ("Thăm thân nhân", "Du lịch", "Khám bệnh cho người nhà", "Mua bán")
UNCHANGED = "Không biến động so với kỳ kê khai trước"
CHANGED = "Tăng: một căn nhà cấp 4; giảm: tiền gửi tương ứng"


def contact(profile: Profile, rng: random.Random, *, place: Place) -> Iterator[tuple]:
    someone = profile.someone
    commune = profile.commune or place.communes[profile.index % len(place.communes)]
    hamlet = commune.hamlets[profile.index // 7 % len(commune.hamlets)]
    residence = f"Ấp {hamlet}, {commune.label}, huyện {place.name}, tỉnh {place.province}"
    elsewhere = rng.random() < 0.05
    phone = f"02960{rng.randrange(10**6):06d}" if rng.random() < 0.85 else ""
    mail = f"{fold(someone.name).replace(' ', '')}{profile.index}@example.org" if profile.cadre else ""
    yield (
        someone.home, someone.home, residence, someone.home if elsewhere else residence, "", phone, mail,
    )  # fmt: skip


def papers(profile: Profile, rng: random.Random) -> Iterator[tuple]:
    """Cards of twelve digits are issued since 2016; the number before it was of nine."""
    someone, province = profile.someone, province_of(profile.someone)
    new = len(someone.identity) == 12
    issued = _between(date(2016, 3, 1) if new else date(2006, 1, 9), profile.until, rng)
    by = "Cục Cảnh sát QLHC về TTXH" if new else "Công an tỉnh An Giang"
    card = someone.admitted + PROBATION + timedelta(days=rng.randrange(40, 200))
    has_card = bool(someone.card) and card <= profile.until
    works = profile.working_since is not None
    yield (
        known(issued) if someone.identity else None, by if someone.identity else "",
        f"35{rng.randrange(10**7):07d}" if new else "", province if profile.cadre or new else None,
        known(card) if has_card else None, "Tỉnh ủy An Giang" if has_card else "", "",
        f"089{profile.index:07d}", f"89{rng.randrange(10**8):08d}" if works else "",
        f"{'HC' if works else 'GD'}489{rng.randrange(10**10):010d}",
    )  # fmt: skip


def _between(first: date, last: date, rng: random.Random) -> date:
    return min(first, last) + timedelta(days=rng.randrange(max(1, (last - first).days)))


def family(profile: Profile, rng: random.Random, *, kin: dict[Profile, list[Kin]]) -> Iterator[tuple]:
    """Cadres name parents, spouse and children; others their spouse, if anybody."""
    linked = kin.get(profile, [])
    for relation, relative in linked:
        other = relative.someone
        work = "Đảng viên, công tác trong huyện"
        yield relation, other.name, known(other.born, "year"), other.home, other.home, work, True, STANCE, other.id
    told = {relation for relation, _ in linked}
    if profile.cadre:
        yield from _parents(profile, rng)
    if told & {"wife", "husband"} or rng.random() < (0.15 if profile.cadre else 0.55):
        return
    if profile.someone.age(profile.until) > 24:
        yield from _household(profile, rng)


def _parents(profile: Profile, rng: random.Random) -> Iterator[tuple]:
    someone = profile.someone
    years = (("father", Sex.MALE, rng.randrange(22, 36)), ("mother", Sex.FEMALE, rng.randrange(20, 33)))
    for relation, sex, older in years:
        born = someone.born.year - older
        name = names.full_name(rng, sex, someone.ethnic, born)
        if relation == "father":
            name = f"{_family_name(someone.name)} {name.partition(' ')[2]}"
        yield _relative(profile, relation, name, born, rng)


def _household(profile: Profile, rng: random.Random) -> Iterator[tuple]:
    someone, woman = profile.someone, profile.woman
    born = someone.born.year + rng.randrange(-4, 5)
    spouse = names.full_name(rng, Sex.MALE if woman else Sex.FEMALE, someone.ethnic, born)
    yield _relative(profile, "husband" if woman else "wife", spouse, born, rng)
    if not profile.cadre:
        return
    father = spouse if woman else someone.name
    for child in range(rng.randrange(0, 3)):
        year = someone.born.year + rng.randrange(24, 30) + 4 * child
        if year < profile.until.year:
            sex = Sex.FEMALE if rng.random() < 0.5 else Sex.MALE
            given = names.full_name(rng, sex, someone.ethnic, year).partition(" ")[2]
            yield _relative(profile, "child", f"{_family_name(father)} {given}", year, rng)


def _family_name(name: str) -> str:
    return name.partition(" ")[0]


def _relative(profile: Profile, relation: str, name: str, born: int, rng: random.Random) -> tuple:
    age = profile.until.year - born
    work = "Đã mất" if age > 82 else "Hưu trí" if age > 65 else rng.choice(KIN_WORK) if age > 22 else "Đi học"
    member = age > 22 and rng.random() < 0.12
    stance = STANCE if profile.planned and age > 22 else ""
    home = profile.someone.home
    return relation, name, str(born), home, home, work, member, stance, None


def background(profile: Profile, rng: random.Random) -> Iterator[tuple]:
    someone = profile.someone
    family_class = rng.choices([code for code, _ in CLASSES], [weight for _, weight in CLASSES])[0]
    drafted = someone.born.year < 1957 and not profile.woman and rng.random() < 0.04
    concluded = (profile.planned or profile.leader) and rng.random() < 0.88
    day = profile.until - timedelta(days=rng.randrange(60, 1500))
    yield (
        family_class, NONE, FORMER if drafted else NONE, CONCLUDED if concluded else "",
        known(max(day, someone.admitted), "month") if concluded else None,
    )  # fmt: skip


def health(profile: Profile, rng: random.Random) -> Iterator[tuple]:
    """Those who serve are examined every year; of others the file says nothing."""
    if not profile.cadre or profile.gone:
        return
    height = round(rng.gauss(156 if profile.woman else 165, 5))
    blood = rng.choices(("O", "B", "A", "AB"), (45, 30, 20, 5))[0]
    for year in (2018, 2019):
        if rng.random() < 0.85:
            fit = rng.choices(("class_1", "class_2", "class_3"), (14, 66, 20))[0]
            weight = round(height * 0.62 - 42 + rng.gauss(0, 5))
            yield known(date(year, rng.randrange(3, 11), 1), "month"), fit, str(height), str(weight), blood, ""


def abroad(profile: Profile, rng: random.Random) -> Iterator[tuple]:
    """The border is near: a visit now and then, and kin of the Chăm further away."""
    if profile.gone:
        return
    if rng.random() < (0.08 if profile.cadre else 0.012):
        day = _between(date(2014, 1, 5), profile.until - timedelta(days=20), rng)
        official = profile.leader and rng.random() < 0.6
        what = "Giao lưu hữu nghị với huyện bạn bên kia biên giới" if official else rng.choice(JOURNEYS)
        kind = "official_journey" if official else "private_journey"
        yield kind, known(day), known(day + timedelta(days=rng.randrange(0, 6))), "Campuchia", what
    if profile.someone.ethnic == names.CHAM and rng.random() < 0.1:
        yield "relative_abroad", None, None, "Malaysia", "Có người thân lao động ở Malaysia"


def declarations(profile: Profile, rng: random.Random) -> Iterator[tuple]:
    if profile.leader and not profile.gone:
        for year in (2018, 2019):
            content = CHANGED if rng.random() < 0.12 else UNCHANGED
            yield known(date(year, 12, rng.randrange(3, 30))), "yearly", content
