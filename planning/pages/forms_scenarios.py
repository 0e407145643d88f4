"""What is typed in the sandbox."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anphu.kit.filters import MAX_ID, is_id
from anphu.kit.refusals import Refused
from orgtree.models import UnitVersion
from planning.actions.scenarios import LONGEST_NAME
from planning.choices import Ground, Tried
from planning.pages.forms import day_field


class NameForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name of the scenario"), max_length=LONGEST_NAME)


class ScenarioForm(NameForm):
    """A scenario to begin, about one of `units`."""

    unit = forms.TypedChoiceField(label=gettext_lazy("Unit"), coerce=int)

    def __init__(self, *args, units: list[UnitVersion], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [(row.unit_id, row.name) for row in units]


class RoundForm(forms.Form):
    """The round that a scenario becomes."""

    name = forms.CharField(label=gettext_lazy("Name of the round"), max_length=200)
    deadline = day_field(label=gettext_lazy("Deadline of the units"))
    ground = forms.ChoiceField(
        label=gettext_lazy("Ground of the removals"),
        required=False,
        choices=[("", gettext_lazy("as the scenario explains them")), *Ground.choices],
        help_text=gettext_lazy("Needed for whoever is removed from a plan and neither leaves nor takes the title."),
    )


class MoveForm(forms.Form):
    """A move of the chain, by id."""

    move = forms.IntegerField(min_value=1, max_value=MAX_ID)

    @staticmethod
    def of(posted: Mapping[str, str]) -> dict:
        """A move to add, as `actions.scenarios.add_move` asks for it. A title of a unit is written `unit.title`, or
        `unit.title.term` of a plan. Raises Refused."""
        kind, person = posted.get("kind", ""), posted.get("person", "")
        if not person:
            raise Refused("invalid", _("Choose one of the people found."), status=400)
        asked = {"kind": kind, "person": _numbers(person, 1)[0]}
        mine = posted.get(f"out-{person}", "")
        if kind in (Tried.LEAVE, Tried.REMOVE):
            names = ("unit", "title", "term") if kind == Tried.REMOVE else ("unit", "title")
            return asked | dict(zip(names, _numbers(mine, len(names)), strict=True))
        asked |= {"unit": _numbers(posted.get("unit", ""), 1)[0], "title": _numbers(posted.get("title", ""), 1)[0]}
        if kind == Tried.ADD:
            return asked | {"term": _numbers(posted.get("term", ""), 1)[0]}
        return asked | dict(zip(("from_unit", "from_title"), _numbers(mine, 2), strict=True)) if mine else asked


def _numbers(text: str, many: int) -> list[int]:
    parts = text.split(".")
    if len(parts) != many or not all(map(is_id, parts)):
        raise Refused("invalid", _("Choose who takes or leaves which title, from the lists."), status=400)
    return [int(part) for part in parts]
