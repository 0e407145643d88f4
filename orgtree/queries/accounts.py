"""Accounts as far as somebody answers for them."""

import datetime

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from orgtree.choices import Verb
from orgtree.models import RoleGrant, UnitLink, User
from orgtree.queries.units import name_on


def answered_for(user: User, on: datetime.date, verb: str = Verb.MANAGE_ACCOUNTS) -> QuerySet[User]:
    """Accounts none of whose grants, in force or to come, lies outside the reach of `verb`.

    Whoever administers one commune must not hold the password of somebody who also decides for the district.
    """
    beyond = RoleGrant.objects.filter(
        Q(period__endswith__isnull=True) | Q(period__endswith__gt=on),
        user=OuterRef("pk"),
        unit__in=UnitLink.objects.on(on).values("descendant"),
    ).exclude(unit__in=UnitLink.objects.reached_by(user, verb, on))
    return User.objects.filter(~Exists(beyond)) if user.may_somewhere(verb) else User.objects.none()


def holding(accounts: QuerySet[User], role: str, on: datetime.date) -> QuerySet[User]:
    """Those of `accounts` that hold `role` on `on`, in whatever unit."""
    return accounts.filter(Exists(RoleGrant.objects.on(on).filter(user=OuterRef("pk"), role=role)))


def introduced(accounts: QuerySet[User], on: datetime.date) -> QuerySet[User]:
    """With `grants_today` (each with its `unit_name`) and `has_factor`. One query more, however many rows."""
    grants = RoleGrant.objects.on(on).annotate(unit_name=name_on("unit", on)).order_by("role", "pk")
    factors = Authenticator.objects.filter(user=OuterRef("pk"))
    return accounts.annotate(has_factor=Exists(factors)).prefetch_related(
        Prefetch("grants", grants, to_attr="grants_today")
    )
