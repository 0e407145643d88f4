import hashlib

import pytest
from django.db import connection

from anphu.kit import encryption, history
from anphu.kit.encryption import DataKey, Unreadable, decrypt, encrypt
from anphu.kit.partial_dates import PartialDate
from orgtree.models import HealthCheck

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def keys():
    encryption.forget()
    yield
    encryption.forget()


def test_text_comes_back_and_no_two_ciphertexts_agree():
    text = "Bị bắt năm 1972, thả năm 1973"
    assert decrypt(encrypt(text)) == text
    assert encrypt(text) != encrypt(text)
    assert "1972" not in encrypt(text)


def test_the_database_and_its_history_hold_no_plain_text(world):
    person = next(iter(world.people.values()))
    with history.acting(actor=None, verb="test", reason="test"):
        check = HealthCheck.objects.create(person=person, examined=PartialDate(2019), note="viêm gan B")
    for table in ("orgtree_healthcheck", "orgtree_healthcheckevent"):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT note FROM {table}")
            stored = [note for (note,) in cursor]
        assert stored
        assert not any("gan" in note for note in stored)
    assert HealthCheck.objects.get(pk=check.pk).note == "viêm gan B"


def test_a_changed_ciphertext_is_not_read():
    sealed = encrypt("một")
    other = sealed[:-6] + ("AAAA" if not sealed.endswith("AAAA==") else "BBBB") + sealed[-2:]
    with pytest.raises(Unreadable):
        decrypt(other)


def test_old_text_is_read_after_rotation_and_new_text_has_the_new_key():
    before = encrypt("trước")
    encryption.rotate()
    after = encrypt("sau")
    assert before.split(":")[1] != after.split(":")[1]
    assert (decrypt(before), decrypt(after)) == ("trước", "sau")


def test_master_key_can_be_changed_and_the_old_one_forgotten(settings):
    sealed = encrypt("bí mật")
    settings.FIELD_KEYS = ["new", *settings.FIELD_KEYS]
    assert encryption.rewrap() == DataKey.objects.count()
    settings.FIELD_KEYS = ["new"]
    encryption.forget()
    assert decrypt(sealed) == "bí mật"
    settings.FIELD_KEYS = ["wrong"]
    encryption.forget()
    with pytest.raises(Unreadable):
        decrypt(sealed)


def test_empty_text_stays_empty():
    field = encryption.EncryptedTextField()
    assert field.get_prep_value("") == ""
    assert field.from_db_value("", None, None) == ""


def test_the_key_is_at_hand_before_a_copy(world, django_assert_num_queries):
    encryption.forget()
    with history.acting(actor=None, verb="test", reason="test"), connection.cursor() as cursor:
        history.bind(cursor)
    with django_assert_num_queries(0):
        encrypt("x")


def test_asking_for_a_key_in_the_middle_of_a_copy_is_refused_and_does_not_hang(world):
    encryption.forget()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE scratch (note text)")
        with pytest.raises(RuntimeError, match="COPY"), cursor.copy("COPY scratch FROM STDIN") as copy:
            copy.write_row((encrypt("x"),))


def test_digest_is_keyed_and_outlives_every_change_of_keys(settings):
    number = "089171123456"
    before = encryption.digest(number)
    assert (len(before), before) != (64, hashlib.sha256(number.encode()).hexdigest())
    assert before != encryption.digest("089171123457")
    encryption.rotate()
    settings.FIELD_KEYS = ["another master key", *settings.FIELD_KEYS]
    encryption.rewrap()
    settings.FIELD_KEYS = settings.FIELD_KEYS[:1]
    encryption.forget()
    assert encryption.digest(number) == before
