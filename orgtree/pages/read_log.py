"""The read log: who opened which dossier, file or document, and who carried which list away."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from anphu.kit.listing import Listing
from orgtree.choices import Verb
from orgtree.filters import ReadFilter
from orgtree.models import DossierRead
from orgtree.pages.doors import WRITING, page
from orgtree.pages.exports import Export, answer, in_words
from orgtree.reports import lists

LIST = "orgtree/read_log/list.html"


@page(Verb.SEE_READ_LOG)
def read_log(request: HttpRequest) -> HttpResponse:
    """The newest first; filtered by reader, person, kind and days."""
    found = Listing(request, ReadFilter(request.GET or None, _seen(request), request=request))
    for row in found.page.object_list:
        row.what = lists.what_was_read(row.detail)
    context = {"reads": found.page.object_list, "sees_people": request.user.may_somewhere(Verb.SEE_PEOPLE)}
    return found.render(LIST, context)


@page(Verb.SEE_READ_LOG, WRITING)
def export(request: HttpRequest) -> HttpResponse:
    """The filtered log as a file; carrying it away is itself written into it."""
    found = Listing(request, ReadFilter(request.GET, _seen(request), request=request))
    if not found.valid:
        return found.render(LIST, {"reads": []})
    rows = found.filterset.qs
    leaving = Export(
        title=_("Read log"),
        filename=f"nhat-ky-doc-{timezone.localtime():%Y-%m-%d}",
        back="read-log",
        columns=lists.read_log_columns(),
        rows=lambda: lists.read_log_rows(rows.iterator(chunk_size=1000)),
        count=rows.count,
        filters=in_words(found.filterset),
    )
    return answer(request, leaving)


def _seen(request: HttpRequest) -> QuerySet[DossierRead]:
    return DossierRead.objects.visible_to(request.user, request.on).select_related("reader", "person")
