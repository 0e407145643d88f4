"""The steps of a round, by the kind of organisation whose lists go through them."""

import datetime
from itertools import groupby

from django.utils.translation import gettext as _

from planning.models import Round, RoundStep


def by_kind(round: Round, user, on: datetime.date) -> list[tuple[str, list[RoundStep]]]:
    """`(words, steps in order)` for each kind of organisation; those of every kind first. One query."""
    rows = RoundStep.objects.visible_to(user, on).filter(round=round).order_by("unit_kind", "position")
    every = _("Organisations of every kind")
    return [
        (rows[0].get_unit_kind_display() if kind else every, rows)
        for kind, rows in ((kind, list(group)) for kind, group in groupby(rows, key=lambda row: row.unit_kind))
    ]
