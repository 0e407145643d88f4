"""What is typed on the pages of decisions, publications and receipts. Forms read; actions judge."""

from django import forms
from django.utils.translation import gettext_lazy as _

from planning.choices import Audience, Ground
from planning.models import PlanEntry
from planning.pages.forms import DecisionForm, day_field

SCANS = ".pdf,.jpg,.jpeg,.png"


def scan_field(**options) -> forms.FileField:
    """A scan as it is taken: PDF, JPEG or PNG."""
    return forms.FileField(
        label=_("Scan of the decision"),
        help_text=_("PDF, JPEG or PNG, at most 20 MB."),
        widget=forms.FileInput(attrs={"accept": SCANS}),
        **options,
    )


class SignedForm(DecisionForm):
    """A decision with its signer and, when it has been signed already, its scan."""

    signer = forms.CharField(label=_("Signed by"), max_length=150, required=False)
    signer_title = forms.CharField(
        label=_("Title of the signer"), max_length=150, required=False, help_text=_("For example Bí thư.")
    )
    file = scan_field(required=False)
    field_order = ("number", "day", "signer", "signer_title", "file", "note")


class ScanForm(forms.Form):
    file = scan_field()


class PublicationForm(forms.Form):
    audience = forms.ChoiceField(label=_("To whom?"), choices=Audience.choices, widget=forms.RadioSelect)
    until = day_field(label=_("Receipts due"), required=False)
    note = forms.CharField(label=_("Note"), max_length=500, required=False)


class ReceiptForm(forms.Form):
    """One gesture over the ticked receipts of a publication."""

    told_on = day_field(label=_("Told on"), required=False)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class CorrectionForm(forms.Form):
    """A later decision: `begun` may be ended, each on a ground; `ended` may begin again."""

    number = forms.CharField(label=_("Number of the decision"), max_length=50)
    day = day_field(label=_("Day of the decision"))
    signer = forms.CharField(label=_("Signed by"), max_length=150, required=False)
    signer_title = forms.CharField(label=_("Title of the signer"), max_length=150, required=False)
    reason = forms.CharField(
        label=_("What was wrong?"), max_length=500, widget=forms.Textarea(attrs={"rows": 3, "maxlength": 500})
    )

    def __init__(self, *args, begun: list[PlanEntry], ended: list[PlanEntry], **kwargs):
        super().__init__(*args, **kwargs)
        self.begun, self.ended = begun, ended
        for entry in begun:
            self.fields[f"close-{entry.pk}"] = forms.ChoiceField(
                choices=[("", _("stays")), *Ground.choices], required=False, label=_("Ends on the ground")
            )
        for entry in ended:
            self.fields[f"reopen-{entry.pk}"] = forms.BooleanField(required=False, label=_("Begins again"))

    @property
    def plain(self) -> list:
        """The fields of the decision itself."""
        return [self[name] for name in ("number", "day", "signer", "signer_title", "reason")]

    @property
    def closing(self) -> list:
        return [(entry, self[f"close-{entry.pk}"]) for entry in self.begun]

    @property
    def reopening(self) -> list:
        return [(entry, self[f"reopen-{entry.pk}"]) for entry in self.ended]

    def arguments(self) -> dict:
        """What `actions.corrections.correct` asks for, of a valid form."""
        typed = self.cleaned_data
        return {
            **{name: typed[name] for name in ("number", "day", "signer", "signer_title", "reason")},
            "close": {entry.pk: ground for entry in self.begun if (ground := typed[f"close-{entry.pk}"])},
            "reopen": [entry.pk for entry in self.ended if typed[f"reopen-{entry.pk}"]],
        }
