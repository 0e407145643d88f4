"""Background jobs: watched, started, stopped, started again."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.response import Response

from anphu.kit.jobs import Job
from anphu.kit.rest.fields import Day, Id
from anphu.kit.rest.rows import Row
from anphu.kit.rest.views import Records
from orgtree.choices import Verb
from planning.actions import jobs as actions
from planning.actions import measures
from planning.filters import JobFilter
from planning.queries.jobs import jobs_visible_to
from planning.rules.jobs import MEASURING


class JobRow(Row):
    """Work that outlives a request: what started it, how far it is, in percent, and how it ended. `arguments`: what is
    measured, empty for other work, whose words are not for everybody who watches; `duration` in seconds, null before it
    began; `rows` written, null where it counts none; `repeats`: the job that it does again."""

    requested_by = serializers.CharField(source="requested_by.username", read_only=True, default=None, allow_null=True)
    stop_requested_by = serializers.CharField(
        source="stop_requested_by.username", read_only=True, default=None, allow_null=True
    )
    arguments = serializers.SerializerMethodField()
    duration = serializers.SerializerMethodField()
    repeats = Id(source="repeats_id", read_only=True, allow_null=True)

    class Meta:
        model = Job
        fields = (
            *("id", "task", "arguments", "cause", "state", "progress", "message", "rows", "error", "requested_by"),
            *("stop_requested", "stop_requested_by", "repeats"),
            *("created_at", "started_at", "finished_at", "duration"),
        )

    def get_arguments(self, row) -> dict[str, str | int | bool]:
        return row.arguments if row.task in MEASURING else {}

    def get_duration(self, row) -> float | None:
        return None if row.duration is None else round(row.duration.total_seconds(), 3)


class Recomputation(serializers.Serializer):
    """What is measured anew; nothing given: everything of the present day. `full` false: only what changed since.
    `unit` with everything below it; `indicator` by its code; `history`: the kept days of so many months back, as far as
    they are missing or out of date."""

    day = Day(required=False, allow_null=True)
    unit = Id(required=False, allow_null=True)
    indicator = serializers.CharField(required=False, allow_blank=True, max_length=40)
    full = serializers.BooleanField(required=False)
    history = serializers.IntegerField(required=False, min_value=1, max_value=measures.MOST_MONTHS)


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

    @extend_schema(request=Recomputation, responses={202: JobRow})
    def create(self, request):
        """Ask for indicators to be measured anew; refused while the same is waiting or running."""
        asked = Recomputation(data=request.data)
        asked.is_valid(raise_exception=True)
        job = measures.recompute(actor=request.user, on=request.on, **asked.validated_data)
        return Response(JobRow(job).data, status.HTTP_202_ACCEPTED)

    @extend_schema(request=None, responses=JobRow)
    @action(detail=True, methods=["post"])
    def stop(self, request, pk):
        """Ask a job to stop: one that waits has ended at once, one that runs undoes what it has not committed."""
        return Response(JobRow(actions.stop(actor=request.user, on=request.on, job=pk)).data)

    @extend_schema(request=None, responses={202: JobRow})
    @action(detail=True, methods=["post"])
    def restart(self, request, pk):
        """The same work once more, as a new job."""
        job = actions.restart(actor=request.user, on=request.on, job=pk)
        return Response(JobRow(job).data, status.HTTP_202_ACCEPTED)
