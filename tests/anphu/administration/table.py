"""Who may open which list of the administration, and the addresses of its pages."""

from django.contrib import admin
from django.urls import reverse

from orgtree.admin.dossiers import PartAdmin

BOARD = {"board", "appraiser", "btv"}
AUDITOR = {"auditor"}
ENTER = {*BOARD, "admin", "auditor"}
ADMIN = {"admin"}
NOBODY = set()

HISTORY_OF_CODES = (
    *("orgtree.User", "orgtree.RoleGrant", "orgtree.EthnicGroup", "orgtree.Religion", "orgtree.Title"),
    *("orgtree.TitleStandard", "planning.RuleParameter", "planning.Target", "planning.Term", "planning.PlanTitle"),
    *("orgtree.CodeEntry", "orgtree.ExternalCode", "orgtree.Holiday", "orgtree.RightsDeadline"),
    *("orgtree.DossierParameter", "planning.LegalDocument", "planning.RuleSet", "planning.StandardClause"),
    *("planning.CountingDate", "planning.RetirementAge"),
)
HISTORY_OF_RECORDS = (
    *("orgtree.Unit", "orgtree.UnitVersion", "orgtree.Committee", "orgtree.Person", "orgtree.PartyMembership"),
    *("orgtree.Posting", "planning.Round", "planning.Submission", "planning.Line", "planning.Decision"),
    "planning.PlanEntry",
)

# model: who reads its list, who adds and changes, who deletes
RIGHTS = {
    "orgtree.User": (ADMIN, ADMIN, NOBODY),
    "orgtree.Unit": (ENTER, NOBODY, NOBODY),
    "orgtree.Person": (BOARD, NOBODY, NOBODY),
    "orgtree.Contact": (BOARD, NOBODY, NOBODY),
    "orgtree.HealthCheck": (BOARD, NOBODY, NOBODY),
    "orgtree.EthnicGroup": (ENTER, ADMIN, ADMIN),
    "orgtree.Religion": (ENTER, ADMIN, ADMIN),
    "orgtree.Title": (ENTER, ADMIN, ADMIN),
    "orgtree.TitleStandard": (ENTER, ADMIN, ADMIN),
    "orgtree.CodeEntry": (ENTER, ADMIN, ADMIN),
    "orgtree.DossierParameter": (ENTER, ADMIN, NOBODY),
    "orgtree.Holiday": (ENTER, ADMIN, ADMIN),
    "orgtree.RightsDeadline": (ENTER, ADMIN, NOBODY),
    "anphu.Job": (ENTER, NOBODY, NOBODY),
    "planning.Term": (ENTER, ADMIN, ADMIN),
    "planning.PlanTitle": (ENTER - AUDITOR, ADMIN, ADMIN),
    "planning.CountingDate": (ENTER, ADMIN, ADMIN),
    "planning.LegalDocument": (ENTER, ADMIN, ADMIN),
    "planning.RetirementAge": (ENTER, ADMIN, ADMIN),
    "planning.RuleParameter": (ENTER, ADMIN, NOBODY),
    "planning.RuleSet": (ENTER, ADMIN, NOBODY),
    "planning.StandardClause": (ENTER, ADMIN, ADMIN),
    "planning.Target": (ENTER, ADMIN, ADMIN),
    "planning.MeasuredDay": (ENTER, NOBODY, NOBODY),
    "planning.MeasureFault": (ENTER, NOBODY, NOBODY),
    "planning.Round": (BOARD, NOBODY, NOBODY),
    "planning.Submission": (BOARD, NOBODY, NOBODY),
    "planning.Line": (BOARD, NOBODY, NOBODY),
    "planning.Decision": (BOARD, NOBODY, NOBODY),
    "planning.AppointmentProposal": (BOARD, NOBODY, NOBODY),
    "planning.StateChange": (BOARD, NOBODY, NOBODY),
    "planning.Publication": (BOARD, NOBODY, NOBODY),
    "planning.Receipt": (BOARD, NOBODY, NOBODY),
    "planning.Conference": (BOARD, NOBODY, NOBODY),
    "planning.Consultation": (BOARD, NOBODY, NOBODY),
    "planning.Meeting": (BOARD, NOBODY, NOBODY),
    "planning.Programme": (BOARD, NOBODY, NOBODY),
    "planning.StepTemplate": (ENTER, ADMIN, ADMIN),
    "planning.ConsultedBody": (ENTER, ADMIN, ADMIN),
    "planning.RemovalGround": (ENTER, ADMIN, ADMIN),
    "planning.ApprovalAuthority": (ENTER, ADMIN, ADMIN),
    **{f"{table}Event": (ENTER, NOBODY, NOBODY) for table in HISTORY_OF_CODES},
    **{f"{table}Event": (BOARD | AUDITOR, NOBODY, NOBODY) for table in HISTORY_OF_RECORDS},
}
EVERYBODY = [
    *("board", "appraiser", "btv", "admin", "inspector", "auditor"),
    *("alpha_secretary", "alpha_clerk", "beta_secretary", "nobody"),
]


def address(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def registered():
    """Every list; of the parts of dossiers, made alike by one class (tests/orgtree/test_admin_dossiers.py), two."""
    return {
        model._meta.label: (model, owner)
        for model, owner in admin.site._registry.items()
        if model._meta.label in RIGHTS or not isinstance(owner, PartAdmin)
    }


def status(client, url):
    return client.get(url).status_code
