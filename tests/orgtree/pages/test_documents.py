"""Dossiers printed on forms, and the Word templates that a clerk changes."""

import hashlib
import io

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from orgtree.choices import ReadKind
from orgtree.models import DocumentTemplate, DossierRead
from orgtree.reports import blank
from orgtree.reports.forms import FORMS

TEMPLATES = reverse("document-templates")


def address(world, key, form="2-hsdv", kind="pdf"):
    return reverse("person-document", args=[world.people[key].pk, form], query={"as": kind})


@pytest.mark.parametrize("kind", ["pdf", "docx"])
@pytest.mark.parametrize("form", FORMS)
def test_document_is_sent_and_in_the_log_with_its_digest(sign_in, world, form, kind):
    answer = sign_in("board").get(address(world, "an", form, kind))
    assert answer.content.startswith(b"%PDF" if kind == "pdf" else b"PK")
    assert answer["Content-Disposition"] == f'attachment; filename="{form}.{kind}"'
    (read,) = DossierRead.objects.all()
    assert (read.kind, read.person, read.reader.username) == (ReadKind.DOCUMENT, world.people["an"], "board")
    assert read.digest == hashlib.sha256(answer.content).hexdigest()


@pytest.mark.parametrize(
    ("name", "key", "status"),
    [
        ("alpha_secretary", "an", 200),
        ("alpha_clerk", "an", 200),
        ("alpha_secretary", "em", 404),
        ("beta_secretary", "an", 404),
        ("inspector", "an", 403),
        ("auditor", "an", 403),
        ("admin", "an", 403),
        ("nobody", "an", 403),
    ],
)
def test_document_is_for_who_may_carry_the_dossier_away(sign_in, world, name, key, status):
    assert sign_in(name).get(address(world, key)).status_code == status
    assert DossierRead.objects.count() == (status == 200)


@pytest.mark.parametrize(("form", "kind"), [("no-such", "pdf"), ("2-hsdv", "exe"), ("2-hsdv", "")])
def test_document_unknown_is_not_found(sign_in, world, form, kind):
    assert sign_in("board").get(address(world, "an", form, kind)).status_code == 404


def test_document_costs_the_same_whatever_there_is(sign_in, world, rich, django_assert_num_queries):
    client = sign_in("board")
    for key in ("an", "hai"):
        with django_assert_num_queries(13 if key == "an" else 11):
            client.get(address(world, key))


def changed(text="Mẫu của huyện: {{ core.full_name }}", form="2-hsdv") -> bytes:
    document = docx.Document(io.BytesIO(blank.template(FORMS[form])))
    document.paragraphs[-1].add_run(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def upload(client, data: bytes, form="2-hsdv", reason="Thêm dòng của huyện", name="mau.docx"):
    file = SimpleUploadedFile(name, data)
    return client.post(TEMPLATES, {"form": form, "file": file, "reason": reason})


def printed(client, world) -> str:
    document = docx.Document(io.BytesIO(client.get(address(world, "an", kind="docx")).content))
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def test_template_changed_by_a_clerk_is_printed_and_can_be_taken_back(sign_in, world, store):
    client = sign_in("board")
    assert upload(client, changed()).status_code == 302
    assert "Mẫu của huyện: Nguyễn Văn An" in printed(client, world)
    upload(client, changed("Mẫu thứ hai"))
    assert "Mẫu thứ hai" in printed(client, world)
    first = DocumentTemplate.objects.earliest("pk")
    client.post(reverse("template-use"), {"template": first.pk})
    assert "Mẫu của huyện" in printed(client, world)
    client.post(reverse("template-use"), {"form": "2-hsdv"})
    assert "Mẫu" not in printed(client, world).replace("Mẫu 2-HSĐV", "")
    assert DocumentTemplate.objects.count() == 2


def test_template_page_tells_which_numbers_are_unverified(sign_in, world):
    body = sign_in("board").get(TEMPLATES).content.decode()
    assert "26, 27, 28, 29, 31" in body


@pytest.mark.parametrize("form", FORMS)
def test_template_built_in_can_be_downloaded_and_uploaded_unchanged(sign_in, world, store, form):
    client = sign_in("board")
    data = client.get(reverse("template-built-in", args=[form])).content
    assert upload(client, data, form=form).status_code == 302
    row = DocumentTemplate.objects.get()
    assert client.get(reverse("template-uploaded", args=[row.pk])).content == data


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "Word"),
        (b"%PDF-1.4", "Word"),
        (changed("{{ core.nmae }}"), "nmae"),
        (changed("{{ core.__class__ }}"), "không được phép"),
        (changed("{% for x in work %}"), "“for”"),
    ],
    ids=["empty", "pdf", "name", "code", "open"],
)
def test_template_with_a_mistake_is_refused_and_nothing_changes(sign_in, world, store, data, told):
    client = sign_in("board")
    answer = upload(client, data)
    assert answer.status_code == 400
    assert told in str(answer.context["form"].errors["file"])
    assert not DocumentTemplate.objects.exists()
    assert not list(store.rglob("*")) if store.exists() else True


@pytest.mark.parametrize("wrong", [{"form": "x"}, {"reason": ""}])
def test_template_without_form_or_reason_is_refused(sign_in, world, store, wrong):
    answer = upload(sign_in("board"), changed(), **wrong)
    assert answer.status_code == 400
    assert set(answer.context["form"].errors) == set(wrong)


@pytest.mark.parametrize("name", ["alpha_secretary", "appraiser", "btv", "inspector", "admin"])
def test_templates_are_for_who_edits_every_dossier(sign_in, world, store, name):
    client = sign_in(name)
    assert client.get(TEMPLATES).status_code == 403
    assert upload(client, changed()).status_code == 403
    assert client.post(reverse("template-use"), {"form": "2-hsdv"}).status_code == 403


@pytest.mark.parametrize("said", [{"template": "9" * 30}, {"template": "12345678"}, {"form": "x"}, {}])
def test_template_unknown_is_not_found(sign_in, world, said):
    assert sign_in("board").post(reverse("template-use"), said).status_code == 404


def test_template_is_not_changed_on_a_past_day(sign_in, world, store):
    answer = sign_in("board").post(f"{reverse('template-use')}?on=2019-01-01", {"form": "2-hsdv"})
    assert answer.status_code == 409
