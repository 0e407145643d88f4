"""The committee's year: its calendar and feed, its meetings with their agendas, its work programmes."""

import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from anphu.kit import artifacts, clock
from anphu.kit.periods import FIRST_DAY, LAST_DAY
from anphu.kit.refusals import Refused, insist
from orgtree.choices import Verb
from planning.actions import meetings as actions
from planning.actions import programmes as tasks
from planning.choices import MeetingState
from planning.models import AgendaItem, Meeting, Programme, ProgrammeItem
from planning.pages import forms_committee as forms
from planning.pages.doors import act, answer, cleaned, page, whole, why_not_now, writes
from planning.queries import calendar as queries
from planning.queries.calendar import with_unit_names
from planning.queries.decisions import ready
from planning.queries.submissions import own_drafts
from planning.queries.terms import terms
from planning.reports import feeds
from planning.rules.committee import first_of_month, why_not_change, why_not_keep

FEED_MONTHS_BACK = 12
MINUTES_LIMIT = 20 << 20
WEEKDAYS = (
    pgettext_lazy("weekday", "Mon"),
    pgettext_lazy("weekday", "Tue"),
    pgettext_lazy("weekday", "Wed"),
    pgettext_lazy("weekday", "Thu"),
    pgettext_lazy("weekday", "Fri"),
    pgettext_lazy("weekday", "Sat"),
    pgettext_lazy("weekday", "Sun"),
)


@require_safe
@page(Verb.SEE_PLANS)
def calendar(request: HttpRequest) -> HttpResponse:
    """One month; `?month=2020-07` says which."""
    shown = queries.month(_month(request), request.user, request.on)
    committees = queries.committees(request.user, request.on)
    context = {
        "month": shown,
        "behind": [(unit, queries.behind(unit.unit_id, request.user, request.on)) for unit in committees],
        "weekdays": WEEKDAYS,
        "keeps": bool(committees) and why_not_now(request) is None,
        "feed": request.build_absolute_uri(reverse("calendar-feed", args=[feeds.key_of(request.user)])),
    }
    return answer(request, "planning/committee/calendar.html", context)


@require_safe
def calendar_feed(request: HttpRequest, key: str) -> HttpResponse:
    """The feed that a calendar program reads: the past year and everything ahead."""
    user = feeds.user_of(key)
    if user is None or not user.may_somewhere(Verb.SEE_PLANS):
        raise Http404
    today = clock.today()
    since = first_of_month(today, -FEED_MONTHS_BACK)
    rows = Meeting.objects.visible_to(user, today).filter(starts_at__date__gte=since)
    items = queries.items_due(user, today).filter(due__gte=since)
    content = feeds.feed(
        with_unit_names(rows, today),
        items,
        own_drafts(user, today),
        name=_("Committee calendar"),
        host=request.get_host().partition(":")[0],
    )
    return HttpResponse(content, content_type=feeds.MEDIA_TYPE, headers={"Cache-Control": "private, no-store"})


@require_http_methods(["GET", "HEAD", "POST"])
@page(Verb.KEEP_AGENDA)
def meeting_new(request: HttpRequest) -> HttpResponse:
    insist(why_not_now(request) if request.method != "POST" else None)
    form = forms.MeetingForm(
        request.POST or None, committees=queries.committees(request.user, request.on), initial={"day": request.on}
    )
    if request.method == "POST":
        try:
            row = act(request, actions.call, **forms.moments(cleaned(form)))
        except Refused as refusal:
            return _meeting_form(request, form, refusal)
        messages.success(request, _("The meeting is on the calendar. Now put the points on its agenda."))
        return redirect("meeting", row.pk)
    return _meeting_form(request, form)


