"""Forms of a dossier, made from the declaration of its sections: one field an item, by what the model keeps."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anphu.kit import names
from anphu.kit.encryption import EncryptedTextField
from anphu.kit.partial_dates import PartialDateFormField
from anphu.kit.periods import FIRST_DAY, LAST_DAY
from anphu.kit.refusals import Refused
from anphu.kit.selects import LongSelect
from orgtree.models import Person, Title, Unit
from orgtree.queries.options import LISTS, Options
from orgtree.queries.suggestions import Named
from orgtree.sections import Item, Section
from orgtree.sections.values import BIRTH, get, plain

REASON = gettext_lazy("According to the papers of the person")
MAX_REASON = 500
MAX_SECRET = 5000
"""Characters of a text that is kept encrypted."""
UNTIL = datetime.timedelta(days=1)
BY_NAME = {Unit: "units", Title: "titles", Person: "people"}
"""Records that are chosen by typing their names, and where suggestions come from."""
Find = Callable[[str, str], Named]
"""`(source, typed words)` → the records that may be meant."""


def day_field(**options) -> forms.DateField:
    """A day as offices write it: dd/mm/yyyy."""
    attrs = {"class": "input--day", "inputmode": "numeric", "autocomplete": "off", "maxlength": 10}
    widget = forms.DateInput(format="%d/%m/%Y", attrs=attrs)
    return forms.DateField(widget=widget, input_formats=["%d/%m/%Y"], **options)


def within_reach(day: datetime.date) -> None:
    """Raise ValidationError for a first or last day where no record reaches, usually a slip of the year."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValidationError(_("Give a day between 1930 and 2100."), code="far_off")


class LineField(forms.CharField):
    """One line of text in its stored form, with suggestions from `source` if it names one."""

    def __init__(self, *, source: str = "", **options):
        super().__init__(**({"widget": SuggestInput(source)} if source else {}), **options)

    def to_python(self, value) -> str:
        return names.nfc(super().to_python(value))


class NamedField(LineField):
    """A record chosen by its name; becomes its id. `find`: the records that typed words may mean."""

    default_error_messages = {
        "unknown": gettext_lazy("Nothing is called so. Choose one of the suggestions."),
        "ambiguous": gettext_lazy("Several are called so: %(which)s. Choose one of them."),
    }

    def __init__(self, *, find: Callable[[str], Named], **options):
        super().__init__(max_length=300, **options)
        self.find = find

    def clean(self, value) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        found = self.find(text)
        if not found:
            raise ValidationError(self.error_messages["unknown"], code="unknown")
        if len(found) > 1:
            which = "; ".join(label for _pk, label in found[:4])
            raise ValidationError(self.error_messages["ambiguous"], code="ambiguous", params={"which": which})
        return found[0][0]


class SuggestInput(forms.TextInput):
    """A line whose words are suggested while typing; the list of suggestions stands below it. See dossiers.js."""

    def __init__(self, source: str, attrs: dict | None = None):
        super().__init__({"autocomplete": "off", "role": "combobox", "aria-autocomplete": "list", **(attrs or {})})
        self.source = source

    def render(self, name, value, attrs=None, renderer=None) -> SafeString:
        place = f"{(attrs or {}).get('id', name)}_suggestions"
        asking = {
            "aria-controls": place,
            "aria-expanded": "false",
            "hx-post": reverse("suggest", args=[self.source]),
            "hx-trigger": "input changed delay:200ms",
            "hx-params": name,
            "hx-target": f"#{place}",
            "hx-swap": "innerHTML",
            "hx-sync": "this:replace",
        }
        box = super().render(name, value, {**(attrs or {}), **asking}, renderer)
        return format_html(
            '<div class="suggest">{}<ul id="{}" class="suggestions" role="listbox" hidden></ul></div>', box, place
        )


class SectionForm(forms.Form):
    """One record of a section. `was` remembers, signed, what the record held when the form was opened."""

    was = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, section: Section, items: Iterable[Item], *args, options: Options, find: Find, **kwargs):
        super().__init__(*args, auto_id=f"{section.code}-%s", **kwargs)
        self.section, self.items = section, tuple(items)
        for item in self.items:
            self.fields |= fields_of(section, item, options.get(item.name, []), find)

    def with_focus(self) -> "SectionForm":
        """The cursor goes to the first field that is wrong, else to the first."""
        wrong = [name for name in self.fields if name in self.errors]
        first = wrong or [field.name for field in self.visible_fields()]
        self.fields[first[0]].widget.attrs["autofocus"] = True
        return self

    def clean(self) -> dict[str, Any]:
        for item in self.items:
            if f"{item.name}_from" in self.fields:
                self._join_period(item.name)
        return self.cleaned_data

    def _join_period(self, name: str) -> None:
        """A first day and a last day, which is included, become a period."""
        lower, last = (self.cleaned_data.get(f"{name}_{end}") for end in ("from", "until"))
        if lower is None:
            return
        if last is not None and last < lower:
            self.add_error(f"{name}_until", _("The last day cannot be before the first."))
        self.cleaned_data[name] = DateRange(lower, last + UNTIL if last else None, "[)")

    @property
    def values(self) -> dict[str, Any]:
        """What the form says of each item, as the model keeps it."""
        return {item.name: self.cleaned_data.get(item.name) for item in self.items}

    def add_errors(self, errors: dict[str, str]) -> None:
        """Sentences of an action, each beside its field where the form has it."""
        for name, sentence in errors.items():
            place = name if name in self.fields else f"{name}_from"
            self.add_error(place if place in self.fields else None, sentence)


