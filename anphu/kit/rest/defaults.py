"""What settings name: how a caller is known, how lists are paged, how errors are told (problem documents)."""

import logging
import uuid

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.utils.translation import gettext as _
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
        if len(text) > 9:
            raise exceptions.NotFound(_("There is no such page."))
        return super().paginate_queryset(queryset, request, view)

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


_CODES = {
    400: "invalid",
    401: "not_signed_in",
    403: "forbidden",
    404: "not_found",
    405: "wrong_method",
    406: "not_acceptable",
    415: "wrong_content_type",
    429: "too_many_requests",
}
_CODES_BY_TYPE = {exceptions.ParseError: "broken_json", exceptions.AuthenticationFailed: "bad_token"}


def problem(error: Exception, context: dict) -> response.Response:
    """DRF's exception handler: `application/problem+json` (RFC 9457) with a stable `code`; ours get a logged id."""
    if isinstance(error, Refused):
        return _answer(error.status, error.code, str(error.message), **error.extra)
    error = _translated(error)
    if not isinstance(error, exceptions.APIException):
        error_id = uuid.uuid4().hex[:12]
        log.error("unexpected error %s", error_id, exc_info=error)
        return _answer(500, "error", _("Something went wrong on our side; the error has been recorded."), id=error_id)
    code = _CODES_BY_TYPE.get(type(error)) or _CODES.get(error.status_code, "error")
    if isinstance(error, exceptions.ValidationError):
        errors = error.detail if isinstance(error.detail, dict) else {"non_field_errors": error.detail}
        return _answer(400, code, _("Some of what was sent is not valid; see errors."), errors=errors)
    return _answer(error.status_code, code, str(error.detail), _headers(error))


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
