"""What must be complete is listed here in full; a new model, role, verb or field has to take a side."""

import inspect

import pgtrigger
import pytest
from django.apps import apps
from django.core.management import call_command

from anphu.kit.encryption import EncryptedTextField
from orgtree.choices import PARENT_KINDS, SEAT_RANK, CommitteeKind, Kind, Role, Sight, Verb
from orgtree.models import DECIDING_ROLES, ROLE_VERBS
from orgtree.sections import SECTIONS
from planning import states
from planning.choices import RoundState, RoundVerb, SubmissionState, SubmissionVerb
from planning.indicators.definitions import INDICATORS
from planning.rules import moves

MUTABLE = {
    "anphu.Artifact",
    "anphu.DataKey",
    "anphu.Heartbeat",
    "anphu.Job",
    "orgtree.Attachment",
    "orgtree.Campaign",
    "orgtree.CampaignUnit",
    "orgtree.ChangeItem",
    "orgtree.ChangeRequest",
    "orgtree.ClearedWarning",
    "orgtree.CodeEntry",
    "orgtree.Committee",
    "orgtree.DocumentTemplate",
    "orgtree.DossierParameter",
    "orgtree.Draft",
    "orgtree.EthnicGroup",
    "orgtree.ExternalCode",
    "orgtree.Holiday",
    "orgtree.ImportBatch",
    "orgtree.ImportLayout",
    "orgtree.ImportRow",
    "orgtree.ListState",
    "orgtree.Merge",
    "orgtree.NotSame",
    "orgtree.PartyMembership",
    "orgtree.Person",
    "orgtree.Posting",
    "orgtree.Religion",
    "orgtree.RightsDeadline",
    "orgtree.RightsRequest",
    "orgtree.RoleGrant",
    "orgtree.SavedFilter",
    "orgtree.Title",
    "orgtree.TitleStandard",
    "orgtree.Unit",
    "orgtree.UnitVersion",
    "orgtree.User",
    "anphu.Notice",
    "planning.AgendaItem",
    "planning.AppointmentProposal",
    "planning.ApprovalAuthority",
    "planning.BallotResult",
    "planning.Brief",
    "planning.Conference",
    "planning.Consultation",
    "planning.ConsultedBody",
    "planning.CountingDate",
    "planning.LegalDocument",
    "planning.Line",
    "planning.Meeting",
    "planning.PlanTitle",
    "planning.Programme",
    "planning.ProgrammeItem",
    "planning.Receipt",
    "planning.RemovalGround",
    "planning.RetirementAge",
    "planning.Round",
    "planning.RoundStep",
    "planning.RuleParameter",
    "planning.RuleSet",
    "planning.Scenario",
    "planning.ScenarioMove",
    "planning.StandardClause",
    "planning.StepTemplate",
    "planning.Submission",
    "planning.Target",
    "planning.Term",
    *(section.model._meta.label for section in SECTIONS),
}
APPEND_ONLY = {
    "orgtree.Confirmation",
    "orgtree.DossierRead",
    "planning.Comment",
    "planning.Decision",
    "planning.DecisionFile",
    "planning.Evidence",
    "planning.PlanEntry",
    "planning.Publication",
    "planning.Seal",
    "planning.StateChange",
}
DERIVED = {
    "orgtree.UnitLink",
    "planning.Forecast",
    "planning.MeasureFault",
    "planning.MeasuredDay",
    "planning.Outlook",
    "planning.MeasureShare",
    "planning.PastMark",
    "planning.Snapshot",
    "planning.StaleMark",
}
DESKS = {
    *("orgtree.Draft", "orgtree.ImportLayout", "orgtree.ImportRow", "orgtree.ListState", "orgtree.SavedFilter"),
    *("planning.Scenario", "planning.ScenarioMove"),
}
TOOLS = {"anphu.Artifact", "anphu.DataKey", "anphu.Heartbeat", "anphu.Job", "anphu.Notice", "planning.Brief"}
WITHOUT_CONTEXT = {"orgtree.DossierRead", "orgtree.User", "planning.StateChange", *DESKS, *TOOLS, *DERIVED}
"""Tables that are no record of people or plans, are written at sign-in, or carry actor and reason themselves."""


def own_models():
    return {
        model._meta.label: model
        for app in ("anphu", "orgtree", "planning")
        for model in apps.get_app_config(app).get_models()
        if not hasattr(model, "pgh_tracked_model")
    }


def triggers(model) -> set[str]:

    return {trigger.name for owner, trigger in pgtrigger.registered() if owner is model}


def test_every_model_takes_a_side():
    assert own_models().keys() == MUTABLE | APPEND_ONLY | DERIVED
    assert not MUTABLE & APPEND_ONLY
    assert not DERIVED & (MUTABLE | APPEND_ONLY)


@pytest.mark.parametrize("label", sorted(APPEND_ONLY))
def test_append_only_models_are_guarded(label):
    assert triggers(own_models()[label]) & {"append_only", "keep"}


