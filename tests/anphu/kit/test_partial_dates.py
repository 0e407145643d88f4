import datetime

import pytest
from dateutil.relativedelta import relativedelta
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from anphu.kit import history
from anphu.kit.partial_dates import PartialDate, PartialDateField, months_between
from orgtree.models import WorkPeriod

days = st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 12, 31))


@pytest.mark.parametrize(
    ("typed", "stored", "shown"),
    [
        ("12/5/1978", "1978-05-12", "12/05/1978"),
        ("5/1978", "1978-05", "05/1978"),
        ("1978", "1978", "1978"),
        ("12.05.1978", "1978-05-12", "12/05/1978"),
        ("1978-05-12", "1978-05-12", "12/05/1978"),
    ],
)
def test_typed_dates_are_stored_and_shown_as_known(typed, stored, shown):
    date = PartialDate.typed(typed)
    assert (date.stored(), str(date), PartialDate.parse(stored)) == (stored, shown, date)


@pytest.mark.parametrize(
    "text", ["31/02/2020", "0/5/1978", "13/1978", "78", "1978-", "mai", "", "1978-05-12-01", "01/01/0900"]
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        PartialDate.typed(text)


@given(days, st.sampled_from(["day", "month", "year"]))
def test_the_day_lies_between_best_and_worst_case(day, precision):
    date = PartialDate.of(day, precision)
    assert date.earliest <= day <= date.latest
    assert date.precision == precision
    assert PartialDate.parse(date.stored()) == date == PartialDate.typed(str(date))


@given(days, days)
def test_months_are_counted_by_the_calendar(one, other):
    first, last = sorted((one, other))
    delta = relativedelta(last, first)
    assert months_between(first, last) == delta.years * 12 + delta.months
    assert months_between(last, first) == -months_between(first, last)


def test_field_gives_back_what_was_put_in():
    field = PartialDateField()
    assert field.to_python("5/1978") == PartialDate(1978, 5)
    assert field.get_prep_value(PartialDate(1978, 5)) == "1978-05"
    assert field.from_db_value("1978-05", None, None) == PartialDate(1978, 5)


@pytest.mark.parametrize("stored", ["1978-02-31", "1978-13", "78", "xx"])
def test_the_database_takes_no_date_that_is_none(world, stored):
    person = next(iter(world.people.values()))
    table = WorkPeriod._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pghistory.context_metadata', %s, true)", ['{"actor":"x","reason":"y"}'])
        with pytest.raises(DatabaseError, match=r"workperiod_started_date|out of range"):
            cursor.execute(
                f"INSERT INTO {table} (person_id, started, position, place, side) VALUES (%s, %s, '', '', '')",
                [person.pk, stored],
            )


def test_an_end_may_be_known_less_exactly_than_the_beginning(world):
    person = next(iter(world.people.values()))
    with history.acting(actor=None, verb="test", reason="test"):
        WorkPeriod.objects.create(person=person, started=PartialDate(1990, 5, 2), ended=PartialDate(1990))
        with pytest.raises(IntegrityError, match="workperiod_in_order"), transaction.atomic():
            WorkPeriod.objects.create(person=person, started=PartialDate(1990, 5), ended=PartialDate(1990, 3, 1))
