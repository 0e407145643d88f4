"""Files of a dossier: what is taken, who may open it, and that every opening is known."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from orgtree.actions import files as actions
from orgtree.choices import AttachmentKind, ReadKind
from orgtree.models import Attachment, DossierRead
from tests.pictures import jpeg, pdf, png


def upload(client, world, data: bytes, name="scan.pdf", key="an", **said):
    """Whatever the browser says of the file's kind is not believed."""
    file = SimpleUploadedFile(name, data, content_type="text/html")
    fields = {"file": file, "kind": "other", "title": "", "section": "", "reason": "Bổ sung", **said}
    return client.post(reverse("attach", args=[world.people[key].pk]), fields)


@pytest.fixture
def kept(sign_in, world, store):
    """A file of an open and one of a closed section of An."""
    client = sign_in("board")
    upload(client, world, pdf(), title="Bằng cử nhân", section="training", kind="diploma")
    upload(client, world, pdf() + b"\n", title="Quyết định kỷ luật", section="discipline", kind="decision")
    closed, opened = Attachment.objects.order_by("-pk")
    return opened, closed


def test_paper_is_kept_whole_by_its_digest(sign_in, world, store):
    answer = upload(sign_in("board"), world, pdf(), name="Bằng đại học.pdf")
    assert answer.url == reverse("person-files", args=[world.people["an"].pk])
    row = Attachment.objects.get()
    assert (row.title, row.artifact.name, row.artifact.media_type) == (
        "Bằng đại học",
        "Bằng đại học.pdf",
        "application/pdf",
    )
    assert row.artifact.path.read_bytes() == pdf()
    assert row.artifact.path.is_relative_to(store)


def test_photo_is_kept_as_a_picture_alone_and_the_new_one_replaces_the_old(sign_in, world, store):
    client = sign_in("board")
    for data in (jpeg(comment=b"hidden"), png()):
        upload(client, world, data + b"PK\x03\x04", name="../../etc/<b>.png", kind="photo")
    row = Attachment.objects.get(kind=AttachmentKind.PHOTO)
    assert (row.artifact.media_type, row.artifact.name) == ("image/jpeg", "_b_.jpg")
    with row.artifact.open() as file:
        assert b"PK\x03\x04" not in file.read()


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("bomb", b"\0" * 10_000_000)
    return out.getvalue()


HOSTILE = {
    "empty": (b"", "other"),
    "a page that says it is a PDF": (b"<html><script>alert(1)</script>", "other"),
    "a page behind the mark of a PDF": (b"%PDF-<script>alert(1)</script>", "other"),
    "a program": (b"MZ\x90\x00" + b"\0" * 100, "other"),
    "a bomb in an archive named PDF": (archive(), "other"),
    "a vector picture": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>", "other"),
    "half a picture": (jpeg(300, 400)[:500], "other"),
    "half a PDF": (pdf()[:40], "other"),
    "a PDF as photo": (pdf(), "photo"),
    "a broken photo": (b"\xff\xd8\xff\xe0broken", "photo"),
    "too large a photo": (jpeg() + b"\0" * (6 << 20), "photo"),
}