@require_safe
@page(Verb.SEE_PLANS)
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    return _show(request, _meeting(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@page(Verb.KEEP_AGENDA)
def meeting_edit(request: HttpRequest, pk: int) -> HttpResponse:
    row = _meeting(request, pk)
    insist(why_not_change(row))
    form = forms.MeetingForm(request.POST or None, committees=[row.unit_version], initial=forms.typed(row))
    if request.method == "POST":
        try:
            values = forms.moments(cleaned(form))
            values.pop("unit")
            act(request, actions.change, meeting=pk, **values)
        except Refused as refusal:
            return _meeting_form(request, form, refusal, row)
        messages.success(request, _("The meeting has been changed."))
        return redirect("meeting", pk)
    return _meeting_form(request, form, None, row)


def _at_meeting(request: HttpRequest, pk: int) -> str:
    return reverse("meeting", args=[pk])


@page(Verb.KEEP_AGENDA)
@writes(_at_meeting)
def meeting_hold(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the record with what was concluded and, if there are any, the minutes."""
    try:
        minutes = _minutes(request)
        act(request, actions.hold, meeting=pk, conclusion=request.POST.get("conclusion", ""), minutes=minutes)
    except Refused as refusal:
        return _show(request, _meeting(request, pk), refusal)
    messages.success(request, _("The meeting is recorded."))
    return redirect("meeting", pk)


@page(Verb.KEEP_AGENDA)
@writes(_at_meeting)
def meeting_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    return _deed(request, pk, actions.cancel, _("The meeting is cancelled."), reason=request.POST.get("reason", ""))


@page(Verb.KEEP_AGENDA)
@writes(_at_meeting)
def agenda_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Points of words, or one for each list ticked."""
    chosen = [whole(text) for text in request.POST.getlist("submission")]
    return _deed(
        request,
        pk,
        actions.put_on_agenda,
        _("The agenda has been completed."),
        subject=request.POST.get("subject", ""),
        submissions=chosen,
    )


def _at_item(request: HttpRequest, pk: int) -> str:
    return reverse("meeting", args=[_item(request, pk).meeting_id])


@page(Verb.KEEP_AGENDA)
@writes(_at_item)
def agenda_item(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a point, take it off, or write what was found about it."""
    point = _item(request, pk)
    deed = request.POST.get("deed", "")
    deeds: dict[str, tuple[Any, dict]] = {
        "up": (actions.move_item, {"up": True}),
        "down": (actions.move_item, {"up": False}),
        "take_off": (actions.take_off, {}),
        "settle": (actions.settle, {"outcome": request.POST.get("outcome", "")}),
    }
    if deed not in deeds:
        raise Refused("unknown_verb", _("There is no such step."), status=400)
    action, arguments = deeds[deed]
    try:
        act(request, action, item=pk, **arguments)
    except Refused as refusal:
        return _show(request, _meeting(request, point.meeting_id), refusal)
    return redirect(f"{reverse('meeting', args=[point.meeting_id])}#agenda")


@require_safe
@page(Verb.SEE_PLANS)
def meeting_minutes(request: HttpRequest, pk: int) -> HttpResponse:
    row = _meeting(request, pk)
    if row.minutes is None:
        raise Http404
    return artifacts.send(row.minutes, inline=True)


@require_safe
@page(Verb.SEE_PLANS)
def programmes(request: HttpRequest) -> HttpResponse:
    context = {
        "programmes": queries.programmes(request.user, request.on),
        "keeps": request.user.may_somewhere(Verb.KEEP_AGENDA),
    }
    return answer(request, "planning/committee/programmes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Verb.KEEP_AGENDA)
def programme_new(request: HttpRequest) -> HttpResponse:
    insist(why_not_now(request) if request.method != "POST" else None)
    form = forms.ProgrammeForm(
        request.POST or None,
        committees=queries.committees(request.user, request.on),
        terms=terms(),
        initial={"year": request.on.year},
    )
    refusal = None
    if request.method == "POST":
        try:
            row = act(request, tasks.begin, **form.arguments(cleaned(form)))
        except Refused as caught:
            refusal = caught
        else:
            messages.success(request, _("The programme is begun. Now write its tasks."))
            return redirect("programme", row.pk)
    context = {"form": form, "crumbs": [(_("Programmes"), reverse("programmes"))]}
    return answer(request, "planning/committee/programme_new.html", context, refusal)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Verb.SEE_PLANS)
def programme(request: HttpRequest, pk: int) -> HttpResponse:
    """The tasks by month; who keeps the programme adds one by POST."""
    row = get_object_or_404(Programme.objects.visible_to(request.user, request.on).select_related("term"), pk=pk)
    with_unit_names([row], request.on)
    form = forms.TaskForm(request.POST or None, initial={"due": f"{request.on:%m/%Y}"})
    refusal = None
    if request.method == "POST":
        try:
            act(request, tasks.write_item, programme=pk, **cleaned(form))
        except Refused as caught:
            refusal = caught
        else:
            messages.success(request, _("The task is in the programme."))
            return redirect("programme", pk)
    items = list(ProgrammeItem.objects.visible_to(request.user, request.on).filter(programme=row))
    this_month = first_of_month(request.on)
    for item in items:
        item.is_late = item.state in queries.LEFT and item.due < this_month
    context = {
        "programme": row,
        "items": items,
        "form": form,
        "states": ProgrammeItem._meta.get_field("state").choices,
        "why_not": why_not_now(request) or why_not_keep(request.user, row.unit_id, request.on),
        "crumbs": [(_("Programmes"), reverse("programmes"))],
    }
    return answer(request, "planning/committee/programme.html", context, refusal)


def _at_programme(request: HttpRequest, pk: int) -> str:
    return reverse("programme", args=[_task(request, pk).programme_id])


@page(Verb.KEEP_AGENDA)
@writes(_at_programme)
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how far a task is."""
    row = _task(request, pk)
    try:
        act(request, tasks.mark, item=pk, state=request.POST.get("state", ""), note=request.POST.get("note", ""))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{reverse('programme', args=[row.programme_id])}#task-{pk}")


def _meeting(request: HttpRequest, pk: int) -> Meeting:
    rows = Meeting.objects.visible_to(request.user, request.on).select_related("minutes", "called_by")
    row = get_object_or_404(rows, pk=pk)
    with_unit_names([row], request.on)
    return row


def _item(request: HttpRequest, pk: int) -> AgendaItem:
    return get_object_or_404(AgendaItem.objects.visible_to(request.user, request.on), pk=pk)


def _task(request: HttpRequest, pk: int) -> ProgrammeItem:
    return get_object_or_404(ProgrammeItem.objects.visible_to(request.user, request.on), pk=pk)


def _deed(request: HttpRequest, pk: int, action, said: str, **arguments) -> HttpResponse:
    try:
        act(request, action, meeting=pk, **arguments)
    except Refused as refusal:
        return _show(request, _meeting(request, pk), refusal)
    messages.success(request, said)
    return redirect("meeting", pk)


def _minutes(request: HttpRequest):
    """The uploaded minutes, kept; None when there are none. Taken from who may write them alone."""
    upload = request.FILES.get("minutes")
    if upload is None:
        return None
    row = _meeting(request, request.resolver_match.kwargs["pk"])
    insist(why_not_keep(request.user, row.unit_id, request.on) or why_not_change(row))
    return artifacts.receive(upload, upload.name, actor=request.user, limit=MINUTES_LIMIT, allowed=artifacts.PAPERS)


def _show(request: HttpRequest, row: Meeting, refusal: Refused | None = None) -> HttpResponse:
    user, on = request.user, request.on
    agenda = queries.agenda(row, user, on)
    keeps = (why_not_now(request) or why_not_keep(user, row.unit_id, on) or why_not_change(row)) is None
    listed = {point.submission_id for point in agenda}
    context = {
        "meeting": row,
        "agenda": agenda,
        "keeps": keeps,
        "ready": [one for one in ready(user, on) if one.pk not in listed] if keeps else [],
        "past": timezone.localdate(row.starts_at) <= on,
        "over": row.state != MeetingState.PLANNED,
        "typed": request.POST,
        "crumbs": [(_("Calendar"), reverse("calendar"))],
    }
    return answer(request, "planning/committee/meeting.html", context, refusal)


def _meeting_form(request, form, refusal: Refused | None = None, row: Meeting | None = None) -> HttpResponse:
    context = {"form": form, "meeting": row, "crumbs": [(gettext_lazy("Calendar"), reverse("calendar"))]}
    return answer(request, "planning/committee/meeting_form.html", context, refusal)


def _month(request: HttpRequest) -> datetime.date:
    text = request.GET.get("month", "")
    if not text:
        return request.on
    try:
        first = datetime.datetime.strptime(text, "%Y-%m").date()
    except ValueError as error:
        raise Http404(text) from error
    if not FIRST_DAY <= first <= LAST_DAY:
        raise Http404(text)
    return first
