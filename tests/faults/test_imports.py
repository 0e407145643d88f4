"""A worker that dies in the middle of writing an import leaves nothing of it; the next one writes it whole, once."""

import datetime
import signal

import psycopg
import pytest
from django.utils import timezone

from anphu import seed
from anphu.kit import encryption, history, jobs
from orgtree.actions import imports
from orgtree.choices import BatchState
from orgtree.intake import preview
from orgtree.models import ImportRow, Person
from orgtree.models.dossier import Contact
from tests.importing import NEWCOMER, workbook
from tests.world import TODAY

pytestmark = pytest.mark.serial
NAMES = [first + second for first in ("Mai", "Lan", "Kim") for second in "aeioubcdgh"]
PEOPLE = len(NAMES)


@pytest.fixture
def batch(house):
    """An import of some people with an address each, previewed."""
    encryption.forget()
    with history.acting(actor=None, verb="seed", reason="tests"):
        seed._codes()
    rows = [
        NEWCOMER | {"Họ và tên": f"Lâm Thị {name}", "Số CCCD": f"0891900{number:05}", "Thường trú": "Ấp 1"}
        for number, name in enumerate(NAMES)
    ]
    board, unit = house.world.user("board"), house.world.units["district"].pk
    return preview.receive(actor=board, on=TODAY, unit=unit, file=workbook(*rows), name="ds.xlsx")


def counted() -> tuple[int, int, int]:
    """People, addresses and versions in the history that the import has brought."""
    people = Person.objects.filter(full_name__startswith="Lâm Thị ")
    versions = Person.pgh_event_model.objects.filter(full_name__startswith="Lâm Thị ").count()
    return people.count(), Contact.objects.filter(person__in=people).count(), versions


def test_worker_killed_while_it_writes_leaves_nothing_and_the_next_writes_all(house, batch):
    job = imports.accept(actor=house.world.user("board"), on=TODAY, reason="Danh sách", batch=batch.pk)
    with psycopg.connect(house.servers.postgres.url) as holder:
        holder.execute("LOCK TABLE orgtree_contact IN ACCESS EXCLUSIVE MODE")  # people are in, addresses wait
        house.tick("orgtree.write_import", job.pk)
        house.wait_until_blocked()
        house.kill("worker", signal.SIGKILL)
        holder.rollback()

    assert counted() == (0, 0, 0)
    batch.refresh_from_db()
    assert batch.state == BatchState.COMMITTING

    house.start_worker()
    jobs.Job.objects.filter(pk=job.pk).update(seen_at=timezone.now() - datetime.timedelta(minutes=5))
    house.tick("anphu.sweep")
    house.wait_until_done(job.pk)
    batch.refresh_from_db()
    assert (batch.state, counted()) == (BatchState.COMMITTED, (PEOPLE, PEOPLE, PEOPLE))
    assert not ImportRow.objects.filter(batch=batch, written=False).exists()

    house.tick("orgtree.write_import", job.pk)  # a message delivered twice
    house.catch_up()
    assert counted() == (PEOPLE, PEOPLE, PEOPLE)
