"""How a list comes about, why somebody leaves a plan, who approves it (`domain.md` §4.6, §4.8, §4.9).

None of it could be read in an official text: every row says how it is known, and administrators put it right.
"""

from dataclasses import dataclass
from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange

from anphu.kit.periods import period
from anphu.seed.law import BEGINNING, QD50, QD377, S2, I, S, U
from orgtree.choices import CommitteeKind, Confidence, Kind, Level, Role
from orgtree.models import Title
from planning.choices import BallotKind, Ground, GroundKind, RoundKind
from planning.models import (
    ApprovalAuthority,
    ConsultedBody,
    LegalDocument,
    RemovalGround,
    RuleParameter,
    StepTemplate,
)

KH217, TWO_LEVELS = date(2019, 11, 14), date(2025, 7, 1)
"""The Nghệ An plan of a review; government of two levels, without districts."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a template; its place is where it stands in the list."""

    code: str
    name: str
    body: str
    ballot: BallotKind = BallotKind.NONE
    outsiders: bool = False


_LEADERS = "Ban Thường vụ Đảng ủy (nơi không có Ban Thường vụ: Bí thư, Phó Bí thư và tập thể lãnh đạo)"
_KEY = "Đảng ủy viên; lãnh đạo HĐND, UBND, MTTQ, đoàn thể; bí thư chi bộ trực thuộc; trưởng các bộ phận"
_FOUR = (
    Step("hn-lanh-dao-1", "Hội nghị lãnh đạo lần 1", _LEADERS),
    Step("hn-chu-chot", "Hội nghị cán bộ chủ chốt", _KEY, BallotKind.REFERRAL),
    Step(
        "hn-mo-rong", "Hội nghị lãnh đạo mở rộng", "Ban Chấp hành Đảng bộ và lãnh đạo các tổ chức", BallotKind.REFERRAL
    ),
    Step("hn-lanh-dao-2", "Hội nghị lãnh đạo lần 2", _LEADERS, BallotKind.VOTE, outsiders=True),
)
_CELL = (
    Step("hn-can-bo", "Hội nghị cán bộ, công chức, viên chức", "Toàn thể cán bộ, đảng viên của cơ quan, đơn vị",
         BallotKind.REFERRAL),
    Step("y-kien-cap-uy", "Ý kiến của cấp ủy", "Chi ủy (nơi không có chi ủy: Bí thư và Phó Bí thư chi bộ)"),
    Step("hn-tap-the-lanh-dao", "Hội nghị tập thể lãnh đạo", "Tập thể lãnh đạo cơ quan, đơn vị", BallotKind.VOTE,
         outsiders=True),
)  # fmt: skip
_TRANSFER = (
    Step("hn-lanh-dao", "Hội nghị lãnh đạo", _LEADERS),
    Step("hn-bieu-quyet", "Hội nghị lãnh đạo biểu quyết", _LEADERS, BallotKind.VOTE, outsiders=True),
)
_UNIVERSITY = "Phần mềm quy hoạch công khai của một trường đại học tại An Giang ({}); người bên ngoài: tổng hợp báo chí"
_GENERAL = "Kiến thức chung, chưa kiểm chứng: thay bằng hướng dẫn của cấp có thẩm quyền"
_TUY_PHONG = "Huyện ủy Tuy Phong: quy hoạch bổ sung ở phòng, ban; áp dụng tương tự cho chi bộ cơ sở là suy đoán"
TEMPLATES = (
    (RoundKind.NEW, Kind.GRASSROOTS_COMMITTEE, _FOUR, _UNIVERSITY.format("quy trình 169"), S2),
    (RoundKind.NEW, Kind.GRASSROOTS_CELL, _CELL, _TUY_PHONG, I),
    (RoundKind.REVIEW, Kind.GRASSROOTS_COMMITTEE, _FOUR, _UNIVERSITY.format("quy trình 170"), S2),
    (RoundKind.REVIEW, Kind.GRASSROOTS_CELL, _CELL, _TUY_PHONG, I),
    (RoundKind.VACANCY, Kind.GRASSROOTS_COMMITTEE, _FOUR, _GENERAL, U),
    (RoundKind.VACANCY, Kind.GRASSROOTS_CELL, _CELL, _TUY_PHONG, I),
    (RoundKind.TRANSFER, "", _TRANSFER, _GENERAL, U),
)
"""Kind of round, kind of organisation (empty: every kind), steps, basis, confidence."""


@dataclass(frozen=True, slots=True)
class GroundSeed:
    """A ground from its source on; before that day it is known in general only, and for people to judge."""

    code: Ground
    name: str
    kind: GroundKind
    basis: str
    confidence: Confidence
    first: date
    document: str = ""


