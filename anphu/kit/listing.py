"""One list page: a FilterSet, an order, pages of rows, and the fragment htmx asks for, from one template.

    found = listing.Listing(request, PersonFilter(request.GET or None, Person.objects.visible_to(...), request=request))
    return found.render("orgtree/people/list.html")

The template says `{% extends layout %}`; see templates/layouts/list.html.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from django.core.exceptions import EmptyResultSet
from django.core.paginator import Page, Paginator
from django.db import connections
from django.db.models import F, QuerySet
from django.forms import BoundField, Form, Select
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import FilterSet, OrderingFilter

from anphu.kit.refusals import Refused
from anphu.kit.selects import LongSelect

COUNT_LIMIT = 5000
"""Rows counted at most: beyond, "more than" is said, so that a list costs the same however many people there are."""
PAGE_SIZE = 25
Fetch = Callable[[Sequence[int]], list]
"""Keys in order → rows in that order."""
Whole = Callable[[int, int, int], "tuple[int, list[int]] | None"]
"""Offset, size and limit → how many rows there are up to that limit, and the keys of a page; None: ask the rows."""
PASSING = frozenset({"page", "on", "filters"})
"""Parameters of the address that are nobody's filter."""


class Ordering(OrderingFilter):
    """`?ordering=name` or `-name`: unknown values come last either way, equal ones in the model's own order."""

    descending_fmt = gettext_lazy("%s, descending")

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label", gettext_lazy("Order"))
        kwargs.setdefault("empty_label", capfirst(gettext_lazy("usual order")))
        super().__init__(*args, **kwargs)

    def filter(self, queryset: QuerySet, value) -> QuerySet:
        if not value:
            return queryset
        asked = [self.get_ordering_value(param) for param in value if param]
        columns = [
            F(column[1:]).desc(nulls_last=True) if column.startswith("-") else F(column).asc(nulls_last=True)
            for column in asked
        ]
        return queryset.order_by(*columns, *queryset.model._meta.ordering, "pk")


