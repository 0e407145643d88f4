"""Every page of the administration, as everybody: who may open it, and that it needs nothing inline."""

import pytest
from django.urls import reverse

from orgtree.models import User
from planning.models import Line
from tests import world as worlds
from tests.anphu.administration.table import BOARD, ENTER, EVERYBODY, RIGHTS, address, registered, status

AUTOCOMPLETES = {
    # (app, model, field): who may look there
    ("planning", "line", "person"): BOARD,
    ("orgtree", "rolegrant", "unit"): ENTER,
    ("planning", "plantitle", "title"): ENTER,
    ("planning", "plantitle", "unit"): ENTER,
}


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


def test_no_row_is_asked_for_by_its_content_type(worked, sign_in):
    assert status(sign_in("admin"), f"{reverse('admin:index')}r/1/1/") == 404
    assert status(sign_in("admin"), f"{reverse('admin:index')}r/x/y/") == 404


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
