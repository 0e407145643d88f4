"""Which paper of which lists, decision or conference: put together for a reader, and printed."""

import datetime
import hashlib
from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import override

from anphu.kit import documents, sheets
from anphu.kit.refusals import Refused, insist
from orgtree.actions import reads
from orgtree.choices import DocumentForm, ReadKind, Verb
from orgtree.models import UnitLink, UnitVersion, User
from orgtree.queries import templates
from orgtree.queries.units import versions_on
from orgtree.reports.dossier import LANGUAGE, called
from orgtree.reports.facts import stamp
from planning.indicators import briefs
from planning.models import Conference, Decision, Line, Round, Seal, Submission
from planning.queries.conferences import ballot
from planning.queries.decisions import is_whole, written
from planning.queries.documents import Material, exported, material, papers_of, told_everything
from planning.reports.papers import faces, letters, lists, summary, tally
from planning.reports.papers.brief import brief
from planning.reports.papers.declared import FORMS
from planning.reports.papers.shapes import Paper
from planning.rules import conferences as rules
from planning.rules.courses import course

TYPES = {"pdf": documents.PDF, "docx": documents.DOCX, "xlsx": sheets.MEDIA_TYPE}
"""Kinds of files, and what each is called on the way."""
LONGEST = 1000
"""Rows of a paper set on pages: two seconds of setting; beyond, the workbook is the file to work with."""
_OF_LISTS: dict[str, Callable[[Material], Paper]] = {
    DocumentForm.APPENDIX_1: lists.appendix_1,
    DocumentForm.APPENDIX_2: lists.appendix_2,
    DocumentForm.EXTRACT: lists.extract,
    DocumentForm.SUMMARY: summary.summary,
    DocumentForm.PROPOSAL: letters.proposal,
}


def of_submission(pk: int, form: str, user: User, on: datetime.date) -> Paper | None:
    """A paper of one list; None for what the reader cannot carry away, and for a paper that lists do not have."""
    row = papers_of(user, on).filter(pk=pk).first()
    return _of_lists([row], row.unit_id, form, user, on) if row and _fits(form, "submission") else None


def of_round(pk: int, form: str, user: User, on: datetime.date) -> Paper | None:
    """A paper of all lists of a round that the reader can carry away."""
    found = Round.objects.visible_to(user, on).filter(pk=pk).first()
    rows = list(papers_of(user, on).filter(round=pk)) if found and _fits(form, "round") else []
    return _of_lists(rows, found.authority_id, form, user, on) if rows else None


def of_decision(pk: int, form: str, user: User, on: datetime.date) -> Paper | None:
    """The decision itself, or a paper of the lists that it approved: of the newest round among them."""
    decision = Decision.objects.visible_to(user, on).select_related("seal").filter(pk=pk).first()
    if decision is None or not _fits(form, "decision"):
        return None
    if form == DocumentForm.APPROVAL:
        return _approval(decision, user, on)
    rows = list(papers_of(user, on).filter(decision=pk).order_by("-round__day", "round", "pk"))
    of_one = [row for row in rows if row.round_id == rows[0].round_id]
    return _of_lists(of_one, decision.authority_id, form, user, on) if of_one else None


def of_conference(pk: int, form: str, user: User, on: datetime.date) -> Paper | None:
    """The minutes of the vote count of a sitting."""
    rows = Conference.objects.visible_to(user, on).filter(submission__in=papers_of(user, on))
    held = rows.select_related("step", "submission__round").filter(pk=pk).first()
    if held is None or not _fits(form, "conference"):
        return None
    votes = held.results.select_related("line__person", *(f"line__{name}" for name in _PLACES)).order_by(
        "line__plan_title__term__code", "-line__plan_title__title__rank", "-agree", "line__person__name_key", "pk"
    )
    with override(LANGUAGE):
        return tally.tally(held, votes, _bodies(held.submission.unit_id, on))


def of_step(pk: int, step: int, user: User, on: datetime.date) -> Paper | None:
    """Minutes to be counted by hand, of the next sitting of a step. Raises Refused where there can be none."""
    row = papers_of(user, on).filter(pk=pk).first()
    found = course(row) if row else None
    asked = next((one for one in found.steps if one.pk == step), None) if found else None
    if asked is None:
        return None
    lines: list[Line] = [line for place in ballot(found, asked, user, on) for line in place.lines]
    if not lines:
        insist(rules.why_not_begin(found, asked))
    with override(LANGUAGE):
        return tally.blank(row, asked, lines, _bodies(row.unit_id, on))


def of_unit(pk: int, form: str, user: User, on: datetime.date) -> Paper | None:
    """The brief on the indicators of a unit, as the reader may know them."""
    reached = UnitLink.objects.reached_by(user, Verb.EXPORT, on).filter(descendant=pk)
    if not _fits(form, "unit") or not reached.exists():
        return None
    with override(LANGUAGE):
        return brief(briefs.material(*_bodies(pk, on), user, on))


def carried(paper: Paper, kind: str, user: User, *, at: datetime.datetime, on: datetime.date, about: str) -> bytes:
    """The paper as a file of `kind`, written down in the read log. Raises Refused `bad_template`, `too_long`."""
    if kind != "xlsx" and len(paper.rows) > LONGEST:
        sentence = _("This paper has %(rows)d rows, too many to be set on pages. Take the workbook, or unit by unit.")
        raise Refused("too_long", sentence % {"rows": len(paper.rows)}, status=400)
    data = printed(paper, kind, user, at, on)
    reads.note(
        reader=user,
        kind=ReadKind.LIST,
        detail=f"{paper.form.code.label} ({kind}): {about}",
        rows=sum(not row.heading for row in paper.rows),
        digest=hashlib.sha256(data).hexdigest(),
    )
    return data


def printed(paper: Paper, kind: str, user: User, at: datetime.datetime, on: datetime.date) -> bytes:
    """The paper as a file, with its reader and time on every page."""
    with override(LANGUAGE):
        said = stamp(called(user), at, on)
        if kind == "pdf":
            return faces.as_pdf(paper, said)
        if kind == "xlsx":
            return b"".join(faces.as_xlsx(paper, said))
        row = templates.in_use(paper.form.code)
        if row is None:
            return faces.as_docx(paper, said)
        with row.artifact.open() as file:
            return faces.as_docx(paper, said, file)


_PLACES = ("plan_title__title", "plan_title__term", "target__title", "target__term")


def _fits(form: str, about: str) -> bool:
    return form in FORMS and about in FORMS[form].about


def _of_lists(rows: list[Submission], body: int, form: str, user: User, on: datetime.date) -> Paper:
    with override(LANGUAGE):
        return _OF_LISTS[form](material(rows[0].round, rows, body, user, on))


def _approval(decision: Decision, user: User, on: datetime.date) -> Paper:
    added, removed = written(decision, user, on)
    units = {entry.plan_title.unit_id for entry in (*added, *removed)}
    mine = exported(units, user, on)
    changes = tuple([entry for entry in rows if entry.plan_title.unit_id in mine] for rows in (added, removed))
    seal: Seal | None = getattr(decision, "seal", None)
    whole = mine == units and is_whole(decision, user, on)
    with override(LANGUAGE):
        told = frozenset(told_everything(mine, user, on))
        return letters.approval(decision, _bodies(decision.authority_id, on), changes, told, seal, whole=whole)


def _bodies(unit: int, on: datetime.date) -> tuple[UnitVersion, UnitVersion | None]:
    """The unit and the one above it, as they were called on the day."""
    version = versions_on([unit], on)[unit]
    above = versions_on([version.parent_id], on).get(version.parent_id) if version.parent_id else None
    return version, above
