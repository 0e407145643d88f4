"""One list for each part of a dossier, made from its declaration: found and read here, changed on its own page."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from anphu.kit import clock, names
from orgtree.admin.openings import OpensDossiers
from orgtree.choices import Sight, Verb
from orgtree.models import Person, UnitLink
from orgtree.models.people import PartyMembership, Posting
from orgtree.queries.people import search
from orgtree.sections import CORE, SECTIONS, Section
from orgtree.sections.values import get, say

SHOWN = 5
"""Columns of a list besides the person."""


class PartAdmin(OpensDossiers):
    """Read-only rows of one section, as far as the reader's grants reach; a list of a restricted part is an opening."""

    section: Section
    list_select_related = True
    search_fields = ("pk",)
    search_help_text = _("Search by the person's name, with or without marks.")

    def seen_by(self, user, rows, on):
        rows = super().seen_by(user, rows, on)
        if self.section.sight == Sight.RESTRICTED:
            reach = UnitLink.objects.reached_by(user, Verb.SEE_RESTRICTED, on)
            rows = rows.filter(person__in=Person.objects.visible_to(user, on).within(reach, on).values("pk"))
        return rows.order_by("person__name_key", "-pk")

    def get_search_results(self, request, queryset, search_term):
        if not names.fold(search_term):
            return queryset, False
        people = search(Person.objects.visible_to(request.user, clock.today()), search_term)
        return queryset.filter(person__in=people.order_by().values("pk")), False

    @admin.display(description=_("person"), ordering="person__name_key")
    def called(self, row):
        return row.person.full_name

    @admin.display(description=_("dossier"))
    def dossier(self, row):
        return format_html('<a href="{}">{}</a>', reverse("person", args=[row.person_id]), row.person.full_name)


def _column(section: Section, name: str):
    """A column that says the value in words and shows of a masked one its end."""
    masked = section.by_name[name].sight == Sight.MASKED
    field = section.model._meta.get_field(name)

    @admin.display(description=field.verbose_name)
    def column(self, row):
        value = get(row, name)
        text = str(getattr(row, name) or "") if field.is_relation else say(section.model, name, value)
        return f"…{text[-4:]}" if masked and text else text or "–"

    return column


def _admin_of(section: Section) -> type[PartAdmin]:
    open_items = [item.name for item in section.items if item.sight != Sight.RESTRICTED]
    columns = {f"col_{name}": _column(section, name) for name in open_items[:SHOWN]}
    body = {
        "section": section,
        "seen_with": (section.verb,),
        "read_detail": section.code,
        "list_opens": section.sight == Sight.RESTRICTED,
        "list_display": ("called", *columns),
        "list_display_links": ("called",),
        "fields": ("dossier", *(item.name for item in section.items)),
        "readonly_fields": ("dossier",),
        **columns,
    }
    return type(f"{section.model.__name__}Admin", (PartAdmin,), body)


for _section in SECTIONS:
    if _section is not CORE and _section.model not in (PartyMembership, Posting):
        admin.site.register(_section.model, _admin_of(_section))
