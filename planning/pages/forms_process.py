"""What is typed about conferences, questions and steps. Forms read; actions judge."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from planning.actions.conferences import LONGEST
from planning.actions.consultations import LONGEST_WORDS
from planning.actions.rounds import LONGEST_REASON
from planning.choices import Answer, BallotKind
from planning.models import Conference, Line, RoundStep
from planning.pages.forms import day_field
from planning.rules.conferences import FIGURES, MOST

_LABELS = {name: capfirst(Conference._meta.get_field(name).verbose_name) for name in FIGURES}


def _number(**options) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"class": "input--number", "inputmode": "numeric"})
    return forms.IntegerField(min_value=0, max_value=MOST, widget=widget, **options)


class ConferenceForm(forms.Form):
    """One sitting: its day, figures, votes of everybody to be voted on, words and minutes."""

    day = day_field(label=_("Day"))
    chair = forms.CharField(label=_("Chaired by"), max_length=LONGEST["chair"], required=False)
    clerk = forms.CharField(label=_("Minutes by"), max_length=LONGEST["clerk"], required=False)
    note = forms.CharField(
        label=_("What was discussed"),
        max_length=LONGEST["note"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": LONGEST["note"]}),
    )
    minutes = forms.FileField(
        label=_("Minutes"),
        required=False,
        allow_empty_file=True,
        help_text=_("PDF, JPEG or PNG, at most 20 MB."),
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
    )

    def __init__(self, *args, step: RoundStep, lines: list[Line], **kwargs):
        super().__init__(*args, **kwargs)
        self.lines = lines
        if step.minutes:
            self.fields["minutes"].help_text = _("PDF, JPEG or PNG, at most 20 MB. Needed to close the conference.")
        balloted = step.ballot != BallotKind.NONE
        self.names = FIGURES if balloted else FIGURES[:2]
        for name in self.names:
            self.fields[name] = _number(label=_LABELS[name], required=balloted)
        for line in lines:
            self.fields[f"agree-{line.pk}"] = _number(label=_("Agree"), required=False)
            self.fields[f"disagree-{line.pk}"] = _number(label=_("Disagree"), required=False)

    @property
    def figures(self) -> list[forms.BoundField]:
        return [self[name] for name in self.names]

    def votes_of(self, line: Line) -> tuple[forms.BoundField, forms.BoundField]:
        return self[f"agree-{line.pk}"], self[f"disagree-{line.pk}"]

    def sitting(self) -> dict:
        """What `actions.conferences.hold` asks for, minutes aside. Who has no number typed has no votes yet."""
        typed = self.cleaned_data
        votes = {}
        for line in self.lines:
            pair = typed[f"agree-{line.pk}"], typed[f"disagree-{line.pk}"]
            if pair != (None, None):
                votes[line.pk] = (pair[0] or 0, pair[1] or 0)
        return {
            **{name: typed[name] for name in ("day", "chair", "clerk", "note")},
            "figures": {name: typed[name] or 0 for name in self.names},
            "votes": votes,
        }


def typed(row: Conference) -> dict:
    """The sitting as its form shows it."""
    shown = {name: getattr(row, name) for name in ("day", "chair", "clerk", "note", *FIGURES)}
    for result in row.results.all():
        shown[f"agree-{result.line_id}"] = result.agree
        shown[f"disagree-{result.line_id}"] = result.disagree
    return shown


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(label=_("Answer"), choices=Answer.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("In words"),
        max_length=LONGEST_WORDS,
        required=False,
        help_text=_("An objection needs its reason."),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST_WORDS}),
    )


class PostponeForm(forms.Form):
    """Another deadline for an open round."""

    deadline = day_field(label=_("New deadline"))
    reason = forms.CharField(label=_("Reason"), max_length=LONGEST_REASON, help_text=_("The units read it."))
