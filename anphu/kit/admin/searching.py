"""Search with or without marks, in columns of the row and, for long lists, in short tables that it refers to."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Case, Q, QuerySet, When

from anphu.kit import names
from anphu.kit.folding import Folded


@dataclass(frozen=True)
class Elsewhere:
    """`field` of `rows()`, which the searched row refers to: its `column` holds their `key`.

    The short table is searched once, instead of once for every row of the long one.
    """

    column: str
    rows: Callable[[], QuerySet]
    field: str
    key: str = "pk"


@dataclass(frozen=True)
class Ready:
    """A column that is stored folded."""

    column: str


Place = str | Ready | Elsewhere


def folded_search(queryset: QuerySet, text: str, *places: Place) -> QuerySet:
    """Rows in which words begin with every word of `text`, marks or not; those with the very phrase first."""
    words = names.fold(text).split()
    queryset = queryset.alias(**{_alias(place): Folded(place) for place in places if isinstance(place, str)})
    for word in words:
        queryset = queryset.filter(reduce(or_, (_where(place, _begins, word) for place in places)))
    phrase = reduce(or_, (_where(place, _contains, " ".join(words)) for place in places))
    return queryset.order_by(Case(When(phrase, then=0), default=1), *queryset.query.order_by)


def _alias(place: str) -> str:
    return f"folded_{place}"


def _where(place: Place, condition: Callable[[str, str], Q], words: str) -> Q:
    if isinstance(place, Elsewhere):
        found = place.rows().alias(folded=Folded(place.field)).filter(condition("folded", words))
        return Q(**{f"{place.column}__in": found.order_by().values(place.key)})
    return condition(place.column if isinstance(place, Ready) else _alias(place), words)


def _begins(column: str, word: str) -> Q:
    return Q(**{f"{column}__startswith": word}) | Q(**{f"{column}__contains": f" {word}"})


def _contains(column: str, words: str) -> Q:
    return Q(**{f"{column}__contains": words})
