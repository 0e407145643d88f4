"""Review campaigns from above and from a unit: who is confirmed, who is not, and how dossiers stand.

The people of a unit are the members, on the day asked about, of its cells. Somebody is confirmed when, since the
campaign opened, each of its sections was vouched for at least once, by whomever.
"""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from orgtree.choices import GRASSROOTS, Purpose, Sight, Verb
from orgtree.models import Campaign, CampaignUnit, Confirmation, PartyMembership, Person, UnitLink, UnitVersion
from orgtree.queries.records import PARTS, read
from orgtree.queries.units import versions_on
from orgtree.rules.completeness import completeness, stale
from orgtree.sections import BY_CODE, Section

_PROGRESS_SQL = """
WITH asked AS (
    SELECT u.id, u.unit_id, u.campaign_id, c.opened_on, c.sections
    FROM orgtree_campaignunit u JOIN orgtree_campaign c ON c.id = u.campaign_id WHERE u.id = ANY(%(units)s)
), people AS (
    SELECT a.id, a.campaign_id, m.person_id
    FROM asked a
    JOIN orgtree_unitlink l ON l.ancestor_id = a.unit_id AND l.period @> %(on)s
    JOIN orgtree_partymembership m ON m.unit_id = l.descendant_id AND m.period @> %(on)s
), confirmed AS (
    SELECT k.campaign_id, v.person_id
    FROM (SELECT DISTINCT campaign_id, opened_on, sections FROM asked) k
    JOIN orgtree_confirmation v ON v.at >= k.opened_on::timestamp AT TIME ZONE %(zone)s AND k.sections ? v.section
    GROUP BY k.campaign_id, k.sections, v.person_id
    HAVING count(DISTINCT v.section) = jsonb_array_length(k.sections)
)
SELECT p.id, count(*), count(c.person_id)
FROM people p LEFT JOIN confirmed c ON c.campaign_id = p.campaign_id AND c.person_id = p.person_id GROUP BY p.id
"""


@dataclass(frozen=True)
class Progress:
    """How far one unit is: `name` of the unit on the day, people in all and confirmed, and how many days it has
    been `late` without a report."""

    row: CampaignUnit
    name: str
    sort_key: str
    total: int
    confirmed: int
    late: int

    @property
    def open(self) -> int:
        return self.total - self.confirmed

    @property
    def percent(self) -> int:
        """Rounded down, so that 100 means everybody; of nobody everybody is confirmed."""
        return self.confirmed * 100 // self.total if self.total else 100

    @property
    def done(self) -> bool:
        return self.row.done_at is not None


@dataclass(frozen=True)
class Member:
    """One person of a unit: whether confirmed in the campaign, when last, and how the dossier stands."""

    person: Person
    confirmed: bool
    last: datetime.date | None
    percent: int
    missing: int
    stale: list[Section]


def sections_of(campaign: Campaign) -> list[Section]:
    """What a campaign asks to confirm, in the order of the forms; sections that are no longer declared are left out."""
    return [section for code, section in BY_CODE.items() if code in campaign.sections]


def confirmable() -> list[Section]:
    """Sections that units see, and so can vouch for."""
    return [section for section in BY_CODE.values() if section.sight != Sight.RESTRICTED]


def progress(rows: Iterable[CampaignUnit], on: datetime.date, today: datetime.date) -> list[Progress]:
    """How far each unit is (rows with their `campaign`), those with most left first. Two queries."""
    rows = list(rows)
    with connection.cursor() as cursor:
        zone = timezone.get_current_timezone_name()
        cursor.execute(_PROGRESS_SQL, {"units": [row.pk for row in rows], "on": on, "zone": zone})
        counts = {pk: (total, confirmed) for pk, total, confirmed in cursor}
    versions = versions_on((row.unit_id for row in rows), on)
    found = [_progress(row, versions[row.unit_id], counts.get(row.pk, (0, 0)), today) for row in rows]
    return sorted(found, key=lambda unit: (unit.done, unit.percent, unit.sort_key))


def _progress(row: CampaignUnit, version: UnitVersion, counts: tuple[int, int], today: datetime.date) -> Progress:
    behind = ((row.campaign.closed_on or today) - row.campaign.deadline).days
    late = 0 if row.done_at else max(0, behind)
    return Progress(row, version.name, version.sort_key, *counts, late)


