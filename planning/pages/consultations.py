"""Questions put to a consulted body: the worklist of the body, and its answer."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from anphu.kit.listing import Listing
from anphu.kit.refusals import Refused
from orgtree.choices import Verb
from planning.actions import consultations as actions
from planning.filters import ConsultationFilter
from planning.models import Consultation
from planning.pages.doors import act, answer, cleaned, page, why_not_now
from planning.pages.forms_process import AnswerForm
from planning.queries.consultations import told
from planning.rules.consultations import why_not_now as why_not_in_round


@require_safe
@page(Verb.SEE_PLANS)
def consultations(request: HttpRequest) -> HttpResponse:
    """What the reader is asked, and what was asked of others about lists that the reader sees."""
    seen = Consultation.objects.visible_to(request.user, request.on).by_urgency()
    listing = Listing(request, ConsultationFilter(request.GET, seen, request=request))
    rows = told(listing.page.object_list, request.user, request.on)
    return listing.render("planning/consultations/list.html", {"questions": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@page(Verb.SEE_PLANS)
def consultation(request: HttpRequest, pk: int) -> HttpResponse:
    """One question; a form for the answer where it was put to the reader and waits."""
    (row,) = told(
        [get_object_or_404(Consultation.objects.visible_to(request.user, request.on), pk=pk)], request.user, request.on
    )
    form, refusal = AnswerForm(request.POST or None), None
    if request.method == "POST":
        try:
            act(request, actions.answer, consultation=pk, **cleaned(form))
            messages.success(request, _("Your answer has been recorded."))
            return redirect("consultations")
        except Refused as refused:
            refusal = refused
    context = {
        "question": row,
        "form": form,
        "why_not": why_not_now(request) or why_not_in_round(row.line.submission),
        "crumbs": [(_("Questions"), reverse("consultations"))],
    }
    return answer(request, "planning/consultations/question.html", context, refusal)
