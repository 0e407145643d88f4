"""Which two plans are compared, as pages and API are asked for it."""

import datetime
from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from orgtree.filters.fields import DAY
from orgtree.rules import ages
from planning.choices import Change
from planning.models import Round, Term
from planning.queries.differences import Side, of_days, of_rounds, of_terms
from planning.queries.terms import current

KINDS = {
    "days": (_("Two days"), ("from_day", "to_day", "term")),
    "rounds": (_("Two rounds"), ("from_round", "to_round", "term")),
    "terms": (_("Two terms"), ("from_term", "to_term")),
}
"""What can be compared: in words, and by which fields."""


def _one_of(label) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, coerce=int, empty_value=None, required=False)


class DifferenceForm(forms.Form):
    """Two plans: of two days, as two rounds left them, of two terms. Nothing asked: of a year ago and of today."""

    by = forms.ChoiceField(choices=[(kind, words) for kind, (words, _fields) in KINDS.items()], required=False)
    from_day = forms.DateField(label=_("From the plan of"), required=False, **DAY)
    to_day = forms.DateField(label=_("To the plan of"), required=False, **DAY)
    from_round, to_round = _one_of(_("From the plan after")), _one_of(_("To the plan after"))
    from_term, to_term = _one_of(_("From the plan for")), _one_of(_("To the plan for"))
    term = _one_of(_("Term"))
    show = forms.ChoiceField(label=pgettext_lazy("column", "Change"), choices=Change, required=False)

    def __init__(self, data, *, terms: list[Term], rounds: list[Round], on: datetime.date):
        """`terms`: the latest first; `rounds`: those decided by `on`, the latest first (`decided_rounds`)."""
        super().__init__({**_defaults(terms, rounds, on), **{name: value for name, value in data.items() if value}})
        self.on, self._terms, self._rounds = on, _by_key(terms), _by_key(rounds)
        listed = {"term": terms, "from_term": terms, "to_term": terms, "from_round": rounds, "to_round": rounds}
        for name, rows in listed.items():
            self.fields[name].choices = [(row.pk, row.name) for row in rows]
        self.fields["term"].choices = [("", _("all terms")), *self.fields["term"].choices]

    @property
    def kind(self) -> str:
        asked = self.data.get("by", "")
        return asked if asked in KINDS else "days"

    @property
    def shown(self) -> list[forms.BoundField]:
        """The fields of the kind asked for."""
        return [self[name] for name in KINDS[self.kind][1]]

    def clean(self):
        """Days in their order, and none after the working day."""
        asked = super().clean()
        for name in ("from_day", "to_day"):
            if asked.get(name) and asked[name] > self.on:
                self.add_error(name, _("Choose a day up to the working day, %s.") % f"{self.on:%d/%m/%Y}")
        first, second = (asked.get(name) for name in ("from_day", "to_day"))
        if first and second and first > second:
            self.add_error("to_day", _("The second day cannot be before the first."))
        return asked

    def sides(self) -> tuple[Side, Side] | None:
        """The two plans of a valid form; None where there are not two rounds or terms to compare."""
        asked, term = self.cleaned_data, self._terms.get(self.cleaned_data["term"])
        if self.kind == "days":
            return of_days(asked["from_day"], asked["to_day"], term)
        rows = self._terms if self.kind == "terms" else self._rounds
        first, second = (rows.get(asked[f"{end}_{self.kind[:-1]}"]) for end in ("from", "to"))
        if first is None or second is None:
            return None
        return of_terms(first, second, self.on) if self.kind == "terms" else of_rounds(first, second, term)


def _defaults(terms: list[Term], rounds: list[Round], on: datetime.date) -> dict[str, str]:
    """As an address would ask for them: the last two rounds, the term worked with and the one before it."""
    days = {"from_day": ages.born_latest(1, on), "to_day": on}
    found = {name: f"{day:%d/%m/%Y}" for name, day in days.items()}
    now = current(terms, on)
    begun = [row for row in terms if row.period.lower <= now.period.lower]
    for kind, rows in (("round", rounds), ("term", begun)):
        if len(rows) > 1:
            found |= {f"from_{kind}": str(rows[1].pk), f"to_{kind}": str(rows[0].pk)}
    return found


def _by_key(rows: Iterable) -> dict[int, object]:
    return {row.pk: row for row in rows}
