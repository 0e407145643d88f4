"""Conferences: written down with figures and votes, given their minutes, closed."""

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import parsers, serializers, status
from rest_framework.decorators import action
from rest_framework.response import Response

from anphu.kit import artifacts
from anphu.kit.refusals import insist
from anphu.kit.rest.fields import Day, Id
from anphu.kit.rest.rows import Row
from anphu.kit.rest.views import Records
from orgtree.choices import Verb
from planning.actions import conferences
from planning.filters import ConferenceFilter
from planning.models import BallotResult, Conference
from planning.rules import moves
from planning.rules.conferences import FIGURES, MOST, mark

MOST_VOTES = 500
MINUTES_LIMIT = 20 << 20


class ConferenceRow(Row):
    """One sitting of a step. Open (`closed_at` null) it can be rewritten; closed it stays."""

    submission = Id(source="submission_id", read_only=True)
    step = Id(source="step_id", read_only=True)
    minutes = serializers.CharField(source="minutes.name", read_only=True, allow_null=True, default=None)

    class Meta:
        model = Conference
        fields = (
            *("id", "submission", "step", "sitting", "day", "chair", "clerk", *FIGURES, "note", "minutes"),
            "closed_at",
        )


class VoteRow(Row):
    """How many agreed about one line, and what that means under the rules of the round."""

    line = Id(source="line_id", read_only=True)

    class Meta:
        model = BallotResult
        fields = ("line", "agree", "disagree", "outcome")


class ConferenceDetail(ConferenceRow):
    """With its votes. `mark`: what tells this state of an open sitting from any other, to be sent when rewriting it."""

    votes = VoteRow(many=True, read_only=True)
    mark = serializers.SerializerMethodField()

    class Meta(ConferenceRow.Meta):
        fields = (*ConferenceRow.Meta.fields, "votes", "mark")

    def get_mark(self, row) -> str:
        return mark(row, row.votes)


class Vote(serializers.Serializer):
    """Votes about one line."""

    line = Id()
    agree = serializers.IntegerField(min_value=0, max_value=MOST)
    disagree = serializers.IntegerField(min_value=0, max_value=MOST, default=0)


class Figures(serializers.Serializer):
    """People and slips of paper."""

    convened = serializers.IntegerField(min_value=0, max_value=MOST, default=0)
    present = serializers.IntegerField(min_value=0, max_value=MOST, default=0)
    issued = serializers.IntegerField(min_value=0, max_value=MOST, default=0)
    returned = serializers.IntegerField(min_value=0, max_value=MOST, default=0)
    valid = serializers.IntegerField(min_value=0, max_value=MOST, default=0)
    invalid = serializers.IntegerField(min_value=0, max_value=MOST, default=0)


class ConferenceWritten(serializers.Serializer):
    """What is written down about a sitting. `votes` name every line voted on, once."""

    day = Day()
    figures = Figures(default=dict)
    votes = Vote(many=True, default=list, max_length=MOST_VOTES)
    chair = serializers.CharField(max_length=conferences.LONGEST["chair"], allow_blank=True, default="")
    clerk = serializers.CharField(max_length=conferences.LONGEST["clerk"], allow_blank=True, default="")
    note = serializers.CharField(max_length=conferences.LONGEST["note"], allow_blank=True, default="")

    def validate_votes(self, votes):
        if len({vote["line"] for vote in votes}) != len(votes):
            raise serializers.ValidationError(_("Name every line once."))
        return {vote["line"]: (vote["agree"], vote["disagree"]) for vote in votes}


class ConferenceBegun(ConferenceWritten):
    """The sitting of a step of a submission."""

    submission = Id()
    step = Id()


class ConferenceRewritten(ConferenceWritten):
    """An open sitting in place of what was read under `mark`; without it, of whatever stands now."""

    mark = serializers.CharField(source="seen", max_length=40, allow_blank=True, default="")


class MinutesSent(serializers.Serializer):
    """The minutes as PDF, JPEG or PNG, at most 20 MB."""

    file = serializers.FileField(allow_empty_file=True)


class Conferences(Records):
    """Conferences about lists of units whose plans the reader sees. Who voted for whom is nowhere."""

    model = Conference
    verb = Verb.SEE_PLANS
    serializer_class = ConferenceRow
    detail_serializer_class = ConferenceDetail
    filterset_class = ConferenceFilter

    def get_parsers(self):
        is_upload = getattr(self, "action_map", None) == {"post": "minutes"}
        return [parsers.MultiPartParser()] if is_upload else super().get_parsers()

    def shape(self, rows):
        rows = rows.select_related("minutes", "submission__round").order_by(
            "submission_id", "step__position", "sitting", "pk"
        )
        if self.action == "list":
            return rows
        votes = BallotResult.objects.visible_to(self.request.user, self.request.on).order_by("pk")
        return rows.prefetch_related(Prefetch("results", votes, to_attr="votes"))

    @extend_schema(request=ConferenceBegun, responses={201: ConferenceDetail})
    def create(self, request):
        """Write down a sitting of a step."""
        row = conferences.hold(**self._asked(ConferenceBegun))
        return Response(self._detail(row), status.HTTP_201_CREATED)

    @extend_schema(request=ConferenceRewritten, responses=ConferenceDetail)
    def update(self, request, pk):
        """Rewrite an open sitting, as it was read: with another `mark` it is refused (409, `stale`)."""
        row = self.get_object()
        held = conferences.hold(
            submission=row.submission_id, step=row.step_id, conference=row.pk, **self._asked(ConferenceRewritten)
        )
        return Response(self._detail(held))

    @extend_schema(responses={204: None})
    def destroy(self, request, pk):
        """Take back an open sitting."""
        conferences.discard(actor=request.user, on=request.on, conference=pk)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request={"multipart/form-data": MinutesSent}, responses=ConferenceDetail)
    @action(detail=True, methods=["post"])
    def minutes(self, request, pk):
        """Attach the minutes to an open sitting, in place of those attached before."""
        row = self.get_object()
        asked = MinutesSent(data=request.data)
        asked.is_valid(raise_exception=True)
        insist(moves.why_not_edit(row.submission, user=request.user, on=request.on))
        upload = asked.validated_data["file"]
        paper = artifacts.receive(
            upload, upload.name, actor=request.user, limit=MINUTES_LIMIT, allowed=artifacts.PAPERS
        )
        return Response(
            self._detail(conferences.attach(actor=request.user, on=request.on, conference=pk, minutes=paper))
        )

    @extend_schema(request=None, responses=ConferenceDetail)
    @action(detail=True, methods=["post"])
    def close(self, request, pk):
        """Close the sitting: from then on it stays, and who was not passed is out of the round."""
        return Response(self._detail(conferences.close(actor=request.user, on=request.on, conference=pk)))

    def _detail(self, row: Conference) -> dict:
        return ConferenceDetail(self.get_queryset().get(pk=row.pk), context=self.get_serializer_context()).data

    def _asked(self, shape) -> dict:
        asked = shape(data=self.request.data)
        asked.is_valid(raise_exception=True)
        return {"actor": self.request.user, "on": self.request.on, **asked.validated_data}
