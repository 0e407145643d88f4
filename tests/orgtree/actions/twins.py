"""The same man twice, and what a merge of the two may not lose."""

import datetime

import pytest
from django.apps import apps

from anphu.kit import history
from anphu.kit.artifacts import Artifact
from anphu.kit.partial_dates import PartialDate
from anphu.kit.periods import period
from orgtree.actions import identity
from orgtree.actions.identity import Choices
from orgtree.models import (
    Attachment,
    Background,
    ChangeRequest,
    Confirmation,
    Contact,
    DossierRead,
    Employment,
    FamilyMember,
    Merge,
    PartyMembership,
    Person,
    Posting,
    Rating,
    Training,
    User,
)
from planning.models import Line, PlanEntry

SINCE = datetime.date(2010, 1, 1)


def gesture(world, name="board"):
    return {"actor": world.user(name), "on": world.today, "reason": "cùng một người"}


def clashing(section: str, model, second, **which) -> tuple[str, int]:
    return section, model.objects.get(person=second, **which).pk


def everything() -> dict[str, list]:
    """Every row of every table of people and plans, as the program reads it; what only records a merge is left out."""
    models = [
        model
        for app in ("orgtree", "planning")
        for model in apps.get_app_config(app).get_models()
        if not hasattr(model, "pgh_tracked_model")
    ]
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for model in models
        if model is not Merge and model._meta.label not in {"planning.StaleMark", "planning.Snapshot"}
    }


@pytest.fixture
def twins(world):
    """`an` and a second record of the same man, with something of every kind on both sides."""
    an = world.people["an"]
    with history.acting(actor=None, verb="test", reason="test"):
        second = Person.objects.create(
            full_name="Nguyễn Văn Ân",
            sex="M",
            birth_date=datetime.date(1972, 1, 1),
            birth_precision="year",
            ethnic_group=an.ethnic_group,
            religion=an.religion,
            identity_number="089072001234",
            education=5,
        )
        joined = {"admitted_on": SINCE, "official_on": datetime.date(2011, 1, 1)}
        PartyMembership.objects.create(person=second, unit=world.units["beta1"], period=period(SINCE), **joined)
        Posting.objects.create(
            person=second, unit=world.units["beta"], title=world.titles["member"], period=period(SINCE)
        )
        Contact.objects.create(person=an, residence="ấp An Hòa", phone="0900000001")
        Contact.objects.create(person=second, residence="ấp Phú Mỹ", email="an@example.vn")
        Employment.objects.create(person=second, main_work="tổ chức")
        Background.objects.create(person=second, arrests="không")
        for owner, year in ((an, 2018), (second, 2019), (second, 2018)):
            Rating.objects.create(person=owner, year=year)
        Training.objects.create(person=an, school="Trường A", ended=PartialDate(2001))
        Training.objects.create(person=second, school="Trường B", ended=PartialDate(2002, 5))
        FamilyMember.objects.create(person=world.people["binh"], name="anh", relative=second)
        Confirmation.objects.create(person=second, section="core", by=world.users["board"])
        ChangeRequest.objects.create(
            person=second, section="contact", kind="change", reason="x", proposed_by=world.users["beta_secretary"]
        )
        file = Artifact.objects.create(name="a.pdf", media_type="application/pdf", size=1, digest="0" * 64)
        for owner in (an, second):
            Attachment.objects.create(person=owner, title="ảnh", kind="photo", artifact=file)
        Attachment.objects.create(person=second, title="bằng", kind="diploma", artifact=file)
        User.objects.filter(username="nobody").update(person=second)
        plan = PlanEntry.objects.get(person=world.people["giang"])
        PlanEntry.objects.create(
            plan_title=plan.plan_title, person=second, period=plan.period, opened_by=plan.opened_by
        )
        Line.objects.create(
            submission=world.submission("beta"), plan_title=plan.plan_title, person=second, proposal="keep"
        )
    DossierRead.objects.create(reader=world.users["board"], person=second, kind="dossier")
    return an, second


@pytest.fixture
def choices(twins):
    """What the page would offer: of rows that cannot stand together the second record's are left out."""
    _an, second = twins
    return Choices(
        leave=frozenset(
            {clashing("memberships", PartyMembership, second), clashing("ratings", Rating, second, year=2018)}
        )
    )


def merged(world, twins, choices, *take) -> Merge:
    an, second = twins
    return identity.merge(**gesture(world), kept=an.pk, gone=second.pk, choices=Choices(frozenset(take), choices.leave))
