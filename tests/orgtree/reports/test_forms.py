"""The declared forms: they name only what there is, each item once, and say which numbers were not seen."""

import pytest

from orgtree.choices import DocumentForm
from orgtree.reports import blank, dossier
from orgtree.reports.forms import FORMS
from orgtree.reports.forms.shapes import Heading, Table, fill, look_up, places
from orgtree.reports.printed import known


def test_every_form_of_the_vocabulary_is_declared_and_has_its_layout():
    assert set(known()) == set(DocumentForm.values)  # the papers of rounds among them, told by planning
    assert list(FORMS) == DocumentForm.values[: len(FORMS)]
    assert all((dossier.LAYOUTS / form.layout).is_file() for form in FORMS.values())


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_form_names_only_facts_that_exist(form, db):
    said = dossier.sample()
    for place in places(form):
        look_up(said, place)
    for table in form.parts:
        if isinstance(table, Table):
            for column in table.columns:
                fill(column.value, look_up(said, table.source)[0])


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_form_numbers_are_distinct(form):
    numbers = [part.number for part in form.parts if not isinstance(part, Heading) and part.number]
    assert len(numbers) == len(set(numbers))


def test_numbers_that_were_not_seen_on_the_form_are_marked():
    assert FORMS["2c-tctw-98"].unverified == ["26", "27", "28", "29", "31"]
    assert not {"8", "9", "16", "18", "19", "20", "21", "22", "23", "24", "28", "31"} & set(FORMS["cv-2023"].unverified)
    assert not {"03", "05", "07", "12", "18", "20", "22", "27"} & set(FORMS["2-hsdv"].unverified)


@pytest.mark.parametrize(
    ("pattern", "facts", "text"),
    [
        ("{a.b}", {"a": {"b": "x"}}, "x"),
        ("{a} – {b}", {"a": "2010", "b": "2014"}, "2010 – 2014"),
        ("{a} – {b}", {"a": "2010", "b": ""}, "2010"),
        ("{a} – {b}", {"a": "", "b": ""}, ""),
        ("Đoàn: {a}", {"a": ""}, ""),
        ("{a}, {b}, {c}", {"a": "", "b": "x", "c": "y"}, "x, y"),
        ("{a}, {b}, {c}", {"a": "x", "b": "", "c": "y"}, "x, y"),
    ],
)
def test_fill_leaves_out_words_around_nothing(pattern, facts, text):
    assert fill(pattern, facts) == text


@pytest.mark.parametrize(
    ("pattern", "tag"),
    [
        ("{a.b}", "{{ row.a.b }}"),
        ("{a} – {b}", "{% if row.a or row.b %}{{ row.a }} – {{ row.b }}{% endif %}"),
        ("words", "words"),
    ],
)
def test_tag_is_the_same_value_in_jinja(pattern, tag):
    assert blank.tag(pattern, "row.") == tag
