"""Every page of the administration, as everybody: who may open it, what it costs, that it never breaks."""

import json

import pytest
from django.contrib import admin
from django.contrib.admin.utils import get_fields_from_path
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from anphu.kit.admin.rights import QUESTIONS
from orgtree.admin.dossiers import PartAdmin
from orgtree.models import Person, User
from planning.actions import decisions, lines, submissions
from planning.models import Line
from tests import world as worlds

BOARD = {"board", "appraiser", "btv"}
AUDITOR = {"auditor"}
ENTER = {*BOARD, "admin", "auditor"}
ADMIN = {"admin"}
NOBODY = set()

HISTORY_OF_CODES = (
    *("orgtree.User", "orgtree.RoleGrant", "orgtree.EthnicGroup", "orgtree.Religion", "orgtree.Title"),
    *("orgtree.TitleStandard", "planning.RuleParameter", "planning.Target", "planning.Term", "planning.PlanTitle"),
    *("orgtree.CodeEntry", "orgtree.ExternalCode", "orgtree.Holiday", "orgtree.RightsDeadline"),
    *("orgtree.DossierParameter", "planning.LegalDocument", "planning.RuleSet", "planning.StandardClause"),
    *("planning.CountingDate", "planning.RetirementAge"),
)
HISTORY_OF_RECORDS = (
    *("orgtree.Unit", "orgtree.UnitVersion", "orgtree.Committee", "orgtree.Person", "orgtree.PartyMembership"),
    *("orgtree.Posting", "planning.Round", "planning.Submission", "planning.Line", "planning.Decision"),
    "planning.PlanEntry",
)

# model: who reads its list, who adds and changes, who deletes
RIGHTS = {
    "orgtree.User": (ADMIN, ADMIN, NOBODY),
    "orgtree.Unit": (ENTER, NOBODY, NOBODY),
    "orgtree.Person": (BOARD, NOBODY, NOBODY),
    "orgtree.Contact": (BOARD, NOBODY, NOBODY),
    "orgtree.HealthCheck": (BOARD, NOBODY, NOBODY),
    "orgtree.EthnicGroup": (ENTER, ADMIN, ADMIN),
    "orgtree.Religion": (ENTER, ADMIN, ADMIN),
    "orgtree.Title": (ENTER, ADMIN, ADMIN),
    "orgtree.TitleStandard": (ENTER, ADMIN, ADMIN),
    "orgtree.CodeEntry": (ENTER, ADMIN, ADMIN),
    "orgtree.DossierParameter": (ENTER, ADMIN, NOBODY),
    "orgtree.Holiday": (ENTER, ADMIN, ADMIN),
    "orgtree.RightsDeadline": (ENTER, ADMIN, NOBODY),
    "planning.Term": (ENTER, ADMIN, ADMIN),
    "planning.PlanTitle": (ENTER - AUDITOR, ADMIN, ADMIN),
    "planning.CountingDate": (ENTER, ADMIN, ADMIN),
    "planning.LegalDocument": (ENTER, ADMIN, ADMIN),
    "planning.RetirementAge": (ENTER, ADMIN, ADMIN),
    "planning.RuleParameter": (ENTER, ADMIN, NOBODY),
    "planning.RuleSet": (ENTER, ADMIN, NOBODY),
    "planning.StandardClause": (ENTER, ADMIN, ADMIN),
    "planning.Target": (ENTER, ADMIN, ADMIN),
    "planning.Round": (BOARD, NOBODY, NOBODY),
    "planning.Submission": (BOARD, NOBODY, NOBODY),
    "planning.Line": (BOARD, NOBODY, NOBODY),
    "planning.Decision": (BOARD, NOBODY, NOBODY),
    "planning.StateChange": (BOARD, NOBODY, NOBODY),
    **{f"{table}Event": (ENTER, NOBODY, NOBODY) for table in HISTORY_OF_CODES},
    **{f"{table}Event": (BOARD | AUDITOR, NOBODY, NOBODY) for table in HISTORY_OF_RECORDS},
}
EVERYBODY = [
    *("board", "appraiser", "btv", "admin", "inspector", "auditor"),
    *("alpha_secretary", "alpha_clerk", "beta_secretary", "nobody"),
]
AUTOCOMPLETES = {
    # (app, model, field): who may look there
    ("planning", "line", "person"): BOARD,
    ("orgtree", "rolegrant", "unit"): ENTER,
    ("planning", "plantitle", "title"): ENTER,
    ("planning", "plantitle", "unit"): ENTER,
}


