import pytest
from django.urls import reverse

from planning.models import Line, StateChange
from tests.planning.pages.conftest import words


@pytest.fixture
def alpha(world):
    return world.submission("alpha")


def line_of(row, person):
    return row.lines.get(person__full_name=person)


def edit(send, row, line, user="alpha_secretary", **data):
    return send(user, "line-edit", line.pk, **{"version": row.version, "reason": "", **data})


def add(send, world, row, person, user="alpha_secretary", title="standing", **data):
    plan_title = world.plan_titles["alpha", "2020-2025", title]
    sent = {"version": row.version, "plan_title": plan_title.pk, "reason": "Đủ tiêu chuẩn"}
    if person:
        sent["person"] = world.people[person].pk
    return send(user, "submission-line-add", row.pk, **{**sent, **data})


def test_submission_shows_terms_titles_lines_and_steps(alpha, ask):
    answer = ask("alpha_secretary", "submission", alpha.pk)
    assert [[str(t.title) for t in group.titles] for group in answer.context["terms"]] == [
        ["Bí thư Đảng ủy xã", "Ủy viên Ban Thường vụ"]
    ] * 2
    assert answer.context["counts"] == [("keep", 2), ("add", 0), ("remove", 0)]
    assert [(verb, why) for verb, why, _who in answer.context["next_steps"]] == [("submit", None)]


def test_submission_tells_in_one_line_whom_it_waits_for(alpha, ask):
    page = words(ask("alpha_clerk", "submission", alpha.pk))
    assert "The list waits for this step: Submit. May be done by: alpha_secretary (unit secretary)" in page
    assert 'aria-disabled="true"' not in page
    assert "May be done by" not in words(ask("alpha_secretary", "submission", alpha.pk))


def test_submitting_is_asked_for_twice_and_says_what_goes(alpha, propose, ask):
    propose("lan", "add")
    page = words(ask("alpha_secretary", "submission", alpha.pk))
    assert "with 2 lines kept, 1 added and 0 removed" in page
    assert page.index("<summary") < page.index("2 lines kept") < page.index('name="verb" value="submit"')
    assert 'href="#next"' in page
    assert 'href="#next"' not in words(ask("alpha_clerk", "submission", alpha.pk))


def test_what_was_done_is_said_at_the_line(alpha, sign_in):
    client, line = sign_in("alpha_secretary"), line_of(alpha, "Lê Quốc Cường")
    sent = {"version": alpha.version, "proposal": "remove", "reason": "Chuyển công tác"}
    page = words(client.post(reverse("line-edit", args=[line.pk]), sent, follow=True))
    row = page[page.index(f'id="line-{line.pk}"') :]
    assert "It is now proposed to remove Lê Quốc Cường." in row[: row.index("</tr>")]
    assert page.count("lines__said") == 1


def test_print_has_the_round_the_day_and_numbered_lines(alpha, ask):
    page = words(ask("alpha_secretary", "submission", alpha.pk))
    assert "Rà soát, bổ sung quy hoạch năm 2020</p>" in page
    assert '<p class="print-only">Data as of 07/07/2020</p>' in page
    assert page.count('<td class="stt">') == 2
    assert "data-print" in page


def test_title_to_fill_is_named_with_its_term(world, alpha, ask):
    title = world.plan_titles["alpha", "2020-2025", "standing"]
    address = {"title": title.pk, "find": "lan"}
    page = words(ask("alpha_secretary", "submission-line-add", alpha.pk, **address))
    assert f"{title.title.name}, {title.term.name}</option>" in page
    assert f'id="for-title">– {title.title.name}, {title.term.name}<' in page
    assert "hx-swap-oob" not in page
    assert "hx-swap-oob" in words(ask("alpha_secretary", "submission-line-add", alpha.pk, htmx=True, **address))


def test_line_removed_with_reason_and_kept_after_all(alpha, send):
    line = line_of(alpha, "Lê Quốc Cường")
    answer = edit(send, alpha, line, proposal="remove", reason="Chuyển công tác")
    assert answer.headers["location"] == f"{reverse('submission', args=[alpha.pk])}#line-{line.pk}"
    line.refresh_from_db()
    assert (line.proposal, line.reason) == ("remove", "Chuyển công tác")
    alpha.refresh_from_db()
    edit(send, alpha, line, proposal="keep")
    line.refresh_from_db()
    assert (line.proposal, line.reason) == ("keep", "")


def test_line_removed_without_reason_is_refused_in_place(alpha, send):
    line = line_of(alpha, "Lê Quốc Cường")
    answer = edit(send, alpha, line, proposal="remove", reason="  ")
    assert answer.status_code == 400
    assert "Say why: adding and removing need a reason." in words(answer)
    line.refresh_from_db()
    assert line.proposal == "keep"


