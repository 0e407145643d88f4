"""The rounds of a district are played: every step is a call of the action that a click of a user would make.

Nothing here writes a row of a round. What units propose and when was thought out before (`plans`, `rounds`); on each
day of it the clock says that day, so that the accounts that act do so by the grants they held then.
"""

import contextlib
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

from django.db import connection

from anphu.demo import ballots
from anphu.demo.accounts import Account
from anphu.demo.plans import Draft
from anphu.demo.rounds import APPRAISE, APPROVE, KNOWN, RETURN, SUBMIT, Decree, Filing, Held, Progress, Step
from anphu.demo.tree import DAY
from anphu.demo.world import World
from anphu.kit import artifacts, clock, documents
from anphu.kit.notices import mark_read
from orgtree.models import Unit, User
from planning.actions import (
    closings,
    conferences,
    consultations,
    decisions,
    lines,
    publications,
    rounds,
    submissions,
)
from planning.actions.lines import Choice
from planning.choices import Answer, Audience, Proposal, RoundState, RoundVerb, SubmissionState
from planning.models import BallotResult, Conference, Consultation, Line, PlanEntry, StateChange, Submission, Term
from planning.rules import kin
from planning.rules.courses import courses

FILLED = (Submission, Line, Line.pgh_event_model, StateChange, Conference, BallotResult, Consultation, PlanEntry)
LAYOUT = Path(__file__).with_name("minutes.typ")
QUESTION = "Đề nghị cho ý kiến về việc giới thiệu cán bộ của đơn vị vào quy hoạch nơi khác."
ANSWERED = "Thống nhất giới thiệu."
CONFIRMED = timedelta(days=30)
"""Until when units confirm that they know of a decision."""
HURRIED = 2
"""Conferences that a unit has held which is still conferring."""
CLAIMED = 4
"""Submitted lists of the open round that the appraiser is looking at."""


