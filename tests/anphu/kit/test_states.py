import pytest

from anphu.kit.states import Graph, Move

DOOR = Graph(
    "shut",
    Move("open", "shut", "ajar", by="guest"),
    Move("close", "ajar", "shut", by="guest"),
    Move("lock", "shut", "locked", by="owner", reason=True),
)


def test_find_knows_only_its_arrows():
    assert DOOR.find("shut", "open").target == "ajar"
    assert DOOR.find("ajar", "lock") is None
    assert DOOR.find("nowhere", "open") is None


def test_states_and_verbs_in_the_order_of_the_moves():
    assert DOOR.states == ("shut", "ajar", "locked")
    assert DOOR.verbs == ("open", "close", "lock")
    assert [move.verb for move in DOOR.leaving("shut")] == ["open", "lock"]


@pytest.mark.parametrize(
    ("verbs", "state"),
    [
        ([], "shut"),
        (["open"], "ajar"),
        (["open", "close", "lock"], "locked"),
        (["open", "lock"], None),
        (["fly"], None),
    ],
)
def test_replay_ends_where_the_verbs_lead_or_nowhere(verbs, state):
    assert DOOR.replay(verbs) == state


def test_graph_with_two_arrows_of_one_verb_is_refused():
    with pytest.raises(ValueError, match="share"):
        Graph("a", Move("go", "a", "b", by="x"), Move("go", "a", "c", by="x"))


def test_mermaid_names_every_move_and_its_owner():
    assert DOOR.mermaid().splitlines() == [
        "stateDiagram-v2",
        "    [*] --> shut",
        "    shut --> ajar: open (guest)",
        "    ajar --> shut: close (guest)",
        "    shut --> locked: lock (owner, reason)",
        "    locked --> [*]",
    ]
