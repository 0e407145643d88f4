"""Comments on lists, and proposals of appointment during which nobody is planned."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.response import Response

from anphu.kit.rest.fields import Day, Id
from anphu.kit.rest.rows import Row
from anphu.kit.rest.views import Records
from orgtree.choices import Verb
from planning.actions import appointments
from planning.filters import AppointmentProposalFilter, CommentFilter
from planning.models import AppointmentProposal, Comment


class CommentRow(Row):
    """Words about a submission or one of its lines. `correction`: asked for when the list was returned."""

    submission = Id(source="submission_id", read_only=True)
    line = Id(source="line_id", read_only=True, allow_null=True)
    author = serializers.CharField(source="author.username", read_only=True)
    correction = serializers.SerializerMethodField()

    class Meta:
        model = Comment
        fields = ("id", "submission", "line", "text", "author", "day", "at", "correction")

    def get_correction(self, row) -> bool:
        return row.change_id is not None


class Comments(Records):
    """Comments on submissions of units whose plans the reader sees."""

    model = Comment
    verb = Verb.SEE_PLANS
    serializer_class = CommentRow
    filterset_class = CommentFilter

    def shape(self, rows):
        return rows.select_related("author").order_by("submission_id", "pk")


class AppointmentProposalRow(Row):
    """Somebody proposed for appointment or candidacy; `settled_on` null while it is pending."""

    person = Id(source="person_id", read_only=True)
    person_name = serializers.CharField(source="person.full_name", read_only=True)
    title = Id(source="title_id", read_only=True)
    title_name = serializers.CharField(source="title.name", read_only=True)
    unit = Id(source="unit_id", read_only=True)

    class Meta:
        model = AppointmentProposal
        fields = (
            *("id", "person", "person_name", "title", "title_name", "unit"),
            *("proposed_on", "settled_on", "note"),
        )


class AppointmentProposed(serializers.Serializer):
    """Who is proposed for which title in which unit, since when."""

    person = Id()
    title = Id()
    unit = Id()
    proposed_on = Day()
    note = serializers.CharField(max_length=appointments.MAX_NOTE, allow_blank=True, default="")


class AppointmentSettled(serializers.Serializer):
    """The day on which the proposal was decided or given up."""

    settled_on = Day()
    reason = serializers.CharField(max_length=appointments.MAX_NOTE)


class AppointmentProposals(Records):
    """Proposals of appointment in units whose plans the reader sees."""

    model = AppointmentProposal
    verb = Verb.SEE_PLANS
    serializer_class = AppointmentProposalRow
    filterset_class = AppointmentProposalFilter

    def shape(self, rows):
        return rows.select_related("person", "title").order_by("-proposed_on", "-pk")

    @extend_schema(request=AppointmentProposed, responses={201: AppointmentProposalRow})
    def create(self, request):
        """Record that somebody is being proposed."""
        row = appointments.record(**self._asked(AppointmentProposed))
        return Response(AppointmentProposalRow(row).data, status.HTTP_201_CREATED)

    @extend_schema(request=AppointmentSettled, responses=AppointmentProposalRow)
    @action(detail=True, methods=["post"])
    def settle(self, request, pk):
        """Record that the proposal is settled."""
        return Response(
            AppointmentProposalRow(appointments.settle(proposal=pk, **self._asked(AppointmentSettled))).data
        )

    def _asked(self, serializer) -> dict:
        asked = serializer(data=self.request.data)
        asked.is_valid(raise_exception=True)
        return {"actor": self.request.user, "on": self.request.on, **asked.validated_data}
