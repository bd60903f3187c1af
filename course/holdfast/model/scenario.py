"""Branching conversations. In every text ``{id of a term}`` stands for the reader's nation's own word."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from holdfast.model.common import Closed, Nation, Pathway, Place, Slug, Sources, StateName, Text


class Passage(Closed):
    """A paragraph, shown when every state it names has the value given, to the nations and pathways it names.

    Empty means always. Nation and pathway change words, never the graph: a record replays the same for everyone.
    """

    text: Text
    when: dict[StateName, Slug] = Field(default={})
    nations: tuple[Nation, ...] = ()
    pathways: tuple[Pathway, ...] = ()


class Branch(Closed):
    """Where a path goes next; the first branch whose ``when`` holds is taken."""

    go: Slug
    when: dict[StateName, Slug] = Field(default={})


class Repair(Closed):
    """What can be done now, after a weaker choice."""

    text: Text  #: the step, as an instruction
    happens: Text  #: what the person does then
    effect: dict[StateName, Slug] = Field(default={})


class Choice(Closed):
    """One way to act at a decision. ``next`` is used with or without the repair."""

    id: Slug  #: unique in the scenario; "repair" is reserved
    text: Text  #: the act, in the imperative, so that it reads the same in the written route
    best: bool = False
    misconception: Slug | None = None
    effect: dict[StateName, Slug] = Field(default={})
    happens: Text  #: what the person does or says then: it leads the feedback
    instead: str = ""  #: what to do instead (weaker choices); the last act read is the right one
    why: Text
    did: Text  #: for the debrief, after "You": "asked him to lock the phone"
    sources: Sources
    repair: Repair | None = None
    next: tuple[Branch, ...]


class Decision(Closed):
    """A moment where the learner acts."""

    kind: Literal["decision"]
    id: Slug
    title: Text  #: for the debrief and the list of decisions
    place: Text  #: "your classroom, the bell has gone"
    text: tuple[Passage, ...]
    written: tuple[Passage, ...]  #: the same moment in the third person
    question: Text
    choices: Annotated[tuple[Choice, ...], Field(min_length=2, max_length=5)]


class Ending(Closed):
    """A named next step; the debrief follows it."""

    kind: Literal["ending"]
    id: Slug
    text: tuple[Passage, ...]
    written: tuple[Passage, ...]
    next_step: Text


Node = Annotated[Decision | Ending, Field(discriminator="kind")]


class Scenario(Closed):
    """A branching conversation (``content/scenarios/<id>.yaml``). The record of it is the list of choice ids."""

    id: Slug
    title: Text
    module: str
    perspective: Text
    minutes: Annotated[int, Field(gt=0, le=15)]
    pathways: dict[Pathway, Place]
    nations: tuple[Nation, ...]
    objectives: tuple[Slug, ...]
    content_note: Text
    state: dict[StateName, dict[Slug, Text]]  #: for each kept state, its values and their words
    begin: dict[StateName, Slug]
    start: Slug
    nodes: tuple[Node, ...]
    replaces: Slug | None = None
    because: str = ""

    def node(self, node_id: str) -> Decision | Ending:
        """Return the node of that id; raise `KeyError` where there is none."""
        for node in self.nodes:
            if node.id == node_id:
                return node
        raise KeyError(node_id)

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """The decisions, in file order."""
        return tuple(node for node in self.nodes if isinstance(node, Decision))
