"""The brief on the indicators of a unit: what is met, what changed, who stands ready."""

from collections.abc import Iterator
from decimal import Decimal

from anphu.kit import figures
from orgtree.choices import Confidence
from planning.indicators.briefs import Change, Material
from planning.indicators.definitions import PERCENT, Indicator
from planning.indicators.readings import Reading, Sheet
from planning.models import Target
from planning.reports.papers.declared import BRIEF
from planning.reports.papers.shapes import Paper, Row, Signature, day_in_words, heads, on_behalf, roman

_COUNTED = {"person": "người", "title": "chức danh", "committee": "cấp ủy", "list": "đơn vị"}
_WEAK = {Confidence.UNVERIFIED, Confidence.INFERRED, Confidence.SECOND_HAND}


def brief(about: Material) -> Paper:
    """Three parts in one table; parts of which nothing is known are left out."""
    return Paper(
        form=BRIEF,
        **heads(about.unit, about.above),
        number="",
        place=day_in_words(None),
        title="TÓM TẮT CHỈ TIÊU CÔNG TÁC CÁN BỘ VÀ QUY HOẠCH",
        subtitle=f"Tính đến ngày {about.day:%d/%m/%Y}",
        words=list(_words(about)),
        rows=list(_rows(about)) or [Row(heading="Chưa có số liệu")],
        left=Signature("NGƯỜI LẬP BIỂU", "(Ký, ghi rõ họ tên)"),
        right=on_behalf(about.unit),
        closing=list(_closing(about)),
    )


def _words(about: Material) -> Iterator[str]:
    rules = about.rule_set.name if about.rule_set else "chưa có bộ quy tắc nào có hiệu lực"
    planned = f"; quy hoạch: {about.term.name.lower()}" if about.term else ""
    yield f"Bộ quy tắc áp dụng: {rules}{planned}."
    judged = [sheet.actual.met for sheet in about.with_target if sheet.actual and sheet.actual.met is not None]
    if judged:
        met, missed = sum(judged), len(judged) - sum(judged)
        yield f"Trong {len(judged)} chỉ tiêu có mục tiêu và có đối tượng: đạt {met}, chưa đạt {missed}."


def _closing(about: Material) -> Iterator[str]:
    yield (
        "Tỷ lệ tính trên những người có đủ thông tin; “chưa rõ” là số người hồ sơ còn thiếu dữ liệu, không nằm trong "
        "tử số và mẫu số."
    )
    if any(sheet.target.confidence in _WEAK for sheet in about.with_target):
        yield "Dấu (*): mục tiêu chưa được kiểm chứng từ văn bản gốc."


def _rows(about: Material) -> Iterator[Row]:
    parts = (
        ("KẾT QUẢ SO VỚI MỤC TIÊU", [_judged(sheet, about) for sheet in about.with_target]),
        (
            f"THAY ĐỔI SO VỚI NGÀY {about.earlier:%d/%m/%Y} (NGƯỜI ĐANG GIỮ CHỨC DANH)",
            list(map(_changed, about.changes)),
        ),
        ("NGUỒN QUY HOẠCH VÀ THỜI GIAN CÔNG TÁC CÒN LẠI", [_told(sheet, about) for sheet in about.sources]),
    )
    for number, (heading, rows) in enumerate(((heading, rows) for heading, rows in parts if rows), 1):
        yield Row(heading=f"{roman(number)}. {heading}")
        for place, cells in enumerate(rows, 1):
            yield Row({"no": place, **cells})


def _told(sheet: Sheet, about: Material) -> dict[str, str]:
    return {
        "indicator": str(sheet.indicator.label),
        "actual": said(sheet.actual),
        "planned": said(sheet.of_term(about.term)),
        "remark": _unknown(sheet.actual),
    }


def _judged(sheet: Sheet, about: Material) -> dict[str, str]:
    remarks = [_verdict(sheet.actual), _unknown(sheet.actual)]
    return _told(sheet, about) | {
        "target": _bounds(sheet.target, sheet.indicator),
        "remark": "; ".join(filter(None, remarks)),
    }


def _changed(change: Change) -> dict[str, str]:
    indicator = change.now.indicator
    points = " điểm" if indicator.measure == PERCENT else ""
    moved = f"{'+' if change.difference > 0 else '−'}{_number(abs(change.difference), indicator)}{points}"
    return {
        "indicator": str(indicator.label),
        "actual": said(change.now),
        "remark": f"trước: {said(change.before)}; {moved}",
    }


def said(reading: Reading | None) -> str:
    """`22,5 % (23/102)`, `1,98`, a dash where nobody is counted."""
    if reading is None or reading.value is None:
        return "–"
    if reading.veiled:
        return "nhóm nhỏ"
    if reading.amount is None:
        return "chưa rõ"
    amount = _number(reading.amount, reading.indicator)
    if reading.indicator.measure != PERCENT:
        return amount
    counts = (figures.number(reading.value.numerator), figures.number(reading.value.denominator))
    return f"{amount} % ({'/'.join(counts)})"


def _number(amount: float | Decimal, indicator: Indicator) -> str:
    if indicator.measure == PERCENT:
        return figures.plain(amount)
    return f"{amount:.2f}".replace(".", ",")


def _bounds(target: Target, indicator: Indicator) -> str:
    sign = " %" if indicator.measure == PERCENT else ""
    weak = " (*)" if target.confidence in _WEAK else ""
    low, high = (None if bound is None else _number(bound, indicator) for bound in (target.low, target.high))
    if low is None:
        return f"{target.year}: không quá {high}{sign}{weak}"
    bounds = low if high is None else f"{low}–{high}"
    return f"{target.year}: {bounds}{sign}{weak}" if high is not None else f"{target.year}: từ {bounds}{sign}{weak}"


def _verdict(reading: Reading | None) -> str:
    if reading is None or reading.met is None:
        return ""
    if reading.met:
        return "Đạt"
    counted = _COUNTED[reading.indicator.subject]
    return f"Thiếu {reading.missing} {counted}" if reading.missing else f"Vượt {reading.surplus} {counted}"


def _unknown(reading: Reading | None) -> str:
    if reading is None or reading.value is None or reading.veiled or not reading.value.unknown:
        return ""
    return f"chưa rõ {figures.number(reading.value.unknown)}"