def address(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def registered():
    """Every list; of the parts of dossiers, made alike by one class (tests/orgtree/test_admin_dossiers.py), two."""
    return {
        model._meta.label: (model, owner)
        for model, owner in admin.site._registry.items()
        if model._meta.label in RIGHTS or not isinstance(owner, PartAdmin)
    }


def status(client, url):
    return client.get(url).status_code


def busy(world):
    """Rows for every list: alpha's list with a person added, sent back; beta's approved."""
    lines.propose(
        actor=world.user("alpha_secretary"),
        on=world.today,
        submission=world.submission("alpha").pk,
        plan_title=world.plan_titles["alpha", "2020-2025", "standing"].pk,
        person=world.people["lan"].pk,
        proposal="add",
        reason="Đủ tiêu chuẩn",
    )
    for name, verb in (("alpha_secretary", "submit"), ("appraiser", "appraise"), ("btv", "return")):
        _step(world, name, "alpha", verb)
    for name, verb in (("beta_secretary", "submit"), ("appraiser", "appraise")):
        _step(world, name, "beta", verb)
    decisions.decide(
        actor=world.user("btv"),
        on=world.today,
        submissions=[world.submission("beta").pk],
        number="2-QĐ/HU",
        day=world.today,
    )
    return world


def _step(world, name, unit, verb):
    submissions.move(
        actor=world.user(name), on=world.today, submission=world.submission(unit).pk, verb=verb, reason="Xem lại"
    )


@pytest.fixture
def worked(world):
    return busy(world)


def test_every_list_is_in_the_table():
    assert registered().keys() == RIGHTS.keys()


@pytest.mark.parametrize("name", EVERYBODY)
def test_every_page_answers_as_the_table_says(worked, sign_in, name):
    client = sign_in(name)

    def due(right: bool) -> int:
        return (200 if right else 403) if name in ENTER else 302

    assert status(client, reverse("admin:index")) == due(right=True)
    for label, (model, owner) in registered().items():
        seeing, writing, deleting = (due(name in who) for who in RIGHTS[label])
        found = {page: status(client, url) for page, url in pages_of(model, owner).items()}
        expected = {"list": seeing, "search": seeing, "add": writing, "change": seeing, "delete": deleting}
        assert found == {page: expected.get(page, 302) for page in found}, label
        for page in ("change", "delete"):
            assert status(client, address(model, page, 987654321)) in {302, due(right=False)}, label
    for (app, model_name, field), who in AUTOCOMPLETES.items():
        query = {"app_label": app, "model_name": model_name, "field_name": field, "term": "a"}
        assert client.get(reverse("admin:autocomplete"), query).status_code == due(name in who), field


def pages_of(model, owner) -> dict[str, str]:
    pages = {"list": address(model, "changelist"), "add": address(model, "add")}
    row = model._default_manager.order_by("pk").last()
    if owner.search_fields:
        pages["search"] = pages["list"] + "?q=an"
    if row is not None:
        pages |= {page: address(model, page, row.pk) for page in ("change", "delete", "history")}
    return pages


def test_who_has_not_signed_in_is_led_to_the_one_sign_in_page(world, client):
    answer = client.get(reverse("admin:index"), follow=True)
    assert answer.redirect_chain[-1][0] == f"{reverse('account_login')}?next=%2Fadmin%2F"
    assert answer.status_code == 200
    outside = client.get(reverse("admin:login") + "?next=https://elsewhere.example/")
    assert outside["Location"] == f"{reverse('account_login')}?next=%2Fadmin%2F"


def test_who_may_not_enter_is_told_so(sign_in):
    assert sign_in("inspector").get(reverse("admin:index"), follow=True).status_code == 403


def test_superuser_flag_and_staff_flag_open_nothing(world, client):
    account = User.objects.create_user("root", password=worlds.PASSWORD, is_staff=True, is_superuser=True)
    client.force_login(account)
    assert client.get(reverse("admin:index"), follow=True).status_code == 403


def test_sign_out_and_password_lead_to_the_pages_of_the_account(sign_in):
    client = sign_in("admin")
    assert client.post(reverse("admin:logout"))["Location"] == reverse("account_logout")
    assert client.get(reverse("admin:password_change"))["Location"] == reverse("account_change_password")


@pytest.fixture
def three_of_each(worked):
    """At least three rows in every list that somebody may read."""
    import datetime

    from anphu.kit import history
    from anphu.kit.periods import period
    from orgtree.choices import Confidence
    from orgtree.models import (
        CodeEntry,
        Committee,
        Contact,
        DossierParameter,
        EthnicGroup,
        ExternalCode,
        HealthCheck,
        Holiday,
        Religion,
        RightsDeadline,
        TitleStandard,
    )
    from planning.models import (
        CountingDate,
        Decision,
        LegalDocument,
        RetirementAge,
        Round,
        RuleSet,
        StandardClause,
        Target,
        Term,
    )

    with history.acting(actor=None, verb="fill", reason="tests"):
        for number, person in enumerate(list(worked.people.values())[:3]):
            Contact.objects.create(person=person, residence="x")
            HealthCheck.objects.create(person=person, note="x")
            EthnicGroup.objects.create(code=f"x{number}", name=f"Dân tộc {number}")
            Religion.objects.create(code=f"x{number}", name=f"Tôn giáo {number}")
            entry = CodeEntry.objects.create(scheme="blood", code=f"x{number}", name="x", period=period(worlds.SINCE))
            ExternalCode.objects.create(entry=entry, system="x", code="x")
            day = worlds.TODAY + datetime.timedelta(days=number)
            DossierParameter.objects.create(
                key="oldest_years",
                value=100,
                period=period(day, day + datetime.timedelta(days=1)),
                basis="x",
                confidence="U",
            )
            Holiday.objects.create(day=day, name="x")
            known = {"basis": "x", "confidence": "U"}
            short = period(day, day + datetime.timedelta(days=1))
            LegalDocument.objects.create(number="x", issuer="x", day=day, title="x", confidence="U")
            RuleSet.objects.create(code=f"x{number}", name="x", scope="province", period=short)
            StandardClause.objects.create(kind="age", args={"most": 60}, period=short, **known)
            RetirementAge.objects.create(sex="M", born=short, months=720, period=short, **known)
            level = ("cell", "commune", "district")[number]
            CountingDate.objects.create(term=worked.terms["2020-2025"], level=level, day=day, **known)
            RightsDeadline.objects.create(
                kind="see", since=day, acknowledge_days=2, answer_days=10, extension_days=10, basis="x", confidence="S2"
            )
            Committee.objects.create(
                unit=list(worked.units.values())[number], kind="executive", size=9, period=period(worlds.SINCE)
            )
            TitleStandard.objects.create(
                title=list(worked.titles.values())[number + 1],
                min_education=1,
                min_theory=1,
                min_state_management=1,
                basis="x",
                period=period(worlds.SINCE),
                confidence=Confidence.SEEN,
            )
            Target.objects.create(indicator="X", year=2030 + number, low=1, wording="x", basis="x", confidence="S")
            Term.objects.create(code=f"x{number}", name=f"Nhiệm kỳ {number}", period=period(worlds.SINCE))
            decision = Decision.objects.create(
                number=f"9{number}-QĐ/HU",
                day=worlds.TODAY,
                authority=worked.units["district"],
                decided_by=worked.users["btv"],
            )
            later = Round.objects.create(
                name=f"Đợt {number}",
                authority=worked.units["district"],
                day=worlds.TODAY,
                deadline=worlds.TODAY,
            )
            later.submissions.create(unit=worked.units["alpha"], state="approved", decision=decision)
    return worked


def cost(client, model, owner, rows, monkeypatch):
    monkeypatch.setattr(owner, "list_per_page", rows)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address(model, "changelist"))
    assert len(answer.context["cl"].result_list) == rows
    return len(captured)


