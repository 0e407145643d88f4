"""One FilterSet per noun, shared by pages and API. Each filters rows that the reader may see, and needs the request."""

import datetime

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_filters import (
    BooleanFilter,
    CharFilter,
    ChoiceFilter,
    DateFilter,
    FilterSet,
    ModelChoiceFilter,
    NumberFilter,
)
from django_filters.fields import ModelChoiceField, ModelChoiceIterator

from anphu.kit.filters import IdFilter, SearchFilter, is_id
from anphu.kit.listing import Ordering
from orgtree.choices import (
    BatchState,
    CommitteeKind,
    Education,
    Kind,
    Level,
    ReadKind,
    RightsKind,
    RowKind,
    Sector,
    Sex,
    Side,
    Sight,
    StateManagement,
    Theory,
    Verdict,
)
from orgtree.models import (
    ChangeRequest,
    Confirmation,
    DossierRead,
    EthnicGroup,
    ImportBatch,
    ImportRow,
    PartyMembership,
    Person,
    Posting,
    RightsRequest,
    Title,
    Unit,
    UnitVersion,
)
from orgtree.queries import units
from orgtree.queries.people import search
from orgtree.rules import ages
from orgtree.sections import SECTIONS

OLDEST = 130


def visible_units(request) -> QuerySet[Unit]:
    """Units that may be named in a filter: those the reader sees on the day asked about, each with its `called`."""
    return units.called(request.user, request.on) if request else Unit.objects.none()  # open to all: nobody asks


class OfferedUnits(ModelChoiceIterator):
    """The units worth offering: the reader's own, those directly under them, and the one asked for."""

    def __iter__(self):
        yield "", self.field.empty_label
        request, asked = self.field.request, self.field.asked
        offered = units.near(request.user, request.on) if request else []
        yield from offered
        if is_id(asked) and int(asked) not in dict(offered):
            for unit in self.queryset.filter(pk=asked):
                yield unit.pk, self.field.label_from_instance(unit)


class UnitChoiceField(ModelChoiceField):
    """Takes any visible unit by its id, and calls it by its name of the day."""

    iterator = OfferedUnits
    request = None
    asked = ""

    def label_from_instance(self, unit: Unit) -> str:
        return unit.called or unit.code


class WithinUnit(ModelChoiceFilter):
    """A unit and everything below it on the day asked about."""

    field_class = UnitChoiceField

    def __init__(self, **kwargs):
        super().__init__(queryset=visible_units, label=_("Unit"), empty_label=_("all units"), **kwargs)

    @property
    def field(self) -> UnitChoiceField:
        field = super().field
        field.request = self.get_request()
        field.asked = (self.parent.data or {}).get(self.field_name, "")
        return field


class NamedChoices(ModelChoiceIterator):
    """A code list by id and name, without building its records."""

    def __iter__(self):
        yield "", self.field.empty_label
        yield from self.queryset.values_list("pk", "name")


class NamedChoiceField(ModelChoiceField):
    iterator = NamedChoices


class CodeListFilter(ModelChoiceFilter):
    """One entry of a code list that has a name."""

    field_class = NamedChoiceField


class Whole(NumberFilter):
    """A whole number."""

    field_class = forms.IntegerField


SEARCH = {"max_length": 100, "widget": forms.TextInput(attrs={"type": "search", "autocomplete": "off"})}
LEVELS = {"empty_label": _("all levels"), "null_label": _("not known")}
AGE = {"min_value": 0, "max_value": OLDEST}


def subtree(unit: Unit, request) -> QuerySet:
    """Ids of the unit and everything below it on the day asked about."""
    return units.below(unit, request.on)


def all_titles(request) -> QuerySet[Title]:
    return Title.objects.all()  # open to all: titles name no person


def all_ethnic_groups(request) -> QuerySet[EthnicGroup]:
    return EthnicGroup.objects.all()  # open to all: a code list


ONCE = {section.code: section for section in SECTIONS if not section.many and section.sight == Sight.OPEN}
"""Open parts that a person has once, the core first."""
LACKING = [
    *(
        (item.name, ONCE["core"].field(item).verbose_name)
        for item in ONCE["core"].items
        if item.needed and ONCE["core"].field(item).blank
    ),
    *((code, section.label) for code, section in ONCE.items() if code != "core"),
]
"""What a dossier may lack: a needed item of the core, or a whole part."""
UNCONFIRMED = [("1", _("for a year")), ("2", _("for two years"))]


