"""The rounds of planning from 2013 to the demo's day, and the steps that every unit's list took in them."""

import enum
import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import takewhile

from anphu.demo import reasons
from anphu.demo.organisations import MERGED_ON
from anphu.demo.plans import Draft, Planner
from anphu.demo.tree import DAY, Node, Tree
from orgtree.choices import Kind
from planning.choices import Proposal, RoundKind, RoundState, SubmissionState, SubmissionVerb

FIRST, SECOND = "2015-2020", "2020-2025"
SUBMIT, APPRAISE, RETURN, APPROVE = (
    SubmissionVerb.SUBMIT, SubmissionVerb.APPRAISE, SubmissionVerb.RETURN, SubmissionVerb.APPROVE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Campaign:
    """One round as the calendar has it. `most`: additions for a term in one unit."""

    name: str
    kind: RoundKind
    terms: tuple[str, ...]
    day: date
    deadline: date
    most: int = 99
    wait: int = 28
    """Days from the deadline to the first decision."""

    @property
    def pace(self) -> timedelta:
        """From one conference to the next: four of them lie before the first list that is submitted."""
        return (self.deadline - self.day) // 10 if self.deadline < DAY else timedelta()

    @property
    def answered(self) -> date:
        """The day on which home units answer about their people."""
        return self.day + self.pace


CALENDAR = (
    Campaign("Quy hoạch cấp ủy, lãnh đạo, quản lý nhiệm kỳ 2015 - 2020", RoundKind.NEW, (FIRST,),
             date(2013, 9, 3), date(2013, 11, 15)),
    Campaign("Rà soát, bổ sung quy hoạch nhiệm kỳ 2015 - 2020, năm 2016", RoundKind.REVIEW, (FIRST,),
             date(2016, 3, 1), date(2016, 4, 15)),
    Campaign("Rà soát, bổ sung quy hoạch nhiệm kỳ 2015 - 2020, năm 2017", RoundKind.REVIEW, (FIRST,),
             date(2017, 3, 1), date(2017, 4, 14)),
    Campaign("Rà soát, bổ sung quy hoạch nhiệm kỳ 2015 - 2020, năm 2018", RoundKind.REVIEW, (FIRST,),
             date(2018, 3, 1), date(2018, 4, 13)),
    Campaign("Quy hoạch cấp ủy, lãnh đạo, quản lý nhiệm kỳ 2020 - 2025", RoundKind.NEW, (SECOND,),
             date(2018, 8, 1), date(2018, 9, 28)),
    Campaign("Rà soát, bổ sung quy hoạch các nhiệm kỳ 2015 - 2020 và 2020 - 2025, năm 2019", RoundKind.REVIEW,
             (FIRST, SECOND), date(2019, 3, 1), date(2019, 4, 12), 6),
    Campaign("Chuyển tiếp quy hoạch khi hợp nhất hai đơn vị văn hóa, truyền thanh", RoundKind.TRANSFER,
             (FIRST, SECOND), date(2019, 5, 29), date(2019, 6, 5), wait=23),
    Campaign("Rà soát, bổ sung quy hoạch các nhiệm kỳ 2015 - 2020 và 2020 - 2025, đầu năm 2020", RoundKind.REVIEW,
             (FIRST, SECOND), date(2020, 1, 6), date(2020, 2, 14), 6),
)  # fmt: skip
OPEN = Campaign(
    "Rà soát, bổ sung quy hoạch các nhiệm kỳ sau đại hội đảng bộ cơ sở, năm 2020", RoundKind.REVIEW, (FIRST, SECOND),
    date(2020, 7, 1), date(2020, 8, 15), 8,
)  # fmt: skip
OPEN_STATES = (
    (SubmissionState.APPROVED, 7), (SubmissionState.APPRAISED, 10), (SubmissionState.SUBMITTED, 15),
    (SubmissionState.DRAFT, 25),
)  # fmt: skip
RETURNED = 6
"""Drafts of the open round that came back with a reason."""
PREPARED = 9
"""Drafts of the open round in which the unit has begun to work, every other one of them with conferences."""
KNOWN = timedelta(days=1)
"""From a decision to the day on which units know of it."""
FIXED = {"khanh-an": SubmissionState.DRAFT, "phu-hoi": SubmissionState.SUBMITTED}


class Progress(enum.IntEnum):
    """How far a unit has come with its list."""

    UNTOUCHED = 0
    BEGUN = 1
    CONFERRING = 2
    WHOLE = 3


@dataclass(slots=True, eq=False)
class Decree:
    """A decision of the district's standing committee, or (`by_rule`) what the program recorded one night."""

    number: str
    day: date
    note: str
    id: int = 0
    by_rule: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    verb: SubmissionVerb
    day: date
    hour: int
    reason: str = ""


@dataclass(slots=True, eq=False)
class Filing:
    """The submission of a unit in a round."""

    unit: Node
    lines: list[Draft]
    steps: list[Step] = field(default_factory=list)
    state: SubmissionState = SubmissionState.DRAFT
    decree: Decree | None = None
    progress: Progress = Progress.WHOLE
    id: int = 0

    @property
    def edits(self) -> int:
        """How often the unit changed a line."""
        return sum(line.proposal != Proposal.KEEP for line in self.lines)


@dataclass(slots=True, eq=False)
class Held:
    """A campaign with what the units filed in it."""

    campaign: Campaign
    state: RoundState
    filings: list[Filing]
    before: list[Decree] = field(default_factory=list)
    """What ended by rule in nights before it."""
    after: list[Decree] = field(default_factory=list)
    """What ends by rule in the night before the demo's day."""
    id: int = 0


class Clerk:
    """Lets the campaigns happen one after the other, numbering decisions by year."""

    def __init__(self, tree: Tree, planner: Planner, rng: random.Random):
        self.tree, self.planner, self.rng = tree, planner, rng
        self.numbers: dict[int, int] = {}
        self.decrees: list[Decree] = []
        self.quiet_since = CALENDAR[0].day

    def run(self) -> list[Held]:
        return [*(self._closed(campaign) for campaign in CALENDAR), self._open()]

    def _closed(self, campaign: Campaign) -> Held:
        """A round that has ended: every list went all the way, group by group under a decision."""
        before = self._nights(campaign)
        self.planner.look(campaign.day, first=campaign.kind == RoundKind.NEW)
        filings = []
        for number, (label, units) in enumerate(self._groups(campaign)):
            day = campaign.deadline + timedelta(days=campaign.wait + 9 * number)
            decree = self._decree(day, f"{campaign.name}: {label}")
            for unit in units:
                filing = Filing(unit, self._lines(unit, campaign))
                filing.steps = self._whole_way(campaign.day, campaign.deadline, decree)
                filing.state, filing.decree = SubmissionState.APPROVED, decree
                filings.append(filing)
        for filing in filings:
            self.planner.carry_out(filing.lines, filing.decree)
        self.quiet_since = max(filing.decree.day for filing in filings) + KNOWN
        return Held(campaign, RoundState.CLOSED, filings, before)

    def _nights(self, campaign: Campaign) -> list[Decree]:
        """What ended by rule since the round before, of every month in its first night, and in that before this one."""
        months = ((self.quiet_since.year * 12 + self.quiet_since.month + n) for n in range(60))
        firsts = takewhile(lambda day: day < campaign.day, (date(n // 12, n % 12 + 1, 1) for n in months))
        return [decree for day in (*firsts, campaign.day) if (decree := self._night(day))]

    def _night(self, day: date) -> Decree | None:
        decree = Decree(f"QT-{day:%d/%m/%Y}", day, "", by_rule=True)
        if not self.planner.end_by_rule(day, decree):
            return None
        self.decrees.append(decree)
        return decree

    def _lines(self, unit: Node, campaign: Campaign) -> list[Draft]:
        if campaign.kind == RoundKind.TRANSFER:
            return self.planner.clear(unit, campaign.terms, reasons.UNITS_MERGE)
        return self.planner.propose(unit, campaign.terms, most=campaign.most)

    def _groups(self, campaign: Campaign) -> list[tuple[str, list[Node]]]:
        """Units that take part, in the groups that are decided together."""
        units = self.tree.grassroots(campaign.day)
        if campaign.kind == RoundKind.TRANSFER:
            return [("hai chi bộ", [unit for unit in units if unit.end == MERGED_ON])]
        kinds = {unit: unit.on(campaign.day) for unit in units}
        communes = [unit for unit in units if kinds[unit].commune_code]
        committees = [u for u in units if kinds[u].kind == Kind.GRASSROOTS_COMMITTEE and u not in communes]
        cells = [unit for unit in units if kinds[unit].kind == Kind.GRASSROOTS_CELL]
        return [
            (f"{len(communes)} đảng bộ xã, thị trấn", communes),
            (f"{len(committees)} đảng bộ cơ sở khác", committees),
            (f"{len(cells)} chi bộ cơ sở", cells),
        ]

    def _decree(self, day: date, note: str) -> Decree:
        self.numbers[day.year] = self.numbers.get(day.year, 20 + day.month * 22) + self.rng.randrange(1, 9)
        decree = Decree(f"{self.numbers[day.year]}-QĐ/HU", day, note)
        self.decrees.append(decree)
        return decree

    def _whole_way(self, first: date, deadline: date, decree: Decree) -> list[Step]:
        """Submitted before the deadline, sometimes returned and submitted again, appraised on one of two days."""
        span = (deadline - first).days
        submitted = first + timedelta(days=round(span * self.rng.uniform(0.5, 0.95)))
        steps = [Step(SUBMIT, submitted, self._hour())]
        if self.rng.random() < 0.12:
            steps.append(Step(RETURN, deadline + timedelta(days=3), self._hour(), self.rng.choice(reasons.RETURNS)))
            steps.append(Step(SUBMIT, deadline + timedelta(days=8), self._hour()))
        appraised = deadline + timedelta(days=14 if self.rng.randrange(12, 22) < 17 else 21)
        steps.append(Step(APPRAISE, appraised, self._hour()))
        return [*steps, Step(APPROVE, decree.day, 16, decree.number)]

    def _hour(self) -> int:
        return self.rng.choice((8, 9, 10, 14, 15))

    def _open(self) -> Held:
        """The round that is under way on the demo's day, with units in every state of the work."""
        before = self._nights(OPEN)
        self.planner.look(OPEN.day, first=False)
        states = self._states()
        decrees = [self._decree(DAY - timedelta(days=days), f"{OPEN.name}: đợt {n}") for n, days in ((1, 4), (2, 1))]
        drafts = [u for u, state in states.items() if state == SubmissionState.DRAFT and u not in self._fixed()]
        untouched = set(drafts[RETURNED + PREPARED :])
        returned = set(drafts[:RETURNED])
        begun = dict.fromkeys(self._fixed(), Progress.BEGUN)
        begun |= {unit: Progress(1 + number % 2) for number, unit in enumerate(drafts[RETURNED : RETURNED + PREPARED])}
        begun |= dict.fromkeys(untouched, Progress.UNTOUCHED)
        filings = []
        for number, (unit, state) in enumerate(states.items()):
            lines = self.planner.keep(unit, OPEN.terms) if unit in untouched else self._lines(unit, OPEN)
            filing = Filing(unit, lines, self._open_steps(state, unit in returned, decrees[number % 2]), state)
            if state == SubmissionState.DRAFT:
                filing.progress = begun.get(unit, Progress.WHOLE)
            if state == SubmissionState.APPROVED:
                filing.decree = decrees[number % 2]
                self.planner.carry_out(lines, filing.decree)
            filings.append(filing)
        filings.sort(key=lambda filing: filing.unit.id)
        after = [decree] if (decree := self._night(DAY)) else []
        return Held(OPEN, RoundState.OPEN, filings, before, after)

    def _fixed(self) -> dict[Node, SubmissionState]:
        return {node: state for slug, state in FIXED.items() if (node := self.tree.by_code.get(slug))}

    def _states(self) -> dict[Node, SubmissionState]:
        """A state for each unit: the quotas at random, but the demo's two communes where their guides expect them."""
        units = self.tree.grassroots(DAY)
        fixed = self._fixed()
        states = [state for state, count in OPEN_STATES for _ in range(count)]
        for state in fixed.values():
            states.remove(state)
        rest = [unit for unit in units if unit not in fixed]
        self.rng.shuffle(states)
        return fixed | dict(zip(rest, states, strict=True))

    def _open_steps(self, state: SubmissionState, returned: bool, decree: Decree) -> list[Step]:
        day = OPEN.day
        submit = Step(SUBMIT, day, self._hour())
        if state == SubmissionState.DRAFT:
            reason = self.rng.choice(reasons.RETURNS)
            return [submit, Step(RETURN, day + timedelta(days=2), self._hour(), reason)] if returned else []
        appraise = Step(APPRAISE, day + timedelta(days=1), self._hour())
        approve = Step(APPROVE, decree.day, 16, decree.number)
        return {
            SubmissionState.SUBMITTED: [Step(SUBMIT, day + timedelta(days=self.rng.randrange(6)), self._hour())],
            SubmissionState.APPRAISED: [submit, appraise],
            SubmissionState.APPROVED: [submit, appraise, approve],
        }[state]
