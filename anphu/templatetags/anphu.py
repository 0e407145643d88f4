"""Words for templates: icons, drawings, dates and numbers written the one way the product writes them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from anphu.kit import charts, figures
from anphu.kit import once as sending
from orgtree.rules import ages

register = template.Library()

# Which colour a word of the workflow wears. A word missing here is shown calmly, never wrongly.
TONES = {
    "draft": "calm",
    "submitted": "info",
    "appraised": "gold",
    "approved": "good",
    "returned": "warn",
    "open": "info",
    "closed": "calm",
    "keep": "calm",
    "add": "good",
    "remove": "bad",
    "kept": "calm",
    "added": "good",
    "removed": "bad",
    "moved": "info",
    "queued": "calm",
    "running": "info",
    "done": "good",
    "failed": "bad",
    "stopped": "warn",
    "below": "bad",
    "within": "good",
    "above": "warn",
    "unknown": "calm",
    "lacking": "bad",
    "waiver": "warn",
    "met": "good",
    "planned": "calm",
    "doing": "info",
    "held": "good",
    "cancelled": "calm",
    "dropped": "calm",
    "late": "bad",
    "passed": "good",
    "tied": "warn",
    "agree": "good",
    "object": "bad",
}


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """One symbol of ``icons.svg``; always decoration, so the words beside it must say the same."""
    address = f"{static('anphu/icons.svg')}#{name}"
    return format_html(
        '<svg class="icon{}" aria-hidden="true" focusable="false"><use href="{}"/></svg>',
        f" {extra}" if extra else "",
        address,
    )


@register.simple_tag
def once() -> SafeString:
    """The token of a form that makes a record, so that sending it twice makes one (anphu.kit.once)."""
    return format_html('<input type="hidden" name="{}" value="{}">', sending.FIELD, sending.token())


@register.filter
def tone(word: object) -> str:
    """The badge colour of a state, proposal, job state or verdict."""
    return TONES.get(str(word).lower(), "calm")


@register.filter
def day(value: dt.date | dt.datetime | None) -> str:
    """``07/07/2020``; nothing for no date. The same in every language: these are Vietnamese records."""
    return f"{value:%d/%m/%Y}" if value else ""


@register.filter
def years(code: str) -> str:
    """The years of a term, never broken between them: `2020–2025` for "2020-2025"."""
    return code.replace("-", "\u2060–\u2060")


@register.filter
def born(person: Any) -> str:
    """A person's birth date as far as it is known: `12/05/1978`, `05/1978` or `1978`."""
    return ages.as_known(person.birth_date, person.birth_precision)


@register.filter
def period(value: Any) -> str:
    """`01/05/2015 – 30/06/2020`, the last day included; `from 01/05/2015` until further notice."""
    return figures.days(value)


@register.filter
def moment(value: dt.datetime | None) -> str:
    """``07/07/2020 09:30`` in local time."""
    if not value:
        return ""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{local:%d/%m/%Y %H:%M}"


@register.filter
def number(value: int | float | Decimal | None) -> str:
    """``4.594`` in Vietnamese, ``4,594`` in English; nothing for None."""
    return "" if value is None else figures.number(value)


@register.filter
def duration(value: dt.timedelta | None) -> str:
    """``1,2 s``, ``3 min 20 s`` or ``1 h 05 min``; a dash for what has not begun."""
    return "–" if value is None else figures.duration(value)


@register.filter
def percent(value: int | float | Decimal | None) -> str:
    """``23,5 %`` for 23.5; a dash for a share that is not known."""
    return "–" if value is None else f"{figures.plain(value)}\u00a0%"


@register.simple_tag
def band(value, low, high, label: str, *, lower=0, upper=100, unit: str = "%", slim: bool = False) -> SafeString:
    """A value against its target band; ``label`` is read aloud instead of the picture."""
    chart = charts.Band(value, low, high, lower=lower, upper=upper, unit=unit)
    return charts.band(chart, label, slim=slim)


@register.simple_tag
def trend(values, label: str, *, low=None, high=None, spark: bool = False) -> SafeString:
    """A line through ``values``; nothing when none of them is known."""
    if all(value is None for value in values):
        return SafeString("")
    return charts.trend(values, label, low=low, high=high, spark=spark)


@register.simple_tag
def lanes(picture: charts.Axis | None, rows, label: str) -> SafeString:
    """Bars on one scale; nothing without a lane. ``label`` is read aloud instead of the picture."""
    return charts.lanes(rows, picture, label) if rows else SafeString("")
