import datetime

import pytest

from anphu.kit import history
from planning.indicators import fill
from tests.planning.indicators.deeds_of_people import appoint
from tests.planning.indicators.scene import Scene, give_dossier
from tests.world import TODAY


@pytest.fixture
def staffed(world):
    """Every indicator has somebody or something to count; cells have officers too, so that moving a cell moves numbers.
    Everything is measured."""
    scene = Scene(world)
    scene.numbers()
    scene.retirement(M=744, F=720)
    scene.counting(datetime.date(2020, 4, 1))
    scene.list(("submit", "submitted", TODAY))
    world.titles["leader"] = scene.title(level="district", is_head=True, is_key_leader=True, seat="standing_body")
    with history.acting(actor=None, verb="appoint", reason="test"):
        for code, person in (("alpha1", "binh"), ("alpha2", "lan"), ("beta1", "hai")):
            appoint(world, person, code, "chair", (datetime.date(2012, 1, 1), None))
        appoint(world, "khanh", "district", "leader", (datetime.date(2012, 1, 1), None))
        give_dossier(world, world.people["binh"])
    scene.rated(world.people["binh"], "good")
    scene.committee("executive", 5)
    scene.planned(seat="standing")
    fill.full(TODAY)
    return world
