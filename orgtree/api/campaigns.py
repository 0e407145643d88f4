"""Review campaigns, for reading: what is asked until when, and how far each unit is."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from anphu.kit import clock
from anphu.kit.rest.fields import Id
from anphu.kit.rest.rows import Row
from anphu.kit.rest.views import Records
from orgtree.choices import Verb
from orgtree.models import Campaign, CampaignUnit
from orgtree.queries import campaigns as queries


class CampaignRow(Row):
    """A campaign: the parts of dossiers that units confirm, from when, until when."""

    sections = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = Campaign
        fields = ("id", "name", "sections", "opened_on", "deadline", "closed_on")


class CampaignUnitRow(Row):
    """How far a unit is: people in all and confirmed, and by how many days it is late without a report."""

    unit = Id(source="row.unit_id")
    unit_name = serializers.CharField(source="name")
    total = serializers.IntegerField()
    confirmed = serializers.IntegerField()
    late = serializers.IntegerField()
    done_at = serializers.DateTimeField(source="row.done_at", allow_null=True)
    missing = serializers.CharField(source="row.missing")

    class Meta:
        model = CampaignUnit
        fields = ("unit", "unit_name", "total", "confirmed", "late", "done_at", "missing")


class CampaignDetail(CampaignRow):
    """With the units that the caller sees, those with most left first."""

    units = serializers.SerializerMethodField()

    class Meta(CampaignRow.Meta):
        fields = (*CampaignRow.Meta.fields, "units")

    @extend_schema_field(CampaignUnitRow(many=True))
    def get_units(self, row):
        request = self.context["request"]
        units = queries.units_of([row], request.user, request.on)
        return CampaignUnitRow(queries.progress(units, request.on, clock.today()), many=True).data


class Campaigns(Records):
    """Campaigns that ask a unit in sight."""

    model = Campaign
    verb = Verb.SEE_PEOPLE
    serializer_class = CampaignRow
    detail_serializer_class = CampaignDetail

    def shape(self, rows):
        return rows.order_by("-opened_on", "-pk")
