from django.conf import settings

from anphu.sentences import outdated


def test_every_sentence_has_its_vietnamese():
    catalogue = settings.LOCALE_PATHS[0] / "vi" / "LC_MESSAGES" / "django.po"
    assert outdated(catalogue, settings.BASE_DIR) == []
