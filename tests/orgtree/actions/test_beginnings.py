from datetime import date

import pytest

from anphu.kit.refusals import Refused
from orgtree.actions.beginnings import begin
from orgtree.choices import Kind, Verb
from orgtree.models import Unit, User
from orgtree.rules import access

FIRST = {
    "on": date(2020, 7, 7),
    "reason": "set-up",
    "username": "first",
    "password": "a password of their own",
    "code": "AP",
    "since": date(2010, 1, 1),
    "name": "Đảng bộ huyện An Phú",
    "short_name": "An Phú",
    "kind": Kind.DISTRICT,
}


def test_begin_empty_installation_has_a_root_and_an_administrator_of_it(db):
    user = begin(**FIRST)
    root = Unit.objects.get()
    assert root.versions.get().period.lower == date(2010, 1, 1)
    assert User.objects.get(username="first").check_password("a password of their own")
    assert [(grant.role, grant.unit, grant.period.lower) for grant in user.grants.all()] == [
        ("administrator", root, date(2020, 7, 7))
    ]
    assert access.why_not(user, Verb.MANAGE_ACCOUNTS, root, date(2020, 7, 7)) is None


def test_begin_where_units_are_is_refused_and_writes_nothing(world):
    with pytest.raises(Refused) as refusal:
        begin(**FIRST)
    assert refusal.value.code == "already_begun"
    assert not User.objects.filter(username="first").exists()


def test_begin_kind_that_needs_a_parent_is_refused(db):
    with pytest.raises(Refused) as refusal:
        begin(**FIRST | {"kind": Kind.GRASSROOTS_CELL})
    assert refusal.value.code == "needs_parent"
    assert not Unit.objects.exists()