class PersonFilter(FilterSet):
    """Filters of people."""

    q = CharFilter(method="named", label=_("Name"), **SEARCH)
    unit = WithinUnit(method="in_unit")
    title = CodeListFilter(method="holding", queryset=all_titles, label=_("Title"), empty_label=_("all titles"))
    sex = ChoiceFilter(choices=Sex, label=_("Sex"), empty_label=_("both"))
    ethnic_group = CodeListFilter(queryset=all_ethnic_groups, label=_("Ethnic group"), empty_label=_("all groups"))
    education = ChoiceFilter(
        choices=Education, label=_("Education"), empty_label=_("all levels"), null_label=_("not known")
    )
    theory = ChoiceFilter(
        choices=Theory, label=_("Political theory"), empty_label=_("all levels"), null_label=_("not known")
    )
    state_management = ChoiceFilter(choices=StateManagement, label=_("State management"), **LEVELS)
    lacking = ChoiceFilter(choices=LACKING, method="without", label=_("Lacking"), empty_label=_("nothing"))
    unconfirmed = ChoiceFilter(
        choices=UNCONFIRMED, method="not_confirmed", label=_("Nobody has confirmed"), empty_label=_("does not matter")
    )
    age_from = Whole(method="at_least", label=_("Age from"), **AGE)
    age_to = Whole(method="at_most", label=_("Age to"), **AGE)
    ordering = Ordering(
        fields=(
            ("name_key", "name"),
            ("birth_date", "birth"),
            ("sex", "sex"),
            ("education", "education"),
            ("theory", "theory"),
        ),
        field_labels={
            "name_key": _("Name"),
            "birth_date": _("Born"),
            "sex": _("Sex"),
            "education": _("Education"),
            "theory": _("Political theory"),
        },
    )

    class Meta:
        model = Person
        fields = ()

    def named(self, queryset, name, value):
        return search(queryset, value)

    def in_unit(self, queryset, name, unit):
        return queryset.within(subtree(unit, self.request), self.request.on)

    def holding(self, queryset, name, title):
        """Holders of a title where the reader sees postings; a post elsewhere must not show through the filter."""
        posts = Posting.objects.visible_to(self.request.user, self.request.on).on(self.request.on)
        return queryset.filter(pk__in=posts.filter(title=title).values("person"))

    def without(self, queryset, name, value):
        """People whose core says nothing there, or who have no such part."""
        if value in ONCE:
            rows = ONCE[value].model.objects.filter(person=OuterRef("pk"))  # open to all: asked of people in sight
            return queryset.filter(~Exists(rows))
        unknown = "" if ONCE["core"].model._meta.get_field(value).empty_strings_allowed else None
        return queryset.filter(**{value: unknown})

    def not_confirmed(self, queryset, name, years):
        """People whose core nobody has vouched for in so many years."""
        since = _midnight(ages.born_latest(int(years), self.request.on))
        rows = Confirmation.objects.filter(person=OuterRef("pk"))  # open to all: asked of people in sight
        return queryset.filter(~Exists(rows.filter(section="core", at__gte=since)))

    def at_least(self, queryset, name, years):
        return queryset.filter(birth_date__lte=ages.born_latest(int(years), self.request.on))

    def at_most(self, queryset, name, years):
        return queryset.filter(birth_date__gt=ages.born_after(int(years), self.request.on))


class UnitFilter(FilterSet):
    """Filters of the versions of units in force on the day asked about."""

    q = SearchFilter("name")
    kind = ChoiceFilter(choices=Kind, label=pgettext_lazy("unit", "Kind"), empty_label=_("all kinds"))
    sector = ChoiceFilter(choices=Sector, label=_("Sector"), empty_label=_("all sectors"))
    unit = WithinUnit(method="in_unit")
    parent = ModelChoiceFilter(queryset=visible_units, label=_("Directly under"))
    commune_code = CharFilter(max_length=5, label=_("Commune code"))
    ordering = Ordering(fields=(("sort_key", "name"), ("kind", "kind"), ("unit__code", "code")))

    class Meta:
        model = UnitVersion
        fields = ()

    def in_unit(self, queryset, name, unit):
        return queryset.filter(unit__in=subtree(unit, self.request))


class BelongingFilter(FilterSet):
    """Filters of what ties people to units."""

    q = SearchFilter("person__full_name")
    person = IdFilter(label=_("Person"))
    unit = WithinUnit(method="in_unit")

    def in_unit(self, queryset, name, unit):
        return queryset.filter(unit__in=subtree(unit, self.request))


