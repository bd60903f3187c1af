"""What an answer is worth. Pure: it reads no file, keeps nothing, and is the only place that says so.

The rule of partial credit:

* **Scenario**: each decision on the path is worth one point. The best choice earns 1; a weaker choice earns 0.5 when it
  was repaired and 0 when it was not. The maximum is the number of decisions on the longest path.
* **Single choice**: exactly the one right option earns the points of the key; anything else earns 0.
* **Multiple choice**: points x (right options chosen - wrong options chosen) / number of right options, never below 0,
  rounded to two decimals.
* **Starred objective** (safety-critical): whole points or none, whatever the type.

The browser replays a scenario by the same rule; both sides run the cases in ``tests/vectors/scenario_paths.json``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from holdfast.model import Branch, Choice, Decision, Ending, Item, ItemKey, Scenario, StateName

REPAIR = "repair"
"""The reserved word in a path: the repair offered by the choice before it was done."""

_BEST = 1.0
_REPAIRED = 0.5
_QUOTED_LENGTH = 60

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


@dataclass(frozen=True, kw_only=True)
class Result:
    """Points earned, out of how many."""

    points: float
    maximum: float


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
            raise ValueError(f"The scenario {_quoted(scenario.id)} comes back to {_quoted(place[0])}: a path must end.")
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


def grade_item(item: Item, key: ItemKey, chosen: Sequence[str], *, starred: bool) -> Result:
    """Return what the chosen options earn; the order they were chosen in does not matter.

    Args:
        item: The question.
        key: Its key.
        chosen: Ids of the chosen options; none chosen earns 0.
        starred: Whether the item's objective is safety-critical, which leaves only whole points.

    Raises:
        ValueError: An option is unknown or chosen twice, or the key does not fit the item.
    """
    picked = check_options(item, chosen)
    right = _right_options(item, key)
    if picked == right:
        points = key.points
    elif starred or item.type == "single":
        points = 0.0
    else:
        share = max(0, len(picked & right) - len(picked - right)) / len(right)
        points = min(round(key.points * share, 2), key.points)
    return Result(points=float(points), maximum=float(key.points))


def check_options(item: Item, chosen: Sequence[str]) -> frozenset[str]:
    """Return the chosen options as a set.

    Raises:
        ValueError: An option is not one of the item's, or is chosen twice.
    """
    known = {option.id for option in item.options}
    picked: set[str] = set()
    for option in chosen:
        if not isinstance(option, str) or option not in known:
            raise ValueError(f"The question {_quoted(item.id)} has no option {_quoted(option)}.")
        if option in picked:
            raise ValueError(f"The option {_quoted(option)} of the question {_quoted(item.id)} is chosen twice.")
        picked.add(option)
    return frozenset(picked)


def _right_options(item: Item, key: ItemKey) -> frozenset[str]:
    right = frozenset(key.correct)
    if key.item != item.id:
        raise ValueError(f"The key of {_quoted(key.item)} is not the key of the question {_quoted(item.id)}.")
    if not right <= {option.id for option in item.options}:
        raise ValueError(f"The key of the question {_quoted(item.id)} names an option that the question does not have.")
    if item.type == "single" and len(right) != 1:
        raise ValueError(f"The single choice question {_quoted(item.id)} must have exactly one right option.")
    return right


def _worth(choice: Choice, step: Taken) -> float:
    if choice.best:
        return _BEST
    return _REPAIRED if step.repaired else 0.0


def _choice(node: Decision | Ending, choice_id: str) -> Choice:
    if isinstance(node, Ending):
        raise ImpossiblePath(f"The path goes on with {_quoted(choice_id)} after the ending {_quoted(node.id)}.")
    if choice_id == REPAIR:
        raise ImpossiblePath(f"The path has a repair at {_quoted(node.id)}, where no choice came before it.")
    for choice in node.choices:
        if choice.id == choice_id:
            return choice
    raise ImpossiblePath(f"The decision {_quoted(node.id)} has no choice {_quoted(choice_id)}.")


def _state_after(choice: Choice, state: State, *, repaired: bool) -> State:
    after = {**state, **choice.effect}
    if not repaired:
        return after
    if choice.best or choice.repair is None:
        raise ImpossiblePath(f"The choice {_quoted(choice.id)} offers no repair.")
    return {**after, **choice.repair.effect}


def _next(branches: Sequence[Branch], state: State, choice: Choice) -> str:
    for branch in branches:
        if all(state.get(name) == value for name, value in branch.when.items()):
            return branch.go
    raise ImpossiblePath(f"The choice {_quoted(choice.id)} leads nowhere.")


def _node(scenario: Scenario, node_id: str) -> Decision | Ending:
    try:
        return scenario.node(node_id)
    except KeyError:
        raise ImpossiblePath(f"The scenario {_quoted(scenario.id)} has no node {_quoted(node_id)}.") from None


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


def _quoted(value: object) -> str:
    """Return a value for a sentence: what a browser sent may be long, and may not be text."""
    text = value if isinstance(value, str) else repr(value)
    return ascii(text if len(text) <= _QUOTED_LENGTH else text[:_QUOTED_LENGTH] + "~")
