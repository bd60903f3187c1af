"""SCN: every path through a scenario ends, and every choice on it is explained."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import product
from typing import get_args

from holdfast.checks._rules import Found, Place, Subject, rule
from holdfast.checks._walk import State, holds, walk
from holdfast.grading import REPAIR
from holdfast.model import Choice, Decision, Ending, Nation, Passage, Scenario, StateName


def _choices(subject: Subject) -> Iterator[tuple[Place, Choice]]:
    for scenario in subject.library.scenarios.values():
        for node in scenario.decisions:
            for choice in node.choices:
                yield subject.at("scenario", scenario.id, "nodes", node.id, "choices", choice.id), choice


@rule("SCN001")
def dangling(subject: Subject) -> Found:
    """Every `start` and `go` names a node of the scenario."""
    for scenario in subject.library.scenarios.values():
        nodes = {node.id for node in scenario.nodes}
        if scenario.start not in nodes:
            yield subject.at("scenario", scenario.id, "start"), f"There is no node {scenario.start!r} to start at."
        for node in scenario.decisions:
            for choice in node.choices:
                for branch in choice.next:
                    if branch.go not in nodes:
                        place = subject.at("scenario", scenario.id, "nodes", node.id, "choices", choice.id, "next")
                        yield place, f"The choice {choice.id!r} goes to {branch.go!r}, which is not a node."


def _unreached(subject: Subject, kind: type[Decision | Ending]) -> Iterator[tuple[Place, str]]:
    for scenario in subject.library.scenarios.values():
        reached = {node for node, _ in walk(scenario).spots}
        for node in scenario.nodes:
            if isinstance(node, kind) and node.id not in reached:
                yield subject.at("scenario", scenario.id, "nodes", node.id), node.id


@rule("SCN002")
def unreachable_decision(subject: Subject) -> Found:
    """Every decision is on some path."""
    for place, name in _unreached(subject, Decision):
        yield place, f"No path comes to the decision {name!r}."


@rule("SCN003")
def unreachable_ending(subject: Subject) -> Found:
    """Every ending is the end of some path."""
    for place, name in _unreached(subject, Ending):
        yield place, f"No path comes to the ending {name!r}."


@rule("SCN004")
def endless(subject: Subject) -> Found:
    """No path comes back on itself: every path ends."""
    for scenario in subject.library.scenarios.values():
        for node in walk(scenario).loops:
            yield subject.at("scenario", scenario.id, "nodes", node), f"A path comes back to {node!r} and never ends."


@rule("SCN005")
def one_best(subject: Subject) -> Found:
    """Every decision has exactly one best choice."""
    for scenario in subject.library.scenarios.values():
        for node in scenario.decisions:
            best = sum(choice.best for choice in node.choices)
            if best != 1:
                place = subject.at("scenario", scenario.id, "nodes", node.id)
                yield place, f"The decision {node.id!r} has {best} best choices; it needs exactly one."


@rule("SCN006")
def no_repair(subject: Subject) -> Found:
    """Every weaker choice offers a repair: what can be done now."""
    for place, choice in _choices(subject):
        if not choice.best and choice.repair is None:
            yield place, f"The weaker choice {choice.id!r} offers no repair."


@rule("SCN007")
def no_misconception(subject: Subject) -> Found:
    """Every weaker choice names the misconception it comes from."""
    for place, choice in _choices(subject):
        if not choice.best and choice.misconception is None:
            yield place, f"The weaker choice {choice.id!r} names no misconception."


@rule("SCN008")
def no_instead(subject: Subject) -> Found:
    """Every weaker choice says what to do instead, so that the last act read is the right one."""
    for place, choice in _choices(subject):
        if not choice.best and not choice.instead.strip():
            yield place, f"The weaker choice {choice.id!r} does not say what to do instead."


@rule("SCN009")
def best_is_weak(subject: Subject) -> Found:
    """A best choice has no misconception and nothing to repair."""
    for place, choice in _choices(subject):
        if choice.best and (choice.misconception is not None or choice.repair is not None):
            yield place, f"The best choice {choice.id!r} has a misconception or a repair."


def _states(scenario: Scenario) -> Iterator[tuple[tuple[str | int, ...], Mapping[StateName, str]]]:
    yield ("begin",), scenario.begin
    for node in scenario.nodes:
        for name in ("text", "written"):
            for number, passage in enumerate(getattr(node, name)):
                yield ("nodes", node.id, name, number), passage.when
        for choice in node.choices if isinstance(node, Decision) else ():
            here = ("nodes", node.id, "choices", choice.id)
            yield (*here, "effect"), choice.effect
            yield (*here, "repair", "effect"), choice.repair.effect if choice.repair else {}
            for number, branch in enumerate(choice.next):
                yield (*here, "next", number), branch.when


@rule("SCN010")
def unknown_state(subject: Subject) -> Found:
    """`begin` gives every state a value, and `when` and `effect` name only states and values that exist."""
    for scenario in subject.library.scenarios.values():
        for keys, values in _states(scenario):
            for name, value in values.items():
                if value not in scenario.state.get(name, {}):
                    place = subject.at("scenario", scenario.id, *keys)
                    yield place, f"The state {name}: {value} is not one of those the scenario keeps."
        for name in set(scenario.state) - set(scenario.begin):
            yield subject.at("scenario", scenario.id, "begin"), f"The state {name!r} has no value to begin with."


@rule("SCN011")
def no_branch(subject: Subject) -> Found:
    """After every choice, with and without its repair, some branch holds in every state that can be."""
    for scenario in subject.library.scenarios.values():
        for node, choice in walk(scenario).stuck:
            place = subject.at("scenario", scenario.id, "nodes", node, "choices", choice, "next")
            yield place, f"After the choice {choice!r} there is a state in which no branch holds."


@rule("SCN012")
def uneven(subject: Subject) -> Found:
    """All paths have the same number of decisions, so that each learner is marked out of the same."""
    for scenario in subject.library.scenarios.values():
        found = walk(scenario)
        if found.sound and len(found.lengths) > 1:
            lengths = " and ".join(map(str, sorted(found.lengths)))
            yield subject.at("scenario", scenario.id), f"Paths have different numbers of decisions: {lengths}."


@rule("SCN013")
def used_twice(subject: Subject) -> Found:
    """The id of a node or a choice is used once in its scenario."""
    for scenario in subject.library.scenarios.values():
        nodes = [node.id for node in scenario.nodes]
        choices = [choice.id for node in scenario.decisions for choice in node.choices]
        for what, ids in (("node", nodes), ("choice", choices)):
            for name in (name for name, count in Counter(ids).items() if count > 1):
                yield subject.at("scenario", scenario.id, "nodes", name), f"The {what} id {name!r} is used twice."


@rule("SCN014")
def reserved(subject: Subject) -> Found:
    """No choice is called "repair": in a recorded path that word is the repair."""
    for place, choice in _choices(subject):
        if choice.id == REPAIR:
            yield place, f"The id {REPAIR!r} is reserved; call the choice something else."


@rule("SCN015")
def no_written_route(subject: Subject) -> Found:
    """The written route tells the same moments: its passages have the conditions of the text, and no other."""
    for scenario in subject.library.scenarios.values():
        for node in scenario.nodes:
            if _conditions(node.text) != _conditions(node.written):
                place = subject.at("scenario", scenario.id, "nodes", node.id, "written")
                yield place, f"The written route of {node.id!r} has other conditions than its text."


def _conditions(passages: tuple[Passage, ...]) -> set[tuple[tuple[str, ...], ...]]:
    """Return under which states, nations and pathways something is told."""
    return {
        (*sorted(told.when.items()), tuple(sorted(told.nations)), tuple(sorted(told.pathways))) for told in passages
    }


@rule("SCN016")
def unknown_reference(subject: Subject) -> Found:
    """Objectives, misconceptions and the module of a scenario are those of course.yaml."""
    course = subject.library.course
    objectives = {entry.id for entry in course.objectives}
    misconceptions = {entry.id for entry in course.misconceptions}
    modules = {entry.id for entry in course.modules}
    for scenario in subject.library.scenarios.values():
        for name in set(scenario.objectives) - objectives:
            yield subject.at("scenario", scenario.id, "objectives"), f"There is no objective {name!r} in course.yaml."
        if scenario.module not in modules:
            yield subject.at("scenario", scenario.id, "module"), f"There is no module {scenario.module!r}."
    for place, choice in _choices(subject):
        if choice.misconception is not None and choice.misconception not in misconceptions:
            yield place, f"There is no misconception {choice.misconception!r} in course.yaml."


@rule("SCN017")
def nothing_told(subject: Subject) -> Found:
    """In every state in which a path comes to a moment, some passage tells it, in each nation and on each pathway."""
    for scenario in subject.library.scenarios.values():
        # Where no nation is known the words of all are shown; where no pathway is known, those for all staff.
        readers = list(product(get_args(Nation), sorted({"all-staff", *scenario.pathways})))
        silent = {
            (node, nation, pathway)
            for node, state in walk(scenario).spots
            for nation, pathway in readers
            if not any(_told(passage, state, nation, pathway) for passage in scenario.node(node).text)
        }
        for node in {node for node, _, _ in silent}:
            whom = [(nation, pathway) for name, nation, pathway in sorted(silent) if name == node]
            where = "" if len(whom) == len(readers) else f" ({whom[0][0]}, {whom[0][1]})"
            place = subject.at("scenario", scenario.id, "nodes", node)
            yield place, f"In some state {node!r} shows no passage at all{where}."


def _told(passage: Passage, state: State, nation: str, pathway: str) -> bool:
    return (
        holds(passage.when, state)
        and (not passage.nations or nation in passage.nations)
        and (not passage.pathways or pathway in passage.pathways)
    )


@rule("SCN018")
def replaced_without_reason(subject: Subject) -> Found:
    """A scenario that replaces another says why, and the other is gone: an id is never used for something else."""
    for scenario in subject.library.scenarios.values():
        if scenario.replaces is not None and (
            not scenario.because.strip() or scenario.replaces in subject.library.scenarios
        ):
            place = subject.at("scenario", scenario.id, "replaces")
            yield place, f"The scenario replaces {scenario.replaces!r}: say why in `because`, and remove the old file."
