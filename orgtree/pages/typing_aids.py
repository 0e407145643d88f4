"""What helps while somebody types: suggestions, and drafts of forms that are not sent yet. Asked by POST, because what
is typed is personal and addresses are logged."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from anphu.kit import once
from orgtree.actions import desks
from orgtree.choices import Verb
from orgtree.pages.doors import page
from orgtree.queries.suggestions import SOURCES, suggest

LONGEST = 100
UNKEPT = {"csrfmiddlewaretoken", "draft-place", "another", "sure", once.FIELD}


@page(Verb.SEE_PEOPLE, ("POST",))
def suggestions(request: HttpRequest, source: str) -> HttpResponse:
    """Options for the words typed into the one field that was sent."""
    if source not in SOURCES:
        raise Http404(source)
    typed = next((text for name, text in request.POST.items() if name not in UNKEPT), "")
    found = suggest(source, typed[:LONGEST], request.user, request.on)
    return render(request, "orgtree/dossiers/suggestions.html", {"found": found})


@page(Verb.EDIT_PEOPLE, ("POST",))
def draft(request: HttpRequest) -> HttpResponse:
    """Keep what has been typed so far; answers with the moment, to be shown beside the buttons."""
    content = {name: text for name, text in request.POST.items() if name not in UNKEPT}
    kept = desks.keep_draft(actor=request.user, place=request.POST.get("draft-place", ""), content=content)
    return render(request, "orgtree/dossiers/draft.html", {"at": kept.saved_at})
