"""Closed, frozen types of everything the course says and asks.

Every file below ``content/`` and ``assessments/keys/`` is one of these. Nothing here reads or writes;
`holdfast.library` is the only reader. An unknown key is an error (``extra="forbid"``), and values never change.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
"""An id: lower case with hyphens; the file stem, the ``grade_id`` and the record key of one thing; never reused."""

Nation = Literal["england", "wales", "scotland", "northern-ireland"]
Pathway = Literal["all-staff", "dsl", "trainer", "essentials", "leaders"]
Place = Literal["core", "extra"]
StateName = Literal["time", "trust", "evidence", "safety"]
Text = Annotated[str, Field(min_length=1, max_length=2000)]
Sources = tuple[Slug, ...]

MAX_AGE = timedelta(days=400)
"""How long what was checked counts as checked: a year and a month, so what is checked each autumn is never stale."""


class Closed(BaseModel):
    """Refuse unknown keys and later changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(Closed):
    """One document a claim rests on (``content/sources.yaml``)."""

    id: Slug
    publisher: Text
    title: Text
    short: Text  #: how it is named on a page, such as "NCA alert, 2024"
    url: Annotated[str, Field(pattern=r"^https?://")]
    published: Text  #: the document's own date, in words
    checked_on: date
    status: Literal["verified", "to-verify"]
    reading: Literal["primary", "secondary"]  #: whether the text itself was read, or someone who quotes it
    note: str = ""


class Channel(Closed):
    """One way to reach a service."""

    kind: Literal["phone", "text", "web", "chat", "email", "bsl", "relay"]
    label: Text  #: what the person reads, such as "0800 1111"
    target: Text  #: ``tel:``, ``sms:``, ``mailto:`` or ``https:`` address


class Resource(Closed):
    """A service that helps (``content/resources.yaml``)."""

    id: Slug
    name: Text
    group: Literal["emergency", "young-person", "adult", "staff", "report", "removal"]
    nations: tuple[Nation, ...]
    audience: Text
    purpose: Text
    channels: tuple[Channel, ...]
    hours: str | None = None  #: only where confirmed; None prints "see the service's own page for hours"
    footer: bool = False  #: whether it stands in the footer of every page
    panel: bool = False  #: whether it stands in the "Help now" panel of every page
    sources: Sources
    checked_on: date
    status: Literal["verified", "to-verify"]


class LawVersion(Closed):
    """What one provision says between two dates (``to`` is the first day it no longer holds)."""

    from_: date = Field(alias="from")
    to: date | None = None
    cite: Text
    plain: Text  #: what it means, in plain words
    elements: tuple[Text, ...]
    trial: Literal["summary only", "either way", "indictment only", "mixed", "none"]
    maximum: str | None = None
    status: Literal["in force", "repealed", "enacted, not in force"]
    sources: Sources


class LawEntry(Closed):
    """One offence, duty or rule (``content/law/<id>.yaml``)."""

    id: Slug
    kind: Literal["offence", "duty", "rule"]
    title: Text
    nations: tuple[Nation, ...]
    checked_on: date
    versions: tuple[LawVersion, ...]


class EvidenceRow(Closed):
    """What to do with one kind of material, by the age of the person in it (``content/evidence.yaml``)."""

    id: Slug
    material: Text
    under_18: Text
    adult: Text
    sources: Sources


class Step(Closed):
    """One of the five words and who owns it (``content/course.yaml``)."""

    id: Slug
    word: Text
    owner: Literal["every adult", "safeguarding lead"]
    do: Text
    never: Text
    sources: Sources


# --- scenarios -------------------------------------------------------------------------------------------------------


class Passage(Closed):
    """A paragraph, shown when every state it names has the value given (always, when ``when`` is empty)."""

    text: Text
    when: dict[StateName, Slug] = {}


class Branch(Closed):
    """Where a path goes next; the first branch whose ``when`` holds is taken."""

    go: Slug
    when: dict[StateName, Slug] = {}


