"""How a reader keeps the list of people: its columns, filters under a name, and how it was left."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from anphu.kit.filters import is_id
from anphu.kit.refusals import Refused
from orgtree.actions import lists as actions
from orgtree.choices import Verb
from orgtree.filters import PersonFilter
from orgtree.pages.doors import WRITING, page
from orgtree.pages.panels import title
from orgtree.queries import lists as queries

FORGOTTEN = frozenset({"q", "page", "on", "filters", "reset"})
"""What is not kept: the name searched for is personal and of the moment, the rest is where one stands."""


def filters_named(query: QueryDict) -> set[str]:
    """The parameters of an address that filter or order the list."""
    return set(query) & set(PersonFilter.base_filters)


def kept_of(query: QueryDict) -> str:
    """Filter and order of an address, in one form: known names only, empty values left out."""
    kept = QueryDict(mutable=True)
    for name in sorted(filters_named(query) - FORGOTTEN):
        kept.setlist(name, [value for value in query.getlist(name) if value])
    return kept.urlencode()


@page(Verb.SEE_PEOPLE, WRITING)
def columns(request: HttpRequest) -> HttpResponse:
    """Which columns the list shows besides the usual ones."""
    if request.method == "POST":
        try:
            actions.choose_columns(actor=request.user, keys=request.POST.getlist("column"))
        except Refused as refusal:
            messages.error(request, str(refusal))
            return _columns(request, set(request.POST.getlist("column")), refusal.status)
        messages.success(request, _("The list shows the columns you chose."))
        return redirect("people")
    return _columns(request, {column.key for column in queries.desk(request.user).columns})


def _columns(request: HttpRequest, chosen: set[str], status: int = 200) -> HttpResponse:
    groups: dict[str, list[tuple[str, str, bool]]] = {}
    for column in queries.COLUMNS.values():
        line = (column.key, capfirst(column.label), column.key in chosen)
        groups.setdefault(title(column.section), []).append(line)
    context = {"groups": groups.items(), "most": actions.MOST_COLUMNS}
    return render(request, "orgtree/lists/columns.html", context, status=status)


@page(Verb.SEE_PEOPLE, WRITING)
def filters(request: HttpRequest) -> HttpResponse:
    """Filters kept under a name. POST saves the filter of the address, or removes one."""
    query = kept_of(request.GET)
    status = 200
    if request.method == "POST":
        try:
            return _kept(request, query)
        except Refused as refusal:
            messages.error(request, str(refusal))
            status = refusal.status
    context = {
        "filters": list(queries.saved_filters(request.user, request.on)),
        "query": query,
        "words": _words(request, query),
        "name": request.POST.get("name", "")[: actions.LONGEST_NAME],
        "may_share": request.user.may_somewhere(Verb.EDIT_PEOPLE),
        "may_remove_all": request.user.may_everywhere(Verb.EDIT_PEOPLE),
    }
    return render(request, "orgtree/lists/filters.html", context, status=status)


def _kept(request: HttpRequest, query: str) -> HttpResponse:
    gone = request.POST.get("remove", "")
    if gone:
        actions.drop_filter(actor=request.user, on=request.on, filter=int(gone) if is_id(gone) else 0)
        messages.success(request, _("The filter is removed."))
        return redirect("saved-filters")
    shared = request.POST.get("shared") == "1"
    actions.save_filter(actor=request.user, name=request.POST.get("name", ""), query=query, shared=shared)
    messages.success(request, _("The filter is saved; it stands above the list."))
    return redirect(f"{reverse('people')}?{query}")


def _words(request: HttpRequest, query: str) -> list[str]:
    """The filter in words, as the chips of the list say it; nothing when it makes no sense."""
    if not query:
        return []
    form = PersonFilter(QueryDict(query), request=request).form
    if not form.is_valid():
        return []
    asked = [name for name, value in form.cleaned_data.items() if value not in (None, "", [])]
    return [str(form[name].label) for name in asked]
