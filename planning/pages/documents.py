"""Papers of rounds to carry away: of a list, a round, a decision, a conference, a step to be counted by hand.

Whoever may export lists of the unit gets them; each is in the read log with the digest of the file.
"""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from orgtree.choices import Verb
from planning.pages.doors import page
from planning.reports.papers import declared, desk
from planning.reports.papers.shapes import Paper


@require_safe
@page(Verb.EXPORT)
def submission_document(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """A paper of one list; `?as=docx` or `?as=xlsx` for a file to work on."""
    return sent(request, desk.of_submission(pk, form, request.user, request.on), f"submission {pk}")


@require_safe
@page(Verb.EXPORT)
def round_document(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """A paper of all lists of a round that the reader can carry away."""
    return sent(request, desk.of_round(pk, form, request.user, request.on), f"round {pk}")


@require_safe
@page(Verb.EXPORT)
def decision_document(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The decision with its list, or a paper of the lists that it approved."""
    return sent(request, desk.of_decision(pk, form, request.user, request.on), f"decision {pk}")


@require_safe
@page(Verb.EXPORT)
def unit_document(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The brief on the indicators of a unit."""
    return sent(request, desk.of_unit(pk, form, request.user, request.on), f"unit {pk}")


@require_safe
@page(Verb.EXPORT)
def conference_document(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The minutes of the vote count of a sitting."""
    return sent(request, desk.of_conference(pk, form, request.user, request.on), f"conference {pk}")


@require_safe
@page(Verb.EXPORT)
def step_document(request: HttpRequest, pk: int, step: int) -> HttpResponse:
    """Minutes with empty places, to count the votes of the next sitting of a step by hand."""
    return sent(request, desk.of_step(pk, step, request.user, request.on), f"submission {pk}, step {step}")


@dataclass(frozen=True)
class Offered:
    """A paper on the page of what it is about: its name, its address and the kinds of files."""

    name: str
    address: str
    files: tuple[str, ...] = tuple(desk.TYPES)


def offered(request: HttpRequest, about: str, pk: int) -> list[Offered]:
    """The papers of a submission, round, decision or conference, for readers who carry lists away."""
    if not request.user.may_somewhere(Verb.EXPORT):
        return []
    return [Offered(form.code.label, reverse(f"{about}-document", args=[pk, form.code])) for form in declared.of(about)]


def sent(request: HttpRequest, paper: Paper | None, about: str) -> HttpResponse:
    """The paper as a file whose name says nothing of people. Raises Http404 without one."""
    kind = request.GET.get("as", "pdf")
    if paper is None or kind not in desk.TYPES:
        raise Http404
    data = desk.carried(paper, kind, request.user, at=timezone.localtime(), on=request.on, about=about)
    answer = HttpResponse(data, content_type=desk.TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="{paper.form.code}.{kind}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
