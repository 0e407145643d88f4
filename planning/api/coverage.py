"""Bench strength of titles year by year, and the succession picture of a unit."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, viewsets
from rest_framework.response import Response

from anphu.kit.filters import is_id
from anphu.kit.rest.fields import Id
from anphu.kit.rest.views import Endpoint
from orgtree.choices import Verb
from planning.api.eligibility import MonthsRow
from planning.api.units import unit_asked
from planning.choices import Verdict
from planning.models import Term
from planning.queries.coverage import coverage
from planning.queries.succession import succession
from planning.queries.terms import current, terms
from planning.queries.units import reached

_UNIT = OpenApiParameter("unit", int, description=_("The unit with everything below it; left out: your own."))
_TERM = OpenApiParameter("term", int, description=_("The plan of this term; left out: of the one worked with."))


class BenchRow(serializers.Serializer):
    """On a day: in how many units the title is planned (`places`), their posts, people planned, places with nobody."""

    day = serializers.DateField()
    term_code = serializers.CharField()
    places = serializers.IntegerField()
    posts = serializers.IntegerField()
    planned = serializers.IntegerField()
    empty = serializers.IntegerField()


class CoverageRow(serializers.Serializer):
    """A title through the years."""

    title = Id()
    title_name = serializers.CharField()
    years = BenchRow(many=True)


class Coverage(Endpoint, viewsets.GenericViewSet):
    """How many people were planned for each title on the last day of each year, and on the day."""

    verb = Verb.SEE_PLANS
    serializer_class = CoverageRow
    filter_backends = ()
    parameters = {"list": ("unit", "term")}

    @extend_schema(parameters=[_UNIT, _TERM])
    def list(self, request):
        """Titles of the unit and of everything below it, the highest first; years in which nobody plans a title are
        left out."""
        unit, rows = unit_asked(request), terms()
        term = _term(request, rows, None)
        found = coverage(unit, rows, request.user, request.on, term) if unit else None
        page = self.paginate_queryset([_row(row, found.moments) for row in found.titles] if found else [])
        return self.get_paginated_response(self.get_serializer(page, many=True).data)


def _row(row, moments) -> dict:
    years = [
        {
            "day": moment.day,
            "term_code": moment.term.code,
            "places": bench.places,
            "posts": bench.posts,
            "planned": bench.planned,
            "empty": bench.empty,
        }
        for moment, bench in zip(moments, row.benches, strict=True)
        if bench
    ]
    return {"title": row.title.pk, "title_name": row.title.name, "years": years}


def _term(request, rows: list[Term], default: Term | None) -> Term | None:
    """The term in `?term=`. Raises Http404 for any other."""
    text = request.query_params.get("term", "")
    if not text:
        return default
    found = {row.pk: row for row in rows}.get(int(text) if is_id(text) else None)
    if found is None:
        raise Http404(text)
    return found


class SomebodyRow(serializers.Serializer):
    """A holder or somebody planned. Of people outside the caller's reach only the name: no age, no months, no
    verdict."""

    person = Id(source="person.pk")
    person_name = serializers.CharField(source="person.full_name")
    age = serializers.IntegerField(source="person.age", allow_null=True)
    months_left = MonthsRow(source="left", allow_null=True)
    since = serializers.DateField()
    verdict = serializers.ChoiceField(Verdict.choices, allow_null=True)


class SuccessionRow(serializers.Serializer):
    """A title of the unit; `plan_title` null: held, and not planned for in the term."""

    title = Id(source="title.pk")
    title_name = serializers.CharField(source="title.name")
    plan_title = Id(source="plan_title.pk", default=None, allow_null=True)
    posts = serializers.IntegerField(source="plan_title.size", default=None, allow_null=True)
    ready = serializers.IntegerField()
    holders = SomebodyRow(many=True)
    successors = SomebodyRow(many=True)


class Successions(Endpoint, viewsets.ViewSet):
    """Each title of a unit: who holds it, and who is planned for it with readiness."""

    verb = Verb.SEE_PLANS
    parameters = {"list": ("term",)}

    @extend_schema(responses=SuccessionRow(many=True), parameters=[_TERM])
    def list(self, request, pk: int):
        """The highest title first; a short list without pages."""
        user, on = request.user, request.on
        get_object_or_404(reached(user, Verb.SEE_PLANS, on), unit=pk)
        rows = terms()
        term = _term(request, rows, current(rows, on))
        return Response(SuccessionRow(succession(pk, term, user, on) if term else [], many=True).data)
