"""Pictures that are carried away: as SVG, as PNG, or their table as a workbook."""

from collections.abc import Callable, Iterable

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from anphu.kit import sheets
from anphu.kit.charts import Figure, standalone
from anphu.kit.refusals import Refused
from orgtree.reports.lists import stamp
from planning.pages.doors import INVALID

FORMATS = ("svg", "png", "xlsx")


def carried_away(request: HttpRequest, figures: Iterable[Figure]) -> HttpResponse | None:
    """The file that `?as=` and `?picture=` ask for, None when the page itself is asked for.

    Raises Refused for a form there is none of, Http404 for a picture that is not among `figures`.
    """
    asked = request.GET.get("as")
    if asked is None:
        return None
    if asked not in _WRITERS:
        raise Refused(INVALID, _("A picture can be taken as SVG, as PNG, or its table as XLSX."), status=400)
    slug = request.GET.get("picture")
    figure = next((figure for figure in figures if figure.slug == slug), None)
    if figure is None:
        raise Http404(slug)
    answer = _WRITERS[asked](request, figure)
    answer["Content-Disposition"] = f'attachment; filename="{figure.slug}-{request.on:%Y-%m-%d}.{asked}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _svg(_request: HttpRequest, figure: Figure) -> HttpResponse:
    return HttpResponse(standalone.svg(figure), content_type=standalone.SVG_TYPE)


def _png(_request: HttpRequest, figure: Figure) -> HttpResponse:
    return HttpResponse(standalone.png(figure), content_type=standalone.PNG_TYPE)


def _xlsx(request: HttpRequest, figure: Figure) -> StreamingHttpResponse:
    """The table behind the picture; its first sheet says of what and of which day it is."""
    moment = timezone.localtime()
    name = request.user.get_username()
    first, *others = figure.headings
    book = sheets.Book(
        title=figure.title,
        about_title=_("About this table"),
        about=[
            (_("Table"), figure.title),
            (_("Of"), figure.under),
            *([(_("Note"), figure.note)] if figure.note else []),
            (_("Time"), f"{moment:%H:%M %d/%m/%Y}"),
            (_("Carried away by"), name),
        ],
        columns=[sheets.Column(first, 40), *(sheets.Column(heading, 18) for heading in others)],
        stamp=stamp(name, moment, request.on),
    )
    return StreamingHttpResponse(sheets.xlsx(book, figure.rows), content_type=sheets.MEDIA_TYPE)


_WRITERS: dict[str, Callable[[HttpRequest, Figure], HttpResponse]] = {"svg": _svg, "png": _png, "xlsx": _xlsx}
