"""The register of data-subject requests: read, and recorded."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response

from anphu.kit.rest.fields import Day, Id, Visible
from anphu.kit.rest.rows import Row
from anphu.kit.rest.views import Records
from orgtree.actions import rights
from orgtree.choices import RightsKind, Verb
from orgtree.filters import RightsRequestFilter
from orgtree.models import Person, RightsRequest


class RightsRequestRow(Row):
    """A request with the days by which to acknowledge and to answer it."""

    person = Id(source="person_id", read_only=True)
    recorded_by = Id(source="recorded_by_id", read_only=True)

    class Meta:
        model = RightsRequest
        fields = (
            "id",
            "person",
            "kind",
            "received_on",
            "content",
            "acknowledge_by",
            "answer_by",
            "acknowledged_on",
            "extended",
            "answered_on",
            "granted",
            "answer",
            "recorded_by",
        )


class RightsRequestRecorded(serializers.Serializer):
    """What a person asked; the deadlines follow from the law in force on the day of receipt."""

    person = Visible(Person)
    kind = serializers.ChoiceField(RightsKind.choices)
    received_on = Day()
    content = serializers.CharField(max_length=rights.LONGEST)


class RightsRequests(Records):
    """Requests of people whose dossiers the reader keeps, by the day on which they must be answered."""

    model = RightsRequest
    verb = Verb.EDIT_PEOPLE
    serializer_class = RightsRequestRow
    filterset_class = RightsRequestFilter

    @extend_schema(request=RightsRequestRecorded, responses={201: RightsRequestRow})
    def create(self, request):
        """Record a request."""
        asked = RightsRequestRecorded(data=request.data, context=self.get_serializer_context())
        asked.is_valid(raise_exception=True)
        values = asked.validated_data
        row = rights.record(actor=request.user, on=request.on, **{**values, "person": values["person"].pk})
        return Response(RightsRequestRow(row).data, status.HTTP_201_CREATED)
