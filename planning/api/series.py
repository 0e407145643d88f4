"""One indicator of one unit: through the months, who stands behind it, and why two days differ."""

import datetime

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, viewsets
from rest_framework.response import Response

from anphu.kit import clock
from anphu.kit.periods import FIRST_DAY, LAST_DAY
from anphu.kit.replica import reports
from anphu.kit.rest.fields import Day, Id
from anphu.kit.rest.views import Endpoint
from orgtree.choices import Verb
from orgtree.models import UnitLink
from orgtree.sections.values import get, plain
from planning.indicators import dashboard
from planning.indicators.behind import COUNTED, LISTS, counted, crowd
from planning.indicators.changes import between
from planning.indicators.corrections import corrections
from planning.indicators.definitions import ACTUAL, BY_CODE, PLAN, Indicator
from planning.indicators.series import MONTHS
from planning.indicators.series import series as of_months
from planning.models import Term

LONGEST, MANY = 120, 200


class Asked(serializers.Serializer):
    """Of which unit; `term`: in the plan of that term, left out: actual holders."""

    unit = Id()
    term = Id(required=False)


class SeriesAsked(Asked):
    months = serializers.IntegerField(min_value=1, max_value=LONGEST, default=MONTHS)


class BehindAsked(Asked):
    """Which of the four lists, and which stretch of it."""

    list = serializers.ChoiceField(LISTS, default=COUNTED)
    limit = serializers.IntegerField(min_value=1, max_value=MANY, default=50)
    offset = serializers.IntegerField(min_value=0, max_value=10**7, default=0)


class ChangesAsked(Asked):
    """Between which two days."""

    since = Day()
    until = Day(required=False)


class MomentRow(serializers.Serializer):
    """A kept day; counts are null where nothing is stored, or so few are counted that the caller is not told."""

    day = serializers.DateField()
    value = serializers.FloatField(source="amount", allow_null=True)
    numerator = serializers.SerializerMethodField()
    denominator = serializers.SerializerMethodField()
    unknown = serializers.SerializerMethodField()
    excluded = serializers.SerializerMethodField()

    def _count(self, moment, name: str) -> int | None:
        told = moment.value is not None and not self.context["veil"].covers(moment.value)
        return getattr(moment.value, name) if told else None

    def get_numerator(self, moment) -> int | None:
        return self._count(moment, "numerator")

    def get_denominator(self, moment) -> int | None:
        return self._count(moment, "denominator")

    def get_unknown(self, moment) -> int | None:
        return self._count(moment, "unknown")

    def get_excluded(self, moment) -> int | None:
        return self._count(moment, "excluded")


class SubjectRow(serializers.Serializer):
    """One that is counted: `subject` is the id of a person, title or list, or the rank of a committee."""

    unit = serializers.IntegerField()
    subject = serializers.IntegerField()
    amount = serializers.IntegerField(allow_null=True)


class CrowdRow(serializers.Serializer):
    """How many are in each list (null: too few to be told), how many of them the caller sees, and a stretch of one."""

    totals = serializers.DictField(child=serializers.IntegerField(allow_null=True))
    seen = serializers.DictField(child=serializers.IntegerField(allow_null=True))
    rows = SubjectRow(many=True)


class EdgeRow(serializers.Serializer):
    """What began or ended: a title, or without one a membership; `decision`: the number of that of a plan."""

    day = serializers.DateField()
    begins = serializers.BooleanField()
    title = serializers.CharField()
    decision = serializers.CharField()


class SeriesDifferenceRow(serializers.Serializer):
    """A subject in another list than before (null: in none), and what began or ended in between."""

    unit = serializers.IntegerField()
    subject = serializers.IntegerField()
    before = serializers.CharField(allow_null=True)
    after = serializers.CharField(allow_null=True)
    edges = EdgeRow(many=True)


class CorrectionRow(serializers.Serializer):
    """A person whose record was corrected meanwhile: the fields that the indicator looks at, before and after. What a
    record says without a date holds for both days, so that their values follow it."""

    subject = serializers.IntegerField()
    at = serializers.DateTimeField()
    before = serializers.SerializerMethodField()
    after = serializers.SerializerMethodField()

    def get_before(self, row) -> dict:
        return {name: plain(get(row.before, name)) for name in row.fields}

    def get_after(self, row) -> dict:
        return {name: plain(get(row.after, name)) for name in row.fields}


