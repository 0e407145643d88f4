"""The workflow through the administration: the same actions, the same refusals, no second way."""

import pytest
from django.forms import model_to_dict
from django.urls import reverse

from orgtree.choices import Role
from planning.actions import submissions
from planning.models import Decision, Line, PlanEntry, PlanTitle, Round, RuleParameter, StateChange, Submission
from planning.states import ROUND, SUBMISSION

LIST = "admin:planning_{}_changelist"
REASON = {"reason": "Theo yêu cầu của Ban Tổ chức"}


def do(client, model, name, rows, *, confirmed=True, **data):
    """Select rows in the list of `model`, choose the gesture, and confirm it."""
    sent = {"action": name, "index": "0", "_selected_action": [row.pk for row in rows], **data}
    return client.post(reverse(LIST.format(model)), sent | ({"confirmed": "1"} if confirmed else {}))


def told(answer) -> str:
    """The messages on the page that the answer leads to."""
    return " ".join(str(message) for message in answer.context["messages"]) if answer.context else ""


def step(world, name, verb, *units, reason=""):
    ids = [world.submission(unit).pk for unit in units]
    submissions.move_many(actor=world.user(name), on=world.today, submissions=ids, verb=verb, reason=reason)


@pytest.fixture
def submitted(world):
    world.confirm("alpha", "beta")
    step(world, "alpha_secretary", "submit", "alpha")
    step(world, "beta_secretary", "submit", "beta")
    return world


@pytest.fixture
def appraised(submitted):
    step(submitted, "appraiser", "appraise", "alpha", "beta")
    return submitted


def test_many_are_appraised_at_once(submitted, sign_in):
    rows = [submitted.submission("alpha"), submitted.submission("beta")]
    asked = do(sign_in("appraiser"), "submission", "appraise", rows, confirmed=False)
    assert [refusal for _pk, _words, refusal in asked.context["rows"]] == [None, None]
    assert asked.context["versions"] == sorted(f"{row.pk}-{row.version}" for row in rows)

    answer = do(sign_in("appraiser"), "submission", "appraise", rows, **REASON, version=asked.context["versions"])

    assert answer.status_code == 302
    assert {submitted.submission(unit).state for unit in ("alpha", "beta")} == {"appraised"}
    assert StateChange.objects.filter(verb="appraise", actor=submitted.users["appraiser"]).count() == 2


def test_one_that_is_refused_stops_all_and_is_named(submitted, sign_in):
    rows = [submitted.submission("alpha"), submitted.submission("gamma")]
    answer = do(sign_in("appraiser"), "submission", "appraise", rows, **REASON)
    assert answer.status_code == 409
    refused = {pk: refusal.code for pk, _words, refusal in answer.context["rows"] if refusal}
    assert refused == {submitted.submission("gamma").pk: "wrong_state"}
    assert told(answer)
    assert submitted.submission("alpha").state == "submitted"


def test_what_somebody_changed_meanwhile_is_refused(submitted, sign_in):
    row = submitted.submission("alpha")
    answer = do(sign_in("appraiser"), "submission", "appraise", [row], version=[f"{row.pk}-{row.version - 1}"])
    assert answer.status_code == 409
    assert submitted.submission("alpha").state == "submitted"


@pytest.mark.parametrize("version", ["{}-" + "9" * 5000, "9" * 5000 + "-1", "{}-\u0661", "{}-", "-"])
def test_a_version_that_is_none_is_not_looked_at(submitted, sign_in, version):
    row = submitted.submission("alpha")
    assert do(sign_in("appraiser"), "submission", "appraise", [row], version=[version.format(row.pk)]).status_code < 500


def test_returning_needs_a_reason(submitted, sign_in):
    row = submitted.submission("alpha")
    assert do(sign_in("appraiser"), "submission", "return", [row], reason="  ").status_code == 400
    assert submitted.submission("alpha").state == "submitted"
    assert do(sign_in("appraiser"), "submission", "return", [row], **REASON).status_code == 302
    assert submitted.submission("alpha").state == "draft"
    assert StateChange.objects.get(verb="return").reason == REASON["reason"]


