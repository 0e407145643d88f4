"""Moves of scenarios, and why they cannot be made, in words."""

import datetime

from django.utils.translation import gettext as _

from planning.choices import Tried
from planning.models import ScenarioMove
from planning.rules.scenarios import Conflict


def move_in_words(move: ScenarioMove) -> str:
    """One move as a sentence without its end; `called` and `from_called` are the names of its units."""
    told = {
        "name": move.person.full_name,
        "title": move.title.name,
        "unit": move.called,
        "from_title": move.from_title.name if move.from_title else "",
        "from_unit": move.from_called,
        "term": move.term.name if move.term else "",
    }
    return _sentence(move) % told


def _sentence(move: ScenarioMove) -> str:
    if move.kind == Tried.LEAVE:
        return _("%(name)s leaves the title %(title)s, %(unit)s")
    if move.kind == Tried.ADD:
        return _("%(name)s is added to the plan %(term)s as %(title)s, %(unit)s")
    if move.kind == Tried.REMOVE:
        return _("%(name)s is removed from the plan %(term)s as %(title)s, %(unit)s")
    if move.from_title_id:
        return _("%(name)s goes from %(from_title)s, %(from_unit)s, to %(title)s, %(unit)s")
    return _("%(name)s becomes %(title)s, %(unit)s")


def conflict_in_words(conflict: Conflict, since: datetime.date | None = None) -> str:
    """Why a move is passed over. `since`: the first day on which what it starts from was no longer so."""
    told = {"day": f"{since:%d/%m/%Y}"} if since else {}
    if conflict == Conflict.NOT_HELD and since:
        return _("This person no longer holds the title to be left: since %(day)s.") % told
    if conflict == Conflict.NOT_PLANNED and since:
        return _("This person is no longer in the plan for that title: since %(day)s.") % told
    return {
        Conflict.NOT_HELD: _("This person does not hold the title to be left."),
        Conflict.NOT_PLANNED: _("This person is not in the plan for that title."),
        Conflict.HELD: _("This person holds that title already."),
        Conflict.PLANNED: _("This person is already in the plan for that title."),
    }[conflict]
