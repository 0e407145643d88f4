"""Adding to a list: people found by name, near and far, with their eligibility beside them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from anphu.kit import names
from anphu.kit.filters import MAX_SEARCH
from anphu.kit.refusals import Refused, insist
from orgtree.actions import reads
from orgtree.choices import Verb
from planning.actions import lines
from planning.models import Submission
from planning.pages import forms
from planning.pages.doors import act, answer, asked_id, cleaned, page, why_not_now
from planning.pages.submissions import address, crumbs, found_or_404
from planning.queries.candidates import MOST, candidates, is_whole_name, titles_to_fill
from planning.rules import moves


@require_http_methods(["GET", "HEAD", "POST"])
@page(Verb.SEE_PLANS)
def line_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Find a person and propose to add them for a title."""
    row = found_or_404(request, pk)
    insist(moves.why_not_edit(row, user=request.user, on=request.on))
    if request.method != "POST":
        insist(why_not_now(request))
        return _search(request, row)
    try:
        asked = cleaned(forms.AdditionForm(request.POST))
        line = act(request, lines.propose, submission=pk, proposal="add", **asked)
    except Refused as refusal:
        return _search(request, found_or_404(request, pk), refusal)
    said = _("%s has been put on the list as an addition.") % line.person.full_name
    messages.success(request, said, extra_tags=f"line-{line.pk}")
    return redirect(address(request, pk, f"line-{line.pk}"))


def _search(request: HttpRequest, row: Submission, refusal: Refused | None = None) -> HttpResponse:
    """The page on which a person is looked for; htmx asks for the people found alone."""
    user, on = request.user, request.on
    titles = titles_to_fill(row, user, on)
    asked = asked_id(request, "title")
    title = next((title for title in titles if title.pk == asked), titles[0] if titles else None)
    words = names.nfc(request.GET.get("find", "")[:MAX_SEARCH])
    people = candidates(row, title, words, user, on) if title else []
    far = [person for person in people if person.far]
    if far:
        reads.note_each(reader=user, people=[person.pk for person in far], detail=reads.SEARCH)
    context = {
        "submission": row,
        "titles": titles,
        "title": title,
        "words": words,
        "near": [person for person in people if not person.far],
        "far": far,
        "few": bool(words) and not is_whole_name(words),
        "cut": len(people) >= MOST,
        "typed": request.POST,
        "crumbs": crumbs(row),
    }
    template = "planning/submissions/found_people.html" if request.htmx else "planning/submissions/add.html"
    return answer(request, template, context, refusal)
