"""Indicators: the catalogue with its targets, and the values of a day."""

from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, viewsets
from rest_framework.response import Response

from anphu.kit.replica import reports
from anphu.kit.rest.fields import Id
from anphu.kit.rest.rows import Row
from anphu.kit.rest.views import Endpoint
from orgtree.choices import Verb
from orgtree.queries.units import versions_on
from planning.indicators import failing, fill, readings
from planning.indicators.definitions import BY_CODE, INDICATORS, PERCENT
from planning.indicators.veils import Veil
from planning.models import Target, Term

_RANK = {indicator.code: rank for rank, indicator in enumerate(INDICATORS)}


class TargetRow(Row):
    """At least `low` and at most `high`, in the measure of the indicator, by the end of `year`, for every unit or for
    `unit` and what is below it, of `kind` where one is named; without `low` the rule `parameter` gives it.
    `confidence`: how well the source is known."""

    class Meta:
        model = Target
        fields = ("year", "low", "high", "parameter", "unit", "kind", "wording", "basis", "confidence")


class IndicatorRow(serializers.Serializer):
    """What is counted, in words; `version` grows when its meaning changes. `measure`: percent, or ratio (times).
    `stale`: it cannot be measured at present, and its values are the last that could be."""

    code = serializers.CharField()
    label = serializers.CharField()
    question = serializers.CharField()
    theme = serializers.CharField()
    measure = serializers.CharField()
    subject = serializers.CharField()
    bases = serializers.ListField(child=serializers.CharField())
    legal = serializers.CharField()
    version = serializers.IntegerField()
    stale = serializers.BooleanField()
    targets = TargetRow(many=True)


class Indicators(Endpoint, viewsets.ViewSet):
    """The catalogue of indicators with their targets."""

    verb = Verb.SEE_INDICATORS
    lookup_field = "code"

    @extend_schema(responses=IndicatorRow(many=True))
    def list(self, request):
        """All indicators; a short list without pages."""
        return Response(IndicatorRow(_catalogue(), many=True).data)

    @extend_schema(responses=IndicatorRow, parameters=[OpenApiParameter("code", str, OpenApiParameter.PATH)])
    def retrieve(self, request, code):
        """One indicator by its code."""
        for row in _catalogue():
            if row["code"] == code:
                return Response(IndicatorRow(row).data)
        raise Http404(code)


def _catalogue() -> list[dict]:
    rows = Target.objects.order_by("indicator", "year")  # open to all: targets name no unit and no person
    targets = {code: list(group) for code, group in groupby(rows, key=lambda target: target.indicator)}
    faulty = failing.known()
    return [
        {
            "code": indicator.code,
            "label": indicator.label,
            "question": indicator.question,
            "theme": indicator.theme,
            "measure": indicator.measure,
            "subject": indicator.subject,
            "bases": indicator.bases,
            "legal": indicator.legal,
            "version": indicator.version,
            "stale": indicator.code in faulty,
            "targets": targets.get(indicator.code, []),
        }
        for indicator in INDICATORS
    ]


class ValuesAsked(serializers.Serializer):
    """Which values: of one unit, one indicator, the plan of one term, or one basis only."""

    unit = Id(required=False)
    indicator = serializers.ChoiceField([(code, row.label) for code, row in BY_CODE.items()], required=False)
    term = Id(required=False)
    basis = serializers.ChoiceField(
        [("actual", _("actual holders of titles")), ("plan", _("people planned for a term"))], required=False
    )

    def wants(self, value) -> bool:
        asked = self.validated_data
        return (
            asked.get("unit", value.unit_id) == value.unit_id
            and asked.get("indicator", value.indicator) == value.indicator
            and asked.get("term", value.term_id) == value.term_id
            and asked.get("basis", _basis(value)) == _basis(value)
        )


class ValueRow(serializers.Serializer):
    """A value. `unknown`: those whose records cannot say; `excluded`: those whom a rule leaves out; both are in no part
    of the share. Where few people stand behind it and the reader may not see them, counts and value are null. A target
    without a year is a norm, which the rules of the day set for good."""

    unit = Id(source="unit_id")
    unit_name = serializers.CharField(source="unit_version.name")
    indicator = serializers.CharField()
    basis = serializers.SerializerMethodField()
    term = Id(source="term_id", allow_null=True)
    term_code = serializers.CharField(allow_null=True)
    numerator = serializers.IntegerField(allow_null=True)
    denominator = serializers.IntegerField(allow_null=True)
    unknown = serializers.IntegerField(allow_null=True)
    excluded = serializers.IntegerField(allow_null=True)
    value = serializers.SerializerMethodField(
        help_text=_("percent with one decimal, or times with two; null when nobody is counted")
    )
    target_low = serializers.FloatField(source="target.low", default=None, allow_null=True)
    target_high = serializers.FloatField(source="target.high", default=None, allow_null=True)
    target_year = serializers.IntegerField(source="target.year", default=None, allow_null=True)
    met = serializers.SerializerMethodField()
    as_of = serializers.DateField(source="day")
    computed_at = serializers.DateTimeField()
    formula_version = serializers.IntegerField()

    def get_basis(self, value) -> str:
        return _basis(value)

    def get_value(self, value) -> float | None:
        if not value.denominator:
            return None
        of_hundred = BY_CODE[value.indicator].measure == PERCENT
        share = Decimal((100 if of_hundred else 1) * value.numerator) / value.denominator
        return float(share.quantize(Decimal("0.1" if of_hundred else "0.01"), ROUND_HALF_UP))

    def get_met(self, value) -> bool | None:
        return value.reading.met


class Values(Endpoint, viewsets.GenericViewSet):
    """Values of indicators on the day, rolled up, for every unit that the reader sees and where somebody is counted."""

    verb = Verb.SEE_INDICATORS
    serializer_class = ValueRow
    filter_backends = ()
    parameters = {"list": ("unit", "indicator", "term", "basis")}

    @extend_schema(parameters=[ValuesAsked])
    @reports
    def list(self, request):
        """Each value beside the target that is next due on the day, else the last one."""
        asked = ValuesAsked(data=request.query_params.dict())
        asked.is_valid(raise_exception=True)
        rows = [row for row in fill.values(request.user, request.on) if asked.wants(row)]
        page = self.paginate_queryset(_in_order(rows, request.on))
        terms = Term.objects.visible_to(request.user, request.on)
        return self.get_paginated_response(
            self.get_serializer(_beside_targets(page, terms, request.user, request.on), many=True).data
        )


def _basis(value) -> str:
    return "actual" if value.term_id is None else "plan"


def _in_order(rows: list, on) -> list:
    """By unit, indicator and basis; each row learns the name of its unit."""
    versions = versions_on((row.unit_id for row in rows), on)
    for row in rows:
        row.unit_version = versions[row.unit_id]
    return sorted(
        rows, key=lambda row: (row.unit_version.sort_key, row.unit_id, _RANK[row.indicator], row.term_id or 0)
    )


def _beside_targets(rows: list, terms, user, on) -> list:
    units = {row.unit_id for row in rows}
    targets, veil = readings.aims_of(units, on), Veil.of(units, user, on)
    codes = dict(terms.values_list("pk", "code"))
    for row in rows:
        row.target, row.term_code = targets[row.unit_id].get(row.indicator), codes.get(row.term_id)
        veiled = veil.covers(row)
        row.reading = readings.Reading(BY_CODE[row.indicator], None, row, row.target, veiled)
        if veiled:
            row.numerator = row.denominator = row.unknown = row.excluded = None
    return rows
