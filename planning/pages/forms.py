"""What is typed on the pages of planning. Forms read; actions judge."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from orgtree.models import Unit, UnitVersion
from orgtree.pages.forms_dossier import within_reach
from planning.choices import RoundKind
from planning.models import ConsultedBody, Round, RuleSet, Term
from planning.rules.law import is_doubtful

LARGEST_VERSION = 2**31 - 1
_BROKEN = _("The form did not arrive whole. Load the page again, then repeat your step.")
HOME = "home"
"""Stands for the home units where a consulted body is chosen."""


def day_field(**options) -> forms.DateField:
    """A day as offices write it: dd/mm/yyyy, where records reach."""
    widget = forms.DateInput(
        format="%d/%m/%Y", attrs={"class": "input--day", "inputmode": "numeric", "autocomplete": "off", "maxlength": 10}
    )
    options.setdefault("help_text", _("Day/month/year, for example 31/12/2019."))
    return forms.DateField(widget=widget, input_formats=["%d/%m/%Y"], validators=[within_reach], **options)


class VersionedForm(forms.Form):
    """A form that remembers which version of the submission its reader saw."""

    version = forms.IntegerField(
        label="",
        min_value=0,
        max_value=LARGEST_VERSION,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _BROKEN),
    )


class MoveForm(VersionedForm):
    verb = forms.CharField(label="", max_length=10, error_messages={"required": _BROKEN})
    reason = forms.CharField(label=_("Reason"), required=False)


def _as_prepared(row: Round) -> dict:
    """What the form holds of a round that is there."""
    return {
        **{name: getattr(row, name) for name in ("name", "day", "deadline")},
        "terms": [term.pk for term in row.terms.all()],
        "units": list(row.units.values_list("pk", flat=True)),
        "rule_set": row.rule_set_id or "",
    }


class QuestionForm(forms.Form):
    """A question to a consulted body, or to the home units of people from outside, about some lines."""

    body = forms.ChoiceField(label=_("Who is asked?"))
    question = forms.CharField(
        label=_("Question"), max_length=500, widget=forms.Textarea(attrs={"rows": 2, "maxlength": 500})
    )
    due = day_field(label=_("Answer until"), required=False)

    def __init__(self, *args, bodies: Iterable[ConsultedBody], **kwargs):
        """`bodies`: those that the reader may ask beside home units."""
        super().__init__(*args, **kwargs)
        named = [(body.code, _named(body)) for body in bodies if body.answers]
        self.fields["body"].choices = [*named, (HOME, _("home units of people from outside"))]


def _named(body: ConsultedBody) -> str:
    return f"{body.name} – {gettext('unverified rule')}" if is_doubtful(body.confidence) else body.name


class AdditionForm(VersionedForm):
    plan_title = forms.IntegerField(label=_("Title"), min_value=1, max_value=10**18)
    person = forms.IntegerField(
        label=_("Person"),
        min_value=1,
        max_value=10**18,
        error_messages={"required": _("Choose one of the people found.")},
    )
    reason = forms.CharField(label=_("Reason"), required=False)


class DecisionForm(forms.Form):
    number = forms.CharField(
        label=_("Number of the decision"),
        max_length=50,
        help_text=_("As it stands on the paper, for example 15-QĐ/HU."),
    )
    day = day_field(label=_("Day of the decision"))
    note = forms.CharField(
        label=_("Note"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3, "maxlength": 500})
    )


class RoundForm(forms.Form):
    """A round to prepare. `authorities` are the units for which the reader may open rounds."""

    name = forms.CharField(label=_("Name of the round"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=RoundKind.choices, initial=RoundKind.REVIEW)
    authority = forms.TypedChoiceField(label=_("Authority"), coerce=int)
    day = day_field(label=_("Day of reference"))
    deadline = day_field(label=_("Deadline of the units"))
    terms = forms.MultipleChoiceField(label=_("Terms"), widget=forms.CheckboxSelectMultiple)
    units = forms.MultipleChoiceField(
        label=_("Only these units"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose none to include every grassroots organisation under the authority."),
    )

    rule_set = forms.ChoiceField(
        label=_("Rules"),
        required=False,
        help_text=_("The round keeps them: no later rules judge it."),
    )

    def __init__(
        self,
        *args,
        authorities: list[UnitVersion],
        terms: list[Term],
        units: list[UnitVersion],
        rule_sets: list[RuleSet],
        amended: Round | None = None,
        **kwargs,
    ):
        """`amended`: the round to put right, whose kind and authority stay."""
        super().__init__(*args, initial=_as_prepared(amended) if amended else None, **kwargs)
        self.rows = {row.pk: row for row in terms}
        self.rule_sets = {str(row.pk): row for row in rule_sets}
        in_force = ("", _("those in force on the day of reference"))
        self.fields["rule_set"].choices = [in_force, *((key, row.name) for key, row in self.rule_sets.items())]
        self.fields["authority"].choices = [(row.unit_id, row.name) for row in authorities]
        self.fields["terms"].choices = [(row.pk, row.name) for row in terms]
        self.fields["units"].choices = [(row.unit_id, row.name) for row in units]
        if amended:
            del self.fields["kind"], self.fields["authority"]

    def arguments(self) -> dict:
        """What `actions.rounds.prepare` asks for, or `amend`."""
        chosen = self.cleaned_data
        fixed = {"kind": chosen["kind"], "authority": Unit(pk=chosen["authority"])} if "kind" in chosen else {}
        return {
            **{name: chosen[name] for name in ("name", "day", "deadline")},
            **fixed,
            "terms": [self.rows[int(pk)] for pk in chosen["terms"]],
            "units": [Unit(pk=int(pk)) for pk in chosen["units"]] or None,
            "rule_set": self.rule_sets.get(chosen["rule_set"]),
        }
