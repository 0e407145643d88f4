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


class Pages(pagination.PageNumberPagination):
    """`count`, `next`, `previous`, `results`; at most 200 rows a page."""

    page_size_query_param = "page_size"
    max_page_size = 200

    def paginate_queryset(self, queryset, request, view=None):
        text = request.query_params.get(self.page_query_param, "1")
        if len(text) > 9:
            raise exceptions.NotFound(_("There is no such page."))
        return super().paginate_queryset(queryset, request, view)


_CODES = {
    400: "invalid",
    401: "not_signed_in",
    403: "forbidden",
    404: "not_found",
    405: "wrong_method",
    406: "not_acceptable",
    413: "too_large",
    415: "wrong_content_type",
    429: "too_many_requests",
    500: "error",
}


def problem(error: Exception, context: dict) -> response.Response | None:
    """DRF's exception handler: `application/problem+json` (RFC 9457) with a stable `code`; ours get a logged id."""
    if isinstance(error, Refused):
        return _answer(error.status, error.code, str(error.message), **error.extra)
    if isinstance(error, Http404):
        error = exceptions.NotFound(_("Nothing is here, or you may not see it."))
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    elif isinstance(error, ValidationError):
        error = exceptions.ValidationError(error.message_dict if hasattr(error, "error_dict") else error.messages)
    if not isinstance(error, exceptions.APIException):
        error_id = uuid.uuid4().hex[:12]
        log.exception("unexpected error %s", error_id)
        return _answer(500, "error", _("Something went wrong on our side; the error has been recorded."), id=error_id)
    headers = {}
    if getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = error.auth_header
    if getattr(error, "wait", None):
        headers["Retry-After"] = str(int(error.wait))
    extra = {}
    detail = error.detail
    if isinstance(error, exceptions.ValidationError):
        extra["errors"] = detail if isinstance(detail, dict) else {"non_field_errors": detail}
        detail = _("Some of what was sent is not valid; see errors.")
    return _answer(error.status_code, _CODES.get(error.status_code, "error"), str(detail), headers, **extra)


def _answer(code: int, name: str, detail: str, headers: dict | None = None, **extra) -> response.Response:
    body = {"type": "about:blank", "status": code, "code": name, "detail": detail, **extra}
    answer = response.Response(body, status=code, headers=headers)
    answer.content_type = "application/problem+json"
    return answer