@pytest.mark.parametrize("label", sorted((MUTABLE | APPEND_ONLY) - WITHOUT_CONTEXT))
def test_tracked_models_refuse_anonymous_writes(label):
    assert {"require_context", "insert_insert", "update_update", "delete_delete"} <= triggers(own_models()[label])


DERIVED_FIELDS = {"id", "person", "name_key", "name_fold", "birth_precision"}
"""Keys, and what is computed from an item or kept with it."""


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.code)
def test_every_field_of_a_dossier_is_declared_once(section):
    names = [item.name for item in section.items]
    assert len(names) == len(set(names))
    assert {field.name for field in section.model._meta.fields} - DERIVED_FIELDS == set(names)


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.code)
def test_encrypted_fields_are_restricted(section):
    secret = {item.name for item in section.items if isinstance(section.field(item), EncryptedTextField)}
    assert secret == {item.name for item in section.items if item.sight == Sight.RESTRICTED}


def test_roles_verbs_and_kinds_are_covered():
    assert set(ROLE_VERBS) == set(Role)
    assert set().union(*ROLE_VERBS.values()) == set(Verb)
    assert set(Role) >= DECIDING_ROLES
    assert set(PARENT_KINDS) == set(Kind)
    assert set(SEAT_RANK) - {""} == set(CommitteeKind)
    dossier = {Verb.SEE_PEOPLE, Verb.SEE_RESTRICTED, Verb.EDIT_PEOPLE, Verb.PROPOSE_CHANGES}
    assert not dossier & (ROLE_VERBS[Role.AUDITOR] | ROLE_VERBS[Role.ADMINISTRATOR])


def test_graphs_cover_their_states_and_verbs():
    assert set(states.SUBMISSION.states) == set(SubmissionState.values)
    assert set(states.SUBMISSION.verbs) == set(SubmissionVerb.values)
    assert set(states.ROUND.states) == set(RoundState.values)
    assert set(states.ROUND.verbs) == set(RoundVerb.values)


def test_indicators_are_distinct():
    assert len({i.code for i in INDICATORS}) == len({i.slug for i in INDICATORS}) == len(INDICATORS)


ALLOWED = {
    # (state, verb): who of tests/world.py may take the step with alpha's submission
    ("draft", "submit"): {"alpha_secretary"},
    ("submitted", "take_back"): {"alpha_secretary"},
    ("submitted", "appraise"): {"appraiser"},
    ("submitted", "return"): {"appraiser", "btv"},
    ("appraised", "return"): {"appraiser", "btv"},
    ("appraised", "approve"): {"btv"},
}


def test_matrix_of_state_verb_and_role(world):
    world.confirm("alpha")
    submission = world.submission("alpha")
    allowed: dict[tuple[str, str], set[str]] = {}
    for state in SubmissionState.values:
        submission.state = state
        for verb in SubmissionVerb.values:
            for name in world.users:
                if moves.why_not(submission, verb, user=world.user(name), on=world.today, reason="x") is None:
                    allowed.setdefault((state, verb), set()).add(name)
    assert allowed == ALLOWED


def test_nobody_moves_anything_in_a_round_that_is_not_open(world):
    submission = world.submission("alpha")
    for state in (RoundState.DRAFT, RoundState.CLOSED):
        submission.round.state = state
        refusal = moves.why_not(submission, "submit", user=world.user("alpha_secretary"), on=world.today)
        assert refusal.code == "round_not_open"


def test_nobody_judges_what_they_submitted(world):
    submission = world.submission("alpha")
    submission.state, submission.submitted_by = SubmissionState.SUBMITTED, world.users["appraiser"]
    assert moves.why_not(submission, "appraise", user=world.user("appraiser"), on=world.today).code == "own_work"


@pytest.mark.django_db
def test_migrations_are_complete():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_actions_name_actor_and_day():
    """Every public verb takes `actor` and `on` by keyword and without a default, or is a helper of other actions."""
    from orgtree.actions import campaigns, changes, identity, structure
    from planning.actions import appointments, decisions, lines, rounds, submissions

    verbs = [structure.found, structure.change, structure.end, lines.propose, lines.withdraw, submissions.move]
    verbs += [submissions.move_many, decisions.decide, rounds.prepare, rounds.move]
    verbs += [lines.choose, lines.change_many, lines.confirm_rest, submissions.claim, submissions.claim_many]
    verbs += [submissions.release, submissions.release_many, submissions.comment, rounds.set_steps]
    verbs += [appointments.record, appointments.settle, appointments.settle_many]
    verbs += [identity.merge, identity.unmerge, identity.not_same, changes.propose, changes.withdraw, changes.decide]
    verbs += [changes.accept_many, campaigns.open_campaign, campaigns.close, campaigns.confirm, campaigns.report]
    verbs += [campaigns.reopen]
    for verb in verbs:
        parameters = inspect.signature(inspect.unwrap(verb)).parameters
        for name in ("actor", "on"):
            assert parameters[name].kind is inspect.Parameter.KEYWORD_ONLY
            assert parameters[name].default is inspect.Parameter.empty
