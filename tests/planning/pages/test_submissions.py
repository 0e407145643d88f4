"""The page of a list as its readers find it: what waits, what stands beside the lines, claims, comments, questions."""

import pytest
from django.urls import reverse

from anphu.kit import history
from orgtree.actions.desks import keep_draft
from planning.models import Comment, Consultation, RoundStep, StateChange
from tests.planning.pages.conftest import words
from tests.planning.pages.lists import line_of


@pytest.fixture
def alpha(world):
    return world.submission("alpha")


def test_submission_shows_terms_titles_lines_and_steps(alpha, ask):
    answer = ask("alpha_secretary", "submission", alpha.pk)
    assert [[str(t.title) for t in group.titles] for group in answer.context["terms"]] == [
        ["Bí thư Đảng ủy xã", "Ủy viên Ban Thường vụ"]
    ] * 2
    assert answer.context["counts"] == [("keep", 2), ("add", 0), ("remove", 0), ("move", 0)]
    assert [(verb, why.code) for verb, why, _who in answer.context["next_steps"]] == [("submit", "lines_unconfirmed")]


def test_submitting_is_asked_for_twice_and_says_what_goes(world, alpha, propose, ask):
    propose("lan", "add")
    world.confirm("alpha")
    page = words(ask("alpha_secretary", "submission", alpha.pk))
    assert "with 2 lines kept, 1 added, 0 removed and 0 moved" in page
    assert page.index("<summary") < page.index("2 lines kept") < page.index('name="verb" value="submit"')


def test_submission_tells_in_one_line_whom_it_waits_for(alpha, ask):
    page = words(ask("alpha_clerk", "submission", alpha.pk))
    assert "The list waits for this step: Submit. May be done by: alpha_secretary (unit secretary)" in page
    assert 'aria-disabled="true"' not in page
    assert "May be done by" not in words(ask("alpha_secretary", "submission", alpha.pk))


def test_line_has_three_choices_and_an_addition_two(alpha, propose, ask):
    kept, added = line_of(alpha, "Lê Quốc Cường"), propose("lan", "add")
    page = words(ask("alpha_secretary", "submission", alpha.pk))
    for line, choices in ((kept, ("keep", "remove", "move")), (added, ("add", "withdrawn"))):
        assert page.count(f'name="proposal-{line.pk}"') == len(choices)
        assert all(f'name="proposal-{line.pk}" value="{choice}"' in page for choice in choices)
    assert 'value="keep" checked' not in page, "nobody has confirmed anything"


def test_lines_show_meters_verdict_and_what_the_program_suggests(world, alpha, law, ask):
    answer = ask("alpha_secretary", "submission", alpha.pk)
    group, of = answer.context["meters"][0]
    assert (group.term.code, [(one.before, one.after) for one in of.titles]) == ("2020-2025", [(1, 1), (1, 1)])
    line = next(line for group in answer.context["terms"] for line in group.lines)
    assert line.judged.verdict in ("lacking", "unknown", "waiver", "met")
    said = [one.sentence for group in answer.context["terms"] for line in group.lines for one in line.suggestions]
    assert said
    assert all(sentence in answer.content.decode() or "&" in sentence for sentence in said)


def test_submitted_list_offers_no_choice_and_no_addition(alpha, step, ask):
    step("alpha", "submit", "alpha_secretary")
    page = words(ask("alpha_secretary", "submission", alpha.pk))
    assert 'name="proposal-' not in page
    assert reverse("submission-line-add", args=[alpha.pk]) not in page
    assert ask("alpha_secretary", "submission-line-add", alpha.pk).status_code == 409


def test_moves_lead_from_draft_to_decision_page(world, alpha, send, ask):
    world.confirm("alpha")
    version = world.submission("alpha").version
    assert send("alpha_secretary", "submission-move", alpha.pk, verb="submit", version=version).status_code == 302
    assert send("appraiser", "submission-move", alpha.pk, verb="appraise", version=version + 1).status_code == 302
    page = words(ask("btv", "submission", alpha.pk))
    assert f"{reverse('decision-new')}?submission={alpha.pk}" in page
    assert list(StateChange.objects.values_list("verb", flat=True)) == ["submit", "appraise"]


def test_list_is_taken_back_until_somebody_looks_at_it(world, alpha, step, send):
    step("alpha", "submit", "alpha_secretary")
    version = world.submission("alpha").version
    send("appraiser", "submission-claim", alpha.pk, deed="claim")
    refused = send("alpha_secretary", "submission-move", alpha.pk, verb="take_back", version=version)
    assert (refused.status_code, "appraiser is already looking" in words(refused)) == (409, True)
    send("appraiser", "submission-claim", alpha.pk, deed="release")
    version = world.submission("alpha").version
    assert send("alpha_secretary", "submission-move", alpha.pk, verb="take_back", version=version).status_code == 302
    assert world.submission("alpha").state == "draft"


