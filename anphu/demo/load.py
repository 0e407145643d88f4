"""Write districts into the database by COPY, one transaction a district."""

import contextlib
from collections.abc import Iterable, Iterator
from datetime import date

from django.contrib.auth.hashers import make_password
from django.core.management.color import no_style
from django.db import connection, models, transaction

from anphu.demo.accounts import DEMO_PASSWORD, Account
from anphu.demo.dossiers import write as dossiers
from anphu.demo.dossiers.reviews import at
from anphu.demo.dossiers.write import Dossiers
from anphu.demo.people import Someone
from anphu.demo.rounds import Filing
from anphu.demo.tree import Node
from anphu.demo.world import SEED, World
from anphu.kit import history, names
from orgtree.actions.structure import version_sort_key
from orgtree.models import (
    Committee,
    EthnicGroup,
    PartyMembership,
    Person,
    Posting,
    Religion,
    RoleGrant,
    Title,
    Unit,
    UnitVersion,
    User,
)
from planning.models import (
    ConsultedBody,
    Decision,
    Line,
    PlanEntry,
    PlanTitle,
    Round,
    RuleSet,
    StateChange,
    Submission,
    Term,
)
from planning.states import SUBMISSION

TABLES = (
    Unit, UnitVersion, Committee, Person, PartyMembership, Posting, User, RoleGrant, PlanTitle, Decision, PlanEntry,
    Round, Submission, Line, StateChange, *dossiers.TABLES,
)  # fmt: skip
SALT = "anphudemoanphudemo"
"""The demo's password is public, so its salt may be: the same rows are written every time."""


def days(start: date, end: date | None = None) -> str:
    """A half-open range as PostgreSQL reads it."""
    return f"[{start},{end or ''})"