_NGHE_AN, _QD50_BASIS, _QD377_BASIS = "Kế hoạch 217-KH/TU Nghệ An 14/11/2019", "QĐ 50-QĐ/TW 2021", "QĐ 377-QĐ/TW 2025"
GROUNDS = (
    GroundSeed(Ground.AGE, "Quá tuổi quy hoạch hoặc không đủ tuổi trọn nhiệm kỳ", GroundKind.AUTOMATIC,
               f"{_NGHE_AN}; {_QD50_BASIS}", S, KH217, "KH217"),
    GroundSeed(Ground.DISCIPLINE, "Bị kỷ luật từ khiển trách trở lên", GroundKind.AUTOMATIC, _QD50_BASIS, S, QD50,
               "QD50"),
    GroundSeed(Ground.POLITICAL, "Cấp có thẩm quyền kết luận không bảo đảm tiêu chuẩn chính trị",
               GroundKind.AUTOMATIC, _QD50_BASIS, S, QD50, "QD50"),
    GroundSeed(Ground.HOLDS, "Đã giữ chức danh quy hoạch, tương đương hoặc cao hơn", GroundKind.REVIEW, _NGHE_AN, S,
               KH217, "KH217"),
    GroundSeed(Ground.LOW_PRESTIGE, "Uy tín thấp", GroundKind.REVIEW, _NGHE_AN, S, KH217, "KH217"),
    GroundSeed(Ground.OVER_TITLES, "Quá số chức danh được quy hoạch", GroundKind.REVIEW, _NGHE_AN, S, KH217, "KH217"),
    GroundSeed(Ground.NOT_COMPLETING, "Không hoàn thành nhiệm vụ", GroundKind.REVIEW, _QD377_BASIS, S, QD377, "QD377"),
    GroundSeed(Ground.STANDARD, "Không còn đủ tiêu chuẩn, điều kiện", GroundKind.REVIEW, _QD377_BASIS, S, QD377,
               "QD377"),
    GroundSeed(Ground.VIOLATION, "Vi phạm quy định", GroundKind.REVIEW, _QD377_BASIS, S, QD377, "QD377"),
    GroundSeed(Ground.LEFT, "Nghỉ hưu, thôi việc, qua đời hoặc chuyển ra ngoài hệ thống", GroundKind.AUTOMATIC,
               _GENERAL, U, BEGINNING),
    GroundSeed(Ground.UNIT_DISSOLVED, "Đơn vị hoặc chức danh không còn", GroundKind.TRANSFER,
               "Suy đoán từ việc sắp xếp đơn vị hành chính năm 2025", I, BEGINNING),
)  # fmt: skip

_OF_PROVINCE = (
    *("DISTRICT_SECRETARY", "DISTRICT_DEPUTY_STANDING", "DISTRICT_DEPUTY", "DISTRICT_STANDING_MEMBER"),
    *("DISTRICT_EXECUTIVE_MEMBER", "DISTRICT_COUNCIL_CHAIR", "DISTRICT_COUNCIL_VICE", "DISTRICT_CHAIR"),
    "DISTRICT_VICE_CHAIR",
)


@dataclass(frozen=True, slots=True)
class AuthoritySeed:
    """Who makes and who approves the plan for the titles of a level, or for some titles."""

    level: Level
    built_by: str
    kind: Kind
    committee: CommitteeKind
    titles: tuple[str, ...] = ()
    first: date = BEGINNING
    end: date | None = None


AUTHORITIES = (
    AuthoritySeed(Level.DISTRICT, "Ban Thường vụ Huyện ủy", Kind.PROVINCE, CommitteeKind.STANDING, _OF_PROVINCE),
    AuthoritySeed(Level.DISTRICT, "Tập thể lãnh đạo đơn vị", Kind.DISTRICT, CommitteeKind.STANDING),
    AuthoritySeed(Level.GRASSROOTS, "Đảng ủy cơ sở", Kind.DISTRICT, CommitteeKind.STANDING),
    AuthoritySeed(Level.COMMUNE, "Đảng ủy xã, thị trấn", Kind.DISTRICT, CommitteeKind.STANDING, end=TWO_LEVELS),
    AuthoritySeed(Level.COMMUNE, "Ban Thường vụ Đảng ủy xã", Kind.PROVINCE, CommitteeKind.STANDING, first=TWO_LEVELS),
    AuthoritySeed(Level.CELL, "Chi bộ trực thuộc", Kind.GRASSROOTS_COMMITTEE, CommitteeKind.EXECUTIVE),
)

