"""Structure of committees and of leaders: women, three age bands, minorities, who stands again (domain.md §4.3)."""

from django.utils.translation import gettext_lazy as _

from planning.choices import Theme
from planning.indicators.catalogue.targets import UNDER_AGE
from planning.indicators.expressions import seat_rank
from planning.indicators.shapes import PLAN, Indicator
from planning.indicators.sources import BODIES, HOLDERS

STRUCTURE = _("Structure of committees: regulation 50-QĐ/TW and directive 35-CT/TW of 2019")
COMMITTEE = "t.seat <> ''"
UNDER_OLDER = "x.under_older"
STAYING = f"coalesce(i.seat_rank, 0) >= {seat_rank('t.seat')}"


def _committee(code, label, question, hit, *, parameters=(), **more) -> Indicator:
    return Indicator(
        code, label, question, Theme.STRUCTURE, HOLDERS, STRUCTURE,
        population=COMMITTEE, hit=hit, parameters=parameters, ages=bool(parameters), **more,
    )  # fmt: skip


INDICATORS = (
    _committee(
        "COMMITTEE_YOUNG",
        _("Young committee members"),
        _("Of the members of Party committees, how many are under the age of the rule?"),
        UNDER_AGE,
        parameters=("young_age_lt",),
    ),
    _committee(
        "COMMITTEE_MIDDLE",
        _("Committee members of middle age"),
        _("Of the members of Party committees, how many are no longer young and not yet in the oldest band?"),
        f"(NOT ({UNDER_AGE})) AND ({UNDER_OLDER})",
        parameters=("young_age_lt", "older_age_ge"),
    ),
    _committee(
        "COMMITTEE_OLDER",
        _("Committee members of the oldest band"),
        _("Of the members of Party committees, how many have reached the oldest of the three age bands?"),
        f"NOT ({UNDER_OLDER})",
        parameters=("older_age_ge",),
    ),
    _committee(
        "COMMITTEE_MINORITY",
        _("Ethnic minorities on committees"),
        _("Of the members of Party committees, how many belong to an ethnic minority?"),
        "x.minority",
    ),
    _committee(
        "COMMITTEE_RESTANDING",
        _("Planned members who stand again"),
        _("Of those planned for a committee, how many sit in it, or in a higher one of the unit, now?"),
        STAYING,
        bases=(PLAN,),
    ),
    _committee(
        "COMMITTEE_NEW",
        _("Planned members who are new"),
        _("Of those planned for a committee, how many do not sit in it now?"),
        f"NOT ({STAYING})",
        bases=(PLAN,),
    ),
    Indicator(
        "YOUNG_PRESENT",
        _("Standing committees with a young member"),
        _("Of the standing committees, how many have at least one member under the age of the rule?"),
        Theme.STRUCTURE,
        BODIES,
        STRUCTURE,
        population="h.kind = 'standing'",
        hit="CASE WHEN h.young > 0 THEN true WHEN h.doubtful = 0 THEN false END",
        parameters=("young_age_lt",),
        ages=True,
    ),
    Indicator(
        "WOMEN_KEY_LEADERS",
        _("Women among key leaders"),
        _("Of the key leaders, how many are women?"),
        Theme.STRUCTURE,
        HOLDERS,
        STRUCTURE,
        population="t.is_key_leader",
        hit="x.sex = 'F'",
    ),
    Indicator(
        "WOMEN_HEADS",
        _("Women among heads"),
        _("Of the heads of committees, authorities and organisations, how many are women?"),
        Theme.STRUCTURE,
        HOLDERS,
        STRUCTURE,
        population="t.is_head",
        hit="x.sex = 'F'",
    ),
)
