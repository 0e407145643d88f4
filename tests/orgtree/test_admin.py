"""Accounts, grants and code lists through the administration."""

import datetime

import pytest
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.urls import reverse
from knox.models import AuthToken

from anphu.kit import history, jobs
from anphu.kit.periods import period
from anphu.kit.refusals import Refused
from orgtree.choices import Role
from orgtree.models import EthnicGroup, Posting, Religion, RoleGrant, Title, TitleStandard, User
from orgtree.queries.accounts import answered_for
from planning.actions.measures import recompute
from planning.models import Decision, RuleParameter, Submission, Target, Term
from planning.queries.jobs import jobs_visible_to
from tests import world as worlds

ADD_ACCOUNT = "admin:orgtree_user_add"
REASON = {"reason": "Theo yêu cầu của Ban Tổ chức"}


def grants(*rows, initial=0):
    """The inline forms: `(role, unit, first, last[, more])` each."""
    data = {"grants-TOTAL_FORMS": len(rows), "grants-INITIAL_FORMS": initial}
    for number, (role, unit, first, last, *more) in enumerate(rows):
        data |= {
            f"grants-{number}-role": role,
            f"grants-{number}-unit": unit.pk,
            f"grants-{number}-period_first": first,
            f"grants-{number}-period_last": last,
            **{f"grants-{number}-{name}": value for name, value in dict(*more).items()},
        }
    return data


def account(name="moi", **changes):
    return {"username": name, "last_name": "Lê Thị", "first_name": "Mới", "email": "", "password": "", **changes}


def last_event(model):
    return model._meta.get_field("events").related_model._default_manager.select_related("pgh_context").latest("pgh_id")


def test_new_account_gets_a_made_password_shown_once_and_its_grants(world, sign_in, client):
    clerk = (Role.UNIT_CLERK, world.units["alpha"], "01/07/2020", "31/12/2020")
    answer = sign_in("admin").post(reverse(ADD_ACCOUNT), account() | grants(clerk) | REASON)

    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    made = User.objects.get(username="moi")
    assert made.check_password(answer.context["password"])
    assert made.grants.get().period == period(datetime.date(2020, 7, 1), datetime.date(2021, 1, 1))
    told = last_event(User).pgh_context.metadata
    assert (told["actor"], told["reason"]) == ("admin", REASON["reason"])
    assert last_event(RoleGrant).pgh_context_id == last_event(User).pgh_context_id


def test_new_account_with_a_typed_password_leads_to_the_list(world, sign_in):
    answer = sign_in("admin").post(reverse(ADD_ACCOUNT), account(password="mat-khau-rieng-1") | grants() | REASON)
    assert answer.status_code == 302
    assert User.objects.get(username="moi").check_password("mat-khau-rieng-1")


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"reason": ""}, "reason"),
        ({"reason": " \u200b "}, "reason"),
        ({"reason": "x" * 501}, "reason"),
        ({"username": "board"}, "username"),
        ({"username": "có dấu cách"}, "username"),
        ({"password": "12345"}, "password"),
        ({"email": "không phải thư"}, "email"),
    ],
)
def test_new_account_with_bad_input_is_not_made(world, sign_in, change, where):
    before = User.objects.count()
    answer = sign_in("admin").post(reverse(ADD_ACCOUNT), account() | grants() | REASON | change)
    assert answer.status_code == 200
    assert where in answer.context["adminform"].form.errors
    assert User.objects.count() == before


@pytest.mark.parametrize("unit", ["abc", "", "99999999999999999999", "-1"])
def test_grant_in_a_unit_that_is_none_is_refused(world, sign_in, unit):
    row = grants((Role.UNIT_CLERK, world.units["alpha"], "01/07/2020", "")) | {"grants-0-unit": unit}
    answer = sign_in("admin").post(reverse(ADD_ACCOUNT), account() | row | REASON)
    assert answer.status_code == 200
    assert not User.objects.filter(username="moi").exists()


@pytest.mark.parametrize(
    ("first", "last"),
    [("31/02/2020", ""), ("", ""), ("01/07/2020", "30/06/2020"), ("01/01/1066", ""), ("mai", "kia")],
)
def test_grant_with_days_that_are_none_is_refused(world, sign_in, first, last):
    row = (Role.UNIT_CLERK, world.units["alpha"], first, last)
    answer = sign_in("admin").post(reverse(ADD_ACCOUNT), account() | grants(row) | REASON)
    assert answer.status_code == 200
    assert answer.context["errors"]
    assert not User.objects.filter(username="moi").exists()


