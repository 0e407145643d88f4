"""What a page writes hundreds of times: facts and cells, each list in one go. Rendering a loop of templates for every
value took most of the time of a dossier's page."""

from collections.abc import Iterable
from typing import Protocol

from django import template
from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()


class Labelled(Protocol):
    """A value in words, under its label."""

    label: str
    value: str


def _lines(text: str) -> str:
    """Line breaks are kept; the rest is escaped, here or by whoever puts it into the page."""
    return linebreaksbr(text) if "\n" in text else text


@register.filter
def definitions(facts: Iterable[Labelled]) -> SafeString:
    """Entries of a definition list."""
    return format_html_join(
        "", "<div><dt>{}</dt><dd>{}</dd></div>", ((fact.label, _lines(fact.value)) for fact in facts)
    )


@register.filter
def cells(facts: Iterable[Labelled]) -> SafeString:
    """Cells of a table row; `data-label` names them where a phone shows rows as cards."""
    return format_html_join("", '<td data-label="{}">{}</td>', ((fact.label, _lines(fact.value)) for fact in facts))


@register.filter
def heads(labels: Iterable[str]) -> SafeString:
    """Heads of the columns of a table."""
    return format_html_join("", '<th scope="col">{}</th>', ((label,) for label in labels))


@register.simple_tag
def blanks(facts, address: str) -> SafeString:
    """Labels of fields that nobody has filled in, each leading to its input at `address` if there is one."""
    if not address:
        return format_html_join(", ", "{}", ((fact.label,) for fact in facts))
    return format_html_join(", ", '<a href="{}#{}">{}</a>', ((address, fact.place, fact.label) for fact in facts))


_DEEDS = """<td class="actions no-print"><a href="{edit}" hx-get="{edit}" hx-target="#s-{code}" hx-swap="outerHTML">\
{edit_word}<span class="visually-hidden">{about}</span></a> · <a href="{remove}">{remove_word}\
<span class="visually-hidden">{about}</span></a></td>"""


@register.simple_tag
def row_deeds(line, panel, number: int) -> SafeString:
    """What may be done to a row, as the last cell of it; read aloud with the section and the number of the row."""
    return format_html(
        _DEEDS,
        edit=line.edit_url,
        remove=line.remove_url,
        code=panel.code,
        edit_word=_("Edit"),
        remove_word=_("Take out"),
        about=f": {panel.label}, {number}",
    )
