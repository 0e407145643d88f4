"""Notices of the reader: what waits, newest first."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from anphu.kit.listing import Listing
from anphu.kit.notices import mark_read
from planning.filters.notices import NoticeFilter
from planning.pages.doors import page
from planning.queries.notices import of


@require_http_methods(["GET", "HEAD", "POST"])
@page()
def notices(request: HttpRequest) -> HttpResponse:
    """The list; POST marks everything read."""
    if request.method == "POST":
        mark_read(request.user)
        messages.success(request, _("Everything is marked as read."))
        return redirect("notices")
    found = Listing(request, NoticeFilter(request.GET, of(request.user), request=request))
    return found.render("planning/notices/list.html", {"notices": found.page.object_list})


@require_POST
@page()
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Open what a notice is about; it has been read then."""
    row = get_object_or_404(of(request.user), pk=pk)
    mark_read(request.user, [row.pk])
    return redirect(row.address)
