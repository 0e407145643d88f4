"""Every post of a district as a job: which titles go with it, where its holder is a member, who usually rises to it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from anphu.demo.organisations import OTHERS, RAISED, RAISED_ON
from anphu.demo.people import Someone
from anphu.demo.places import Commune
from anphu.demo.tree import DAY, Node, Tree
from orgtree.choices import Kind

Ages = tuple[int, int, int]
"""Youngest, most frequent and oldest age of a newcomer."""


@dataclass(slots=True, eq=False)
class Job:
    """One person's work at a time. `feeders`: keys of the jobs whose holders come first when it falls vacant."""

    key: str
    titles: tuple[tuple[Node, str], ...]
    cell: Node
    commune: Commune | None
    feeders: tuple[str, ...]
    women: float
    ages: Ages
    since: date | None = None
    until: date | None = None
    congresses: tuple[date, ...] = ()
    outside: float = 0.15
    holder: Someone | None = field(default=None, repr=False)
    held_since: date | None = None

    @property
    def role(self) -> str:
        return self.key.partition(":")[2]


EXECUTIVE, STANDING = "EXECUTIVE_MEMBER", "STANDING_MEMBER"

# role, titles, cell, feeders, share of women among newcomers, ages of newcomers
COMMUNE_JOBS = (
    ("secretary", ("SECRETARY",), "dang", ("standing_deputy", "chair"), 0.10, (39, 45, 53)),
    ("standing_deputy", ("DEPUTY_STANDING",), "dang", ("council_vice", "front", "vice_chair_1"), 0.14, (36, 43, 52)),
    ("chair", ("DEPUTY", "CHAIR"), "cq", ("vice_chair_1", "vice_chair_2", "council_vice"), 0.06, (36, 43, 52)),
    ("council_vice", (STANDING, "COUNCIL_VICE"), "dang", ("women", "farmers", "vice_chair_2"), 0.25, (34, 42, 51)),
    ("front", (STANDING, "FRONT"), "dang", ("farmers", "veterans", "women", "hamlet"), 0.18, (40, 47, 54)),
    ("vice_chair_1", (EXECUTIVE, "VICE_CHAIR"), "cq", ("office", "land", "youth"), 0.08, (32, 38, 47)),
    ("vice_chair_2", (EXECUTIVE, "VICE_CHAIR"), "cq", ("culture", "youth", "justice"), 0.22, (31, 37, 47)),
    ("farmers", (EXECUTIVE, "FARMERS"), "dang", ("youth", "office_2", "hamlet"), 0.10, (30, 38, 50)),
    ("women", (EXECUTIVE, "WOMEN"), "dang", (), 1.0, (27, 33, 44)),
    ("veterans", (EXECUTIVE, "VETERANS"), "dang", (), 0.0, (44, 51, 56)),
    ("youth", (EXECUTIVE, "YOUTH"), "dang", (), 0.28, (23, 26, 30)),
    ("military", (EXECUTIVE, "MILITARY"), "qs", (), 0.0, (24, 31, 42)),
    ("police", (EXECUTIVE, "POLICE"), "ca", (), 0.0, (26, 33, 44)),
    ("police_regular", (EXECUTIVE,), "ca", (), 0.0, (28, 35, 44)),
    ("office", (EXECUTIVE, "OFFICE"), "cq", ("office_2",), 0.30, (25, 31, 42)),
    ("hamlet", (EXECUTIVE,), "", (), 0.10, (36, 46, 56)),
    ("office_2", ("OFFICE",), "cq", (), 0.45, (23, 27, 38)),
    ("land", ("LAND",), "cq", (), 0.12, (23, 28, 38)),
    ("land_2", ("LAND",), "cq", (), 0.15, (23, 27, 36)),
    ("finance", ("FINANCE",), "cq", (), 0.55, (23, 29, 40)),
    ("finance_2", ("FINANCE",), "cq", (), 0.60, (23, 27, 36)),
    ("justice", ("JUSTICE",), "cq", (), 0.35, (23, 29, 40)),
    ("justice_2", ("JUSTICE",), "cq", (), 0.45, (23, 27, 36)),
    ("culture", ("CULTURE",), "cq", (), 0.40, (23, 29, 40)),
    ("culture_2", ("CULTURE",), "cq", (), 0.45, (23, 27, 36)),
)
SMALL_COMMITTEES = {3, 5, 9, 11}
"""Places, in the order of the communes, whose committee has 13 seats instead of 15."""
WITHOUT_SEAT_IN_SMALL = {"office", "hamlet"}
SECRETARIES_IN_DISTRICT = {0, 2, 4, 6, 7, 10, 13}
"""Places of the communes whose secretary also sits in the district's executive committee."""
REGULAR_POLICE_SINCE = date(2020, 3, 1)

