"""What comes back from an answer of the solver."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from anphu.kit.filters import MAX_ID, is_id
from planning.actions.scenarios import LONGEST_NAME, MOST_MOVES
from planning.actions.trials import Step
from planning.choices import Tried
from planning.rules.solving import Change


class Steps(forms.Field):
    """Moves of the plan as the page wrote them: `add:5:7`, a person and a plan title by id."""

    widget = forms.MultipleHiddenInput
    default_error_messages = {
        "required": _("There is nothing to try. Ask the solver again."),
        "unread": _("These changes did not arrive whole. Ask the solver again."),
    }

    def to_python(self, value) -> list[Step]:
        parts = [text.split(":") for text in value or ()]
        if len(parts) > MOST_MOVES or not all(map(_is_step, parts)):
            raise forms.ValidationError(self.error_messages["unread"], code="unread")
        return [Step(Tried(kind), int(person), int(place)) for kind, person, place in parts]


def _is_step(parts: list[str]) -> bool:
    return len(parts) == 3 and parts[0] in (Tried.ADD, Tried.REMOVE) and all(map(is_id, parts[1:]))


class TrialForm(forms.Form):
    name = forms.CharField(max_length=LONGEST_NAME)
    unit = forms.IntegerField(min_value=1, max_value=MAX_ID)
    term = forms.IntegerField(min_value=1, max_value=MAX_ID)
    steps = Steps()


def steps_of(changes: Iterable[Change]) -> list[str]:
    """The changes as `TrialForm` reads them; a move is a step out and a step in."""
    rows = []
    for change in changes:
        if change.before is not None:
            rows.append(f"{Tried.REMOVE}:{change.person}:{change.before}")
        if change.after is not None:
            rows.append(f"{Tried.ADD}:{change.person}:{change.after}")
    return rows
