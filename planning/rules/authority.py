"""Who approves the plan for a title (domain.md §4.9), from the authorities that are written down as dated data."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from anphu.kit.refusals import Refused
from orgtree.choices import Kind
from orgtree.models import Title
from planning.models import ApprovalAuthority

_FROM_ABOVE = list(Kind)


def approver(title: Title, authorities: Iterable[ApprovalAuthority]) -> ApprovalAuthority | None:
    """The row about `title`: its own before that of its level and side, before that of its level. None: not known."""
    rows = [
        row
        for row in authorities
        if row.title_id == title.pk
        or (row.title_id is None and row.level == title.level and row.side in ("", title.side))
    ]
    return max(rows, key=lambda row: (row.title_id is not None, row.side != ""), default=None)


def why_not(kind: str, titles: Iterable[Title], authorities: Iterable[ApprovalAuthority]) -> Refused | None:
    """Why a committee of an organisation of `kind` may not approve plans for these titles. Whoever stands above the one
    who approves may too; where nothing is written down, nothing is refused."""
    authorities = list(authorities)
    for title in titles:
        row = approver(title, authorities)
        if row is not None and _FROM_ABOVE.index(kind) > _FROM_ABOVE.index(row.kind):
            sentence = _(
                "Plans for “%(title)s” are approved by the %(committee)s of the %(kind)s (%(basis)s);"
                " return the list so that these lines are taken out."
            )
            words = {
                "title": title.name,
                "committee": row.get_committee_display(),
                "kind": row.get_kind_display(),
                "basis": row.basis,
            }
            return Refused("not_its_authority", sentence % words, status=403)
    return None
