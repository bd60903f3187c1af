"""Ids of the course itself, read from its content, so that no test knows a question by heart."""

from __future__ import annotations

from dataclasses import dataclass

from holdfast.library import Library, library
from holdfast.model import Decision


@dataclass(frozen=True, kw_only=True)
class Known:
    """Ids of the first assignment and its module."""

    module: str
    sections: tuple[str, ...]
    assignment: str
    scenario: str
    path: list[str]  #: the best way through the scenario
    item: str
    option: str
    other_item: str
    other_option: str


def known_course() -> Known:
    """Return ids of the first assignment of the course."""
    course = library()
    assignment = course.course.assignments[0]
    module = course.module(assignment.module)
    assert assignment.scenario is not None
    first, second = (course.item(item) for item in assignment.items[:2])
    return Known(
        module=module.id,
        sections=tuple(section.id for section in module.sections),
        assignment=assignment.id,
        scenario=assignment.scenario,
        path=best_path(course, assignment.scenario),
        item=first.id,
        option=first.options[0].id,
        other_item=second.id,
        other_option=second.options[0].id,
    )


def best_path(course: Library, scenario_id: str) -> list[str]:
    """Return the path of best choices."""
    scenario = course.scenario(scenario_id)
    state, node, path = dict(scenario.begin), scenario.node(scenario.start), []
    while isinstance(node, Decision):
        choice = next(choice for choice in node.choices if choice.best)
        path.append(choice.id)
        state |= choice.effect
        branch = next(b for b in choice.next if all(state[name] == value for name, value in b.when.items()))
        node = scenario.node(branch.go)
    return path
