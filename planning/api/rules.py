"""The numbers of law in force on a day, with basis and confidence."""

from rest_framework import serializers

from anphu.kit.rest.fields import Id, Period
from anphu.kit.rest.rows import Row
from anphu.kit.rest.views import List
from orgtree.choices import Verb
from planning.filters import RuleParameterFilter
from planning.models import ConsultedBody, RuleParameter


class RuleRow(Row):
    """One number, range or word of law. `level` empty: every level; `confidence`: how well the source is known."""

    said = serializers.CharField(help_text="The value as people write it: 3, 2/3, 20–25, or a word.")
    document = serializers.CharField(source="document.number", default="")
    rule_set = serializers.CharField(source="rule_set.code", default="")
    period = Period()

    class Meta:
        model = RuleParameter
        fields = (
            *("id", "key", "label", "value", "high", "divisor", "text", "said", "measure", "scope", "level"),
            *("period", "rule_set", "document", "basis", "confidence"),
        )


class BodyRow(Row):
    """A body that may be asked about lists. `role`, `unit`: who answers for it; neither: nobody does yet."""

    unit = Id(source="unit_id", read_only=True, allow_null=True)
    document = serializers.CharField(source="document.number", default="")
    rule_set = serializers.CharField(source="rule_set.code", default="")
    period = Period()

    class Meta:
        model = ConsultedBody
        fields = ("id", "code", "name", "role", "unit", "period", "rule_set", "document", "basis", "confidence")


class Bodies(List):
    """Bodies that the rules in force on the day name to be asked about lists."""

    model = ConsultedBody
    verb = Verb.SEE_UNITS
    serializer_class = BodyRow

    def shape(self, rows):
        return rows.on(self.request.on).select_related("document", "rule_set").order_by("code", "pk")


class Rules(List):
    """Rules in force on the day."""

    model = RuleParameter
    verb = Verb.SEE_UNITS
    serializer_class = RuleRow
    filterset_class = RuleParameterFilter

    def shape(self, rows):
        return rows.on(self.request.on).select_related("document", "rule_set").order_by("key", "level", "scope", "pk")
