"""Coverage of titles: how many people stand ready for each (domain.md §4.2; bench strength)."""

from django.utils.translation import gettext_lazy as _

from planning.choices import Theme
from planning.indicators.catalogue.plans import QUANTITY
from planning.indicators.shapes import ACTUAL, PLAN, Indicator
from planning.indicators.sources import POSTS


def _titles(code, label, question, *, bases=(PLAN,), **more) -> Indicator:
    return Indicator(code, label, question, Theme.COVERAGE, POSTS, QUANTITY, bases=bases, **more)


INDICATORS = (
    _titles(
        "PEOPLE_PER_TITLE",
        _("People a title"),
        _("How many people are planned for a title?"),
        amount="h.people",
        per="1",
    ),
    _titles(
        "UNCOVERED",
        _("Titles without a successor"),
        _("Of the titles that are planned for, for how many is nobody planned?"),
        hit="h.people = 0",
    ),
    _titles(
        "SINGLE_SUCCESSOR",
        _("Titles with a single successor"),
        _("Of the titles that are planned for, for how many is one person alone planned?"),
        hit="h.people = 1",
    ),
    _titles(
        "PEOPLE_OVER_CAP",
        _("Titles with too many people"),
        _("Of the titles that are planned for, for how many are more people planned than the rule allows?"),
        population="p.max_people_per_title IS NOT NULL",
        hit="h.people > p.max_people_per_title",
        parameters=("max_people_per_title",),
    ),
    _titles(
        "VACANT",
        _("Titles with a vacant post"),
        _("Of the titles of the present term, how many have fewer holders than posts?"),
        hit="h.people < h.size",
        bases=(ACTUAL,),
    ),
)
