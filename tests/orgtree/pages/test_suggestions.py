"""Suggestions while typing: found without marks, in reach only, asked by POST."""

import re

from django.urls import reverse

from anphu.kit import history
from orgtree.models import Training


def suggested(client, source, typed):
    body = client.post(reverse("suggest", args=[source]), {"field": typed}).content.decode()
    return re.findall(r"<li[^>]*>(.*?)</li>", body)


def test_suggestions_find_without_marks_and_in_reach(sign_in, world):
    board = sign_in("board")
    assert suggested(board, "units", "an hoa") == ["Chi bộ ấp An Hòa, Đảng bộ xã Khánh An"]
    assert suggested(board, "titles", "bi thu") == ["Bí thư Đảng ủy xã"]
    assert suggested(board, "places", "xa thu") == ["Xã thử, huyện Thử"]
    assert suggested(board, "people", "em pham") == ["Phạm Văn Em (1975)"]
    assert suggested(board, "units", " ") == suggested(board, "places", "%") == []
    unit = sign_in("alpha_secretary")
    assert suggested(unit, "units", "phu hoi") == suggested(unit, "people", "em pham") == []


def test_suggestions_of_what_others_typed_come_by_frequency(sign_in, world):
    with history.acting(actor=None, verb="test", reason="tests"):
        for school in ("Đại học Cần Thơ", "Đại học An Giang", "Đại học An Giang"):
            Training.objects.create(person=world.people["an"], school=school)
        Training.objects.create(person=world.people["em"], school="Đại học Huế")
    assert suggested(sign_in("alpha_secretary"), "schools", "dai hoc") == ["Đại học An Giang", "Đại học Cần Thơ"]


def test_suggestions_are_asked_by_post_from_known_sources(sign_in, world):
    client = sign_in("board")
    assert client.get(reverse("suggest", args=["units"])).status_code == 405
    assert client.post(reverse("suggest", args=["x"]), {"q": "an"}).status_code == 404
