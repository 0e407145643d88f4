"""Who may open which page, and what cannot be found."""

import pytest
from django.urls import reverse

READERS = {"board", "appraiser", "btv", "inspector", "alpha_secretary", "alpha_clerk", "beta_secretary"}
EVERYBODY = READERS | {"auditor", "admin"}
OPEN_TO = {
    "worklist": EVERYBODY | {"nobody"},
    "plan": READERS,
    "rounds": READERS,
    "round-new": {"board"},
    "decisions": READERS,
    "decision-new": {"btv"},
    "receipts": {"alpha_secretary", "beta_secretary"},
    "notices": EVERYBODY | {"nobody"},
    "indicators": EVERYBODY,
    "indicators-heat": EVERYBODY,
    "ages": EVERYBODY,
    "retirements": EVERYBODY,
    "briefs": READERS - {"inspector"},
    "jobs": {"board", "appraiser", "btv", "inspector", "auditor", "admin"},
}
WITH_ID = (
    "round",
    "submission",
    "submission-line-add",
    "decision",
    "decision-correct",
    "decision-seal",
    "decision-file",
    "publication",
    "job",
)
WRITES = ("round-move", "submission-move", "line-edit", "recompute")


@pytest.mark.parametrize("name", OPEN_TO)
def test_page_opens_for_exactly_the_roles_with_the_right(name, world, ask):
    opened = {user for user in world.users if ask(user, name).status_code == 200}
    assert opened == OPEN_TO[name]


def test_page_without_sign_in_leads_to_the_sign_in(world, client):
    for name in (*OPEN_TO, *WITH_ID):
        address = reverse(name, args=[1] if name in WITH_ID else [])
        assert client.get(address).headers["location"] == f"{reverse('account_login')}?next={address}"


def test_part_of_a_page_without_sign_in_loads_the_page_anew(world, client):
    answer = client.get(reverse("indicators"), headers={"HX-Request": "true", "HX-Target": "figures"})
    assert (answer.status_code, answer.headers["HX-Refresh"], answer.content) == (200, "true", b"")


def test_page_without_the_right_names_it(ask):
    answer = ask("auditor", "rounds")
    assert answer.status_code == 403
    assert "Your roles do not include this right: see plans, rounds and decisions." in answer.content.decode()


def test_row_unknown_is_not_found(ask):
    for name in WITH_ID:
        for pk in (0, 987654321, 10**30):
            assert ask("btv", name, pk).status_code == 404, (name, pk)


def test_write_by_get_leads_to_its_record(world, ask):
    row = world.submission("alpha")
    line = row.lines.first()
    record = reverse("submission", args=[row.pk])
    for name, pk, address in (
        ("round-move", world.round.pk, reverse("round", args=[world.round.pk])),
        ("submission-move", row.pk, record),
        ("line-edit", line.pk, f"{record}#line-{line.pk}"),
        ("recompute", None, reverse("jobs")),
    ):
        answer = ask("board", name, *([] if pk is None else [pk]))
        assert (answer.status_code, answer.headers["location"]) == (302, address), name


def test_write_by_another_method_is_refused(world, sign_in):
    client, line = sign_in("board"), world.submission("alpha").lines.first()
    for name in WRITES:
        address = reverse(name, args=[] if name == "recompute" else [line.pk])
        assert client.put(address).status_code == 405, name


def test_language_chosen_on_a_refused_page_leads_to_the_record(world, sign_in):
    client, row = sign_in("alpha_secretary"), world.submission("alpha")
    refused = client.post(reverse("submission-move", args=[row.pk]), {"verb": "submit", "version": 99})
    assert refused.status_code == 409
    sent = {"language": "en", "next": refused.wsgi_request.get_full_path()}
    answer = client.post(reverse("set-language"), sent, follow=True)
    assert answer.status_code == 200
    assert answer.wsgi_request.path == reverse("submission", args=[row.pk])


def test_parameter_that_is_no_id_is_not_found(ask):
    for name, parameter in (
        ("plan", "unit"),
        ("plan", "term"),
        ("indicators", "unit"),
        ("ages", "unit"),
        ("indicators-heat", "term"),
        ("decision-new", "submission"),
    ):
        for value in ("abc", "-1", "1.5", "9" * 40, "²"):
            assert ask("btv", name, **{parameter: value}).status_code == 404, (name, parameter, value)


def test_unit_out_of_reach_is_not_found(world, ask):
    for name in ("plan", "indicators", "indicators-heat", "ages", "retirements"):
        for unit in ("beta", "district"):
            assert ask("alpha_secretary", name, unit=world.units[unit].pk).status_code == 404, (name, unit)


def test_submission_of_another_unit_is_not_found(world, ask, send):
    other = world.submission("beta")
    line = other.lines.get()
    assert ask("alpha_secretary", "submission", other.pk).status_code == 404
    assert ask("alpha_secretary", "submission-line-add", other.pk).status_code == 404
    assert send("alpha_secretary", "submission-move", other.pk, verb="submit", version=1).status_code == 404
    assert send("alpha_secretary", "line-edit", line.pk, proposal="remove", reason="x", version=1).status_code == 404


def test_write_on_another_day_is_refused(world, sign_in):
    client = sign_in("alpha_secretary")
    row = world.submission("alpha")
    answer = client.post(f"{reverse('submission-move', args=[row.pk])}?on=2020-07-06", {"verb": "submit", "version": 1})
    assert answer.status_code == 409
    assert "You are looking at 06/07/2020" in answer.content.decode()
    row.refresh_from_db()
    assert row.state == "draft"


def test_form_sent_without_anything_says_what_it_needs(sign_in):
    answer = sign_in("board").post(reverse("round-new"), {})
    assert (answer.status_code, "name" in answer.context["form"].errors) == (400, True)
