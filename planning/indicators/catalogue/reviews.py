"""How the work itself stands: lists of units in the last round, plans not reviewed, dossiers not complete."""

from django.utils.translation import gettext_lazy as _

from planning.choices import Theme
from planning.indicators.shapes import ACTUAL, Indicator
from planning.indicators.sources import COMPLETE_MEMBER, HOLDERS, LISTS, MEMBERS

YEARLY = _("Plans are reviewed every year: regulation 50-QĐ/TW and regulation 377-QĐ/TW")
DOSSIERS = _("What a dossier needs, as its sections declare")
WITH_UNIT = "(coalesce(h.state, 'draft') = 'draft')"
"""The unit has the list: it was not submitted, was returned, or taken back."""


def _lists(code, label, question, **more) -> Indicator:
    return Indicator(code, label, question, Theme.REVIEWS, LISTS, YEARLY, bases=(ACTUAL,), ages=True, **more)


INDICATORS = (
    _lists(
        "LISTS_SUBMITTED",
        _("Units that have submitted"),
        _("Of the units in the last round, how many have submitted their list?"),
        hit=f"NOT {WITH_UNIT}",
    ),
    _lists(
        "LISTS_APPROVED",
        _("Units whose list is approved"),
        _("Of the units in the last round, how many have a list that the competent body approved?"),
        hit="coalesce(h.state, 'draft') = 'approved'",
    ),
    _lists(
        "LISTS_LATE",
        _("Units that are late"),
        _("Of the units in the last round, how many submitted after the deadline, or have not though it has passed?"),
        hit=f"CASE WHEN {WITH_UNIT} THEN d.day ELSE h.submitted_on END > h.deadline",
    ),
    _lists(
        "PLANS_STALE",
        _("Units whose plan was not reviewed in time"),
        _("Of the units that take part in rounds, how many had no list approved within the months of the rule?"),
        population="p.review_months IS NOT NULL",
        hit="coalesce(h.approved_on + make_interval(months => p.review_months::int) < d.day, true)",
        parameters=("review_months",),
    ),
    Indicator(
        "DOSSIERS_OF_MEMBERS",
        _("Complete dossiers of members"),
        _("Of the Party members, how many have a dossier with all that a member's needs?"),
        Theme.REVIEWS,
        MEMBERS,
        DOSSIERS,
        hit=COMPLETE_MEMBER,
        bases=(ACTUAL,),
    ),
    Indicator(
        "DOSSIERS_OF_CADRES",
        _("Complete dossiers of cadres"),
        _("Of those in titles, how many have a dossier with all that a person in a plan needs?"),
        Theme.REVIEWS,
        HOLDERS,
        DOSSIERS,
        hit="x.complete",
    ),
)
