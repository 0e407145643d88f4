"""What a person is planned for: a form asks for it, planning knows it, and orgtree must not know planning."""

import datetime
from collections.abc import Callable, Sequence

from orgtree.models import User

Tell = Callable[[int, User, datetime.date], Sequence[str]]
"""Person, reader, day → titles in words, as far as the reader sees the plans."""
_telling: list[Tell] = []


def tell(function: Tell) -> None:
    """Whoever knows says so here once, at start-up."""
    _telling[:] = [function]


def told(person: int, user: User, on: datetime.date) -> list[str]:
    """Titles that the person is planned for; none where nobody knows."""
    return [said for function in _telling for said in function(person, user, on)]
