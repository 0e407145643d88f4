"""The history of every tracked table of planning."""

from django.utils.translation import gettext_lazy as _

from anphu.kit import clock
from anphu.kit.admin import label_with
from orgtree.admin.histories import DEEDS, History, everything, register, within
from orgtree.choices import Verb
from orgtree.queries.reach import any_reaches
from orgtree.queries.units import versions_on
from planning.choices import SubmissionVerb
from planning.models import Decision, Line, PlanEntry, PlanTitle, Round, RuleParameter, Submission, Target, Term

_REFERENCE = (Verb.SEE_HISTORY, Verb.MANAGE_REFERENCE)


def of_plan_titles(rows, user, on):
    return rows.filter(any_reaches(user, _REFERENCE, on))


def of_decisions(rows, user, on):
    return rows.filter(id__in=Decision.objects.visible_to(user, on).values("pk"))


HISTORIES = (
    History(RuleParameter, _("History of rule parameters"), ("label",), everything, _REFERENCE),
    History(Target, _("History of targets"), ("indicator", "year"), everything, _REFERENCE),
    History(Term, _("History of terms"), ("name",), everything, _REFERENCE),
    History(PlanTitle, _("History of plan titles"), ("title", "unit", "term"), of_plan_titles, _REFERENCE),
    History(Round, _("History of rounds"), ("name",), within("authority", Verb.SEE_PLANS)),
    History(Submission, _("History of submissions"), ("unit", "round"), within("unit", Verb.SEE_PLANS)),
    History(Line, _("History of lines"), ("person", "plan_title"), within("submission__unit", Verb.SEE_PLANS)),
    History(Decision, _("History of decisions"), ("number", "authority"), of_decisions),
    History(
        PlanEntry, _("History of plan entries"), ("person", "plan_title"), within("plan_title__unit", Verb.SEE_PLANS)
    ),
)

PLANNING_DEEDS = {
    **{verb.value: verb.label for verb in SubmissionVerb},
    "prepare_round": _("round prepared"),
    "open_round": _("round opened"),
    "close_round": _("round closed"),
    "propose_keep": _("proposed to keep"),
    "propose_add": _("proposed to add"),
    "propose_remove": _("proposed to remove"),
    "withdraw_line": _("addition withdrawn"),
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