def test_grant_given_twice_on_one_day_is_refused(world, sign_in):
    one = (Role.UNIT_CLERK, world.units["alpha"], "01/07/2020", "")
    two = (Role.UNIT_CLERK, world.units["alpha"], "01/08/2020", "31/08/2020")
    answer = sign_in("admin").post(reverse(ADD_ACCOUNT), account() | grants(one, two) | REASON)
    assert answer.status_code == 200
    assert not User.objects.filter(username="moi").exists()


def change(client, world, name, **more):
    row = world.user(name)
    data = {"username": row.username, "last_name": "", "first_name": "", "email": "", "is_active": "on", **more}
    return client.post(reverse("admin:orgtree_user_change", args=[row.pk]), data)


def test_a_grant_is_ended_and_opens_nothing_from_the_next_day(world, sign_in):
    held = world.user("alpha_clerk").grants.get()
    row = (Role.UNIT_CLERK, world.units["alpha"], "01/01/2010", "06/07/2020", {"id": held.pk, "user": held.user_id})
    answer = change(sign_in("admin"), world, "alpha_clerk", **grants(row, initial=1), **REASON)
    assert answer.status_code == 302
    assert world.user("alpha_clerk").roles == []


def test_an_account_that_is_shut_cannot_act(world, sign_in, client):
    held = world.user("alpha_clerk").grants.get()
    row = (Role.UNIT_CLERK, world.units["alpha"], "01/01/2010", "", {"id": held.pk, "user": held.user_id})
    change(sign_in("admin"), world, "alpha_clerk", **grants(row, initial=1), **REASON, is_active="")
    assert not world.user("alpha_clerk").is_active
    client.force_login(world.user("alpha_clerk"))
    assert client.get(reverse("worklist")).status_code == 302


def test_nobody_changes_their_own_grants_or_shuts_themselves_out(world, sign_in):
    row = (Role.BOARD_CLERK, world.units["district"], "01/07/2020", "")
    change(sign_in("admin"), world, "admin", **grants(row), **REASON, is_active="")
    assert world.user("admin").roles == [Role.ADMINISTRATOR]
    assert world.user("admin").is_active


@pytest.fixture
def commune_admin(world):
    """An administrator of alpha and nothing above it."""
    with history.acting(actor=None, verb="grant", reason="tests"):
        user = world.users["alpha_admin"] = User.objects.create_user("alpha_admin", password=worlds.PASSWORD)
        RoleGrant.objects.create(
            user=user, role=Role.ADMINISTRATOR, unit=world.units["alpha"], period=period(worlds.SINCE)
        )
    return world


def test_an_administrator_of_a_commune_answers_for_its_accounts_only(commune_admin, sign_in):
    seen = answered_for(commune_admin.user("alpha_admin"), worlds.TODAY).values_list("username", flat=True)
    assert set(seen) == {"alpha_secretary", "alpha_clerk", "alpha_admin", "nobody"}
    client = sign_in("alpha_admin")
    listed = client.get(reverse("admin:orgtree_user_changelist")).content.decode()
    assert "alpha_clerk" in listed
    assert "beta_secretary" not in listed
    other = commune_admin.users["btv"].pk
    for page in ("change", "password", "second_factor"):
        answer = client.get(reverse(f"admin:orgtree_user_{page}", args=[other]))
        assert answer.status_code in {302, 404}


def test_an_administrator_of_a_commune_gives_no_role_elsewhere(commune_admin, sign_in):
    for unit in ("district", "beta"):
        row = (Role.BOARD_CLERK, commune_admin.units[unit], "01/07/2020", "")
        answer = sign_in("alpha_admin").post(reverse(ADD_ACCOUNT), account() | grants(row) | REASON)
        assert answer.status_code == 200
        assert not User.objects.filter(username="moi").exists()


@pytest.mark.parametrize("model", [EthnicGroup, Religion, Title, TitleStandard, RuleParameter, Target, Term])
def test_what_belongs_to_no_unit_is_not_written_from_a_commune(commune_admin, sign_in, model):
    client = sign_in("alpha_admin")
    row = model.objects.first()
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    assert client.get(reverse(f"{name}_changelist")).status_code == 200
    before = model.objects.values().get(pk=row.pk)
    changed = dict.fromkeys(before, "x") | {"value": "1", **REASON}
    assert client.post(reverse(f"{name}_change", args=[row.pk]), changed).status_code == 403
    assert client.post(reverse(f"{name}_add"), changed).status_code == 403
    assert client.post(reverse(f"{name}_delete", args=[row.pk]), {"post": "yes", **REASON}).status_code == 403
    assert model.objects.values().get(pk=row.pk) == before


def test_jobs_of_the_whole_are_not_for_a_commune(commune_admin):
    account = commune_admin.user("alpha_admin")
    jobs.Job.objects.create(task="planning.recompute", state=jobs.JobState.DONE)
    assert not jobs_visible_to(account).exists()
    assert jobs_visible_to(commune_admin.user("admin")).exists()
    with pytest.raises(Refused) as refused:
        recompute(actor=account, on=worlds.TODAY)
    assert refused.value.code == "not_allowed"