# role, titles, cell, feeders, women, ages: the leaders of the district that are not heads of a body
DISTRICT_JOBS = (
    ("secretary", ("SECRETARY",), "huyen-uy.vp", ("standing_deputy", "chair"), 0.0, (43, 47, 54)),
    (
        "standing_deputy", ("DEPUTY_STANDING", "COUNCIL_CHAIR"), "huyen-uy.vp",
        ("organisation_head", "inspection_head"), 0.1, (42, 46, 53),
    ),
    ("chair", ("DEPUTY", "CHAIR"), "chinh-quyen.vp", ("vice_chair_1",), 0.0, (42, 46, 53)),
    (
        "council_vice", (STANDING, "COUNCIL_VICE"), "chinh-quyen.vp",
        ("front_head", "women_head", "mass_head"), 0.5, (38, 44, 52),
    ),
    ("vice_chair_1", (STANDING, "VICE_CHAIR"), "chinh-quyen.vp", ("finance_head", "home_head"), 0.1, (36, 42, 50)),
    ("vice_chair_2", (EXECUTIVE, "VICE_CHAIR"), "chinh-quyen.vp", ("culture_head", "social_head"), 0.4, (36, 42, 50)),
    ("police", (STANDING, "POLICE"), "cong-an.tham-muu", (), 0.0, (40, 46, 53)),
    ("military", (STANDING, "MILITARY"), "quan-su.tham-muu", (), 0.0, (40, 45, 51)),
)  # fmt: skip

# body: cell, seat of its head, number of deputies, share of women
BODIES = {
    "ORGANISATION": ("huyen-uy.to-chuc", STANDING, 2, 0.25),
    "PROPAGANDA": ("huyen-uy.tuyen-giao", STANDING, 2, 0.40),
    "INSPECTION": ("huyen-uy.kiem-tra", STANDING, 2, 0.20),
    "MASS": ("dan-van", STANDING, 1, 0.45),
    "PARTY_OFFICE": ("huyen-uy.vp", EXECUTIVE, 2, 0.25),
    "POLITICAL_CENTRE": ("chinh-tri", "", 1, 0.30),
    "FRONT": ("mttq", EXECUTIVE, 2, 0.25),
    "YOUTH": ("huyen-doan", EXECUTIVE, 2, 0.40),
    "WOMEN": ("phu-nu", EXECUTIVE, 2, 1.0),
    "FARMERS": ("nong-dan", EXECUTIVE, 2, 0.15),
    "VETERANS": ("ccb", EXECUTIVE, 1, 0.0),
    "LABOUR": ("ldld", EXECUTIVE, 1, 0.45),
    "COUNCIL_OFFICE": ("chinh-quyen.vp", EXECUTIVE, 2, 0.20),
    "INSPECTORATE": ("thanh-tra", EXECUTIVE, 1, 0.20),
    "HOME": ("noi-vu", EXECUTIVE, 2, 0.25),
    "JUSTICE": ("tu-phap", EXECUTIVE, 1, 0.40),
    "FINANCE": ("tai-chinh", EXECUTIVE, 2, 0.30),
    "INFRASTRUCTURE": ("ha-tang", EXECUTIVE, 2, 0.05),
    "AGRICULTURE": ("nong-nghiep", EXECUTIVE, 2, 0.10),
    "ENVIRONMENT": ("tnmt", EXECUTIVE, 2, 0.15),
    "SOCIAL": ("ldtbxh", EXECUTIVE, 2, 0.40),
    "CULTURE": ("vhtt", EXECUTIVE, 1, 0.35),
    "EDUCATION": ("giao-duc.phong", EXECUTIVE, 2, 0.30),
    "HEALTH": ("phong-y-te", "", 1, 0.30),
    "ETHNIC": ("dan-toc", "", 1, 0.20),
    "COUNCIL_BOARD": ("chinh-quyen.vp", "", 2, 0.40),
}
# The head of a body, or a leader, who is also secretary or deputy of a grassroots committee.
ALSO = {
    "party_office_head": ("huyen-uy", "SECRETARY"),
    "council_office_head": ("chinh-quyen", "SECRETARY"),
    "education_head": ("giao-duc", "SECRETARY"),
    "police": ("cong-an", "SECRETARY"),
    "military": ("quan-su", "DEPUTY"),
}
HEAD_AGES, DEPUTY_AGES, YOUTH_AGES = (37, 43, 53), (31, 37, 49), (26, 29, 34)
COMMITTEE_SEATS = 9
SECTION_SEATS = 5
DISTRICT_CONGRESSES = (date(2010, 8, 12), date(2015, 8, 6))


def declare(tree: Tree) -> list[Job]:
    """All jobs of the district, leaders first."""
    jobs = [*_district(tree), *_bodies(tree)]
    for index in range(len(tree.place.communes)):
        jobs += _commune(tree, index)
    for slug, *_rest in OTHERS:
        jobs += _committee(tree, slug)
    return jobs + [job for node in tree.nodes if node.on(DAY) for job in _section(tree, node)]


def congress_days(index: int) -> tuple[date, ...]:
    """Congress days of the grassroots committee at place `index`: 2010, 2015 and the second quarter of 2020."""
    return (date(2010, 5, 10 + index % 18), date(2015, 4, 6 + index % 22), date(2020, 5, 4 + index % 24))


