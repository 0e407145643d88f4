import pgtrigger
import pytest
from pgtrigger import registry

from anphu.kit.triggers import IndexedRegister
from orgtree.models import Unit
from planning.models import Decision

SLOW = registry._Registry


def guard(name="guard"):
    return pgtrigger.Protect(name=name, operation=pgtrigger.Delete)


@pytest.fixture
def register(monkeypatch):
    """One beside the program's own; what each model notes of its triggers is taken back."""
    apart = IndexedRegister()
    monkeypatch.setattr(registry, "_registry", apart)
    yield apart
    for uri in tuple(apart):
        del apart[uri]


def add(register, model, trigger):
    register[f"{model._meta.label}:{trigger.name}"] = (model, trigger)


def test_indexes_of_the_program_are_those_that_pgtrigger_would_make():
    ours = registry._registry
    assert isinstance(ours, IndexedRegister)
    assert len(ours) > 300
    assert ours.by_db_table == SLOW.by_db_table.fget(ours)
    assert ours.pg_function_names == SLOW.pg_function_names.fget(ours)


def test_name_taken_on_the_table_is_refused(register):
    add(register, Unit, guard())
    with pytest.raises(KeyError, match="already used"):
        add(register, Unit, pgtrigger.Protect(name="guard", operation=pgtrigger.Update))


def test_function_name_taken_is_refused(register, monkeypatch):
    monkeypatch.setattr(pgtrigger.Protect, "get_pgid", lambda self, model: "same")
    add(register, Unit, guard())
    with pytest.raises(KeyError, match="already in use"):
        add(register, Decision, guard("other"))


def test_trigger_taken_out_leaves_its_names_free(register):
    add(register, Unit, guard())
    del register["orgtree.Unit:guard"]
    assert (register.by_db_table, register.pg_function_names) == ({}, set())
    add(register, Unit, guard())
    assert list(register) == ["orgtree.Unit:guard"]