def test_a_new_password_ends_tokens_and_is_told_in_the_history(world, sign_in):
    held = world.user("alpha_clerk")
    AuthToken.objects.create(user=held)
    answer = sign_in("admin").post(reverse("admin:orgtree_user_password", args=[held.pk]), {"password": "", **REASON})
    assert world.user("alpha_clerk").check_password(answer.context["password"])
    assert not AuthToken.objects.filter(user=held).exists()
    event = last_event(User)
    assert (event.pgh_label, event.pgh_context.metadata["actor"]) == ("password_set", "admin")


@pytest.mark.parametrize("data", [{"password": "", "reason": ""}, {"password": "123", **REASON}])
def test_a_new_password_without_reason_or_strength_is_refused(world, sign_in, data):
    held = world.user("alpha_clerk")
    answer = sign_in("admin").post(reverse("admin:orgtree_user_password", args=[held.pk]), data)
    assert answer.status_code == 400
    assert world.user("alpha_clerk").check_password(worlds.PASSWORD)


def test_ones_own_password_is_changed_on_the_account_page(world, sign_in):
    own = world.user("admin")
    answer = sign_in("admin").post(reverse("admin:orgtree_user_password", args=[own.pk]), {"password": "", **REASON})
    assert answer.status_code == 403
    assert world.user("admin").check_password(worlds.PASSWORD)


def test_a_lost_second_factor_is_removed_once(world, sign_in):
    held = world.user("btv")
    Authenticator.objects.create(user=held, type=Authenticator.Type.TOTP, data={})
    address = reverse("admin:orgtree_user_second_factor", args=[held.pk])
    assert sign_in("admin").post(address, REASON).status_code == 302
    assert not Authenticator.objects.filter(user=held).exists()
    assert sign_in("admin").post(address, REASON).status_code == 409


def test_lists_of_libraries_stay_out():
    assert {model._meta.app_label for model in admin.site._registry} == {"anphu", "orgtree", "planning"}


def test_a_code_list_is_written_with_reason_and_in_one_form_of_text(world, sign_in):
    client = sign_in("admin")
    entry = {"code": "55", "name": "  Ch\u0061\u0306m  thử ", "census_code": ""}
    assert client.post(reverse("admin:orgtree_ethnicgroup_add"), entry).status_code == 200
    assert not EthnicGroup.objects.filter(code="55").exists()
    assert client.post(reverse("admin:orgtree_ethnicgroup_add"), entry | REASON).status_code == 302
    row = EthnicGroup.objects.get(code="55")
    assert row.name == "Chăm thử"
    address = reverse("admin:orgtree_ethnicgroup_change", args=[row.pk])
    client.post(address, {"code": "56", "name": "Chăm", "census_code": "", **REASON})
    row.refresh_from_db()
    assert (row.code, row.name) == ("55", "Chăm")


def test_deleting_needs_a_reason_and_nothing_that_refers_to_it(world, sign_in):
    client = sign_in("admin")
    with history.acting(actor=None, verb="fill", reason="tests"):
        free = Religion.objects.create(code="x", name="Tôn giáo thử")
    address = reverse("admin:orgtree_religion_delete", args=[free.pk])
    client.post(address, {"post": "yes", "reason": " "})
    assert Religion.objects.filter(pk=free.pk).exists()
    client.post(address, {"post": "yes", **REASON})
    assert not Religion.objects.filter(pk=free.pk).exists()
    assert last_event(Religion).pgh_label == "delete"

    used = world.people["an"].religion
    address = reverse("admin:orgtree_religion_delete", args=[used.pk])
    assert ": 9" in client.get(address).content.decode()
    assert client.post(address, {"post": "yes", **REASON}).status_code in {200, 403}
    assert Religion.objects.filter(pk=used.pk).exists()


def test_whoever_is_overtaken_by_another_is_told_and_nothing_is_written(world, sign_in, monkeypatch):
    """Two people may pass the form's checks at one moment; the database lets one of them through."""
    monkeypatch.setattr(Religion, "validate_unique", lambda row, exclude=None: None)
    answer = sign_in("admin").post(reverse("admin:orgtree_religion_add"), {"code": "99", "name": "Không", **REASON})
    assert answer.status_code == 302
    assert answer["Location"] == reverse("admin:orgtree_religion_add")
    assert Religion.objects.filter(code="99").count() == 1


