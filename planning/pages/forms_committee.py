"""What is typed about meetings and programmes. Forms read; actions judge."""

import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from orgtree.models import UnitVersion
from orgtree.pages.forms_dossier import within_reach
from planning.actions import meetings, programmes
from planning.choices import MeetingKind, ProgrammeKind
from planning.models import Meeting, Term
from planning.pages.forms import day_field


def _time_field(**options) -> forms.TimeField:
    widget = forms.TimeInput(format="%H:%M", attrs={"class": "input--day", "placeholder": "8:00", "maxlength": 5})
    return forms.TimeField(widget=widget, input_formats=["%H:%M", "%Hh%M", "%Hh"], **options)


class MeetingForm(forms.Form):
    unit = forms.TypedChoiceField(label=_("Committee of"), coerce=int)
    kind = forms.ChoiceField(label=_("Which meeting"), choices=MeetingKind.choices)
    name = forms.CharField(label=_("Name"), max_length=meetings.MAX_NAME)
    day = day_field(label=_("Day"))
    begins = _time_field(label=_("Begins at"), initial=datetime.time(8))
    ends = _time_field(label=_("Ends at"), required=False)
    place = forms.CharField(label=_("Place"), max_length=meetings.MAX_PLACE, required=False)

    def __init__(self, *args, committees: list[UnitVersion], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [(row.unit_id, row.name) for row in committees]


def moments(typed: dict) -> dict:
    """What `actions.meetings.call` asks for: day and hours as moments of the local clock."""
    day, begins, ends = (typed.pop(name) for name in ("day", "begins", "ends"))
    zone = timezone.get_current_timezone()
    return {
        **typed,
        "starts_at": datetime.datetime.combine(day, begins, zone),
        "ends_at": datetime.datetime.combine(day, ends, zone) if ends else None,
    }


def typed(row: Meeting) -> dict:
    """The meeting as its form shows it."""
    starts = timezone.localtime(row.starts_at)
    return {
        **{name: getattr(row, name) for name in ("kind", "name", "place")},
        "unit": row.unit_id,
        "day": starts.date(),
        "begins": starts.time(),
        "ends": timezone.localtime(row.ends_at).time() if row.ends_at else None,
    }


class ProgrammeForm(forms.Form):
    unit = forms.TypedChoiceField(label=_("Committee of"), coerce=int)
    kind = forms.ChoiceField(label=_("Kind"), choices=ProgrammeKind.choices, initial=ProgrammeKind.YEAR)
    name = forms.CharField(label=_("Name"), max_length=programmes.MAX_NAME)
    year = forms.IntegerField(
        label=_("Year"), required=False, min_value=1930, max_value=2100, help_text=_("For a yearly programme.")
    )
    term = forms.ChoiceField(label=_("Term"), required=False, help_text=_("For a programme of a whole term."))

    def __init__(self, *args, committees: list[UnitVersion], terms: list[Term], **kwargs):
        super().__init__(*args, **kwargs)
        self.terms = {str(row.pk): row for row in terms}
        self.fields["unit"].choices = [(row.unit_id, row.name) for row in committees]
        self.fields["term"].choices = [("", "–"), *((key, row.name) for key, row in self.terms.items())]

    def arguments(self, typed: dict) -> dict:
        """What `actions.programmes.begin` asks for: the year of a yearly programme, the term of the others."""
        yearly = typed["kind"] == ProgrammeKind.YEAR
        return {
            **typed,
            "year": typed["year"] if yearly else None,
            "term": None if yearly else self.terms.get(typed["term"]),
        }


class TaskForm(forms.Form):
    subject = forms.CharField(
        label=_("What is to be done"), max_length=programmes.MAX_SUBJECT, widget=forms.Textarea(attrs={"rows": 2})
    )
    responsible = forms.CharField(label=_("Responsible"), max_length=programmes.MAX_RESPONSIBLE)
    due = forms.DateField(
        label=_("Due month"),
        input_formats=["%m/%Y"],
        widget=forms.DateInput(format="%m/%Y", attrs={"class": "input--day", "maxlength": 7}),
        help_text=_("Month/year, for example 09/2020."),
        error_messages={"invalid": _("Give a month as month/year, for example 09/2020.")},
        validators=[within_reach],
    )
    note = forms.CharField(label=_("Note"), max_length=programmes.MAX_NOTE, required=False)
