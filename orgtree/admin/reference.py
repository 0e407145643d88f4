"""Code lists, titles and their standards."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from anphu.kit.admin import TrackedAdmin
from anphu.kit.admin.fields import told
from orgtree.choices import Verb
from orgtree.models import EthnicGroup, Religion, Title, TitleStandard


class ReferenceAdmin(TrackedAdmin):
    """Read by everybody who enters; written by those who keep the reference data of all units, for it has none."""

    seen_with = (Verb.ENTER_ADMIN,)
    written_with = (Verb.MANAGE_REFERENCE,)
    search_help_text = _("Search with or without marks.")

    def has_add_permission(self, request):
        return any(request.user.may_everywhere(verb) for verb in self.written_with)

    def has_change_permission(self, request, obj=None):
        return self.has_add_permission(request)


@admin.register(EthnicGroup)
class EthnicGroupAdmin(ReferenceAdmin):
    list_display = ("name", "code", "census_code")
    searched = ("name", "code")
    fields = ("code", "name", "census_code")
    fixed = ("code",)


@admin.register(Religion)
class ReligionAdmin(ReferenceAdmin):
    list_display = ("name", "code")
    searched = ("name", "code")
    fields = ("code", "name")
    fixed = ("code",)


@admin.register(Title)
class TitleAdmin(ReferenceAdmin):
    list_display = ("name", "code", "level", "side", "rank", "seat", "is_head", "is_key_leader", "is_commune_cadre")
    list_filter = ("level", "side", "is_head", "is_key_leader", "is_commune_cadre")
    searched = ("name", "code")
    fields = ("code", "name", "level", "side", "rank", "seat", "is_head", "is_key_leader", "is_commune_cadre")
    fixed = ("code",)


@admin.register(TitleStandard)
class TitleStandardAdmin(ReferenceAdmin):
    list_display = ("titled", "in_force", "min_education", "min_theory", "min_state_management", "basis", "confidence")
    list_filter = ("confidence", "title__level")
    list_select_related = ("title",)
    searched = ("title__name", "basis")
    ordering = ("-title__rank", "title", "period")
    fields = ("title", "min_education", "min_theory", "min_state_management", "period", "basis", "confidence")
    autocomplete_fields = ("title",)

    def describe(self, row):
        return f"{row.title.name}, {told(row.period)}"

    @admin.display(description=_("Title"), ordering="title__name")
    def titled(self, standard):
        return standard.title.name
