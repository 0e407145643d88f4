import pytest
from django.core.management import CommandError, call_command

from anphu.kit import encryption
from anphu.kit.encryption import DataKey, decrypt, encrypt

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def keys():
    encryption.forget()
    yield
    encryption.forget()


def test_rotation_and_rewrapping_by_command(capsys, settings):
    sealed = encrypt("x")
    call_command("keys", "--rotate")
    assert DataKey.objects.count() == 2
    settings.FIELD_KEYS = ["next", *settings.FIELD_KEYS]
    call_command("keys", "--rewrap")
    assert "rewrapped: 2" in capsys.readouterr().out
    settings.FIELD_KEYS = ["next"]
    encryption.forget()
    assert decrypt(sealed) == "x"


def test_nothing_is_done_without_saying_what():
    with pytest.raises(CommandError):
        call_command("keys")
