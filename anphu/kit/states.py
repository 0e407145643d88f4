"""Graphs of moves as data: which verb leads from which state to which, whose it is, whether it needs a reason."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Move:
    """One arrow. `by` names the permission that owns the arrow; `reason` says whether words are required."""

    verb: str
    source: str
    target: str
    by: str
    reason: bool = False


class Graph:
    """The whole law of one noun: `Graph(start, *moves)`."""

    def __init__(self, start: str, *moves: Move):
        self.start = start
        self.moves = moves
        self._by_key = {(move.source, move.verb): move for move in moves}
        if len(self._by_key) != len(moves):
            raise ValueError("two moves share a source and a verb")

    @property
    def states(self) -> tuple[str, ...]:
        """Every state, in the order in which the moves name them."""
        return tuple(dict.fromkeys([self.start, *(s for move in self.moves for s in (move.source, move.target))]))

    @property
    def verbs(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(move.verb for move in self.moves))

    def find(self, source: str, verb: str) -> Move | None:
        """The move that `verb` makes from `source`, or None when the graph has no such arrow."""
        return self._by_key.get((source, verb))

    def leaving(self, source: str) -> Iterable[Move]:
        return (move for move in self.moves if move.source == source)

    def replay(self, verbs: Iterable[str]) -> str | None:
        """The state after `verbs` from the start, or None when some verb was illegal: what `verify` compares."""
        state = self.start
        for verb in verbs:
            move = self.find(state, verb)
            if move is None:
                return None
            state = move.target
        return state

    def mermaid(self) -> str:
        """The graph as a Mermaid state diagram, for the docs."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.start}"]
        lines += [
            f"    {move.source} --> {move.target}: {move.verb} ({move.by}{', reason' if move.reason else ''})"
            for move in self.moves
        ]
        ends = [state for state in self.states if not any(self.leaving(state))]
        return "\n".join(lines + [f"    {state} --> [*]" for state in ends])