def _commune(tree: Tree, index: int) -> Iterator[Job]:
    commune = tree.place.communes[index]
    committee = tree.by_code[commune.slug]
    council_chair = "secretary" if index % 2 else "standing_deputy"
    for role, titles, cell, feeders, women, ages in COMMUNE_JOBS:
        if role in WITHOUT_SEAT_IN_SMALL and index in SMALL_COMMITTEES:
            titles = tuple(title for title in titles if title != EXECUTIVE)
        if role == council_chair:
            titles = (*titles, "COUNCIL_CHAIR")
        held = [(committee, f"COMMUNE_{title}") for title in titles]
        if role == "secretary" and index in SECRETARIES_IN_DISTRICT:
            held.append((tree.root, "DISTRICT_EXECUTIVE_MEMBER"))
        if not held:
            continue
        outsiders = ("*:chair", "*:standing_deputy", "district:*_deputy_*") if role == "secretary" else ()
        yield Job(
            key=f"{commune.slug}:{role}",
            titles=tuple(held),
            cell=tree.by_code[f"{commune.slug}.{cell}"] if cell else _first_hamlet(tree, commune),
            commune=commune,
            feeders=(*outsiders, *(f"{commune.slug}:{feeder}" for feeder in feeders)),
            women=women,
            ages=ages,
            since=REGULAR_POLICE_SINCE if role == "police_regular" else None,
            until=REGULAR_POLICE_SINCE if role == "police" else None,
            congresses=congress_days(index),
        )


def _first_hamlet(tree: Tree, commune: Commune) -> Node:
    committee = tree.by_code[commune.slug]
    return next(n for n in tree.nodes if n.setting == "hamlet" and n.versions[0].parent is committee)


def _district(tree: Tree) -> Iterator[Job]:
    for role, titles, cell, feeders, women, ages in DISTRICT_JOBS:
        yield _district_job(tree, role, titles, cell, tuple(f"district:{feeder}" for feeder in feeders), women, ages)


def _bodies(tree: Tree) -> Iterator[Job]:
    for body, (cell, seat, deputies, women) in BODIES.items():
        role = body.lower()
        youth = body == "YOUTH"
        titles = ((seat,) if seat else ()) + (f"{body}_HEAD",)
        feeders = tuple(f"district:{role}_deputy_{number}" for number in range(deputies))
        if seat == STANDING:
            feeders += ("*:secretary",)
        yield _district_job(tree, f"{role}_head", titles, cell, feeders, women, YOUTH_AGES if youth else HEAD_AGES)
        for number in range(deputies):
            ages = YOUTH_AGES if youth else DEPUTY_AGES
            yield _district_job(tree, f"{role}_deputy_{number}", (f"{body}_DEPUTY",), cell, (), women, ages)


def _district_job(tree: Tree, role, titles, cell, feeders, women, ages) -> Job:
    held = [(tree.root, f"DISTRICT_{title}") for title in titles]
    if role in ALSO:
        slug, title = ALSO[role]
        held.append((tree.at(slug), f"GRASSROOTS_{title}"))
    return Job(
        key=f"district:{role}", titles=tuple(held), cell=tree.at(cell), commune=None, feeders=feeders, women=women,
        ages=ages, congresses=DISTRICT_CONGRESSES, outside=0.2,
    )  # fmt: skip


def _committee(tree: Tree, slug: str) -> Iterator[Job]:
    """Secretary, deputy, one more standing member, six others; posts that the district's people hold are left out."""
    committee = tree.at(slug)
    cells = [node for node in tree.nodes if node.code.startswith(f"{committee.code}.") and node.setting]
    women = 0.35 if cells[0].setting in ("school", "health", "agency") else 0.06
    taken = {title for where, title in ALSO.values() if where == slug}
    ladder = ["SECRETARY", "DEPUTY", STANDING] + [EXECUTIVE] * (COMMITTEE_SEATS - 3)
    keys = [f"{slug}:{number}" for number in range(len(ladder))]
    for number, title in enumerate(ladder):
        if title in taken:
            continue
        yield Job(
            key=keys[number], titles=((committee, f"GRASSROOTS_{title}"),), cell=cells[number % len(cells)],
            commune=None, feeders=tuple(keys[number + 1 : number + 4]) if number < 3 else (), women=women,
            ages=HEAD_AGES if number < 2 else DEPUTY_AGES, since=RAISED_ON if slug == RAISED else None,
            congresses=congress_days(len(slug)), outside=0.1,
        )  # fmt: skip


def _section(tree: Tree, section: Node) -> Iterator[Job]:
    if section.on(DAY).kind != Kind.SECTION_COMMITTEE:
        return
    cells = [node for node in tree.nodes if (now := node.on(DAY)) and now.parent is section]
    for number in range(SECTION_SEATS):
        title = ("SECRETARY", "DEPUTY")[number] if number < 2 else "MEMBER"
        congresses = congress_days(number)
        yield Job(
            key=f"{section.code}:{number}", titles=((section, f"SECTION_{title}"),), cell=cells[number % len(cells)],
            commune=None, feeders=(), women=0.3, ages=DEPUTY_AGES, since=section.start, congresses=congresses,
        )  # fmt: skip
