import logging

import pytest

from anphu.kit import jobs
from anphu.kit.jobs import Job, JobState
from anphu.kit.refusals import Refused


def failed_with(error: Exception) -> Job:
    job = jobs.record("tests.nothing")
    with pytest.raises(type(error)), jobs.running(job.pk):
        raise error
    job.refresh_from_db()
    return job


def test_refused_job_keeps_the_sentence(db):
    job = failed_with(Refused("in_use", "Danh sách đã được dùng."))
    assert (job.state, job.error) == (JobState.FAILED, "Danh sách đã được dùng.")


def test_unexpected_error_is_told_by_an_id_that_the_log_knows(db, caplog):
    with caplog.at_level(logging.ERROR, logger="anphu.kit.jobs"):
        job = failed_with(ValueError("key (identity_number)=(089190000001) already exists"))
    (record,) = caplog.records
    error_id = record.args[0]
    assert error_id in job.error
    assert "identity_number" not in job.error
    assert record.exc_info[0] is ValueError
