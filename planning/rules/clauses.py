"""Kinds of clauses: what particulars each takes, whose sight it needs, and who judges it. One declaration a kind."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from orgtree.choices import Education, Level, Side, StateManagement, Theory
from planning.choices import ClauseKind, Verdict
from planning.rules import judges
from planning.rules.facts import Asked, Facts, Finding, Matter
from planning.rules.judges import RATING_ORDER


@dataclass(frozen=True, slots=True)
class Arg:
    """A particular of a clause: a whole number up to `most`, one of `choices`, or yes/no (`flag`). `words`: how it is
    told, with the value (by its `labels`, where it has any) in place of `%s`."""

    name: str
    words: Any
    needed: bool = True
    most: int = 600
    choices: tuple[str, ...] = ()
    flag: bool = False
    labels: Mapping[str, Any] = field(default_factory=dict)

    def said(self, value) -> str:
        return str(self.words) if self.flag else str(self.words) % str(self.labels.get(value, value))

    def accepts(self, value) -> bool:
        if self.flag:
            return isinstance(value, bool)
        if self.choices:
            return value in self.choices
        return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= self.most


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of clause. `restricted`: judged only for readers of restricted parts; `learning`: read from orgtree's
    TitleStandard, never stored as a clause; `depends`: what of the matter the answer depends on."""

    code: str
    label: Any
    judge: Callable[[Facts, Matter, Asked], Finding]
    args: tuple[Arg, ...] = ()
    restricted: bool = False
    learning: bool = False
    depends: tuple[str, ...] = ()


RATINGS = {
    "failed": _("tasks not completed"),
    "fair": _("tasks completed"),
    "good": _("tasks completed well"),
    "excellent": _("tasks completed excellently"),
}
LEARNING_WORDS = _("%(had)s; at least %(needed)s.")
KINDS = (
    Kind("degree", _("education"), judges.level(Education, "education", LEARNING_WORDS), learning=True),
    Kind("theory", _("political theory"), judges.level(Theory, "theory", LEARNING_WORDS), learning=True),
    Kind(
        "management",
        _("state management"),
        judges.level(StateManagement, "state_management", LEARNING_WORDS),
        learning=True,
    ),
    Kind(
        ClauseKind.HIGHER_TITLE, ClauseKind.HIGHER_TITLE.label, judges.higher_title, depends=("level", "side", "rank")
    ),
    Kind(
        ClauseKind.MONTHS_LEFT,
        ClauseKind.MONTHS_LEFT.label,
        judges.months,
        (Arg("months", _("at least %s months"), needed=False),),
        depends=("level", "counting_day"),
    ),
    Kind(
        ClauseKind.PARTY_YEARS,
        ClauseKind.PARTY_YEARS.label,
        judges.party_years,
        (Arg("years", _("at least %s years"), most=60),),
    ),
    Kind(ClauseKind.OFFICIAL_MEMBER, ClauseKind.OFFICIAL_MEMBER.label, judges.official_member),
    Kind(
        ClauseKind.POST_HELD,
        ClauseKind.POST_HELD.label,
        judges.post_held,
        (
            Arg("level", _("at the level “%s”"), choices=tuple(Level.values), labels=dict(Level.choices)),
            Arg("side", _("on the side “%s”"), needed=False, choices=tuple(Side.values), labels=dict(Side.choices)),
            Arg("years", _("for at least %s years"), needed=False, most=40),
        ),
    ),
    Kind(ClauseKind.NOT_LOCAL, ClauseKind.NOT_LOCAL.label, judges.not_local, depends=("commune_code",)),
    Kind(
        ClauseKind.RATINGS,
        ClauseKind.RATINGS.label,
        judges.ratings,
        (
            Arg("years", _("of %s years"), most=10),
            Arg("least", _("“%s” or better"), choices=tuple(RATING_ORDER), labels=RATINGS),
        ),
    ),
    Kind(
        ClauseKind.NO_DISCIPLINE,
        ClauseKind.NO_DISCIPLINE.label,
        judges.no_discipline,
        (Arg("exceptions", _("with the three exceptions of regulation 377"), needed=False, flag=True),),
        restricted=True,
    ),
    Kind(
        ClauseKind.AGE,
        ClauseKind.AGE.label,
        judges.age_range,
        (
            Arg("least", _("from %s years on"), needed=False, most=100),
            Arg("most", _("up to %s years"), needed=False, most=100),
        ),
    ),
    Kind(ClauseKind.POLITICAL, ClauseKind.POLITICAL.label, judges.political, restricted=True),
)
BY_CODE = {str(kind.code): kind for kind in KINDS}

WITHHELD = Finding(
    Verdict.UNKNOWN,
    _("Only readers of restricted parts of the dossier can say; the appraising body checks it."),
    {},
    True,
)


def judge(facts: Facts, matter: Matter, clause: Asked) -> Finding:
    """What one clause says of one person."""
    kind = BY_CODE[clause.kind]
    if kind.restricted and not facts.restricted:
        return WITHHELD
    return kind.judge(facts, matter, clause)


def said(code: str, args: Mapping[str, Any]) -> str:
    """The particulars of a clause in words; empty for one without."""
    told = (arg.said(args[arg.name]) for arg in BY_CODE[code].args if args.get(arg.name) not in (None, False))
    return ", ".join(told)


def why_not_args(code: str, args) -> str | None:
    """What is wrong with the particulars of a clause, in a sentence; None when nothing is."""
    declared = {arg.name: arg for arg in BY_CODE[code].args}
    if not isinstance(args, dict) or set(args) - set(declared):
        names = ", ".join(declared) or _("nothing")
        return _("A clause of this kind takes: %s.") % names
    for name, arg in declared.items():
        if name not in args:
            if arg.needed:
                return _("This kind of clause needs “%s”.") % name
        elif not arg.accepts(args[name]):
            allowed = ", ".join(arg.choices) or ("true, false" if arg.flag else f"0–{arg.most}")
            return _("“%(name)s” is one of: %(allowed)s.") % {"name": name, "allowed": allowed}
    return None