@pytest.mark.parametrize("name", ["board", "admin"])
def test_a_list_costs_the_same_at_one_row_and_at_three(three_of_each, sign_in, monkeypatch, name):
    client = sign_in(name)
    for label, (model, owner) in registered().items():
        if name in RIGHTS[label][0]:
            costs = {rows: cost(client, model, owner, rows, monkeypatch) for rows in (1, 3)}
            assert costs[1] == costs[3] <= 12, (label, costs)


@pytest.mark.parametrize(
    "query",
    [
        "?q=%00",
        "?state__exact=%00",
        "?state__exact=nonsense",
        "?round=nonsense",
        "?round=99999999999999999999999",
        "?p=99999",
        "?p=x",
        "?o=99.x",
        "?e=1",
        "?_to_field=unit__code",
        "?unit__code=alpha",
        "?q=" + "x" * 3000,
    ],
)
def test_garbage_in_an_address_is_answered(worked, sign_in, query):
    client = sign_in("board")
    for label in ("planning.Submission", "planning.Line", "orgtree.PersonEvent", "orgtree.Person"):
        model, _owner = registered()[label]
        assert status(client, address(model, "changelist") + query) in {200, 302, 400}, label


def test_a_list_cannot_be_asked_about_what_it_does_not_offer(worked, sign_in):
    """`?password__startswith=` would tell a password letter by letter; `?identity_number=` a person's papers."""
    administrator = sign_in("admin")
    assert status(administrator, reverse("admin:orgtree_user_changelist") + "?password__startswith=md5") == 400
    board = sign_in("board")
    assert status(board, reverse("admin:planning_line_changelist") + "?person__identity_number__startswith=0") == 400


