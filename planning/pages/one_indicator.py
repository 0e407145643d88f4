"""What every page about one indicator of one unit begins with."""

from functools import cached_property

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from anphu.kit.refusals import Refused
from orgtree.choices import Verb
from planning.indicators import dashboard, readings
from planning.indicators.dashboard import Frame
from planning.indicators.definitions import ACTUAL, BY_SLUG
from planning.models import Term
from planning.pages import pictures_indicators as pictures
from planning.pages.doors import answer
from planning.pages.pickers import UnitPicker, pick_term
from planning.queries.terms import current


class OneIndicator:
    """`?unit=`, and `?term=` (none: actual holders, where the indicator has them). Raises Http404 for an indicator
    that there is none of, and for a unit out of reach. `picker.unit` is None where nothing at all is in reach."""

    def __init__(self, request: HttpRequest, code: str):
        if code not in BY_SLUG:
            raise Http404(code)
        self.request, self.indicator = request, BY_SLUG[code]
        self.picker = UnitPicker(request, Verb.SEE_INDICATORS)

    @property
    def unit(self) -> int | None:
        return self.picker.unit and self.picker.unit.unit_id

    @cached_property
    def known(self) -> Frame:
        """One query; only where there is a unit."""
        return dashboard.frame(self.unit, self.request.user, self.request.on)

    @cached_property
    def term(self) -> Term | None:
        """Http404 for one that there is none of."""
        rows = self.known.terms
        default = None if ACTUAL in self.indicator.bases else current(rows, self.request.on)
        return pick_term(self.request, rows, default=default)

    @property
    def context(self) -> dict:
        found = {"picker": self.picker, "indicator": self.indicator}
        if self.unit is None:
            return found | {"crumbs": self._crumbs("")}
        crumbs = self._crumbs(f"?unit={self.unit}")
        return found | {
            "crumbs": crumbs,
            "term": self.term,
            "bases": bases(self.indicator, self.known.terms),
            "faulty": self.indicator.code in self.known.faulty,
        }

    def answer(self, template: str, more: dict) -> HttpResponse:
        return answer(self.request, template, self.context | more)

    def failing(self, template: str, refusal: Refused, more: dict) -> HttpResponse:
        """The page when the formula of the indicator fails: it says so, beside the last value known."""
        known = self.known
        target = known.targets.get(self.indicator.code)
        told = readings.last_known(self.unit, self.indicator, self.term, target, known.veil, self.request.on)
        last = told and {"words": pictures.value_words(told, known.veil.least), "day": told.value.day}
        said = {"faulty": True, "fails": True, "last": last}
        page = answer(self.request, template, self.context | more | said)
        page.status_code = refusal.status
        return page

    def _crumbs(self, query: str) -> list[tuple[str, str]]:
        own = reverse("indicator", args=[self.indicator.slug])
        return [(_("Indicators"), reverse("indicators") + query), (self.indicator.label, own + query)]


def bases(indicator, terms: list[Term]) -> list[Term | None]:
    """What can be looked at: None for actual holders, and the terms."""
    return [*([None] if ACTUAL in indicator.bases else []), *(terms if indicator.bases != (ACTUAL,) else [])]
