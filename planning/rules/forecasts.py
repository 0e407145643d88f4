"""Who holds which title at the end of each month to come. Pure: posts and days in, posts out.

Whoever reaches retirement age leaves when that month ends, and is last counted on its last day. *Nobody is appointed*:
the posts stay vacant. *The plan is carried out*: the first successor who still serves follows into each post that falls
vacant, and leaves the lower posts of the same ladder (unit, side, and whether they are seats of a committee or other
offices); those are followed in turn. Posts that are vacant from the beginning stay so.
"""

import datetime
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from planning.rules.ages import month_end


class Post(NamedTuple):
    """A person in a title of a unit; all are ids."""

    unit: int
    person: int
    title: int


@dataclass(frozen=True, slots=True)
class Rung:
    """Where a title stands: titles of one ladder are left for higher ones of the same unit."""

    ladder: tuple
    rank: int


@dataclass(frozen=True, slots=True)
class Line:
    """Those planned for a title in one term, in the order in which they follow; `before` None: no end is set."""

    since: datetime.date
    before: datetime.date | None
    people: Sequence[int]


@dataclass(frozen=True)
class Record:
    """What a forecast starts from. `first` and `last`: the days between which somebody retires (the last counts), None:
    the law of the day has no age. `ends`: when posts end anyway; `lines`: who is planned, by (unit, title)."""

    posts: frozenset[Post]
    first: Mapping[int, datetime.date | None]
    last: Mapping[int, datetime.date | None]
    ends: Mapping[Post, datetime.date] = field(default_factory=dict)
    rungs: Mapping[int, Rung] = field(default_factory=dict)
    lines: Mapping[tuple[int, int], Sequence[Line]] = field(default_factory=dict)

    def last_day(self, post: Post) -> datetime.date | None:
        """The last day on which the post is held."""
        days = [day for day in (self.last.get(post.person), self.ends.get(post)) if day is not None]
        return min(days, default=None)

    def leaving(self, until: datetime.date) -> set[int]:
        """Who leaves a post by `until`."""
        return {post.person for post in self.posts if not _serves(self.last_day(post), until)}

    def uncertain(self, until: datetime.date) -> set[int]:
        """Who may leave by `until` in one month or another: the birth date leaves it open."""
        holders = {post.person for post in self.posts}
        return {
            who
            for who in holders
            if self.first[who] != self.last[who] and (self.first[who] is None or self.first[who] <= until)
        }

    def timeless(self) -> set[int]:
        """Holders for whom the law of the day has no retirement age: they stay."""
        return {post.person for post in self.posts if self.last[post.person] is None}


def month_ends(day: datetime.date, until: datetime.date) -> list[datetime.date]:
    """The last days of the months after `day`, its own month first, to `until`."""
    found, end = [], month_end(day, 0)
    while end <= until:
        if end > day:
            found.append(end)
        end = month_end(end, 1)
    return found


def nobody(record: Record, days: Iterable[datetime.date]) -> Iterator[tuple[datetime.date, frozenset[Post]]]:
    """Who holds what on each of `days`, in their order, when nobody is appointed."""
    for day in days:
        yield day, frozenset(post for post in record.posts if _serves(record.last_day(post), day))


def plan(record: Record, days: Iterable[datetime.date]) -> Iterator[tuple[datetime.date, frozenset[Post]]]:
    """The same when the plan is carried out."""
    held = set(record.posts)
    for day in days:
        gone = [post for post in held if not _serves(record.last_day(post), day)]
        vacant = deque(sorted(gone, key=lambda post: (-record.rungs[post.title].rank, post)))
        held.difference_update(gone)
        while vacant:
            vacant.extend(_followed(record, held, vacant.popleft(), day))
        yield day, frozenset(held)


def _serves(last: datetime.date | None, day: datetime.date) -> bool:
    return last is None or last >= day


def _followed(record: Record, held: set[Post], left: Post, day: datetime.date) -> list[Post]:
    """Let the first who can follow into the post `left`; what falls vacant by it."""
    for person in _in_line(record.lines.get((left.unit, left.title), ()), day):
        mine = [post for post in held if post.unit == left.unit and post.person == person]
        ladder = [post for post in mine if record.rungs[post.title].ladder == record.rungs[left.title].ladder]
        highest = max((record.rungs[post.title].rank for post in ladder), default=-1)
        taken = any(post.title == left.title for post in mine)
        if not taken and highest < record.rungs[left.title].rank and _serves(record.last.get(person), day):
            lower = sorted(post for post in ladder if record.rungs[post.title].rank < record.rungs[left.title].rank)
            held.difference_update(lower)
            held.add(Post(left.unit, person, left.title))
            return lower
    return []


def _in_line(lines: Sequence[Line], day: datetime.date) -> Iterator[int]:
    """Those planned for the term of `day`, then those for later terms."""
    for line in sorted(lines, key=lambda line: line.since):
        if line.before is None or line.before > day:
            yield from line.people
