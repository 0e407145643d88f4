"""Meetings of committees and the points of their agendas."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.response import Response

from anphu.kit.rest.fields import Id
from anphu.kit.rest.rows import Row
from anphu.kit.rest.views import Records
from orgtree.choices import Verb
from planning.actions import meetings
from planning.choices import MeetingKind
from planning.filters import AgendaItemFilter, MeetingFilter
from planning.models import AgendaItem, Meeting

MANY = 500


class MeetingRow(Row):
    """One meeting of the committee of a unit."""

    unit = Id(source="unit_id", read_only=True)

    class Meta:
        model = Meeting
        fields = ("id", "unit", "kind", "name", "starts_at", "ends_at", "place", "state", "conclusion")


class MeetingPlanned(serializers.Serializer):
    """When and where which committee meets."""

    kind = serializers.ChoiceField(MeetingKind.choices)
    name = serializers.CharField(max_length=meetings.MAX_NAME)
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField(allow_null=True, default=None)
    place = serializers.CharField(max_length=meetings.MAX_PLACE, allow_blank=True, default="")


class MeetingCalled(MeetingPlanned):
    """A meeting of the committee of `unit`."""

    unit = Id()


class MeetingHeld(serializers.Serializer):
    """What the meeting concluded."""

    conclusion = serializers.CharField(max_length=meetings.MAX_CONCLUSION)


class MeetingCancelled(serializers.Serializer):
    """Why the meeting does not take place."""

    reason = serializers.CharField(max_length=meetings.MAX_OUTCOME)


class AgendaItemRow(Row):
    """One point: of a submission, of a decision, or of words alone."""

    meeting = Id(source="meeting_id", read_only=True)
    submission = Id(source="submission_id", read_only=True, allow_null=True)
    decision = Id(source="decision_id", read_only=True, allow_null=True)

    class Meta:
        model = AgendaItem
        fields = ("id", "meeting", "position", "subject", "submission", "decision", "outcome")


class AgendaAddition(serializers.Serializer):
    """Points to add: of words, of one decision, or one for each of `submissions`."""

    subject = serializers.CharField(max_length=meetings.MAX_SUBJECT, allow_blank=True, default="")
    submissions = serializers.ListField(child=Id(), default=list, max_length=MANY)
    decision = Id(allow_null=True, default=None)


class AgendaOutcome(serializers.Serializer):
    """What the meeting found about a point."""

    outcome = serializers.CharField(max_length=meetings.MAX_OUTCOME, allow_blank=True)


class Meetings(Records):
    """Meetings of committees of units whose plans the reader sees."""

    model = Meeting
    verb = Verb.SEE_PLANS
    serializer_class = MeetingRow
    filterset_class = MeetingFilter

    def shape(self, rows):
        return rows.order_by("starts_at", "pk")

    @extend_schema(request=MeetingCalled, responses={201: MeetingRow})
    def create(self, request):
        """Call a meeting."""
        row = meetings.call(**self._asked(MeetingCalled))
        return Response(MeetingRow(row).data, status.HTTP_201_CREATED)

    @extend_schema(request=MeetingPlanned, responses=MeetingRow)
    def update(self, request, pk):
        """Change a meeting that is planned."""
        return Response(MeetingRow(meetings.change(meeting=pk, **self._asked(MeetingPlanned))).data)

    @extend_schema(request=MeetingHeld, responses=MeetingRow)
    @action(detail=True, methods=["post"])
    def hold(self, request, pk):
        """Record that the meeting took place; its record is closed with that."""
        return Response(MeetingRow(meetings.hold(meeting=pk, **self._asked(MeetingHeld))).data)

    @extend_schema(request=MeetingCancelled, responses=MeetingRow)
    @action(detail=True, methods=["post"])
    def cancel(self, request, pk):
        """Record that the meeting does not take place."""
        return Response(MeetingRow(meetings.cancel(meeting=pk, **self._asked(MeetingCancelled))).data)

    @extend_schema(request=AgendaAddition, responses={201: AgendaItemRow(many=True)})
    @action(detail=True, methods=["post"])
    def agenda(self, request, pk):
        """Put points on the agenda."""
        rows = meetings.put_on_agenda(meeting=pk, **self._asked(AgendaAddition))
        return Response(AgendaItemRow(rows, many=True).data, status.HTTP_201_CREATED)

    def _asked(self, shape) -> dict:
        asked = shape(data=self.request.data)
        asked.is_valid(raise_exception=True)
        return {"actor": self.request.user, "on": self.request.on, **asked.validated_data}


class AgendaItems(Records):
    """Points of agendas."""

    model = AgendaItem
    verb = Verb.SEE_PLANS
    serializer_class = AgendaItemRow
    filterset_class = AgendaItemFilter

    def shape(self, rows):
        return rows.order_by("meeting_id", "position", "pk")

    @extend_schema(request=AgendaOutcome, responses=AgendaItemRow)
    def update(self, request, pk):
        """Write what was found about the point."""
        asked = AgendaOutcome(data=request.data)
        asked.is_valid(raise_exception=True)
        row = meetings.settle(actor=request.user, on=request.on, item=pk, **asked.validated_data)
        return Response(AgendaItemRow(row).data)

    @extend_schema(responses={204: None})
    def destroy(self, request, pk):
        """Take the point off the agenda."""
        meetings.take_off(actor=request.user, on=request.on, item=pk)
        return Response(status=status.HTTP_204_NO_CONTENT)
