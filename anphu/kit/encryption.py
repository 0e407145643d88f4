"""Text that is encrypted at rest: AES-GCM under data keys that are themselves stored wrapped by a master key.

Changing the master key rewraps a handful of rows and touches neither records nor their history; changing the data key
(`rotate`) makes what is written from now on unreadable to whoever holds the old one. `settings.FIELD_KEYS` lists the
master keys, the current one first; the others are needed only until `rewrap` has run.
"""

import base64
import hmac
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import connection, models, transaction
from django.utils import timezone
from psycopg.pq import TransactionStatus

_NONCE = 12
_MARK = "e1"


class DataKey(models.Model):
    """A key for fields, wrapped by a master key. Never deleted: history is read with old keys."""

    wrapped = models.BinaryField()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "anphu"

    def __str__(self) -> str:
        return f"#{self.pk}"


class Unreadable(Exception):
    """A stored text that none of the keys opens: wrong FIELD_KEYS, or the text was tampered with."""


def _master(secret: str) -> AESGCM:
    return AESGCM(HKDF(hashes.SHA256(), 32, salt=None, info=b"anphu field keys").derive(secret.encode()))


def _seal(key: AESGCM, plain: bytes, about: bytes) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + key.encrypt(nonce, plain, about)


def _open(key: AESGCM, sealed: bytes, about: bytes) -> bytes:
    return key.decrypt(sealed[:_NONCE], sealed[_NONCE:], about)


def _unwrap(wrapped: bytes) -> bytes:
    for secret in settings.FIELD_KEYS:
        try:
            return _open(_master(secret), bytes(wrapped), b"data key")
        except InvalidTag:
            continue
    raise Unreadable("no key of FIELD_KEYS opens a stored data key")


def _wrap(plain: bytes) -> bytes:
    return _seal(_master(settings.FIELD_KEYS[0]), plain, b"data key")


def _insist_idle() -> None:
    raw = connection.connection
    if raw is not None and not raw.closed and raw.info.transaction_status == TransactionStatus.ACTIVE:
        raise RuntimeError("a COPY is running: call encryption.load() before it")


@lru_cache(maxsize=64)
def _data_key(pk: int) -> AESGCM:
    _insist_idle()
    return AESGCM(_unwrap(DataKey.objects.get(pk=pk).wrapped))


@lru_cache(maxsize=1)
def _digest_key() -> bytes:
    """Derived from the first data key: that one is never deleted, and neither `rotate` nor `rewrap` nor another master
    key or SECRET_KEY changes what it opens to, so that a digest kept for years is found again."""
    _insist_idle()
    first = DataKey.objects.order_by("pk").values_list("wrapped", flat=True)[0]
    return HKDF(hashes.SHA256(), 32, salt=None, info=b"anphu digests").derive(_unwrap(first))


@lru_cache(maxsize=1)
def _current() -> int:
    _insist_idle()
    return DataKey.objects.order_by("-pk").values_list("pk", flat=True)[0]


def load() -> None:
    """Have the current key at hand. Needed before a COPY of encrypted fields: while it runs, its connection answers no
    question, and a question for a key would wait for itself for ever."""
    _data_key(_current())


def forget() -> None:
    """Read the keys from the database again."""
    _data_key.cache_clear()
    _current.cache_clear()
    _digest_key.cache_clear()


def ensure(**_signal) -> None:
    """Make the first data key. Called after migrations, never inside a transaction that might not be committed."""
    if not DataKey.objects.exists():
        rotate()


def rotate() -> None:
    """From now on this process, and every other from its next start, writes under a new data key."""
    DataKey.objects.create(wrapped=_wrap(AESGCM.generate_key(256)))
    forget()


def prove() -> None:
    """Raise Unreadable unless FIELD_KEYS open every data key there is."""
    for wrapped in DataKey.objects.values_list("wrapped", flat=True):
        _unwrap(wrapped)


@transaction.atomic
def rewrap() -> int:
    """Wrap every data key by the current master key; returns how many."""
    keys = list(DataKey.objects.select_for_update())
    for key in keys:
        key.wrapped = _wrap(_unwrap(key.wrapped))
    DataKey.objects.bulk_update(keys, ["wrapped"])
    return len(keys)


def encrypt(plain: str) -> str:
    pk = _current()
    return f"{_MARK}:{pk}:{base64.b64encode(_seal(_data_key(pk), plain.encode(), b'field')).decode()}"


def digest(text: str) -> str:
    """64 hexadecimal digits by which `text` is known again. Keyed: an identity number has so few possible values that
    whoever tries them all finds it behind a plain hash."""
    return hmac.digest(_digest_key(), text.encode(), "sha256").hex()


def decrypt(stored: str) -> str:
    """Raises Unreadable."""
    mark, pk, sealed = stored.split(":", 2)
    if mark != _MARK:
        raise Unreadable("not an encrypted text")
    try:
        return _open(_data_key(int(pk)), base64.b64decode(sealed), b"field").decode()
    except (InvalidTag, DataKey.DoesNotExist):
        raise Unreadable(f"a text under data key {pk} cannot be read") from None


class EncryptedTextField(models.TextField):
    """Text that the database holds encrypted; empty text stays empty, so that what is missing can be found."""

    def get_prep_value(self, value) -> str | None:
        value = super().get_prep_value(value)
        return encrypt(value) if value else value

    def from_db_value(self, value, expression, connection) -> str | None:
        return decrypt(value) if value else value
