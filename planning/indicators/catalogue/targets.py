"""The targets of the district to 2025 and 2030, as its programme states them (domain.md §1), and those of resolution 26
beside them (domain.md §3)."""

from django.utils.translation import gettext_lazy as _

from planning.choices import Theme
from planning.indicators.expressions import at_least
from planning.indicators.shapes import Indicator
from planning.indicators.sources import BODIES, HOLDERS

PROGRAMME = _("Programme of the district on resolution 26-NQ/TW, as reported on 07/07/2020")
RESOLUTION = _("Resolution 26-NQ/TW of 19/05/2018")
STANDING = "t.seat IN ('standing', 'standing_body')"
SECRETARY = "t.side = 'party' AND t.is_head"
FROM_OUTSIDE = "CASE WHEN x.home_commune_code <> '' THEN x.home_commune_code <> v.commune_code END"
FROM_OUTSIDE_ALL = """CASE WHEN x.home_commune_code <> '' THEN NOT EXISTS (
        SELECT FROM orgtree_unitlink l JOIN orgtree_unitversion w ON w.unit_id = l.descendant_id
        WHERE l.ancestor_id = h.unit_id AND l.period @> d.day AND w.period @> d.day
          AND w.commune_code = x.home_commune_code) END"""
UNDER_AGE = "x.young"

INDICATORS = (
    Indicator(
        "NON_LOCAL_SECRETARY_COMMUNE",
        _("Commune secretaries who are not local"),
        _("Of the Party secretaries of communes and towns, how many come from another commune?"),
        Theme.TARGETS,
        HOLDERS,
        PROGRAMME,
        population=f"t.level = 'commune' AND {SECRETARY}",
        excluded="v.commune_code = ''",
        hit=FROM_OUTSIDE,
    ),
    Indicator(
        "TITLE_STANDARD",
        _("Title standard met"),
        _("Of those whose title has a standard, how many have its education, theory and state management?"),
        Theme.TARGETS,
        HOLDERS,
        PROGRAMME,
        excluded="s.id IS NULL",
        hit=at_least(
            ("x.education", "s.min_education"),
            ("x.theory", "s.min_theory"),
            ("x.state_management", "s.min_state_management"),
        ),
    ),
    Indicator(
        "YOUNG_KEY_LEADERS",
        _("Key leaders and standing-committee members who are young"),
        _("Of the key leaders and members of standing committees, how many are under the age of the rule?"),
        Theme.TARGETS,
        HOLDERS,
        PROGRAMME,
        population=f"t.is_key_leader OR {STANDING}",
        hit=UNDER_AGE,
        parameters=("young_age_lt",),
        ages=True,
    ),
    Indicator(
        "COMMUNE_EDU",
        _("Commune cadres with degree and standardised"),
        _("Of the full-time cadres and officials of communes, how many have the degree and the training required?"),
        Theme.TARGETS,
        HOLDERS,
        PROGRAMME,
        population="t.is_commune_cadre",
        hit=at_least(
            ("x.education", "p.commune_min_education"),
            ("x.theory", "p.commune_min_theory"),
            ("x.state_management", "p.commune_min_state_management"),
        ),
        parameters=("commune_min_education", "commune_min_theory", "commune_min_state_management"),
    ),
    Indicator(
        "WOMEN",
        _("Women on standing committees"),
        _("Of the members of standing committees, how many are women?"),
        Theme.TARGETS,
        HOLDERS,
        PROGRAMME,
        population=STANDING,
        hit="x.sex = 'F'",
    ),
    Indicator(
        "WOMEN_COMMITTEE",
        _("Women on committees"),
        _("Of the members of Party committees, how many are women?"),
        Theme.TARGETS,
        HOLDERS,
        RESOLUTION,
        population="t.seat <> ''",
        hit="x.sex = 'F'",
    ),
    Indicator(
        "WOMEN_PRESENT",
        _("Standing committees with a woman"),
        _("Of the standing committees, how many have at least one woman?"),
        Theme.TARGETS,
        BODIES,
        RESOLUTION,
        population="h.kind = 'standing'",
        hit="h.women > 0",
    ),
    Indicator(
        "NON_LOCAL_SECRETARY_DISTRICT",
        _("District secretaries who are not local"),
        _("Of the secretaries of districts, how many come from outside the district?"),
        Theme.TARGETS,
        HOLDERS,
        RESOLUTION,
        population=f"t.level = 'district' AND {SECRETARY} AND t.seat = 'standing_body'",
        hit=FROM_OUTSIDE_ALL,
    ),
    Indicator(
        "YOUNG_DISTRICT_LEADERS",
        _("Young leaders at district level"),
        _("Of the key leaders of districts, how many are under the age of the rule?"),
        Theme.TARGETS,
        HOLDERS,
        RESOLUTION,
        population="t.level = 'district' AND t.is_key_leader",
        hit=UNDER_AGE,
        parameters=("young_age_lt",),
        ages=True,
    ),
    Indicator(
        "YOUNG_COMMUNE_LEADERS",
        _("Young leaders at commune level"),
        _("Of the key leaders of communes and towns, how many are under the age of the rule?"),
        Theme.TARGETS,
        HOLDERS,
        RESOLUTION,
        population="t.level = 'commune' AND t.is_key_leader",
        hit=UNDER_AGE,
        parameters=("young_age_lt",),
        ages=True,
    ),
)
