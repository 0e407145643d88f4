"""pgtrigger's register of triggers, with the two indexes that it looks into.

For each trigger that it takes, pgtrigger goes through all that it has, to find one of the same name: with the some
hundred of a program whose every table keeps its history this was half of the time that a process takes to start.
Here both indexes are kept instead of made anew; what is refused stays the same.
"""

from pgtrigger import registry


class IndexedRegister(registry._Registry):
    """`_Registry` of pgtrigger 4, whose `__setitem__` asks the two properties below and refuses what they know."""

    def __init__(self, known=()):
        self._names, self._functions = {}, set()
        super().__init__(known)

    @property
    def by_db_table(self) -> dict:
        return self._names

    @property
    def pg_function_names(self) -> set[str]:
        return self._functions

    def __setitem__(self, uri, entry) -> None:
        super().__setitem__(uri, entry)
        model, trigger = entry
        self._names[model._meta.db_table, trigger.name] = trigger
        self._functions.add(trigger.get_pgid(model))

    def __delitem__(self, uri) -> None:
        model, trigger = self[uri]
        super().__delitem__(uri)
        del self._names[model._meta.db_table, trigger.name]
        self._functions.remove(trigger.get_pgid(model))


def index() -> None:
    """From now on the register of this process is an indexed one."""
    if not isinstance(registry._registry, IndexedRegister):
        registry._registry = IndexedRegister(registry._registry)
