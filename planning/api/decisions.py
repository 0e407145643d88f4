"""Decisions: read, made over one or many submissions at once, corrected, made known; their seals."""

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.response import Response

from anphu.kit.refusals import Refused
from anphu.kit.rest.fields import Day, Id
from anphu.kit.rest.rows import Row
from anphu.kit.rest.views import Records
from orgtree.actions import reads
from orgtree.choices import ReadKind, Verb
from planning.actions import closings, corrections, decisions, publications
from planning.api.publications import PublicationMade, PublicationRow
from planning.choices import Ground
from planning.filters import DecisionFilter
from planning.models import Decision, Seal, Submission
from planning.queries.decisions import is_whole

MANY = 500


class DecisionRow(Row):
    """A numbered decision; `submissions` are the ids of those approved by it that the reader sees. `seal`: the digest
    that its papers show; null for what was decided before the program."""

    authority = Id(source="authority_id", read_only=True)
    corrects = Id(source="corrects_id", read_only=True, allow_null=True)
    submissions = serializers.SerializerMethodField()
    seal = serializers.SerializerMethodField()

    class Meta:
        model = Decision
        fields = (
            *("id", "number", "day", "kind", "authority", "corrects", "signer", "signer_title", "note", "recorded_at"),
            *("submissions", "seal"),
        )

    def get_submissions(self, row) -> list[int]:
        return [submission.pk for submission in row.seen_submissions]

    def get_seal(self, row) -> str | None:
        return row.seal.digest if hasattr(row, "seal") else None


class SealRow(Row):
    """A link of the chain, to be checked without this program: `digest` is the SHA-256 of `previous`, a line feed and
    `payload` (docs/sealing.md)."""

    class Meta:
        model = Seal
        fields = ("number", "previous", "payload", "digest")


class ToApprove(serializers.Serializer):
    """A submission, and the version of it that the caller saw; a stale one is refused."""

    id = Id()
    version = Id(allow_null=True, default=None)


class DecisionMade(serializers.Serializer):
    """A decision that approves `submissions`: all of them or none."""

    number = serializers.CharField(max_length=50)
    day = Day()
    note = serializers.CharField(max_length=500, allow_blank=True, default="")
    signer = serializers.CharField(max_length=150, allow_blank=True, default="")
    signer_title = serializers.CharField(max_length=150, allow_blank=True, default="")
    submissions = ToApprove(many=True, allow_empty=False, max_length=MANY)

    def validate_submissions(self, rows):
        if len({row["id"] for row in rows}) < len(rows):
            raise serializers.ValidationError(_("Name every submission once."))
        return rows


class ToClose(serializers.Serializer):
    """An entry of the plan that the decision began, and the ground on which it ends."""

    entry = Id()
    ground = serializers.ChoiceField(Ground.choices)


class CorrectionMade(serializers.Serializer):
    """A later decision: it ends entries that the corrected one began, and begins again (`reopen`) those it ended."""

    number = serializers.CharField(max_length=50)
    day = Day()
    reason = serializers.CharField(max_length=500)
    signer = serializers.CharField(max_length=150, allow_blank=True, default="")
    signer_title = serializers.CharField(max_length=150, allow_blank=True, default="")
    close = ToClose(many=True, default=list, max_length=MANY)
    reopen = serializers.ListField(child=Id(), default=list, max_length=MANY)


class Decisions(Records):
    """Decisions about units whose plans the reader sees."""

    model = Decision
    verb = Verb.SEE_PLANS
    serializer_class = DecisionRow
    filterset_class = DecisionFilter

    def shape(self, rows):
        seen = Submission.objects.visible_to(self.request.user, self.request.on).order_by("pk")
        rows = rows.prefetch_related(Prefetch("submissions", seen, to_attr="seen_submissions"))
        return rows.select_related("seal").order_by("-day", "-pk")

    @extend_schema(request=DecisionMade, responses={201: DecisionRow})
    def create(self, request):
        """Approve many submissions by one decision."""
        made = _checked(DecisionMade, request)
        rows = made.pop("submissions")
        decision = decisions.decide(
            actor=request.user,
            on=request.on,
            submissions=[row["id"] for row in rows],
            versions={row["id"]: row["version"] for row in rows},
            **made,
        )
        return self._made(decision)

    @extend_schema(request=CorrectionMade, responses={201: DecisionRow})
    @action(detail=True, methods=["post"])
    def correct(self, request, pk):
        """Follow the decision by one that puts it right."""
        made = _checked(CorrectionMade, request)
        made["close"] = {row["entry"]: row["ground"] for row in made["close"]}
        decision = corrections.correct(actor=request.user, on=request.on, decision=int(pk), **made)
        return self._made(decision)

    @extend_schema(request=PublicationMade, responses={201: PublicationRow})
    @action(detail=True, methods=["post"])
    def publish(self, request, pk):
        """Make the decision known: receipts are due from its audience."""
        made = _checked(PublicationMade, request)
        row = publications.publish(actor=request.user, on=request.on, decision=int(pk), **made)
        return Response(PublicationRow(row).data, status.HTTP_201_CREATED)

    @extend_schema(responses=SealRow)
    @action(detail=True)
    def seal(self, request, pk):
        """The link of the chain, for readers who see every list that the decision concerns. It is in the read log."""
        decision = self.get_object()
        if not hasattr(decision, "seal"):
            raise Refused("no_seal", _("Taken over from before the program; it has no seal."), status=404)
        if not is_whole(decision, request.user, request.on):
            sentence = _("This file concerns units beyond your reach as well; ask the organization board for it.")
            raise Refused("not_whole", sentence, status=403)
        words = _("Seal of decision %(number)s") % {"number": decision.number}
        reads.note(reader=request.user, kind=ReadKind.LIST, detail=words, digest=decision.seal.digest)
        return Response(SealRow(decision.seal).data)

    @extend_schema(request=None, responses=DecisionRow(many=True), filters=False)
    @action(detail=False, methods=["post"], url_path="close-by-rule", pagination_class=None)
    def close_by_rule(self, request):
        """End what ends by rule now, rather than at night; answers with the decisions that record it."""
        made = closings.close_by_rule(actor=request.user, on=request.on)
        rows = self.get_queryset().filter(pk__in=[row.pk for row in made])
        return Response(self.get_serializer(rows, many=True).data)

    def _made(self, decision: Decision) -> Response:
        written = self.get_queryset().get(pk=decision.pk)
        return Response(self.get_serializer(written).data, status.HTTP_201_CREATED)


def _checked(kind, request) -> dict:
    asked = kind(data=request.data)
    asked.is_valid(raise_exception=True)
    return dict(asked.validated_data)