class Repair(Closed):
    """What can be done now, after a weaker choice."""

    text: Text  #: the step, as an instruction
    happens: Text  #: what the person does then
    effect: dict[StateName, Slug] = {}


class Choice(Closed):
    """One way to act at a decision. ``next`` is used with or without the repair."""

    id: Slug  #: unique in the scenario; "repair" is reserved
    text: Text  #: the act, in the imperative, so that it reads the same in the written route
    best: bool = False
    misconception: Slug | None = None
    effect: dict[StateName, Slug] = {}
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


# --- items -----------------------------------------------------------------------------------------------------------


class Option(Closed):
    """One answer that can be chosen."""

    id: Slug
    text: Text


class Item(Closed):
    """A question without its key (``content/items/<id>.yaml``)."""

    id: Slug
    type: Literal["single", "multiple"]
    objective: Slug
    pathways: tuple[Pathway, ...]
    exposure: Literal["practice", "module check", "before/after", "final form 1", "final form 2", "final form 3"]
    nations: tuple[Nation, ...]
    stem: tuple[Text, ...]
    question: Text
    options: Annotated[tuple[Option, ...], Field(min_length=2, max_length=6)]
    sources: Sources
    replaces: Slug | None = None
    because: str = ""


class Explanation(Closed):
    """Why an option is right or not, in the order it is read; the right act comes before the reason."""

    experience: Text  #: what the person in the story would experience
    instead: str = ""  #: what to do instead (wrong options)
    why: Text
    misconception: Slug | None = None  #: wrong options only
    sources: Sources


class ItemKey(Closed):
    """The key of one item: what is right, what it is worth and why."""

    item: Slug
    points: Annotated[float, Field(gt=0, le=10)]
    correct: Annotated[tuple[Slug, ...], Field(min_length=1)]
    options: dict[Slug, Explanation]


class Key(Closed):
    """All keys of an assignment (``assessments/keys/<assignment id>.yaml``). Never sent to a browser."""

    assignment: Slug
    items: tuple[ItemKey, ...]

    def item(self, item_id: str) -> ItemKey:
        """Return the key of that item; raise `KeyError` where there is none."""
        for key in self.items:
            if key.item == item_id:
                return key
        raise KeyError(item_id)


# --- the course ------------------------------------------------------------------------------------------------------


class Objective(Closed):
    """What a learner can do afterwards. ``starred``: safety-critical, only whole points."""

    id: Slug
    text: Text
    short: Text  #: for the result page
    starred: bool
    pathways: tuple[Pathway, ...]


class Misconception(Closed):
    """What a good colleague may think; every wrong option carries one."""

    id: Slug
    text: Text


class Section(Closed):
    """A part of a module: one page, one level-two heading of the notebook with the same title."""

    id: Slug
    title: Text
    minutes: Annotated[float, Field(gt=0, le=15)]


class Module(Closed):
    """A notebook and what belongs to it."""

    id: Annotated[str, Field(pattern=r"^[0-9]{2}_[a-z_]+$")]  #: the folder and notebook name, "04_responding"
    number: int
    title: Text
    summary: Text
    sections: tuple[Section, ...]
    assignment: Slug | None = None


class Assignment(Closed):
    """An nbgrader assignment: a scenario's path and items, without the keys. Immutable once released."""

    id: Slug
    title: Text
    module: str
    minutes: Annotated[float, Field(gt=0, le=60)]
    scenario: Slug | None = None
    items: tuple[Slug, ...]


class Course(Closed):
    """The course in order (``content/course.yaml``): the one place that says what comes when."""

    id: Slug
    title: Text
    lead: Text  #: the sentence under the title of the home page
    version: Text
    law_as_at: date
    checked_on: date
    reviewed_by: tuple[Text, ...] = ()  #: named outside reviewers; empty prints that there has been none
    objectives: tuple[Objective, ...]
    misconceptions: tuple[Misconception, ...]
    steps: tuple[Step, ...]
    modules: tuple[Module, ...]
    assignments: tuple[Assignment, ...]