@pytest.mark.parametrize(("data", "kind"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_file_is_refused_with_a_sentence_and_leaves_nothing(sign_in, world, store, data, kind):
    answer = upload(sign_in("board"), world, data, name="giay-to.pdf", kind=kind)
    assert answer.status_code == 400
    assert answer.context["form"].errors["file"]
    assert not Attachment.objects.exists()
    assert [path for path in store.rglob("*") if path.is_file()] == []


def test_large_file_is_refused(sign_in, world, store, monkeypatch):
    monkeypatch.setattr(actions, "LARGEST", 100)
    answer = upload(sign_in("board"), world, pdf() + b"\0" * 100)
    assert answer.status_code == 400


@pytest.mark.parametrize("wrong", [{"kind": "x"}, {"section": "x"}, {"reason": ""}, {"title": "x" * 151}])
def test_wrong_words_are_told_at_their_field(sign_in, world, store, wrong):
    answer = upload(sign_in("board"), world, pdf(), **wrong)
    assert answer.status_code == 400
    assert set(answer.context["form"].errors) == set(wrong)


def test_no_file_is_told(sign_in, world):
    answer = sign_in("board").post(reverse("attach", args=[world.people["an"].pk]), {"kind": "other", "reason": "x"})
    assert answer.status_code == 400


@pytest.mark.parametrize(("name", "status"), [("alpha_secretary", 403), ("inspector", 403), ("auditor", 403)])
def test_only_who_edits_dossiers_puts_files_to_them(sign_in, world, store, name, status):
    assert upload(sign_in(name), world, pdf()).status_code == status
    assert not Attachment.objects.exists()


def test_panel_shows_what_the_reader_may_see(sign_in, world, kept):
    page = reverse("person-files", args=[world.people["an"].pk])
    titles = {}
    for name in ("board", "inspector", "alpha_secretary"):
        titles[name] = [row.title for row in sign_in(name).get(page).context["files"].rows]
    both = ["Quyết định kỷ luật", "Bằng cử nhân"]
    assert titles == {"board": both, "inspector": both, "alpha_secretary": ["Bằng cử nhân"]}


def test_panel_is_a_fragment_for_htmx(sign_in, world, kept):
    body = sign_in("board").get(reverse("person-files", args=[kept[0].person_id]), headers={"HX-Request": "true"})
    assert "<html" not in body.content.decode()


def test_panel_costs_the_same_whatever_the_files(sign_in, world, kept, django_assert_num_queries):
    client = sign_in("board")
    for key, queries in (("an", 7), ("binh", 6)):  # that there are files to see is logged
        with django_assert_num_queries(queries):
            client.get(reverse("person-files", args=[world.people[key].pk]))


def test_opening_sends_the_bytes_and_is_in_the_log(sign_in, world, kept):
    answer = sign_in("alpha_secretary").get(reverse("attachment", args=[kept[0].pk]))
    assert b"".join(answer.streaming_content) == pdf()
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    (read,) = DossierRead.objects.all()
    assert (read.reader.username, read.kind, read.person) == (
        "alpha_secretary",
        ReadKind.ATTACHMENT,
        world.people["an"],
    )
    assert read.digest == kept[0].artifact.digest


@pytest.mark.parametrize(
    ("name", "which", "status"),
    [
        ("alpha_secretary", 1, 403),
        ("alpha_clerk", 1, 403),
        ("beta_secretary", 0, 404),
        ("beta_secretary", 1, 404),
        ("auditor", 0, 403),
        ("admin", 0, 403),
        ("inspector", 1, 200),
        ("btv", 1, 200),
    ],
)
def test_file_is_as_closed_as_its_section_and_person(sign_in, world, kept, name, which, status):
    answer = sign_in(name).get(reverse("attachment", args=[kept[which].pk]))
    assert answer.status_code == status
    assert b"".join(answer).startswith(b"%PDF" if status == 200 else b"")
    assert DossierRead.objects.count() == (status == 200)


def test_file_that_is_not_there_is_not_found(sign_in):
    assert sign_in("board").get(reverse("attachment", args=[10**12])).status_code == 404


def test_bytes_that_the_disk_lost_are_told(sign_in, world, kept):
    kept[0].artifact.path.unlink()
    assert sign_in("board").get(reverse("attachment", args=[kept[0].pk])).status_code == 410


def test_taking_out_needs_a_reason_and_leaves_the_history(sign_in, world, kept):
    client, page = sign_in("board"), reverse("detach", args=[kept[0].pk])
    assert client.get(page).status_code == 200
    assert client.post(page, {"reason": ""}).status_code == 400
    assert client.post(page, {"reason": "Nộp nhầm hồ sơ"}).status_code == 302
    assert not Attachment.objects.filter(pk=kept[0].pk).exists()
    assert kept[0].artifact.path.exists()


def test_taking_out_is_not_for_who_cannot_edit(sign_in, world, kept):
    assert sign_in("alpha_secretary").post(reverse("detach", args=[kept[0].pk]), {"reason": "abc"}).status_code == 403


def test_past_days_are_read_only(sign_in, world, store):
    address = reverse("attach", args=[world.people["an"].pk])
    file = SimpleUploadedFile("x.pdf", pdf())
    answer = sign_in("board").post(f"{address}?on=2019-01-01", {"file": file, "kind": "other", "reason": "abc"})
    assert answer.status_code == 409
    assert not Attachment.objects.exists()
