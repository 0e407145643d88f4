"""What leaves the system holds nothing of another unit, whichever address and format it is asked in."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from anphu.kit import history
from anphu.kit.artifacts import Artifact
from orgtree.models import Attachment
from orgtree.reports.forms import FORMS

FOREIGN = ("em", "giang", "hai", "khanh")
WHY = "Chuẩn bị hội nghị cán bộ"


@pytest.fixture
def foreign(world):
    """A file of somebody of another unit."""
    with history.acting(actor=None, verb="test", reason="tests"):
        paper = Artifact.objects.create(name="Phạm Văn Em.pdf", media_type="application/pdf", size=1, digest="0" * 64)
        return Attachment.objects.create(person=world.people["em"], title="Phạm Văn Em", artifact=paper)


def text_of(answer) -> str:
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if data.startswith(b"PK"):
        return "\n".join(str(cell) for sheet in load_workbook(io.BytesIO(data)) for row in sheet.values for cell in row)
    if data.startswith(b"%PDF"):
        return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split())
    return data.decode()


@pytest.mark.parametrize("kind", ["xlsx", "csv", "pdf"])
@pytest.mark.parametrize("query", ["", "q=Em", "q=Phạm", "ordering=-name"])
def test_no_list_carries_anybody_of_another_unit(sign_in, world, kind, query):
    names = [world.people[key].full_name for key in FOREIGN]
    address = f"{reverse('people-export')}?{query}"
    text = text_of(sign_in("alpha_secretary").post(address, {"format": kind, "purpose": WHY}))
    assert [name for name in names if name in text] == []
    everybody = text_of(sign_in("board").post(reverse("people-export"), {"format": kind, "purpose": WHY}))
    assert [name for name in names if name not in everybody] == []  # otherwise the test could not fail


@pytest.mark.parametrize("kind", ["pdf", "docx"])
@pytest.mark.parametrize("form", FORMS)
def test_no_document_of_another_unit_is_printed(sign_in, world, form, kind):
    client = sign_in("alpha_secretary")
    for key in FOREIGN:
        answer = client.get(reverse("person-document", args=[world.people[key].pk, form], query={"as": kind}))
        assert answer.status_code == 404
        assert world.people[key].full_name not in answer.content.decode()


def test_no_file_of_another_unit_is_opened_named_or_taken_out(sign_in, world, foreign):
    client = sign_in("alpha_secretary")
    for address in (
        reverse("attachment", args=[foreign.pk]),
        reverse("person-files", args=[foreign.person_id]),
    ):
        answer = client.get(address)
        assert answer.status_code == 404
        assert "Phạm Văn Em" not in answer.content.decode()
    assert client.post(reverse("detach", args=[foreign.pk]), {"reason": "abc"}).status_code == 403
    assert client.post(reverse("attach", args=[foreign.person_id]), {"reason": "abc"}).status_code == 403
    assert Attachment.objects.filter(pk=foreign.pk).exists()