def test_taking_back_is_told_to_the_unit_alone(alpha, step, ask):
    step("alpha", "submit", "alpha_secretary")

    def told(name):
        return [verb for verb, _why_not, _who in ask(name, "submission", alpha.pk).context["next_steps"]]

    assert told("alpha_secretary") == ["take_back", "appraise", "return"]
    assert told("appraiser") == ["appraise", "return"]
    assert "The list waits for this step: Appraise." in words(ask("alpha_clerk", "submission", alpha.pk))


def test_list_is_returned_with_a_correction_at_a_line(world, alpha, step, send, ask):
    step("alpha", "submit", "alpha_secretary")
    line, version = line_of(alpha, "Lê Quốc Cường"), world.submission("alpha").version
    sent = {"verb": "return", "version": version, f"correction-{line.pk}": "Chưa có nhận xét"}
    refused = send("appraiser", "submission-move", alpha.pk, reason=" ", **sent)
    assert refused.status_code == 400
    assert "the unit must know what to correct" in words(refused)
    assert ">Chưa có nhận xét</textarea>" in words(refused)
    assert send("appraiser", "submission-move", alpha.pk, reason="Thiếu nữ", **sent).status_code == 302
    page = words(ask("alpha_secretary", "submission", alpha.pk))
    assert "Returned for correction by appraiser" in page
    assert "Thiếu nữ" in page
    assert page.index(f'id="line-{line.pk}"') < page.index("Chưa có nhận xét")


def test_submit_sent_twice_is_done_once(world, alpha, send):
    world.confirm("alpha")
    sent = {"verb": "submit", "version": world.submission("alpha").version}
    assert send("alpha_secretary", "submission-move", alpha.pk, **sent).status_code == 302
    assert send("alpha_secretary", "submission-move", alpha.pk, **sent).status_code == 409
    assert StateChange.objects.count() == 1


@pytest.mark.parametrize(("verb", "status"), [("approve", 400), ("fly", 400), ("", 400), ("appraise", 409)])
def test_wrong_verb_is_refused(alpha, send, verb, status):
    assert send("alpha_secretary", "submission-move", alpha.pk, verb=verb, version=1).status_code == status


def test_claim_is_shown_and_taken_over(world, alpha, step, send, ask):
    step("alpha", "submit", "alpha_secretary")
    assert send("appraiser", "submission-claim", alpha.pk, deed="claim").status_code == 302
    assert "appraiser is looking at it" in words(ask("btv", "submission", alpha.pk))
    assert world.submission("alpha").claimed_by == world.users["appraiser"]
    assert send("alpha_secretary", "submission-claim", alpha.pk, deed="claim").status_code == 403
    assert send("appraiser", "submission-claim", alpha.pk, deed="fly").status_code == 400


def test_comment_stands_at_its_line_and_survives_a_refusal(world, alpha, send, ask):
    line = line_of(alpha, "Lê Quốc Cường")
    long = "x" * 1001
    refused = send("board", "submission-comment", alpha.pk, line=line.pk, **{f"text-{line.pk}": long})
    assert (refused.status_code, f">{long}</textarea>" in words(refused)) == (400, True)
    answer = send("board", "submission-comment", alpha.pk, line=line.pk, **{f"text-{line.pk}": "Xem lại bằng cấp"})
    assert answer.headers["location"].endswith(f"#line-{line.pk}")
    send("board", "submission-comment", alpha.pk, text="Danh sách rõ")
    assert [(row.line_id, row.text) for row in Comment.objects.order_by("pk")] == [
        (line.pk, "Xem lại bằng cấp"),
        (None, "Danh sách rõ"),
    ]
    page = words(ask("alpha_secretary", "submission", alpha.pk))
    assert page.index(f'id="line-{line.pk}"') < page.index("Xem lại bằng cấp") < page.index("Danh sách rõ")


def test_question_is_put_about_the_ticked_lines(world, alpha, step, send, ask):
    step("alpha", "submit", "alpha_secretary")
    line = line_of(alpha, "Lê Quốc Cường")
    sent = {"line": [line.pk], "body": "inspection", "question": "Có vi phạm không?"}
    assert send("appraiser", "submission-ask", alpha.pk, **sent).status_code == 302
    row = Consultation.objects.get()
    assert (row.line_id, row.role, row.question) == (line.pk, "inspection", "Có vi phạm không?")
    assert "no answer yet" in words(ask("appraiser", "submission", alpha.pk))
    assert "Có vi phạm không?" not in words(ask("alpha_secretary", "submission", alpha.pk))
    assert send("appraiser", "submission-ask", alpha.pk, **{**sent, "question": ""}).status_code == 400
    assert send("appraiser", "submission-ask", alpha.pk, **{**sent, "line": []}).status_code == 400


