"""Scans, seals, corrections, publications and receipts on their pages."""

import hashlib
import io
import json

import pytest
from django.urls import reverse

from anphu.kit import history
from orgtree.models import DossierRead
from planning.models import Decision, DecisionFile, PlanEntry, Publication, Receipt
from tests.deciding import appoint, appraise, approved
from tests.planning.pages.conftest import words

PDF = b"%PDF-1.7\n1 0 obj\n"


@pytest.fixture
def decided(world):
    return approved(world, [("alpha", "lan", "add"), ("alpha", "cuong", "remove")], "alpha", "beta")


def scan(content: bytes = PDF, name: str = "qd.pdf") -> io.BytesIO:
    file = io.BytesIO(content)
    file.name = name
    return file


def publish(send, decision, user="board", **typed):
    return send(user, "decision-publish", decision.pk, **{"audience": "people", "until": "20/07/2020", **typed})


def test_decision_page_shows_its_seal_and_what_it_did(decided, ask):
    page = words(ask("btv", "decision", decided.pk))

    assert decided.seal.digest in page
    assert reverse("decision-seal", args=[decided.pk]) in page
    assert "The decision has not been made known yet." in page


def test_decision_page_asks_as_often_for_many_entries(decided, ask, django_assert_num_queries):
    ask("btv", "decision", decided.pk)
    with django_assert_num_queries(23):
        ask("btv", "decision", decided.pk)


def test_decision_taken_over_says_that_it_has_no_seal(world, ask, decided):
    with history.acting(actor=None, verb="take_over", reason="tests"):
        older = Decision.objects.get(number="1-QĐ/HU")
        Publication.objects.create(
            decision=older, audience="units", day=world.today, published_by=world.users["board"]
        ).receipts.create(unit=world.units["alpha"])

    assert "Taken over from before the program; it has no seal." in words(ask("btv", "decision", older.pk))
    assert ask("btv", "decision-seal", older.pk).status_code == 404


def test_seal_is_carried_away_by_who_sees_all_of_it_and_logged(decided, ask):
    answer = ask("btv", "decision-seal", decided.pk)

    link = json.loads(answer.content)
    told = hashlib.sha256(f"{link['previous']}\n{link['payload']}".encode()).hexdigest()
    assert told == link["digest"] == decided.seal.digest
    read = DossierRead.objects.get()
    assert (read.reader.username, read.kind) == ("btv", "list")
    assert read.digest == hashlib.sha256(answer.content).hexdigest()


def test_seal_of_many_units_is_refused_to_one_of_them(decided, ask):
    answer = ask("alpha_secretary", "decision-seal", decided.pk)

    assert answer.status_code == 403
    assert "ask the organization board for it" in words(answer)
    assert reverse("decision-seal", args=[decided.pk]) not in words(ask("alpha_secretary", "decision", decided.pk))
    assert not DossierRead.objects.exists()


def test_scan_is_added_shown_and_logged(decided, ask, send):
    assert send("board", "decision-file-add", decided.pk, file=scan()).status_code == 302
    row = DecisionFile.objects.get()

    answer = ask("btv", "decision-file", row.pk)

    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert DossierRead.objects.get().digest == row.artifact.digest
    assert ask("alpha_secretary", "decision-file", row.pk).status_code == 403


@pytest.mark.parametrize(
    ("user", "content", "status", "sentence"),
    [
        ("board", b"MZ\x90\x00", 400, "This kind of file is not taken here."),
        ("board", b"", 400, "The submitted file is empty."),
        ("alpha_secretary", PDF, 403, "Your roles do not include this right here"),
    ],
)
def test_scan_that_cannot_be_added_is_refused(decided, send, user, content, status, sentence):
    answer = send(user, "decision-file-add", decided.pk, file=scan(content))

    assert answer.status_code == status
    assert sentence in words(answer)
    assert not DecisionFile.objects.exists()


def test_decision_with_a_bad_scan_is_not_made(world, send):
    (alpha,) = appraise(world, "alpha")
    typed = {"submission": [alpha.pk], "number": "15-QĐ/HU", "day": "07/07/2020", "signer": "Ngô Văn Tín"}

    refused = send("btv", "decision-new", **typed, file=scan(b"MZ"))
    assert refused.status_code == 400
    assert not Decision.objects.filter(number="15-QĐ/HU").exists()

    assert send("btv", "decision-new", **typed, file=scan()).status_code == 302
    row = Decision.objects.get(number="15-QĐ/HU")
    assert (row.signer, row.files.count()) == ("Ngô Văn Tín", 1)


