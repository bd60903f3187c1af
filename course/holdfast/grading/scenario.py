"""The worth of a path through a scenario, and where it has led. The browser replays it by the same rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from holdfast.grading.result import Result, quoted
from holdfast.model import Branch, Choice, Decision, Ending, Scenario, StateName

REPAIR = "repair"
"""The reserved word in a path: the repair offered by the choice before it was done."""

_BEST = 1.0
_REPAIRED = 0.5

State = dict[StateName, str]
_Place = tuple[str, tuple[tuple[StateName, str], ...]]


class ImpossiblePath(ValueError):  # noqa: N818  (it says what happened)
    """A path that nobody can have walked. Its text is one sentence that says which step and why."""


@dataclass(frozen=True, kw_only=True)
class Taken:
    """One decision as it was taken."""

    decision: str
    choice: str
    repaired: bool


@dataclass(frozen=True, kw_only=True)
class Replay:
    """Where a path has led."""

    taken: tuple[Taken, ...]
    node: str  #: the id of the decision the learner stands at, or of the ending
    state: State
    finished: bool


def replay(scenario: Scenario, path: Sequence[str]) -> Replay:
    """Walk a recorded path through its scenario.

    Args:
        scenario: The graph.
        path: Choice ids in order; `REPAIR` after a weaker choice whose repair was done.

    Returns:
        The decisions taken and where they have led; an unfinished path stands at its next decision.

    Raises:
        ImpossiblePath: The path names a choice that is not on offer where it stands, or a repair that was not earned.
    """
    node = _node(scenario, scenario.start)
    state: State = dict(scenario.begin)
    taken: list[Taken] = []
    position = 0
    while position < len(path):  # by position, because a repair is looked for one step ahead
        choice = _choice(node, path[position])
        position += 1
        repaired = position < len(path) and path[position] == REPAIR
        if repaired:
            position += 1
        taken.append(Taken(decision=node.id, choice=choice.id, repaired=repaired))
        state = _state_after(choice, state, repaired=repaired)
        node = _node(scenario, _next(choice.next, state, choice))
    return Replay(taken=tuple(taken), node=node.id, state=state, finished=isinstance(node, Ending))


def decisions_on_longest_path(scenario: Scenario) -> int:
    """Return how many decisions the longest possible path has; branches that no state opens do not count.

    Raises:
        ValueError: The scenario has a loop, or a path that leads nowhere.
    """
    longest: dict[_Place, int] = {}
    first = (scenario.start, _frozen(scenario.begin))
    stack = [(first, False)]
    open_places: set[_Place] = set()
    while stack:
        place, followed = stack.pop()
        if followed:
            open_places.discard(place)
            longest[place] = max((1 + longest[after] for after in _places_after(scenario, place)), default=0)
        elif place in open_places:
            raise ValueError(f"The scenario {quoted(scenario.id)} comes back to {quoted(place[0])}: a path must end.")
        elif place not in longest:
            open_places.add(place)
            stack.append((place, True))
            stack.extend((after, False) for after in set(_places_after(scenario, place)))
    return longest[first]


def grade_scenario(scenario: Scenario, path: Sequence[str]) -> Result:
    """Return what a path earns: 1 for each best choice, 0.5 for a weaker one that was repaired.

    An unfinished path keeps what its decisions have earned so far.

    Raises:
        ImpossiblePath: As in `replay`.
    """
    walked = replay(scenario, path)
    points = sum(_worth(_choice(_node(scenario, step.decision), step.choice), step) for step in walked.taken)
    return Result(points=float(points), maximum=float(decisions_on_longest_path(scenario)))


def _worth(choice: Choice, step: Taken) -> float:
    if choice.best:
        return _BEST
    return _REPAIRED if step.repaired else 0.0


def _choice(node: Decision | Ending, choice_id: str) -> Choice:
    if isinstance(node, Ending):
        raise ImpossiblePath(f"The path goes on with {quoted(choice_id)} after the ending {quoted(node.id)}.")
    if choice_id == REPAIR:
        raise ImpossiblePath(f"The path has a repair at {quoted(node.id)}, where no choice came before it.")
    for choice in node.choices:
        if choice.id == choice_id:
            return choice
    raise ImpossiblePath(f"The decision {quoted(node.id)} has no choice {quoted(choice_id)}.")


def _state_after(choice: Choice, state: State, *, repaired: bool) -> State:
    after = {**state, **choice.effect}
    if not repaired:
        return after
    if choice.best or choice.repair is None:
        raise ImpossiblePath(f"The choice {quoted(choice.id)} offers no repair.")
    return {**after, **choice.repair.effect}


def _next(branches: Sequence[Branch], state: State, choice: Choice) -> str:
    for branch in branches:
        if all(state.get(name) == value for name, value in branch.when.items()):
            return branch.go
    raise ImpossiblePath(f"The choice {quoted(choice.id)} leads nowhere.")


def _node(scenario: Scenario, node_id: str) -> Decision | Ending:
    try:
        return scenario.node(node_id)
    except KeyError:
        raise ImpossiblePath(f"The scenario {quoted(scenario.id)} has no node {quoted(node_id)}.") from None


def _places_after(scenario: Scenario, place: _Place) -> Iterator[_Place]:
    """Yield every place one decision further on, with the repair done and declined."""
    node, state = _node(scenario, place[0]), dict(place[1])
    if isinstance(node, Ending):
        return
    for choice in node.choices:
        for repaired in (False, True) if choice.repair and not choice.best else (False,):
            after = _state_after(choice, state, repaired=repaired)
            yield _next(choice.next, after, choice), _frozen(after)


def _frozen(state: State) -> tuple[tuple[StateName, str], ...]:
    return tuple(sorted(state.items()))
