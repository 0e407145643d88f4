"""Deeds: whatever can be done to the records that indicators look at, by actions, through the ORM, or in raw SQL."""

from dataclasses import dataclass

from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, connection, transaction
from hypothesis import strategies as st

from anphu.kit import history
from anphu.kit.refusals import Refused
from tests.planning.indicators import deeds_of_dossiers, deeds_of_people, deeds_of_rules
from tests.world import World

DEEDS = {
    deed.__name__: (deed, arguments)
    for family in (deeds_of_people, deeds_of_dossiers, deeds_of_rules)
    for deed, *arguments in family.DEEDS
}


@dataclass(frozen=True)
class Do:
    """One deed in a world. Deeds that the database or a rule refuses, or that find nothing to
    do them to, leave nothing behind."""

    name: str
    arguments: tuple

    def to(self, world: World) -> bool:
        """Whether it was done."""
        try:
            with transaction.atomic(), history.acting(actor=None, verb=self.name, reason="property"):
                DEEDS[self.name][0](world, *self.arguments)
                with connection.cursor() as cursor:
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                    cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        except (DatabaseError, ObjectDoesNotExist, Refused):
            return False
        return True


def deeds_of(name: str) -> st.SearchStrategy[Do]:
    _deed, arguments = DEEDS[name]
    return st.tuples(*arguments).map(lambda drawn: Do(name, drawn))


any_deed = st.sampled_from(list(DEEDS)).flatmap(deeds_of)
