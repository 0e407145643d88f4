import datetime
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from orgtree.models import DossierRead
from planning.choices import BallotKind, Outcome
from planning.models import BallotResult, Conference
from tests.planning.sittings import TWENTY, hold, line, step, through, with_steps


@pytest.fixture
def vote(world):
    with_steps(world, [("talk", BallotKind.NONE, False), ("vote", BallotKind.VOTE, True)])
    return world


@pytest.fixture(autouse=True)
def day(settings, world):
    settings.ANPHU_TODAY = world.today


def paper(name="bien-ban.pdf", content=b"%PDF-1.4"):
    return SimpleUploadedFile(name, content, "application/pdf")


def filled(lines=(), **changed):
    votes = {f"agree-{row.pk}": agree for row, agree in lines}
    return {"day": "07/07/2020", **TWENTY, **votes, **changed}


def new(world, code, unit="alpha"):
    return reverse("conference-new", args=[world.submission(unit).pk, step(world, code).pk])


def test_steps_are_listed_with_who_waits_and_what_comes_next(vote, sign_in):
    line(vote, "lan")
    page = sign_in("alpha_secretary").get(reverse("conferences", args=[vote.submission("alpha").pk]))
    assert page.status_code == 200
    assert new(vote, "talk") in page.text
    assert new(vote, "vote") not in page.text
    through(vote, "talk")
    page = sign_in("alpha_secretary").get(reverse("conferences", args=[vote.submission("alpha").pk]))
    assert new(vote, "vote") in page.text
    assert "Bùi Thị Ngọc Lan" in page.text


def test_a_reader_sees_the_steps_and_no_form(vote, sign_in):
    line(vote, "lan")
    row = hold(vote, "talk")
    client = sign_in("appraiser")
    listed = client.get(reverse("conferences", args=[vote.submission("alpha").pk]))
    assert reverse("conference", args=[row.pk]) in listed.text
    assert '<form class="ballot"' not in client.get(reverse("conference", args=[row.pk])).text
    assert client.get(new(vote, "vote")).status_code == 403


def test_a_conference_is_written_down_and_closed_in_one_form(vote, sign_in):
    lan, an = line(vote, "lan"), line(vote, "an")
    through(vote, "talk")
    client = sign_in("alpha_clerk")
    form = client.get(new(vote, "vote"))
    assert form.text.count("data-line") == 2
    assert 'data-quorum="2/3"' in form.text
    assert 'data-counted-on="convened"' in form.text
    typed = filled([(lan, 12), (an, 10)], minutes=paper(), deed="close", chair="Nguyễn Văn An")
    answer = client.post(new(vote, "vote"), typed)
    assert (answer.status_code, answer.url) == (302, reverse("conferences", args=[vote.submission("alpha").pk]))
    row = Conference.objects.get(step__code="vote")
    assert (row.closed_at is not None, row.chair, row.minutes.name) == (True, "Nguyễn Văn An", "bien-ban.pdf")
    assert dict(row.results.values_list("line", "outcome")) == {lan.pk: Outcome.PASSED, an.pk: Outcome.FAILED}
    shown = client.get(reverse("conference", args=[row.pk])).text
    assert "12" in shown
    kept = client.get(reverse("conference-minutes", args=[row.pk]))
    assert (kept.headers["Content-Type"], b"".join(kept)) == ("application/pdf", b"%PDF-1.4")
    kept.close()


def test_what_is_saved_for_later_is_in_the_form_again(vote, sign_in):
    lan, an = line(vote, "lan"), line(vote, "an")
    through(vote, "talk")
    client = sign_in("alpha_clerk")
    answer = client.post(new(vote, "vote"), filled([(lan, 12)], deed="save"))
    row = Conference.objects.get(step__code="vote")
    assert answer.url == reverse("conference", args=[row.pk])
    form = client.get(answer.url).text
    assert re.search(rf'name="agree-{lan.pk}" value="12"', form)
    assert f'name="agree-{an.pk}"' in form
    client.post(answer.url, filled([(lan, 12), (an, 13)], minutes=paper(), deed="close"))
    assert BallotResult.objects.filter(conference=row, conference__closed_at__isnull=False).count() == 2


def test_closing_without_minutes_keeps_what_was_typed(vote, sign_in):
    answer = sign_in("alpha_clerk").post(new(vote, "talk"), filled(deed="close"), follow=True)
    row = Conference.objects.get()
    assert (row.closed_at, row.present) == (None, 20)
    assert answer.redirect_chain == [(reverse("conference", args=[row.pk]), 302)]
    assert "Attach the minutes" in answer.text


def test_a_refused_form_keeps_figures_and_minutes(vote, sign_in):
    lan = line(vote, "lan")
    through(vote, "talk")
    client = sign_in("alpha_clerk")
    refused = client.post(new(vote, "vote"), filled([(lan, 21)], minutes=paper(), deed="close"))
    assert refused.status_code == 400
    assert f'name="agree-{lan.pk}" value="21"' in refused.text
    kept = re.search(r'name="kept" value="([^"]+)"', refused.text)[1]
    client.post(new(vote, "vote"), filled([(lan, 12)], kept=kept, deed="close"))
    row = Conference.objects.get(step__code="vote")
    assert (row.minutes.name, row.closed_at is not None) == ("bien-ban.pdf", True)


