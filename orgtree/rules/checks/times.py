"""Dates against the calendar of a life: nothing before birth, nothing in the future, nobody impossibly old."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anphu.kit.partial_dates import PartialDate, PartialDateField
from orgtree.choices import DossierNumber
from orgtree.rules.checks.shapes import ERROR, Check, Facts, Remark
from orgtree.sections import CORE, SECTIONS

CALENDAR = "Lịch"
AHEAD = frozenset({("discipline", "ends")})
"""Items that may lie in the future."""
OTHERS = frozenset({"family"})
"""Sections whose dates are not of the person's own life."""

_DATED = tuple(
    (section, tuple(item.name for item in section.items if isinstance(section.field(item), PartialDateField)))
    for section in SECTIONS
    if section is not CORE
)


def _dates(facts: Facts) -> Iterator[tuple[str, str, int, PartialDate]]:
    for section, items in _DATED:
        for row in facts.rows(section.code):
            for item in items:
                date = getattr(row, item)
                if date is not None:
                    yield section.code, item, row.pk, date


def birth(facts: Facts) -> Iterator[Remark]:
    oldest = facts.numbers.get(DossierNumber.OLDEST_YEARS)
    if facts.person.birth_date > facts.today:
        yield Remark(_("The birth date has not come yet."), "core", "birth_date", (facts.born,))
    elif oldest and facts.today.year - facts.person.birth_date.year > oldest:
        yield Remark(_("That would make the person older than %d years.") % oldest, "core", "birth_date", (facts.born,))


def future(facts: Facts) -> Iterator[Remark]:
    for section, item, row, date in _dates(facts):
        if date.earliest > facts.today and (section, item) not in AHEAD:
            yield Remark(_("%s has not come yet.") % date, section, item, (date,), row)


def before_birth(facts: Facts) -> Iterator[Remark]:
    for section, item, row, date in _dates(facts):
        if section not in OTHERS and date.latest < facts.born.earliest:
            sentence = _("%(date)s is before the person was born (%(born)s).") % {"date": date, "born": facts.born}
            yield Remark(sentence, section, item, (date, facts.born), row)


CHECKS = (
    Check("birth_date", gettext_lazy("Birth date that cannot be"), birth, CALENDAR, severity=ERROR, reads=()),
    Check("date_in_future", gettext_lazy("Any day that has not come yet"), future, CALENDAR, severity=ERROR),
    Check("date_before_birth", gettext_lazy("Any day before the birth"), before_birth, CALENDAR, severity=ERROR),
)
