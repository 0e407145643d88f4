"""Eligibility: who could be planned for a title, with every clause, its fact and the law it rests on."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets

from anphu.kit.rest.fields import Id
from anphu.kit.rest.views import Endpoint
from orgtree.choices import Confidence, Verb
from orgtree.models import Person
from planning.choices import Verdict
from planning.filters import CandidateFilter
from planning.models import PlanTitle
from planning.queries.eligibility import cadres, rules_for, who_could


class ClauseRow(serializers.Serializer):
    """One clause: what it says of the person (`fact`), where it comes from, and how well that is known."""

    kind = serializers.CharField(source="asked.kind")
    label = serializers.CharField()
    verdict = serializers.ChoiceField(Verdict.choices)
    fact = serializers.CharField(source="finding.sentence")
    withheld = serializers.BooleanField(source="finding.withheld")
    document = serializers.CharField(source="asked.document")
    basis = serializers.CharField(source="asked.basis")
    confidence = serializers.ChoiceField(Confidence.choices, source="asked.confidence")


class MonthsRow(serializers.Serializer):
    """Whole months to retirement on the counting day, in the worst and the best case."""

    worst = serializers.IntegerField()
    best = serializers.IntegerField()


class CandidateRow(serializers.Serializer):
    """A person judged for the title; `verdict` is the worst of the clauses that the caller may see."""

    person = Id(source="pk")
    person_name = serializers.CharField(source="full_name")
    verdict = serializers.ChoiceField(Verdict.choices, source="judged.verdict")
    months_left = MonthsRow(source="judged.left", allow_null=True)
    terms_left = serializers.IntegerField(source="judged.terms_left", allow_null=True)
    clauses = ClauseRow(source="judged.answers", many=True)


class EligibilityAsked(serializers.Serializer):
    plan_title = Id(help_text="The title of a unit in a term.")


class Eligibility(Endpoint, viewsets.GenericViewSet):
    """Cadres of the caller's reach, ranked for one plan title under the rules in force on the day."""

    verb = Verb.SEE_PLANS
    serializer_class = CandidateRow
    filterset_class = CandidateFilter
    parameters = {"list": ("plan_title",)}
    ranking = None

    def get_queryset(self):
        if getattr(self, "swagger_fake_view", False):
            return Person.objects.none()  # open to all: nobody asks
        return self.ranking.rows(Person.objects.visible_to(self.request.user, self.request.on))

    def filter_queryset(self, queryset):
        found = CandidateFilter(self.request.query_params, queryset, request=self.request, ranking=self.ranking)
        if not found.is_valid():
            raise serializers.ValidationError(found.errors)
        return found.qs

    @extend_schema(parameters=[EligibilityAsked])
    def list(self, request):
        """The best first; every row says why."""
        asked = EligibilityAsked(data={"plan_title": request.query_params.get("plan_title", "")})
        asked.is_valid(raise_exception=True)
        user, on = request.user, request.on
        titles = PlanTitle.objects.visible_to(user, on).select_related("title", "term")
        plan_title = get_object_or_404(titles, pk=asked.validated_data["plan_title"])
        self.ranking = who_could(plan_title, cadres(user, on), user, on, rules_for(None, on))
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        for person in page:
            person.judged = self.ranking.candidate(person.pk)
        return self.get_paginated_response(self.get_serializer(page, many=True).data)
