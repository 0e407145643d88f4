"""The read log: every opening of a full dossier and everything carried away is written down."""

from collections.abc import Iterable

from orgtree.choices import ReadKind
from orgtree.models import DossierRead, Person

DETAIL = 300
COMPARISON, FILES, IMPORT, MERGE, PLANS, SEARCH = "compare", "files", "import", "merge", "plans", "search"
"""What was read besides parts of a dossier; `orgtree.reports.lists.what_was_read` puts it in words."""


def note(
    *,
    reader,
    kind: ReadKind,
    person: Person | None = None,
    detail: str = "",
    purpose: str = "",
    rows: int = 1,
    digest: str = "",
) -> None:
    """One line of the log. `detail` says which sections, filters or form, never their content."""
    DossierRead.objects.create(
        reader=reader, kind=kind, person=person, detail=detail[:DETAIL], purpose=purpose[:300], rows=rows, digest=digest
    )


def note_each(*, reader, people: Iterable[int], kind: ReadKind = ReadKind.DOSSIER, detail: str = "") -> None:
    """One line for each of the people (ids) whose dossiers an answer showed side by side. One query, or none."""
    DossierRead.objects.bulk_create(
        DossierRead(reader=reader, kind=kind, person_id=pk, detail=detail[:DETAIL]) for pk in sorted(set(people))
    )
