"""Choosing a unit: the one in the address, or the reader's own; found by name among those the reader reaches."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.http import urlencode

from anphu.kit import names
from anphu.kit.filters import MAX_SEARCH
from anphu.kit.folding import Folded
from orgtree.models import UnitVersion
from orgtree.queries import tree
from planning.models import Term
from planning.pages.doors import asked_id
from planning.queries.units import reached

MOST = 12


class UnitPicker:
    """`?unit=` and `?find=` of a page about one unit, among the units where the reader may `verb`.

    Raises Http404 for a unit out of reach. `unit` is None when nothing at all is in reach on that day.
    """

    def __init__(self, request: HttpRequest, verb: str):
        self.request, self.verb = request, verb
        self.words = names.nfc(request.GET.get("find", "")[:MAX_SEARCH])
        asked = asked_id(request, "unit")
        own = {"unit__in": request.user.granted(verb)} if asked is None else {"unit": asked}
        self.unit: UnitVersion | None = self.reached.filter(**own).first()
        if asked is not None and self.unit is None:
            raise Http404(asked)

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What else the address says, to be carried along when another unit is chosen."""
        return [(name, value) for name, value in self.request.GET.items() if name not in {"unit", "find"}]

    @property
    def query(self) -> str:
        """`kept` as the end of an address: `&term=2`, or nothing."""
        return f"&{urlencode(self.kept)}" if self.kept else ""

    @property
    def reached(self) -> QuerySet[UnitVersion]:
        return reached(self.request.user, self.verb, self.request.on)

    @cached_property
    def above(self) -> list[UnitVersion]:
        """The units above the chosen one that the reader sees, from the top."""
        return tree.path(self.unit.unit_id, self.request.user, self.request.on)[:-1] if self.unit else []

    @cached_property
    def below(self) -> list[UnitVersion]:
        """The units directly under the chosen one."""
        return list(self.reached.filter(parent=self.unit.unit_id)) if self.unit else []

    @property
    def found(self) -> list[UnitVersion]:
        """The first `MOST` units whose name has every word, with or without diacritics."""
        return self._matches[:MOST]

    @property
    def cut(self) -> bool:
        """Whether more units than `found` have every word."""
        return len(self._matches) > MOST

    @cached_property
    def _matches(self) -> list[UnitVersion]:
        words = names.fold(self.words).split()
        rows = self.reached.alias(folded=Folded("name"))
        for word in words:
            rows = rows.filter(folded__contains=word)
        return list(rows[: MOST + 1]) if words else []

    def fragment(self) -> HttpResponse:
        """What htmx shows while the reader types."""
        return render(self.request, "planning/parts/found_units.html", {"picker": self})


def pick_term(request: HttpRequest, rows: list[Term], default: Term | None) -> Term | None:
    """The term in `?term=` among `rows`; Http404 for any other."""
    asked = asked_id(request, "term")
    if asked is None:
        return default
    for row in rows:
        if row.pk == asked:
            return row
    raise Http404(asked)