def test_degree_that_came_after_submission_is_told_at_the_line(world, alpha, step, ask):
    step("alpha", "submit", "alpha_secretary")
    with history.acting(actor=None, verb="test", reason="a new degree"):
        person = world.people["cuong"]
        person.education = 5
        person.save()
    page = words(ask("appraiser", "submission", alpha.pk))
    assert "Changed since the list was submitted" in page
    assert page.index(f'id="line-{line_of(alpha, "Lê Quốc Cường").pk}"') < page.index("<ins>")


def test_outsider_is_named_without_age_or_link(world, alpha, propose, ask):
    propose("khanh", "add", user="board")
    page = words(ask("alpha_secretary", "submission", alpha.pk))
    assert "Dương Minh Khánh" in page
    assert "from another unit" in page
    assert reverse("person", args=[world.people["khanh"].pk]) not in page
    assert reverse("person", args=[world.people["khanh"].pk]) in words(ask("btv", "submission", alpha.pk))


def test_changes_alone_leave_out_who_is_kept(alpha, propose, ask):
    propose("lan", "add")
    answer = ask("alpha_secretary", "submission", alpha.pk, show="changes")
    assert [line.person.full_name for group in answer.context["terms"] for line in group.lines] == ["Bùi Thị Ngọc Lan"]
    assert [(str(tab[0]), tab[3]) for tab in answer.context["tabs"]] == [
        ("All lines of the list", 3),
        ("Changes only", 1),
    ]


def test_list_that_changes_nothing_says_so(alpha, ask):
    assert "The list changes nothing" in words(ask("alpha_secretary", "submission", alpha.pk, show="changes"))


def test_another_day_greys_every_deed(alpha, ask):
    page = words(ask("alpha_secretary", "submission", alpha.pk, on="2020-07-06"))
    assert "You are looking at 06/07/2020" in page
    assert 'value="submit"' not in page
    assert 'name="proposal-' not in page
    assert ask("alpha_secretary", "submission-line-add", alpha.pk, on="2020-07-06").status_code == 409


def test_print_has_the_round_and_the_day(alpha, ask):
    page = words(ask("alpha_secretary", "submission", alpha.pk))
    assert "Rà soát, bổ sung quy hoạch năm 2020</p>" in page
    assert '<p class="print-only">Data as of 07/07/2020</p>' in page
    assert "data-print" in page


def test_round_with_steps_says_what_a_conference_is_missing(world, alpha, ask):
    with history.acting(actor=None, verb="test", reason="a step"):
        RoundStep.objects.create(
            round=world.round,
            position=1,
            code="lanh-dao",
            name="Hội nghị lãnh đạo",
            ballot="none",
            basis="t",
            confidence="S",
        )
    world.confirm("alpha")
    steps = ask("alpha_secretary", "submission", alpha.pk).context["next_steps"]
    assert [why is None for _verb, why, _who in steps] == [False]


def test_reader_of_another_unit_finds_nothing(world, alpha, ask):
    assert ask("beta_secretary", "submission", alpha.pk).status_code == 404


def test_unit_is_offered_to_ask_home_units_alone(world, alpha, ask):
    offered = {
        user: [code for code, _label in ask(user, "submission", alpha.pk).context["question"].fields["body"].choices]
        for user in ("alpha_secretary", "appraiser")
    }
    assert offered == {"alpha_secretary": ["home"], "appraiser": ["inspection", "home"]}


def test_titles_of_a_long_list_are_folded_once_all_of_them_is_confirmed(world, alpha, ask, monkeypatch):
    world.confirm("alpha")
    monkeypatch.setattr("planning.pages.submissions.LONG", 0)
    before = words(ask("alpha_secretary", "submission", alpha.pk))
    assert ("all confirmed" in before, 'class="lists__title"' in before) == (True, True)
    line = line_of(alpha, "Lê Quốc Cường")
    place = f'id="title-{line.plan_title_id}"'
    assert f"{place} open" not in before
    keep_draft(
        actor=world.user("alpha_secretary"), place=f"submission-{alpha.pk}", content={f"proposal-{line.pk}": "remove"}
    )
    assert f"{place} open" in words(ask("alpha_secretary", "submission", alpha.pk))


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30])
def test_form_without_the_version_it_was_made_of_says_what_to_do(alpha, send, version):
    answer = send("alpha_secretary", "submission-move", alpha.pk, verb="submit", version=version)
    assert (answer.status_code, "The form did not arrive whole. Load the page again" in words(answer)) == (400, True)
