"""Background jobs: watched, and a recomputation asked for."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response

from anphu.kit.jobs import Job
from anphu.kit.rest.rows import Row
from anphu.kit.rest.views import Records
from orgtree.choices import Verb
from planning.actions import measures
from planning.filters import JobFilter
from planning.queries.jobs import jobs_visible_to


class JobRow(Row):
    """Work that outlives a request: how far it is, in percent, and how it ended."""

    requested_by = serializers.CharField(source="requested_by.username", read_only=True, default=None, allow_null=True)

    class Meta:
        model = Job
        fields = (
            "id",
            "task",
            "state",
            "progress",
            "message",
            "error",
            "requested_by",
            "created_at",
            "started_at",
            "finished_at",
        )


class Jobs(Records):
    """Jobs of the whole installation, newest first."""

    model = Job
    verb = Verb.SEE_JOBS
    serializer_class = JobRow
    filterset_class = JobFilter

    def get_queryset(self):
        if getattr(self, "swagger_fake_view", False):
            return super().get_queryset()
        return jobs_visible_to(self.request.user).order_by("-created_at", "-pk")

    @extend_schema(request=None, responses={202: JobRow})
    def create(self, request):
        """Ask for all indicators to be measured anew."""
        job = measures.recompute(actor=request.user, on=request.on)
        return Response(JobRow(job).data, status.HTTP_202_ACCEPTED)
