"""How long people can still serve: retirement by the table in force, one and two terms (domain.md §4.5, §5)."""

from django.utils.translation import gettext_lazy as _

from planning.choices import Theme
from planning.indicators.expressions import retired_by, serves_until
from planning.indicators.shapes import PLAN, Indicator
from planning.indicators.sources import HOLDERS

RETIREMENT = _("Labour Code 2019, article 169, and decree 135/2020/NĐ-CP")
TERMS = _("Regulation 50-QĐ/TW and regulation 377-QĐ/TW: age for planning")


def _due(months: int, code: str, label, question) -> Indicator:
    return Indicator(
        code, label, question, Theme.SERVICE, HOLDERS, RETIREMENT, ages=True,
        hit=retired_by(f"(d.day + make_interval(months => {months}))"),
    )  # fmt: skip


def _left(key: str, code: str, label, question) -> Indicator:
    until = f"(k.day + make_interval(months => p.{key}::int))"
    return Indicator(
        code, label, question, Theme.SERVICE, HOLDERS, TERMS, bases=(PLAN,), parameters=(key,),
        population=f"p.{key} IS NOT NULL",
        hit=serves_until(until),
    )  # fmt: skip


INDICATORS = (
    _due(
        12,
        "RETIRE_12",
        _("Retirement within 12 months"),
        _("Of those in titles, how many reach retirement age within 12 months, or have reached it?"),
    ),
    _due(
        24,
        "RETIRE_24",
        _("Retirement within 24 months"),
        _("Of those in titles, how many reach retirement age within 24 months, or have reached it?"),
    ),
    _due(
        60,
        "RETIRE_60",
        _("Retirement within 60 months"),
        _("Of those in titles, how many reach retirement age within 60 months, or have reached it?"),
    ),
    _left(
        "plan_min_months",
        "ONE_TERM",
        _("Planned with a full term left"),
        _("Of those planned, how many can serve a full term from the counting day of their title?"),
    ),
    _left(
        "plan_pref_months",
        "TWO_TERMS",
        _("Planned with two terms left"),
        _("Of those planned, how many can serve two full terms from the counting day of their title?"),
    ),
)
