"""The read log holds every opening of a dossier: each address that names somebody is an opening, or it is said why not.

The addresses come from the URL configuration and the lists of the administration from its registry, so that a new one
fails here until somebody has decided what it shows.
"""

import io
from functools import partial

import pytest
from django.contrib import admin
from django.urls import URLPattern, get_resolver, reverse

from anphu.kit import history
from orgtree.actions import changes, files
from orgtree.admin.openings import OpensDossiers
from orgtree.choices import ReadKind, Sight
from orgtree.models import Contact, DossierRead, HealthCheck, Person, Training, User
from orgtree.sections import BY_CODE, CORE, SECTIONS
from tests.access.test_isolation import plain
from tests.orgtree.queries.test_duplicates import twin
from tests.pictures import pdf

DOSSIER, HISTORY, DOCUMENT, ATTACHMENT = ReadKind.DOSSIER, ReadKind.HISTORY, ReadKind.DOCUMENT, ReadKind.ATTACHMENT
NO_PERSON = "it is about units, rounds, meetings, jobs or files of which no dossier is a part"
NAMES = "it shows names, units and titles, and what is planned for them; nothing that a dossier keeps"
A_LIST = "it is a list: numbers that identify people are masked, and what leaves it as a file is logged as a list"
WRITES = "it only writes, which the history keeps, and answers with what was sent or an address"
OWN_LOG = "what it gives away is logged as a list, by the tests of those papers"

