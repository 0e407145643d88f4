"""Templates of documents: which one is in use, and which were."""

from collections import defaultdict

from orgtree.models import DocumentTemplate


def in_use(form: str) -> DocumentTemplate | None:
    """The uploaded template that a form is printed with; None: the one built in."""
    return DocumentTemplate.objects.filter(form=form, in_use=True).select_related("artifact").first()


def one(pk: int) -> DocumentTemplate | None:
    return DocumentTemplate.objects.filter(pk=pk).select_related("artifact").first()


def by_form() -> dict[str, list[DocumentTemplate]]:
    """Every upload, newest first, under its form. One query."""
    found = defaultdict(list)
    for row in DocumentTemplate.objects.select_related("artifact", "uploaded_by"):
        found[row.form].append(row)
    return dict(found)
