"""The steps of a round in preparation, as they are typed. Forms read; actions judge."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from anphu.kit import names
from orgtree.choices import GRASSROOTS, Kind
from planning.choices import BallotKind
from planning.models import RoundStep
from planning.pages.forms import day_field
from planning.rules.steps import MOST, Step

_KINDS = [("", _("every kind")), *((kind.value, kind.label) for kind in Kind if kind in GRASSROOTS)]
_FROM_ROW = ("unit_kind", "position", "code", "name", "body", "ballot", "outsiders", "minutes", "due")
SPARE = 2
"""Empty lines under the steps, to add some."""


class StepForm(forms.Form):
    """One step. A line without a name is not a step."""

    unit_kind = forms.ChoiceField(label=_("Kind of organisation"), choices=_KINDS, required=False)
    position = forms.IntegerField(label=_("Place in the order"), min_value=1, max_value=MOST, required=False)
    code = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    body = forms.CharField(label=_("Who meets"), max_length=300, required=False)
    ballot = forms.ChoiceField(label=_("Ballot"), choices=BallotKind.choices, required=False)
    outsiders = forms.BooleanField(label=_("Votes on people from other units too"), required=False)
    minutes = forms.BooleanField(label=_("Minutes are due"), required=False, initial=True)
    due = day_field(label=_("Due"), required=False, help_text="")

    def step(self, known: dict[tuple[str, str], RoundStep]) -> Step | None:
        """What is typed; where the step came from a template, it keeps its basis and how that is known."""
        typed = self.cleaned_data
        if not typed.get("name") or typed.get("DELETE"):
            return None
        code = typed["code"] or _code(typed["name"])
        row = known.get((typed["unit_kind"], code))
        basis = {"basis": row.basis, "confidence": row.confidence} if row else {}
        values = {name: typed[name] for name in _FROM_ROW} | {"code": code, "position": typed["position"] or 0} | basis
        return Step(**values | {"ballot": typed["ballot"] or BallotKind.NONE})


StepForms = forms.formset_factory(StepForm, extra=SPARE, can_delete=True, max_num=MOST, absolute_max=MOST + SPARE)


def steps_as_typed(rows: list[RoundStep]) -> list[dict]:
    """The steps as the lines of the form show them."""
    return [{name: getattr(row, name) for name in _FROM_ROW} for row in rows]


def steps_of(lines: forms.BaseFormSet, rows: list[RoundStep]) -> list[Step]:
    """The steps of valid `lines`, those that stood there before as `rows`."""
    known = {(row.unit_kind, row.code): row for row in rows}
    found = (line.step(known) for line in lines)
    return [step for step in found if step is not None]


def _code(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", names.fold(name)).strip("-")[:40] or "step"
