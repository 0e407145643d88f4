"""What a declaration needs around it: triggers on what it reads, its numbers in the seed, its words in Vietnamese."""

import re

import pytest
from django.db import connection
from django.utils import translation

from anphu.seed import law
from planning.choices import DayReason, Theme
from planning.indicators import sql
from planning.indicators.definitions import ACTUAL, BY_CODE, INDICATORS, PARAMETERS, PERCENT, PLAN, RATIO

INSERT, DELETE, UPDATE = 4, 8, 16
"""Bits of pg_trigger.tgtype."""
READ = set(re.findall(r"\b(?:FROM|JOIN) ((?:orgtree|planning)_\w+)", sql.rolled_up()))


def test_tables_that_are_read_are_found():
    assert {"orgtree_posting", "orgtree_person", "orgtree_rating", "planning_statechange", "orgtree_contact"} <= READ


@pytest.mark.django_db
def test_every_table_that_is_read_marks_what_is_stale():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, bit_or(tgtype)::int FROM pg_trigger"
            " WHERE tgname LIKE 'mark_stale%%' AND tgenabled <> 'D' GROUP BY 1"
        )
        marked = dict(cursor)
    wanted = INSERT | UPDATE | DELETE
    assert {table for table in READ if marked.get(table, 0) & wanted != wanted} == set()


def test_every_parameter_is_seeded():
    assert {seed.key for seed in law.PARAMETERS} >= set(PARAMETERS)


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda row: row.code)
def test_parameters_are_those_that_the_sql_names(indicator):
    text = " ".join([indicator.population, indicator.excluded, indicator.hit, indicator.amount, indicator.per])
    assert set(re.findall(r"\bp\.(\w+)", text)) <= set(indicator.parameters)


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda row: row.code)
def test_indicator_is_a_share_or_a_ratio_on_known_bases(indicator):
    assert bool(indicator.hit) != bool(indicator.amount and indicator.per)
    assert indicator.measure == (PERCENT if indicator.hit else RATIO)
    assert indicator.theme in Theme
    assert indicator.bases in {(ACTUAL,), (PLAN,), (ACTUAL, PLAN)}
    assert indicator.slug == indicator.code.lower().replace("_", "-")
    assert BY_CODE[indicator.code] is indicator


def test_words_of_the_catalogue_are_vietnamese():
    words = [word for row in INDICATORS for word in (row.label, row.question, row.legal)]
    words += [choice.label for choice in (*Theme, *DayReason)]
    with translation.override("en"):
        english = [str(word) for word in words]
    with translation.override("vi"):
        assert [one for one, word in zip(english, words, strict=True) if str(word) == one] == []
