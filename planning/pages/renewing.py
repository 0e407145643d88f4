"""Numbers that renew themselves while they are looked at: htmx asks with `?seen=` whether they are others by now."""

from django.http import HttpRequest, HttpResponse

from anphu.kit import clock
from planning.indicators.dashboard import Frame

FIGURES = "figures"
"""The id of the part of a page that is renewed."""
NOTHING_NEW = 204
"""The status on which htmx leaves everything as it stands."""


def is_renewal(request: HttpRequest) -> bool:
    """Whether htmx asks for the numbers, and not for something else of the page."""
    return bool(request.htmx) and request.htmx.target == FIGURES


def nothing_new(request: HttpRequest, known: Frame | None) -> HttpResponse | None:
    """The whole answer to a renewal when the reader has seen what there is; None when the numbers shall be shown. Their
    links then lead to where those of the page do."""
    if not is_renewal(request):
        return None
    if known is None or request.GET.get("seen") == known.state:
        return HttpResponse(status=NOTHING_NEW)
    request.GET = request.GET.copy()
    for name in ("seen", "on"):
        request.GET.pop(name, None)
    return None


def freshness(request: HttpRequest, known: Frame) -> dict:
    """What the page must know: whether the numbers are behind the records, and what the reader has now seen. Those of
    another day than today do not renew themselves: they are measured when they are asked for."""
    is_today = request.on == clock.today()
    return {"due": is_today and known.due, "state": known.state if is_today else None}
