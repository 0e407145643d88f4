"""The catalogue of indicators: say what is counted, not how.

An indicator is a share of people. `population` says who is looked at, `hit` who of them counts, both as SQL over one
row of a title held or planned, with these names:

    x  the person        t  the title       s  the title's standard on the day (absent: NULL)
    v  the unit's version on the day        d.day  the day        p.<key>  a rule parameter on the day

`hit` answers true, false, or NULL when the record cannot say; NULL people are counted as unknown, apart from the
denominator. A person with several titles in one unit counts once there: false if any title says false, unknown if
any says NULL. Units are summed upward, so that whoever serves in two units counts in both.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

_STANDING = "t.seat IN ('standing', 'standing_body')"

UNDER_AGE = """CASE
    WHEN date_trunc(x.birth_precision, x.birth_date::timestamp)
         > d.day - make_interval(years => p.young_age_lt::int) THEN true
    WHEN date_trunc(x.birth_precision, x.birth_date::timestamp)
         + CASE x.birth_precision WHEN 'year' THEN interval '1 year - 1 day'
                                  WHEN 'month' THEN interval '1 month - 1 day' ELSE interval '0' END
         <= d.day - make_interval(years => p.young_age_lt::int) THEN false
END"""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One declared measure. `version` grows when the meaning of `population` or `hit` changes."""

    code: str
    label: object
    question: object
    population: str
    hit: str
    parameters: tuple[str, ...] = ()
    version: int = 1

    @property
    def slug(self) -> str:
        return self.code.lower().replace("_", "-")


INDICATORS = (
    Indicator(
        "NON_LOCAL_SECRETARY_COMMUNE",
        _("Commune secretaries who are not local"),
        _("Of the Party secretaries of communes and towns, how many come from another commune?"),
        population="t.level = 'commune' AND t.side = 'party' AND t.is_head AND v.commune_code <> ''",
        hit="CASE WHEN x.home_commune_code <> '' THEN x.home_commune_code <> v.commune_code END",
    ),
    Indicator(
        "TITLE_STANDARD",
        _("Title standard met"),
        _("Of those whose title has a standard, how many have its education, theory and state management?"),
        population="s.id IS NOT NULL",
        hit="x.education >= s.min_education AND x.theory >= s.min_theory"
        " AND x.state_management >= s.min_state_management",
    ),
    Indicator(
        "YOUNG_KEY_LEADERS",
        _("Key leaders and standing-committee members who are young"),
        _("Of the key leaders and members of standing committees, how many are under the age of the rule?"),
        population=f"t.is_key_leader OR {_STANDING}",
        hit=UNDER_AGE,
        parameters=("young_age_lt",),
    ),
    Indicator(
        "COMMUNE_EDU",
        _("Commune cadres with degree and standardised"),
        _("Of the full-time cadres and officials of communes, how many have the degree and the training required?"),
        population="t.is_commune_cadre",
        hit="x.education >= p.commune_min_education AND x.theory >= p.commune_min_theory"
        " AND x.state_management >= p.commune_min_state_management",
        parameters=("commune_min_education", "commune_min_theory", "commune_min_state_management"),
    ),
    Indicator(
        "WOMEN",
        _("Women on standing committees"),
        _("Of the members of standing committees, how many are women?"),
        population=_STANDING,
        hit="x.sex = 'F'",
    ),
)

BY_CODE = {indicator.code: indicator for indicator in INDICATORS}
BY_SLUG = {indicator.slug: indicator for indicator in INDICATORS}
PARAMETERS = tuple(dict.fromkeys(key for indicator in INDICATORS for key in indicator.parameters))
