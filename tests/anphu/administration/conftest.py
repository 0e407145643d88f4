import datetime

import pytest
from django.utils import timezone

from anphu.kit import history, jobs
from anphu.kit.periods import period
from orgtree.choices import Confidence
from orgtree.models import (
    CodeEntry,
    Committee,
    Contact,
    DossierParameter,
    EthnicGroup,
    ExternalCode,
    HealthCheck,
    Holiday,
    Religion,
    RightsDeadline,
    TitleStandard,
)
from planning.actions import decisions, lines, submissions
from planning.models import (
    AppointmentProposal,
    ApprovalAuthority,
    Conference,
    Consultation,
    ConsultedBody,
    CountingDate,
    Decision,
    LegalDocument,
    MeasuredDay,
    MeasureFault,
    Meeting,
    Programme,
    RemovalGround,
    RetirementAge,
    Round,
    RoundStep,
    RuleSet,
    StandardClause,
    StepTemplate,
    Target,
    Term,
)
from tests import world as worlds

UNSURE = {"basis": "x", "confidence": "U"}


@pytest.fixture
def worked(world):
    """Rows for every list: alpha's list with a person added, sent back; beta's approved."""
    lines.propose(
        actor=world.user("alpha_secretary"),
        on=world.today,
        submission=world.submission("alpha").pk,
        plan_title=world.plan_titles["alpha", "2020-2025", "standing"].pk,
        person=world.people["lan"].pk,
        proposal="add",
        reason="Đủ tiêu chuẩn",
    )
    world.confirm("alpha", "beta")
    for name, verb in (("alpha_secretary", "submit"), ("appraiser", "appraise"), ("btv", "return")):
        _step(world, name, "alpha", verb)
    for name, verb in (("beta_secretary", "submit"), ("appraiser", "appraise")):
        _step(world, name, "beta", verb)
    decisions.decide(
        actor=world.user("btv"),
        on=world.today,
        submissions=[world.submission("beta").pk],
        number="2-QĐ/HU",
        day=world.today,
    )
    return world


def _step(world, name, unit, verb):
    submissions.move(
        actor=world.user(name), on=world.today, submission=world.submission(unit).pk, verb=verb, reason="Xem lại"
    )


@pytest.fixture
def three_of_each(worked):
    """At least three rows in every list that somebody may read."""
    with history.acting(actor=None, verb="fill", reason="tests"):
        for number in range(3):
            _codes(worked, number)
            _dossiers(worked, number)
            _law(worked, number)
            _plans(worked, number)
            _process(worked, number)
            jobs.record("planning.recompute", actor=worked.user("board"), unit=list(worked.units.values())[number].pk)
    return worked


def _codes(world, number):
    day = _day(number)
    EthnicGroup.objects.create(code=f"x{number}", name=f"Dân tộc {number}")
    Religion.objects.create(code=f"x{number}", name=f"Tôn giáo {number}")
    entry = CodeEntry.objects.create(scheme="blood", code=f"x{number}", name="x", period=period(worlds.SINCE))
    ExternalCode.objects.create(entry=entry, system="x", code="x")
    DossierParameter.objects.create(key="oldest_years", value=100, period=_one(day), **UNSURE)
    Holiday.objects.create(day=day, name="x")
    RightsDeadline.objects.create(
        kind="see", since=day, acknowledge_days=2, answer_days=10, extension_days=10, basis="x", confidence="S2"
    )


def _dossiers(world, number):
    person = list(world.people.values())[number]
    Contact.objects.create(person=person, residence="x")
    HealthCheck.objects.create(person=person, note="x")
    unit = list(world.units.values())[number]
    Committee.objects.create(unit=unit, kind="executive", size=9, period=period(worlds.SINCE))


def _law(world, number):
    day = _day(number)
    LegalDocument.objects.create(number="x", issuer="x", day=day, title="x", confidence="U")
    RuleSet.objects.create(code=f"x{number}", name="x", scope="province", period=_one(day))
    StandardClause.objects.create(kind="age", args={"most": 60}, period=_one(day), **UNSURE)
    RetirementAge.objects.create(sex="M", born=_one(day), months=720, period=_one(day), **UNSURE)
    level = ("cell", "commune", "district")[number]
    CountingDate.objects.create(term=world.terms["2020-2025"], level=level, day=day, **UNSURE)
    TitleStandard.objects.create(
        title=list(world.titles.values())[number + 1],
        min_education=1,
        min_theory=1,
        min_state_management=1,
        basis="x",
        period=period(worlds.SINCE),
        confidence=Confidence.SEEN,
    )
    MeasuredDay.objects.create(day=_day(number), reason="month_end")
    MeasureFault.objects.create(indicator=f"X{number}", error="division by zero")
    Target.objects.create(indicator="X", year=2030 + number, low=1, wording="x", basis="x", confidence="S")


def _plans(world, number):
    district = world.units["district"]
    AppointmentProposal.objects.create(
        person=list(world.people.values())[number],
        title=world.titles["chair"],
        unit=world.units["alpha"],
        proposed_on=worlds.TODAY,
    )
    Term.objects.create(code=f"x{number}", name=f"Nhiệm kỳ {number}", period=period(worlds.SINCE))
    decision = Decision.objects.create(
        number=f"9{number}-QĐ/HU", day=worlds.TODAY, authority=district, decided_by=world.users["btv"]
    )
    later = Round.objects.create(name=f"Đợt {number}", authority=district, day=worlds.TODAY, deadline=worlds.TODAY)
    later.submissions.create(unit=world.units["alpha"], state="approved", decision=decision)
    known = decision.publications.create(audience="units", day=worlds.TODAY, published_by=world.users["board"])
    known.receipts.create(unit=world.units["alpha"])


def _process(world, number):
    one = _one(_day(number))
    StepTemplate.objects.create(kind="new", position=number + 1, code="x", name="x", period=one, **UNSURE)
    RemovalGround.objects.create(code="age", name="x", kind="review", period=one, **UNSURE)
    ConsultedBody.objects.create(code="x", name="x", period=one, **UNSURE)
    ApprovalAuthority.objects.create(
        level="cell", built_by="x", kind="district", committee="standing", period=one, **UNSURE
    )
    step = RoundStep.objects.create(round=world.round, position=number + 1, code="x", name="x", **UNSURE)
    alpha, clerk = world.submission("alpha"), world.users["alpha_clerk"]
    Conference.objects.create(submission=alpha, step=step, day=worlds.TODAY, recorded_by=clerk)
    line = alpha.lines.order_by("pk")[number]
    Consultation.objects.create(line=line, role="inspection", question="x", asked_by=clerk, asked_on=worlds.TODAY)
    district = world.units["district"]
    Meeting.objects.create(unit=district, kind="standing", name="x", starts_at=timezone.now(), called_by=clerk)
    Programme.objects.create(unit=district, kind="year", name="x", year=2020 + number)


def _day(number: int) -> datetime.date:
    return worlds.TODAY + datetime.timedelta(days=number)


def _one(day: datetime.date):
    """The period of that day alone."""
    return period(day, day + datetime.timedelta(days=1))
