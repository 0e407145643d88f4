"""The read log as those see it who watch over readers."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from orgtree.actions import reads
from orgtree.choices import ReadKind
from orgtree.models import DossierRead

LOG, EXPORT = reverse("read-log"), reverse("read-log-export")


@pytest.fixture
def log(world):
    """Three readings, one of them a year ago."""
    board, secretary = world.users["board"], world.users["alpha_secretary"]
    reads.note(reader=board, kind=ReadKind.DOSSIER, person=world.people["an"])
    reads.note(
        reader=secretary, kind=ReadKind.LIST, detail="Cán bộ; xlsx", purpose="Hội nghị", rows=5, digest="ab" * 32
    )
    DossierRead.objects.create(
        at=timezone.now() - datetime.timedelta(days=365), reader=board, kind=ReadKind.HISTORY, person=world.people["em"]
    )


def shown(answer):
    return [(row.reader.username, row.kind) for row in answer.context["reads"]]


@pytest.mark.parametrize("name", ["auditor", "inspector"])
def test_log_is_shown_newest_first_to_who_watches(sign_in, log, name):
    answer = sign_in(name).get(LOG)
    assert shown(answer) == [("alpha_secretary", "list"), ("board", "dossier"), ("board", "history")]
    assert "Nguyễn Văn An" in answer.content.decode()


@pytest.mark.parametrize("name", ["board", "appraiser", "btv", "alpha_secretary", "admin", "nobody"])
@pytest.mark.parametrize("page", [LOG, EXPORT, "/api/v1/read-log/"])
def test_log_is_closed_to_readers_themselves(sign_in, log, name, page):
    assert sign_in(name).get(page).status_code == 403


def test_log_leads_to_a_dossier_only_whoever_may_open_it(sign_in, log, world):
    link = f'href="{reverse("person", args=[world.people["an"].pk])}"'
    assert link in sign_in("inspector").get(LOG).content.decode()
    assert link not in sign_in("auditor").get(LOG).content.decode()


def day(shift: int) -> str:
    return f"{timezone.localtime() + datetime.timedelta(days=shift):%d/%m/%Y}"


def test_log_filters(sign_in, log, world):
    client = sign_in("auditor")
    secretary, dossier, old = ("alpha_secretary", "list"), ("board", "dossier"), ("board", "history")
    for query, found in (
        ({"reader": "alpha"}, [secretary]),
        ({"q": "nguyen van an"}, [dossier]),
        ({"person": world.people["em"].pk}, [old]),
        ({"kind": "list"}, [secretary]),
        ({"since": day(0)}, [secretary, dossier]),
        ({"until": day(-1)}, [old]),
        ({"since": day(-366), "until": day(-364)}, [old]),
        ({"ordering": "time"}, [old, dossier, secretary]),
        ({"reader": "nobody at all"}, []),
    ):
        assert shown(client.get(LOG, query)) == found, query


@pytest.mark.parametrize(
    "query", ["kind=x", "since=31/02/2020", "person=abc", "person=99999999999999999999", "q=" + "x" * 101, "x=1"]
)
def test_log_nonsense_is_a_sentence(sign_in, log, query):
    assert sign_in("auditor").get(f"{LOG}?{query}").status_code == 400


def test_log_costs_the_same_whatever_the_rows(sign_in, log, world, django_assert_num_queries):
    client = sign_in("auditor")
    for rows in (0, 5):
        for _number in range(rows):
            reads.note(reader=world.users["btv"], kind=ReadKind.DOSSIER, person=world.people["binh"])
        with django_assert_num_queries(5):
            client.get(LOG)


def test_log_carried_away_is_itself_in_the_log(sign_in, log):
    client = sign_in("auditor")
    answer = client.post(EXPORT, {"format": "csv", "purpose": "Kiểm tra định kỳ"})
    text = b"".join(answer.streaming_content).decode()
    assert "Nguyễn Văn An" in text
    assert "Hội nghị" in text
    newest = DossierRead.objects.latest("pk")
    assert (newest.reader.username, newest.rows, newest.purpose) == ("auditor", 3, "Kiểm tra định kỳ")


def test_log_carried_away_tells_the_time_of_the_office(sign_in, world):
    evening = datetime.datetime(2020, 7, 6, 18, 30, tzinfo=datetime.UTC)
    DossierRead.objects.create(at=evening, reader=world.users["board"], kind=ReadKind.HISTORY)
    answer = sign_in("auditor").post(EXPORT, {"format": "csv", "purpose": "Kiểm tra định kỳ"})
    assert "07/07/2020 01:30:00" in b"".join(answer.streaming_content).decode()


def test_log_of_somebody_who_is_gone_is_still_there(sign_in, log, world):
    DossierRead.objects.create(reader=world.users["board"], kind=ReadKind.DOSSIER, person_id=10**9)
    assert "#1000000000" in sign_in("auditor").get(LOG).content.decode()


def test_api_reads_the_log_and_cannot_write_it(api, log, world):
    client = api("auditor")
    body = client.get("/api/v1/read-log/").json()
    assert [(row["reader_name"], row["kind"], row["rows"]) for row in body["results"]] == [
        ("alpha_secretary", "list", 5),
        ("board", "dossier", 1),
        ("board", "history", 1),
    ]
    one = f"/api/v1/read-log/{body['results'][0]['id']}/"
    assert client.get(one).json()["purpose"] == "Hội nghị"
    assert client.post("/api/v1/read-log/", {}).status_code == 405
    assert client.delete(one).status_code == 405
    assert client.get("/api/v1/read-log/?kind=dossier").json()["count"] == 1


def test_log_speaks_in_words(sign_in, world):
    said = {
        "discipline": "Kỷ luật",
        "core": "Thông tin chính của hồ sơ",
        "contact: 12": "Nơi ở và liên lạc, yêu cầu thay đổi 12",
        "merge": "So sánh hai hồ sơ",
        "2019-12-31": "tại ngày 31/12/2019",
        "Cán bộ; xlsx": "Cán bộ; xlsx",
    }
    for detail in said:
        reads.note(reader=world.users["board"], kind=ReadKind.DOSSIER, person=world.people["an"], detail=detail)
    page = sign_in("auditor").get(LOG)
    assert {row.detail: row.what for row in page.context["reads"]} == said
