"""Jobs as far as a reader may see them: they speak of the whole installation, so the right is for whole or nothing."""

from django.db.models import QuerySet

from anphu.kit.jobs import Job
from orgtree.choices import Verb


def jobs_visible_to(user) -> QuerySet[Job]:
    rows = Job.objects.select_related("requested_by")
    return rows if user.may_everywhere(Verb.SEE_JOBS) else rows.none()
