"""What happens around every page."""

import datetime

import pytest
from django.urls import reverse

from anphu import middleware
from anphu.kit.refusals import Refused
from tests.world import TODAY

DAY, UNITS = reverse("set-day"), reverse("units")


def day_of(response):
    return response.context["on"]


def test_day_is_today_until_another_is_chosen(sign_in):
    client = sign_in("board")
    assert day_of(client.get(UNITS)) == TODAY
    answer = client.post(DAY, {"day": "01/01/2016", "next": UNITS})
    assert (answer.status_code, answer.url) == (302, UNITS)
    assert day_of(client.get(UNITS)) == datetime.date(2016, 1, 1)


def test_day_in_the_address_wins_and_is_not_kept(sign_in):
    client = sign_in("board")
    assert day_of(client.get(UNITS, {"on": "2019-01-01"})) == datetime.date(2019, 1, 1)
    assert day_of(client.get(UNITS)) == TODAY


def test_day_back_to_today(sign_in):
    client = sign_in("board")
    client.post(DAY, {"day": "01/01/2016"})
    client.post(DAY, {"today": "1"})
    assert day_of(client.get(UNITS)) == TODAY


def test_day_other_than_today_is_said_on_the_page(sign_in):
    client = sign_in("board")
    assert "day-strip" not in client.get(UNITS).content.decode()
    client.post(DAY, {"day": "01/01/2016"})
    assert "day-strip" in client.get(UNITS).content.decode()


@pytest.mark.parametrize("text", ["", "31/02/2020", "2020-01-01", "01/01/1929", "01/01/2101", "x", "1" * 300, "\x00"])
def test_day_that_is_none_is_refused_and_not_kept(sign_in, text):
    client = sign_in("board")
    answer = client.post(DAY, {"day": text})
    assert (answer.status_code, answer.context["refused"].code) == (400, "bad_day")
    assert day_of(client.get(UNITS)) == TODAY


def test_day_mistyped_is_corrected_where_it_was_typed(sign_in):
    page = sign_in("board").post(DAY, {"day": "31/02/2016", "next": UNITS}).content.decode()
    assert 'value="31/02/2016"' in page
    assert f'href="{UNITS}"' in page
    assert f'name="next" value="{UNITS}"' in page


@pytest.mark.parametrize("address", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""])
def test_day_returns_to_pages_of_ours_only(sign_in, address):
    answer = sign_in("board").post(DAY, {"today": "1", "next": address})
    assert answer.url == reverse("worklist")


def test_day_is_chosen_by_posting_and_signed_in_only(client, sign_in):
    assert client.post(DAY, {"today": "1"}).url.startswith(reverse("account_login"))
    assert sign_in("board").get(DAY).url == reverse("worklist")
    assert sign_in("board").put(DAY).status_code == 405


@pytest.mark.parametrize(("text", "day"), [("2020-07-07", (2020, 7, 7)), (" 1930-01-01 ", (1930, 1, 1))])
def test_read_day(text, day):
    assert middleware.read_day(text) == datetime.date(*day)


@pytest.mark.parametrize("text", ["2020-7-77", "20200707x", "0001-01-01", "9999-12-31", "٢٠٢٠-٠٧-٠٧x"])
def test_read_day_refuses(text):
    with pytest.raises(Refused) as refused:
        middleware.read_day(text)
    assert refused.value.status == 400


def test_language_is_vietnamese_whatever_the_browser_says(client, db):
    answer = client.get(reverse("account_login"), headers={"Accept-Language": "en"})
    assert answer["Content-Language"] == "vi"


def test_language_chosen_is_kept(client, db):
    client.post(reverse("set-language"), {"language": "en"})
    assert client.get(reverse("account_login"))["Content-Language"] == "en"


def test_language_unknown_is_ignored(client, db):
    client.cookies["django_language"] = "xx"
    assert client.get(reverse("account_login"))["Content-Language"] == "vi"


def test_accident_is_answered_with_the_number_in_the_log(sign_in, monkeypatch, caplog):
    def fail(*args, **kwargs):
        raise RuntimeError("secret detail")

    client = sign_in("board")
    monkeypatch.setattr("orgtree.queries.tree.tree", fail)
    answer = client.get(UNITS)
    number = caplog.records[0].args[0]
    assert answer.status_code == 500
    assert number in answer.content.decode()
    assert "secret detail" not in answer.content.decode()


@pytest.fixture
def factor_required(settings):
    settings.ANPHU_REQUIRE_MFA = True


@pytest.mark.parametrize("name", ["btv", "appraiser", "admin"])
def test_second_factor_is_set_up_by_deciders_first(factor_required, sign_in, name):
    assert sign_in(name).get(UNITS).url == reverse("mfa_index")
    assert sign_in(name).get("/api/v1/units/").json()["code"] == "second_factor_needed"


@pytest.mark.parametrize("name", ["board", "alpha_secretary", "auditor"])
def test_second_factor_is_not_asked_of_others(factor_required, sign_in, name):
    assert sign_in(name).get(UNITS).status_code == 200


def test_second_factor_is_not_asked_where_the_installation_does_not(sign_in):
    assert sign_in("btv").get(UNITS).status_code == 200


def test_second_factor_pages_stay_open(factor_required, sign_in):
    assert sign_in("btv").get(reverse("mfa_index")).status_code == 200