OPENINGS = {
    # name of the address: its arguments, what is asked, the kind of line that it leaves, and the line's detail
    "person": [
        (["an"], {}, DOSSIER, ""),
        (["an"], {"tab": "history"}, HISTORY, ""),
        (["an"], {"tab": "history", "section": "work"}, HISTORY, "work"),
        (["an"], {"at": "2100-01-01"}, HISTORY, "2100-01-01"),
    ],
    "section": [(["an", "contact"], {}, DOSSIER, "contact")],
    "row-new": [(["an", "work"], {}, DOSSIER, "work")],
    "row": [(["an", "training", "school"], {}, DOSSIER, "training")],
    "row-remove": [(["an", "training", "school"], {}, DOSSIER, "training")],
    "panel": [(["an", "contact"], {}, DOSSIER, "contact")],
    "change-propose": [
        (["an", "contact"], {}, DOSSIER, "contact"),
        (["an", "training"], {}, DOSSIER, "training"),
    ],
    "change": [(["change"], {}, DOSSIER, "contact: {change}")],
    "person-files": [(["an"], {}, DOSSIER, "files")],
    "attachment": [(["attachment"], {}, ATTACHMENT, "khác")],
    "detach": [(["attachment"], {}, DOSSIER, "files")],
    "person-document": [(["an", "2-hsdv"], {"as": "docx"}, DOCUMENT, "Mẫu 2-HSĐV (docx)")],
    "merge": [(["an", "twin"], {}, DOSSIER, "merge"), (["twin", "an"], {}, DOSSIER, "merge")],
    "import": [(["batch"], {}, DOSSIER, "import: {batch}")],
    "import-row": [(["batch", "row"], {}, DOSSIER, "import: {batch}")],
    "person-path": [(["an"], {}, DOSSIER, "plans")],
    "submission-compare": [(["submission"], {"title": "place", "person": ["an", "binh"]}, DOSSIER, "compare")],
    "api-person-detail": [(["an"], {}, DOSSIER, "")],
    "api-sections": [(["an"], {}, DOSSIER, "")],
    "api-section": [(["an", "contact"], {}, DOSSIER, "contact")],
    "api-person-path": [(["an"], {}, DOSSIER, "plans")],
    "api-change-detail": [(["change"], {}, DOSSIER, "contact: {change}")],
    "api-import-rows": [(["batch"], {}, DOSSIER, "import: {batch}")],
}
SENT = {
    # the same for what is asked by POST and shows somebody's dossier
    "section": (["an", "contact"], {"reason": ""}, "contact"),
    "warning-clear": (["an"], "warning", "core"),
    "person-confirm": (["an"], {"section": "contact"}, "contact"),
    "people-edit": ([], {"scope": "ticked", "theory": "1", "person": ["an", "binh"]}, "core"),
    "import-row": (["batch", "row"], {"cell-contact.residence": "Xã khác"}, "import: {batch}"),
    "api-bulk-look": (["core", "theory"], {"value": 1, "people": ["an", "binh"]}, "core"),
    "api-section": (["an", "contact"], {"values": {}, "reason": "x"}, "contact"),
    "api-section-row": (["an", "training", "school"], {"values": {}, "reason": "x"}, "training"),
    "api-import-row": (["batch", "row"], {"cells": {"contact.residence": "Xã khác"}}, "import: {batch}"),
    "api-change-decisions": (["change"], {"rulings": "accepted"}, "contact: {change}"),
}
CLOSED = {
    NO_PERSON: {
        *("unit", "unit-new", "unit-change", "unit-end", "succession", "template-uploaded", "template-built-in"),
        *("import-template", "import-columns", "import-sheet", "suggest", "campaign", "campaign-reminder"),
        *("round", "round-move", "round-postpone", "round-discard", "round-steps", "round-edit"),
        *("board", "board-deed"),
        *("conferences", "conference-new", "conference-discard", "calendar-feed", "notice", "job", "job-stop"),
        *("job-restart", "meeting", "meeting-edit", "meeting-hold", "meeting-cancel", "agenda-add", "meeting-minutes"),
        *("agenda-item", "programme", "programme-task", "indicator", "indicator-series", "forecast", "forecast-ask"),
        *("api-unit-detail", "api-unit-end", "api-succession", "api-term-detail", "api-plan-title-detail"),
        *("api-import-detail", "api-import-columns", "api-import-commit", "api-import-undo", "api-campaign-detail"),
        *("api-round-detail", "api-round-deadline", "api-round-moves", "api-round-steps", "api-round-step-detail"),
        *("api-indicator-detail", "api-indicator-series", "api-scenario-forecasts", "api-scenario-trial"),
        *("api-job-detail", "api-job-restart", "api-job-stop", "api-meeting-detail", "api-meeting-agenda"),
        *("api-meeting-cancel", "api-meeting-hold", "api-agenda-item-detail", "api-programme-detail"),
        *("api-programme-item-detail", "api-token-detail"),
    },
    NAMES: {
        *("submission", "submission-targets", "conference", "consultation", "decision", "decision-correct"),
        *("decision-publish", "publication", "scenario", "scenario-add", "scenario-round", "submission-line-add"),
        *("submission-paper", "line-edit", "submission-meters", "merge-undo", "attach", "rights-request"),
        *("api-posting-detail", "api-membership-detail", "api-read-detail", "api-rights-request-detail"),
        *("api-plan-entry-detail", "api-line-detail", "api-comment-detail", "api-appointment-proposal-detail"),
        *("api-submission-detail", "api-submission-changed", "api-submission-comments", "api-submission-lines"),
        *("api-submission-shortcomings", "api-submission-suggestions", "api-submission-evidence"),
        *("api-conference-detail", "api-consultation-detail", "api-decision-detail", "api-publication-detail"),
        *("api-scenario-detail", "api-scenario-moves", "api-scenario-move", "api-indicator-changes"),
    },
    A_LIST: {"campaign-unit", "indicator-behind", "api-indicator-behind"},
    WRITES: {
        *("import-accept", "import-undo", "import-discard", "submission-move", "submission-lines", "submission-draft"),
        *("submission-claim", "submission-comment", "submission-ask", "decision-file-add", "scenario-deed"),
        *("api-bulk", "api-change-withdrawals", "api-submission-choices", "api-submission-claim"),
        *("api-submission-confirm-rest", "api-submission-moves", "api-submission-release", "api-decision-correct"),
        *("api-decision-publish", "api-conference-close", "api-consultation-answer"),
        *("api-appointment-proposal-settle", "api-scenario-copies", "api-scenario-rounds", "api-scenario-share"),
    },
    OWN_LOG: {
        *("people-in-layout", "import-rejected", "import-source", "round-document", "submission-document"),
        *("step-document", "conference-document", "conference-minutes", "unit-document", "decision-document"),
        *("decision-seal", "decision-file", "brief-file", "api-import-rejected", "api-submission-document"),
        *("api-round-document", "api-decision-document", "api-conference-document", "api-unit-document"),
        *("api-step-document", "api-conference-minutes", "api-decision-seal"),
    },
}

OPENED_IN_ADMIN = {
    # list of the administration: whether the list itself opens dossiers
    "orgtree.Person": False,
    "orgtree.PersonEvent": True,
    "orgtree.PartyMembershipEvent": True,
    "orgtree.PostingEvent": True,
}
CLOSED_IN_ADMIN = {
    "orgtree.User": NAMES,
    "orgtree.UserEvent": NAMES,
    "planning.AppointmentProposal": NAMES,
    "planning.Consultation": NAMES,
    "planning.Line": NAMES,
    "planning.LineEvent": NAMES,
    "planning.PlanEntryEvent": NAMES,
    "planning.Receipt": NAMES,
}
PARTS = {section.model._meta.label for section in SECTIONS if section is not CORE}


