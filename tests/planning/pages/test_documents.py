"""Papers of rounds at their doors: who gets which, as which file, what is written down, what it costs."""

import hashlib
import io

import docx
import pytest
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from orgtree.choices import ReadKind
from orgtree.models import DossierRead
from planning.choices import Ground, Proposal
from planning.reports.papers import declared, desk
from planning.reports.papers.declared import FORMS
from tests.deciding import approved, line
from tests.planning import sittings
from tests.planning.pages.conftest import words

KINDS = ("pdf", "docx", "xlsx")


def text(data: bytes, kind: str) -> str:
    """What the file says, in one line."""
    if kind == "pdf":
        found = [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]
    elif kind == "docx":
        document = docx.Document(io.BytesIO(data))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        found = [*(paragraph.text for paragraph in document.paragraphs), *cells]
    else:
        book = load_workbook(io.BytesIO(data))
        found = [str(value) for sheet in book for row in sheet.values for value in row if value is not None]
    return " ".join(" ".join(found).split())


@pytest.fixture
def held(world):
    """Alpha adds Lan; the second step has counted: 12 of 20 agree."""
    sittings.with_steps(world)
    row = sittings.line(world, "lan")
    sittings.through(world, "leaders-1")
    return sittings.through(world, "key-cadres", {row: (12, 8)})


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("form", [form.code for form in declared.of("submission")])
def test_paper_of_a_list_is_sent_and_in_the_log_with_its_digest(sign_in, world, form, kind):
    line(world, "alpha", "lan", Proposal.ADD)
    address = reverse("submission-document", args=[world.submission("alpha").pk, form])
    answer = sign_in("alpha_secretary").get(address, {"as": kind})
    assert answer["Content-Disposition"] == f'attachment; filename="{form}.{kind}"'
    assert "ĐẢNG BỘ XÃ KHÁNH AN" in text(answer.content, kind)
    (read,) = DossierRead.objects.all()
    assert (read.kind, read.reader.username) == (ReadKind.LIST, "alpha_secretary")
    assert read.digest == hashlib.sha256(answer.content).hexdigest()


@pytest.mark.parametrize("kind", KINDS)
def test_decision_shows_its_list_and_the_digest_of_its_seal(ask, world, kind):
    row = approved(world, [("alpha", "cuong", Proposal.REMOVE, "standing"), ("alpha", "lan", Proposal.ADD)], "alpha")
    said = text(ask("btv", "decision-document", row.pk, "approval", **{"as": kind}).content, kind)
    assert "Bùi Thị Ngọc Lan" in said
    assert "Lê Quốc Cường" in said
    assert row.seal.digest in said.replace(" ", "") if kind == "pdf" else row.seal.digest in said


def test_decision_of_a_part_says_that_it_is_one(ask, world):
    row = approved(world, [("alpha", "lan", Proposal.ADD)], "alpha", "beta")
    said = text(ask("alpha_secretary", "decision-document", row.pk, "approval", **{"as": "docx"}).content, "docx")
    assert "Bản này chỉ gồm những đơn vị mà người in được phép trích xuất." in said
    whole = text(ask("btv", "decision-document", row.pk, "approval", **{"as": "docx"}).content, "docx")
    assert "Bản này chỉ gồm" not in whole


@pytest.mark.parametrize("kind", KINDS)
def test_count_of_a_conference_equals_its_page(ask, held, kind):
    said = text(ask("alpha_secretary", "conference-document", held.pk, "tally", **{"as": kind}).content, kind)
    assert "Số người được triệu tập: 20" in said
    assert "Bùi Thị Ngọc Lan" in said
    assert "60,0" in said
    (vote,) = ask("alpha_secretary", "conference", held.pk).context["conference"].votes
    assert (vote.agree, vote.disagree) == (12, 8)


@pytest.mark.parametrize("kind", KINDS)
def test_count_by_hand_names_people_and_leaves_figures_open(ask, world, held, kind):
    step = sittings.step(world, "extended")
    row = world.submission("alpha")
    said = text(ask("alpha_secretary", "step-document", row.pk, step.pk, **{"as": kind}).content, kind)
    assert "Số phiếu phát ra: …" in said
    assert "Bùi Thị Ngọc Lan" in said
    assert reverse("step-document", args=[row.pk, step.pk]) in words(ask("alpha_secretary", "conferences", row.pk))


def test_count_by_hand_of_a_step_whose_turn_has_not_come_is_refused(ask, world, held):
    step = sittings.step(world, "leaders-2")
    answer = ask("alpha_secretary", "step-document", world.submission("alpha").pk, step.pk)
    assert answer.status_code == 409
    assert "First comes: extended." in words(answer)


def test_round_gives_each_reader_the_lists_in_reach(ask, world):
    line(world, "beta", "hai", Proposal.ADD)
    line(world, "alpha", "lan", Proposal.ADD)
    for form in (form.code for form in declared.of("round")):
        said = text(ask("alpha_secretary", "round-document", world.round.pk, form, **{"as": "xlsx"}).content, "xlsx")
        assert "Hải" not in said
        assert "Phú Hội" not in said
    both = text(ask("board", "round-document", world.round.pk, "appendix-2", **{"as": "xlsx"}).content, "xlsx")
    assert "Võ Hoàng Hải" in both
    assert "Bùi Thị Ngọc Lan" in both


