"""Every way through a scenario, also through one that is broken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from holdfast.model import Branch, Choice, Decision, Ending, Scenario, StateName

State = tuple[tuple[StateName, str], ...]
Spot = tuple[str, State]
"""A node, and the state in which a path comes to it."""


@dataclass(frozen=True, kw_only=True)
class Walk:
    """What is met on all paths together."""

    spots: set[Spot] = field(default_factory=set)
    stuck: set[tuple[str, str]] = field(default_factory=set)  #: (decision, choice) after which no branch matches
    dangling: bool = False  #: whether some path comes to a node that is not there
    loops: set[str] = field(default_factory=set)  #: nodes that a path comes back to
    lengths: frozenset[int] = frozenset()  #: numbers of decisions of the paths that end; empty when there is a loop

    @property
    def sound(self) -> bool:
        """Whether every path ends."""
        return not (self.stuck or self.dangling or self.loops)


def holds(when: Mapping[StateName, str], state: State) -> bool:
    """Return whether a condition holds in a state; an empty one always does."""
    return set(when.items()) <= set(state)


def walk(scenario: Scenario) -> Walk:
    """Follow every choice, with and without its repair."""
    nodes = {node.id: node for node in scenario.nodes}
    start: Spot = (scenario.start, _state(scenario.begin))
    stuck: set[tuple[str, str]] = set()
    after: dict[Spot, set[Spot]] = {}
    waiting = [start]
    while waiting:
        spot = waiting.pop()
        if spot in after:
            continue
        after[spot] = set(_after(nodes.get(spot[0]), spot[1], stuck))
        waiting += after[spot]
    loops, lengths = _lengths(start, after, nodes)
    there = {spot for spot in after if spot[0] in nodes}
    dangling = len(there) < len(after)
    return Walk(spots=there, stuck=stuck, dangling=dangling, loops=loops, lengths=lengths)


def _after(node: Decision | Ending | None, state: State, stuck: set[tuple[str, str]]) -> Iterator[Spot]:
    for choice in node.choices if isinstance(node, Decision) else ():
        for then in _states_after(choice, state):
            branch = _first(choice.next, then)
            if branch is None:
                stuck.add((node.id if node else "", choice.id))
            else:
                yield branch.go, then


def _states_after(choice: Choice, state: State) -> Iterator[State]:
    chosen = {**dict(state), **choice.effect}
    yield _state(chosen)
    if choice.repair is not None:
        yield _state({**chosen, **choice.repair.effect})


def _first(branches: tuple[Branch, ...], state: State) -> Branch | None:
    return next((branch for branch in branches if holds(branch.when, state)), None)


def _state(values: Mapping[StateName, str]) -> State:
    return tuple(sorted(values.items()))


def _lengths(
    start: Spot, after: Mapping[Spot, set[Spot]], nodes: Mapping[str, Decision | Ending]
) -> tuple[set[str], frozenset[int]]:
    """Return the nodes at which paths come back on themselves, and the lengths of the paths when there are none."""
    loops: set[str] = set()
    lengths: dict[Spot, frozenset[int]] = {}
    on_path: set[Spot] = set()
    stack = [(start, False)]
    while stack:
        spot, followed = stack.pop()
        if followed:
            on_path.discard(spot)
            steps = {1 + length for then in after[spot] for length in lengths.get(then, ())}
            ends = {0} if isinstance(nodes.get(spot[0]), Ending) else set()
            lengths[spot] = frozenset(steps | ends)
        elif spot in on_path:
            loops.add(spot[0])
        elif spot not in lengths:
            on_path.add(spot)
            stack.append((spot, True))
            stack += [(then, False) for then in after[spot]]
    return loops, frozenset() if loops else lengths[start]