@dataclass(frozen=True)
class Conflict:
    """A field that somebody else changed meanwhile: what the reader typed and what they wrote, in words."""

    name: str
    label: str
    mine: str
    theirs: str


def field_id(section: Section, item: Item) -> str:
    """The id of the input of an item; of a period, that of its first day."""
    end = "_from" if hasattr(section.field(item), "range_type") else ""
    return f"{section.code}-{item.name}{end}"


def fields_of(section: Section, item: Item, choices: list, find: Find) -> dict[str, forms.Field]:
    """The form fields of an item by name: one, or two for a period."""
    field = section.field(item)
    label = capfirst(field.verbose_name)
    if hasattr(field, "range_type"):
        return {
            f"{item.name}_from": day_field(label=_("From (first day)"), validators=[within_reach]),
            f"{item.name}_until": day_field(label=_("Until (last day)"), validators=[within_reach], required=False),
        }
    return {item.name: _field(field, item, label, choices, find)}


def _field(field: models.Field, item: Item, label: str, choices: list, find: Find) -> forms.Field:
    common = {"label": label, "required": not field.blank}
    if field.name == BIRTH and field.model is Person:
        return PartialDateFormField(**common)
    if field.related_model in BY_NAME:
        source = BY_NAME[field.related_model]
        return NamedField(source=source, find=lambda text: find(source, text), **common)
    if field.choices or field.related_model in LISTS or field.is_relation:
        return _choice(field, choices or field.flatchoices, common)
    if isinstance(field, EncryptedTextField):
        return forms.CharField(max_length=MAX_SECRET, widget=forms.Textarea(attrs={"rows": 2}), **common)
    if isinstance(field, models.BooleanField):
        return forms.BooleanField(label=label, required=False)
    if type(field) is models.DateField:
        return day_field(**common)
    if type(field) is models.CharField:
        return LineField(
            source=item.suggest, max_length=field.max_length, validators=field.validators, strip=True, **common
        )
    return field.formfield(label=label)


def _choice(field: models.Field, choices: Iterable, common: dict) -> forms.Field:
    whole = field.is_relation or isinstance(field, models.IntegerField)
    return forms.TypedChoiceField(
        choices=[("", "–"), *((value, capfirst(name)) for value, name in choices)],
        coerce=int if whole else str,
        empty_value=None if whole else "",
        widget=LongSelect,
        **common,
    )


def plainly(items: Iterable[Item], record: models.Model) -> dict[str, Any]:
    """What the record holds, as it is remembered and compared."""
    return {item.name: plain(get(record, item.name)) for item in items}


def initial(section: Section, items: Iterable[Item], record: models.Model, labels: dict[str, str]) -> dict[str, Any]:
    """What the form shows of a record. `labels`: of records chosen by name, by the name of the item."""
    shown: dict[str, Any] = {}
    for item in items:
        value = get(record, item.name)
        if isinstance(value, DateRange):
            shown[f"{item.name}_from"] = value.lower
            shown[f"{item.name}_until"] = value.upper - UNTIL if value.upper else None
        else:
            shown[item.name] = labels.get(item.name, "") if section.field(item).related_model in BY_NAME else value
    return shown


def remember(place: str, values: dict[str, Any], asked: Iterable[str] = ()) -> str:
    """The plain `values` that the form at `place` was opened with, signed; `asked`: fields to choose about."""
    return signing.dumps({"place": place, "values": values, "asked": list(asked)}, salt=__name__, compress=True)


def remembered(place: str, text: str) -> tuple[dict[str, Any], list[str]]:
    """What `remember` signed for this place: values, and fields to choose about. Raises Refused `stale_form`."""
    try:
        kept = signing.loads(text, salt=__name__)
    except signing.BadSignature:
        kept = {}
    if kept.get("place") != place:
        raise Refused("stale_form", _("This form is no longer valid. Open it again; nothing was saved."), status=400)
    return kept["values"], kept["asked"]


class ReasonForm(forms.Form):
    """Why something is changed: the history keeps it, so it is never empty."""

    reason = LineField(label=gettext_lazy("Reason for the history"), max_length=MAX_REASON)
