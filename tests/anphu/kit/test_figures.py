from datetime import date
from decimal import Decimal

from django.utils import translation

from anphu.kit import figures
from anphu.kit.periods import period


def test_plain_vietnamese_writes_a_comma():
    with translation.override("vi"):
        assert (figures.plain(23.5), figures.plain(20), figures.plain(Decimal("33.333"))) == ("23,5", "20", "33,3")


def test_plain_english_writes_a_point():
    with translation.override("en"):
        assert figures.plain(23.5) == "23.5"


def test_number_groups_thousands():
    with translation.override("vi"):
        vietnamese = figures.number(4594)
    with translation.override("en"):
        assert (vietnamese, figures.number(4594)) == ("4.594", "4,594")


def test_days_end_with_the_last_day():
    assert figures.days(period(date(2015, 5, 1), date(2020, 7, 1))) == "01/05/2015 – 30/06/2020"


def test_days_open_end():
    with translation.override("en"):
        assert figures.days(period(date(2015, 5, 1))) == "from 01/05/2015"
