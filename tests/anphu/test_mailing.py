import smtplib

import pytest
from django.core import mail

from anphu import mailing, tasks
from anphu.kit.notices import Notice, mark_read, notify
from orgtree.models import User


@pytest.fixture
def told(world, settings):
    """Two notices wait for a secretary who has an address, one for somebody who has none."""
    settings.EMAIL_HOST, settings.DEFAULT_FROM_EMAIL = "mail.example", "anphu@example"
    settings.PUBLIC_URL = "https://anphu.example"
    settings.LANGUAGE_CODE = "en"
    User.objects.filter(username="alpha_secretary").update(email="bi.thu@example")
    for text in ("Quyết định 15-QĐ/HU", "Việc khác"):
        notify([world.users["alpha_secretary"], world.users["board"]], code="tests", text=text, address="/")
    return world.user("alpha_secretary")


def unmailed(user) -> int:
    return Notice.objects.of(user).unmailed().count()


def test_mail_tells_how_many_and_nothing_else(told):
    tasks.mail_notices()

    (message,) = mail.outbox
    assert message.to == ["bi.thu@example"]
    assert message.subject == "An Phú: something waits for you"
    assert message.body == "You have 2 notices in An Phú.\nSign in: https://anphu.example"
    assert unmailed(told) == 0


def test_mail_is_sent_once(told):
    tasks.mail_notices()
    tasks.mail_notices()

    assert len(mail.outbox) == 1


def test_what_has_been_read_is_not_mailed(told):
    mark_read(told)
    tasks.mail_notices()

    assert mail.outbox == []


def test_without_a_server_nothing_is_mailed(told, settings):
    settings.EMAIL_HOST = ""
    tasks.mail_notices()

    assert mail.outbox == []
    assert unmailed(told) == 2


def test_mail_that_fails_is_tried_again(told, monkeypatch):
    def broken(self):
        raise smtplib.SMTPServerDisconnected("gone")

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", broken)
        assert mailing.mail_notices(User.objects.all()) == 0
    assert unmailed(told) == 2

    assert mailing.mail_notices(User.objects.all()) == 1
    assert len(mail.outbox) == 1
