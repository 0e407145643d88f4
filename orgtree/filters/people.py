"""Filters of people."""

from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, FilterSet

from anphu.kit import clock
from anphu.kit.listing import Ordering
from orgtree.choices import Education, Sex, Sight, StateManagement, Theory
from orgtree.filters.fields import CodeListFilter, Whole, WithinUnit, all_titles, midnight, subtree
from orgtree.models import Confirmation, EthnicGroup, Person, Posting
from orgtree.queries.people import search
from orgtree.queries.remarks import remarked
from orgtree.rules import ages
from orgtree.rules.checks import CHECKS
from orgtree.sections import SECTIONS

OLDEST = 130
SEARCH = {"max_length": 100, "widget": forms.TextInput(attrs={"type": "search", "autocomplete": "off"})}
LEVELS = {"empty_label": _("all levels"), "null_label": _("not known")}
AGE = {"min_value": 0, "max_value": OLDEST}
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
ANY = "any"
REMARKS = [(ANY, _("any of them")), *((check.code, check.label) for check in CHECKS)]
UNCONFIRMED = [("1", _("for a year")), ("2", _("for two years"))]


def all_ethnic_groups(request) -> QuerySet[EthnicGroup]:
    return EthnicGroup.objects.all()  # open to all: a code list


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
    remarks = ChoiceFilter(  # after all that narrows: it looks at whoever is left
        choices=REMARKS, method="of_rules", label=_("Remarks of the rules"), empty_label=_("does not matter")
    )
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
        since = midnight(ages.born_latest(int(years), self.request.on))
        rows = Confirmation.objects.filter(person=OuterRef("pk"))  # open to all: asked of people in sight
        return queryset.filter(~Exists(rows.filter(section="core", at__gte=since)))

    def of_rules(self, queryset, name, rule):
        """People of whose dossiers a rule says something that nobody has overridden."""
        rule = "" if rule == ANY else rule
        return queryset.filter(pk__in=remarked(queryset, rule, self.request.user, self.request.on, clock.today()))

    def at_least(self, queryset, name, years):
        return queryset.filter(birth_date__lte=ages.born_latest(int(years), self.request.on))

    def at_most(self, queryset, name, years):
        return queryset.filter(birth_date__gt=ages.born_after(int(years), self.request.on))
