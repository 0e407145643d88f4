"""Deeds done to selected rows: a page that shows them, asks what the deed needs to know, and calls the action.

There is no second way to do a deed: the action judges, the page shows its refusal. One row or many, all or none.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from anphu.kit import clock
from anphu.kit.admin.fields import ReasonField
from anphu.kit.admin.rights import GuardedAdmin
from anphu.kit.filters import is_id
from anphu.kit.refusals import Refused

MOST = 200
"""Rows in one gesture; more would make a page nobody reads before confirming."""
CONFIRMED = "confirmed"
ALONE = "alone"


class NothingMore(forms.Form):
    """For deeds that need no words."""


class GiveReason(forms.Form):
    """For deeds that are not done without one."""

    reason = ReasonField()


class MayGiveReason(forms.Form):
    reason = ReasonField(required=False)


@dataclass(frozen=True)
class Gesture:
    """One deed. `perform(actor, on, rows, versions, **form fields)` answers with a sentence, or raises Refused.

    `right` is the verb that offers it at all; `fits(row)` whether it makes sense for a row on that row's page;
    `why_not(row, user, on)` says why this row is refused, before the try; `version(row)` names the key and version
    that guard against what somebody else did since the page was shown.
    """

    name: str
    label: str
    right: str
    perform: Callable[..., str]
    why_not: Callable[..., Refused | None]
    form: type[forms.Form] = NothingMore
    fits: Callable[..., bool] = field(default=lambda row: True)
    version: Callable[..., tuple[int, int] | None] = field(default=lambda row: None)


class GestureAdmin(GuardedAdmin):
    """Read-only rows with gestures, offered in the list (for many) and on the page of a row (for one)."""

    gestures: tuple[Gesture, ...] = ()
    change_form_template = "admin/gesture_change_form.html"
    change_list_template = "admin/gesture_change_list.html"

    def offered(self, request) -> list[Gesture]:
        return [gesture for gesture in self.gestures if request.user.may_somewhere(gesture.right)]

    def get_actions(self, request):
        return {g.name: (partial(ask, gesture=g), g.name, g.label) for g in self.offered(request)}

    def list_links(self, request) -> list[tuple[str, str]]:
        """`(label, address)` of deeds that begin at the list without a row."""
        return []

    def row_links(self, request, row) -> list[tuple[str, str]]:
        """`(label, address)` of deeds that begin at a row and need a page of their own."""
        return []

    def change_view(self, request, object_id, form_url="", extra_context=None):
        row = self.get_object(request, object_id) if self.has_view_permission(request) else None
        extra = {"list_address": self.list_address(), **(extra_context or {})}
        if row is not None:
            fitting = [gesture for gesture in self.offered(request) if gesture.fits(row)]
            extra["steps"] = [(gesture, gesture.why_not(row, request.user, clock.today())) for gesture in fitting]
            extra["links"] = self.row_links(request, row)
        return super().change_view(request, object_id, form_url, extra)

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"links": self.list_links(request), **(extra_context or {})})

    def list_address(self) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")

    def address(self, row) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[row.pk])


def ask(owner: GestureAdmin, request: HttpRequest, queryset, *, gesture: Gesture) -> HttpResponse | None:
    """Show the rows and the form; when confirmed, act. None sends the reader back to the list."""
    rows = list(queryset[: MOST + 1])
    if not rows or len(rows) > MOST:
        sentence = _("Select at most %(most)d rows at once.") if rows else _("Nothing selected is within your reach.")
        owner.message_user(request, sentence % {"most": MOST} if rows else sentence, messages.WARNING)
        return None
    confirmed = CONFIRMED in request.POST
    form = gesture.form(request.POST if confirmed else None)
    refused = None
    if confirmed and form.is_valid():
        refused = act(owner, request, partial(_perform, gesture, request, rows, form))
        if refused is None:
            return _back(owner, request, rows)
    return _page(owner, request, gesture, rows, form, refused)


def act(owner, request: HttpRequest, deed: Callable[[], str]) -> Refused | None:
    """Do it and say so; or say why it is refused."""
    try:
        sentence = deed()
    except Refused as refused:
        owner.message_user(request, str(refused.message), messages.ERROR)
        return refused
    owner.message_user(request, sentence, messages.SUCCESS)
    return None


def _perform(gesture: Gesture, request: HttpRequest, rows: list, form: forms.Form) -> str:
    return gesture.perform(
        actor=request.user, on=clock.today(), rows=rows, versions=_seen(request), **form.cleaned_data
    )


def _seen(request: HttpRequest) -> dict[int, int]:
    """`{key: version}` as they stood when the page was shown."""
    pairs = (text.partition("-")[::2] for text in request.POST.getlist("version"))
    return {int(key): int(version) for key, version in pairs if is_id(key) and is_id(version)}


def _back(owner: GestureAdmin, request: HttpRequest, rows: list) -> HttpResponse | None:
    """To the page of the row, where the deed was begun there and the row is still there."""
    if ALONE in request.POST and len(rows) == 1 and owner.get_object(request, str(rows[0].pk)):
        return HttpResponseRedirect(owner.address(rows[0]))
    return None


def _page(owner, request, gesture, rows, form, refused) -> HttpResponse:
    today = clock.today()
    seen = request.POST.getlist("version") if CONFIRMED in request.POST else sorted(_versions(gesture, rows))
    alone = ALONE in request.POST and len(rows) == 1
    context = {
        **owner.admin_site.each_context(request),
        "title": gesture.label,
        "opts": owner.opts,
        "rows": [(row.pk, owner.describe(row), gesture.why_not(row, request.user, today)) for row in rows],
        "gesture": gesture,
        "form": form,
        "versions": seen,
        "alone": alone,
        "confirmed_name": CONFIRMED,
        "checkbox_name": ACTION_CHECKBOX_NAME,
        "back": owner.address(rows[0]) if alone else request.get_full_path(),
    }
    status = refused.status if refused else 400 if form.is_bound else 200
    return TemplateResponse(request, "admin/gesture.html", context, status=status)


def _versions(gesture: Gesture, rows: list) -> set[str]:
    pairs = (gesture.version(row) for row in rows)
    return {f"{pair[0]}-{pair[1]}" for pair in pairs if pair}


def form_page(owner, request: HttpRequest, form: forms.Form, deed: Callable[[], str], done=None, **context):
    """A page with one form for a deed that begins without rows. Context: `title`, `back` (where it leads).

    `done()` answers in place of the redirect to `back` when the deed is done.
    """
    refused = None
    if form.is_bound and form.is_valid():
        refused = act(owner, request, deed)
        if refused is None:
            return done() if done else HttpResponseRedirect(context["back"])
    status = refused.status if refused else 400 if form.is_bound else 200
    shown = {**owner.admin_site.each_context(request), "opts": owner.opts, "form": form, "media": form.media, **context}
    return TemplateResponse(request, "admin/form_page.html", shown, status=status)
