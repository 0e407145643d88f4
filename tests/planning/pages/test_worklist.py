from django.urls import reverse

from orgtree.actions import campaigns, changes
from orgtree.models import User
from orgtree.sections import BY_CODE, CORE
from planning.actions import consultations, submissions
from tests.planning.pages.conftest import words
from tests.world import TODAY


def titles(answer):
    return [(str(group.wording.title), group.number) for group in answer.context["groups"]]


def test_worklist_of_a_secretary_is_the_own_list_with_one_action(world, ask):
    answer = ask("alpha_secretary", "worklist")
    own = answer.context["own"]
    assert [row.unit_version.name for row in own] == ["Đảng bộ xã Khánh An"]
    assert titles(answer) == []
    assert f'href="{reverse("submission", args=[own[0].pk])}">Continue the list' in words(answer)
    assert "39 days left" in words(answer)


def test_worklist_of_a_secretary_says_where_a_submitted_list_is(step, ask):
    step("alpha", "submit", "alpha_secretary")
    assert "The list is with the organization board for appraisal." in words(ask("alpha_secretary", "worklist"))


def test_worklist_of_the_board_names_units_still_preparing(ask):
    answer = ask("board", "worklist")
    assert titles(answer) == [("Still being prepared by the units", 3)]
    assert [(row.name, total) for row, _counts, _approved, total in answer.context["rounds"]] == [
        ("Rà soát, bổ sung quy hoạch năm 2020", 3)
    ]


def test_worklist_of_judges_shows_what_reached_them(propose, step, appraise, ask):
    propose("lan", "add")
    step("beta", "submit", "beta_secretary")
    appraise("alpha")
    assert titles(ask("appraiser", "worklist")) == [("Waiting for your appraisal", 1)]
    answer = ask("btv", "worklist")
    assert titles(answer) == [("Waiting for your decision", 1)]
    assert "+1" in words(answer)
    assert reverse("decision-new") in words(answer)


def test_worklist_late_says_so(world, ask, settings):
    settings.ANPHU_TODAY = TODAY.replace(month=8, day=17)
    assert "2 days late" in words(ask("board", "worklist"))


def test_worklist_of_readers_offers_places_to_begin(ask):
    starts = {user: [s.url_name for s in ask(user, "worklist").context["starts"]] for user in ("auditor", "inspector")}
    assert starts == {
        "auditor": ["indicators", "units", "jobs", "admin:index"],
        "inspector": ["indicators", "rounds", "decisions", "units", "jobs"],
    }


def test_worklist_without_a_role_explains(ask):
    assert "Your account has no role yet" in words(ask("nobody", "worklist"))


def test_worklist_costs_the_same_at_one_list_and_at_three(step, queries):
    assert queries("board", "worklist") == 11
    step("alpha", "submit", "alpha_secretary")
    step("beta", "submit", "beta_secretary")
    assert queries("board", "worklist") == 11
    assert queries("appraiser", "worklist") == 8
    step("beta", "return", "appraiser", reason="Xem lại")
    assert queries("appraiser", "worklist") == 8


def test_worklist_tells_of_questions_and_of_lists_being_looked_at(world, step, ask):
    step("alpha", "submit", "alpha_secretary")
    row = world.submission("alpha")
    submissions.claim(actor=world.user("appraiser"), on=TODAY, submission=row.pk)
    consultations.ask(
        actor=world.user("appraiser"),
        on=TODAY,
        lines=[row.lines.first().pk],
        question="Có ý kiến gì?",
        body="inspection",
    )
    looking = ask("appraiser", "worklist")
    assert [waiting.pk for waiting in looking.context["besides"].looking] == [row.pk]
    assert "you are looking at this list" in words(looking)
    asked = ask("inspector", "worklist")
    assert asked.context["besides"].questions == 1
    assert reverse("consultations") in words(asked)
    assert not ask("btv", "worklist").context["besides"]


def test_worklist_leads_the_unit_to_its_conferences(world, ask):
    page = words(ask("alpha_secretary", "worklist"))
    assert reverse("conferences", args=[world.submission("alpha").pk]) in page


def test_worklist_says_how_many_change_requests_wait(world, ask):
    for name, key in (("alpha_clerk", "an"), ("beta_secretary", "em"), ("board", "hai")):
        changes.propose(
            actor=world.user(name),
            on=TODAY,
            reason="x",
            person=world.people[key].pk,
            section=BY_CODE["contact"],
            values={"phone": "1"},
        )
    assert "2 change requests wait for your decision" in words(ask("board", "worklist"))
    for name in ("alpha_secretary", "appraiser", "auditor"):
        assert "change request" not in words(ask(name, "worklist"))


def test_worklist_of_a_unit_says_what_to_confirm_until_it_has_reported(world, ask):
    made = campaigns.open_campaign(
        actor=world.user("board"), on=TODAY, reason="x", name="Rà soát", sections=[CORE], deadline=TODAY
    )
    assert "Confirm your dossiers: Rà soát" in words(ask("alpha_clerk", "worklist"))
    assert "Rà soát" not in words(ask("board", "worklist")).replace("Rà soát, bổ sung", "")
    row = made.units.get(unit=world.units["alpha"])
    campaigns.report(actor=world.user("alpha_clerk"), on=TODAY, unit=row.pk, missing="x")
    assert "Confirm your dossiers" not in words(ask("alpha_clerk", "worklist"))


def test_worklist_leads_the_person_concerned_to_the_own_dossier(world, ask):
    User.objects.filter(username="nobody").update(person=world.people["an"])
    assert "Your own dossier: propose what should be corrected" in words(ask("nobody", "worklist"))
