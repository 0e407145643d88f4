"""Whether people can belong where and when a record says: no post outlives its unit, and members are in cells."""

from django.utils.translation import gettext as _

from anphu.kit.periods import covers
from anphu.kit.refusals import Refused
from orgtree.choices import CELLS
from orgtree.models import PartyMembership, Posting, UnitVersion


def why_not_belong(record: PartyMembership | Posting) -> Refused | None:
    """None when the unit stands throughout the period of `record`, and is a cell where somebody is a member. One
    query. The other side is kept by actions/structure: no unit ends, or ceases to be a cell, under its people."""
    versions = list(UnitVersion.objects.filter(unit=record.unit_id, period__overlap=record.period))
    if not covers((version.period for version in versions), record.period):
        return _invalid(_("The unit does not exist throughout that time. Choose other days, or the unit of that time."))
    if isinstance(record, PartyMembership) and any(version.kind not in CELLS for version in versions):
        return _invalid(_("Members belong to cells, and this unit is none throughout that time. Choose its cell."))
    return None


def _invalid(sentence: str) -> Refused:
    return Refused("invalid", sentence, status=400, errors={"unit": sentence})
