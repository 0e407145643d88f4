"""The collection of hostile and honest-but-ugly files through the whole door: clear answers, nothing half-written."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from anphu.kit.intake import legacy
from orgtree.models import ImportBatch, ImportRow, Person
from tests.importing import NEWCOMER, workbook
from tests.intake_files import FILES
from tests.intake_files.declared import Refusal

FEWEST = 60


def test_collection_is_large_enough():
    assert len(FILES) >= FEWEST


@pytest.fixture
def door(sign_in, world, lists):
    client = sign_in("board")

    def upload(name: str, content: bytes):
        file = SimpleUploadedFile(name, content)
        return client.post(reverse("import-new"), {"unit": world.units["district"].pk, "file": file})

    return upload


@pytest.mark.parametrize("name", sorted(FILES))
def test_file_is_answered_and_leaves_the_record_alone(door, name):
    file, before = FILES[name], Person.objects.count()
    answer = door(file.filename, file.build())

    assert Person.objects.count() == before
    if isinstance(file.expectation, Refusal):
        assert answer.status_code == file.expectation.status
    if answer.status_code == 302:
        assert ImportRow.objects.filter(batch=ImportBatch.objects.get()).exists()
    else:
        assert answer.status_code in (400, 413)
        assert "field__error" in answer.content.decode()
        assert not ImportBatch.objects.exists()


@pytest.mark.parametrize("kind", legacy.KINDS)
def test_old_fonts_become_unicode(door, kind):
    row = {heading: legacy.encode(text, kind) for heading, text in NEWCOMER.items()}
    headings = {legacy.encode(heading, kind): row[heading] for heading in NEWCOMER}
    assert door("ds.xlsx", workbook(headings).read()).status_code == 302
    row = ImportRow.objects.get()
    assert (row.name, row.kind, row.problems) == ("Lâm Thị Mới", "new", [])
