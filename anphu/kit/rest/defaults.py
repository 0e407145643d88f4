"""What settings name: how a caller is known, how lists are paged, how errors are told (problem documents)."""

import logging
import uuid

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework import authentication, exceptions, pagination, response

from anphu.kit.refusals import Refused

log = logging.getLogger(__name__)


class SessionAuthentication(authentication.SessionAuthentication):
    """Sessions answer 401, not 403, to a visitor who has not signed in."""

    def authenticate_header(self, request) -> str:
        return "Session"

    def enforce_csrf(self, request) -> None:
        try:
            super().enforce_csrf(request)
        except exceptions.PermissionDenied as error:
            raise Refused(
                "csrf_failed",
                _("The form of this session has expired: load it again, or send the cookie's X-CSRFToken."),
                status=403,
            ) from error


class Pages(pagination.PageNumberPagination):
    """`count`, `next`, `previous`, `results`; at most 200 rows a page."""

    page_size_query_param = "page_size"
    max_page_size = 200

    def paginate_queryset(self, queryset, request, view=None):
        text = request.query_params.get(self.page_query_param, "1")
        if not (text.isascii() and text.isdecimal() and len(text) < 10):
            raise exceptions.NotFound(_("There is no such page."))
        try:
            return super().paginate_queryset(queryset, request, view)
        except exceptions.NotFound as error:
            raise exceptions.NotFound(_("There is no such page.")) from error

    def get_page_size(self, request) -> int:
        text = request.query_params.get(self.page_size_query_param)
        if text is None:
            return self.page_size
        size = int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else 0
        if not 1 <= size <= self.max_page_size:
            raise Refused(
                "bad_page_size", _("A page has between 1 and %(max)d rows.") % {"max": self.max_page_size}, status=400
            )
        return size


_KNOWN = {
    exceptions.NotAuthenticated: ("not_signed_in", _("Sign in first, or send a token.")),
    exceptions.AuthenticationFailed: ("bad_token", _("The token is unknown or has expired; issue a new one.")),
    exceptions.PermissionDenied: ("forbidden", _("You may not do this.")),
    exceptions.NotFound: ("not_found", None),
    exceptions.MethodNotAllowed: ("wrong_method", _("This address does not take this method.")),
    exceptions.NotAcceptable: ("not_acceptable", _("There is no answer in the form that was asked for.")),
    exceptions.UnsupportedMediaType: ("wrong_content_type", _("Send the body as application/json.")),
    exceptions.Throttled: ("too_many_requests", _("Too many requests; wait a little.")),
    exceptions.ParseError: ("broken_json", None),
    exceptions.ValidationError: ("invalid", _("Some of what was sent is not valid; see errors.")),
}
"""The framework's exceptions: our code, and our sentence where theirs does not know Vietnamese."""


def problem(error: Exception, context: dict) -> response.Response:
    """DRF's exception handler: `application/problem+json` (RFC 9457) with a stable `code`; ours get a logged id."""
    if isinstance(error, Refused):
        return _answer(error.status, error.code, str(error.message), **error.extra)
    error = _translated(error)
    if type(error) not in _KNOWN:
        error_id = uuid.uuid4().hex[:12]
        log.error("unexpected error %s", error_id, exc_info=error)
        sentence = gettext("Something went wrong on our side; the error has been recorded.")
        return _answer(500, "error", sentence, id=error_id)
    code, sentence = _KNOWN[type(error)]
    extra = {}
    if isinstance(error, exceptions.ValidationError):
        extra["errors"] = error.detail if isinstance(error.detail, dict) else {"non_field_errors": error.detail}
    return _answer(error.status_code, code, str(sentence or error.detail), _headers(error), **extra)


def _translated(error: Exception) -> Exception:
    """Django's exceptions as those of the framework."""
    if isinstance(error, Http404):
        return exceptions.NotFound(_("Nothing is here, or you may not see it."))
    if isinstance(error, PermissionDenied):
        return exceptions.PermissionDenied()
    if isinstance(error, ValidationError):
        return exceptions.ValidationError(error.message_dict if hasattr(error, "error_dict") else error.messages)
    return error


def _headers(error: exceptions.APIException) -> dict[str, str]:
    headers = {}
    if getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = error.auth_header
    if getattr(error, "wait", None):
        headers["Retry-After"] = str(int(error.wait))
    return headers


def _answer(code: int, name: str, detail: str, headers: dict | None = None, **extra) -> response.Response:
    body = {"type": "about:blank", "status": code, "code": name, "detail": detail, **extra}
    answer = response.Response(body, status=code, headers=headers)
    answer.content_type = "application/problem+json"
    return answer
