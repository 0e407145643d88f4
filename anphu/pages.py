"""The few pages that belong to no noun: the working day and the reader's own account."""

import datetime

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from anphu import tokens
from anphu.kit import clock
from anphu.kit.refusals import Refused
from anphu.middleware import DAY_KEY, read_day

LONGEST_DAY = 10  # dd/mm/yyyy


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def set_day(request: HttpRequest) -> HttpResponse:
    """Keep the day typed as dd/mm/yyyy for this session, or go back to today; then return to `next`."""
    if request.method != "POST":
        return redirect("worklist")
    typed = request.POST.get("day", "")
    try:
        day = clock.today() if "today" in request.POST else read_day(typed, "%d/%m/%Y")
    except Refused as refused:
        context = {"refused": refused, "typed": typed[:LONGEST_DAY], "next": _next(request)}
        return render(request, "errors/bad_day.html", context, status=refused.status)
    keep_day(request, day)
    return HttpResponseRedirect(_next(request))


def keep_day(request: HttpRequest, day: datetime.date) -> None:
    """Today is kept as nothing, so that it moves on at midnight."""
    if day == clock.today():
        request.session.pop(DAY_KEY, None)
    else:
        request.session[DAY_KEY] = day.isoformat()


def _next(request: HttpRequest) -> str:
    address = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if safe else resolve_url("worklist")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Who the reader is here and how the account is protected; POST issues or revokes tokens for the API."""
    issued = None
    if request.method == "POST":
        if "revoke" in request.POST:
            tokens.revoke_all(request.user)
            messages.success(request, _("All your tokens have been revoked."))
            return redirect("account")
        issued = tokens.issue(request.user)
    context = {
        "issued": issued,
        "tokens": tokens.held_by(request.user),
        "has_second_factor": is_mfa_enabled(request.user),
    }
    answer = render(request, "anphu/account.html", context)
    answer["Cache-Control"] = "no-store"
    return answer
