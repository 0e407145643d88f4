"""What is done with a submission at the desk: lines chosen and confirmed, claims, comments; what the program knows."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.response import Response

from anphu.kit.rest.fields import Id
from planning.actions import lines as line_actions
from planning.actions import submissions
from planning.api.advice import CommentRow
from planning.api.lines import LineChosen, LineProposed, LineRow
from planning.choices import Ground, Proposal
from planning.queries.evidence import changed_since, frozen
from planning.queries.readiness import shortcomings
from planning.queries.suggestions import suggest
from planning.rules.choosing import Choice


class LinesChosen(serializers.Serializer):
    """Many choices at once, all or none. `version`: of the submission as the caller saw it."""

    choices = LineChosen(many=True, allow_empty=False, max_length=line_actions.MOST)
    version = Id(allow_null=True, default=None)


class RestConfirmed(serializers.Serializer):
    """Everybody about whom nothing was said is kept."""

    version = Id(allow_null=True, default=None)


class Confirmed(serializers.Serializer):
    """How many lines were confirmed."""

    confirmed = serializers.IntegerField()


class Claimed(serializers.Serializer):
    """`take_over`: also from whoever is looking at the list now."""

    take_over = serializers.BooleanField(default=False)


class Commented(serializers.Serializer):
    """Words about the submission, or about one of its lines."""

    text = serializers.CharField(max_length=submissions.MAX_COMMENT)
    line = Id(allow_null=True, default=None)


class EvidenceRow(serializers.Serializer):
    """What was known of the person of a line when the list was submitted. `restricted` is null for readers without the
    right."""

    line = Id(source="row.line_id")
    submitted_at = serializers.DateTimeField(source="row.change.at")
    facts = serializers.JSONField()
    restricted = serializers.JSONField(allow_null=True)
    digest = serializers.CharField(source="row.digest")


class SuggestionRow(serializers.Serializer):
    """What the program proposes about a line. Without `proposal`: something to look at or to complete."""

    line = Id()
    proposal = serializers.ChoiceField(Proposal.choices, allow_blank=True)
    ground = serializers.ChoiceField(Ground.choices, allow_blank=True)
    sentence = serializers.CharField()
    basis = serializers.CharField()
    confidence = serializers.CharField()


class LineDifference(serializers.Serializer):
    """What became different about a line since the list was submitted."""

    line = Id()
    what = serializers.CharField()
    before = serializers.CharField()
    now = serializers.CharField()


class ShortcomingRow(serializers.Serializer):
    """What the person of a line falls short of, and whether that holds the list up."""

    line = Id(source="line.pk")
    item = serializers.IntegerField(source="demand.number")
    code = serializers.CharField(source="demand.code")
    sentence = serializers.CharField()
    blocks = serializers.BooleanField()


class Desk:
    """Mixin of the view of submissions."""

    @extend_schema(request=LineProposed, responses={201: LineRow})
    @action(detail=True, methods=["post"])
    def lines(self, request, pk):
        """Write the line of a person and a title: a new one, or another proposal in place of the present one."""
        line = line_actions.propose(submission=pk, **self._asked(LineProposed))
        return Response(LineRow(line).data, status.HTTP_201_CREATED)

    @extend_schema(request=LinesChosen, responses=LineRow(many=True))
    @action(detail=True, methods=["post"])
    def choices(self, request, pk):
        """Write many lines at once."""
        asked = self._asked(LinesChosen)
        asked["choices"] = [Choice(**row) for row in asked["choices"]]
        return Response(LineRow(line_actions.choose(submission=pk, **asked), many=True).data)

    @extend_schema(request=RestConfirmed, responses=Confirmed)
    @action(detail=True, methods=["post"], url_path="confirm-rest")
    def confirm_rest(self, request, pk):
        """Keep everybody of the plan in force about whom nothing was said."""
        return Response({"confirmed": line_actions.confirm_rest(submission=pk, **self._asked(RestConfirmed))})

    @extend_schema(request=Claimed, responses={204: None})
    @action(detail=True, methods=["post"])
    def claim(self, request, pk):
        """Say that the caller is looking at the submitted list."""
        submissions.claim(submission=pk, **self._asked(Claimed))
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"])
    def release(self, request, pk):
        """Leave the list to others."""
        submissions.release(actor=request.user, on=request.on, submission=pk)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=Commented, responses={201: CommentRow})
    @action(detail=True, methods=["post"])
    def comments(self, request, pk):
        """Say something about the submission or one of its lines."""
        row = submissions.comment(submission=pk, **self._asked(Commented))
        return Response(CommentRow(row).data, status.HTTP_201_CREATED)

    @extend_schema(responses=EvidenceRow(many=True))
    @action(detail=True, methods=["get"], pagination_class=None)
    def evidence(self, request, pk):
        """The evidence of its lines as frozen each time the list was submitted."""
        return Response(EvidenceRow(frozen(self.get_object(), request.user, request.on), many=True).data)

    @extend_schema(responses=SuggestionRow(many=True))
    @action(detail=True, methods=["get"], pagination_class=None)
    def suggestions(self, request, pk):
        """What the program proposes; the unit decides."""
        found = suggest(self.get_object(), request.user, request.on)
        rows = [
            {name: getattr(one, name) for name in ("proposal", "ground", "sentence", "basis", "confidence")}
            | {"line": line}
            for line, suggested in found.items()
            for one in suggested
        ]
        return Response(SuggestionRow(rows, many=True).data)

    @extend_schema(responses=LineDifference(many=True))
    @action(detail=True, methods=["get"], pagination_class=None)
    def changed(self, request, pk):
        """What became different since the list was submitted: in the list, and in the dossiers that the caller sees."""
        found = changed_since(self.get_object(), request.user, request.on)
        rows = [
            {"line": line, "what": what, "before": before, "now": now}
            for line, changes in found.items()
            for what, before, now in changes
        ]
        return Response(LineDifference(rows, many=True).data)

    @extend_schema(responses=ShortcomingRow(many=True))
    @action(detail=True, methods=["get"], pagination_class=None)
    def shortcomings(self, request, pk):
        """Whom the checklist holds up, or warns about, as far as the caller sees the dossiers."""
        row = self.get_object()
        found = shortcomings([row], request.user, request.on).get(row.pk, [])
        return Response(ShortcomingRow(found, many=True).data)

    def _asked(self, serializer) -> dict:
        asked = serializer(data=self.request.data)
        asked.is_valid(raise_exception=True)
        return {"actor": self.request.user, "on": self.request.on, **asked.validated_data}
