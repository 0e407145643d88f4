"""Briefs as a reader asks for them and carries them away."""

from django.utils import timezone

from anphu.kit.jobs import Job
from planning.actions import briefs as actions
from planning.models import Brief
from planning.reports import briefs


def test_brief_is_asked_for_and_waited_for(world, ask, send):
    answer = send("alpha_secretary", "brief-ask", unit=world.units["alpha"].pk)
    assert answer.status_code == 302
    asked = Job.objects.get(task=actions.TASK).arguments
    assert (asked["unit"], asked["on"]) == (world.units["alpha"].pk, "2020-07-07")
    assert "1 brief is being made." in ask("alpha_secretary", "briefs").content.decode()


def test_brief_of_another_unit_is_not_found(world, send):
    for unit in (world.units["beta"].pk, 987654321, "abc"):
        assert send("alpha_secretary", "brief-ask", unit=unit).status_code == 404, unit


def test_brief_is_carried_away_by_whoever_sees_its_unit(world, ask):
    job = actions.ask(actor=world.users["board"], on=world.today, unit=world.units["alpha"].pk)
    briefs.make(job, timezone.localtime())
    row = Brief.objects.get()
    answer = ask("alpha_secretary", "brief-file", row.pk, "pdf")
    assert (answer.status_code, b"".join(answer.streaming_content)[:5]) == (200, b"%PDF-")
    assert ask("beta_secretary", "brief-file", row.pk, "pdf").status_code == 404
    assert ask("alpha_secretary", "brief-file", row.pk, "exe").status_code == 404
    assert "07/07/2020" in ask("alpha_secretary", "briefs").content.decode()
