"""The difference of two plans as a sheet."""

from collections.abc import Iterable, Iterator

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from anphu.kit.sheets import Column
from planning.choices import Change
from planning.queries.differences import Row


def columns() -> list[Column]:
    return [
        Column(_("Unit"), 40),
        Column(pgettext("column", "Change"), 14),
        Column(_("Full name"), 28),
        Column(_("Title before"), 36),
        Column(_("Term before"), 12),
        Column(_("Title after"), 36),
        Column(_("Term after"), 12),
        Column(_("Planned since"), 13),
        Column(_("Decision"), 16),
        Column(_("Ground"), 36),
    ]


def rows(changes: Iterable[Row]) -> Iterator[tuple]:
    """Each change in words; whoever came has no title before, whoever went none after."""
    words = {change.value: str(capfirst(change.label)) for change in Change}
    for row in changes:
        before, after, seen = row.changed.before, row.changed.after, row.changed.seen
        yield (
            row.unit_name,
            words[row.change],
            seen.person_name,
            before.title_name if before else "",
            before.term_code if before else "",
            after.title_name if after else "",
            after.term_code if after else "",
            seen.since,
            row.decision[1] if row.decision else "",
            row.why,
        )
