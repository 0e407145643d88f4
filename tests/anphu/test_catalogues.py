import gettext
import os

from anphu.catalogues import compile_catalogues

SOURCE = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "unit"\nmsgstr "tổ chức"\n'


def test_catalogue_is_compiled_when_its_source_is_newer(tmp_path):
    folder = tmp_path / "vi" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    source = folder / "django.po"
    source.write_text(SOURCE, encoding="utf-8")
    assert compile_catalogues(tmp_path) == [folder / "django.mo"]
    assert compile_catalogues(tmp_path) == []
    os.utime(source, (2e9, 2e9))
    assert compile_catalogues(tmp_path) == [folder / "django.mo"]
    assert gettext.translation("django", tmp_path, ["vi"]).gettext("unit") == "tổ chức"
    assert [path.name for path in folder.iterdir() if path.suffix not in (".po", ".mo")] == []