SEVERITIES = {
    "severity_appointment": "Đang được đề nghị bổ nhiệm, ứng cử cùng lúc",
    "severity_discipline": "Đang bị kỷ luật",
    "severity_political": "Thiếu kết luận về tiêu chuẩn chính trị",
    "severity_assessment": "Thiếu nhận xét, đánh giá trước bước thứ nhất",
    "severity_home_unit": "Chưa có ý kiến nơi công tác của người bên ngoài",
}
"""What holds a list up: `block`, or `warn` where people decide."""
ONLY_WARNED = {"severity_political": QD50, "severity_assessment": QD50}
"""Until that day they were no condition of a list: their sources are of 2022 and later."""


def load(documents: dict[str, LegalDocument]) -> int:
    """Write what is missing, after titles and documents; returns how many rows that were."""
    return _templates() + _grounds(documents) + _authorities() + _bodies() + _severities()


_APPRAISAL = "Suy đoán từ bước thẩm định của quy trình chung; văn bản chưa đọc được"
BODIES = (
    ("inspection", "Ủy ban Kiểm tra cấp ủy", Role.INSPECTION),
    ("police", "Cơ quan công an", ""),
)
"""Consulted at the appraisal (domain.md §4.6, step 6), each with the role whose holders answer."""


def _templates() -> int:
    """Only for kinds of round without any template: an order of steps that somebody keeps is not ours to complete."""
    known = set(StepTemplate.objects.values_list("kind", flat=True))
    rows = [
        StepTemplate(
            kind=kind,
            unit_kind=unit_kind,
            position=position,
            code=step.code,
            name=step.name,
            body=step.body,
            ballot=step.ballot,
            outsiders=step.outsiders,
            period=period(BEGINNING),
            basis=basis,
            confidence=confidence,
        )
        for kind, unit_kind, steps, basis, confidence in TEMPLATES
        if kind not in known
        for position, step in enumerate(steps, 1)
    ]
    return len(StepTemplate.objects.bulk_create(rows))


def _grounds(documents: dict[str, LegalDocument]) -> int:
    known = set(RemovalGround.objects.values_list("code", flat=True))
    rows = []
    for seed in GROUNDS:
        if seed.code in known:
            continue
        rows.append(
            RemovalGround(
                code=seed.code,
                name=seed.name,
                kind=seed.kind,
                period=period(seed.first),
                document=documents.get(seed.document),
                basis=seed.basis,
                confidence=seed.confidence,
            )
        )
        if seed.first > BEGINNING:
            rows.append(
                RemovalGround(
                    code=seed.code,
                    name=seed.name,
                    kind=GroundKind.REVIEW,
                    period=period(BEGINNING, seed.first),
                    basis=_GENERAL,
                    confidence=U,
                )
            )
    return len(RemovalGround.objects.bulk_create(rows))


def _authorities() -> int:
    """Only into an empty table: one that somebody keeps is not ours to complete."""
    if ApprovalAuthority.objects.exists():
        return 0
    titles = dict(Title.objects.values_list("code", "pk"))
    rows = [
        ApprovalAuthority(
            level=seed.level,
            title_id=titles[code] if code else None,
            built_by=seed.built_by,
            kind=seed.kind,
            committee=seed.committee,
            period=period(seed.first, seed.end),
            basis=_GENERAL,
            confidence=U,
        )
        for seed in AUTHORITIES
        for code in seed.titles or ("",)
        if not code or code in titles
    ]
    return len(ApprovalAuthority.objects.bulk_create(rows))


def _bodies() -> int:
    """Whom the rules name to be asked; who answers for the police is for each installation to say."""
    known = set(ConsultedBody.objects.values_list("code", flat=True))
    rows = [
        ConsultedBody(code=code, name=name, role=role, period=period(BEGINNING), basis=_APPRAISAL, confidence=U)
        for code, name, role in BODIES
        if code not in known
    ]
    return len(ConsultedBody.objects.bulk_create(rows))


def _spans(first: date | None) -> tuple[tuple[str, DateRange], ...]:
    """From when on something blocks; before `first` it warns."""
    if first is None:
        return (("block", period(BEGINNING)),)
    return ("warn", period(BEGINNING, first)), ("block", period(first))


def _severities() -> int:
    known = set(RuleParameter.objects.values_list("key", flat=True))
    rows = [
        RuleParameter(
            key=key,
            label=f"{label}: block là không cho trình, warn là chỉ cảnh báo",
            text=text,
            period=days,
            basis="Suy đoán từ danh mục kiểm tra; cấp có thẩm quyền quyết định",
            confidence=I,
        )
        for key, label in SEVERITIES.items()
        if key not in known
        for text, days in _spans(ONLY_WARNED.get(key))
    ]
    return len(RuleParameter.objects.bulk_create(rows))
