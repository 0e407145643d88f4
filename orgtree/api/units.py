"""Units of a day: each row is the version in force, known by the id of the unit."""

from django.db.models import Prefetch
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from anphu.kit.rest.fields import Id, Period
from anphu.kit.rest.rows import Row
from anphu.kit.rest.views import Records
from orgtree.choices import Verb
from orgtree.filters import UnitFilter
from orgtree.models import Committee, UnitVersion
from orgtree.queries.columns import with_members


class CommitteeRow(Row):
    """A committee of the unit: its kind and approved number of seats."""

    period = Period()

    class Meta:
        model = Committee
        fields = ("kind", "size", "period")


class UnitRow(Row):
    """`members`: of the cell itself; `total`: with everything below; both on the day asked about."""

    id = Id(source="unit_id", read_only=True)
    code = serializers.CharField(source="unit.code", read_only=True)
    parent = Id(source="parent_id", read_only=True, allow_null=True)
    members = serializers.IntegerField(read_only=True)
    total = serializers.IntegerField(read_only=True)
    period = Period()

    class Meta:
        model = UnitVersion
        fields = (
            "id",
            "code",
            "name",
            "short_name",
            "kind",
            "parent",
            "sector",
            "commune_code",
            "members",
            "total",
            "period",
        )


class UnitDetail(UnitRow):
    """With the committees of the day and their approved sizes."""

    committees = serializers.SerializerMethodField()

    class Meta(UnitRow.Meta):
        fields = (*UnitRow.Meta.fields, "committees")

    @extend_schema_field(CommitteeRow(many=True))
    def get_committees(self, row):
        return CommitteeRow(row.unit.committees_of_the_day, many=True).data


class Units(Records):
    """Units as they stood on the day: name, kind, place in the tree, numbers of members."""

    model = UnitVersion
    verb = Verb.SEE_UNITS
    serializer_class = UnitRow
    detail_serializer_class = UnitDetail
    filterset_class = UnitFilter
    lookup_field = "unit"
    lookup_url_kwarg = "id"

    def shape(self, rows):
        on = self.request.on
        rows = with_members(rows.on(on).select_related("unit"), on).order_by("kind", "sort_key", "pk")
        if self.action == "list":
            return rows
        sizes = Committee.objects.visible_to(self.request.user, on).on(on).order_by("kind")
        return rows.prefetch_related(Prefetch("unit__committees", sizes, to_attr="committees_of_the_day"))
