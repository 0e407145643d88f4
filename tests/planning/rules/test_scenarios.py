import pytest

from planning.choices import Tried
from planning.rules.scenarios import Conflict, Place, Step, carried_out

HEAD, DEPUTY, MEMBER = 1, 2, 3
AN, BINH, CUONG = 10, 11, 12


def held(person: int, title: int) -> Place:
    return Place(1, None, person, title)


def planned(person: int, title: int) -> Place:
    return Place(1, 7, person, title)


RECORD = [held(AN, HEAD), held(BINH, DEPUTY), planned(BINH, HEAD)]


def test_chain_moves_people_and_leaves_the_last_post_vacant():
    chain = [
        Step(Tried.LEAVE, held(AN, HEAD), None),
        Step(Tried.APPOINT, held(BINH, DEPUTY), held(BINH, HEAD)),
        Step(Tried.REMOVE, planned(BINH, HEAD), None),
        Step(Tried.ADD, None, planned(CUONG, HEAD)),
    ]
    after = carried_out(RECORD, chain)
    assert set(after.places) == {held(BINH, HEAD), planned(CUONG, HEAD)}
    assert (after.vacancies, after.conflicts) == ({(1, DEPUTY): 1}, {})


@pytest.mark.parametrize(
    ("step", "conflict"),
    [
        (Step(Tried.LEAVE, held(CUONG, HEAD), None), Conflict.NOT_HELD),
        (Step(Tried.APPOINT, held(CUONG, DEPUTY), held(CUONG, HEAD)), Conflict.NOT_HELD),
        (Step(Tried.APPOINT, None, held(AN, HEAD)), Conflict.HELD),
        (Step(Tried.ADD, None, planned(BINH, HEAD)), Conflict.PLANNED),
        (Step(Tried.REMOVE, planned(AN, HEAD), None), Conflict.NOT_PLANNED),
    ],
)
def test_move_that_cannot_be_made_is_passed_over_and_told(step, conflict):
    after = carried_out(RECORD, [step, Step(Tried.ADD, None, planned(AN, MEMBER))])
    assert after.conflicts == {0: conflict}
    assert set(after.places) == {*RECORD, planned(AN, MEMBER)}


def test_second_move_builds_on_the_first():
    chain = [Step(Tried.LEAVE, held(AN, HEAD), None), Step(Tried.APPOINT, None, held(AN, HEAD))]
    after = carried_out(RECORD, chain)
    assert (set(after.places), after.vacancies, after.conflicts) == (set(RECORD), {}, {})
