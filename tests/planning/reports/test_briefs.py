"""The brief on indicators, from the request to the files."""

import datetime
import io

import pytest
from django.utils import timezone
from docx import Document
from pypdf import PdfReader

from anphu.kit import jobs
from anphu.kit.notices import Notice
from anphu.kit.refusals import Refused
from orgtree.choices import ReadKind
from orgtree.models import DossierRead
from planning import tasks
from planning.actions import briefs as actions
from planning.indicators.briefs import year_before
from planning.models import Brief
from planning.reports import briefs


def asked(world, account: str, unit: str) -> jobs.Job:
    return actions.ask(actor=world.users[account], on=world.today, unit=world.units[unit].pk)


def test_brief_holds_targets_met_and_missed(world):
    made = briefs.make(asked(world, "board", "district"), timezone.localtime())
    with made.pdf.open() as file:
        pages = PdfReader(io.BytesIO(file.read())).pages
    text = " ".join(page.extract_text() for page in pages)
    assert len(pages) <= 2
    for words in ("Tính đến ngày 07/07/2020", "KẾT QUẢ SO VỚI MỤC TIÊU", "Nữ trong ban thường vụ"):
        assert words in text, words
    with made.docx.open() as file:
        table = Document(io.BytesIO(file.read())).tables[1]
    assert [cell.text for cell in table.rows[0].cells][1] == "Chỉ tiêu"


def test_brief_is_made_once_though_its_job_is_delivered_twice(world):
    job = asked(world, "alpha_secretary", "alpha")
    tasks.brief(job.pk)
    tasks.brief(job.pk)
    job.refresh_from_db()
    assert (job.state, Brief.objects.filter(job=job).count()) == (jobs.JobState.DONE, 1)
    assert list(Notice.objects.values_list("user__username", "code")) == [("alpha_secretary", "brief")]
    assert DossierRead.objects.filter(kind=ReadKind.LIST, reader__username="alpha_secretary").count() == 2


@pytest.mark.parametrize(
    ("account", "unit"), [("alpha_secretary", "beta"), ("alpha_secretary", "district"), ("auditor", "alpha")]
)
def test_brief_on_a_unit_out_of_reach_is_refused(world, account, unit):
    with pytest.raises(Refused) as refused:
        asked(world, account, unit)
    assert (refused.value.code, refused.value.status) == ("not_found", 404)


def test_brief_is_seen_where_its_unit_is_carried_away(world):
    briefs.make(asked(world, "board", "alpha"), timezone.localtime())
    seen = {
        account: Brief.objects.visible_to(world.user(account), world.today).count()
        for account in ("board", "alpha_secretary", "beta_secretary", "auditor")
    }
    assert seen == {"board": 1, "alpha_secretary": 1, "beta_secretary": 0, "auditor": 0}


@pytest.mark.parametrize(
    ("on", "before"),
    [
        (datetime.date(2020, 7, 7), datetime.date(2019, 7, 31)),
        (datetime.date(2020, 2, 29), datetime.date(2019, 2, 28)),
        (datetime.date(2021, 2, 28), datetime.date(2020, 2, 29)),
        (datetime.date(2020, 12, 31), datetime.date(2019, 12, 31)),
    ],
)
def test_brief_compares_with_the_end_of_the_month_a_year_before(on, before):
    assert year_before(on) == before
