"""Units and people: found and read here, changed on their own pages."""

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import CharField, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat, ExtractYear
from django.utils.translation import gettext_lazy as _

from anphu.kit import clock
from anphu.kit.admin import GuardedAdmin, TrackedInline, folded_search
from orgtree.admin.openings import OpensDossiers
from orgtree.choices import Precision, Verb
from orgtree.models import PartyMembership, Person, Unit, UnitVersion
from orgtree.queries.people import search, with_places
from orgtree.queries.units import name_on, place_on, versions_on
from orgtree.sections import CORE


class VersionInline(TrackedInline):
    """What the unit was called and where it stood."""

    model = UnitVersion
    fk_name = "unit"
    can_delete = False
    fields = readonly_fields = ("name", "kind", "above", "sector", "commune_code", "in_force")
    ordering = ("-period",)

    def get_queryset(self, request):
        return UnitVersion.objects.visible_to(request.user, clock.today()).annotate(
            above_name=name_on("parent", clock.today())
        )

    @admin.display(description=_("Parent unit"))
    def above(self, version):
        return version.above_name or "–"


@admin.register(Unit)
class UnitAdmin(GuardedAdmin):
    seen_with = (Verb.SEE_UNITS,)
    list_display = ("called", "code", "kind", "above")
    list_display_links = ("called",)
    search_fields = ("code",)
    search_help_text = _("Search by name, with or without marks.")
    fields = ("called", "code")
    inlines = (VersionInline,)

    def get_queryset(self, request):
        today = clock.today()
        rows = super().get_queryset(request)
        return rows.annotate(admin_label=name_on("pk", today), place=place_on("pk", today))

    def get_ordering(self, request):
        return (place_on("pk", clock.today()).asc(), "code")

    def get_search_results(self, request, queryset, search_term):
        return folded_search(queryset, search_term, "admin_label", "code"), False

    def get_changelist(self, request, **kwargs):
        return UnitChangeList

    @admin.display(description=_("Name"), ordering="place")
    def called(self, unit):
        return unit.admin_label

    @admin.display(description=_("Kind"))
    def kind(self, unit):
        return unit.version.get_kind_display()

    @admin.display(description=_("Parent unit"))
    def above(self, unit):
        return unit.above.name if unit.above else "–"


class UnitChangeList(ChangeList):
    def get_results(self, request):
        """Versions of the day for the rows shown, and for the units above them: two queries."""
        super().get_results(request)
        self.result_list = list(self.result_list)
        versions = versions_on((unit.pk for unit in self.result_list), clock.today())
        parents = {version.parent_id for version in versions.values()} - {None}
        above = versions_on(parents, clock.today())
        for unit in self.result_list:
            unit.version = versions[unit.pk]
            unit.above = above.get(unit.version.parent_id)


@admin.register(Person)
class PersonAdmin(OpensDossiers):
    seen_with = (Verb.SEE_PEOPLE,)
    read_detail = CORE.code
    list_display = ("full_name", "other_name", "sex", "born", "education", "theory", "state_management")
    list_filter = ("sex", "education", "theory")
    search_fields = ("name_fold",)
    search_help_text = _("Search by name, with or without marks.")
    fields = (
        *("full_name", "other_name", "sex", "born", "ethnic_group", "religion", "home_town", "home_commune_code"),
        *("identity_number", "party_card", "education", "theory", "state_management", "cell_called", "posts_held"),
    )

    def seen_by(self, user, rows, on):
        """Called by name, year of birth and cell, where people choose among many of one name."""
        cells = PartyMembership.objects.visible_to(user, on).on(on).filter(person=OuterRef("pk"))
        cell = Subquery(cells.annotate(called=name_on("unit", on)).values("called")[:1])
        born = Cast(ExtractYear("birth_date"), CharField())
        label = Concat("full_name", Value(" – "), born, Value(", "), Coalesce(cell, Value("–")))
        return super().seen_by(user, rows, on).annotate(admin_label=label)

    def whose(self, row):
        return row.pk

    def get_object(self, request, object_id, from_field=None):
        """With the places of today that the reader sees."""
        person = super().get_object(request, object_id, from_field)
        return with_places([person], request.user, clock.today())[0] if person else None

    def get_search_results(self, request, queryset, search_term):
        return (search(queryset, search_term) if search_term.strip() else queryset), False

    @admin.display(description=_("Born"), ordering="birth_date")
    def born(self, person):
        form = {Precision.DAY: "%d/%m/%Y", Precision.MONTH: "%m/%Y", Precision.YEAR: "%Y"}
        return person.birth_date.strftime(form[person.birth_precision])

    @admin.display(description=_("Cell"))
    def cell_called(self, person):
        return person.cell.unit if person.cell else "–"

    @admin.display(description=_("Posts held"))
    def posts_held(self, person):
        return "; ".join(f"{post.title}, {post.unit}" for post in person.posts) or "–"
