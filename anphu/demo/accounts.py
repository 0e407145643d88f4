"""Accounts of the demo: eight to sign in with, and those of the secretaries who submitted lists over the years."""

from dataclasses import dataclass, field
from datetime import date

from anphu import demo_accounts
from anphu.demo.people import Someone
from anphu.demo.rounds import Filing
from anphu.demo.tree import Node, Tree
from anphu.kit.names import fold
from orgtree.choices import GRASSROOTS, Role
from planning.choices import SubmissionVerb

DEMO_PASSWORD = demo_accounts.PASSWORD
SINCE = date(2010, 1, 1)

# username, role, slug of the unit ("": the district), what the role is called; the person holds the title in the unit
DEMO = (
    ("board", Role.BOARD_CLERK, "", "Cán bộ Ban Tổ chức Huyện ủy", "DISTRICT_ORGANISATION_DEPUTY"),
    ("appraiser", Role.BOARD_APPRAISER, "", "Người thẩm định, Ban Tổ chức Huyện ủy", "DISTRICT_ORGANISATION_DEPUTY"),
    ("khanhan", Role.UNIT_SECRETARY, "khanh-an", "Bí thư Đảng ủy xã Khánh An", "COMMUNE_SECRETARY"),
    ("phuhoi", Role.UNIT_SECRETARY, "phu-hoi", "Bí thư Đảng ủy xã Phú Hội", "COMMUNE_SECRETARY"),
    ("btv", Role.STANDING_COMMITTEE, "", "Thường trực Huyện ủy", "DISTRICT_DEPUTY_STANDING"),
    ("inspector", Role.INSPECTION, "", "Ủy ban Kiểm tra Huyện ủy", "DISTRICT_INSPECTION_DEPUTY"),
    ("auditor", Role.AUDITOR, "", "Kiểm toán hệ thống", ""),
    ("admin", Role.ADMINISTRATOR, "", "Quản trị hệ thống", ""),
)
ACCOUNTS = tuple((username, description, slug or "an-phu") for username, _, slug, description, _ in DEMO)
"""(username, what it is in Vietnamese, code of the unit)."""
STAND_INS = (
    ("appraiser2", Role.BOARD_APPRAISER, "Người thẩm định thứ hai, Ban Tổ chức Huyện ủy"),
    ("btv2", Role.STANDING_COMMITTEE, "Văn thư Ban Thường vụ Huyện ủy"),
)
"""Those who judge what the one at work may not: lists with their own people on them, or once submitted by them."""
AT_WORK = {"board", "appraiser", "btv"}
"""Those without whom no round can be held; districts made for benchmarks have their own, without a password."""
ACTS = {SubmissionVerb.APPRAISE: "appraiser", SubmissionVerb.RETURN: "appraiser", SubmissionVerb.APPROVE: "btv"}
"""Who makes a step; lists are submitted by the secretary of the unit."""
SECRETARIES = ("COMMUNE_SECRETARY", "GRASSROOTS_SECRETARY", "CELL_SECRETARY")


@dataclass(slots=True, eq=False)
class Account:
    """`called`: the name that pages show. `grants`: role, unit, first day, end."""

    username: str
    called: str = ""
    person: Someone | None = None
    signs_in: bool = False
    active: bool = True
    staff: bool = False
    grants: list[tuple[Role, Node, date, date | None]] = field(default_factory=list)
    id: int = 0


class Accounts:
    """Everybody who ever acted in a district."""

    def __init__(self, tree: Tree, everybody: list[Someone]):
        self.tree = tree
        self.prefix = f"d{tree.place.serial:03d}-" if tree.place.serial else ""
        self.all: dict[str, Account] = {}
        self.by_person: dict[Someone, Account] = {}
        self.terms: dict[Node, list[tuple[date, date | None, Someone]]] = {}
        self.posts = [(someone, post) for someone in everybody for post in someone.posts]
        filing = {node for node in tree.nodes if any(version.kind in GRASSROOTS for version in node.versions)}
        for someone, post in self.posts:
            if post.title in SECRETARIES and post.unit in filing:
                self.terms.setdefault(post.unit, []).append((post.start, post.end, someone))
        self._close_gaps()
        self._open_the_demo()

    def _close_gaps(self) -> None:
        """Until somebody follows, whoever went keeps the desk."""
        for terms in self.terms.values():
            terms.sort(key=lambda term: term[0])
            for place, (start, end, someone) in enumerate(terms[:-1]):
                if end is not None and end < terms[place + 1][0]:
                    terms[place] = (start, terms[place + 1][0], someone)

    def at_work(self, username: str) -> Account:
        """`board`, `appraiser` or `btv` of this district, or the stand-in of one (`appraiser2`, `btv2`)."""
        return self.all[self.prefix + username]

    def actors(self, filing: Filing) -> list[Account]:
        """Who made each step of a filing."""
        return [
            self.at_work(ACTS[step.verb]) if step.verb in ACTS else self.secretary(filing.unit, step.day)
            for step in filing.steps
        ]

    def secretary(self, unit: Node, day: date) -> Account:
        """The account of whoever was secretary of `unit` on `day`, or last before, or first after."""
        terms = self.terms[unit]
        started = [term for term in terms if term[0] <= day]
        someone = max(started)[2] if started else min(terms, key=lambda term: term[0])[2]
        return self.by_person.get(someone) or self._open(someone)

    def _open_the_demo(self) -> None:
        for username, role, slug, description, title in DEMO:
            if self.prefix and username not in AT_WORK:
                continue
            unit = self.tree.at(slug) if slug else self.tree.root
            account = Account(self.prefix + username, signs_in=not self.prefix, staff=role == Role.ADMINISTRATOR)
            account.grants.append((role, unit, SINCE, None))
            self.all[account.username] = account
            account.person = self._holder(unit, title)
            if account.person:
                self._grant_terms(account, besides=unit)
            else:
                account.called = description
        for username, role, called in STAND_INS:
            stand_in = Account(self.prefix + username, called, grants=[(role, self.tree.root, SINCE, None)])
            self.all[stand_in.username] = stand_in

    def _holder(self, unit: Node, title: str) -> Someone | None:
        """Whoever holds the title today and has no account yet."""
        held = (who for who, post in self.posts if (post.unit, post.title, post.end) == (unit, title, None))
        return next((who for who in held if who not in self.by_person), None)

    def _open(self, someone: Someone) -> Account:
        """An account with the grants of all the secretary's terms; it is closed once the last one has ended."""
        account = Account(self._username(someone), person=someone)
        self._grant_terms(account)
        account.active = any(end is None for *_, end in account.grants)
        self.all[account.username] = account
        return account

    def _grant_terms(self, account: Account, besides: Node | None = None) -> None:
        """Let the account act where its person was or is secretary; where it may for good, nothing is added."""
        self.by_person[account.person] = account
        account.called = account.person.name
        account.grants += [
            (Role.UNIT_SECRETARY, unit, max(start, SINCE), end)
            for unit, terms in self.terms.items()
            for start, end, who in terms
            if unit is not besides and who is account.person and (end is None or end > SINCE)
        ]

    def _username(self, someone: Someone) -> str:
        """Given name and initials, as offices do it: Nguyễn Văn Hoàng is `hoangnv`, the next one `hoangnv2`."""
        *others, given = fold(someone.name).split(" ")
        plain = self.prefix + given + "".join(word[0] for word in others)
        taken = sum(name.rstrip("0123456789") == plain for name in self.all)
        return f"{plain}{taken + 1}" if taken else plain
