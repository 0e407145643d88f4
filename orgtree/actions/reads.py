"""The read log: every opening of a full dossier and everything carried away is written down."""

from orgtree.choices import ReadKind
from orgtree.models import DossierRead, Person


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
        reader=reader, kind=kind, person=person, detail=detail[:300], purpose=purpose[:300], rows=rows, digest=digest
    )
