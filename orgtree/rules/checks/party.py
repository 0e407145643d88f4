"""Days of Party life against each other and against the birth date."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anphu.kit.partial_dates import months_between
from orgtree.choices import Confidence, DossierNumber
from orgtree.rules.checks.shapes import ERROR, Check, Facts, Remark

CHARTER = "Điều lệ Đảng (2011)"


def probation(facts: Facts) -> Iterator[Remark]:
    months = facts.numbers.get(DossierNumber.PROBATION_MONTHS)
    for row in facts.rows("memberships"):
        if months and row.official_on and months_between(row.admitted_on, row.official_on) < months:
            sentence = _("Full membership comes less than %d months after admission.") % months
            yield Remark(sentence, "memberships", "official_on", (row.admitted_on, row.official_on, months), row.pk)


def age_at_admission(facts: Facts) -> Iterator[Remark]:
    years = facts.numbers.get(DossierNumber.ADMISSION_YEARS)
    for row in facts.rows("memberships"):
        if years and months_between(facts.born.earliest, row.admitted_on) < years * 12:
            sentence = _("Younger than %d years on the day of admission to the Party.") % years
            yield Remark(sentence, "memberships", "admitted_on", (facts.born, row.admitted_on, years), row.pk)


def in_the_future(facts: Facts) -> Iterator[Remark]:
    for row in facts.rows("memberships"):
        for item in ("admitted_on", "official_on"):
            day = getattr(row, item)
            if day and day > facts.today:
                yield Remark(_("This day has not come yet."), "memberships", item, (day,), row.pk)


def rating_years(facts: Facts) -> Iterator[Remark]:
    for row in facts.rows("ratings"):
        if row.year > facts.today.year:
            yield Remark(_("The year %d has not come yet.") % row.year, "ratings", "year", (row.year,), row.pk)


def rated_before_admission(facts: Facts) -> Iterator[Remark]:
    admitted = min((row.admitted_on for row in facts.rows("memberships")), default=None)
    for row in facts.rows("ratings"):
        if admitted and row.as_member and row.year < admitted.year:
            sentence = _("Rated as a Party member for %(year)d, before the admission of %(admitted)s.")
            said = sentence % {"year": row.year, "admitted": f"{admitted:%d/%m/%Y}"}
            yield Remark(said, "ratings", "year", (row.year, admitted), row.pk)


CHECKS = (
    Check(
        "party_future",
        gettext_lazy("Day of Party life that has not come yet"),
        in_the_future,
        CHARTER,
        severity=ERROR,
        reads=("memberships",),
    ),
    Check(
        "party_probation",
        gettext_lazy("Full membership too soon after admission"),
        probation,
        CHARTER,
        confidence=Confidence.UNVERIFIED,
        reads=("memberships",),
    ),
    Check(
        "party_age",
        gettext_lazy("Admitted to the Party too young"),
        age_at_admission,
        CHARTER,
        confidence=Confidence.UNVERIFIED,
        reads=("memberships",),
    ),
    Check(
        "rating_future",
        gettext_lazy("Rating of a year that has not come yet"),
        rating_years,
        "Quy định 124-QĐ/TW (2023)",
        severity=ERROR,
        reads=("ratings",),
    ),
    Check(
        "rating_before_admission",
        gettext_lazy("Rated as a member before admission"),
        rated_before_admission,
        "Quy định 124-QĐ/TW (2023)",
        reads=("memberships", "ratings"),
    ),
)
