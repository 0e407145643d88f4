"""What leaves the house with a decision: its scans, and its seal as a file. Each is written in the read log."""

import hashlib

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anphu.kit import artifacts
from anphu.kit.refusals import Refused
from orgtree.actions import reads
from orgtree.choices import ReadKind, Verb
from orgtree.pages.files import NOTHING_BUT_ITSELF
from planning.models import Decision, DecisionFile
from planning.pages.decisions import found
from planning.pages.doors import page
from planning.queries.decisions import is_whole
from planning.reports import seals


@require_safe
@page(Verb.SEE_PLANS)
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """A scan, shown in place."""
    rows = DecisionFile.objects.visible_to(request.user, request.on).select_related("decision", "artifact")
    row = get_object_or_404(rows, pk=pk)
    _insist_whole(request, row.decision)
    answer = artifacts.send(row.artifact, inline=True)
    answer["Content-Security-Policy"] = NOTHING_BUT_ITSELF
    _log(request, ReadKind.ATTACHMENT, row.decision, row.artifact.digest)
    return answer


@require_safe
@page(Verb.SEE_PLANS)
def seal(request: HttpRequest, pk: int) -> HttpResponse:
    """The link of the chain, to be checked by standard tools."""
    decision = found(request, pk)
    link = getattr(decision, "seal", None)
    if link is None:
        raise Http404
    _insist_whole(request, decision)
    content = seals.export(link)
    _log(request, ReadKind.LIST, decision, hashlib.sha256(content).hexdigest())
    name = f"seal-{link.number}.json"
    return HttpResponse(
        content, content_type="application/json", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _insist_whole(request: HttpRequest, decision: Decision) -> None:
    if not is_whole(decision, request.user, request.on):
        sentence = _("This file concerns units beyond your reach as well; ask the organization board for it.")
        raise Refused("not_whole", sentence, status=403)


def _log(request: HttpRequest, kind: ReadKind, decision: Decision, digest: str) -> None:
    words = _("Decision %(number)s") if kind == ReadKind.ATTACHMENT else _("Seal of decision %(number)s")
    reads.note(reader=request.user, kind=kind, detail=words % {"number": decision.number}, digest=digest)