class Loader:
    """Gives ids and writes rows. One loader for a whole installation."""

    def __init__(self):
        self.last = {model: model.objects.aggregate(last=models.Max("pk"))["last"] or 0 for model in TABLES}
        self.titles = dict(Title.objects.values_list("code", "pk"))
        self.ethnic = dict(EthnicGroup.objects.values_list("code", "pk"))
        self.religions = dict(Religion.objects.values_list("code", "pk"))
        self.terms = dict(Term.objects.values_list("code", "pk"))
        self.password = make_password(DEMO_PASSWORD, salt=SALT)

    def load(self, world: World, *, rounds: bool) -> dict[type[models.Model], range]:
        """Write one district; `rounds`: with the rows of its rounds, for a district in which none are played. Returns
        the ids of its rows."""
        before = dict(self.last)
        with self.writing(f"Nạp dữ liệu trình diễn: huyện {world.tree.place.name}"):
            self._units(world.tree.nodes)
            self._committees(world)
            self._people(world)
            self._accounts(world)
            self._titles(world)
            if rounds:
                self._decisions(world)
                self._rounds(world)
                self._submissions(world)
                self._plan(world)
            else:
                self._bodies(world)
            Dossiers(self, world, SEED).write()
        return {model: range(before[model] + 1, last + 1) for model, last in self.last.items()}

    def load_above(self, nodes: list[Node]) -> None:
        """Write the units above the districts."""
        with self.writing("Nạp dữ liệu trình diễn: các đơn vị cấp trên"):
            self._units(nodes)

    @contextlib.contextmanager
    def writing(self, reason: str) -> Iterator[None]:
        """Rows come in inside one transaction, with a reason for their history."""
        acting = history.acting(actor=None, verb="demo", reason=reason)
        with transaction.atomic(), acting, connection.cursor() as self.cursor:
            history.bind(self.cursor)
            yield

    def close_accounts(self, world: World) -> None:
        """Who has left the last post has no account any more; while rounds are played, everybody has one."""
        closed = [account.id for account in world.accounts.all.values() if not account.active]
        with self.writing("Khóa tài khoản của người đã thôi giữ chức"):
            User.objects.filter(pk__in=closed).update(is_active=False)

    def finish(self) -> None:
        """Let the database hand out ids after ours, and know how large its tables are."""
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), TABLES):
                cursor.execute(statement)
            cursor.execute("ANALYZE")

    def copy(self, model, fields: str, rows: Iterable[tuple]) -> None:
        """`fields`: names of the model's fields in the order of a row's values. Rows are made before the COPY begins:
        whatever asks the database while it runs would wait for ever."""
        rows = list(rows)
        columns = [model._meta.get_field(name).column for name in fields.split()]
        table = connection.ops.quote_name(model._meta.db_table)
        with self.cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    def next(self, model) -> int:
        self.last[model] += 1
        return self.last[model]

    def _number(self, model, rows: Iterable) -> None:
        for row in rows:
            row.id = self.next(model)

    def _units(self, nodes: list[Node]) -> None:
        self._number(Unit, nodes)
        self.copy(Unit, "id code", ((node.id, node.code) for node in nodes))
        self.copy(
            UnitVersion,
            "id unit name short_name kind parent sector commune_code sort_key period",
            (
                (
                    self.next(UnitVersion), node.id, v.name, v.short_name, v.kind.value, v.parent and v.parent.id,
                    str(v.sector), v.commune_code, version_sort_key(v.name), days(v.start, v.end),
                )
                for node in nodes
                for v in node.versions
            ),
        )  # fmt: skip

    def _committees(self, world: World) -> None:
        self.copy(
            Committee,
            "id unit kind size period",
            (
                (self.next(Committee), size.unit.id, size.kind.value, size.seats, days(size.start, size.end))
                for size in world.sizes
            ),
        )

    def _people(self, world: World) -> None:
        self._number(Person, world.people)
        self.copy(
            Person,
            "id full_name other_name name_key name_fold sex birth_date birth_precision ethnic_group religion home_town"
            " home_commune_code identity_number party_card education theory state_management",
            (self._person(someone) for someone in world.people),
        )
        self.copy(
            PartyMembership,
            "id person unit period admitted_on official_on",
            (
                (
                    self.next(PartyMembership), someone.id, row.cell.id, days(row.start, row.end), someone.admitted,
                    someone.official,
                )
                for someone in world.people
                for row in someone.belongings
            ),
        )  # fmt: skip
        self.copy(
            Posting,
            "id person unit title period",
            (
                (self.next(Posting), someone.id, post.unit.id, self.titles[post.title], days(post.start, post.end))
                for someone in world.people
                for post in someone.posts
            ),
        )

    def _person(self, someone: Someone) -> tuple:
        return (
            someone.id, someone.name, someone.other_name, names.sort_key(someone.name),
            names.fold(f"{someone.name} {someone.other_name}"), someone.sex.value, someone.born,
            someone.precision.value, self.ethnic[someone.ethnic], self.religions[someone.religion], someone.home,
            someone.home_code, someone.identity, someone.card,
            someone.education, someone.theory, someone.management,
        )  # fmt: skip

    def _rounds(self, world: World) -> None:
        root = world.tree.root.id
        self._number(Round, world.held)
        rules = [RuleSet.objects.in_force(held.campaign.day).pk for held in world.held]
        self.copy(
            Round,
            "id name kind state authority day deadline rule_set",
            (
                (
                    held.id, held.campaign.name, held.campaign.kind.value, held.state.value, root, held.campaign.day,
                    held.campaign.deadline, rule_set,
                )
                for held, rule_set in zip(world.held, rules, strict=True)
            ),
        )  # fmt: skip
        pairs = [(held.id, self.terms[term]) for held in world.held for term in held.campaign.terms]
        self.copy(Round.terms.through, "round term", pairs)
        pairs = [(held.id, filing.unit.id) for held in world.held for filing in held.filings]
        self.copy(Round.units.through, "round unit", pairs)
        for held in world.held:
            self._number(Submission, held.filings)

    def _accounts(self, world: World) -> None:
        accounts = list(world.accounts.all.values())
        self._number(User, accounts)
        self.copy(
            User,
            "id username password last_name first_name email is_active is_staff is_superuser date_joined person",
            (
                (
                    account.id, account.username, self.password if account.signs_in else "!demo", *_names(account), "",
                    True, account.staff, False, at(date(2010, 1, 1), 8), account.person and account.person.id,
                )
                for account in accounts
            ),
        )  # fmt: skip
        self.copy(
            RoleGrant,
            "id user role unit period",
            (
                (self.next(RoleGrant), account.id, role.value, unit.id, days(start, end))
                for account in accounts
                for role, unit, start, end in account.grants
            ),
        )

    def _decisions(self, world: World) -> None:
        self._number(Decision, world.clerk.decrees)
        decider = world.accounts.at_work("btv").id
        self.copy(
            Decision,
            "id number day authority kind signer signer_title note decided_by recorded_at",
            (
                (
                    decree.id,
                    decree.number,
                    decree.day,
                    world.tree.root.id,
                    "by_rule" if decree.by_rule else "approval",
                    "",
                    "",
                    decree.note,
                    None if decree.by_rule else decider,
                    at(decree.day, 0, 30) if decree.by_rule else at(decree.day, 16, 30),
                )
                for decree in world.clerk.decrees
            ),
        )

    def _submissions(self, world: World) -> None:
        actors = world.actors
        self.copy(
            Submission,
            "id round unit state version submitted_by decision",
            (
                (
                    filing.id, held.id, filing.unit.id, filing.state.value, 1 + filing.edits + len(filing.steps),
                    _submitter(filing, actors[filing]), filing.decree and filing.decree.id,
                )
                for held in world.held
                for filing in held.filings
            ),
        )  # fmt: skip
        self.copy(
            StateChange,
            "id submission verb source target actor reason day at",
            (row for held in world.held for filing in held.filings for row in self._steps(filing, actors[filing])),
        )

    def _steps(self, filing: Filing, actors: list[Account]) -> Iterator[tuple]:
        state = SUBMISSION.start
        for step, actor in zip(filing.steps, actors, strict=True):
            target = SUBMISSION.find(state, step.verb).target
            yield (
                self.next(StateChange), filing.id, step.verb.value, str(state), str(target), actor.id, step.reason,
                step.day, at(step.day, step.hour, filing.id % 60),
            )  # fmt: skip
            state = target

    def _titles(self, world: World) -> None:
        """What each unit plans for."""
        slots = [slot for by_title in world.planner.slots.values() for slot in by_title.values()]
        self._number(PlanTitle, slots)
        self.copy(
            PlanTitle,
            "id term unit title size",
            ((slot.id, self.terms[slot.term], slot.unit.id, self.titles[slot.title.code], slot.size) for slot in slots),
        )

    def _bodies(self, world: World) -> None:
        """Where rounds are played, the police are asked through their own Party organisation."""
        ConsultedBody.objects.filter(code="police").update(unit=world.tree.by_code["cong-an"].id)

    def _plan(self, world: World) -> None:
        grounds = {
            (line.slot, line.someone, filing.decree): line.ground or ""
            for held in world.held
            for filing in held.filings
            if filing.decree
            for line in filing.lines
        }
        self.copy(
            PlanEntry,
            "id plan_title person period opened_by closed_by ground",
            (
                (
                    self.next(PlanEntry), entry.slot.id, entry.someone.id,
                    days(entry.opened.day, entry.closed and entry.closed.day), entry.opened.id,
                    entry.closed and entry.closed.id,
                    entry.ground or grounds.get((entry.slot, entry.someone, entry.closed), ""),
                )
                for entry in world.planner.entries
            ),
        )  # fmt: skip
        self.copy(
            Line,
            "id submission plan_title person proposal reason ground outsider",
            (
                (
                    self.next(Line),
                    filing.id,
                    line.slot.id,
                    line.someone.id,
                    line.proposal.value,
                    line.reason,
                    line.ground or "",
                    False,
                )
                for held in world.held
                for filing in held.filings
                for line in filing.lines
            ),
        )


def _names(account: Account) -> tuple[str, str]:
    """Family and middle name, given name; what an account without a person is called stays in one piece."""
    if account.person is None:
        return account.called, ""
    family, _, given = account.called.rpartition(" ")
    return family, given


def _submitter(filing: Filing, actors: list[Account]) -> int | None:
    """Id of whoever submitted last."""
    submitted = [actor.id for step, actor in zip(filing.steps, actors, strict=True) if step.verb == "submit"]
    return submitted[-1] if submitted else None
