"""Change requests: asked for by units and the people concerned, decided by the board field by field."""

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.response import Response

from anphu.kit.refusals import Refused, insist
from anphu.kit.rest.fields import Id
from anphu.kit.rest.rows import Row
from anphu.kit.rest.views import Records
from orgtree.actions import changes, reads
from orgtree.api.sections import Scalar, understood
from orgtree.choices import ReadKind
from orgtree.filters import ChangeRequestFilter
from orgtree.models import ChangeItem, ChangeRequest, Person
from orgtree.queries import changes as queries
from orgtree.rules.changes import proposable, why_not_propose
from orgtree.sections import BY_CODE


class ChangeRow(Row):
    """A request: about which record of which part of whose dossier, why, by whom, and how it stands."""

    person = Id(source="person_id", read_only=True)
    person_name = serializers.CharField(source="person.full_name", read_only=True)
    row = serializers.IntegerField(read_only=True, allow_null=True)
    proposed_by = serializers.CharField(source="proposed_by.username", read_only=True)
    decided_by = serializers.CharField(source="decided_by.username", read_only=True, allow_null=True, default=None)

    class Meta:
        model = ChangeRequest
        fields = (
            "id",
            "person",
            "person_name",
            "section",
            "row",
            "kind",
            "state",
            "reason",
            "proposed_by",
            "proposed_at",
            "decided_by",
            "decided_at",
        )


class FieldRow(Row):
    """One field in words. `now`: what stands in the dossier when that is no longer `before`; else null."""

    field = serializers.CharField(source="item.field")
    label = serializers.CharField()
    before = serializers.CharField()
    after = serializers.CharField()
    now = serializers.CharField(allow_null=True)
    verdict = serializers.CharField(source="item.verdict")
    note = serializers.CharField(source="item.note")

    class Meta:
        model = ChangeItem
        fields = ("field", "label", "before", "after", "now", "verdict", "note")


class ChangeDetail(ChangeRow):
    """With its fields, as far as the caller sees them."""

    fields_asked = serializers.SerializerMethodField()

    class Meta(ChangeRow.Meta):
        fields = (*ChangeRow.Meta.fields, "fields_asked")

    @extend_schema_field(FieldRow(many=True))
    def get_fields_asked(self, row):
        request = self.context["request"]
        return FieldRow(queries.lines(row, request.user, request.on), many=True).data


class ChangeProposed(serializers.Serializer):
    """What to change: `values` of the record `row` (none: of a new row, or of a part that a person has once), or
    `remove` the row."""

    person = Id()
    section = serializers.ChoiceField(list(BY_CODE))
    row = Id(allow_null=True, default=None)
    values = serializers.DictField(child=Scalar(allow_null=True), default=dict)
    remove = serializers.BooleanField(default=False)
    reason = serializers.CharField(max_length=changes.MAX_REASON)


class Ruling(serializers.Serializer):
    """The verdict on one field; a refusal has a reason."""

    accepted = serializers.BooleanField()
    note = serializers.CharField(max_length=changes.MAX_REASON, allow_blank=True, default="")


class Decided(serializers.Serializer):
    """A verdict on every field of the request, by its name."""

    rulings = serializers.DictField(child=Ruling())


class ChangeRequests(Records):
    """Requests about people in sight, and one's own."""

    model = ChangeRequest
    serializer_class = ChangeRow
    detail_serializer_class = ChangeDetail
    filterset_class = ChangeRequestFilter

    def shape(self, rows):
        rows = queries.seen(rows, self.request.user, self.request.on)
        rows = rows.select_related("person", "proposed_by", "decided_by").order_by("-waits", "-proposed_at", "-pk")
        return rows if self.action == "list" else rows.prefetch_related("items")

    def retrieve(self, request, *args, **kwargs):
        return Response(self._told(self.get_object()))

    @extend_schema(request=ChangeProposed, responses={201: ChangeDetail})
    def create(self, request):
        """Propose a change; only what differs from the record becomes part of the request."""
        sent = ChangeProposed(data=request.data)
        sent.is_valid(raise_exception=True)
        asked = sent.validated_data
        section = BY_CODE[asked.pop("section")]
        self._insist_person(asked["person"])
        insist(why_not_propose(request.user, asked["person"], section, request.on))
        allowed = proposable(request.user, asked["person"], section, request.on)
        asked["values"] = understood(request, section, allowed, asked["values"])
        made = changes.propose(actor=request.user, on=request.on, section=section, **asked)
        return Response(self._detail(made.pk), status.HTTP_201_CREATED)

    @extend_schema(request=Decided, responses=ChangeDetail)
    @action(detail=True, methods=["post"])
    def decisions(self, request, pk):
        """Accept or refuse every field; what is accepted is written into the dossier."""
        sent = Decided(data=request.data)
        sent.is_valid(raise_exception=True)
        rulings = {name: changes.Ruling(**ruling) for name, ruling in sent.validated_data["rulings"].items()}
        changes.decide(actor=request.user, on=request.on, change=pk, rulings=rulings)
        return Response(self._detail(pk))

    @extend_schema(request=None, responses=ChangeDetail)
    @action(detail=True, methods=["post"])
    def withdrawals(self, request, pk):
        """Take an own request back."""
        changes.withdraw(actor=request.user, on=request.on, change=pk)
        return Response(self._detail(pk))

    def _insist_person(self, pk: int) -> None:
        request = self.request
        seen = Person.objects.visible_to(request.user, request.on).filter(pk=pk).exists()
        if not seen and request.user.person_id != pk:
            raise Refused("no_such_person", _("There is no such person within your reach."), status=404)

    def _detail(self, pk: int) -> dict:
        return self._told(self.get_queryset().get(pk=pk))

    def _told(self, row: ChangeRequest) -> dict:
        """The request with its fields; that they were read is logged."""
        reader = self.request.user
        reads.note(reader=reader, kind=ReadKind.DOSSIER, person=row.person, detail=f"{row.section}: {row.pk}")
        return ChangeDetail(row, context=self.get_serializer_context()).data
