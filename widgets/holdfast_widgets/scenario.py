"""A branching conversation, played in the browser and replayed in Python."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from holdfast.library import Library
from holdfast.model import Choice, Decision, Ending, Passage
from holdfast.model import Scenario as ScenarioContent
from holdfast.panels import source_flag
from holdfast_widgets._base import HoldfastWidget, composed, library_of


class Scenario(HoldfastWidget):
    """One scenario of the course, whole: the moments, the choices, what each leads to, and the debrief.

    `value` is ``{scenario id: path}``; the path is the list of choice ids, with "repair" after a weaker choice that was
    put right.

    Example:
        >>> Scenario("friday-twenty-past-three").value
        {}
    """

    KIND: ClassVar[str] = "scenario"
    PARTS: ClassVar[tuple[str, ...]] = ("_replay", "_scenes", "scenario")
    _esm = composed("js", *PARTS)
    _css = composed("css", *PARTS)

    def __init__(self, name: str, *, library: Library | None = None) -> None:
        """Show a scenario.

        Args:
            name: Its id.
            library: Where it is; the course's own content unless given.

        Raises:
            NotFound: There is no such scenario.
        """
        content = library_of(library)
        scenario = content.scenario(name)
        assignments = tuple(each.id for each in content.course.assignments if each.scenario == name)
        view = view_of(scenario, content)
        super().__init__(name, view=view, records=(name,), assignments=assignments, library=content)


def view_of(scenario: ScenarioContent, library: Library) -> dict[str, Any]:
    """Return what the browser draws. Misconceptions and objectives stay here."""
    return {
        "id": scenario.id,
        "title": scenario.title,
        "perspective": scenario.perspective,
        "minutes": scenario.minutes,
        "contentNote": scenario.content_note,
        "state": {name: dict(values) for name, values in scenario.state.items()},
        "begin": dict(scenario.begin),
        "start": scenario.start,
        "nodes": [_node(node, library) for node in scenario.nodes],
    }


def _node(node: Decision | Ending, library: Library) -> dict[str, Any]:
    told = {"kind": node.kind, "id": node.id, "text": _passages(node.text), "written": _passages(node.written)}
    if isinstance(node, Ending):
        return {**told, "nextStep": node.next_step}
    choices = [_choice(choice, library) for choice in node.choices]
    return {**told, "title": node.title, "place": node.place, "question": node.question, "choices": choices}


def _passages(passages: Iterable[Passage]) -> list[dict[str, Any]]:
    return [{"text": passage.text, "when": dict(passage.when)} for passage in passages]


def _choice(choice: Choice, library: Library) -> dict[str, Any]:
    repair = choice.repair
    sources = [library.source(source) for source in choice.sources]
    return {
        "id": choice.id,
        "text": choice.text,
        "best": choice.best,
        "effect": dict(choice.effect),
        "happens": choice.happens,
        "instead": choice.instead,
        "why": choice.why,
        "did": choice.did,
        "sources": [{"short": source.short + source_flag(source), "url": source.url} for source in sources],
        "repair": repair and {"text": repair.text, "happens": repair.happens, "effect": dict(repair.effect)},
        "next": [{"go": branch.go, "when": dict(branch.when)} for branch in choice.next],
    }
