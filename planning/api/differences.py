"""Differences between two plans: who was kept, added, removed with which ground, moved."""

import datetime

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, viewsets

from anphu.kit.refusals import Refused
from anphu.kit.rest.fields import Id
from anphu.kit.rest.views import Endpoint
from orgtree.choices import Verb
from planning.api.units import unit_asked
from planning.choices import Change
from planning.filters.differences import KINDS, DifferenceForm
from planning.queries.differences import decided_rounds, difference
from planning.queries.terms import terms


class PlannedRow(serializers.Serializer):
    """A place in a plan: for which title and term, since when."""

    entry = Id()
    plan_title = Id()
    term = Id()
    term_code = serializers.CharField()
    title = Id()
    title_name = serializers.CharField()
    since = serializers.DateField()


class DifferenceRow(serializers.Serializer):
    """One change. `before` is empty for whoever was added, `after` for whoever was removed; `decision` is the one that
    added, removed or moved. `why` says in words what no ground says."""

    change = serializers.ChoiceField(Change.choices)
    unit = Id(source="changed.seen.unit")
    unit_name = serializers.CharField()
    person = Id()
    person_name = serializers.CharField(source="changed.seen.person_name")
    before = PlannedRow(source="changed.before", allow_null=True)
    after = PlannedRow(source="changed.after", allow_null=True)
    ground = serializers.SerializerMethodField()
    why = serializers.CharField()
    decision = serializers.SerializerMethodField()
    decision_number = serializers.SerializerMethodField()

    def get_ground(self, row) -> str:
        return row.changed.before.ground if row.change == Change.REMOVED else ""

    def get_decision(self, row) -> int | None:
        return row.decision[0] if row.decision else None

    def get_decision_number(self, row) -> str:
        return row.decision[1] if row.decision else ""


_PARAMETERS = [
    OpenApiParameter("unit", int, description=_("The unit with everything below it; left out: your own.")),
    OpenApiParameter("by", str, enum=list(KINDS), description=_("What is compared; left out: two days.")),
    *(OpenApiParameter(name, datetime.date) for name in ("from_day", "to_day")),
    *(OpenApiParameter(name, int) for name in ("from_round", "to_round", "from_term", "to_term")),
    OpenApiParameter("term", int, description=_("For days and rounds: the plan of this term alone.")),
    OpenApiParameter("show", str, enum=Change.values, description=_("Left out: all but those kept.")),
]


class Differences(Endpoint, viewsets.GenericViewSet):
    """What changed between the plans of two days, as two rounds left them, or of two terms."""

    verb = Verb.SEE_PLANS
    serializer_class = DifferenceRow
    filter_backends = ()
    parameters = {"list": tuple(parameter.name for parameter in _PARAMETERS)}

    @extend_schema(parameters=_PARAMETERS)
    def list(self, request):
        """By unit, term, change and title. Nothing asked: from a year ago to the day, of your own unit."""
        user, on = request.user, request.on
        form = DifferenceForm(request.query_params, terms=terms(), rounds=list(decided_rounds(user, on)), on=on)
        if not form.is_valid():
            raise serializers.ValidationError(form.errors)
        unit, sides = unit_asked(request), form.sides()
        if sides is None:
            raise Refused("nothing_to_compare", _("There are not two of them to compare yet."), status=400)
        rows = difference(unit, *sides, user, on).having(form.cleaned_data["show"]) if unit else []
        return self.get_paginated_response(self.get_serializer(self.paginate_queryset(rows), many=True).data)
