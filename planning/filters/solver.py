"""What the solver is asked, as the page asks it."""

from collections.abc import Collection, Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from anphu.kit.filters import is_id
from planning.indicators.solving import Sought, Wanted

MOST_NAMED = 20
MOST_CHANGES = 99


class People(forms.Field):
    """Ids of people, each of which may stand several times in the address. `within` says whom the reader sees."""

    widget = forms.MultipleHiddenInput
    default_error_messages = {
        "unknown": _("Somebody named here cannot be found among the people in your reach. Take the name out again."),
        "many": _("At most %(most)s people can be named."),
    }
    within: Collection[int] = ()

    def to_python(self, value) -> tuple[int, ...]:
        texts = list(dict.fromkeys(value or ()))
        if len(texts) > MOST_NAMED:
            raise forms.ValidationError(self.error_messages["many"], code="many", params={"most": MOST_NAMED})
        if not all(is_id(text) and int(text) in self.within for text in texts):
            raise forms.ValidationError(self.error_messages["unknown"], code="unknown")
        return tuple(map(int, texts))


class SolverForm(forms.Form):
    """Which targets, how much may change, who is or is not in the plan in the end."""

    targets = forms.MultipleChoiceField(
        label=_("Targets to meet"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one target.")},
    )
    most_changes = forms.IntegerField(label=_("Changes at most"), required=False, min_value=1, max_value=MOST_CHANGES)
    near = forms.BooleanField(label=_("Candidates of this unit alone"), required=False)
    tidy = forms.BooleanField(label=_("Bring what is over a cap now under it too"), required=False)
    must = People(label=_("In the plan"), required=False)
    must_not = People(label=_("Not in the plan"), required=False)

    def __init__(self, data, *, sought: Sequence[Sought], within: Collection[int]):
        """`sought`: the targets of the unit; `within`: the people named whom the reader sees."""
        super().__init__(data, initial={"targets": [row.indicator.code for row in sought if row.served]})
        self.fields["targets"].choices = [(row.indicator.code, row.indicator.label) for row in sought if row.served]
        for name in ("must", "must_not"):
            self.fields[name].within = within

    def wanted(self) -> Wanted:
        """What a valid form asks."""
        asked = self.cleaned_data
        return Wanted(
            frozenset(asked["targets"]),
            asked["must"],
            asked["must_not"],
            asked["most_changes"],
            asked["near"],
            asked["tidy"],
        )
