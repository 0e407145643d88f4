"""What happens around every page: refusals and failures become pages, the working day is known, deciders are safe."""

import datetime
import logging
import uuid

from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from anphu import second_factor
from anphu.kit import clock
from anphu.kit.periods import FIRST_DAY, LAST_DAY
from anphu.kit.refusals import Refused
from anphu.token_sign_in import needed

log = logging.getLogger(__name__)

ANSWERED_BY_DJANGO = (Http404, PermissionDenied, SuspiciousOperation, BadRequest)
ANSWERED_BY_ALLAUTH = (ImmediateHttpResponse, ReauthenticationRequired)
API_PREFIX = "/api/"
DAY_KEY = "working_day"
WITHOUT_SECOND_FACTOR = ("/accounts/", "/language/", "/static/", "/healthz", "/readyz")
"""Addresses open to a decider who has no second factor yet: where it is set up, and what needs no account."""


class LanguageMiddleware(LocaleMiddleware):
    """Vietnamese, unless the reader has chosen otherwise: the language of the browser says nothing about the office."""

    def process_request(self, request: HttpRequest) -> None:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = language


class ErrorIdMiddleware:
    """A refusal is answered with its sentence; an accident with a number that the log knows too."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Refused):
            return refusal(request, error)
        if isinstance(error, ANSWERED_BY_DJANGO + ANSWERED_BY_ALLAUTH):
            return None
        error_id = uuid.uuid4().hex[:12]
        log.exception("unexpected error %s at %s %s", error_id, request.method, request.path)
        return HttpResponse(render_to_string("500.html", {"error_id": error_id}), status=500)


def refusal(request: HttpRequest, refused: Refused) -> HttpResponse:
    """The page that shows a refusal, with its status and its stable code."""
    context = {"refused": refused, "status": refused.status}
    return render(request, "errors/refused.html", context, status=refused.status)


def read_day(text: str, form: str = "%Y-%m-%d") -> datetime.date:
    """The day that `text` names. Raises Refused `bad_day` for anything but a real day between 1930 and 2100."""
    try:
        day = datetime.datetime.strptime(text.strip(), form).date()
    except ValueError:
        day = None
    if day is None or not FIRST_DAY <= day <= LAST_DAY:
        sentence = _("This is not a day between 01/01/1930 and 31/12/2100. Write it as day/month/year: 31/12/2019.")
        raise Refused("bad_day", sentence, status=400)
    return day


class WorkingDayMiddleware:
    """`request.on` is the day every page answers for: `?on=YYYY-MM-DD`, else the session's, else today.

    The API reads its own `?on=` and tells errors in its own way.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.on = clock.today()
        if not request.path.startswith(API_PREFIX):
            try:
                request.on = self.day(request)
            except Refused as refused:
                return refusal(request, refused)
        return self.get_response(request)

    def day(self, request: HttpRequest) -> datetime.date:
        if "on" in request.GET:
            return read_day(request.GET["on"])
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return clock.today()
        kept = request.session.get(DAY_KEY)
        return datetime.date.fromisoformat(kept) if kept else clock.today()


class SecondFactorMiddleware:
    """Whoever decides or administers sets up a second factor first, where the installation asks for it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(WITHOUT_SECOND_FACTOR) or not second_factor.lacks(request.user):
            return self.get_response(request)
        return self.api_refusal() if request.path.startswith(API_PREFIX) else redirect("mfa_index")

    def api_refusal(self) -> HttpResponse:
        refused = needed()
        body = {"type": "about:blank", "status": 403, "code": refused.code, "detail": str(refused)}
        return JsonResponse(body, status=403, content_type="application/problem+json")


class PrivateMiddleware:
    """What a signed-in reader was shown is kept by no cache and no back button after the session has ended."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path.startswith(settings.STATIC_URL) and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response


class SessionKeyMiddleware:
    """A session cookie that no session can have is no cookie: the database is not asked about it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        if not (key.isascii() and key.isalnum()):
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        return self.get_response(request)