STATUS = {"board": 200, "alpha_secretary": 200, "alpha_clerk": 200, "beta_secretary": 404, "btv": 200}
STATUS |= {"inspector": 403, "auditor": 403, "admin": 403, "nobody": 403}


@pytest.mark.parametrize(("user", "status"), STATUS.items())
def test_paper_is_for_who_may_carry_the_list_away(ask, api, world, user, status):
    pk = world.submission("alpha").pk
    assert ask(user, "submission-document", pk, "appendix-1").status_code == status
    assert api(user).get(f"/api/v1/submissions/{pk}/documents/appendix-1/").status_code == status
    assert DossierRead.objects.count() == (2 if status == 200 else 0)


@pytest.mark.parametrize(("form", "kind"), [("no-such", "pdf"), ("tally", "pdf"), ("2-hsdv", "pdf"), ("summary", "x")])
def test_paper_unknown_is_not_found(ask, world, form, kind):
    answer = ask("board", "submission-document", world.submission("alpha").pk, form, **{"as": kind})
    assert answer.status_code == 404


def test_api_gives_the_same_papers(api, world, held):
    client = api("alpha_secretary")
    row = world.submission("alpha")
    addresses = [
        f"submissions/{row.pk}/documents/summary/",
        f"rounds/{world.round.pk}/documents/appendix-1/",
        f"conferences/{held.pk}/documents/tally/",
        f"submissions/{row.pk}/tally/{sittings.step(world, 'extended').pk}/",
    ]
    for address in addresses:
        answer = client.get(f"/api/v1/{address}", {"as": "xlsx"})
        assert (answer.status_code, answer.content[:2]) == (200, b"PK"), address
    wrong = client.get(f"/api/v1/{addresses[0]}", {"as": "exe"})
    assert (wrong.status_code, list(wrong.json()["errors"])) == (400, ["as"])


@pytest.mark.parametrize(("kind", "status"), [("pdf", 400), ("docx", 400), ("xlsx", 200)])
def test_paper_too_long_for_pages_is_given_as_a_workbook(ask, world, monkeypatch, kind, status):
    monkeypatch.setattr(desk, "LONGEST", 1)
    pk = world.submission("alpha").pk
    answer = ask("board", "submission-document", pk, "appendix-1", **{"as": kind})
    assert answer.status_code == status
    assert DossierRead.objects.count() == (status == 200)


def test_text_that_looks_like_a_formula_stays_text(ask, world):
    line(world, "alpha", "lan", Proposal.ADD, reason="=HYPERLINK(1)")
    answer = ask("board", "submission-document", world.submission("alpha").pk, "appendix-2", **{"as": "xlsx"})
    cells = [cell for sheet in load_workbook(io.BytesIO(answer.content)) for row in sheet for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
    assert any("=HYPERLINK(1)" in str(cell.value) for cell in cells)


@pytest.mark.parametrize(
    ("page", "about"), [("submission", "submission"), ("round", "round"), ("decision", "decision")]
)
def test_pages_offer_their_papers(ask, world, page, about):
    pk = {"submission": world.submission("alpha"), "round": world.round}.get(page)
    pk = (pk or approved(world, [("alpha", "lan", Proposal.ADD)], "alpha")).pk
    body = words(ask("board", page, pk))
    for form in declared.of(about):
        assert reverse(f"{about}-document", args=[pk, form.code]) in body


def test_conference_offers_its_count(ask, held):
    assert reverse("conference-document", args=[held.pk, "tally"]) in words(ask("board", "conference", held.pk))
    assert "tally" not in words(ask("inspector", "conference", held.pk))


def test_paper_costs_the_same_however_many_lines(queries, world):
    row = world.submission("alpha")
    few = queries("board", "submission-document", row.pk, "extract", **{"as": "xlsx"})
    line(world, "alpha", "cuong", Proposal.REMOVE, ground=Ground.AGE)
    for person in ("lan", "dung", "an"):
        line(world, "alpha", person, Proposal.ADD)
    assert queries("board", "submission-document", row.pk, "extract", **{"as": "xlsx"}) == few == 19


@pytest.mark.parametrize("form", FORMS)
def test_template_can_be_downloaded_changed_and_printed(sign_in, world, held, form, settings, tmp_path):
    settings.ARTIFACTS = tmp_path / "files"
    client = sign_in("board")
    data = client.get(reverse("template-built-in", args=[form])).content
    document = docx.Document(io.BytesIO(data))
    document.add_paragraph("Mẫu của huyện: {{ title }}")
    out = io.BytesIO()
    document.save(out)
    out.name, _at = "mau.docx", out.seek(0)
    sent = {"form": form, "file": out, "reason": "Thêm dòng của huyện"}
    assert client.post(reverse("document-templates"), sent).status_code == 302
    about = next(iter(FORMS[form].about - {"step", "round"}))
    row = {"submission": world.submission("alpha"), "conference": held, "unit": world.units["alpha"]}.get(about)
    row = row or approved(world, [], "alpha")
    printed = client.get(reverse(f"{about}-document", args=[row.pk, form]), {"as": "docx"})
    assert "Mẫu của huyện: " in text(printed.content, "docx")
