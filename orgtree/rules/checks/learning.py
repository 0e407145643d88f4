"""Degrees against dates and against the courses that should prove them."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anphu.kit.partial_dates import months_between
from orgtree.choices import Confidence, DossierNumber, Education
from orgtree.rules.checks.shapes import Check, Facts, Remark

CATALOGUE = "Mẫu 2C-TCTW/98, mục 17 và 26"


def unproved_degree(facts: Facts) -> Iterator[Remark]:
    level = facts.person.education
    schooling = facts.single("schooling")
    said = schooling is not None and schooling.major
    if level is not None and level >= Education.COLLEGE and not facts.rows("training") and not said:
        sentence = _("The dossier says “%s”, but neither a major nor a course stands behind it.")
        yield Remark(sentence % Education(level).label, "core", "education", (level,))


def too_young_for_degree(facts: Facts) -> Iterator[Remark]:
    years = facts.numbers.get(DossierNumber.DEGREE_YEARS)
    schooling = facts.single("schooling")
    given = schooling.degree_year if schooling is not None else None
    if years and given and months_between(facts.born.earliest, given.latest) < years * 12:
        sentence = _("Younger than %d years when the degree was given.") % years
        yield Remark(sentence, "schooling", "degree_year", (facts.born, given, years))


def full_time_twice(facts: Facts) -> Iterator[Remark]:
    """Two full-time studies at once: of the same mode and named so, with months in common beyond doubt."""
    rows = [row for row in facts.rows("training") if row.mode_id and row.started and row.ended and row.credential]
    for place, one in enumerate(rows):
        for other in rows[place + 1 :]:
            first, last = max(one.started.latest, other.started.latest), min(one.ended.earliest, other.ended.earliest)
            if one.mode_id == other.mode_id and one.school != other.school and months_between(first, last) > 12:
                sentence = _("Two courses at different schools (%(one)s, %(other)s) overlap by more than a year.")
                said = sentence % {"one": one.school or "–", "other": other.school or "–"}
                values = (one.started, one.ended, other.started, other.ended)
                yield Remark(said, "training", "started", values, one.pk)


CHECKS = (
    Check(
        "degree_unproved",
        gettext_lazy("Degree that no course or school proves"),
        unproved_degree,
        CATALOGUE,
        reads=("schooling", "training"),
    ),
    Check(
        "degree_too_young",
        gettext_lazy("Degree at too young an age"),
        too_young_for_degree,
        CATALOGUE,
        confidence=Confidence.UNVERIFIED,
        reads=("schooling",),
    ),
    Check(
        "courses_overlap",
        gettext_lazy("Full-time courses at the same time"),
        full_time_twice,
        CATALOGUE,
        reads=("training",),
    ),
)
