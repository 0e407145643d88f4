"""Districts copied inside the database."""

import datetime
from dataclasses import replace

import pytest
from django.db import connection, models

from anphu.demo.load import TABLES, Loader
from anphu.demo.multiply import Block, Multiplier
from anphu.demo.places import invented
from anphu.demo.scale import Scale, above
from anphu.demo.set_aside import set_aside
from anphu.kit import history
from orgtree.actions.structure import rebuild_links
from orgtree.choices import Kind
from orgtree.models import Person, Posting, Unit, UnitVersion
from orgtree.queries import proofs
from planning.indicators import measuring
from tests.world import TODAY


@pytest.fixture
def block(world) -> Block:
    """The small district, as if it were the first invented one, and a province above its copies."""
    loader = Loader()
    province = above(Scale(2))[0]
    loader.load_above([province])
    extremes = {model: model.objects.aggregate(a=models.Min("pk"), z=models.Max("pk")) for model in TABLES}
    ids = {model: range(found["a"], found["z"] + 1) for model, found in extremes.items() if found["a"]}
    with connection.cursor() as cursor:
        ids[Unit] = range(ids[Unit][0], province.id)
        cursor.execute("SELECT max(id) FROM orgtree_unitversion WHERE unit_id < %s", [province.id])
        ids[UnitVersion] = range(ids[UnitVersion][0], cursor.fetchone()[0] + 1)
    return Block(replace(invented(1, "x"), prefix=""), province, ids)


def copied(block: Block, *, thin: bool = False) -> None:
    loader = Loader()
    multiplier = Multiplier(loader, block, thin=thin)
    with loader.writing("tests"):
        multiplier.prepare(loader.cursor)
        multiplier.copy(loader.cursor, 1, invented(2, "x"), block.province)
    rebuild_links()


def values_of(unit: Unit) -> set[tuple]:
    rows = measuring.measure(TODAY)
    names = ("term_id", "indicator", "numerator", "denominator", "unknown", "excluded")
    return {tuple(getattr(row, name) for name in names) for row in rows if row.unit_id == unit.pk}


def test_copy_is_sound_and_measures_the_same(world, block):
    before = {model: model.objects.count() for model in (Unit, Person, Posting)}
    copied(block)

    root = UnitVersion.objects.on(TODAY).get(kind=Kind.DISTRICT, parent=block.province.id).unit
    assert {model: model.objects.count() for model in before} == {
        model: 2 * count - (model is Unit) for model, count in before.items()
    }
    assert proofs.link_faults() == proofs.name_faults() == proofs.posting_faults() == proofs.cell_faults() == []
    assert values_of(root) == values_of(world.units["district"])


def test_keys_that_were_set_aside_stand_again(world):
    before = keys()
    with history.acting(actor=None, verb="test", reason="tests"), set_aside([Person, Posting]):
        assert keys() != before
        Posting.objects.filter(period__contains=datetime.date(1900, 1, 1)).delete()
    assert keys() == before


def keys() -> set[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
               UNION ALL SELECT tablename, indexname, indexdef FROM pg_indexes
               UNION ALL SELECT tgrelid::regclass::text, tgname, tgenabled::text FROM pg_trigger
               WHERE NOT tgisinternal"""
        )
        return set(cursor.fetchall())