BEYOND = ("startswith", "regex", "in", "gte", "isnull__regex", "id__gte")
"""What follows a filter's name in an address and is no question of a filter."""


def fields_filtered():
    return [
        pytest.param(model, owner, name, id=f"{model.__name__}-{name}")
        for model, owner in registered().values()
        for name in owner.list_filter
        if isinstance(name, str)
    ]


@pytest.mark.parametrize(("model", "owner", "name"), fields_filtered())
def test_a_filter_leads_nowhere_beyond_its_own_question(rf, model, owner, name):
    field = get_fields_from_path(model, name)[-1]
    relations = field.related_model._meta.get_fields() if field.is_relation else ()
    for tail in (*BEYOND, *(f"{relation.name}__pk" for relation in relations)):
        assert not owner.lookup_allowed(f"{name}__{tail}", "1", rf.get("/")), tail
    for tail in QUESTIONS:
        assert owner.lookup_allowed(f"{name}{tail}", "1", rf.get("/")), tail


@pytest.mark.parametrize(
    ("name", "model", "query"),
    [
        ("admin", "planning_plantitle", "term__plan_titles__entries__person__full_name__startswith=N"),
        ("appraiser", "planning_line", "plan_title__term__plan_titles__entries__person__identity_number__startswith=0"),
        ("appraiser", "orgtree_person", "sex__regex=("),
        ("board", "planning_line", "submission=" + "9" * 5000),
        ("board", "orgtree_personevent", "pgh_obj=" + "9" * 5000),
    ],
)
def test_questions_beyond_a_filter_are_refused(worked, sign_in, name, model, query):
    assert status(sign_in(name), f"{reverse(f'admin:{model}_changelist')}?{query}") == 400


@pytest.mark.parametrize("name", ["appraiser", "admin"])
def test_every_choice_that_a_filter_offers_is_answered(worked, sign_in, name):
    client = sign_in(name)
    for label, (model, owner) in registered().items():
        if name not in RIGHTS[label][0] or not owner.list_filter:
            continue
        page = client.get(address(model, "changelist"))
        for spec in page.context["cl"].filter_specs:
            for choice in spec.choices(page.context["cl"]):
                assert status(client, address(model, "changelist") + choice["query_string"]) == 200, (label, choice)