class PostingFilter(BelongingFilter):
    """Filters of postings."""

    title = CodeListFilter(queryset=all_titles, label=_("Title"))
    level = ChoiceFilter(field_name="title__level", choices=Level, label=_("Level"))
    side = ChoiceFilter(field_name="title__side", choices=Side, label=_("Side"))
    seat = ChoiceFilter(field_name="title__seat", choices=CommitteeKind, label=_("Seat"))
    ordering = Ordering(fields=(("person__name_key", "name"), ("title__rank", "rank")))

    class Meta:
        model = Posting
        fields = ()


class MembershipFilter(BelongingFilter):
    """Filters of Party memberships."""

    ordering = Ordering(fields=(("person__name_key", "name"), ("admitted_on", "admitted")))

    class Meta:
        model = PartyMembership
        fields = ()


DAY = {
    "input_formats": ["%d/%m/%Y", "%Y-%m-%d"],
    "widget": forms.DateInput(
        format="%d/%m/%Y", attrs={"class": "input--day", "inputmode": "numeric", "maxlength": 10}
    ),
}


class ReadFilter(FilterSet):
    """Filters of the read log."""

    q = SearchFilter("person__name_fold", folded=True, label=_("Name of the person"))
    person = IdFilter(label=_("Number of the person"))
    reader = CharFilter(method="read_by", label=_("Reader"), max_length=100)
    kind = ChoiceFilter(choices=ReadKind, label=_("What was done"), empty_label=_("everything"))
    since = DateFilter(method="from_day", label=_("From day"), **DAY)
    until = DateFilter(method="to_day", label=_("To day"), **DAY)
    ordering = Ordering(
        fields=(("at", "time"), ("rows", "people")), field_labels={"at": _("Time"), "rows": _("People")}
    )

    class Meta:
        model = DossierRead
        fields = ()

    def read_by(self, queryset, name, value):
        """By account or by any part of the name."""
        called = Q(reader__username__icontains=value)
        for word in value.split():
            called |= Q(reader__first_name__icontains=word) | Q(reader__last_name__icontains=word)
        return queryset.filter(called)

    def from_day(self, queryset, name, day):
        return queryset.filter(at__gte=_midnight(day))

    def to_day(self, queryset, name, day):
        return queryset.filter(at__lt=_midnight(day + datetime.timedelta(days=1)))


def _midnight(day: datetime.date) -> datetime.datetime:
    """When a day begins where the offices are: comparing moments lets the index of the log be used."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


STANDINGS = (("open", _("not answered")), ("late", _("late, not answered")), ("answered", _("answered")))


class RightsRequestFilter(FilterSet):
    """Filters of data-subject requests."""

    q = SearchFilter("person__name_fold", folded=True, label=_("Name"))
    person = IdFilter(label=_("Number of the person"))
    kind = ChoiceFilter(choices=RightsKind, label=_("Kind of request"), empty_label=_("all"))
    state = ChoiceFilter(choices=STANDINGS, method="standing", label=_("State"), empty_label=_("all"))

    class Meta:
        model = RightsRequest
        fields = ()

    def standing(self, queryset, name, value):
        if value == "answered":
            return queryset.exclude(answered_on=None)
        waiting = queryset.filter(answered_on=None)
        if value == "open":
            return waiting
        on = self.request.on
        return waiting.filter(Q(answer_by__lt=on) | Q(acknowledged_on=None, acknowledge_by__lt=on))


class ChangeRequestFilter(FilterSet):
    """Filters of change requests."""

    q = SearchFilter("person__name_fold", folded=True, label=_("Name"))
    state = ChoiceFilter(choices=Verdict, label=_("State"), empty_label=_("all"))
    section = ChoiceFilter(
        choices=[(section.code, section.label) for section in SECTIONS],
        label=_("Part of the dossier"),
        empty_label=_("all"),
    )
    unit = WithinUnit(method="in_unit")

    class Meta:
        model = ChangeRequest
        fields = ()

    def in_unit(self, queryset, name, unit):
        people = Person.objects.visible_to(self.request.user, self.request.on)
        people = people.within(subtree(unit, self.request), self.request.on)
        return queryset.filter(person__in=people.values("pk"))


class ImportFilter(FilterSet):
    """Filters of imports."""

    q = SearchFilter("artifact__name", label=_("File name"))
    state = ChoiceFilter(choices=BatchState, label=_("State"), empty_label=_("all"))

    class Meta:
        model = ImportBatch
        fields = ()


class ImportRowFilter(FilterSet):
    """Filters of the rows of one import."""

    q = SearchFilter("name", label=_("Name"))
    kind = ChoiceFilter(choices=RowKind, label=_("What it would do"), empty_label=_("all"))
    written = BooleanFilter(label=_("Written"))

    class Meta:
        model = ImportRow
        fields = ()