def test_one_decision_approves_many(appraised, sign_in):
    rows = [appraised.submission("alpha"), appraised.submission("beta")]
    data = {"number": "15-QĐ/HU", "day": "06/07/2020", "note": ""}
    assert do(sign_in("btv"), "submission", "approve", rows, **data).status_code == 302
    decision = Decision.objects.get(number="15-QĐ/HU")
    assert set(Submission.objects.filter(decision=decision, state="approved")) == set(rows)


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"number": "", "day": "06/07/2020"}, 400),
        ({"number": "15-QĐ/HU", "day": "31/02/2020"}, 400),
        ({"number": "15-QĐ/HU", "day": "08/07/2020"}, 400),
        ({"number": "15-QĐ/HU", "day": "01/06/2020"}, 400),
        ({"number": "15-QĐ/HU", "day": ""}, 400),
    ],
)
def test_approval_with_a_bad_number_or_day_writes_nothing(appraised, sign_in, data, status):
    answer = do(sign_in("btv"), "submission", "approve", [appraised.submission("alpha")], **data, note="")
    assert answer.status_code == status
    assert Decision.objects.count() == 1
    assert appraised.submission("alpha").state == "appraised"


CLAIMS = {"claim", "take_over", "release"}
OFFERED = {
    "board": {"submission": {"confirm"}, "round": {"open", "close"}, "line": {"keep", "remove", "withdraw"}},
    "appraiser": {"submission": {"appraise", "return", *CLAIMS}, "round": set(), "line": set()},
    "btv": {"submission": {"return", "approve"}, "round": set(), "line": set()},
}


@pytest.mark.parametrize("name", OFFERED)
def test_gestures_are_offered_by_right(appraised, sign_in, name):
    for model, gestures in OFFERED[name].items():
        form = sign_in(name).get(reverse(LIST.format(model))).context["action_form"]
        offered = {value for value, _label in form.fields["action"].choices if value} if form else set()
        assert offered == gestures, model


@pytest.mark.parametrize("name", ["board", "appraiser"])
def test_a_gesture_that_is_not_offered_is_not_done(appraised, sign_in, name):
    data = {"number": "15-QĐ/HU", "day": "06/07/2020", "note": ""}
    do(sign_in(name), "submission", "approve", [appraised.submission("alpha")], **data)
    assert appraised.submission("alpha").state == "appraised"


def test_every_verb_of_the_graphs_has_its_gesture():
    from django.contrib import admin

    offered = {model: {g.name for g in admin.site.get_model_admin(model).gestures} for model in (Submission, Round)}
    assert offered == {Submission: {*SUBMISSION.verbs, "confirm", *CLAIMS}, Round: set(ROUND.verbs)}


def test_a_single_row_is_moved_from_its_page_and_leads_back_to_it(submitted, sign_in):
    client = sign_in("appraiser")
    row = submitted.submission("alpha")
    page = client.get(reverse("admin:planning_submission_change", args=[row.pk]))
    assert {gesture.name for gesture, refusal in page.context["steps"] if refusal is None} == {
        "appraise",
        "return",
        "claim",
    }
    answer = do(client, "submission", "appraise", [row], alone="1", **REASON)
    assert answer["Location"] == reverse("admin:planning_submission_change", args=[row.pk])


