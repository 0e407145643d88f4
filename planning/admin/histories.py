"""The history of every tracked table of planning."""

from django.db.models import Model, Q
from django.utils.translation import gettext_lazy as _

from anphu.kit import clock
from anphu.kit.admin import label_with
from orgtree.admin.histories import DEEDS, Condition, History, everything, register, within
from orgtree.choices import Verb
from orgtree.queries.reach import any_reaches
from orgtree.queries.units import versions_on
from planning.choices import SubmissionVerb
from planning.models import (
    CountingDate,
    Decision,
    LegalDocument,
    Line,
    PlanEntry,
    PlanTitle,
    RetirementAge,
    Round,
    RuleParameter,
    RuleSet,
    StandardClause,
    Submission,
    Target,
    Term,
)
from planning.queries.decisions import decisions_reached

_REFERENCE = (Verb.SEE_HISTORY, Verb.MANAGE_REFERENCE)


def of_plan_titles(*verbs: str) -> Condition:
    """Events of units where the reader has the right to histories and `verbs`, or keeps the plan titles."""
    known = within("unit", *verbs)

    def reach(user, on) -> Q:
        return known(user, on) | any_reaches(user, (Verb.MANAGE_REFERENCE,), on)

    return reach


def of_decisions(*verbs: str) -> Condition:
    """Events of decisions about units where the reader has the right to histories and `verbs`."""

    def reach(user, on) -> Q:
        return Q(id__in=decisions_reached(user, (Verb.SEE_HISTORY, *verbs), on).values("pk"))

    return reach


def _plans(model: type[Model], title: str, headline: tuple[str, ...], unit: str) -> History:
    """The history of what is planned in `unit`: its values are told to those who may see plans there."""
    return History(model, title, headline, within(unit), told=within(unit, Verb.SEE_PLANS))


HISTORIES = (
    History(RuleParameter, _("History of rule parameters"), ("label",), everything, _REFERENCE),
    History(LegalDocument, _("History of legal documents"), ("number", "issuer"), everything, _REFERENCE),
    History(RuleSet, _("History of rule sets"), ("name",), everything, _REFERENCE),
    History(StandardClause, _("History of clauses of standards"), ("kind", "title"), everything, _REFERENCE),
    History(CountingDate, _("History of counting days"), ("term", "level"), everything, _REFERENCE),
    History(RetirementAge, _("History of retirement ages"), ("sex", "born"), everything, _REFERENCE),
    History(Target, _("History of targets"), ("indicator", "year"), everything, _REFERENCE),
    History(Term, _("History of terms"), ("name",), everything, _REFERENCE),
    History(
        PlanTitle,
        _("History of plan titles"),
        ("title", "unit", "term"),
        of_plan_titles(),
        _REFERENCE,
        told=of_plan_titles(Verb.SEE_PLANS),
    ),
    _plans(Round, _("History of rounds"), ("name",), "authority"),
    _plans(Submission, _("History of submissions"), ("unit", "round"), "unit"),
    _plans(Line, _("History of lines"), ("person", "plan_title"), "submission__unit"),
    History(
        Decision,
        _("History of decisions"),
        ("number", "authority"),
        of_decisions(),
        told=of_decisions(Verb.SEE_PLANS),
    ),
    _plans(PlanEntry, _("History of plan entries"), ("person", "plan_title"), "plan_title__unit"),
)

PLANNING_DEEDS = {
    **{verb.value: verb.label for verb in SubmissionVerb},
    "prepare_round": _("round prepared"),
    "amend_round": _("round in preparation amended"),
    "open_round": _("round opened"),
    "close_round": _("round closed"),
    "discard_round": _("round in preparation taken back"),
    "postpone_round": _("deadline moved"),
    "choose_lines": _("several lines chosen"),
    "confirm_lines": _("the rest of the list kept"),
    "propose_keep": _("proposed to keep"),
    "propose_add": _("proposed to add"),
    "propose_remove": _("proposed to remove"),
    "propose_move": _("proposed to move"),
    "propose_withdrawn": _("addition withdrawn"),
    "claim": _("looked at"),
    "release": _("no longer looked at"),
    "close_conference": _("conference closed"),
    "correct_decision": _("earlier decision corrected"),
    "close_by_rule": _("ended by rule"),
}


def names_of_plan_titles(ids) -> dict[int, str]:
    rows = PlanTitle._base_manager.filter(pk__in=ids).select_related("title", "term")
    units = versions_on((row.unit_id for row in rows), clock.today())
    return {row.pk: f"{row.title.name}, {units[row.unit_id].name} ({row.term.name})" for row in rows}


def names_of_submissions(ids) -> dict[int, str]:
    rows = Submission._base_manager.filter(pk__in=ids).select_related("round")
    units = versions_on((row.unit_id for row in rows), clock.today())
    return {row.pk: f"{units[row.unit_id].name}, {row.round.name}" for row in rows}


label_with(PlanTitle, names_of_plan_titles)
label_with(Submission, names_of_submissions)
register(HISTORIES, DEEDS | PLANNING_DEEDS)
