"""What every page does before and after its one call: who reads, on which day it may write."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRefresh

from anphu.kit import clock, once
from anphu.kit.refusals import Refused
from orgtree.choices import Verb

READING = ("GET", "HEAD")
WRITING = ("GET", "HEAD", "POST")


def page(verb: str, methods: tuple[str, ...] = READING) -> Callable:
    """Decorator of views: for readers who hold `verb` somewhere; others learn what they lack."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @require_http_methods(methods)
        @login_required
        @wraps(view)
        def door(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if not request.user.may_somewhere(verb):
                sentence = _("Your roles do not include this right: %s.") % Verb(verb).label
                raise Refused("not_allowed", sentence, status=403)
            return view(request, *args, **kwargs)

        return door

    return decorate


def renewing(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorator of pages that renew a part of themselves (`?part=`): when the session has ended meanwhile, the whole
    page is loaded anew, and so leads to the sign-in. Forms keep what was typed and are not reloaded."""

    @wraps(view)
    def door(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.htmx and "part" in request.GET and not request.user.is_authenticated:
            return HttpResponseClientRefresh()
        return view(request, *args, **kwargs)

    return door


def act(request: HttpRequest, action: Callable, **arguments):
    """The one call of a writing page: `action` by the reader, on today. Raises Refused."""
    clock.require_today(request.on)
    return action(actor=request.user, on=request.on, **arguments)


def act_once(request: HttpRequest, action: Callable, **arguments) -> int:
    """`act` for a form that makes a record: its id, and the same id when the form is sent again. Raises Refused."""
    return once.once(request.POST, request.user.pk, lambda: act(request, action, **arguments).pk)


def why_not_now(request: HttpRequest) -> Refused | None:
    """Why nothing can be changed on the day looked at, for pages that show their buttons greyed."""
    try:
        clock.require_today(request.on)
    except Refused as refusal:
        return refusal
    return None
