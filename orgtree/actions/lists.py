"""What users keep of their lists: how a list was left, its columns, filters under a name."""

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from anphu.kit import names
from anphu.kit.refusals import Refused
from orgtree.choices import Verb
from orgtree.models import ListState, SavedFilter
from orgtree.queries.lists import COLUMNS, PEOPLE, saved_filters

LONGEST_QUERY, LONGEST_NAME = 2000, 80
MOST_COLUMNS, MOST_FILTERS = 12, 50


def remember(*, actor, query: str, listing: str = PEOPLE) -> None:
    """The list opens with this filter and order the next time; empty: with none. Too long a query is forgotten."""
    kept = query if len(query) <= LONGEST_QUERY else ""
    _keep(ListState(user=actor, listing=listing, query=kept), "query")


def choose_columns(*, actor, keys: Iterable[str], listing: str = PEOPLE) -> None:
    """Show these columns besides the usual ones, in the order of the dossier. Raises Refused."""
    asked = set(keys)
    if asked - set(COLUMNS):
        raise Refused("no_such_column", _("The list has no such column."), status=400)
    if len(asked) > MOST_COLUMNS:
        raise Refused("too_many_columns", _("Choose at most %d columns.") % MOST_COLUMNS, status=400)
    columns = [key for key in COLUMNS if key in asked]
    _keep(ListState(user=actor, listing=listing, columns=columns), "columns")


def _keep(state: ListState, field: str) -> None:
    """One statement: a list is left with every filter that is tried."""
    ListState.objects.bulk_create(
        [state], update_conflicts=True, unique_fields=["user", "listing"], update_fields=[field]
    )


@transaction.atomic
def save_filter(*, actor, name: str, query: str, shared: bool = False, listing: str = PEOPLE) -> SavedFilter:
    """Keep a filter under a name; one's own filter of that name is replaced. Only the board shares. Raises Refused."""
    name = names.nfc(name)
    if not name or len(name) > LONGEST_NAME:
        raise Refused("no_name", _("Give the filter a name of at most %d characters.") % LONGEST_NAME, status=400)
    if not query or len(query) > LONGEST_QUERY:
        raise Refused("no_filter", _("There is no filter to save. Filter the list first."), status=400)
    if shared and not actor.may_somewhere(Verb.EDIT_PEOPLE):
        raise Refused("not_allowed", _("Only the organization board shares filters."), status=403)
    own = SavedFilter.objects.select_for_update().filter(user=actor, listing=listing)
    if len(own) >= MOST_FILTERS and all(row.name != name for row in own):
        sentence = _("You have %d saved filters; remove one first.") % MOST_FILTERS
        raise Refused("too_many_filters", sentence)
    kept = {"query": query, "shared": shared}
    return SavedFilter.objects.update_or_create(user=actor, listing=listing, name=name, defaults=kept)[0]


def drop_filter(*, actor, on: datetime.date, filter: int) -> None:
    """Remove a saved filter; who keeps all dossiers also removes what others shared. Raises Refused."""
    row = saved_filters(actor, on).filter(pk=filter).first()
    if row is None:
        raise Refused("not_found", _("There is no such filter."), status=404)
    if row.user_id != actor.pk and not actor.may_everywhere(Verb.EDIT_PEOPLE):
        raise Refused("not_allowed", _("Only who saved a filter removes it."), status=403)
    row.delete()
