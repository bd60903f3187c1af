"""The scenario of a marked attempt, told afterwards. Used by `page_result`.

The widget draws the same list (``_debrief.js``): order, labels and words are one rule, and both sides are held to it by
``tests/vectors/debriefs.json``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.interface_text import later, say
from holdfast.model import Ending
from holdfast.terms import in_words

if TYPE_CHECKING:
    from holdfast.grading import Replay, Taken
    from holdfast.library import Library
    from holdfast.model import Choice, Decision, Scenario, Source

_WELL, _PUT_RIGHT, _LOOK_AGAIN = range(3)
_LABELS = (later("Went well"), later("Put right"), later("Look at this again"))
_WELL_FIRST = later("What went well comes first.")
_STAYED = later("This was seen through to the end. Each step below can be taken another way.")


@dataclass(frozen=True, kw_only=True)
class Step:
    """One decision of the scenario as the learner took it."""

    rank: int  #: the order of the list
    label: str  #: "Went well", "Put right" or "Look at this again"
    title: str
    did: str
    put_right: str  #: what the learner did then; empty unless it was put right
    stronger: str  #: the stronger step; empty where the one taken was good
    happened: str  #: what came of the standing step; empty where it is to be looked at again
    why: str
    sources: tuple[Source, ...]

    @property
    def stands(self) -> bool:
        """Whether the step stands as it was taken or put right."""
        return self.rank != _LOOK_AGAIN


@dataclass(frozen=True, kw_only=True)
class Debrief:
    """The scenario afterwards: what went well first, then what was put right, then what to look at again."""

    title: str
    lead: str
    steps: tuple[Step, ...]
    next_step: str


def debrief(library: Library, scenario: Scenario, replay: Replay) -> Debrief:
    """Work out the debrief of a path; terms are in their general words, for no page knows a nation."""
    steps = sorted((_step(library, scenario, taken) for taken in replay.taken), key=lambda step: step.rank)
    end = scenario.node(replay.node)
    return Debrief(
        title=in_words(scenario.title, library.glossary),
        lead=say(_WELL_FIRST if steps and steps[0].rank == _WELL else _STAYED),
        steps=tuple(steps),
        next_step=in_words(end.next_step, library.glossary) if isinstance(end, Ending) else "",
    )


def _step(library: Library, scenario: Scenario, taken: Taken) -> Step:
    decision, choice = _taken(scenario, taken)
    best = next((option for option in decision.choices if option.best), choice)
    repair = choice.repair if taken.repaired else None
    rank = _WELL if choice.best else _PUT_RIGHT if repair else _LOOK_AGAIN

    def said(text: str) -> str:
        return in_words(text, library.glossary)

    return Step(
        rank=rank,
        label=say(_LABELS[rank]),
        title=said(decision.title),
        did=_sentence(say("You {did}", did=said(choice.did))),
        put_right=said(repair.text) if repair else "",
        stronger="" if best is choice else said(best.text),
        happened=said(choice.happens) if choice.best else said(repair.happens) if repair else "",
        why="" if choice.best else said(choice.why),
        sources=() if choice.best else tuple(library.source(source) for source in choice.sources),
    )


def _taken(scenario: Scenario, taken: Taken) -> tuple[Decision, Choice]:
    decision = next(node for node in scenario.decisions if node.id == taken.decision)
    return decision, next(option for option in decision.choices if option.id == taken.choice)


def _sentence(text: str) -> str:
    """Return the text with a full stop, unless it ends with a sign of its own."""
    return text if text.endswith((".", "!", "?", "…", "”", '"')) else f"{text}."
