"""Rule sets, clauses, counting days and retirement ages (`domain.md` §4, §5), and what the numbers of law rest on."""

from dataclasses import dataclass, field
from datetime import date

from anphu.kit.periods import period
from anphu.seed import process
from anphu.seed.documents import DOCUMENTS
from anphu.seed.law import BEGINNING, PARAMETERS, QD50, QD377, S2, I, S, U
from orgtree.choices import Confidence, Level, Sex, Side
from orgtree.models import Title
from planning.choices import ClauseKind, Cycle
from planning.models import CountingDate, LegalDocument, RetirementAge, RuleParameter, RuleSet, StandardClause, Term

HD22, HD15 = date(2008, 10, 21), date(2012, 11, 5)
LABOUR_CODE = date(2021, 1, 1)
"""Labour Code 2019 in force: retirement ages begin to rise."""

RULE_SETS = (
    ("hd-22-2008", "Nghị quyết 42 và Hướng dẫn 22 (2008)", HD22, HD15, ("NQ42", "HD22")),
    ("hd-15-2012", "Nghị quyết 42, Kết luận 24 và Hướng dẫn 15 (2012)", HD15, QD50,
     ("NQ42", "KL24", "HD15", "HD06_2017")),
    ("qd-50-2021", "Quy định 50 (2021) và Hướng dẫn 16 (2022)", QD50, QD377, ("QD50", "HD16")),
    ("qd-377-2025", "Quy định 377 (2025)", QD377, None, ("QD377",)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Number:
    """A parameter beyond those of law.py: with a level, a range, a word."""

    key: str
    label: str
    measure: str
    basis: str
    confidence: Confidence
    first: date = BEGINNING
    end: date | None = None
    value: str | None = None
    high: str | None = None
    text: str = ""
    level: str = ""
    document: str = ""


_REELECTION = "Tính từ bảng tuổi tái cử của Chỉ thị 35-CT/TW 2019: sinh từ {} so với mốc tính tuổi"
NUMBERS = (
    Number("reelect_min_months", "Tuổi công tác còn lại để tái cử, ít nhất", "tháng", _REELECTION.format("12/1962"), I,
           date(2019, 5, 30), date(2025, 4, 14), value="30", level=Level.DISTRICT, document="CT35_2019"),
    Number("reelect_min_months", "Tuổi công tác còn lại để tái cử, ít nhất", "tháng", _REELECTION.format("03/1963"), I,
           date(2019, 5, 30), date(2025, 4, 14), value="30", level=Level.PROVINCE, document="CT35_2019"),
    Number("age_basis", "Cách tính tuổi còn công tác", "", "KL 08-KL/TW 15/06/2021", S, date(2021, 8, 1),
           text="tuổi nghỉ hưu thực tế theo lộ trình", document="KL08"),
    Number("age_bands", "Ba độ tuổi: dưới, từ và đến dưới, từ … trở lên", "tuổi",
           "Suy đoán: ba độ tuổi cách nhau 5 năm (quy định của Quảng Trị)", I, value="40", high="45"),
    Number("pass_denominator", "Tỷ lệ phiếu đồng ý tính trên", "", "Kiến thức chung; nguồn khác nhau", U,
           text="số người được triệu tập"),
    Number("discipline_effect_months", "Hiệu lực của kỷ luật khi hồ sơ không ghi ngày hết", "tháng", "Kiến thức chung",
           U, value="12"),
    Number("min_people_per_title", "Số người ít nhất quy hoạch một chức danh", "người", "HD 15-HD/BTCTW 2012", U,
           HD15, QD50, value="2", document="HD15"),
    Number("meeting_months_executive", "Ban Chấp hành họp thường lệ, ít nhất một lần trong", "tháng",
           "Kiến thức chung; quy chế làm việc của cấp ủy", U, value="3"),
    Number("meeting_months_standing", "Ban Thường vụ họp thường lệ, ít nhất một lần trong", "tháng",
           "Kiến thức chung; quy chế làm việc của cấp ủy", U, value="1"),
    Number("term_months", "Nhiệm kỳ cấp ủy", "tháng", "Điều lệ Đảng 2011", S, value="60", document="DL2011"),
    Number("cell_term_months", "Nhiệm kỳ chi bộ trực thuộc (sớm hoặc muộn không quá 6 tháng)", "tháng",
           "Điều lệ Đảng 2011, Điều 24", S, value="24", high="36", document="DL2011"),
)  # fmt: skip
PARAMETER_DOCUMENTS = {
    ("max_people_per_title", HD15): "HD15",
    ("max_people_per_title", QD50): "QD50",
    ("max_titles_per_person_same_level", BEGINNING): "KH217",
    ("max_titles_per_person_same_level", QD50): "QD50",
    ("coefficient_min", HD15): "HD15",
    ("coefficient_max", HD15): "HD15",
    ("women_min_plan", QD50): "QD50",
    ("young_min_plan", QD50): "QD50",
    ("young_age_lt", date(2018, 5, 19)): "NQ26",
    ("young_age_lt_central", QD50): "QD50",
    ("young_age_lt_district_2015", date(2014, 1, 1)): "CT36",
    ("women_min_committee", date(2014, 1, 1)): "CT36",
    ("young_min_committee", date(2014, 1, 1)): "CT36",
    ("age_band_mid_min", date(2019, 5, 30)): "CT35_2019",
    ("age_band_mid_max", date(2019, 5, 30)): "CT35_2019",
    ("plan_min_months", BEGINNING): "KH217",
    ("plan_min_months", QD50): "QD50",
    ("plan_pref_months", QD50): "QD50",
    ("reelect_min_months", date(2025, 4, 14)): "CT45",
    ("cell_min_members", date(2011, 1, 19)): "DL2011",
    ("committee_min_members", date(2011, 1, 19)): "DL2011",
    ("cell_committee_min_members", date(2016, 7, 25)): "QD29",
    ("cell_committee_max_seats", date(2016, 7, 25)): "QD29",
}
"""Documents of the parameters in law.py, by key and first day."""
PARAMETER_SETS = {
    ("max_people_per_title", HD15): "hd-15-2012",
    ("women_min_plan", QD50): "qd-50-2021",
    ("young_min_plan", QD50): "qd-50-2021",
    ("min_people_per_title", HD15): "hd-15-2012",
}
"""Parameters that belong to one rule set and die with it."""


@dataclass(frozen=True, slots=True)
class Age:
    """`before` and `end` None: open."""

    sex: str
    since: date
    before: date | None
    months: int
    first: date
    end: date | None = None
    document: str = ""
    basis: str = "Bộ luật Lao động 2019, Điều 169; NĐ 135/2020/NĐ-CP, Điều 4; ngày sinh tính từ bảng theo năm"
    confidence: Confidence = I


_BORN_FIRST = date(1900, 1, 1)
_STEPS = {
    Sex.MALE: (720, 3, ((1961, 1), (1961, 10), (1962, 7), (1963, 4), (1964, 1), (1964, 10), (1965, 7), (1966, 4))),
    Sex.FEMALE: (660, 4, ((1966, 1), (1966, 9), (1967, 5), (1968, 1), (1968, 9), (1969, 5), (1970, 1), (1970, 9),
                          (1971, 5), (1972, 1), (1972, 9), (1973, 5), (1974, 1), (1974, 9), (1975, 5))),
}  # fmt: skip
"""First age in months, step, and the first month of birth of each following age, as domain.md §5.3 tables them."""


def _retirement() -> tuple[Age, ...]:
    old = "Trước 01/01/2021: nam 60 tuổi, nữ 55 tuổi"
    rows = [Age(sex, _BORN_FIRST, None, _STEPS[sex][0], BEGINNING, LABOUR_CODE, "", old, S) for sex in Sex]
    for sex, (months, step, starts) in _STEPS.items():
        edges = [_BORN_FIRST, *(date(*start, 1) for start in starts), None]
        rows += [
            Age(sex, edges[place], edges[place + 1], months + step * place, LABOUR_CODE, document="ND135")
            for place in range(len(edges) - 1)
        ]
    return tuple(rows)


RETIREMENT = _retirement()

_CT35, _CT45 = "Chỉ thị 35-CT/TW 30/05/2019", "Chỉ thị 45-CT/TW 14/04/2025"
_AS_GRASSROOTS = "; theo mốc của cấp cơ sở"
COUNTING = (
    ("2020-2025", Level.CELL, Cycle.COMMITTEE, date(2020, 4, 1), "CT35_2019", _CT35 + _AS_GRASSROOTS, I),
    ("2020-2025", Level.GRASSROOTS, Cycle.COMMITTEE, date(2020, 4, 1), "CT35_2019", _CT35, S),
    ("2020-2025", Level.COMMUNE, Cycle.COMMITTEE, date(2020, 4, 1), "CT35_2019", _CT35 + _AS_GRASSROOTS, I),
    ("2020-2025", Level.DISTRICT, Cycle.COMMITTEE, date(2020, 6, 1), "CT35_2019", _CT35, S),
    ("2020-2025", Level.PROVINCE, Cycle.COMMITTEE, date(2020, 9, 1), "CT35_2019", _CT35, S),
    ("2025-2030", Level.CELL, Cycle.COMMITTEE, date(2025, 4, 1), "CT45", _CT45 + _AS_GRASSROOTS, I),
    ("2025-2030", Level.GRASSROOTS, Cycle.COMMITTEE, date(2025, 4, 1), "CT45", _CT45, S),
    ("2025-2030", Level.COMMUNE, Cycle.COMMITTEE, date(2025, 7, 1), "CT45", _CT45, S),
    ("2025-2030", Level.DISTRICT, Cycle.COMMITTEE, date(2025, 6, 1), "CT45", _CT45, S),
    ("2025-2030", Level.PROVINCE, Cycle.COMMITTEE, date(2025, 9, 1), "CT45", _CT45, S),
    ("2025-2030", Level.COMMUNE, Cycle.COUNCIL, date(2026, 3, 1), "CT45", _CT45, S),
    ("2025-2030", Level.DISTRICT, Cycle.COUNCIL, date(2026, 3, 1), "CT45", _CT45, S),
    ("2025-2030", Level.PROVINCE, Cycle.COUNCIL, date(2026, 3, 1), "CT45", _CT45, S),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clause:
    """Of the title with this code, or of all titles of a level and side."""

    kind: ClauseKind
    basis: str
    confidence: Confidence
    title: str = ""
    level: str = ""
    side: str = ""
    args: dict = field(default_factory=dict)
    later: bool = False
    document: str = ""
    first: date = BEGINNING
    end: date | None = None


_UNCHECKED = "Kiến thức chung, chưa kiểm chứng: thay bằng quy định của cấp có thẩm quyền"
_POLITICAL = "HD 16-HD/BTCTW 2022; huyện Tuy Phong xác minh quan hệ chính trị trước khi quy hoạch"
CLAUSES = (
    Clause(ClauseKind.HIGHER_TITLE,
           "KH 217-KH/TU Nghệ An 2019: không bổ sung người đã giữ chức danh tương đương, cao hơn", S2,
           document="KH217", end=QD50),
    Clause(ClauseKind.HIGHER_TITLE, "QĐ 50-QĐ/TW, QĐ 377-QĐ/TW: chỉ quy hoạch chức danh cao hơn", S, document="QD50",
           first=QD50),
    Clause(ClauseKind.MONTHS_LEFT, "Đủ tuổi công tác ít nhất một nhiệm kỳ; mốc tính tuổi chưa đọc được trong HD 16", S,
           document="QD50"),
    Clause(ClauseKind.RATINGS, "Xếp loại ba năm gần nhất (biểu mẫu rà soát 2026); mức tối thiểu là suy đoán", S2,
           args={"years": 3, "least": "fair"}),
    Clause(ClauseKind.NO_DISCIPLINE, "HD 16-HD/BTCTW 2022: được xem xét sau khi quyết định kỷ luật hết hiệu lực", S,
           end=QD377, document="HD16"),
    Clause(ClauseKind.NO_DISCIPLINE, "QĐ 377-QĐ/TW: ba trường hợp ngoại lệ", S, args={"exceptions": True}, first=QD377,
           document="QD377"),
    Clause(ClauseKind.POLITICAL, _POLITICAL, S, document="HD16"),
    Clause(ClauseKind.OFFICIAL_MEMBER, _UNCHECKED, U, side=Side.PARTY),
    Clause(ClauseKind.NOT_LOCAL, "NQ 26-NQ/TW 2018: cơ bản bí thư cấp xã không là người địa phương vào năm 2025", S,
           title="COMMUNE_SECRETARY", later=True, document="NQ26", first=date(2018, 5, 19)),
    Clause(ClauseKind.POST_HELD, _UNCHECKED, U, title="COMMUNE_SECRETARY", args={"level": "commune", "years": 2},
           later=True),
    Clause(ClauseKind.POST_HELD, _UNCHECKED, U, title="DISTRICT_SECRETARY", args={"level": "district", "years": 2},
           later=True),
    Clause(ClauseKind.PARTY_YEARS, _UNCHECKED, U, title="DISTRICT_SECRETARY", args={"years": 5}),
    Clause(ClauseKind.AGE, _UNCHECKED, U, title="COMMUNE_YOUTH", args={"most": 35}),
    Clause(ClauseKind.AGE, _UNCHECKED, U, title="DISTRICT_YOUTH_HEAD", args={"most": 35}),
)  # fmt: skip


def load() -> int:
    """Write what is missing of the above, after titles, terms and numbers; returns how many rows that were."""
    documents, written = _documents()
    sets, made = _rule_sets(documents)
    return (
        written
        + made
        + sum(
            [
                _numbers(documents),
                _rest_numbers(documents, sets),
                _ages(documents),
                _counting_days(documents),
                _clauses(documents),
                process.load(documents),
            ]
        )
    )


def _documents() -> tuple[dict[str, LegalDocument], int]:
    """Every document by its key, and how many were written; replacements are named once both are there."""
    known = {(row.number, row.issuer, row.day): row for row in LegalDocument.objects.all()}
    keys = {seed.key: (seed.number, seed.issuer, seed.day) for seed in DOCUMENTS}
    fields = ("number", "issuer", "day", "title", "state", "address", "note", "confidence")
    missing = [seed for seed in DOCUMENTS if keys[seed.key] not in known]
    made = LegalDocument.objects.bulk_create(
        LegalDocument(**{name: getattr(seed, name) for name in fields}) for seed in missing
    )
    known |= {(row.number, row.issuer, row.day): row for row in made}
    rows = {key: known[place] for key, place in keys.items() if place in known}
    for row, seed in zip(made, missing, strict=True):
        row.replaced_by = rows.get(seed.by)
    LegalDocument.objects.bulk_update([row for row in made if row.replaced_by], ["replaced_by"])
    return rows, len(made)


def _rule_sets(documents: dict[str, LegalDocument]) -> tuple[dict[str, RuleSet], int]:
    known = {row.code: row for row in RuleSet.objects.all()}
    made = RuleSet.objects.bulk_create(
        RuleSet(code=code, name=name, period=period(first, end))
        for code, name, first, end, _keys in RULE_SETS
        if code not in known
    )
    made_of = {row.code: row for row in made}
    for code, _name, _first, _end, keys in RULE_SETS:
        if code in made_of:
            made_of[code].documents.set(documents[key] for key in keys if key in documents)
    return known | made_of, len(made)


def _numbers(documents: dict[str, LegalDocument]) -> int:
    known = set(RuleParameter.objects.values_list("key", "level"))
    fields = ("key", "label", "measure", "value", "high", "text", "level", "basis", "confidence")
    rows = [
        RuleParameter(
            **{name: getattr(seed, name) for name in fields},
            period=period(seed.first, seed.end),
            document=documents.get(seed.document),
        )
        for seed in NUMBERS
        if (seed.key, seed.level) not in known
    ]
    return len(RuleParameter.objects.bulk_create(rows))


def _rest_numbers(documents: dict[str, LegalDocument], sets: dict[str, RuleSet]) -> int:
    """Name the document and rule set of numbers that stand as they were seeded; returns 0: no row is new."""
    bases = {(seed.key, seed.first): seed.basis for seed in (*PARAMETERS, *NUMBERS)}
    changed = []
    for row in RuleParameter.objects.filter(document=None, rule_set=None):
        place = (row.key, row.period.lower)
        if bases.get(place) == row.basis and (place in PARAMETER_DOCUMENTS or place in PARAMETER_SETS):
            row.document = documents.get(PARAMETER_DOCUMENTS.get(place, ""))
            row.rule_set = sets.get(PARAMETER_SETS.get(place, ""))
            changed.append(row)
    RuleParameter.objects.bulk_update(changed, ["document", "rule_set"])
    return 0


def _ages(documents: dict[str, LegalDocument]) -> int:
    """Only into an empty table: one that somebody keeps is not ours to complete."""
    if RetirementAge.objects.exists():
        return 0
    rows = [
        RetirementAge(
            sex=seed.sex,
            born=period(seed.since, seed.before),
            months=seed.months,
            period=period(seed.first, seed.end),
            document=documents.get(seed.document),
            basis=seed.basis,
            confidence=seed.confidence,
        )
        for seed in RETIREMENT
    ]
    return len(RetirementAge.objects.bulk_create(rows))


def _counting_days(documents: dict[str, LegalDocument]) -> int:
    known = set(CountingDate.objects.values_list("term__code", "level", "cycle"))
    terms = dict(Term.objects.values_list("code", "pk"))
    rows = [
        CountingDate(
            term_id=terms[term],
            level=level,
            cycle=cycle,
            day=day,
            document=documents.get(document),
            basis=basis,
            confidence=confidence,
        )
        for term, level, cycle, day, document, basis, confidence in COUNTING
        if term in terms and (term, level, cycle) not in known
    ]
    return len(CountingDate.objects.bulk_create(rows))


def _clauses(documents: dict[str, LegalDocument]) -> int:
    """Kinds of which a title or level has no clause at all."""
    known = set(StandardClause.objects.values_list("kind", "title__code", "level", "side"))
    titles = dict(Title.objects.values_list("code", "pk"))
    rows = [
        StandardClause(
            kind=seed.kind,
            title_id=titles[seed.title] if seed.title else None,
            level=seed.level,
            side=seed.side,
            args=seed.args,
            later=seed.later,
            period=period(seed.first, seed.end),
            document=documents.get(seed.document),
            basis=seed.basis,
            confidence=seed.confidence,
        )
        for seed in CLAUSES
        if (seed.kind, seed.title or None, seed.level, seed.side) not in known
        and (not seed.title or seed.title in titles)
    ]
    return len(StandardClause.objects.bulk_create(rows))