def test_correction_is_typed_and_made(world, decided, ask, send):
    lan = PlanEntry.objects.get(person=world.people["lan"])
    cuong = PlanEntry.objects.get(person=world.people["cuong"])
    assert ask("btv", "decision-correct", decided.pk).status_code == 200

    typed = {"number": "4-QĐ/HU", "day": "07/07/2020", "reason": "Ghi nhầm", f"close-{lan.pk}": "standard"}
    answer = send("btv", "decision-correct", decided.pk, **typed, **{f"reopen-{cuong.pk}": "on"})

    made = Decision.objects.get(number="4-QĐ/HU")
    assert answer["location"] == reverse("decision", args=[made.pk])
    assert "Corrected by" in words(ask("btv", "decision", decided.pk))
    assert list(made.opened.values_list("person", flat=True)) == [world.people["cuong"].pk]


@pytest.mark.parametrize(
    ("change", "status", "sentence"),
    [
        ({}, 400, "Choose at least one entry"),
        ({"reason": ""}, 400, "This field is required."),
        ({"number": "2-QĐ/HU", "close": "age"}, 409, "already has a decision of that number"),
        ({"day": "06/07/2020", "close": "age"}, 400, "A correction comes after the decision it corrects"),
        ({"close": "mood"}, 400, "Select a valid choice"),
    ],
)
def test_correction_wrongly_typed_is_refused_and_kept(world, decided, send, change, status, sentence):
    lan = PlanEntry.objects.get(person=world.people["lan"])
    typed = {"number": "4-QĐ/HU", "day": "07/07/2020", "reason": "Ghi nhầm", f"close-{lan.pk}": ""}
    if "close" in change:
        change = {**change, f"close-{lan.pk}": change["close"]}

    answer = send("btv", "decision-correct", decided.pk, **{**typed, **change})

    assert answer.status_code == status
    assert sentence in words(answer)
    assert Decision.objects.count() == 2


def test_publication_is_made_confirmed_and_watched(world, decided, ask, send):
    answer = publish(send, decided)
    row = Publication.objects.get()
    assert answer["location"] == reverse("publication", args=[row.pk])
    assert "4 are still due." in words(ask("board", "publication", row.pk))

    page = ask("alpha_secretary", "receipts")
    unit, people = page.context["due"], page.context["to_tell"]
    assert [receipt.unit for receipt in unit] == [world.units["alpha"]]
    assert {receipt.person.full_name for receipt in people} == {"Bùi Thị Ngọc Lan", "Lê Quốc Cường"}
    send("alpha_secretary", "receipts", receipt=[receipt.pk for receipt in unit])
    send("alpha_secretary", "receipts", receipt=[receipt.pk for receipt in people], told_on="07/07/2020")

    assert "1 is still due." in words(ask("board", "publication", row.pk))
    assert "Nothing is left to confirm" in words(ask("alpha_secretary", "receipts"))
    assert Receipt.objects.get(received_at=None).unit == world.units["beta"]


def test_publication_is_watched_by_a_unit_as_far_as_its_own(decided, ask, send):
    publish(send, decided)
    page = ask("beta_secretary", "publication", Publication.objects.get().pk)

    assert [receipt.unit_version.name for receipt in page.context["receipts"]] == ["Đảng bộ xã Phú Hội"]


@pytest.mark.parametrize(
    ("typed", "status", "sentence"),
    [
        ({"until": "06/07/2020"}, 400, "Receipts cannot be due before the day of publication."),
        ({"audience": "moon"}, 400, "Select a valid choice."),
        ({"until": "31/02/2020"}, 400, "Enter a valid date."),
    ],
)
def test_publication_wrongly_typed_is_refused(decided, send, typed, status, sentence):
    answer = publish(send, decided, **typed)

    assert answer.status_code == status
    assert sentence in words(answer)
    assert not Publication.objects.exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"receipt": []}, "Tick at least one line."),
        ({}, "Give the day on which the person was told."),
        ({"told_on": "01/01/2020"}, "The person was told between the day of publication and today"),
    ],
)
def test_receipt_wrongly_typed_is_refused(decided, ask, send, typed, sentence):
    publish(send, decided)
    told = [receipt.pk for receipt in ask("alpha_secretary", "receipts").context["to_tell"]]

    answer = send("alpha_secretary", "receipts", **{"receipt": told, **typed})

    assert answer.status_code == 400
    assert sentence in words(answer)
    assert not Receipt.objects.exclude(received_at=None).exists()


def test_entries_end_by_rule_at_the_press_of_a_button(world, ask, send):
    appoint(world, "binh", "secretary")
    assert 'action="/decisions/by-rule/"' in words(ask("board", "decisions"))
    assert 'action="/decisions/by-rule/"' not in words(ask("btv", "decisions"))

    answer = send("board", "close-by-rule")

    made = Decision.objects.get(kind="by_rule")
    assert answer["location"] == reverse("decision", args=[made.pk])
    assert "holds the title or a higher one" in words(ask("alpha_secretary", "decision", made.pk))
    assert ask("beta_secretary", "decision", made.pk).status_code == 404
    assert send("board", "close-by-rule")["location"] == reverse("decisions")
