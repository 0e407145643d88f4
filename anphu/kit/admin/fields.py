"""Form fields of the administration: tidy text, days as offices write them, periods as two days."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from anphu.kit import names
from anphu.kit.periods import FIRST_DAY, LAST_DAY, period

ONE_DAY = datetime.timedelta(days=1)


class TidyField(forms.CharField):
    """Text in its stored form; what is empty without invisible characters counts as empty."""

    def to_python(self, value):
        return names.nfc(super().to_python(value) or "")


class ReasonField(TidyField):
    """Why a record changes."""

    def __init__(self, **options):
        options.setdefault("label", _("Reason"))
        options.setdefault("max_length", 500)
        options.setdefault("widget", forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off"}))
        options.setdefault("help_text", _("Kept in the history beside your name."))
        super().__init__(**options)


class DayInput(forms.DateInput):
    def __init__(self, attrs=None):
        own = {"class": "input--day", "inputmode": "numeric", "autocomplete": "off", "placeholder": _("dd/mm/yyyy")}
        super().__init__(attrs={**own, **(attrs or {})}, format="%d/%m/%Y")


class DayField(forms.DateField):
    """A day written dd/mm/yyyy, between 1930 and 2100."""

    widget = DayInput

    def __init__(self, **options):
        options["input_formats"] = ["%d/%m/%Y", "%Y-%m-%d"]
        super().__init__(**options)

    def to_python(self, value):
        day = super().to_python(value)
        if day is not None and not FIRST_DAY <= day <= LAST_DAY:
            raise ValidationError(_("Give a day between 1930 and 2100."), code="far_off")
        return day


class PeriodInput(forms.MultiWidget):
    """First day and last day; both belong to the period, although what is stored ends on the day after."""

    def __init__(self, attrs=None):
        first = DayInput({"aria-label": _("First day")})
        last = DayInput({"aria-label": _("Last day; empty: until further notice")})
        super().__init__({"first": first, "last": last}, attrs)

    def decompress(self, value):
        if value is None:
            return [None, None]
        return [value.lower, value.upper - ONE_DAY if value.upper else None]


class PeriodFormField(forms.MultiValueField):
    """Two days to a half-open range. The last day may be left empty: until further notice."""

    widget = PeriodInput
    default_error_messages = {"order": _("The last day cannot be before the first."), "invalid": _("Enter two days.")}

    def __init__(self, **options):
        options.setdefault("help_text", _("First day and last day; leave the last one empty while it goes on."))
        fields = (DayField(error_messages={"required": _("Give the first day.")}), DayField(required=False))
        super().__init__(fields=fields, require_all_fields=False, **options)

    def compress(self, days):
        first, last = (*days, None, None)[:2]
        if first is None:
            return None
        if last is not None and last < first:
            raise ValidationError(self.error_messages["order"], code="order")
        return period(first, last + ONE_DAY if last else None)


def told(days) -> str:
    """A range as people write it: first day to last day, the last one included."""
    if days is None or days.isempty:
        return "–"
    lower = f"{days.lower:%d/%m/%Y}" if days.lower else "…"
    upper = f"{days.upper - ONE_DAY:%d/%m/%Y}" if days.upper else "…"
    return f"{lower} – {upper}"
