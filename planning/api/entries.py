"""The plan: who was planned for what on a day."""

from rest_framework import serializers

from anphu.kit.rest.fields import Id, Period
from anphu.kit.rest.rows import Row
from anphu.kit.rest.views import Records
from orgtree.choices import Verb
from orgtree.queries.units import name_on
from planning.filters import PlanEntryFilter
from planning.models import PlanEntry


class PlanEntryRow(Row):
    """A person planned for a title from the decision that added to the one that removed."""

    plan_title = Id(source="plan_title_id", read_only=True)
    term = Id(source="plan_title.term_id", read_only=True)
    term_code = serializers.CharField(source="plan_title.term.code", read_only=True)
    unit = Id(source="plan_title.unit_id", read_only=True)
    unit_name = serializers.CharField(read_only=True, allow_null=True)
    title = Id(source="plan_title.title_id", read_only=True)
    title_code = serializers.CharField(source="plan_title.title.code", read_only=True)
    title_name = serializers.CharField(source="plan_title.title.name", read_only=True)
    person = Id(source="person_id", read_only=True)
    person_name = serializers.CharField(source="person.full_name", read_only=True)
    opened_by = Id(source="opened_by_id", read_only=True)
    closed_by = Id(source="closed_by_id", read_only=True, allow_null=True)
    period = Period()

    class Meta:
        model = PlanEntry
        fields = (
            "id",
            "plan_title",
            "term",
            "term_code",
            "unit",
            "unit_name",
            "title",
            "title_code",
            "title_name",
            "person",
            "person_name",
            "opened_by",
            "closed_by",
            "period",
        )


class PlanEntries(Records):
    """The plan in force on the day."""

    model = PlanEntry
    verb = Verb.SEE_PLANS
    serializer_class = PlanEntryRow
    filterset_class = PlanEntryFilter

    def shape(self, rows):
        on = self.request.on
        rows = rows.on(on).select_related("person", "plan_title__term", "plan_title__title")
        rows = rows.annotate(unit_name=name_on("plan_title__unit", on))
        return rows.order_by("plan_title__term__code", "plan_title__unit_id", "-plan_title__title__rank", "pk")
