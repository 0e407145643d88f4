"""What is typed about jobs. Forms read; actions judge."""

import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from orgtree.queries.units import near
from planning.indicators.definitions import INDICATORS
from planning.pages.forms import day_field


class PartForm(forms.Form):
    """Of what the indicators are measured anew; nothing chosen: of everything."""

    day = day_field(
        label=_("Day"),
        required=False,
        help_text=_("Empty: the present day. Else the end of a month or the day of a decision, such as 31/12/2019."),
    )
    unit = forms.TypedChoiceField(
        label=_("Unit, with everything below it"), coerce=int, required=False, empty_value=None
    )
    indicator = forms.ChoiceField(label=_("Indicator"), required=False)

    def __init__(self, *args, user, on: datetime.date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [("", _("all units")), *near(user, on)]
        self.fields["indicator"].choices = [("", _("all indicators")), *((row.code, row.label) for row in INDICATORS)]