def test_stale_form_is_refused_and_keeps_what_was_typed(alpha, propose, send):
    line = line_of(alpha, "Lê Quốc Cường")
    propose("lan", "add")
    answer = edit(send, alpha, line, proposal="remove", reason="Chuyển công tác")
    assert answer.status_code == 409
    page = words(answer)
    assert "Somebody changed this submission in the meantime." in page
    assert ">Chuyển công tác</textarea>" in page
    alpha.refresh_from_db()
    assert f'name="version" value="{alpha.version}"' in page


@pytest.mark.parametrize("data", [{"version": ""}, {"version": "x"}, {"proposal": "destroy"}, {"proposal": ""}])
def test_line_form_that_is_none_is_refused(alpha, send, data):
    line = line_of(alpha, "Lê Quốc Cường")
    answer = edit(send, alpha, line, **{"proposal": "remove", "reason": "x", **data})
    assert answer.status_code == 400
    assert Line.objects.get(pk=line.pk).proposal == "keep"


@pytest.mark.parametrize("reason", ["x" * 501, "a\x00b"])
def test_reason_too_long_or_with_control_characters_is_refused(alpha, send, reason):
    line = line_of(alpha, "Lê Quốc Cường")
    assert edit(send, alpha, line, proposal="remove", reason=reason).status_code == 400


def test_person_found_without_diacritics_and_added(world, alpha, ask, send):
    answer = ask("alpha_secretary", "submission-line-add", alpha.pk, find="bui thi")
    assert [person.full_name for person in answer.context["people"]] == ["Bùi Thị Ngọc Lan"]
    answer = add(send, world, alpha, "lan")
    line = line_of(alpha, "Bùi Thị Ngọc Lan")
    assert answer.headers["location"].endswith(f"#line-{line.pk}")
    assert (line.proposal, line.reason) == ("add", "Đủ tiêu chuẩn")


def test_person_of_another_unit_is_not_found_nor_added(world, alpha, ask, send):
    answer = ask("alpha_secretary", "submission-line-add", alpha.pk, find="hoang hai")
    assert answer.context["people"] == []
    assert "Nobody of that name is in your reach" in words(answer)
    assert add(send, world, alpha, "hai").status_code == 404


def test_person_on_the_list_cannot_be_chosen_again(world, alpha, ask, send):
    title = world.plan_titles["alpha", "2020-2025", "standing"]
    page = words(ask("alpha_secretary", "submission-line-add", alpha.pk, title=title.pk, find="cuong"))
    assert "already on the list" in page
    assert " disabled" in page
    answer = add(send, world, alpha, "cuong")
    assert answer.status_code == 409
    assert "This person is already in the plan for that title." in words(answer)


def test_addition_refused_keeps_person_and_reason(world, alpha, sign_in):
    person, title = world.people["lan"], world.plan_titles["alpha", "2020-2025", "standing"]
    address = f"{reverse('submission-line-add', args=[alpha.pk])}?title={title.pk}&find=lan"
    data = {"version": 77, "plan_title": title.pk, "person": person.pk, "reason": "Có năng lực"}
    answer = sign_in("alpha_secretary").post(address, data)
    assert answer.status_code == 409
    page = words(answer)
    assert f'value="{person.pk}" required checked' in page
    assert ">Có năng lực</textarea>" in page


def test_addition_without_a_person_is_refused(world, alpha, send):
    answer = add(send, world, alpha, None)
    assert answer.status_code == 400
    assert "Choose one of the people found." in words(answer)
    assert "alert__title" not in words(answer)


def test_search_by_htmx_answers_with_the_people_alone(alpha, ask):
    page = words(ask("alpha_secretary", "submission-line-add", alpha.pk, htmx=True, find="lan"))
    assert "Bùi Thị Ngọc Lan" in page
    assert "<html" not in page


def test_addition_withdrawn_disappears(alpha, propose, send):
    line = propose("lan", "add")
    alpha.refresh_from_db()
    answer = edit(send, alpha, line, proposal="withdraw")
    assert answer.headers["location"].endswith(f"#title-{line.plan_title_id}")
    assert not Line.objects.filter(pk=line.pk).exists()
    assert edit(send, alpha, line, proposal="withdraw").status_code == 404


def test_planned_person_cannot_be_withdrawn(alpha, send):
    answer = edit(send, alpha, line_of(alpha, "Lê Quốc Cường"), proposal="withdraw")
    assert answer.status_code == 409
    assert "choose keep or remove instead" in words(answer)