def test_nothing_of_the_workflow_is_edited_around_the_actions(appraised, sign_in):
    rows = {
        "round": appraised.round,
        "submission": appraised.submission("alpha"),
        "line": Line.objects.first(),
        "decision": Decision.objects.first(),
        "statechange": StateChange.objects.first(),
    }
    for name in ("board", "appraiser", "btv", "admin"):
        client = sign_in(name)
        for model, row in rows.items():
            data = {"state": "approved", "name": "x", "reason": "x", "proposal": "add", "number": "x"}
            address = reverse(f"admin:planning_{model}_change", args=[row.pk])
            assert client.post(address, data).status_code in {302, 403}
            assert client.post(reverse(f"admin:planning_{model}_add"), data).status_code == 403
            address = reverse(f"admin:planning_{model}_delete", args=[row.pk])
            assert client.post(address, {"post": "yes", **REASON}).status_code in {302, 403}
            before = model_to_dict(row)
            row.refresh_from_db()
            assert model_to_dict(row) == before


def round_form(world, **changes):
    return {
        "name": "Rà soát lần hai",
        "kind": "review",
        "authority": world.units["district"].pk,
        "day": "07/07/2020",
        "deadline": "01/09/2020",
        "terms": [term.pk for term in world.terms.values()],
        **changes,
    }


def test_a_round_is_prepared_opened_and_closed(world, sign_in):
    client = sign_in("board")
    address = reverse("admin:planning_round_prepare")
    assert client.post(address, round_form(world)).status_code == 302
    row = Round.objects.get(name="Rà soát lần hai")
    assert row.units.count() == 3
    assert do(client, "round", "close", [row]).status_code == 409
    assert do(client, "round", "open", [row]).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.submissions.count()) == ("open", 3)
    assert do(client, "round", "close", [row]).status_code == 409


@pytest.mark.parametrize(
    "changes",
    [{"name": " "}, {"deadline": "06/07/2020"}, {"day": "31/02/2020"}, {"terms": []}, {"authority": "987654"}],
)
def test_a_round_with_bad_input_is_not_prepared(world, sign_in, changes):
    answer = sign_in("board").post(reverse("admin:planning_round_prepare"), round_form(world, **changes))
    assert answer.status_code == 400
    assert Round.objects.count() == 1


@pytest.mark.parametrize("name", ["appraiser", "btv", "admin"])
def test_only_who_opens_rounds_prepares_one(world, sign_in, name):
    client = sign_in(name)
    assert client.get(reverse("admin:planning_round_prepare")).status_code == 403
    assert client.post(reverse("admin:planning_round_prepare"), round_form(world)).status_code == 403


def addition(world, **changes):
    return {
        "plan_title": world.plan_titles["alpha", "2020-2025", "standing"].pk,
        "person": world.people["lan"].pk,
        "version": world.submission("alpha").version,
        **REASON,
        **changes,
    }


def supplement(client, world, **changes):
    address = reverse("admin:planning_submission_supplement", args=[world.submission("alpha").pk])
    return client.post(address, addition(world, **changes))


def test_a_line_is_supplemented_removed_kept_and_withdrawn(world, sign_in):
    client = sign_in("board")
    assert supplement(client, world).status_code == 302
    added = Line.objects.get(person=world.people["lan"])
    assert (added.proposal, added.reason) == ("add", REASON["reason"])
    assert do(client, "line", "withdraw", [added], reason="").status_code == 302
    assert not Line.objects.filter(pk=added.pk).exists()

    planned = list(Line.objects.filter(submission=world.submission("alpha"), proposal="keep"))
    removal = REASON | {"ground": "low_prestige"}
    assert do(client, "line", "remove", planned, **REASON).status_code == 400
    assert do(client, "line", "remove", planned, **removal | {"reason": ""}).status_code == 400
    seen = do(client, "line", "remove", planned, confirmed=False).context["versions"]
    assert do(client, "line", "remove", planned, **removal, version=seen).status_code == 302
    assert set(Line.objects.filter(pk__in=[row.pk for row in planned]).values_list("proposal", flat=True)) == {"remove"}
    assert do(client, "line", "keep", planned, reason="").status_code == 302
    assert do(client, "line", "keep", planned, reason="", version=seen).status_code == 409
    assert PlanEntry.objects.filter(period__upper_inf=True).count() == 3


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"reason": ""}, 400),
        ({"person": "abc"}, 400),
        ({"person": "987654321"}, 400),
        ({"plan_title": "987654321"}, 400),
        ({"version": "0"}, 409),
    ],
)
def test_a_supplement_with_bad_input_is_refused(world, sign_in, changes, status):
    assert supplement(sign_in("board"), world, **changes).status_code == status
    assert not Line.objects.filter(person=world.people["lan"]).exists()


