"""Steps that the lists of a round go through."""

from anphu.kit.rest.fields import Id
from anphu.kit.rest.rows import Row
from anphu.kit.rest.views import Records
from orgtree.choices import Verb
from planning.filters import RoundStepFilter
from planning.models import RoundStep


class RoundStepRow(Row):
    """One step. `unit_kind` empty: of every kind of organisation that has no steps of its own."""

    round = Id(source="round_id", read_only=True)

    class Meta:
        model = RoundStep
        fields = (
            *("id", "round", "unit_kind", "position", "code", "name", "body", "ballot", "outsiders", "minutes", "due"),
            *("basis", "confidence"),
        )


class RoundSteps(Records):
    """Steps of rounds that the reader sees. They are set with the round, while it is being prepared."""

    model = RoundStep
    verb = Verb.SEE_PLANS
    serializer_class = RoundStepRow
    filterset_class = RoundStepFilter

    def shape(self, rows):
        return rows.order_by("round_id", "unit_kind", "position", "pk")