def test_minutes_that_another_reader_sent_are_not_taken(vote, sign_in):
    lan = line(vote, "lan")
    through(vote, "talk")
    refused = sign_in("alpha_clerk").post(new(vote, "vote"), filled([(lan, 21)], minutes=paper(), deed="save"))
    kept = re.search(r'name="kept" value="([^"]+)"', refused.text)[1]
    sign_in("alpha_secretary").post(new(vote, "vote"), filled([(lan, 12)], kept=kept, deed="save"))
    assert Conference.objects.get(step__code="vote").minutes is None


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"day": "32/07/2020"}, 400),
        ({"day": "08/07/2020"}, 400),
        ({"present": "x"}, 400),
        ({"present": "-1"}, 400),
        ({"present": ""}, 400),
        ({"returned": "21"}, 400),
        ({"minutes": paper("a.exe", b"MZ")}, 400),
        ({"kept": "forged"}, 302),
    ],
)
def test_bad_input_is_a_sentence_and_never_an_accident(vote, sign_in, changed, status):
    line(vote, "lan")
    through(vote, "talk")
    answer = sign_in("alpha_clerk").post(new(vote, "vote"), filled(deed="save", **changed))
    assert answer.status_code == status
    assert Conference.objects.filter(step__code="vote").exists() is (status == 302)


def test_a_step_out_of_order_cannot_be_opened(vote, sign_in):
    line(vote, "lan")
    assert sign_in("alpha_clerk").get(new(vote, "vote")).status_code == 409
    assert sign_in("alpha_clerk").post(new(vote, "vote"), filled()).status_code == 409
    assert sign_in("beta_secretary").get(new(vote, "vote")).status_code == 404


def test_an_open_sitting_is_taken_back(vote, sign_in):
    row = hold(vote, "talk")
    assert sign_in("alpha_clerk").post(reverse("conference-discard", args=[row.pk])).status_code == 302
    assert not Conference.objects.exists()


def test_a_closed_conference_takes_no_form(vote, sign_in):
    row = through(vote, "talk")
    client = sign_in("alpha_clerk")
    assert client.post(reverse("conference", args=[row.pk]), filled()).status_code == 409
    assert client.post(reverse("conference-discard", args=[row.pk])).status_code == 409
    assert Conference.objects.get().day == datetime.date(2020, 7, 7)


def test_pages_cost_no_more_with_more_lines(vote, sign_in, django_assert_max_num_queries):
    client = sign_in("alpha_clerk")
    through(vote, "talk")
    first = line(vote, "lan")
    client.get(new(vote, "vote"))
    for lines in ([first], [line(vote, person) for person in ("an", "binh", "dung", "em")]):
        assert lines
        with django_assert_max_num_queries(26):
            client.get(new(vote, "vote"))
        with django_assert_max_num_queries(22):
            client.get(reverse("conferences", args=[vote.submission("alpha").pk]))


def test_two_who_write_down_one_sitting_do_not_undo_each_other(vote, sign_in):
    lan = line(vote, "lan")
    through(vote, "talk")
    client = sign_in("alpha_clerk")
    client.post(new(vote, "vote"), filled([(lan, 12)], deed="save"))
    row = Conference.objects.get(step__code="vote")
    address = reverse("conference", args=[row.pk])
    seen = re.search(r'name="seen" value="(\w+)"', client.get(address).text)[1]
    sign_in("alpha_secretary").post(address, filled([(lan, 14)], deed="save", seen=seen))
    late = client.post(address, filled([(lan, 13)], deed="save", seen=seen))
    assert (late.status_code, f'name="agree-{lan.pk}" value="13"' in late.text) == (409, True)
    assert row.results.get().agree == 14
    again = re.search(r'name="seen" value="(\w+)"', late.text)[1]
    assert client.post(address, filled([(lan, 13)], deed="save", seen=again)).status_code == 302
    assert row.results.get().agree == 13


def test_sitting_that_somebody_else_has_begun_meanwhile_keeps_what_was_typed(vote, sign_in):
    lan = line(vote, "lan")
    through(vote, "talk")
    sign_in("alpha_secretary").post(new(vote, "vote"), filled([(lan, 14)], deed="save"))
    late = sign_in("alpha_clerk").post(new(vote, "vote"), filled([(lan, 13)], deed="save"))
    assert (late.status_code, f'name="agree-{lan.pk}" value="13"' in late.text) == (409, True)
    assert BallotResult.objects.get().agree == 14


def test_minutes_that_are_opened_stand_in_the_read_log(vote, sign_in):
    row = through(vote, "talk")
    answer = sign_in("appraiser").get(reverse("conference-minutes", args=[row.pk]))
    assert DossierRead.objects.filter(reader=vote.user("appraiser"), digest=row.minutes.digest).count() == 1
    answer.close()


def test_step_with_nobody_to_vote_on_is_not_called_done(vote, sign_in):
    page = sign_in("alpha_secretary").get(reverse("conferences", args=[vote.submission("alpha").pk]))
    assert page.text.count("sitting-step--done") == 0