class CappedPaginator(Paginator):
    """Counts no further than COUNT_LIMIT; `capped` says that there is more.

    With `fetch` one statement finds the count and the keys of page `number` together: for rows whose visibility costs
    more than their columns, that is half the work. `whole` may know them sooner than the rows can tell.
    """

    def __init__(
        self, rows: QuerySet, per_page: int, number: int, fetch: Fetch | None = None, whole: Whole | None = None
    ):
        super().__init__(rows, per_page)
        self._number, self._fetch, self._whole = number, fetch, whole

    @cached_property
    def _found(self) -> tuple[int, list[int]]:
        """How many there are, up to one beyond the limit, and the keys of the page."""
        first = (self._number - 1) * self.per_page
        if self._whole and (known := self._whole(first, self.per_page, COUNT_LIMIT + 1)):
            return known
        limited = self.object_list.values("pk")[: COUNT_LIMIT + 1]
        try:
            sql, parameters = limited.query.sql_with_params()
        except EmptyResultSet:
            return 0, []
        with connections[limited.db].cursor() as cursor:
            cut = f"SELECT count(*), (array_agg(key))[%s:%s] FROM ({sql}) AS found(key)"
            cursor.execute(cut, [first + 1, first + self.per_page, *parameters])
            count, keys = cursor.fetchone()
        return count, keys or []

    @cached_property
    def _counted(self) -> int:
        return self._found[0] if self._fetch else self.object_list[: COUNT_LIMIT + 1].count()

    @property
    def capped(self) -> bool:
        return self._counted > COUNT_LIMIT

    @cached_property
    def count(self) -> int:
        return min(self._counted, COUNT_LIMIT)

    def _turn_to(self, number: int) -> None:
        if number != self._number:
            self._number = number
            self.__dict__.pop("_found", None)

    def asked(self) -> Page:
        """The page `number`, beyond the end the last one. Raises Refused `no_such_page` for what is no number."""
        if self._number < 1:
            raise Refused("no_such_page", _("There is no such page in this list."), status=404)
        self._turn_to(min(self._number, -(-COUNT_LIMIT // self.per_page)))
        self._turn_to(min(self._number, self.num_pages))
        page = Page(self._fetch(self._found[1]), self._number, self) if self._fetch else self.page(self._number)
        page.elided = list(self.get_elided_page_range(self._number, on_each_side=1, on_ends=1))
        return page


def refuse_unknown(asked: Iterable[str], known: Iterable[str]) -> None:
    """Raise Refused `unknown_filter` when the address has a parameter that nobody here reads."""
    unknown = sorted(set(asked) - set(known))
    if unknown:
        names = ", ".join(name[:40] for name in unknown[:5])
        raise Refused("unknown_filter", _("This page knows no such parameter: %s.") % names, status=400)


class Listing:
    """The rows of `filterset` on the page that the address asks for. Raises Refused for parameters nobody knows."""

    def __init__(
        self,
        request: HttpRequest,
        filterset: FilterSet,
        *,
        per_page: int = PAGE_SIZE,
        keep=(),
        fetch: Fetch | None = None,
        whole: Whole | None = None,
        clear: str = "",
    ):
        """`keep`: names of parameters that belong to the page and not to the filter; `fetch`: see CappedPaginator;
        `whole`: likewise, for a reader who filters and orders nothing; `clear`: the query that takes every filter away
        from a list that remembers."""
        self.request = request
        self.filterset = filterset
        self._keep, self._clear = frozenset(keep), clear
        refuse_unknown(request.GET, {*filterset.filters, *PASSING, *self._keep})
        self.valid = not filterset.is_bound or filterset.is_valid()
        rows = filterset.qs if self.valid else filterset.queryset.none()
        unfiltered = self.valid and not self._used
        paginator = CappedPaginator(rows, per_page, self._number(), fetch, whole if unfiltered else None)
        self.page: Page = paginator.asked()

    @cached_property
    def _used(self) -> dict[str, object]:
        """What the rows are filtered and ordered by: name → cleaned value."""
        if not (self.filterset.is_bound and self.valid):
            return {}
        return {name: value for name, value in self.filterset.form.cleaned_data.items() if value not in (None, "", [])}

    @cached_property
    def form(self) -> Form:
        """The filter's form, its options with capital letters; of a list without filters the search line alone."""
        if not self.filterset.is_bound:
            return self._search_line()
        form = self.filterset.form
        for field in form.fields.values():
            if type(field.widget) is Select:
                field.widget = LongSelect(field.choices, field.widget.attrs)
        return form

    def _search_line(self) -> Form:
        """Building every field only to show one costs as much as the rows of a page."""
        form = Form()
        form.fields = {name: line.field for name, line in self.filterset.filters.items() if name == "q"}
        return form

    def _number(self) -> int:
        """The page asked for; 0 for what is no number."""
        text = self.request.GET.get("page") or "1"
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0

    @property
    def fragment_asked(self) -> bool:
        """htmx wants the results alone, except when it restores a page from the browser's history."""
        return bool(self.request.htmx) and not self.request.htmx.history_restore_request

    @property
    def ordering(self) -> str:
        """The order asked for, as in the address; empty for the list's own."""
        return self.request.GET.get("ordering", "") if self.valid else ""

    @property
    def chips(self) -> list[tuple[str, str]]:
        """`(what is filtered by, the address without it)`, for every filter but the search line and the order."""
        return [
            (f"{self.form[name].label}: {shown(self.form[name], value)}", self._without(name))
            for name, value in self._used.items()
            if name not in {"q", "ordering"}
        ]

    def _without(self, name: str) -> str:
        query = self.request.GET.copy()
        for gone in (name, "page"):
            query.pop(gone, None)
        return f"{self.request.path}?{query.urlencode() or self._clear}"

    @property
    def plain(self) -> str:
        """The address of the list without any filter."""
        return f"{self.request.path}?{self._clear}" if self._clear else self.request.path

    @property
    def filters_asked(self) -> bool:
        return "filters" in self.request.GET

    @property
    def filters_shown(self) -> bool:
        """All filters are written only for a reader who asked for them or uses one: their options outweigh the rows."""
        return self.filters_asked or not self.valid or bool(self.chips or self.ordering)

    @property
    def keep(self) -> list[tuple[str, str]]:
        """What the filter form carries along besides its own fields."""
        kept = {*self._keep, "on", "filters"} - set(self.filterset.filters)
        return [(name, self.request.GET[name]) for name in sorted(kept) if name in self.request.GET]

    def render(self, template: str, context: dict | None = None) -> HttpResponse:
        """The page, or its fragment for htmx; 400 with the form's own words when a filter makes no sense."""
        own = {
            "listing": self,
            "page": self.page,
            "form": self.form,
            "chips": self.chips,
            "ordering": self.ordering,
            "keep": self.keep,
            "target": "results",
            "layout": "layouts/fragment.html" if self.fragment_asked else "layouts/list.html",
        }
        answer = render(self.request, template, {**own, **(context or {})}, status=200 if self.valid else 400)
        patch_vary_headers(answer, ["HX-Request"])
        return answer


def shown(field: BoundField, value: object) -> str:
    """A cleaned value in the words of its choices."""
    if hasattr(value, "_meta"):
        return str(field.field.label_from_instance(value))
    choices = {str(key): label for key, label in getattr(field.field, "choices", ())}
    return str(choices.get(str(value), value))
