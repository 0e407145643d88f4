"""Units founded, changed and ended, each from a day on and by a reason."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from anphu.kit.refusals import Refused, insist
from orgtree.actions import structure as actions
from orgtree.choices import PARENT_KINDS, ROOT_KINDS, Kind, Sector, Verb
from orgtree.models import Unit, UnitVersion
from orgtree.pages.doors import WRITING, act, act_once, page, why_not_now
from orgtree.pages.forms_dossier import LineField, day_field
from orgtree.queries import units as queries

REASON_HINT = gettext_lazy("Number and day of the decision, for example: QĐ 12-QĐ/HU ngày 05/07/2020.")


class EndForm(forms.Form):
    """From which day on, and why."""

    day = day_field(label=gettext_lazy("From the day"))
    reason = LineField(label=gettext_lazy("By which decision"), max_length=300, help_text=REASON_HINT)


class UnitForm(EndForm):
    """What a unit is called, what it is and where it stands."""

    field_order = ("code", "name", "short_name", "kind", "parent", "sector", "commune_code", "day", "reason")
    name = LineField(label=gettext_lazy("Name"), max_length=200)
    short_name = LineField(label=gettext_lazy("Short name"), max_length=100)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of organisation"))
    parent = forms.TypedChoiceField(label=gettext_lazy("Stands under"), coerce=int)
    sector = forms.ChoiceField(label=pgettext_lazy("unit", "Sector"), required=False)
    commune_code = LineField(
        label=gettext_lazy("Code of the commune"),
        max_length=5,
        required=False,
        help_text=gettext_lazy("Five digits, for the Party organisation of a commune or town."),
    )

    def __init__(self, *args, parents: list[UnitVersion], kinds: list[Kind], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, capfirst(kind.label)) for kind in kinds]
        self.fields["sector"].choices = [("", "–"), *((sector.value, capfirst(sector.label)) for sector in Sector)]
        self.fields["parent"].choices = [(row.unit_id, row.name) for row in parents]

    def arguments(self) -> dict:
        return {**self.cleaned_data, "parent": Unit(pk=self.cleaned_data["parent"])}


class FoundingForm(UnitForm):
    code = LineField(
        label=gettext_lazy("Code of the unit"),
        max_length=30,
        help_text=gettext_lazy("It never changes: letters without marks, digits, dots and dashes."),
    )


@page(Verb.CHANGE_STRUCTURE, WRITING)
def unit_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Found a unit below this one."""
    above = _version(request, pk)
    insist(why_not_now(request))
    kinds = _kinds_under({above.kind})
    if not kinds:
        raise Refused("nothing_below", _("No organisation stands under one of this kind."))
    form = FoundingForm(
        request.POST or None, parents=[above], kinds=kinds, initial={"day": request.on, "sector": above.sector}
    )

    def deed() -> int:
        return act_once(request, actions.found, **form.arguments())

    return _form(request, above, form, deed, _("Found a unit"), _("The unit has been founded."))


@page(Verb.CHANGE_STRUCTURE, WRITING)
def unit_change(request: HttpRequest, pk: int) -> HttpResponse:
    """From a day on the unit is called, is or stands otherwise."""
    version = _version(request, pk)
    insist(why_not_now(request))
    fields = {name: getattr(version, name) for name in ("name", "short_name", "kind", "sector", "commune_code")}
    parents = queries.above(version, request.user, request.on)
    form = UnitForm(
        request.POST or None,
        parents=parents,
        kinds=list(ROOT_KINDS) if version.parent_id is None else _kinds_under({above.kind for above in parents}),
        initial={**fields, "parent": version.parent_id, "day": request.on},
    )
    if version.parent_id is None:
        del form.fields["parent"]

    def deed() -> int:
        arguments = form.cleaned_data if version.parent_id is None else form.arguments()
        act(request, actions.change, unit=Unit(pk=pk), **arguments)
        return pk

    return _form(request, version, form, deed, _("Change the unit"), _("The change is written; what was before stays."))


@page(Verb.CHANGE_STRUCTURE, WRITING)
def unit_end(request: HttpRequest, pk: int) -> HttpResponse:
    """From a day on the unit exists no longer."""
    version = _version(request, pk)
    insist(why_not_now(request))
    form = EndForm(request.POST or None, initial={"day": request.on})

    def deed() -> int:
        act(request, actions.end, unit=Unit(pk=pk), **form.cleaned_data)
        return version.parent_id or pk

    return _form(request, version, form, deed, _("End the unit"), _("The unit has ended; its past stays on record."))


def _kinds_under(above: set[str]) -> list[Kind]:
    """Kinds of units that may stand under units of the kinds `above`."""
    return [kind for kind in Kind if above & set(PARENT_KINDS[kind])]


def _version(request: HttpRequest, pk: int) -> UnitVersion:
    version = queries.version(pk, request.user, request.on)
    if version is None:
        raise Http404
    return version


def _form(request: HttpRequest, version: UnitVersion, form: forms.Form, deed, heading: str, said: str) -> HttpResponse:
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                pk = deed()
            except Refused as refusal:
                form.add_error(None, str(refusal))
                status = refusal.status
            else:
                messages.success(request, said)
                return redirect("unit", pk if queries.version(pk, request.user, request.on) else version.unit_id)
    context = {
        "form": form,
        "version": version,
        "heading": heading,
        "crumbs": [(version.name, reverse("unit", args=[version.unit_id]))],
    }
    return render(request, "orgtree/units/form.html", context, status=status)
