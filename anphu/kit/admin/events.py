"""History as lists: who changed which row, when, why, and what it said before. Read-only."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db import models
from django.db.models import Case, F, OuterRef, Subquery, When
from django.db.models.functions import JSONObject
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from anphu.kit import clock, history
from anphu.kit.admin.fields import told
from anphu.kit.admin.rights import GuardedAdmin
from anphu.kit.filters import is_id
from anphu.kit.periods import PeriodField, period

Names = Callable[[Iterable[int]], dict[int, str]]
LABELS = {
    "insert": pgettext_lazy("event", "created"),
    "update": pgettext_lazy("event", "changed"),
    "delete": pgettext_lazy("event", "deleted"),
}
_names: dict[type[models.Model], Names] = {}


def label_with(model: type[models.Model], names: Names) -> None:
    """Rows of `model` that are mentioned in histories are called what `names(ids)` says."""
    _names[model] = names


def _called(model: type[models.Model], ids: set[int]) -> dict[int, str]:
    if model in _names:
        return _names[model](ids)
    return {pk: str(row) for pk, row in model._base_manager.in_bulk(ids).items()}


class EventChangeList(ChangeList):
    def get_results(self, request):
        super().get_results(request)
        self.result_list = self.model_admin.tell(list(self.result_list), request.user)


class KindOfEvent(admin.SimpleListFilter):
    title = pgettext_lazy("event", "what happened")
    parameter_name = "kind"

    def lookups(self, request, model_admin):
        return [(label, capfirst(words)) for label, words in model_admin.labels.items()]

    def queryset(self, request, queryset):
        return queryset.filter(pgh_label=self.value()) if self.value() else queryset


class EventAdmin(GuardedAdmin):
    """Events of one model; `headline` names a row.

    `reach(user, on)` is the condition on those that the reader may know of, `told(user, on)` on those of them whose
    values the reader may read as well. Of the others stand here who, when, which deed and why.
    """

    headline: tuple[str, ...] = ()
    reach: staticmethod
    told: staticmethod
    labels: dict[str, str] = LABELS
    deeds: dict[str, str] = {}
    title = ""

    list_display = ("when", "who", "record", "changes", "why")
    list_display_links = None
    list_filter = (KindOfEvent,)
    list_select_related = ("pgh_context",)
    search_fields = ("pgh_context__metadata__actor", "pgh_context__metadata__reason")
    search_help_text = gettext_lazy("Search by account or reason.")
    ordering = ("-pk",)
    fields = list_display

    def get_changelist(self, request, **kwargs):
        return EventChangeList

    def lookup_allowed(self, lookup, value, request=None):
        """`pgh_obj` stands in the address that a row's own page links to."""
        if lookup == "pgh_obj":
            return is_id(value)
        return super().lookup_allowed(lookup, value, request)

    def get_queryset(self, request):
        """With `content`, as far as the reader may read it, and the key of the `previous` event of the row."""
        reader = (request.user, clock.today())
        earlier = self.model._default_manager.filter(pgh_obj=OuterRef("pgh_obj"), pk__lt=OuterRef("pk"))
        rows = super().get_queryset(request).filter(self.reach(*reader))
        return rows.annotate(
            content=Case(When(self.told(*reader), then=self.content())),
            previous=Subquery(earlier.order_by("-pk").values("pk")[:1]),
        )

    def get_object(self, request, object_id, from_field=None):
        row = super().get_object(request, object_id, from_field)
        return self.tell([row], request.user)[0] if row else None

    def describe(self, row):
        return f"{self.record(row)}, {self.when(row)}"

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return super().change_view(
            request, object_id, form_url, {"title": self.title, "list_title": self.title, **(extra_context or {})}
        )

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": self.title, **(extra_context or {})})

    @property
    def kept(self) -> list[models.Field]:
        """The fields of the row itself; its key and what is derived from other fields aside."""
        own = [field for field in self.opts.concrete_fields if not field.name.startswith("pgh_")]
        return [field for field in own if field.name != "id" and field.editable]

    def content(self) -> JSONObject:
        return JSONObject(**{field.attname: F(field.attname) for field in self.kept})

    def _before(self, rows: list, user) -> dict[int, dict]:
        """`{event: values}` of the previous events, without those whose values the reader may not read."""
        previous = self.model._default_manager.filter(pk__in=[row.previous or 0 for row in rows])
        return dict(previous.filter(self.told(user, clock.today())).values_list("pk", self.content()))

    def tell(self, rows: list, user) -> list:
        """Give every row `.before` and `.said`: the words for what it changed; a query for each model mentioned."""
        before = self._before(rows, user)
        for row in rows:
            row.before = before.get(row.previous)
        words = Words(self.kept, rows)
        for row in rows:
            content = row.content or dict.fromkeys(self._attnames())
            row.named = " – ".join(filter(None, (words.value(name, content[name]) for name in self._attnames())))
            row.said = [
                (capfirst(words.label(name)), words.value(name, old), words.value(name, new))
                for name, old, new in _differences(row)
            ]
        return rows

    def _attnames(self) -> list[str]:
        return [self.opts.get_field(name).attname for name in self.headline]

    @admin.display(description=gettext_lazy("When"))
    def when(self, row):
        return f"{localtime(row.pgh_created_at):%d/%m/%Y %H:%M:%S}"

    @admin.display(description=gettext_lazy("Who"))
    def who(self, row):
        return (history.actor_of(row.pgh_context.metadata) if row.pgh_context else "") or "–"

    @admin.display(description=gettext_lazy("Record"))
    def record(self, row):
        return row.named or f"№ {row.pgh_obj_id}"

    @admin.display(description=gettext_lazy("What changed"))
    def changes(self, row):
        head = capfirst(self.labels.get(row.pgh_label, row.pgh_label))
        lines = format_html_join("", "<li>{}: {}</li>", ((label, _told(old, new)) for label, old, new in row.said))
        return format_html('{}<ul class="changes">{}</ul>', head, lines) if lines else head

    @admin.display(description=gettext_lazy("Why"))
    def why(self, row):
        known = row.pgh_context.metadata if row.pgh_context else {}
        deed, reason = known.get("verb", ""), known.get("reason", "")
        deed = str(self.deeds.get(deed, deed))
        return format_html("{}<br>{}", deed, reason) if reason and reason != deed else deed


