"""The collector of sentences: what it reads, what it keeps, what it complains about."""

import polib
import pytest

from anphu.sentences import collect, outdated, update

INDENTED = """<ul>
    {% blocktranslate count n=rows %}
      {{ n }} row{% plural %}
      {{ n }} rows{% endblocktranslate %}
  <li>{% translate "Open" context "round" %}</li>
{% translate "Close" %}</ul>
"""


@pytest.fixture
def root(tmp_path):
    for name in ("anphu", "orgtree", "planning", "templates"):
        (tmp_path / name).mkdir()
    (tmp_path / "templates" / "page.html").write_text(INDENTED, encoding="utf-8")
    (tmp_path / "orgtree" / "rules.py").write_text('_("Give %(what)s.")\npgettext("side", "Party")\n', encoding="utf-8")
    return tmp_path


def test_templates_with_any_indentation_are_read(root):
    found = collect(root)
    assert {("round", "Open"), ("", "Close")} <= set(found)
    assert [about["plural"].split() for about in found.values() if about["plural"]] == [["%(n)s", "rows"]]


def test_translations_survive_and_words_of_libraries_stay_once(root):
    path = root / "django.po"
    update(path, root)
    catalogue = polib.pofile(str(path))
    catalogue.find("Close").msgstr = "Đóng"
    catalogue.append(polib.POEntry(msgid="Sign In", msgstr="Đăng nhập", comment="library"))
    catalogue.save()
    (root / "planning" / "pages.py").write_text('_("Sign In")', encoding="utf-8")
    update(path, root)
    again = polib.pofile(str(path))
    assert again.find("Close").msgstr == "Đóng"
    assert [(entry.msgstr, entry.comment) for entry in again if entry.msgid == "Sign In"] == [("Đăng nhập", "library")]


def test_a_translation_may_not_name_other_values(root):
    path = root / "django.po"
    update(path, root)
    catalogue = polib.pofile(str(path))
    for entry in catalogue:
        entry.msgstr = "x" if not entry.msgid_plural else ""
        entry.msgstr_plural = {0: "x"} if entry.msgid_plural else {}
    catalogue.find("Give %(what)s.").msgstr = "Cho %(whom)s."
    catalogue.save()
    assert outdated(path, root) == ["names a value that the sentence has not: 'Give %(what)s.'"]