class DifferencesRow(serializers.Serializer):
    """`total` counts also those whom the caller does not see; null where too few stand behind the value."""

    total = serializers.IntegerField(allow_null=True)
    rows = SeriesDifferenceRow(many=True)
    corrections = CorrectionRow(many=True)


_CODE = OpenApiParameter("code", str, OpenApiParameter.PATH)


class OneIndicator(Endpoint, viewsets.ViewSet):
    """What the pages of an indicator show, as data."""

    verb = Verb.SEE_INDICATORS
    lookup_field = "code"
    parameters = {
        "series": ("unit", "term", "months"),
        "behind": ("unit", "term", "list", "limit", "offset"),
        "changes": ("unit", "term", "since", "until"),
    }

    @extend_schema(parameters=[_CODE, SeriesAsked], responses=MomentRow(many=True))
    @reports
    def series(self, request, code):
        """The ends of months before the day, and the day where it is stored, the earliest first."""
        asked, indicator, term = self._asked(SeriesAsked, code)
        known = dashboard.frame(asked["unit"], request.user, request.on)
        found = of_months(indicator, term, asked["unit"], known, request.on, asked["months"])
        return Response(MomentRow(found, many=True, context={"veil": known.veil}).data)

    @extend_schema(parameters=[_CODE, BehindAsked], responses=CrowdRow)
    @reports
    def behind(self, request, code):
        """Who, or what, is counted, not counted, unknown, and left out by a rule."""
        asked, indicator, term = self._asked(BehindAsked, code)
        stretch = {"which": asked["list"], "limit": asked["limit"], "offset": asked["offset"]}
        found = crowd(indicator, term, asked["unit"], request.user, request.on, **stretch)
        hidden = self._hidden(indicator, term, asked["unit"], request.on)
        return Response(
            {
                "totals": {name: None if hidden else tally.total for name, tally in found.tallies.items()},
                "seen": {name: None if hidden else tally.seen for name, tally in found.tallies.items()},
                "rows": SubjectRow(found.rows, many=True).data,
            }
        )

    @extend_schema(parameters=[_CODE, ChangesAsked], responses=DifferencesRow)
    @reports
    def changes(self, request, code):
        """Who came, went, or changed the list from `since` to `until` (left out: the day asked about)."""
        asked, indicator, term = self._asked(ChangesAsked, code)
        first, last = asked["since"], asked.get("until", request.on)
        if not FIRST_DAY <= first < last <= LAST_DAY:
            raise serializers.ValidationError({"since": [_("The first day must lie before the second one.")]})
        found = between(indicator, term, asked["unit"], request.user, first, last)
        hidden = any(self._hidden(indicator, term, asked["unit"], day) for day in (first, last))
        is_now = last == clock.today()
        corrected = corrections(indicator, term, asked["unit"], request.user, first, last, is_now=is_now)
        return Response(
            {
                "total": None if hidden else found.total,
                "rows": SeriesDifferenceRow(found.rows, many=True).data,
                "corrections": CorrectionRow(corrected, many=True).data,
            }
        )

    def _asked(self, shape: type[Asked], code: str) -> tuple[dict, Indicator, Term | None]:
        """What is asked, about an indicator and a unit in reach, on a basis that the indicator has."""
        if code not in BY_CODE:
            raise Http404(code)
        asked = shape(data=self.request.query_params.dict())
        asked.is_valid(raise_exception=True)
        found, indicator = asked.validated_data, BY_CODE[code]
        reached = UnitLink.objects.reached_by(self.request.user, self.verb, self.request.on)
        if not reached.filter(descendant=found["unit"]).exists():
            raise Http404(found["unit"])
        term = None
        if "term" in found:
            term = Term.objects.visible_to(self.request.user, self.request.on).filter(pk=found["term"]).first()
            if term is None:
                raise Http404(found["term"])
        if (PLAN if term else ACTUAL) not in indicator.bases:
            sentence = _("This indicator is not measured on that basis: name a term, or leave it out.")
            raise serializers.ValidationError({"term": [sentence]})
        return found, indicator, term

    def _hidden(self, indicator: Indicator, term: Term | None, unit: int, day: datetime.date) -> bool:
        """Whether so few stand behind a value that the caller is not told how many."""
        veil = dashboard.frame(unit, self.request.user, self.request.on).veil
        if veil.sees(unit):
            return False
        people = counted(indicator, term, unit, self.request.user, day)
        drawn = veil.drawn([unit], [day], [indicator.code])
        return drawn.hides(indicator.code, unit, people, term and term.pk, day)
