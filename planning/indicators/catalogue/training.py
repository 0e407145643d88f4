"""Education, political theory, state management (domain.md §8.1) and the ratings of the last year (§4.4)."""

from django.utils.translation import gettext_lazy as _

from orgtree.choices import Education, StateManagement, Theory
from planning.choices import Theme
from planning.indicators.shapes import Indicator
from planning.indicators.sources import HOLDERS

LEVELS = _("Levels of learning that dossiers record; no target of law")
RATINGS = _("Yearly ratings: regulation 124-QĐ/TW (second-hand)")


def _holders(code, label, question, hit, legal=LEVELS, **more) -> Indicator:
    return Indicator(code, label, question, Theme.TRAINING, HOLDERS, legal, hit=hit, **more)


INDICATORS = (
    _holders(
        "EDU_COLLEGE",
        _("College or higher"),
        _("Of those in titles, how many have at least a college degree?"),
        f"x.education >= {Education.COLLEGE}",
    ),
    _holders(
        "EDU_UNIVERSITY",
        _("University or higher"),
        _("Of those in titles, how many have at least a university degree?"),
        f"x.education >= {Education.BACHELOR}",
    ),
    _holders(
        "EDU_POSTGRADUATE",
        _("Postgraduate degree"),
        _("Of those in titles, how many have a master's or doctor's degree?"),
        f"x.education >= {Education.MASTER}",
    ),
    _holders(
        "THEORY_INTERMEDIATE",
        _("Political theory: intermediate or higher"),
        _("Of those in titles, how many have at least intermediate political theory?"),
        f"x.theory >= {Theory.INTERMEDIATE}",
    ),
    _holders(
        "THEORY_ADVANCED",
        _("Political theory: advanced or bachelor"),
        _("Of those in titles, how many have advanced political theory or a bachelor's degree in it?"),
        f"x.theory >= {Theory.ADVANCED}",
    ),
    _holders(
        "STATE_MANAGEMENT",
        _("State management: specialist or higher"),
        _("Of those in titles of the government, how many have state management training of a specialist or higher?"),
        f"x.state_management >= {StateManagement.SPECIALIST}",
        population="t.side = 'government'",
    ),
    _holders(
        "RATED",
        _("Rated last year"),
        _("Of those in titles, how many have a rating of the last year in their dossier?"),
        "x.rating IS NOT NULL",
        RATINGS,
        ages=True,
    ),
    _holders(
        "RATING_EXCELLENT",
        _("Rated excellent last year"),
        _("Of those in titles, how many completed last year's tasks excellently?"),
        "x.rating = 'excellent'",
        RATINGS,
        ages=True,
    ),
    _holders(
        "RATING_GOOD",
        _("Rated good or better last year"),
        _("Of those in titles, how many completed last year's tasks well or excellently?"),
        "x.rating IN ('excellent', 'good')",
        RATINGS,
        ages=True,
    ),
)
