"""Lists in the administration: confirmed, claimed, people moved; appointments proposed and settled."""

import pytest
from django.urls import reverse

from planning.actions import submissions
from planning.models import AppointmentProposal, Line
from tests.planning.test_admin import REASON, do


@pytest.fixture
def submitted(world):
    world.confirm("alpha", "beta")
    for unit in ("alpha", "beta"):
        submissions.move(
            actor=world.user(f"{unit}_secretary"),
            on=world.today,
            submission=world.submission(unit).pk,
            verb="submit",
        )
    return world


def holders(world) -> dict[str, str | None]:
    rows = {unit: world.submission(unit).claimed_by for unit in ("alpha", "beta")}
    return {unit: user and user.username for unit, user in rows.items()}


def test_many_lists_are_confirmed_at_once(world, sign_in):
    rows = [world.submission("alpha"), world.submission("beta")]
    assert do(sign_in("board"), "submission", "confirm", rows).status_code == 302
    assert set(Line.objects.values_list("entered_by__username", flat=True)) == {"board"}


def test_many_lists_are_claimed_and_released(submitted, sign_in):
    rows = [submitted.submission("alpha"), submitted.submission("beta")]
    client = sign_in("appraiser")
    assert do(client, "submission", "claim", rows).status_code == 302
    assert holders(submitted) == {"alpha": "appraiser", "beta": "appraiser"}
    assert do(client, "submission", "release", rows[:1]).status_code == 302
    assert holders(submitted) == {"alpha": None, "beta": "appraiser"}
    assert do(client, "submission", "release", rows).status_code == 409
    assert do(client, "submission", "take_over", rows).status_code == 302
    assert holders(submitted) == {"alpha": "appraiser", "beta": "appraiser"}


def test_a_line_is_moved_to_another_title(world, sign_in):
    client = sign_in("board")
    line = Line.objects.get(submission=world.submission("alpha"), person=world.people["cuong"])
    address = reverse("admin:planning_line_move", args=[line.pk])
    target = world.plan_titles["alpha", "2015-2020", "standing"].pk
    asked = {"target": target, "version": world.submission("alpha").version, **REASON}
    assert (
        client.post(address, asked | {"target": world.plan_titles["beta", "2020-2025", "standing"].pk}).status_code
        == 400
    )
    assert client.post(address, asked | {"reason": ""}).status_code == 400
    assert client.post(address, asked).status_code == 302
    line.refresh_from_db()
    assert (line.proposal, line.target_id) == ("move", target)
    assert client.post(address, asked).status_code == 409
    assert client.get(reverse("admin:planning_line_move", args=[10**9])).status_code == 404
    assert sign_in("appraiser").get(address).status_code == 403


def test_an_appointment_is_recorded_and_settled(world, sign_in):
    client = sign_in("board")
    address = reverse("admin:planning_appointmentproposal_record")
    asked = {
        "person": world.people["lan"].pk,
        "title": world.titles["chair"].pk,
        "unit": world.units["alpha"].pk,
        "proposed_on": "01/07/2020",
        "note": "Tờ trình 5",
    }
    assert client.post(address, asked | {"proposed_on": "08/07/2020"}).status_code == 400
    assert client.post(address, asked).status_code == 302
    assert client.post(address, asked).status_code == 409
    row = AppointmentProposal.objects.get()
    assert do(client, "appointmentproposal", "settle", [row], settled_on="30/06/2020", **REASON).status_code == 400
    assert do(client, "appointmentproposal", "settle", [row], settled_on="07/07/2020", **REASON).status_code == 302
    row.refresh_from_db()
    assert row.settled_on == world.today
    assert do(client, "appointmentproposal", "settle", [row], settled_on="07/07/2020", **REASON).status_code == 409
    assert sign_in("appraiser").get(address).status_code == 403
