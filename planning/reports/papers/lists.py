"""Lists of people: appendix 1 (who is in the plan), appendix 2 (who is added), the extract of dossiers."""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from planning.choices import Proposal
from planning.models import PlanTitle
from planning.queries.documents import Material, Told
from planning.reports.papers.cells import cells
from planning.reports.papers.declared import APPENDIX_1, APPENDIX_2, EXTRACT, Form
from planning.reports.papers.shapes import Paper, Row, Signature, day_in_words, heads, letter, on_behalf, roman
from planning.rules.lines import FROM_OUTSIDE_THE_PLAN, effect

_MADE = Signature("NGƯỜI LẬP BIỂU", "(Ký, ghi rõ họ tên)")
_NOBODY = Row(heading="Không có")


def appendix_1(about: Material) -> Paper:
    """Everybody who was in the plan: by term, heads, deputies, and those who leave it."""
    planned = [told for told in about.told if told.line.proposal not in FROM_OUTSIDE_THE_PLAN]
    kept = [told for told in planned if effect(told.line) != Proposal.REMOVE]
    parts = (
        ("Cấp trưởng", [told for told in kept if told.line.plan_title.title.is_head]),
        ("Cấp phó và các chức danh khác", [told for told in kept if not told.line.plan_title.title.is_head]),
        ("Đưa ra khỏi quy hoạch", [told for told in planned if effect(told.line) == Proposal.REMOVE]),
    )
    rows = list(_by_term(about, parts, lambda told: told.line.plan_title))
    return _paper(about, APPENDIX_1, "DANH SÁCH RÀ SOÁT, CHUYỂN TIẾP QUY HOẠCH", rows)


def appendix_2(about: Material) -> Paper:
    """Everybody proposed to be added: by term and title, with how many are asked for."""
    added = [told for told in about.told if effect(told.line) == Proposal.ADD]
    rows = []
    for place, (term, of_term) in enumerate(_grouped(added, lambda told: told.line.plan_title.term.name)):
        rows.append(Row(heading=f"{letter(place)}. {term}"))
        by_title = _grouped(of_term, lambda told: told.line.plan_title.title.name)
        for number, (title, group) in enumerate(by_title, 1):
            rows.append(Row(heading=f"{roman(number)}. {title}"))
            rows.append(Row({"name": "Số lượng đề nghị", "male": len(group)}, strong=True))
            rows.append(Row({"name": "Danh sách giới thiệu"}, strong=True))
            rows += _people(about, group)
    return _paper(about, APPENDIX_2, "DANH SÁCH RÀ SOÁT, BỔ SUNG QUY HOẠCH", rows)


def extract(about: Material) -> Paper:
    """Everybody who stands in the plan afterwards, once for every title, with the dossier in one row."""
    gone = (Proposal.REMOVE, Proposal.WITHDRAWN)
    stay = [told for told in about.told if effect(told.line) not in gone]
    rows = list(_by_term(about, (("", stay),), lambda told: told.line.target or told.line.plan_title))
    return _paper(about, EXTRACT, "DANH SÁCH TRÍCH NGANG CÁN BỘ QUY HOẠCH", rows)


def _by_term(about: Material, parts, title_of: Callable[[Told], PlanTitle]) -> Iterator[Row]:
    """A, B … by term, the newest first; I, II … by part; below it people by title."""
    terms = {title_of(told).term for _name, group in parts for told in group}
    for place, term in enumerate(sorted(terms, key=lambda term: term.code, reverse=True)):
        yield Row(heading=f"{letter(place)}. {term.name}")
        for number, (name, group) in enumerate(parts, 1):
            mine = [told for told in group if title_of(told).term_id == term.pk]
            if not mine:
                continue
            if name:
                yield Row(heading=f"{roman(number)}. {name}")
            yield from _people(about, sorted(mine, key=lambda told: _height(told, title_of)))


def _height(told: Told, title_of: Callable[[Told], PlanTitle]) -> tuple:
    title = title_of(told).title
    return told.unit.sort_key, -title.rank, title.name, told.line.person.name_key, told.line.pk


def _people(about: Material, group: Iterable[Told]) -> Iterator[Row]:
    """Numbered people; where the paper is of many units, under the name of theirs."""
    number = 0
    for unit, people in groupby(sorted(group, key=lambda told: told.unit.sort_key), key=lambda told: told.unit.name):
        if len(about.submissions) > 1:
            yield Row(heading=unit)
        for told in people:
            number += 1
            yield Row({"no": number, **cells(told, about)})


def _grouped(people: Iterable[Told], key: Callable[[Told], str]) -> list[tuple[str, list[Told]]]:
    """In the order of terms (the newest first) and titles (the highest first)."""

    def place(told: Told) -> tuple:
        title = told.line.plan_title
        return -title.term.period.lower.toordinal(), -title.title.rank, title.title.name

    ordered = sorted(people, key=place)
    return [(name, list(group)) for name, group in groupby(ordered, key=key)]


def _paper(about: Material, form: Form, title: str, rows: list[Row]) -> Paper:
    return Paper(
        form=form,
        **heads(about.body, about.above),
        number="",
        place=day_in_words(None),
        title=title,
        subtitle=f"{about.round.name} – tính đến ngày {about.round.day:%d/%m/%Y}",
        rows=rows or [_NOBODY],
        left=_MADE,
        right=on_behalf(about.body),
    )