def test_standards_of_a_title_do_not_overlap(world, sign_in):
    title = Title.objects.get(code="secretary")
    data = {"title": title.pk, "min_education": 4, "min_theory": 2, "min_state_management": 1}
    data |= {"period_first": "01/01/2015", "period_last": "", "basis": "x", "confidence": "U", **REASON}
    answer = sign_in("admin").post(reverse("admin:orgtree_titlestandard_add"), data)
    assert answer.status_code == 200
    assert TitleStandard.objects.filter(title=title).count() == 1


def test_a_reader_writes_nothing(world, sign_in):
    row = Title.objects.get(code="secretary")
    for name in ("board", "appraiser", "btv"):
        address = reverse("admin:orgtree_title_change", args=[row.pk])
        assert sign_in(name).post(address, {"name": "Khác", **REASON}).status_code == 403
    row.refresh_from_db()
    assert row.name == "Bí thư Đảng ủy xã"


def test_history_tells_who_when_why_and_what(world, sign_in):
    client = sign_in("admin")
    row = Religion.objects.get(code="99")
    address = reverse("admin:orgtree_religion_change", args=[row.pk])
    client.post(address, {"code": "99", "name": "Không có", **REASON})
    answer = client.get(reverse("admin:orgtree_religion_history", args=[row.pk]), follow=True)
    told = answer.context["cl"].result_list[0]
    assert [words[1:] for words in told.said] == [("Không", "Không có")]
    text = answer.content.decode()
    assert REASON["reason"] in text
    assert "<del>Không</del> → Không có" in text
    assert len(answer.context["cl"].result_list) == row.events.count()


def give(world, name, *grants):
    """More grants for an account: `(role, unit)` each."""
    with history.acting(actor=None, verb="grant", reason="tests"):
        for role, unit in grants:
            RoleGrant.objects.create(
                user=world.users[name], role=role, unit=world.units[unit], period=period(worlds.SINCE)
            )


def listed(client, name):
    return list(client.get(reverse(f"admin:{name}_changelist"), {"all": ""}).context["cl"].result_list)


def test_histories_end_where_the_right_to_histories_ends(world, sign_in):
    """Who reads dossiers and plans of the district, and histories of alpha alone, sees histories of alpha alone."""
    give(world, "alpha_secretary", (Role.UNIT_CLERK, "district"), (Role.BOARD_APPRAISER, "alpha1"))
    client = sign_in("alpha_secretary")
    people = {world.people[name].pk for name in ("an", "binh", "cuong", "dung", "lan")}
    assert {row.pgh_obj_id for row in listed(client, "orgtree_personevent")} == people
    assert {row.unit_id for row in listed(client, "planning_plantitleevent")} == {world.units["alpha"].pk}
    decided = Decision.objects.get()
    with history.acting(actor=None, verb="approve", reason="tests"):
        Submission.objects.filter(unit=world.units["beta"]).update(state="approved", decision=decided)
    assert listed(client, "planning_decisionevent") == []
    assert listed(sign_in("board"), "planning_decisionevent")


def test_values_are_told_where_the_dossier_may_be_read(world, sign_in):
    give(world, "auditor", (Role.UNIT_CLERK, "alpha"))
    rows = listed(sign_in("auditor"), "orgtree_personevent")
    assert {row.pgh_obj_id for row in rows} == {person.pk for person in world.people.values()}
    told = {row.named for row in rows if row.named}
    assert told == {world.people[name].full_name for name in ("an", "binh", "cuong", "dung", "lan")}
    assert all(row.content is None for row in rows if not row.named)


def test_what_a_record_said_out_of_reach_is_not_told(world, sign_in):
    give(world, "beta_secretary", (Role.ADMINISTRATOR, "beta"))
    with history.acting(actor=None, verb="correct", reason="tests"):
        Posting.objects.filter(person=world.people["cuong"]).update(unit=world.units["beta"])
    row = listed(sign_in("beta_secretary"), "orgtree_postingevent")[0]
    assert (row.pgh_label, row.before) == ("update", None)
    assert listed(sign_in("board"), "orgtree_postingevent")[0].before["unit_id"] == world.units["alpha"].pk


def test_history_of_a_grant_names_account_role_and_unit(world, sign_in):
    answer = sign_in("admin").get(reverse("admin:orgtree_rolegrantevent_changelist"))
    named = [row.named for row in answer.context["cl"].result_list]
    assert f"alpha_clerk – {Role.UNIT_CLERK.label} – Đảng bộ xã Khánh An" in named


def test_people_are_found_without_marks(world, sign_in):
    client = sign_in("board")
    for words in ("nguyen", "Nguyễn"):
        answer = client.get(reverse("admin:orgtree_person_changelist"), {"q": words})
        assert {row.full_name for row in answer.context["cl"].result_list} == {"Nguyễn Văn An", "Nguyễn Thị Dung"}
