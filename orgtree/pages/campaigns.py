"""Review campaigns: the list, opening one, the board of its units, the people of one unit, and the printed reminder."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from anphu.kit import clock
from anphu.kit.filters import is_id
from anphu.kit.listing import refuse_unknown
from anphu.kit.refusals import Refused, insist
from orgtree.actions import campaigns as actions
from orgtree.choices import Verb
from orgtree.models import Campaign, CampaignUnit
from orgtree.pages.doors import WRITING, act, act_once, page, why_not_now
from orgtree.pages.forms_dossier import LineField, ReasonForm, day_field
from orgtree.pages.panels import title
from orgtree.queries import campaigns as queries
from orgtree.queries.people import with_places
from orgtree.rules.campaigns import why_not_lead, why_not_work

PAGE_SIZE = 50
SHOWS = ("all", "open", "confirmed")


class CampaignForm(forms.Form):
    """What the board asks, of whom, until when."""

    name = LineField(label=gettext_lazy("Name of the campaign"), max_length=actions.MAX_NAME)
    deadline = day_field(label=gettext_lazy("Deadline"))
    sections = forms.MultipleChoiceField(
        label=gettext_lazy("Parts of the dossier to confirm"), widget=forms.CheckboxSelectMultiple
    )
    units = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Grassroots organisations"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    reason = LineField(label=gettext_lazy("Reason for the history"), max_length=actions.MAX_WORDS)

    def __init__(self, *args, units: list, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sections"].choices = [(part.code, title(part)) for part in queries.confirmable()]
        self.fields["units"].choices = [(version.unit_id, version.name) for version in units]

    def arguments(self) -> dict:
        chosen = set(self.cleaned_data["sections"])
        return {**self.cleaned_data, "sections": [part for part in queries.confirmable() if part.code in chosen]}


@page(Verb.SEE_PEOPLE)
def campaigns(request: HttpRequest) -> HttpResponse:
    """Campaigns that ask a unit in sight, newest first, with how far each is."""
    refuse_unknown(request.GET, {"page", "on"})
    rows = Paginator(Campaign.objects.visible_to(request.user, request.on), PAGE_SIZE)
    found = rows.get_page(request.GET.get("page"))
    found.elided = list(rows.get_elided_page_range(found.number, on_each_side=1, on_ends=1))
    units = queries.units_of(found.object_list, request.user, request.on)
    standing: dict[int, list] = {}
    for unit in queries.progress(units, request.on, clock.today()):
        standing.setdefault(unit.row.campaign_id, []).append(unit)
    context = {
        "page": found,
        "campaigns": [(row, _Sum(standing.get(row.pk, []))) for row in found],
        "may_open": request.user.may_somewhere(Verb.EDIT_PEOPLE),
    }
    return render(request, "orgtree/campaigns/list.html", context)


@dataclass
class _Sum:
    """Several units of a campaign together."""

    units: list[queries.Progress]

    @cached_property
    def total(self) -> int:
        return sum(unit.total for unit in self.units)

    @cached_property
    def confirmed(self) -> int:
        return sum(unit.confirmed for unit in self.units)

    @property
    def done(self) -> int:
        return sum(unit.done for unit in self.units)

    @property
    def late(self) -> int:
        """How many units are behind the deadline."""
        return sum(unit.late > 0 for unit in self.units)

    @property
    def only(self) -> queries.Progress | None:
        """The one unit, for readers who see no other."""
        return self.units[0] if len(self.units) == 1 else None


@page(Verb.EDIT_PEOPLE, WRITING)
def campaign_new(request: HttpRequest) -> HttpResponse:
    """Open a campaign; every grassroots organisation of the day is ticked to begin with."""
    insist(why_not_now(request))
    units = queries.grassroots(request.user, request.on)
    start = {"units": [version.unit_id for version in units], "sections": ["core", "contact", "employment"]}
    form = CampaignForm(request.POST or None, initial=start, units=units)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                made = act_once(request, actions.open_campaign, **form.arguments())
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("The campaign is open: every unit finds its people in it."))
                return redirect("campaign", made)
    context = {"form": form, "crumbs": _crumbs()}
    return render(request, "orgtree/campaigns/new.html", context, status=status)


@page(Verb.SEE_PEOPLE, WRITING)
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """The board: every unit in sight, those with most left first. POST closes the campaign."""
    row = _found(request, pk)
    status = 200
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            act(request, actions.close, campaign=pk, **form.cleaned_data)
        except Refused as refusal:
            messages.error(request, str(refusal))
            status = refusal.status
        else:
            messages.success(request, _("The campaign is closed."))
            return redirect("campaign", pk)
    units = queries.progress(queries.units_of([row], request.user, request.on), request.on, clock.today())
    context = {
        "campaign": row,
        "sections": [title(part) for part in queries.sections_of(row)],
        "units": units,
        "sum": _Sum(units),
        "form": form,
        "leads": why_not_lead(row, request.user) is None and why_not_now(request) is None,
        "crumbs": _crumbs(),
    }
    return render(request, "orgtree/campaigns/board.html", context, status=400 if form.errors else status)


@page(Verb.SEE_PEOPLE)
def reminder(request: HttpRequest, pk: int) -> HttpResponse:
    """Units that have not reported, to print and send."""
    row = _found(request, pk)
    units = queries.progress(queries.units_of([row], request.user, request.on), request.on, clock.today())
    context = {
        "campaign": row,
        "sections": [title(part) for part in queries.sections_of(row)],
        "units": [unit for unit in units if not unit.done],
        "crumbs": [*_crumbs(), (row.name, reverse("campaign", args=[pk]))],
    }
    return render(request, "orgtree/campaigns/reminder.html", context)


@page(Verb.SEE_PEOPLE, WRITING)
def campaign_unit(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    """The people of one unit: confirm those ticked or all shown, report the unit done; the board reopens it."""
    seen = CampaignUnit.objects.visible_to(request.user, request.on).select_related("campaign", "done_by")
    row = get_object_or_404(seen, campaign=pk, unit=unit)
    if request.method == "POST":
        try:
            messages.success(request, _worked(request, row))
        except Refused as refusal:
            messages.error(request, str(refusal))
            return _show_unit(request, row, refusal.status)
        return redirect(request.get_full_path())
    return _show_unit(request, row)


def _worked(request: HttpRequest, row: CampaignUnit) -> str:
    """Do what the button says; what is told then."""
    data = request.POST
    if "report" in data:
        act(request, actions.report, unit=row.pk, missing=data.get("missing", ""))
        return _("Reported done. Thank you.")
    if "reopen" in data:
        act(request, actions.reopen, unit=row.pk, reason=data.get("reason", ""))
        return _("The unit can go on.")
    chosen = data.getlist("shown") if "all" in data else data.getlist("person")
    done = act(request, actions.confirm, unit=row.pk, people=[int(text) for text in chosen if is_id(text)])
    return ngettext("%(n)d person has been confirmed.", "%(n)d people have been confirmed.", done) % {"n": done}


def _show_unit(request: HttpRequest, row: CampaignUnit, status: int = 200) -> HttpResponse:
    refuse_unknown(request.GET, {"page", "on", "show"})
    show = request.GET.get("show", "all")
    if show not in SHOWS:
        raise Http404(show)
    user, on, today = request.user, request.on, clock.today()
    (standing,) = queries.progress([row], on, today)
    pages = Paginator(queries.narrowed(queries.people_of(row, on), row.campaign, show), PAGE_SIZE)
    found = pages.get_page(request.GET.get("page"))
    found.elided = list(pages.get_elided_page_range(found.number, on_each_side=1, on_ends=1))
    people = with_places(found.object_list, user, on)
    context = {
        "campaign": row.campaign,
        "unit": standing,
        "page": found,
        "members": queries.members(people, row.campaign, today),
        "sections": [title(part) for part in queries.sections_of(row.campaign)],
        "propose": queries.sections_of(row.campaign)[:1],
        "tabs": _tabs(request, standing, show),
        "why_not": why_not_work(row, user, on) or why_not_now(request),
        "leads": why_not_lead(row.campaign, user) is None and why_not_now(request) is None,
        "typed": request.POST,
        "crumbs": [*_crumbs(), (row.campaign.name, reverse("campaign", args=[row.campaign_id]))],
    }
    return render(request, "orgtree/campaigns/unit.html", context, status=status)


def _tabs(request: HttpRequest, unit: queries.Progress, show: str) -> list[tuple]:
    labels = {"all": (_("All"), unit.total), "open": (_("Not confirmed yet"), unit.open)}
    labels["confirmed"] = (_("Confirmed"), unit.confirmed)
    return [(label, f"{request.path}?show={key}", key == show, number) for key, (label, number) in labels.items()]


def _found(request: HttpRequest, pk: int) -> Campaign:
    return get_object_or_404(Campaign.objects.visible_to(request.user, request.on), pk=pk)


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Review campaigns"), reverse("campaigns"))]
