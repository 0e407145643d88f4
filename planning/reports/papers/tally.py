"""Minutes of a vote count: of a conference held, or with empty places to count by hand."""

from collections.abc import Iterable, Iterator

from orgtree.models import UnitVersion
from planning.models import BallotResult, Conference, Line, RoundStep, Submission
from planning.reports.papers.declared import TALLY
from planning.reports.papers.shapes import DOTS, Paper, Row, Signature, day_in_words, heads

Bodies = tuple[UnitVersion, UnitVersion | None]
_FIGURES = (
    ("convened", "Số người được triệu tập"),
    ("present", "Số người có mặt"),
    ("issued", "Số phiếu phát ra"),
    ("returned", "Số phiếu thu về"),
    ("valid", "Số phiếu hợp lệ"),
    ("invalid", "Số phiếu không hợp lệ"),
)


def tally(held: Conference, votes: Iterable[BallotResult], bodies: Bodies) -> Paper:
    """What was counted at a conference; who voted for whom is nowhere."""
    votes = list(votes)
    return _paper(
        held.submission,
        held.step,
        bodies,
        day=day_in_words(held.day),
        figures=[f"{words}: {held.figures[name]}" for name, words in _FIGURES],
        rows=list(_counted(held, votes)),
        signed=(held.clerk, held.chair),
        closing=() if held.closed_at else ("Hội nghị chưa kết thúc: các số liệu còn có thể thay đổi.",),
    )


def blank(submission: Submission, step: RoundStep, lines: Iterable[Line], bodies: Bodies) -> Paper:
    """The same for whoever counts with a pen: names are printed, figures are left open."""
    return _paper(
        submission,
        step,
        bodies,
        day=day_in_words(None),
        figures=[f"{words}: {DOTS}{DOTS}" for _name, words in _FIGURES],
        rows=[Row({"no": number, **_about(line)}) for number, line in enumerate(lines, 1)],
        signed=("", ""),
    )


def _paper(submission, step, bodies, *, day, figures, rows, signed, closing=()) -> Paper:
    return Paper(
        form=TALLY,
        **heads(*bodies),
        number="",
        place=day,
        title="BIÊN BẢN KIỂM PHIẾU",
        subtitle=f"{step.position}. {step.name}",
        words=(f"{submission.round.name}.", *([f"Thành phần: {step.body}."] if step.body else []), *figures),
        rows=rows or [Row(heading="Không có ai để biểu quyết")],
        closing=closing,
        left=Signature("TỔ KIỂM PHIẾU, THƯ KÝ", "(Ký, ghi rõ họ tên)", signed[0]),
        right=Signature("CHỦ TRÌ", "(Ký, ghi rõ họ tên)", signed[1]),
    )


def _counted(held: Conference, votes: list[BallotResult]) -> Iterator[Row]:
    for number, vote in enumerate(votes, 1):
        yield Row(
            {
                "no": number,
                **_about(vote.line),
                "agree": vote.agree,
                "agree_share": _share(vote.agree, held.valid),
                "agree_convened": _share(vote.agree, held.convened),
                "disagree": vote.disagree,
                "outcome": vote.get_outcome_display(),
            }
        )


def _about(line: Line) -> dict[str, str]:
    title = line.target or line.plan_title
    return {
        "name": line.person.full_name,
        "after": f"{title.title.name} ({title.term.name})",
        "proposal": line.get_proposal_display(),
    }


def _share(number: int, of: int) -> str:
    return f"{100 * number / of:.1f}".replace(".", ",") if of else ""