def test_submitted_list_offers_no_edit(alpha, step, ask):
    step("alpha", "submit", "alpha_secretary")
    page = words(ask("alpha_secretary", "submission", alpha.pk))
    assert "lines__change" not in page
    assert reverse("submission-line-add", args=[alpha.pk]) not in page
    assert ask("alpha_secretary", "submission-line-add", alpha.pk).status_code == 409


def test_moves_lead_from_draft_to_decision_page(alpha, send, ask):
    assert send("alpha_secretary", "submission-move", alpha.pk, verb="submit", version=1).status_code == 302
    assert send("appraiser", "submission-move", alpha.pk, verb="appraise", version=2).status_code == 302
    page = words(ask("btv", "submission", alpha.pk))
    assert f"{reverse('decision-new')}?submission={alpha.pk}" in page
    assert list(StateChange.objects.values_list("verb", flat=True)) == ["submit", "appraise"]


def test_return_needs_a_reason_and_shows_it_to_the_unit(alpha, step, send, ask):
    step("alpha", "submit", "alpha_secretary")
    refused = send("appraiser", "submission-move", alpha.pk, verb="return", reason=" ", version=2)
    assert refused.status_code == 400
    assert "the unit must know what to correct" in words(refused)
    send("appraiser", "submission-move", alpha.pk, verb="return", reason="Thiếu nữ", version=2)
    page = words(ask("alpha_secretary", "submission", alpha.pk))
    assert "Returned for correction by appraiser" in page
    assert "Thiếu nữ" in page


def test_submit_sent_twice_is_done_once(alpha, send):
    assert send("alpha_secretary", "submission-move", alpha.pk, verb="submit", version=1).status_code == 302
    again = send("alpha_secretary", "submission-move", alpha.pk, verb="submit", version=1)
    assert again.status_code == 409
    assert StateChange.objects.count() == 1


@pytest.mark.parametrize(("verb", "status"), [("approve", 400), ("fly", 400), ("", 400), ("appraise", 409)])
def test_wrong_verb_is_refused(alpha, send, verb, status):
    assert send("alpha_secretary", "submission-move", alpha.pk, verb=verb, version=1).status_code == status


def test_outsider_is_named_without_age_or_link(world, alpha, propose, ask):
    propose("khanh", "add", user="board")
    page = words(ask("alpha_secretary", "submission", alpha.pk))
    assert "Dương Minh Khánh" in page
    assert reverse("person", args=[world.people["khanh"].pk]) not in page
    assert reverse("person", args=[world.people["khanh"].pk]) in words(ask("btv", "submission", alpha.pk))


def test_submission_costs_the_same_at_two_lines_and_at_four(alpha, propose, queries):
    assert queries("alpha_secretary", "submission", alpha.pk) == 16
    propose("lan", "add")
    propose("dung", "add")
    assert queries("alpha_secretary", "submission", alpha.pk) == 16


def test_search_costs_the_same_at_one_person_and_at_three(alpha, queries):
    assert queries("alpha_secretary", "submission-line-add", alpha.pk, find="lan") == 14
    assert queries("alpha_secretary", "submission-line-add", alpha.pk, find="n") == 14


def test_another_day_greys_every_deed(alpha, ask):
    page = words(ask("alpha_secretary", "submission", alpha.pk, on="2020-07-06"))
    assert "You are looking at 06/07/2020" in page
    assert 'value="submit"' not in page
    assert "lines__change" not in page
    assert ask("alpha_secretary", "submission-line-add", alpha.pk, on="2020-07-06").status_code == 409


def test_changes_alone_are_shown_and_kept_after_an_edit(alpha, propose, sign_in, ask):
    line = propose("lan", "add")
    answer = ask("alpha_secretary", "submission", alpha.pk, show="changes")
    assert [shown.person.full_name for group in answer.context["terms"] for shown in group.lines] == [
        "Bùi Thị Ngọc Lan"
    ]
    assert [(str(tab[0]), tab[3]) for tab in answer.context["tabs"]] == [
        ("All lines of the list", 3),
        ("Changes only", 1),
    ]
    alpha.refresh_from_db()
    address = f"{reverse('line-edit', args=[line.pk])}?show=changes"
    answer = sign_in("alpha_secretary").post(address, {"proposal": "withdraw", "version": alpha.version})
    assert answer.headers["location"].startswith(f"{reverse('submission', args=[alpha.pk])}?show=changes#")
    assert "The list changes nothing" in words(ask("alpha_secretary", "submission", alpha.pk, show="changes"))