def named_addresses(patterns=None, prefix="") -> set[str]:
    """Names of the addresses that carry an argument; the administration and signing in have tables of their own."""
    found = set()
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + plain(str(pattern.pattern))
        if not isinstance(pattern, URLPattern):
            found |= named_addresses(pattern.url_patterns, route)
        elif "<" in route and not route.startswith(("admin/", "accounts/")) and "<format>" not in route:
            found.add(pattern.name)
    return found


def leads_to_people(model) -> bool:
    """Whether a row names a person, itself or through one relation; who made it, does not count."""
    return any(one is Person or Person in _related(one) for one in {model} | _related(model) - {User})


def _related(model) -> set:
    return {field.related_model for field in model._meta.concrete_fields if field.is_relation}


def test_every_address_with_an_argument_is_an_opening_or_says_why_not():
    closed = [name for names in CLOSED.values() for name in names]
    assert len(closed) == len(set(closed))
    assert set(closed).isdisjoint({*OPENINGS, *SENT})
    assert named_addresses() - {*OPENINGS, *SENT, *closed} == set()
    assert {*OPENINGS, *SENT, *closed} - named_addresses() == {"people-edit"}  # whose people are in the form


def test_every_list_of_the_administration_that_leads_to_people_is_an_opening_or_says_why_not():
    listed = {model._meta.label for model in admin.site._registry if leads_to_people(model)}
    assert listed - OPENED_IN_ADMIN.keys() - CLOSED_IN_ADMIN.keys() - PARTS == set()


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    """Where files are kept while a test runs."""
    settings.ARTIFACTS = tmp_path / "files"


@pytest.fixture
def things(world, lists, received) -> dict[str, int]:
    """What the addresses are about, by the words that stand for it in the tables above."""
    an, binh = world.people["an"], world.people["binh"]
    with history.acting(actor=None, verb="test", reason="tests"):
        Contact.objects.create(person=an, residence="Ấp An Hòa", phone="0912345678")
        training = Training.objects.create(person=an, school="Trường Chính trị")
    row = {
        "Họ và tên": an.full_name,
        "Ngày sinh": "01/05/1972",
        "Số CCCD": an.identity_number,
        "Thường trú": "Xã A",
    }
    batch = received(row, headings=list(row))
    clerk = {"actor": world.user("alpha_clerk"), "on": world.today, "reason": "tests"}
    gesture = {"actor": world.user("board"), "on": world.today, "reason": "tests"}
    asked = changes.propose(**clerk, person=an.pk, section=BY_CODE["contact"], values={"phone": "0900000001"})
    named = {"name": "a.pdf", "kind": "other", "title": "", "section": ""}
    file = files.attach(**gesture, **named, person=an.pk, file=io.BytesIO(pdf()))
    return {
        "an": an.pk,
        "binh": binh.pk,
        "twin": twin(world, "an", unit="beta1").pk,
        "school": training.pk,
        "change": asked.pk,
        "attachment": file.pk,
        "batch": batch.pk,
        "row": batch.rows.get().pk,
        "submission": world.submission("alpha").pk,
        "place": world.plan_titles["alpha", "2020-2025", "secretary"].pk,
    }


def meant(asked, things):
    """The words of a table put in their place."""
    if isinstance(asked, dict):
        return {name: meant(value, things) for name, value in asked.items()}
    if isinstance(asked, list):
        return [meant(value, things) for value in asked]
    return things.get(asked, asked) if isinstance(asked, str) else asked


def lines_left(ask) -> tuple:
    """The answer, and the lines that `ask()` left in the log."""
    before = DossierRead.objects.count()
    answer = ask()
    if answer.streaming:
        list(answer.streaming_content)
    left = DossierRead.objects.order_by("pk").values_list("reader__username", "person", "kind", "detail")
    return answer, list(left[before:])


def test_every_opening_leaves_one_line_for_each_person_in_the_read_log(things, sign_in):
    client, faults = sign_in("board"), []
    for name, cases in OPENINGS.items():
        for args, query, kind, detail in cases:
            address = reverse(name, args=meant(args, things))
            answer, left = lines_left(partial(client.get, address, meant(query, things)))
            people = {"merge": {"an", "twin"}, "submission-compare": {"an", "binh"}}.get(name, {"an"})
            due = [("board", pk, kind, detail.format(**things)) for pk in sorted(things[key] for key in people)]
            if (answer.status_code, left) != (200, due):
                faults.append((name, query, answer.status_code, left))
    assert faults == []


