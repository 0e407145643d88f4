"""Publications of decisions, and the receipts that units give."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response

from anphu.kit.rest.fields import Day, Id
from anphu.kit.rest.rows import Row
from anphu.kit.rest.views import List, Records
from orgtree.choices import Verb
from planning.actions import publications
from planning.choices import Audience
from planning.filters.publications import PublicationFilter, ReceiptFilter
from planning.models import Publication, Receipt

MANY = 500


class PublicationRow(Row):
    """A decision made known on `day`; receipts are due `until`."""

    decision = Id(source="decision_id", read_only=True)

    class Meta:
        model = Publication
        fields = ("id", "decision", "audience", "day", "until", "note", "published_at")


class PublicationMade(serializers.Serializer):
    """To whom a decision is made known, and until when they confirm it."""

    audience = serializers.ChoiceField(Audience.choices)
    until = Day(allow_null=True, default=None)
    note = serializers.CharField(max_length=500, allow_blank=True, default="")


class ReceiptRow(Row):
    """That a unit has taken note or, with `person`, has told the person on `told_on`. `received_at` null: still due."""

    publication = Id(source="publication_id", read_only=True)
    unit = Id(source="unit_id", read_only=True)
    person = Id(source="person_id", read_only=True, allow_null=True)

    class Meta:
        model = Receipt
        fields = ("id", "publication", "unit", "person", "received_at", "told_on", "note")


class ReceiptsGiven(serializers.Serializer):
    """Receipts to confirm: all of them or none. Those about people need `told_on`."""

    receipts = serializers.ListField(child=Id(), allow_empty=False, max_length=MANY)
    told_on = Day(allow_null=True, default=None)
    note = serializers.CharField(max_length=300, allow_blank=True, default="")


class Publications(Records):
    """Publications of decisions that the reader sees."""

    model = Publication
    verb = Verb.SEE_PLANS
    serializer_class = PublicationRow
    filterset_class = PublicationFilter

    def shape(self, rows):
        return rows.order_by("-day", "-pk")


class Receipts(List):
    """Receipts of units whose plans the reader sees."""

    model = Receipt
    verb = Verb.SEE_PLANS
    serializer_class = ReceiptRow
    filterset_class = ReceiptFilter

    def shape(self, rows):
        return rows.order_by("-publication", "unit", "pk")

    @extend_schema(request=ReceiptsGiven, responses={201: ReceiptRow(many=True)}, filters=False)
    def create(self, request):
        """Confirm receipts of one's own unit."""
        asked = ReceiptsGiven(data=request.data)
        asked.is_valid(raise_exception=True)
        rows = publications.receive(actor=request.user, on=request.on, **asked.validated_data)
        return Response(ReceiptRow(rows, many=True).data, status.HTTP_201_CREATED)