def units_of(campaigns: Iterable[Campaign], user, on: datetime.date) -> QuerySet[CampaignUnit]:
    """The units of some campaigns that the reader sees."""
    rows = CampaignUnit.objects.visible_to(user, on).filter(campaign__in=list(campaigns))
    return rows.select_related("campaign", "done_by")


def due(user, on: datetime.date) -> list[CampaignUnit]:
    """Units for which the reader confirms and that have not reported yet, of open campaigns, most pressing first.

    Whoever decides over the whole campaign is not told of each unit.
    """
    units = UnitLink.objects.reached_by(user, Verb.PROPOSE_CHANGES, on)
    above = UnitLink.objects.reached_by(user, Verb.EDIT_PEOPLE, on)
    rows = CampaignUnit.objects.filter(campaign__closed_on=None, done_at=None, unit__in=units)
    rows = rows.exclude(unit__in=above).select_related("campaign").order_by("campaign__deadline", "pk")
    return list(rows)


def grassroots(user, on: datetime.date) -> list[UnitVersion]:
    """The grassroots organisations of the day whose dossiers the reader keeps, by name."""
    units = UnitLink.objects.reached_by(user, Verb.EDIT_PEOPLE, on)
    rows = UnitVersion.objects.visible_to(user, on).on(on).filter(unit__in=units, kind__in=GRASSROOTS)
    return list(rows.order_by("kind", "sort_key"))


def people_of(row: CampaignUnit, on: datetime.date) -> QuerySet[Person]:
    """Members of the unit and of everything below it on `on`."""
    units = UnitLink.objects.on(on).filter(ancestor=row.unit_id).values("descendant")
    return Person.objects.filter(pk__in=PartyMembership.objects.on(on).filter(unit__in=units).values("person"))


def confirmed_in(campaign: Campaign) -> QuerySet:
    """Ids of people who are confirmed in the campaign."""
    opened = timezone.make_aware(datetime.datetime.combine(campaign.opened_on, datetime.time.min))
    rows = Confirmation.objects.filter(section__in=campaign.sections, at__gte=opened).values("person")
    condition = Q()
    for code in campaign.sections:
        condition &= Q(person__in=rows.filter(section=code))
    return rows.filter(condition) if campaign.sections else rows.none()


def narrowed(people: QuerySet[Person], campaign: Campaign, show: str) -> QuerySet[Person]:
    """Of `people` those still `open`, those `confirmed`, or all."""
    if show == "open":
        return people.exclude(pk__in=confirmed_in(campaign))
    return people.filter(pk__in=confirmed_in(campaign)) if show == "confirmed" else people


def members(people: Collection[Person], campaign: Campaign, today: datetime.date) -> list[Member]:
    """How the dossiers of `people` stand, as far as every reader of the unit sees them. Three queries."""
    keys = [person.pk for person in people]
    asked = sections_of(campaign)
    parts = [section for section in PARTS if section.sight != Sight.RESTRICTED]
    records = read(keys, parts)
    confirmed = set(confirmed_in(campaign).filter(person__in=keys).values_list("person", flat=True))
    last = _last_confirmations(keys)
    return [
        _member(person, records[person.pk], person.pk in confirmed, last.get(person.pk, {}), asked, today)
        for person in people
    ]


def _last_confirmations(people: Collection[int]) -> dict[int, dict[str, datetime.date]]:
    found: dict[int, dict[str, datetime.date]] = {}
    rows = Confirmation.objects.filter(person__in=people).values_list("person", "section").annotate(last=Max("at"))
    for person, section, at in rows.order_by():
        found.setdefault(person, {})[section] = timezone.localtime(at).date()
    return found


def _member(person: Person, records, confirmed: bool, last: dict, asked: list[Section], today) -> Member:
    whole = completeness(person, records, Purpose.MEMBER)
    days = [last.get(section.code) for section in asked]
    return Member(
        person=person,
        confirmed=confirmed,
        last=min(days) if all(days) and days else None,
        percent=whole.percent,
        missing=len(whole.missing),
        stale=[section for section in stale(last, today) if section in asked],
    )
