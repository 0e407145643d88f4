"""How long there is left, in the words that a page shows."""

from collections.abc import Iterable

from anphu.kit import clock
from planning.models import Round

SOON_DAYS = 7


def count_down(rounds: Iterable[Round]) -> None:
    """Give each round `days_left` (negative when late), `days_late` and `urgency`, by the clock."""
    today = clock.today()
    for row in rounds:
        row.days_left = (row.deadline - today).days
        row.days_late = -row.days_left
        row.urgency = "bad" if row.days_left < 0 else "warn" if row.days_left <= SOON_DAYS else "calm"
