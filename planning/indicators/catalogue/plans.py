"""How many are planned: coefficients of committees, titles a person (domain.md §4.2)."""

from django.utils.translation import gettext_lazy as _

from planning.choices import Theme
from planning.indicators.shapes import ACTUAL, PLAN, Indicator
from planning.indicators.sources import BODIES, LOADS

QUANTITY = _("Numbers of a plan: guidance 15-HD/BTCTW and regulation 50-QĐ/TW")
COMMITTEE = "h.kind = 'executive'"

INDICATORS = (
    Indicator(
        "COEFFICIENT_ALL",
        _("Coefficient, incumbents counted"),
        _("How many people are planned for a committee for each of its seats, those who sit in it now included?"),
        Theme.NUMBERS,
        BODIES,
        QUANTITY,
        population=COMMITTEE,
        amount="h.people",
        per="c.size",
        bases=(PLAN,),
    ),
    Indicator(
        "COEFFICIENT_NEW",
        _("Coefficient, without incumbents"),
        _("How many people are planned for a committee for each of its seats, those who sit in it now left out?"),
        Theme.NUMBERS,
        BODIES,
        QUANTITY,
        population=COMMITTEE,
        amount="h.people - h.staying",
        per="c.size",
        bases=(PLAN,),
    ),
    Indicator(
        "SEATS_FILLED",
        _("Seats of committees that are filled"),
        _("How many members do committees have for each seat approved?"),
        Theme.NUMBERS,
        BODIES,
        QUANTITY,
        population=COMMITTEE,
        amount="h.people",
        per="c.size",
        bases=(ACTUAL,),
    ),
    Indicator(
        "TITLES_PER_PERSON",
        _("Titles a person"),
        _("For how many titles of one level is a person planned?"),
        Theme.NUMBERS,
        LOADS,
        QUANTITY,
        amount="n.titles",
        per="1",
        bases=(PLAN,),
    ),
    Indicator(
        "TITLES_WITHIN_CAP",
        _("People planned for no more titles than allowed"),
        _("Of those planned, how many are planned for no more titles of one level than the rule allows?"),
        Theme.NUMBERS,
        LOADS,
        QUANTITY,
        population="p.max_titles_per_person_same_level IS NOT NULL",
        hit="n.titles <= p.max_titles_per_person_same_level",
        bases=(PLAN,),
        parameters=("max_titles_per_person_same_level",),
    ),
)
