"""A branching conversation, played in the browser and replayed in Python."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, get_args

import traitlets

from holdfast.interface_text import say
from holdfast.library import Library
from holdfast.model import Choice, Decision, Ending, Nation, Passage, Pathway
from holdfast.model import Scenario as ScenarioContent
from holdfast.panels import source_flag
from holdfast.terms import terms_in, words_of
from holdfast.wording import NATION_NAMES
from holdfast_widgets._base import HoldfastWidget, RefusedValue, composed, library_of

_NATIONS: tuple[str, ...] = ("", *get_args(Nation))
_PATHWAYS: tuple[str, ...] = ("", *get_args(Pathway))


class Scenario(HoldfastWidget):
    """One scenario of the course, whole: the moments, the choices, what each leads to, and the debrief.

    `value` is ``{scenario id: path}``; the path is the list of choice ids, with "repair" after a weaker choice that was
    put right. `nation` and `pathway` change words and never the graph; "" means that it is not known.

    Example:
        >>> Scenario("friday-twenty-past-three", nation="wales").value
        {}
    """

    KIND: ClassVar[str] = "scenario"
    PARTS: ClassVar[tuple[str, ...]] = ("_replay", "_scenes", "_debrief", "_map", "scenario")
    browser_may_set: ClassVar[frozenset[str]] = frozenset({"value", "nation", "pathway"})
    _esm = composed("js", *PARTS)
    _css = composed("css", *PARTS)

    nation = traitlets.Enum(_NATIONS, default_value="", help="Whose words are shown; not kept.").tag(sync=True)
    pathway = traitlets.Enum(_PATHWAYS, default_value="", help="Whose passages are shown; not kept.").tag(sync=True)

    def __init__(self, name: str, *, nation: str = "", pathway: str = "", library: Library | None = None) -> None:
        """Show a scenario.

        Args:
            name: Its id.
            nation: Whose words to show; "" shows the words of all nations, each under its name.
            pathway: The learner's pathway; "" is read as "all-staff".
            library: Where it is; the course's own content unless given.

        Raises:
            NotFound: There is no such scenario.
            TraitError: There is no such nation or pathway.
        """
        content = library_of(library)
        scenario = content.scenario(name)
        super().__init__(
            name,
            view=view_of(scenario, content),
            records=(name,),
            assignments=tuple(each.id for each in content.course.assignments if each.scenario == name),
            library=content,
            nation=nation,
            pathway=pathway,
        )

    def check_from_browser(self, trait: str, value: object) -> None:
        """Raise `RefusedValue` unless it is a value of this scenario, one of the nations or one of the pathways."""
        known = {"nation": _NATIONS, "pathway": _PATHWAYS}.get(trait)
        if known is None:
            super().check_from_browser(trait, value)
        elif not isinstance(value, str) or value not in known:
            raise RefusedValue(f"it is not a {trait} of this course")


def view_of(scenario: ScenarioContent, library: Library) -> dict[str, Any]:
    """Return what the browser draws. Misconceptions and objectives stay here."""
    view = {
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
    used = [term for term in terms_in(*_strings(view)) if term in library.glossary]
    terms = {term: words_of(library.glossary[term]) for term in used}
    return {**view, "terms": terms, "nations": _nations(scenario, terms)}


def _nations(scenario: ScenarioContent, terms: dict[str, dict[str, str]]) -> list[dict[str, str]]:
    """Return the nations to choose from; none where every nation reads the same."""
    passages = (passage for node in scenario.nodes for passage in (*node.text, *node.written))
    differs = any(passage.nations for passage in passages) or any(
        len(set(said.values())) > 1 for said in terms.values()
    )
    return [{"id": nation, "name": say(name)} for nation, name in NATION_NAMES.items()] if differs else []


def _strings(value: object) -> Iterator[str]:
    """Yield every text of a view, however deep it lies."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def _node(node: Decision | Ending, library: Library) -> dict[str, Any]:
    told = {"kind": node.kind, "id": node.id, "text": _passages(node.text), "written": _passages(node.written)}
    if isinstance(node, Ending):
        return {**told, "nextStep": node.next_step}
    choices = [_choice(choice, library) for choice in node.choices]
    return {**told, "title": node.title, "place": node.place, "question": node.question, "choices": choices}


def _passages(passages: Iterable[Passage]) -> list[dict[str, Any]]:
    return [
        {
            "text": passage.text,
            "when": dict(passage.when),
            "nations": list(passage.nations),
            "pathways": list(passage.pathways),
        }
        for passage in passages
    ]


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
