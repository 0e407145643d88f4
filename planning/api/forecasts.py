"""Forecasts of indicators, month by month to the last target year."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.response import Response

from anphu.kit.refusals import insist
from anphu.kit.rest.fields import Day, Id, Visible
from anphu.kit.rest.views import Endpoint
from orgtree.choices import Verb
from orgtree.models import Unit
from planning.choices import Foreseen
from planning.indicators.definitions import BY_CODE
from planning.indicators.forecast import Course, Prospect, of_unit
from planning.indicators.foretelling import FORETOLD, why_not_until
from planning.models import Scenario


class ForecastsAsked(serializers.Serializer):
    """Of which unit (the caller's own where none is named); of one indicator, or of all that can be forecast; with
    which saved scenario; until which day."""

    unit = Visible(Unit, required=False)
    indicator = serializers.ChoiceField(
        sorted((code, row.label) for code, row in BY_CODE.items() if code in FORETOLD), required=False
    )
    scenario = Visible(Scenario, required=False)
    until = Day(required=False)


class PointRow(serializers.Serializer):
    """A value at the end of a month, against the target that is due then. Null: nobody counted, or too few to tell."""

    day = serializers.DateField()
    value = serializers.FloatField(source="amount", allow_null=True)
    target_low = serializers.FloatField(source="target.low", default=None, allow_null=True)
    target_high = serializers.FloatField(source="target.high", default=None, allow_null=True)
    met = serializers.BooleanField(allow_null=True)


class TurnRow(serializers.Serializer):
    """The first month at whose end the target is met that was not, or missed that was met."""

    day = serializers.DateField()
    met = serializers.BooleanField()


class ForecastRow(serializers.Serializer):
    """One indicator of the unit under one assumption. `leaving`: people who leave a title by the end; `uncertain`: of
    how many the birth date leaves the month open."""

    unit = Id()
    indicator = serializers.CharField()
    assumption = serializers.ChoiceField(Foreseen.choices)
    scenario = Id(allow_null=True)
    from_day = serializers.DateField(help_text=_("the day from whose record it is made"))
    leaving = serializers.IntegerField()
    uncertain = serializers.IntegerField()
    computed_at = serializers.DateTimeField()
    first_turn = TurnRow(allow_null=True)
    points = PointRow(many=True)


class Forecasts(Endpoint, viewsets.ViewSet):
    """Forecasts of a unit as they were last made from the present record."""

    verb = Verb.SEE_INDICATORS
    parameters = {"list": ("unit", "indicator", "scenario", "until")}

    @extend_schema(parameters=[ForecastsAsked], responses=ForecastRow(many=True))
    def list(self, request):
        """Every indicator under every assumption; empty where the unit is not forecast. A day beyond the last target
        year is refused."""
        asked = ForecastsAsked(data=request.query_params.dict(), context={"request": request})
        asked.is_valid(raise_exception=True)
        chosen = asked.validated_data
        if "until" in chosen:
            insist(why_not_until(request.on, chosen["until"]))
        codes = [chosen["indicator"]] if "indicator" in chosen else FORETOLD
        saved = chosen["scenario"].pk if "scenario" in chosen else None
        unit = chosen["unit"].pk if "unit" in chosen else request.user.granted(Verb.SEE_INDICATORS)[0]
        prospect = of_unit(unit, request.user, request.on, codes=codes, saved=saved)
        rows = list(_rows(unit, prospect, chosen.get("until"))) if prospect else []
        return Response(ForecastRow(rows, many=True).data)


def _rows(unit: int, prospect: Prospect, until) -> Iterator[dict]:
    for code, courses in prospect.courses.items():
        for scenario, course in courses.items():
            outlook = prospect.outlooks[scenario]
            shown = course if until is None else _shortened(course, until)
            yield {
                "unit": unit,
                "indicator": code,
                "assumption": scenario,
                "scenario": outlook.saved_id,
                "from_day": outlook.day,
                "leaving": outlook.leaving,
                "uncertain": outlook.uncertain,
                "computed_at": outlook.computed_at,
                "first_turn": shown.first_turn,
                "points": shown.points,
            }


def _shortened(course: Course, until) -> Course:
    return Course(course.indicator, course.scenario, [point for point in course.points if point.day <= until])
