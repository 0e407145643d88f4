import pytest
from django.urls import reverse

from planning.actions import consultations
from planning.models import Consultation
from tests.planning.sittings import line


@pytest.fixture(autouse=True)
def day(settings, world):
    settings.ANPHU_TODAY = world.today


@pytest.fixture
def asked(world):
    """Inspection is asked about Lan and Giang, beta about Giang, who is hers."""
    lan, giang = line(world, "lan"), line(world, "giang", outsider=True)
    put = {"actor": world.user("appraiser"), "on": world.today, "question": "Nhận xét về cán bộ?"}
    consultations.ask(lines=[lan.pk, giang.pk], body="inspection", **put)
    consultations.ask(lines=[giang.pk], home=True, **put)
    return world


@pytest.mark.parametrize(
    ("user", "people"),
    [
        ("inspector", {"Bùi Thị Ngọc Lan", "Đỗ Thị Giang"}),
        ("beta_secretary", {"Đỗ Thị Giang"}),
    ],
)
def test_bodies_see_what_they_were_asked(asked, sign_in, user, people):
    page = sign_in(user).get(reverse("consultations"), {"whose": "mine"})
    assert {name for name in ("Bùi Thị Ngọc Lan", "Đỗ Thị Giang") if name in page.text} == people
    assert page.text.count("button--small") >= len(people)


def test_a_home_unit_sees_nothing_of_other_questions(asked, sign_in):
    other = Consultation.objects.exclude(role="").first()
    client = sign_in("beta_secretary")
    assert client.get(reverse("consultation", args=[other.pk])).status_code == 404
    assert client.post(reverse("consultation", args=[other.pk]), {"answer": "agree"}).status_code == 404


def test_a_question_is_answered_on_its_page(asked, sign_in):
    row = Consultation.objects.get(role="")
    client = sign_in("beta_secretary")
    assert "Nhận xét về cán bộ?" in client.get(reverse("consultation", args=[row.pk])).text
    refused = client.post(reverse("consultation", args=[row.pk]), {"answer": "object", "words": ""})
    assert refused.status_code == 400
    answer = client.post(reverse("consultation", args=[row.pk]), {"answer": "object", "words": "Chưa đủ tiêu chuẩn"})
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.answer, row.words, row.answered_by) == ("object", "Chưa đủ tiêu chuẩn", asked.user("beta_secretary"))
    assert client.post(reverse("consultation", args=[row.pk]), {"answer": "agree"}).status_code == 409


def test_a_consulted_body_sees_no_questions_put_to_others(asked, sign_in):
    page = sign_in("inspector").get(reverse("consultations"))
    assert {row.role for row in page.context["questions"]} == {"inspection"}
    assert (
        sign_in("inspector").get(reverse("consultation", args=[Consultation.objects.get(role="").pk])).status_code
        == 404
    )


def test_what_waits_for_an_answer_comes_first(asked, sign_in):
    first, second = Consultation.objects.filter(role="inspection").order_by("pk")
    client = sign_in("inspector")
    client.post(reverse("consultation", args=[first.pk]), {"answer": "agree"})
    assert client.get(reverse("consultations")).context["questions"] == [second, first]


def test_who_was_not_asked_sees_the_answer_and_no_form(asked, sign_in):
    row = Consultation.objects.get(role="")
    client = sign_in("alpha_secretary")
    assert '<form class="panel' not in client.get(reverse("consultation", args=[row.pk])).text
    assert client.post(reverse("consultation", args=[row.pk]), {"answer": "agree"}).status_code == 404


def test_the_list_costs_no_more_with_more_questions(asked, sign_in, django_assert_max_num_queries):
    client = sign_in("inspector")
    client.get(reverse("consultations"))
    with django_assert_max_num_queries(14):
        client.get(reverse("consultations"), {"whose": "mine", "state": "waiting"})


def test_a_unit_sees_nothing_of_what_bodies_say_about_its_list(asked, sign_in):
    """They speak of discipline, which dossiers restrict; the list may bring people whose dossiers it never sees."""
    row = Consultation.objects.filter(role="inspection").first()
    told = {"answer": "object", "words": "Đang xem xét dấu hiệu vi phạm"}
    assert sign_in("inspector").post(reverse("consultation", args=[row.pk]), told).status_code == 302
    seen = {
        user: Consultation.objects.visible_to(asked.user(user), asked.today).filter(pk=row.pk).exists()
        for user in ("alpha_secretary", "alpha_clerk", "appraiser", "btv")
    }
    assert seen == {"alpha_secretary": False, "alpha_clerk": False, "appraiser": True, "btv": True}
    address = reverse("submission", args=[row.line.submission_id])
    assert told["words"] not in sign_in("alpha_secretary").get(address).text
    assert told["words"] in sign_in("appraiser").get(address).text
