"""What every page does before and after its one call: who reads, which row, which answer."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRefresh

from anphu.kit import clock
from anphu.kit.refusals import Refused
from orgtree.choices import Verb

INVALID = "invalid"
ID_DIGITS = 18  # what surely fits the database's integers
LAST_PAGE = 10**9  # rows before it can still be counted by the database


def page(verb: str | None = None) -> Callable:
    """Decorator of views: for readers who are signed in and hold `verb` somewhere; others learn what they lack.

    A page that renews a part of itself after the session has ended is loaded anew, and so leads to the sign-in.
    """

    def decorate(view):
        @login_required
        def open_door(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if verb and not request.user.may_somewhere(verb):
                sentence = _("Your roles do not include this right: %s.") % Verb(verb).label
                raise Refused("not_allowed", sentence, status=403)
            return view(request, *args, **kwargs)

        @wraps(view)
        def door(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if request.htmx and not request.user.is_authenticated:
                return HttpResponseClientRefresh()
            return open_door(request, *args, **kwargs)

        return door

    return decorate


def writes(back: Callable) -> Callable:
    """Decorator of views that take POST alone, below `page`: a reload leads to the address that `back` gives.

    A refused page stands at such an address, so a reload, another language or another day asks for it by GET.
    """

    def decorate(view):
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def door(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if request.method != "POST":
                return redirect(back(request, *args, **kwargs))
            return view(request, *args, **kwargs)

        return door

    return decorate


def act(request: HttpRequest, action: Callable, **arguments):
    """The one call of a writing page: `action` by the reader, on today. Raises Refused."""
    clock.require_today(request.on)
    return action(actor=request.user, on=request.on, **arguments)


def why_not_now(request: HttpRequest) -> Refused | None:
    """Why nothing can be changed on the day looked at, for pages that show their buttons greyed."""
    try:
        clock.require_today(request.on)
    except Refused as refusal:
        return refusal
    return None


def cleaned(form: Form) -> dict:
    """What a form holds that was sent, without anything as well. Raises Refused `invalid` with its first complaint."""
    form.is_bound = True
    if form.is_valid():
        return form.cleaned_data
    field, errors = next(iter(form.errors.items()))
    label = form[field].label if field in form.fields else ""
    raise Refused(INVALID, f"{label}: {errors[0]}" if label else errors[0], status=400)


def answer(request: HttpRequest, template: str, context: dict, refusal: Refused | None = None) -> HttpResponse:
    """A page; with `refusal` it says why nothing was done, in words and in its status."""
    if not (refusal and refusal.code == INVALID and "form" in context):  # the form itself says what is wrong with it
        with_words(request, refusal)
    return render(request, template, context, status=refusal.status if refusal else 200)


def with_words(request: HttpRequest, refusal: Refused | None) -> None:
    """Put the sentence of a refusal on top of the page that is about to be rendered."""
    if refusal is not None:
        messages.error(request, str(refusal))


def asked_id(request: HttpRequest, name: str) -> int | None:
    """The id in the address under `name`, None when there is none. Anything but an id is not found."""
    text = request.GET.get(name, "")
    return whole(text) if text else None


def asked_page(request: HttpRequest) -> int:
    """The number in `?page=`, 1 when there is none. What cannot be one, or lies beyond every list, is not found."""
    number = whole(request.GET.get("page") or "1") or 1
    if number > LAST_PAGE:
        raise Http404(number)
    return number


def whole(text: str) -> int:
    """`text` as an id; Http404 for what cannot be one."""
    if not (text.isascii() and text.isdecimal() and len(text) <= ID_DIGITS):
        raise Http404(text)
    return int(text)
