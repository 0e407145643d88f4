"""Questions to consulted bodies and home units, and their answers."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.response import Response

from anphu.kit.rest.fields import Day, Id
from anphu.kit.rest.rows import Row
from anphu.kit.rest.views import Records
from orgtree.choices import Verb
from planning.actions import consultations
from planning.choices import Answer
from planning.filters import ConsultationFilter
from planning.models import Consultation

MANY = 500


class ConsultationRow(Row):
    """One question about one line, put to a `body` that the rules name, or to the home unit (`unit`) of the person.
    `role`, `unit`: who answers for the body."""

    line = Id(source="line_id", read_only=True)
    person = Id(source="line.person_id", read_only=True)
    unit = Id(source="unit_id", read_only=True, allow_null=True)
    body = serializers.CharField(source="body.code", read_only=True, default="")
    asked_by = serializers.CharField(source="asked_by.username", read_only=True)
    answered_by = serializers.CharField(source="answered_by.username", read_only=True, allow_null=True, default=None)

    class Meta:
        model = Consultation
        fields = (
            *("id", "line", "person", "body", "role", "unit", "question", "asked_by", "asked_on", "due"),
            *("answer", "words", "answered_by", "answered_on"),
        )


class ConsultationAsked(serializers.Serializer):
    """Ask one body about lines: the one of that code (see consulted-bodies), or with `home` the home unit of each
    person."""

    lines = serializers.ListField(child=Id(), min_length=1, max_length=MANY)
    question = serializers.CharField(max_length=consultations.LONGEST_QUESTION)
    body = serializers.CharField(max_length=40, allow_blank=True, default="")
    home = serializers.BooleanField(default=False)
    due = Day(allow_null=True, default=None)


class ConsultationAnswered(serializers.Serializer):
    """The answer; an objection needs `words`."""

    answer = serializers.ChoiceField(Answer.choices)
    words = serializers.CharField(max_length=consultations.LONGEST_WORDS, allow_blank=True, default="")


class Consultations(Records):
    """Questions put to the caller, and those about lists of units whose plans the caller sees."""

    model = Consultation
    verb = Verb.SEE_PLANS
    serializer_class = ConsultationRow
    filterset_class = ConsultationFilter

    def shape(self, rows):
        return rows.select_related("line", "body", "asked_by", "answered_by").order_by("line_id", "pk")

    @extend_schema(request=ConsultationAsked, responses={201: ConsultationRow(many=True)})
    def create(self, request):
        """Put a question."""
        asked = ConsultationAsked(data=request.data)
        asked.is_valid(raise_exception=True)
        rows = consultations.ask(actor=request.user, on=request.on, **asked.validated_data)
        return Response(ConsultationRow(rows, many=True).data, status.HTTP_201_CREATED)

    @extend_schema(request=ConsultationAnswered, responses=ConsultationRow)
    @action(detail=True, methods=["post"])
    def answer(self, request, pk):
        """Answer a question that was put to the caller; the answer stays."""
        asked = ConsultationAnswered(data=request.data)
        asked.is_valid(raise_exception=True)
        row = consultations.answer(actor=request.user, on=request.on, consultation=pk, **asked.validated_data)
        return Response(ConsultationRow(row).data)