def test_no_row_is_asked_for_by_its_content_type(worked, sign_in):
    assert status(sign_in("admin"), f"{reverse('admin:index')}r/1/1/") == 404
    assert status(sign_in("admin"), f"{reverse('admin:index')}r/x/y/") == 404


@pytest.mark.parametrize("garbage", ["abc", "1.5", "99999999999999999999999999", "-1", "\u0661"])
def test_garbage_among_the_selected_is_dropped(worked, sign_in, garbage):
    client = sign_in("appraiser")
    sent = {"action": "appraise", "index": "0", "_selected_action": [garbage]}
    assert client.post(reverse("admin:planning_submission_changelist"), sent).status_code in {200, 302}


def test_people_are_found_by_those_who_see_them_only(worked, sign_in):
    query = {"app_label": "planning", "model_name": "line", "field_name": "person", "term": "lan"}
    found = json.loads(sign_in("board").get(reverse("admin:autocomplete"), query).content)["results"]
    assert [row["text"] for row in found] == ["Bùi Thị Ngọc Lan – 1995, Chi bộ ấp An Khánh"]
    assert sign_in("admin").get(reverse("admin:autocomplete"), query).status_code == 403


@pytest.mark.parametrize("reader", ["admin", "auditor"])
def test_nothing_of_a_person_stands_on_any_page_of_who_opens_no_dossier(worked, sign_in, reader):
    client = sign_in(reader)
    names = list(Person.objects.values_list("full_name", flat=True))
    for label, (model, _owner) in registered().items():
        if reader not in RIGHTS[label][0]:
            continue
        pages = [address(model, "changelist")]
        pages += [address(model, "change", row.pk) for row in model._default_manager.all()[:3]]
        if reader in RIGHTS[label][2]:
            pages += [address(model, "delete", row.pk) for row in model._default_manager.all()[:3]]
        for page in pages:
            text = client.get(page).content.decode()
            assert [name for name in names if name in text] == [], page


OF_DOSSIERS = (
    *("orgtree.Person", "orgtree.PartyMembership", "orgtree.Posting", "planning.Round", "planning.Submission"),
    *("planning.Line", "planning.Decision", "planning.PlanEntry", "planning.PlanTitle"),
)


def events(client, label):
    model, _owner = registered()[f"{label}Event"]
    return list(client.get(address(model, "changelist"), {"all": ""}).context["cl"].result_list)


@pytest.mark.parametrize("label", [*HISTORY_OF_CODES, *HISTORY_OF_RECORDS])
def test_an_auditor_sees_every_event_and_of_dossiers_no_value(three_of_each, sign_in, label):
    full, audited = events(sign_in("board"), label), events(sign_in("auditor"), label)
    assert full
    assert [row.pk for row in audited] == [row.pk for row in full]
    for row, same in zip(audited, full, strict=True):
        assert (row.pgh_label, row.pgh_context_id) == (same.pgh_label, same.pgh_context_id)
        if label in OF_DOSSIERS:
            assert (row.content, row.before, row.named, row.said) == (None, None, "", [])
        else:
            assert (row.content, row.before, row.named, row.said) == (same.content, same.before, same.named, same.said)


def test_pages_carry_no_inline_script_or_style(worked, sign_in):
    client = sign_in("board")
    row = Line.objects.order_by("pk").first()
    pages = [
        reverse("admin:index"),
        reverse("admin:planning_line_changelist"),
        reverse("admin:planning_line_change", args=[row.pk]),
        reverse("admin:planning_round_prepare"),
        reverse("admin:planning_submission_supplement", args=[worked.submission("alpha").pk]),
    ]
    for page in pages:
        text = client.get(page).content.decode()
        assert "<style" not in text
        assert " style=" not in text
        assert " onclick=" not in text
        assert all(" src=" in tag.split(">")[0] for tag in text.split("<script")[1:]), page
