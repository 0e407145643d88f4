"""Papers of rounds as files: the same as the pages give, with the same line in the read log."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, viewsets

from anphu.kit.rest.views import Endpoint
from orgtree.choices import Verb
from planning.reports.papers import desk
from planning.reports.papers.declared import FORMS
from planning.reports.papers.shapes import Paper

_AS = OpenApiParameter("as", str, enum=list(desk.TYPES), description=_("Kind of file; left out: pdf."))
_FORM = OpenApiParameter("form", str, OpenApiParameter.PATH, enum=list(FORMS))
_FILE = {(200, media): OpenApiTypes.BINARY for media in desk.TYPES.values()}
_FOUND = {
    "submission": desk.of_submission,
    "round": desk.of_round,
    "decision": desk.of_decision,
    "conference": desk.of_conference,
    "unit": desk.of_unit,
}


class _Files(Endpoint, viewsets.ViewSet):
    """What both share: for whoever may carry lists away."""

    verb = Verb.EXPORT
    parameters = {"retrieve": ("as",)}

    def sent(self, paper: Paper | None, about: str) -> HttpResponse:
        kind = self.request.query_params.get("as", "pdf")
        if kind not in desk.TYPES:
            raise serializers.ValidationError({"as": [_("Choose pdf, docx or xlsx.")]})
        if paper is None:
            raise Http404
        request = self.request
        data = desk.carried(paper, kind, request.user, at=timezone.localtime(), on=request.on, about=about)
        name = f"{paper.form.code}.{kind}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(data, content_type=desk.TYPES[kind], headers=headers)


class Documents(_Files):
    """Papers of a list, a round, a decision, a conference or a unit."""

    about = "submission"

    @extend_schema(parameters=[_AS, _FORM], responses=_FILE)
    def retrieve(self, request, pk, form):
        """One paper. It is written down in the read log."""
        return self.sent(_FOUND[self.about](pk, form, request.user, request.on), f"{self.about} {pk}")


class Tallies(_Files):
    """Minutes of a vote count with empty places."""

    @extend_schema(parameters=[_AS], responses=_FILE)
    def retrieve(self, request, pk, step):
        """To count the next sitting of a step by hand."""
        return self.sent(desk.of_step(pk, step, request.user, request.on), f"submission {pk}, step {step}")
