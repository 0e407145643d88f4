"""The summary of results: what the plan of the lists would look like, by term and title, in figures.

Figures count whoever stands in the plan if the lists are approved as they are, as the meters of a list do.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal

from orgtree.choices import Education, Sex, Theory
from orgtree.models import Person
from orgtree.rules import ages
from planning.choices import Proposal
from planning.models import PlanTitle
from planning.queries.documents import Material, Told
from planning.reports.papers.declared import SUMMARY
from planning.reports.papers.shapes import Paper, Row, Signature, day_in_words, heads, letter, on_behalf
from planning.rules.lines import effect, planned_after, planned_before

KINH, NO_RELIGION = "01", "99"
_BANDS = (("under35", 0, 35), ("under40", 35, 40), ("under45", 40, 45), ("upto50", 45, 51), ("over50", 51, 200))


def summary(about: Material) -> Paper:
    """One row for each title, all units together, and one for each term in which everybody counts once."""
    rows = list(_rows(about)) or [Row(heading="Không có")]
    return Paper(
        form=SUMMARY,
        **heads(about.body, about.above),
        number="",
        place=day_in_words(None),
        title="TỔNG HỢP KẾT QUẢ RÀ SOÁT, BỔ SUNG QUY HOẠCH",
        subtitle=f"{about.round.name} – tính đến ngày {about.round.day:%d/%m/%Y}",
        rows=rows,
        left=Signature("NGƯỜI LẬP BIỂU", "(Ký, ghi rõ họ tên)"),
        right=on_behalf(about.body),
        closing=(
            (
                "Hệ số: số người quy hoạch trên số lượng chức danh. Dòng “Cộng” tính mỗi người một lần, "
                "dù được quy hoạch nhiều chức danh."
            ),
        ),
    )


def _rows(about: Material) -> Iterator[Row]:
    terms = defaultdict(list)
    for title in about.titles:
        terms[title.term].append(title)
    for place, (term, titles) in enumerate(sorted(terms.items(), key=lambda pair: pair[0].code, reverse=True)):
        yield Row(heading=f"{letter(place)}. {term.name}")
        for number, group in enumerate(_by_title(titles), 1):
            yield Row({"no": number, "title": group[0].title.name, **figures(group, about)})
        yield Row({"title": "Cộng", **figures(titles, about)}, strong=True)


def _by_title(titles: Iterable[PlanTitle]) -> list[list[PlanTitle]]:
    found = defaultdict(list)
    for title in sorted(titles, key=lambda row: (-row.title.rank, row.title.name)):
        found[title.title_id].append(title)
    return list(found.values())


def figures(titles: Collection[PlanTitle], about: Material) -> dict[str, str | int]:
    """The columns of one row: everybody planned for one of `titles` counts once."""
    ids = {title.pk for title in titles}
    before = {told.line.person_id for told in about.told if planned_before(told.line) in ids}
    after = {told.line.person_id: told.line.person for told in about.told if planned_after(told.line) in ids}
    posts = sum(title.size for title in titles)
    people = list(after.values())
    women = sum(person.sex == Sex.FEMALE for person in people)
    return {
        "posts": posts,
        "people": len(people),
        "ratio": _said(Decimal(len(people)) / posts, "0.01"),
        "women": women,
        "women_share": _said(Decimal(100 * women) / len(people), "0.1") if people else "",
        "minority": sum(person.ethnic_group.code != KINH for person in people),
        "religious": sum(person.religion.code != NO_RELIGION for person in people),
        **_ages(people, about),
        **_learnt(people),
        "again": len(after.keys() & before),
        "new": len(after.keys() - before),
        "change": f"{len(people) - len(before):+d}" if len(people) != len(before) else "0",
        "removed": _count(about.told, Proposal.REMOVE, ids),
        "added": _count(about.told, Proposal.ADD, ids),
    }


def _count(told: Iterable[Told], what: Proposal, titles: Collection[int]) -> int:
    lines = (row.line for row in told)
    return sum(line.plan_title_id in titles and effect(line) == what for line in lines)


def _ages(people: Collection[Person], about: Material) -> dict[str, int]:
    years = [ages.full_years(person.birth_date, about.round.day) for person in people]
    return {code: sum(low <= age < high for age in years) for code, low, high in _BANDS}


def _learnt(people: Collection[Person]) -> dict[str, int]:
    levels = range(Education.INTERMEDIATE, Education.DOCTOR + 1)
    found = {f"education{level}": sum(person.education == level for person in people) for level in levels}
    for level in (Theory.ELEMENTARY, Theory.INTERMEDIATE):
        found[f"theory{level.value}"] = sum(person.theory == level for person in people)
    return found | {"theory3": sum((person.theory or 0) >= Theory.ADVANCED for person in people)}


def _said(number: Decimal, place: str) -> str:
    return str(number.quantize(Decimal(place), ROUND_HALF_UP)).replace(".", ",")
