"""Terms and the titles that units plan for in them."""

from rest_framework import serializers

from anphu.kit.rest.fields import Id, Period
from anphu.kit.rest.rows import Row
from anphu.kit.rest.views import Records
from orgtree.choices import Verb
from orgtree.queries.units import name_on
from planning.filters import PlanTitleFilter, TermFilter
from planning.models import PlanTitle, Term


class TermRow(Row):
    """A term of Party committees, named by its years."""

    period = Period()

    class Meta:
        model = Term
        fields = ("id", "code", "name", "period")


class Terms(Records):
    """Terms of Party committees, whichever day is asked about."""

    model = Term
    verb = Verb.SEE_INDICATORS
    serializer_class = TermRow
    filterset_class = TermFilter

    def shape(self, rows):
        return rows.order_by("code")


class PlanTitleRow(Row):
    """A title of a unit in a term; `size`: how many posts of it there will be."""

    term = Id(source="term_id", read_only=True)
    term_code = serializers.CharField(source="term.code", read_only=True)
    unit = Id(source="unit_id", read_only=True)
    unit_name = serializers.CharField(read_only=True, allow_null=True)
    title = Id(source="title_id", read_only=True)
    title_code = serializers.CharField(source="title.code", read_only=True)
    title_name = serializers.CharField(source="title.name", read_only=True)

    class Meta:
        model = PlanTitle
        fields = ("id", "term", "term_code", "unit", "unit_name", "title", "title_code", "title_name", "size")


class PlanTitles(Records):
    """Titles that units plan for."""

    model = PlanTitle
    verb = Verb.SEE_PLANS
    serializer_class = PlanTitleRow
    filterset_class = PlanTitleFilter

    def shape(self, rows):
        rows = rows.select_related("term", "title").annotate(unit_name=name_on("unit", self.request.on))
        return rows.order_by("term__code", "unit_id", "-title__rank", "pk")
