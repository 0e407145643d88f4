"""The register of data-subject requests: the list by urgency, recording one, and the steps of one."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from anphu.kit.filters import is_id
from anphu.kit.listing import Listing, refuse_unknown
from anphu.kit.refusals import Refused
from orgtree.actions import rights as actions
from orgtree.choices import RightsKind, Urgency, Verb
from orgtree.filters import RightsRequestFilter
from orgtree.models import Person, RightsRequest
from orgtree.pages.doors import WRITING, act, act_once, page, why_not_now
from orgtree.pages.forms_dossier import LineField, day_field
from orgtree.queries import rights as queries
from orgtree.queries.people import search
from orgtree.rules import rights as rules

TONES = {
    Urgency.TIME: "calm",
    Urgency.SOON: "warn",
    Urgency.LATE: "bad",
    Urgency.DONE: "good",
    Urgency.DONE_LATE: "warn",
}
MOST_FOUND = 20


class RequestForm(forms.Form):
    """What somebody asked, and when it came in."""

    kind = forms.ChoiceField(label=gettext_lazy("What is asked for"), choices=RightsKind)
    received_on = day_field(label=gettext_lazy("Received on"))
    content = forms.CharField(
        label=gettext_lazy("In the words of the request"),
        max_length=actions.LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class WordsForm(forms.Form):
    reason = LineField(label=gettext_lazy("Why more time is needed"), max_length=actions.LONGEST)


class AnswerForm(forms.Form):
    """What the person is told."""

    granted = forms.ChoiceField(
        label=gettext_lazy("Answer"),
        choices=[("yes", gettext_lazy("granted")), ("no", gettext_lazy("refused"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("What the person is told, with the grounds"),
        max_length=actions.LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """A request with its two deadlines in words."""

    row: RightsRequest
    acknowledge: "Told"
    answer: "Told"


@dataclass(frozen=True, slots=True)
class Told:
    due: rules.Due
    tone: str
    words: str


def _shown(rows: list[RightsRequest], request: HttpRequest) -> list[Shown]:
    if not rows:
        return []
    first = min([request.on, *(row.received_on for row in rows)])
    off = queries.days_off(first, request.on)
    return [
        Shown(
            row,
            _told(rules.due(row.acknowledge_by, row.acknowledged_on, request.on, off)),
            _told(rules.due(row.answer_by, row.answered_on, request.on, off)),
        )
        for row in rows
    ]


def _told(due: rules.Due) -> Told:
    return Told(due, TONES[due.urgency], _words(due))


def _words(due: rules.Due) -> str:
    if due.urgency == Urgency.LATE:
        days = -due.left
        sentence = ngettext("%(n)d working day late", "%(n)d working days late", days)
        return sentence % {"n": days} if days else _("late")
    if due.urgency in {Urgency.TIME, Urgency.SOON}:
        sentence = ngettext("%(n)d working day left", "%(n)d working days left", due.left)
        return sentence % {"n": due.left} if due.left else _("due today")
    return str(due.urgency.label)


@page(Verb.EDIT_PEOPLE)
def rights(request: HttpRequest) -> HttpResponse:
    """Requests in reach, the most urgent of those not answered first."""
    rows = queries.register(request.user, request.on)
    found = Listing(request, RightsRequestFilter(request.GET or None, rows, request=request))
    return found.render("orgtree/rights/list.html", {"requests": _shown(list(found.page.object_list), request)})


@page(Verb.EDIT_PEOPLE, WRITING)
def rights_new(request: HttpRequest) -> HttpResponse:
    """Record a request: whose it is first, found by name, then what is asked."""
    refuse_unknown(request.GET, {"person", "q", "on"})
    person = _person(request)
    if person is None:
        return _choose(request)
    form = RequestForm(request.POST or None, initial={"received_on": request.on})
    if request.method == "POST" and form.is_valid():
        try:
            row = act_once(request, actions.record, person=person.pk, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The request is recorded."))
            return redirect("rights-request", row)
    context = {"form": form, "person": person, "why_not": why_not_now(request)}
    return render(request, "orgtree/rights/new.html", context, status=400 if form.errors else 200)


def _person(request: HttpRequest) -> Person | None:
    """The person named in the address; 404 when out of reach."""
    asked = request.GET.get("person", "")
    if not asked:
        return None
    return get_object_or_404(Person.objects.visible_to(request.user, request.on), pk=asked if is_id(asked) else 0)


def _choose(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "")[:100]
    people = search(Person.objects.visible_to(request.user, request.on), text)[:MOST_FOUND] if text else []
    return render(request, "orgtree/rights/choose.html", {"text": text, "people": list(people)})


@page(Verb.EDIT_PEOPLE, WRITING)
def rights_request(request: HttpRequest, pk: int) -> HttpResponse:
    """One request and the steps it can take now."""
    row = get_object_or_404(queries.register(request.user, request.on), pk=pk)
    verb = request.POST.get("verb", "") if request.method == "POST" else ""
    words = WordsForm(request.POST if verb == "extend" else None, prefix="extend")
    answer = AnswerForm(request.POST if verb == "answer" else None, prefix="answer")
    refusal = None
    if verb:
        try:
            if _stepped(request, pk, verb, words, answer):
                return redirect("rights-request", pk)
        except Refused as refused:
            refusal = refused
            messages.error(request, str(refused))
    context = {
        "shown": _shown([row], request)[0],
        "request_row": row,
        "words": words,
        "answer_form": answer,
        "why_not": why_not_now(request),
        "may_acknowledge": rules.why_not_acknowledge(row) is None,
        "may_extend": rules.why_not_extend(row, request.on) is None,
        "may_answer": rules.why_not_open(row) is None,
    }
    status = refusal.status if refusal else 400 if words.errors or answer.errors else 200
    return render(request, "orgtree/rights/request.html", context, status=status)


def _stepped(request: HttpRequest, pk: int, verb: str, words: WordsForm, answer: AnswerForm) -> bool:
    """Take the step; False when its form is not filled in right. Raises Refused."""
    if verb == "acknowledge":
        act(request, actions.acknowledge, asked=pk)
    elif verb == "extend" and words.is_valid():
        act(request, actions.extend, asked=pk, reason=words.cleaned_data["reason"])
    elif verb == "answer" and answer.is_valid():
        granted = answer.cleaned_data["granted"] == "yes"
        act(request, actions.answer, asked=pk, granted=granted, reason=answer.cleaned_data["reason"])
    elif verb not in {"extend", "answer"}:
        raise Refused("no_such_step", _("There is no such step."), status=400)
    else:
        return False
    messages.success(request, _("The register is up to date."))
    return True