def _differences(row) -> list[tuple[str, object, object]]:
    """`(field, before, after)`; a created row has no before, a deleted one no after, an untold one neither."""
    if row.content is None:
        return []
    if row.pgh_label == "delete":
        return [(name, value, None) for name, value in row.content.items() if _says_something(value)]
    if row.pgh_label == "insert" or row.before is None:
        return [(name, None, value) for name, value in row.content.items() if _says_something(value)]
    return [(name, row.before[name], value) for name, value in row.content.items() if row.before[name] != value]


def _says_something(value) -> bool:
    return value not in (None, "") and value is not False


def _told(old: str, new: str):
    if not old:
        return new
    return format_html("<del>{}</del> → {}", old, new) if new else format_html("<del>{}</del>", old)


class Words:
    """What stored values say to a reader."""

    def __init__(self, kept: list[models.Field], rows: list):
        self.fields = {field.attname: field for field in kept}
        self.names = self._names_of(rows)

    def _names_of(self, rows: list) -> dict[str, dict[int, str]]:
        mentioned: dict[type[models.Model], set[int]] = defaultdict(set)
        for row in rows:
            for values in filter(None, (row.content, row.before)):
                for name, value in values.items():
                    if value is not None and self.fields[name].is_relation:
                        mentioned[self.fields[name].related_model].add(value)
        called = {model: _called(model, ids) for model, ids in mentioned.items()}
        relations = {name: field.related_model for name, field in self.fields.items() if field.is_relation}
        return {name: called.get(model, {}) for name, model in relations.items()}

    def label(self, name: str) -> str:
        return str(self.fields[name].verbose_name)

    def value(self, name: str, value) -> str:
        field = self.fields[name]
        if value is None or value == "":
            return ""
        if field.is_relation:
            return self.names[name].get(value) or f"№ {value}"
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        for kind, words in _WORDS:
            if isinstance(field, kind):
                return words(value)
        return str(value)


def _period(text: str) -> str:
    """PostgreSQL's `[2010-01-01,2015-01-01)`."""
    lower, _comma, upper = text.strip("[)").partition(",")
    return told(period(parse_date(lower) if lower else None, parse_date(upper) if upper else None))


def _moment(text: str) -> str:
    return f"{localtime(parse_datetime(text)):%d/%m/%Y %H:%M}"


def _day(text: str) -> str:
    return f"{datetime.date.fromisoformat(text):%d/%m/%Y}"


_WORDS = (
    (PeriodField, _period),
    (models.DateTimeField, _moment),
    (models.DateField, _day),
    (models.BooleanField, lambda value: _("yes") if value else _("no")),
    (models.DecimalField, lambda value: f"{value}"),
)
