"""A select for long lists: written in one go, where Django renders a template for every option."""

from collections.abc import Iterable, Iterator

from django.forms import Select
from django.forms.utils import flatatt
from django.utils.choices import BaseChoiceIterator
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst

_SELECTED = SafeString(" selected")


class Capitalised(BaseChoiceIterator):
    """Choices as a list of options shows them; read when shown, not before."""

    def __init__(self, choices: Iterable[tuple[object, str]]):
        self.choices = choices

    def __iter__(self) -> Iterator[tuple[object, str]]:
        return ((value, capfirst(label)) for value, label in self.choices)


class LongSelect(Select):
    """One of many choices, without groups; options begin with a capital letter."""

    def __init__(self, choices: Iterable[tuple[object, str]] = (), attrs: dict | None = None):
        super().__init__(attrs)
        self.choices = Capitalised(choices)

    def render(self, name, value, attrs=None, renderer=None) -> SafeString:
        chosen = set(self.format_value(value))
        options = (
            ("" if key is None else key, _SELECTED if str(key) in chosen else "", label) for key, label in self.choices
        )
        return format_html(
            '<select name="{}"{}>{}</select>',
            name,
            flatatt(self.build_attrs(self.attrs, attrs)),
            format_html_join("", '<option value="{}"{}>{}</option>', options),
        )
