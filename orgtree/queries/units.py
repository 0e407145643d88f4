"""Units on a day: their names, many at once, and what the page of one tells."""

import datetime
from collections.abc import Iterable

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from orgtree.choices import PARENT_KINDS, SEAT_RANK, CommitteeKind, Kind, Verb
from orgtree.models import Committee, Posting, Unit, UnitLink, UnitVersion


def versions_on(unit_ids: Iterable[int], on: datetime.date) -> dict[int, UnitVersion]:
    """`{unit id: its version}` on `on`; for a unit that does not exist on that day, its nearest version."""
    ids = set(unit_ids)
    found = {version.unit_id: version for version in UnitVersion.objects.on(on).filter(unit__in=ids)}
    missing = ids - found.keys()
    if missing:
        for version in UnitVersion.objects.filter(unit__in=missing).order_by("period"):
            kept = found.get(version.unit_id)
            if kept is None or version.period.lower <= on:
                found[version.unit_id] = version
    return found


def near(user, on: datetime.date) -> list[tuple[int, str]]:
    """`(id, name)` of the units of the reader's grants and those directly under them, higher ones first. One query."""
    reach = UnitLink.objects.on(on).filter(ancestor__in=user.granted(Verb.SEE_UNITS), depth__lte=1)
    versions = UnitVersion.objects.on(on).filter(unit__in=reach.values("descendant"))
    rows = versions.values_list("unit", "name", "kind", "sort_key").order_by("sort_key")
    order = list(Kind)
    return [(pk, name) for pk, name, kind, _key in sorted(rows, key=lambda row: order.index(row[2]))]


def version(unit_id: int, user, on: datetime.date) -> UnitVersion | None:
    """What the unit is on `on`, when `user` may see it."""
    return UnitVersion.objects.on(on).visible_to(user, on).filter(unit=unit_id).select_related("unit").first()


def versions(unit_id: int) -> list[UnitVersion]:
    """What the unit was called and what it was, newest first."""
    return list(UnitVersion.objects.filter(unit=unit_id).order_by("-period"))


def holders(unit_id: int, user, on: datetime.date) -> list[Posting]:
    """Posts held in the unit itself on `on` as far as `user` sees people, highest first, with person and title."""
    posts = Posting.objects.on(on).visible_to(user, on).filter(unit=unit_id).select_related("person", "title")
    return list(posts.order_by("-title__rank", "title__name", "person__name_key", "pk"))


def committees(unit_id: int, user, on: datetime.date) -> list[Committee]:
    """The committees of the unit with their approved sizes, widest first."""
    order = list(CommitteeKind)
    rows = Committee.objects.on(on).visible_to(user, on).filter(unit=unit_id)
    return sorted(rows, key=lambda committee: order.index(committee.kind))


def seated(posts: Iterable[Posting], kind: str) -> int:
    """How many people among the holders of `posts` sit in the committee `kind`, by their highest seat."""
    return len({post.person_id for post in posts if SEAT_RANK[post.title.seat] >= SEAT_RANK[kind]})


def name_on(unit: str, on: datetime.date) -> Coalesce:
    """For `annotate`: the name on `on` of the unit that column `unit` refers to, or else its latest one."""
    versions = UnitVersion.objects.filter(unit=OuterRef(unit)).values("name")
    return Coalesce(Subquery(versions.on(on)[:1]), Subquery(versions.order_by("-period")[:1]))


def place_on(unit: str, on: datetime.date) -> Subquery:
    """For `annotate`: the key by which lists order the unit that column `unit` refers to, on `on`."""
    return Subquery(UnitVersion.objects.on(on).filter(unit=OuterRef(unit)).values("sort_key")[:1])


def below(unit: Unit | int, on: datetime.date) -> QuerySet:
    """Ids of the unit and of everything below it on `on`, as a subquery."""
    return UnitLink.objects.on(on).filter(ancestor=unit).values("descendant")


def above(version: UnitVersion, user, on: datetime.date) -> list[UnitVersion]:
    """Units under which the unit could stand from `on`: those that the reader sees, but not itself nor what is below
    it. One query."""
    bearing = {kind for kinds in PARENT_KINDS.values() for kind in kinds}
    rows = UnitVersion.objects.visible_to(user, on).on(on).filter(kind__in=bearing)
    order = list(Kind)
    found = rows.exclude(unit__in=UnitLink.objects.on(on).filter(ancestor=version.unit_id).values("descendant"))
    return sorted(found, key=lambda row: (order.index(row.kind), row.sort_key))


def called(user, on: datetime.date) -> QuerySet[Unit]:
    """Units that `user` sees on `on`, each with its name of that day in `called`."""
    return Unit.objects.visible_to(user, on).annotate(called=name_on("pk", on))


def ever_called() -> QuerySet[UnitVersion]:
    """Every name that units have had: to narrow, by name, rows that a reader sees already."""
    return UnitVersion.objects.all()