class Player:
    """Plays the rounds of one district, one after the other."""

    def __init__(self, world: World):
        self.world = world
        self.nodes = {node.id: node for node in world.tree.nodes}
        self.terms = {term.code: term for term in Term.objects.all()}
        self.authority = Unit.objects.get(pk=world.tree.root.id)
        self.lists: dict[Filing, int] = {}

    def play(self) -> None:
        for held in self.world.held:
            self._round(held)
            if held.state == RoundState.CLOSED:
                self._read_notices()

    @contextlib.contextmanager
    def _as(self, account: Account, day: date) -> Iterator[User]:
        """The user of an account, on `day`."""
        with clock.replaying(day):
            yield User.objects.get(pk=account.id)

    def _at_work(self, name: str, day: date):
        return self._as(self.world.accounts.at_work(name), day)

    def _secretary(self, unit, day: date):
        return self._as(self.world.accounts.secretary(unit, day), day)

    def _round(self, held: Held) -> None:
        self._nights(held.before)
        self._open(held)
        for filing in held.filings:
            if filing.progress > Progress.UNTOUCHED:
                self._list(filing, held.campaign.day)
        _measure()
        self._consult(held)
        self._confer(held)
        _measure()
        for day, verb, filings in _in_time(held):
            self._step(day, verb, filings)
        if held.state == RoundState.CLOSED:
            last = max(filing.decree.day for filing in held.filings) + KNOWN
            with self._at_work("board", last) as board:
                rounds.move(actor=board, on=last, round=held.id, verb=RoundVerb.CLOSE)
        else:
            self._claim(held)
            self._nights(held.after)

    def _nights(self, decrees: Iterable[Decree]) -> None:
        """What ends by rule is recorded in the night of its day, by the program itself."""
        for decree in decrees:
            with clock.replaying(decree.day):
                closings.close_by_rule(on=decree.day)

    def _open(self, held: Held) -> None:
        campaign, units = held.campaign, [filing.unit.id for filing in held.filings]
        with self._at_work("board", campaign.day) as board:
            row = rounds.prepare(
                actor=board, on=campaign.day, name=campaign.name, kind=campaign.kind, authority=self.authority,
                day=campaign.day, deadline=campaign.deadline, terms=[self.terms[code] for code in campaign.terms],
                units=list(Unit.objects.filter(pk__in=units)),
            )  # fmt: skip
            rounds.move(actor=board, on=campaign.day, round=row.pk, verb=RoundVerb.OPEN)
        held.id = row.pk
        by_unit = dict(Submission.objects.filter(round=row).values_list("unit", "pk"))
        self.lists |= {filing: by_unit[filing.unit.id] for filing in held.filings}

    def _list(self, filing: Filing, day: date) -> None:
        """The secretary says what is proposed for everybody; whose list is only begun, for the first half."""
        begun = filing.progress == Progress.BEGUN
        said = filing.lines[: len(filing.lines) // 2] if begun else [x for x in filing.lines if _changes(x)]
        with self._secretary(filing.unit, day) as secretary:
            if said:
                choices = [_choice(draft) for draft in said]
                lines.choose(actor=secretary, on=day, submission=self.lists[filing], choices=choices)
            if not begun:
                lines.confirm_rest(actor=secretary, on=day, submission=self.lists[filing])

    def _consult(self, held: Held) -> None:
        """Home units are asked about their people, and agree."""
        outside = Line.objects.filter(submission__round=held.id, outsider=True, proposal=Proposal.ADD)
        asked = list(outside.values_list("pk", flat=True))
        if not asked:
            return
        day, answered = held.campaign.day, held.campaign.answered
        with self._at_work("board", day) as board:
            put = consultations.ask(actor=board, on=day, lines=asked, question=QUESTION, home=True, due=answered)
        for row in put:
            self._answer(row, answered)

    def _answer(self, row: Consultation, day: date) -> None:
        with self._secretary(self.nodes[row.unit_id], day) as secretary:
            consultations.answer(
                actor=secretary, on=day, consultation=row.pk, answer=Answer.AGREE, words=ANSWERED
            )  # fmt: skip

    def _confer(self, held: Held) -> None:
        """Every list goes through its conferences; the board's clerk types what the units bring."""
        most = {self.lists[x]: HURRIED if x.progress == Progress.CONFERRING else 99 for x in held.filings}
        waiting = {self.lists[x] for x in held.filings if x.progress >= Progress.CONFERRING}
        minutes, number, day = None, 0, held.campaign.day
        while waiting:
            rows = list(Submission.objects.filter(pk__in=waiting).select_related("round__rule_set").order_by("pk"))
            found = {pk: course for pk, course in courses(rows).items() if course.undone() and most[pk] > number}
            waiting = set(found)
            number, day = number + 1, day + held.campaign.pace
            if not found:
                return
            with self._at_work("board", day) as board:
                minutes = minutes or self._minutes(held, board)
                sittings = [ballots.sitting(course, course.undone(), day, minutes) for course in found.values()]
                written = conferences.hold_many(actor=board, on=day, sittings=sittings)
                conferences.close_many(actor=board, on=day, conferences=[row.pk for row in written])

    def _minutes(self, held: Held, board: User) -> artifacts.Artifact:
        content = documents.pdf(LAYOUT, {"round": held.campaign.name})
        return artifacts.receive(
            io.BytesIO(content), "bien-ban.pdf", actor=board, limit=1 << 20, allowed=artifacts.PAPERS
        )

    def _step(self, day: date, verb: str, filings: list[tuple[Filing, Step]]) -> None:
        if verb == APPRAISE:
            self._appraise(day, [filing for filing, _step in filings])
        elif verb == APPROVE:
            for decree, approved in _by_decree(filings).items():
                self._decide(decree, approved)
        elif verb == RETURN:
            for filing, step in filings:
                self._return(filing, step)
        else:
            for filing, _step in filings:
                with self._secretary(filing.unit, day) as secretary:
                    submissions.move(actor=secretary, on=day, submission=self.lists[filing], verb=SUBMIT)

    def _return(self, filing: Filing, step: Step) -> None:
        """For correction, with a word about the first of the lines that change something."""
        pk = self.lists[filing]
        line = Line.objects.filter(submission=pk).exclude(proposal=Proposal.KEEP).order_by("pk").first()
        with self._at_work("appraiser", step.day) as appraiser:
            submissions.move(
                actor=appraiser, on=step.day, submission=pk, verb=RETURN, reason=step.reason,
                corrections={line.pk: step.reason} if line else None,
            )  # fmt: skip

    def _appraise(self, day: date, filings: list[Filing]) -> None:
        """By the appraiser; lists that are not for him to judge, by the stand-in."""
        keys = [self.lists[filing] for filing in filings]
        barred = self._barred("appraiser", keys, day)
        for name, part in (("appraiser", set(keys) - barred), ("appraiser2", barred)):
            if part:
                with self._at_work(name, day) as user:
                    submissions.move_many(actor=user, on=day, submissions=sorted(part), verb=APPRAISE)

    def _decide(self, decree: Decree, filings: list[Filing]) -> None:
        keys = [self.lists[filing] for filing in filings]
        name = "btv2" if self._barred("btv", keys, decree.day) else "btv"
        with self._at_work(name, decree.day) as user:
            row = decisions.decide(
                actor=user, on=decree.day, submissions=keys, number=decree.number, day=decree.day, note=decree.note
            )
        decree.id = row.pk
        if decree.day + KNOWN <= DAY:
            self._publish(decree)

    def _barred(self, name: str, keys: list[int], day: date) -> set[int]:
        """Which of these lists the account may not judge."""
        rows = list(Submission.objects.filter(pk__in=keys))
        with self._at_work(name, day) as user:
            return {submission for submission, _user in kin.barred(rows, [user])}

    def _publish(self, decree: Decree) -> None:
        """Made known on the next day; each unit confirms it on the same."""
        day = decree.day + KNOWN
        with self._at_work("board", day) as board:
            row = publications.publish(
                actor=board, on=day, decision=decree.id, audience=Audience.UNITS, until=day + CONFIRMED
            )
        for receipt in row.receipts.all():
            with self._secretary(self.nodes[receipt.unit_id], day) as secretary:
                publications.receive(actor=secretary, on=day, receipts=[receipt.pk])

    def _claim(self, held: Held) -> None:
        waiting = [x for x in held.filings if x.state == SubmissionState.SUBMITTED and x.unit.code != "phu-hoi"]
        with self._at_work("appraiser", DAY) as appraiser:
            keys = [self.lists[filing] for filing in waiting[:CLAIMED]]
            submissions.claim_many(actor=appraiser, on=DAY, submissions=keys)

    def _read_notices(self) -> None:
        """What was told in a round that is over has been read."""
        for user in User.objects.filter(notices__read_at=None).distinct():
            mark_read(user)


def _measure() -> None:
    """Let the database know how large the tables have become that this transaction fills: it cannot see it itself."""
    tables = (model._meta.db_table for model in FILLED)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(map(connection.ops.quote_name, tables))}")


def _changes(draft: Draft) -> bool:
    return draft.proposal != Proposal.KEEP


def _choice(draft: Draft) -> Choice:
    return Choice(draft.slot.id, draft.someone.id, draft.proposal, draft.reason, draft.ground or "")


def _in_time(held: Held) -> Iterator[tuple[date, str, list[tuple[Filing, Step]]]]:
    """The steps of a round day by day, those of one kind together."""
    order = (SUBMIT, RETURN, APPRAISE, APPROVE)
    together = defaultdict(list)
    for filing in held.filings:
        for step in filing.steps:
            together[step.day, order.index(step.verb)].append((filing, step))
    for (day, place), filings in sorted(together.items(), key=lambda item: item[0]):
        yield day, order[place], filings


def _by_decree(filings: Iterable[tuple[Filing, Step]]) -> dict[Decree, list[Filing]]:
    found = defaultdict(list)
    for filing, _step in filings:
        found[filing.decree].append(filing)
    return found
