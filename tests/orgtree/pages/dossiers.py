"""What tests of the page of one person share."""

import datetime

from django.urls import reverse

from anphu.kit import history

SINCE = datetime.date(2010, 1, 1)


def address(world, key, **query):
    return reverse("person", args=[world.people[key].pk], query=query)


def acting(reason="tests"):
    return history.acting(actor=None, verb="test", reason=reason)


def panel(answer, code):
    return next(panel for panel in answer.context["panels"] if panel.code == code)


def facts(answer, code) -> dict[str, str]:
    return {fact.label: fact.value for fact in panel(answer, code).facts}