def test_a_person_already_planned_is_not_added(world, sign_in):
    answer = supplement(sign_in("board"), world, person=world.people["cuong"].pk)
    assert answer.status_code == 409
    assert told(answer)


def test_lines_of_a_submitted_list_stand(submitted, sign_in):
    row = Line.objects.filter(submission=submitted.submission("alpha")).first()
    assert do(sign_in("board"), "line", "remove", [row], **REASON, ground="age").status_code == 409
    page = sign_in("board").get(
        reverse("admin:planning_submission_supplement", args=[submitted.submission("alpha").pk])
    )
    assert page.context["why_not"].code == "wrong_state"


def test_a_secretary_who_also_enters_sees_and_moves_the_own_subtree_only(world, sign_in):
    """Entering is one right, the rows are another: an administrator who is secretary of alpha stays in alpha."""
    from anphu.kit import history
    from anphu.kit.periods import period
    from orgtree.models import RoleGrant
    from tests.world import SINCE

    with history.acting(actor=None, verb="grant", reason="tests"):
        RoleGrant.objects.create(
            user=world.users["alpha_secretary"],
            role=Role.ADMINISTRATOR,
            unit=world.units["alpha"],
            period=period(SINCE),
        )
    client = sign_in("alpha_secretary")
    listed = client.get(reverse(LIST.format("submission")))
    assert [row.unit_name for row in listed.context["cl"].result_list] == ["Đảng bộ xã Khánh An"]
    assert "Phú Hội" not in client.get(reverse(LIST.format("line"))).content.decode()
    beta = world.submission("beta")
    assert do(client, "submission", "submit", [beta]).status_code == 302
    assert world.submission("beta").state == "draft"
    world.confirm("alpha")
    assert do(client, "submission", "submit", [world.submission("alpha")], reason="").status_code == 302
    assert world.submission("alpha").state == "submitted"


def test_plan_titles_are_kept_within_reach(world, sign_in):
    data = {"term": world.terms["2015-2020"].pk, "unit": world.units["gamma"].pk, "title": world.titles["chair"].pk}
    assert (
        sign_in("admin").post(reverse("admin:planning_plantitle_add"), data | {"size": 1, **REASON}).status_code == 302
    )
    made = PlanTitle.objects.get(unit=world.units["gamma"])
    address = reverse("admin:planning_plantitle_change", args=[made.pk])
    sign_in("admin").post(address, {"size": 2, "unit": world.units["beta"].pk, **REASON})
    made.refresh_from_db()
    assert (made.size, made.unit) == (2, world.units["gamma"])
    assert sign_in("board").post(address, {"size": 3, **REASON}).status_code == 403


def test_a_rule_gets_a_new_value_from_a_day_on(world, sign_in):
    client = sign_in("admin")
    old = RuleParameter.objects.get(key="young_age_lt")
    same = {"key": old.key, "label": "Tuổi trẻ", "measure": "tuổi", "basis": "HD 16", "confidence": "S", **REASON}
    same |= {"scope": "central", "divisor": "1"}
    new = same | {"value": "42", "period_first": "01/01/2021", "period_last": ""}
    assert client.post(reverse("admin:planning_ruleparameter_add"), new).status_code == 200
    address = reverse("admin:planning_ruleparameter_change", args=[old.pk])
    ended = same | {"value": "40", "period_first": "01/01/2010", "period_last": "31/12/2020"}
    assert client.post(address, ended).status_code == 302
    assert client.post(reverse("admin:planning_ruleparameter_add"), new).status_code == 302
    assert RuleParameter.objects.filter(key=old.key).count() == 2
