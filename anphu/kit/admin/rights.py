"""Reading: who may open a list is a verb, and its rows are those that the reader may see today."""

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.db import models
from django.forms import ModelChoiceField, SlugField
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from anphu.kit import clock, names
from anphu.kit.admin.fields import DayField, DayInput, PeriodFormField, PeriodInput, TidyField, told
from anphu.kit.admin.searching import Place, folded_search
from anphu.kit.filters import is_id
from anphu.kit.periods import PeriodField

QUESTIONS = ("", "__exact", "__id__exact", "__isnull")
"""What an address may ask about a field that a list filters by: the questions that Django's own filters ask."""


def label_of(row) -> str:
    """What a row is called in choices: `admin_label` where its queryset gives one (names that depend on the day)."""
    return getattr(row, "admin_label", None) or str(row)


class LabelledChoice(ModelChoiceField):
    def label_from_instance(self, obj):
        return label_of(obj)


class PickOne(AutocompleteSelect):
    """Choosing by typing. What was sent and is no key is shown as nothing chosen."""

    def optgroups(self, name, value, attr=None):
        return super().optgroups(name, [key for key in value if is_id(str(key))], attr)


class LabelledAutocomplete(AutocompleteJsonView):
    """Rows come from the owner's `get_queryset`, which begins with the reader; so does their name."""

    def serialize_result(self, obj, to_field_name):
        return {"id": str(getattr(obj, to_field_name)), "text": label_of(obj)}


class OwnFields:
    """Our form fields, for lists and inlines: no pop-ups, and only rows to choose from that the reader may see."""

    formfield_overrides = {
        PeriodField: {"form_class": PeriodFormField, "widget": PeriodInput},
        models.DateField: {"form_class": DayField, "widget": DayInput},
        models.CharField: {"form_class": TidyField},
        models.SlugField: {"form_class": SlugField},
    }

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        formfield = super().formfield_for_dbfield(db_field, request, **kwargs)
        if formfield and isinstance(formfield.widget, RelatedFieldWidgetWrapper):
            formfield.widget = formfield.widget.widget
        return formfield

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        owner = self.admin_site.get_model_admin(db_field.remote_field.model)
        options = {"queryset": owner.get_queryset(request), "form_class": LabelledChoice}
        if db_field.name in self.get_autocomplete_fields(request):
            options["widget"] = PickOne(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **options, **kwargs)

    @admin.display(description=_("Period"), ordering="period")
    def in_force(self, row):
        return told(row.period)


class GuardedAdmin(OwnFields, admin.ModelAdmin):
    """Read-only by itself. `seen_with` and `written_with` name verbs, any one of which opens reading or writing."""

    seen_with: tuple[str, ...] = ()
    written_with: tuple[str, ...] = ()
    searched: tuple[Place, ...] = ()
    """Where to search, with or without diacritics."""
    list_per_page = 50
    list_max_show_all = 200
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    view_on_site = False

    def __init__(self, model, admin_site):
        super().__init__(model, admin_site)
        self.search_fields = self.search_fields or ("pk",) * bool(self.searched)

    def may(self, request, verbs: tuple[str, ...]) -> bool:
        return any(request.user.may_somewhere(verb) for verb in verbs)

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None):
        return self.may(request, self.seen_with + self.written_with)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        return self.seen_by(request.user, super().get_queryset(request), clock.today())

    def seen_by(self, user, rows, on):
        """Of `rows`, those that `user` may see; all of them, where a model has nothing to hide."""
        return rows.visible_to(user, on) if hasattr(rows, "visible_to") else rows

    def get_search_results(self, request, queryset, search_term):
        if not self.searched or not names.fold(search_term):
            return super().get_search_results(request, queryset, search_term)
        return folded_search(queryset, search_term, *self.searched), False

    def lookup_allowed(self, lookup, value, request=None):
        """Addresses may filter by what the list offers and by nothing else: a filter is a question, too.

        What merely begins like a filter may go on through relations to any column of the database.
        """
        offered = self.get_list_filter(request)
        fields = {f"{name}{question}" for name in offered if isinstance(name, str) for question in QUESTIONS}
        return lookup in fields | {item.parameter_name for item in offered if not isinstance(item, str)}

    def get_fieldsets(self, request, obj=None):
        """What cannot be edited is shown as people write it."""
        read = {"period": "in_force"} if obj is not None and not self.has_change_permission(request, obj) else {}
        return [(None, {"fields": tuple(read.get(name, name) for name in self.get_fields(request, obj))})]

    def get_readonly_fields(self, request, obj=None):
        return (*super().get_readonly_fields(request, obj), "in_force")

    def history_address(self, request, object_id) -> str | None:
        """Where the versions of a row are listed, if it has any and the reader may see them."""
        if "events" not in {relation.name for relation in self.opts.related_objects}:
            return None
        events = self.opts.get_field("events").related_model
        if not self.admin_site.is_registered(events):
            return None
        owner = self.admin_site.get_model_admin(events)
        if not owner.has_view_permission(request):
            return None
        return reverse(f"admin:{owner.opts.app_label}_{owner.opts.model_name}_changelist") + f"?pgh_obj={object_id}"

    def describe(self, row) -> str:
        """A row in a sentence, for titles and lists of what was chosen."""
        return label_of(row)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        row = self.get_object(request, object_id) if self.has_view_permission(request) else None
        extra = {"history_url": self.history_address(request, object_id), **(extra_context or {})}
        if row is not None:
            extra["subtitle"] = self.describe(row)
        return super().change_view(request, object_id, form_url, extra)

    def history_view(self, request, object_id, extra_context=None):
        """History is what the database kept, not what the administration remembers of itself."""
        row = self.get_object(request, object_id) if self.has_view_permission(request) else None
        address = self.history_address(request, row.pk) if row else None
        return HttpResponseRedirect(address or reverse("admin:index"))

    def changelist_view(self, request, extra_context=None):
        """Ids come from checkboxes, and addresses have no NUL: anything else stops before the database sees it."""
        if "\0" in "".join(text for values in request.GET.lists() for text in values[1]):
            return HttpResponseRedirect(f"{request.path}?e=1")
        if request.method == "POST":
            request.POST = request.POST.copy()
            sent = request.POST.getlist(ACTION_CHECKBOX_NAME)
            request.POST.setlist(ACTION_CHECKBOX_NAME, [text for text in sent if is_id(text)])
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def log_addition(self, request, obj, message):
        """Not kept twice: the database has the history."""

    def log_change(self, request, obj, message):
        """As `log_addition`."""

    def log_deletions(self, request, queryset):
        """As `log_addition`."""
