"""Which fields of a record an indicator looks at is read from its formula: none may be forgotten."""

import re

import pytest

from planning.indicators.corrections import LOOKS_AT, fields_of
from planning.indicators.definitions import BY_CODE, INDICATORS


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("WOMEN", ("sex",)),
        ("YOUNG_KEY_LEADERS", ("birth_date",)),
        ("RETIRE_12", ("sex", "birth_date")),
        ("COMMITTEE_MINORITY", ("ethnic_group",)),
        ("NON_LOCAL_SECRETARY_COMMUNE", ("home_commune_code",)),
        ("TITLE_STANDARD", ("education", "theory", "state_management")),
        ("UNCOVERED", ()),
    ],
)
def test_fields_that_a_formula_looks_at_are_found(code, fields):
    assert fields_of(BY_CODE[code]) == fields


def test_every_column_of_the_person_in_a_formula_is_known():
    derived = {"young", "under_older", "minority", "retires_earliest", "retires_latest", "rating", "complete", "id"}
    named = {
        name
        for row in INDICATORS
        if row.subject == "person" and "dossier" not in row.slug
        for name in re.findall(r"\bx\.(\w+)", f"{row.population} {row.excluded} {row.hit}")
    }
    assert named - derived <= set(LOOKS_AT)


def test_whatever_ages_looks_at_the_birth_date():
    ages = [row for row in INDICATORS if row.ages and row.subject == "person" and "young" in f"{row.parameters}"]
    assert [row.code for row in ages if "birth_date" not in fields_of(row)] == []