def test_every_opening_by_post_leaves_one_line_for_each_person_in_the_read_log(things, sign_in):
    client, faults = sign_in("board"), []
    finding = next(one.finding for one in client.get(reverse("person", args=[things["an"]])).context["remarks"])
    answers = {"warning": {"rule": finding.rule, "facts": finding.facts}}
    answers["accepted"] = {"phone": {"accepted": True}}
    for name, (args, sent, detail) in SENT.items():
        address = reverse(name, args=meant(args, things)) + ("?field=core.theory" if name == "people-edit" else "")
        method = client.patch if name == "api-section-row" else client.post
        kind = {"content_type": "application/json"} if name.startswith("api-") else {"headers": {"HX-Request": "true"}}
        body = meant(sent, {**things, **answers})
        answer, left = lines_left(partial(method, address, body, **kind))
        people = ["an", "binh"] if name in {"people-edit", "api-bulk-look"} else ["an"]
        due = [("board", things[key], DOSSIER, detail.format(**things)) for key in people]
        if left != due:
            faults.append((name, answer.status_code, answer.content[:200], left))
    assert faults == []


def test_pages_of_the_administration_that_open_dossiers_leave_lines(things, sign_in, world):
    client, faults = sign_in("board"), []
    with history.acting(actor=None, verb="test", reason="tests"):
        check = HealthCheck.objects.create(person_id=things["an"], note="bình thường")
        Person.objects.filter(pk=things["an"]).update(home_town="Xã khác")
    an, binh = things["an"], things["binh"]
    post = world.people["binh"].postings.get().pk
    event = Person.events.rel.related_model.objects.filter(pgh_obj=an).latest("pk").pk
    cases = [
        ("orgtree_person_changelist", [], {}, DOSSIER, "", set()),
        ("orgtree_person_change", [an], {}, DOSSIER, "core", {an}),
        ("orgtree_contact_changelist", [], {}, DOSSIER, "contact", set()),
        ("orgtree_contact_change", [Contact.objects.get().pk], {}, DOSSIER, "contact", {an}),
        ("orgtree_healthcheck_changelist", [], {}, DOSSIER, "health", {an}),
        ("orgtree_healthcheck_change", [check.pk], {}, DOSSIER, "health", {an}),
        ("orgtree_personevent_changelist", [], {"pgh_obj": an}, HISTORY, "", {an}),
        ("orgtree_personevent_change", [event], {}, HISTORY, "", {an}),
        (
            "orgtree_postingevent_changelist",
            [],
            {"pgh_obj": post},
            HISTORY,
            "",
            {binh},
        ),
    ]
    for name, args, query, kind, detail, people in cases:
        answer, left = lines_left(partial(client.get, reverse(f"admin:{name}", args=args), query))
        if (answer.status_code, left) != (200, [("board", pk, kind, detail) for pk in people]):
            faults.append((name, answer.status_code, left))
    assert faults == []


def test_who_may_not_read_what_events_say_leaves_no_line(things, sign_in):
    answer, left = lines_left(lambda: sign_in("auditor").get(reverse("admin:orgtree_personevent_changelist")))
    assert (answer.status_code, answer.context["cl"].result_count > 0, left) == (200, True, [])


def test_every_list_that_opens_dossiers_is_made_to_log(things):
    owners = {model._meta.label: owner for model, owner in admin.site._registry.items()}
    opening = {label: owner.list_opens for label, owner in owners.items() if isinstance(owner, OpensDossiers)}
    parts = {section.model._meta.label: section.sight == Sight.RESTRICTED for section in SECTIONS}
    assert opening == {**OPENED_IN_ADMIN, **{label: sight for label, sight in parts.items() if label in owners}}


def test_lists_and_refusals_leave_none(world, sign_in):
    client, em = sign_in("alpha_secretary"), world.people["em"].pk
    for place in ("/people/", "/api/v1/people/", f"/people/{em}/", f"/api/v1/people/{em}/sections/"):
        client.get(place)
    client.get(f"/api/v1/people/{world.people['an'].pk}/sections/health/")
    sign_in("alpha_clerk").get(f"/people/{world.people['an'].pk}/", {"tab": "history"})
    assert DossierRead.objects.count() == 0
