"""Addresses of planning's pages."""

from django.urls import path

from planning.pages import decisions, eligibility, indicators, jobs, plans, rounds, rules, submissions, worklist

urlpatterns = [
    path("", worklist.worklist, name="worklist"),
    path("plans/", plans.plan, name="plan"),
    path("eligibility/", eligibility.eligibility, name="eligibility"),
    path("rules/", rules.rules, name="rules"),
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/new/", rounds.round_new, name="round-new"),
    path("rounds/<int:pk>/", rounds.round, name="round"),
    path("rounds/<int:pk>/move/", rounds.move, name="round-move"),
    path("submissions/<int:pk>/", submissions.submission, name="submission"),
    path("submissions/<int:pk>/move/", submissions.move, name="submission-move"),
    path("submissions/<int:pk>/add/", submissions.line_add, name="submission-line-add"),
    path("lines/<int:pk>/", submissions.line_edit, name="line-edit"),
    path("decisions/", decisions.decisions, name="decisions"),
    path("decisions/new/", decisions.decision_new, name="decision-new"),
    path("decisions/<int:pk>/", decisions.decision, name="decision"),
    path("indicators/", indicators.indicators, name="indicators"),
    path("indicators/<slug:code>/", indicators.indicator, name="indicator"),
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/recompute/", jobs.recompute, name="recompute"),
    path("jobs/<int:pk>/", jobs.job, name="job"),
]
