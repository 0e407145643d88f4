"""Celery's door to imports: fetch by id, one call. The tasks read the clock and hand the day down."""

import contextlib
from collections.abc import Iterator

from celery import shared_task
from django.db import DatabaseError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from anphu.kit import clock, jobs
from anphu.kit.refusals import Refused
from orgtree.actions import import_undoing, import_writing, imports
from orgtree.intake import telling


@contextlib.contextmanager
def _failing(job: jobs.Job) -> Iterator[None]:
    """What stops the work is told on the import, which is then where it was before. A refusal is no fault of ours."""
    try:
        yield
    except (Refused, DatabaseError) as error:
        contradicted = _("The rows contradict what has been recorded meanwhile, so nothing was written. Import again.")
        refusal = jobs.broken_off(job, error) or error
        sentence = str(refusal) if isinstance(refusal, Refused) else contradicted
        imports.fail(actor=job.requested_by, on=clock.today(), batch=job.arguments["batch"], sentence=sentence)
        raise


@shared_task(name="orgtree.write_import")
def write_import(job_id: int) -> None:
    """Write the accepted rows of a preview, all or nothing."""
    with contextlib.suppress(Refused), jobs.running(job_id) as job, _failing(job), jobs.telling(job) as tell:
        written, refused = import_writing.write(
            actor=job.requested_by,
            on=clock.today(),
            batch=job.arguments["batch"],
            rows=job.arguments["rows"],
            tell=tell,
        )
        job.rows, job.message = written, telling.outcome(written, refused)


@shared_task(name="orgtree.take_back_import")
def take_back_import(job_id: int) -> None:
    """Take back what an import wrote."""
    with contextlib.suppress(Refused), jobs.running(job_id) as job, _failing(job), jobs.telling(job) as tell:
        records = import_undoing.take_back(
            actor=job.requested_by,
            on=clock.today(),
            batch=job.arguments["batch"],
            reason=job.arguments["reason"],
            tell=tell,
        )
        job.rows = records
        job.message = ngettext("%d record taken back", "%d records taken back", records) % records
