from django.urls import path
from rest_framework.routers import SimpleRouter

from planning.api.advice import AppointmentProposals, Comments
from planning.api.conferences import Conferences
from planning.api.consultations import Consultations
from planning.api.coverage import Coverage, Successions
from planning.api.decisions import Decisions
from planning.api.differences import Differences
from planning.api.documents import Documents, Tallies
from planning.api.eligibility import Eligibility
from planning.api.entries import PlanEntries
from planning.api.forecasts import Forecasts
from planning.api.indicators import Indicators, Values
from planning.api.jobs import Jobs
from planning.api.lines import Lines
from planning.api.meetings import AgendaItems, Meetings
from planning.api.notices import Notices
from planning.api.paths import Paths
from planning.api.programmes import ProgrammeItems, Programmes
from planning.api.publications import Publications, Receipts
from planning.api.rounds import Rounds
from planning.api.rules import Bodies, Rules
from planning.api.scenarios import Scenarios
from planning.api.series import OneIndicator
from planning.api.solver import Solver
from planning.api.steps import RoundSteps
from planning.api.submissions import Submissions
from planning.api.terms import PlanTitles, Terms

router = SimpleRouter(use_regex_path=False)
router.register("terms", Terms, "api-term")
router.register("plan-titles", PlanTitles, "api-plan-title")
router.register("plan-entries", PlanEntries, "api-plan-entry")
router.register("plan-differences", Differences, "api-plan-difference")
router.register("plan-coverage", Coverage, "api-plan-coverage")
router.register("eligibility", Eligibility, "api-eligibility")
router.register("rules", Rules, "api-rule")
router.register("consulted-bodies", Bodies, "api-consulted-body")
router.register("rounds", Rounds, "api-round")
router.register("round-steps", RoundSteps, "api-round-step")
router.register("submissions", Submissions, "api-submission")
router.register("lines", Lines, "api-line")
router.register("comments", Comments, "api-comment")
router.register("appointment-proposals", AppointmentProposals, "api-appointment-proposal")
router.register("conferences", Conferences, "api-conference")
router.register("consultations", Consultations, "api-consultation")
router.register("decisions", Decisions, "api-decision")
router.register("publications", Publications, "api-publication")
router.register("receipts", Receipts, "api-receipt")
router.register("notices", Notices, "api-notice")
router.register("indicators", Indicators, "api-indicator")
router.register("forecasts", Forecasts, "api-forecast")
router.register("scenarios", Scenarios, "api-scenario")
router.register("jobs", Jobs, "api-job")
router.register("meetings", Meetings, "api-meeting")
router.register("agenda-items", AgendaItems, "api-agenda-item")
router.register("programmes", Programmes, "api-programme")
router.register("programme-items", ProgrammeItems, "api-programme-item")

urlpatterns = [
    path("indicators/values/", Values.as_view({"get": "list"}), name="api-indicator-values"),
    path("solver/", Solver.as_view({"post": "create"}), name="api-solver"),
    *(
        path(f"indicators/<str:code>/{name}/", OneIndicator.as_view({"get": name}), name=f"api-indicator-{name}")
        for name in ("series", "behind", "changes")
    ),
    path("people/<int:pk>/plans/", Paths.as_view({"get": "list"}), name="api-person-path"),
    path("units/<int:pk>/succession/", Successions.as_view({"get": "list"}), name="api-succession"),
    *(
        path(f"{noun}/<int:pk>/documents/<slug:form>/", Documents.as_view({"get": "retrieve"}, about=about), name=name)
        for noun, about, name in (
            ("submissions", "submission", "api-submission-document"),
            ("rounds", "round", "api-round-document"),
            ("decisions", "decision", "api-decision-document"),
            ("conferences", "conference", "api-conference-document"),
            ("units", "unit", "api-unit-document"),
        )
    ),
    path("submissions/<int:pk>/tally/<int:step>/", Tallies.as_view({"get": "retrieve"}), name="api-step-document"),
    *router.urls,
]
