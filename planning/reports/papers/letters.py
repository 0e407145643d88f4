"""Letters: what a unit lays before its superiors, and the decision of approval with its list."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from orgtree.models import UnitVersion
from orgtree.reports.facts import withheld
from planning.choices import DecisionKind, Proposal
from planning.models import Decision, PlanEntry, Seal
from planning.queries.documents import TELLING, Material
from planning.reports.papers.cells import born, posts
from planning.reports.papers.declared import APPROVAL, PROPOSAL
from planning.reports.papers.shapes import DOTS, Paper, Row, Signature, day_in_words, heads, letter, on_behalf
from planning.rules.lines import effect, planned_after, planned_before

_COUNTED = (Proposal.KEEP, Proposal.REMOVE, Proposal.MOVE, Proposal.ADD)
_RECIPIENTS = Signature("Nơi nhận:", "- Như trên;\n- Lưu.")


def proposal(about: Material) -> Paper:
    """The letter with which lists go up: how many stay, leave, move and come, by term and unit."""
    to = about.above.name if about.above and about.round.authority_id != about.body.unit_id else ""
    counts = _counts(about)
    whole = _added(counts)
    return Paper(
        form=PROPOSAL,
        **heads(about.body, about.above),
        number=f"Số: {DOTS}-TTr",
        place=day_in_words(None),
        title="TỜ TRÌNH",
        subtitle="về việc rà soát, bổ sung quy hoạch cán bộ",
        words=(
            f"Kính gửi: {to or 'Ban Thường vụ ' + about.body.name}",
            *_bases(about),
            (
                f"Thực hiện “{about.round.name}”, tính đến ngày {about.round.day:%d/%m/%Y}, {about.body.name} đã "
                "tiến hành rà soát, bổ sung quy hoạch cán bộ theo đúng quy trình. Kết quả như sau:"
            ),
        ),
        rows=list(_counted(counts)) or [Row(heading="Không có")],
        closing=(
            (
                f"Kính trình xem xét, phê duyệt: tiếp tục quy hoạch {whole['keep']} lượt, đưa ra khỏi quy hoạch "
                f"{whole['remove']} lượt, chuyển chức danh {whole['move']} lượt, bổ sung {whole['add']} lượt. "
                f"Sau rà soát có {whole['left']} lượt người trong quy hoạch."
            ),
            "(Kèm theo Phụ lục 1, Phụ lục 2, danh sách trích ngang và biên bản kiểm phiếu các hội nghị.)",
        ),
        left=_RECIPIENTS,
        right=on_behalf(about.body),
    )


def approval(
    decision: Decision,
    bodies: tuple[UnitVersion, UnitVersion | None],
    changes: tuple[Sequence[PlanEntry], Sequence[PlanEntry]],
    told: frozenset[int],
    seal: Seal | None,
    *,
    whole: bool,
) -> Paper:
    """The decision with everybody whom it added or removed, unit by unit. `told`: units of which the reader may be
    told every ground; `whole`: whether the list is complete for its reader."""
    added, removed = changes
    signed = decision.signer_title.upper() or on_behalf(bodies[0]).how
    return Paper(
        form=APPROVAL,
        **heads(*bodies),
        number=f"Số: {decision.number}",
        place=day_in_words(decision.day),
        title="QUYẾT ĐỊNH",
        subtitle=_SUBJECTS[DecisionKind(decision.kind)],
        words=(
            (
                f"Điều 1. Bổ sung vào quy hoạch {len(added)} lượt người, đưa ra khỏi quy hoạch {len(removed)} lượt "
                "người theo danh sách dưới đây."
            ),
            *([f"Nội dung: {decision.note}"] if decision.note else []),
        ),
        rows=list(_decided(added, removed, told)) or [Row(heading="Không có thay đổi")],
        closing=(
            (
                "Điều 2. Các tổ chức đảng, cơ quan, đơn vị có liên quan và những người có tên tại Điều 1 chịu trách "
                "nhiệm thi hành quyết định này."
            ),
            *([] if whole else ["Bản này chỉ gồm những đơn vị mà người in được phép trích xuất."]),
            f"Niêm phong số {seal.number}, SHA-256: {seal.digest}" if seal else "Quyết định chưa được niêm phong.",
        ),
        left=_RECIPIENTS,
        right=Signature(on_behalf(bodies[0]).who, signed, decision.signer),
    )


_SUBJECTS = {
    DecisionKind.APPROVAL: "về việc phê duyệt kết quả rà soát, bổ sung quy hoạch cán bộ",
    DecisionKind.BY_RULE: "ghi nhận các trường hợp đương nhiên ra khỏi quy hoạch",
    DecisionKind.CORRECTION: "về việc điều chỉnh quy hoạch cán bộ",
}


def _bases(about: Material) -> Iterator[str]:
    if about.round.rule_set:
        yield f"Căn cứ {about.round.rule_set.name};"


def _counts(about: Material) -> dict[tuple[str, str], dict[str, int]]:
    """Of every term and unit, in the order of both: lines by what they come to."""
    terms = {title.pk: title.term for title in about.titles}
    found = defaultdict(lambda: dict.fromkeys(("before", "left", *_COUNTED), 0))
    for told in about.told:
        line = told.line
        counted = found[line.plan_title.term, told.unit.name]
        counted["before"] += planned_before(line) is not None
        after = planned_after(line)
        if after is not None:
            found[terms.get(after, line.plan_title.term), told.unit.name]["left"] += 1
        if effect(line) in _COUNTED:
            counted[effect(line)] += 1
    return dict(found)


def _counted(counts) -> Iterator[Row]:
    terms = sorted({term for term, _unit in counts}, key=lambda term: term.code, reverse=True)
    for place, term in enumerate(terms):
        yield Row(heading=f"{letter(place)}. {term.name}")
        mine = {unit: figures for (of, unit), figures in counts.items() if of == term}
        for number, (unit, figures) in enumerate(mine.items(), 1):
            yield Row({"no": number, "unit": unit, **figures})
        if len(mine) > 1:
            yield Row({"unit": "Cộng", **_added(mine)}, strong=True)


def _added(counts) -> dict[str, int]:
    return {name: sum(figures[name] for figures in counts.values()) for name in ("before", "left", *_COUNTED)}


def _decided(added: Iterable[PlanEntry], removed: Iterable[PlanEntry], told: frozenset[int]) -> Iterator[Row]:
    units = defaultdict(list)
    for entry in added:
        units[entry.unit_version].append((entry, _how_added(entry)))
    for entry in removed:
        units[entry.unit_version].append((entry, _how_removed(entry, told)))
    for place, version in enumerate(sorted(units, key=lambda version: version.sort_key)):
        yield Row(heading=f"{letter(place)}. {version.name}")
        for number, (entry, said) in enumerate(units[version], 1):
            person = entry.person
            yield Row(
                {
                    "no": number,
                    "name": person.full_name,
                    **born(person, known=person.reachable),
                    "post": posts(person) if person.reachable else withheld(),
                    "after": entry.plan_title.title.name,
                    "term": entry.plan_title.term.name,
                    "proposal": said,
                }
            )


def _how_added(entry: PlanEntry) -> str:
    return f"Chuyển từ {entry.moved_from.plan_title.title.name}" if entry.moved_from else "Bổ sung"


def _how_removed(entry: PlanEntry, told: frozenset[int]) -> str:
    if entry.ground in TELLING and entry.plan_title.unit_id not in told:
        return f"Đưa ra: {withheld()}"
    return f"Đưa ra: {entry.get_ground_display()}" if entry.ground else "Đưa ra"
