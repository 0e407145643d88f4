"""The smallest set of changes of a plan that meets the targets of a unit. The question is long and goes by POST; it
writes nothing."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.response import Response

from anphu.kit.refusals import Refused
from anphu.kit.rest.fields import Id
from anphu.kit.rest.views import Endpoint
from orgtree.choices import Verb
from orgtree.models import Person
from planning.filters.solver import MOST_CHANGES, MOST_NAMED
from planning.indicators.solving import Solution, Wanted, solution, targets
from planning.models import Term
from planning.queries.units import reached
from planning.rules.problems import Limit
from planning.rules.solving import Outcome


class SolverAsked(serializers.Serializer):
    """A plan and what it should become. `targets`: codes of indicators; left out: all that the choice of people can
    serve. `must`, `must_not`: people who are, or are not, in the plan in the end. `near`: candidates of the unit alone.
    `tidy`: what is over a cap now is brought under it too."""

    unit = Id()
    term = Id()
    targets = serializers.ListField(child=serializers.CharField(max_length=40), allow_null=True, default=None)
    must = serializers.ListField(child=Id(), max_length=MOST_NAMED, default=list)
    must_not = serializers.ListField(child=Id(), max_length=MOST_NAMED, default=list)
    most_changes = serializers.IntegerField(min_value=1, max_value=MOST_CHANGES, allow_null=True, default=None)
    near = serializers.BooleanField(default=False)
    tidy = serializers.BooleanField(default=False)


class SolverReasonRow(serializers.Serializer):
    """What would be missed or broken without a change: a `target`, by `short` people, or a `limit`."""

    limit = serializers.ChoiceField([(limit.value, limit.value) for limit in Limit], allow_null=True)
    target = serializers.CharField(source="code", allow_blank=True)
    short = serializers.IntegerField()
    plan_title = Id(source="place", allow_null=True)


class SolverChangeRow(serializers.Serializer):
    """Somebody is added (`before` null), removed (`after` null) or moved; both are plan titles."""

    kind = serializers.ChoiceField([("add", "add"), ("remove", "remove"), ("move", "move")])
    person = Id()
    person_name = serializers.SerializerMethodField()
    before = Id(allow_null=True)
    after = Id(allow_null=True)
    waiver = serializers.BooleanField()
    reasons = SolverReasonRow(many=True)

    def get_person_name(self, change) -> str:
        return self.context["names"][change.person]


class SolverTallyRow(serializers.Serializer):
    """How many count (`hit`), of how many about whom the record can say (`known`)."""

    hit = serializers.IntegerField()
    known = serializers.IntegerField()
    unknown = serializers.IntegerField()


class SolverTargetRow(serializers.Serializer):
    """A target before and after the changes. `short`: people missing in the end; `short_alone`: even if nothing else
    were asked for, null where that was not settled or nothing is missing."""

    target = serializers.CharField()
    before = SolverTallyRow()
    after = SolverTallyRow()
    short = serializers.IntegerField()
    short_alone = serializers.IntegerField(allow_null=True)


class SolverRow(serializers.Serializer):
    """`result` `found`: `changes` meet every target; `proved`: no smaller set does, else at least `least` are needed.
    `short`: no choice meets them all, `changes` come nearest. `conflict`: targets that cannot be met together."""

    result = serializers.ChoiceField([(outcome.value, outcome.value) for outcome in Outcome])
    proved = serializers.BooleanField()
    least = serializers.IntegerField()
    gap = serializers.IntegerField()
    candidates = serializers.IntegerField()
    changes = SolverChangeRow(many=True)
    alternatives = serializers.ListField(child=SolverChangeRow(many=True))
    targets = SolverTargetRow(many=True)
    conflict = serializers.ListField(child=serializers.CharField())


class Solver(Endpoint, viewsets.ViewSet):
    """Advice on a plan, with its reasons: people decide."""

    verb = Verb.SEE_PLANS

    @extend_schema(request=SolverAsked, responses={200: SolverRow})
    def create(self, request):
        """Takes two seconds at most; what was found by then is told with its gap."""
        form = SolverAsked(data=request.data)
        form.is_valid(raise_exception=True)
        asked, user, on = form.validated_data, request.user, request.on
        unit = get_object_or_404(reached(user, Verb.SEE_PLANS, on), unit=asked["unit"]).unit_id
        term = get_object_or_404(Term, pk=asked["term"])
        found = solution(unit, term, user, on, _wanted(asked, unit, user, on))
        if found is None:
            raise Refused("nothing_planned", _("The unit plans no title in this term."), status=400)
        return Response(_told(found, user, on))


def _wanted(asked: dict, unit: int, user, on) -> Wanted:
    """Raises ValidationError for people out of the caller's reach, and for targets that the unit does not have."""
    named = {*asked["must"], *asked["must_not"]}
    visible = set(Person.objects.visible_to(user, on).filter(pk__in=named).values_list("pk", flat=True))
    for field in ("must", "must_not"):
        if not visible.issuperset(asked[field]):
            raise serializers.ValidationError(
                {field: [_("Somebody named here is not among the people in your reach.")]}
            )
    served = {row.indicator.code for row in targets(unit, on) if row.served}
    if asked["targets"] is not None and not served.issuperset(asked["targets"]):
        said = _("The unit has no such target, or the choice of people cannot serve it. It can serve: %s.")
        raise serializers.ValidationError({"targets": [said % ", ".join(sorted(served))]})
    return Wanted(
        asked["targets"],
        tuple(asked["must"]),
        tuple(asked["must_not"]),
        asked["most_changes"],
        asked["near"],
        asked["tidy"],
    )


def _told(found: Solution, user, on) -> dict:
    answer = found.answer
    shown = {change.person for change in answer.changes}.union(
        change.person for other in answer.alternatives for change in other
    )
    people = Person.objects.visible_to(user, on).filter(pk__in=shown)
    context = {"names": dict(people.values_list("pk", "full_name"))}
    short = {row.code: row for row in answer.short}
    return {
        "result": answer.outcome,
        "proved": answer.proved,
        "least": answer.least,
        "gap": answer.gap,
        "candidates": len(found.pool.candidates),
        "changes": SolverChangeRow(answer.changes, many=True, context=context).data,
        "alternatives": [SolverChangeRow(other, many=True, context=context).data for other in answer.alternatives],
        "targets": [
            {
                "target": code,
                "before": SolverTallyRow(answer.before[code]).data,
                "after": SolverTallyRow(answer.after[code]).data,
                "short": short[code].people if code in short else 0,
                "short_alone": short[code].alone if code in short else None,
            }
            for code in (row.indicator.code for row in found.aims)
        ],
        "conflict": list(answer.conflict),
    }
