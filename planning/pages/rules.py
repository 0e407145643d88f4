"""The rules of planning in force on the working day, and what changed since another day."""

import datetime

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from anphu.kit.listing import refuse_unknown
from anphu.kit.periods import FIRST_DAY, LAST_DAY
from orgtree.choices import Verb
from planning.pages.doors import answer, page
from planning.pages.forms import day_field
from planning.queries import rules as queries


class SinceForm(forms.Form):
    """The other day."""

    since = day_field(label=_("What has changed since"), required=False)

    def clean_since(self) -> datetime.date | None:
        day = self.cleaned_data["since"]
        if day is not None and not FIRST_DAY <= day <= LAST_DAY:
            raise forms.ValidationError(_("Give a day between 1930 and 2100."), code="far_off")
        return day


@require_safe
@page(Verb.SEE_UNITS)
def rules(request: HttpRequest) -> HttpResponse:
    refuse_unknown(request.GET, {"since", "on"})
    form = SinceForm(request.GET if "since" in request.GET else None)
    since = form.cleaned_data["since"] if form.is_bound and form.is_valid() else None
    context = {
        "form": form,
        "since": since,
        "changes": queries.changes(*sorted([since, request.on])) if since else [],
        "days": sorted([since, request.on]) if since else None,
        "law": queries.in_force(request.on),
        "counting": queries.counting_days(),
    }
    response = answer(request, "planning/rules/rules.html", context)
    response.status_code = 400 if form.is_bound and form.errors else 200
    return response
