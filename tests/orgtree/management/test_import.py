import pytest
from django.core.management import CommandError, call_command

from orgtree.models import ImportBatch, Person
from tests.importing import NEWCOMER, workbook


@pytest.fixture
def path(tmp_path, lists):
    def write(*rows):
        place = tmp_path / "ds.xlsx"
        place.write_bytes(workbook(*rows).read())
        return str(place)

    return write


def test_command_previews_and_writes_nothing(path, world, capsys):
    call_command("import", path(NEWCOMER, NEWCOMER), "--unit", "district", "--as", "board")
    told = capsys.readouterr()
    assert ImportBatch.objects.get().counts == {"new": 1, "error": 1}
    assert "Danh sách" in told.err
    assert not Person.objects.filter(full_name="Lâm Thị Mới").exists()


def test_command_commits_with_a_reason(path, world):
    call_command("import", path(NEWCOMER), "--unit", "district", "--as", "board", "--commit", "--reason", "Danh sách")
    assert Person.objects.filter(full_name="Lâm Thị Mới").exists()
    assert ImportBatch.objects.get().state == "committed"


@pytest.mark.parametrize(
    ("unit", "user", "extra"),
    [
        ("nowhere", "board", ()),
        ("alpha", "nobody-at-all", ()),
        ("alpha", "alpha_clerk", ()),
        ("district", "board", ("--commit",)),
    ],
)
def test_command_refuses_in_words(path, world, unit, user, extra):
    with pytest.raises(CommandError):
        call_command("import", path(NEWCOMER), "--unit", unit, "--as", user, *extra)
    assert not Person.objects.filter(full_name="Lâm Thị Mới").exists()
