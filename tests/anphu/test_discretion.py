"""Nothing personal in addresses that the program writes, nor in the logs of its servers."""

import logging
import re
from urllib.parse import unquote

import pytest
from django.urls import reverse

from anphu.embedded.postgres import SETTINGS
from anphu.startup import web_server_order
from orgtree.pages import people as pages

ADDRESS = re.compile(r'(?:href|src|action|hx-get|hx-post)="([^"]*)"')


def personal(world) -> list[str]:
    words = []
    for person in world.people.values():
        words += [person.full_name, person.identity_number, person.party_card]
    return words


def test_web_server_logs_paths_without_queries_and_referrers():
    (form,) = [part for part in web_server_order(3) if part.startswith("--access-logformat=")]
    assert "%(U)s" in form
    assert not {"%(r)s", "%(q)s", "%(f)s"} & set(re.findall(r"%\(\w+\)s", form))


def test_database_server_logs_neither_statements_nor_details():
    assert SETTINGS["log_min_error_statement"] == "panic"
    assert SETTINGS["log_error_verbosity"] == "terse"


def test_addresses_on_pages_name_nobody(sign_in, world):
    client, key = sign_in("board"), world.people["an"].pk
    visited = [reverse("people"), reverse("people-export"), reverse("document-templates")]
    visited += [reverse(name, args=[key]) for name in ("person", "person-files", "attach")]
    visited.append(reverse("person", args=[key], query={"tab": "history"}))
    faults, seen = [], 0
    for page in visited:
        for address in ADDRESS.findall(client.get(page).content.decode()):
            seen += 1
            faults += [(page, address) for word in personal(world) if word in unquote(address).replace("+", " ")]
    assert faults == []
    assert seen > 50


@pytest.mark.parametrize("fails", [False, True])
def test_logs_name_nobody_whatever_happens(sign_in, world, caplog, monkeypatch, fails):
    caplog.set_level(logging.INFO)
    logging.getLogger("django.request").propagate = True
    if fails:
        monkeypatch.setattr(pages, "with_places", lambda *args: 1 / 0)
    client = sign_in("board")
    name, number = world.people["an"].full_name, world.people["an"].identity_number
    for query in ({"q": name}, {"q": name, "age_from": "x"}, {"colour": name}, {"q": number, "page": "x"}):
        for page in (reverse("people"), reverse("people-export"), "/people/999999/", "/nowhere/"):
            client.get(page, query)
            client.post(page, query | {"format": "csv", "purpose": f"Về {name}"})
    text = "\n".join(unquote(line) for line in [caplog.text, *(record.getMessage() for record in caplog.records)])
    assert len(caplog.records) > 10
    assert [word for word in personal(world) if word in text] == []
