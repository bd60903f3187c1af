"""The registers: sources, services that help, evidence, the five words, terms, stages, changes, the action plan."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from holdfast.model.common import Closed, Nation, Slug, Sources, Text


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


class Figure(Closed):
    """One number of a series."""

    label: Text  #: what it is the number of, such as a year or an age band
    value: Annotated[float, Field(ge=0)]
    note: str = ""


class Statistic(Closed):
    """One series of a source, with who was counted and what it does not say (``content/statistics/<id>.yaml``)."""

    id: Slug
    title: Text
    publisher_note: Text  #: what the number counts
    who_counted: Text  #: whom the source counted, in its own age bands
    caveat: Text  #: what it does not say
    unit: Text
    nations: tuple[Nation, ...]
    sources: Sources
    checked_on: date
    leads_only: bool = False  #: whether it could be taken for a forecast by the wrong reader
    rows: Annotated[tuple[Figure, ...], Field(min_length=1)]


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


class Term(Closed):
    """One word of the field, and the words that do harm in its place (``content/glossary.yaml``)."""

    id: Slug
    term: Text
    plain: Text  #: what it means, in plain words
    #: The nation's own word; ``{id}`` in a text stands for it.
    nations: dict[Nation, Text] = Field(default={})
    avoid: tuple[Text, ...] = ()  #: words not to use
    why: str = ""  #: why not
    heard: tuple[Text, ...] = ()  #: what a pupil may say
    sources: Sources = ()


class Stage(Closed):
    """One stage of what is done to a young person, from both sides (``content/stages.yaml``)."""

    id: Slug
    title: Text
    lived: Text  #: what the young person lives through
    done: Text  #: what is being done to them
    adult: Text  #: where an adult can break it
    sources: Sources


class Change(Closed):
    """What older guidance still says, and what holds today (``content/then_and_now.yaml``)."""

    id: Slug
    said: Text
    now: Text
    since: Text  #: since when, in words
    nations: tuple[Nation, ...]
    sources: Sources
    checked_on: date


class Revision(Closed):
    """One change of the course itself (``content/revisions.yaml``), newest first."""

    id: Slug
    on: date
    kind: Literal["edition", "law", "guidance", "content", "correction"]
    what: Text  #: what is different; of a correction, what was wrong and what holds
    where: Text  #: the module or page, as a learner knows it
    nations: tuple[Nation, ...]


class PlanField(Closed):
    """One line of the school's own action plan."""

    id: Slug
    label: Text
    hint: str = ""
    kind: Literal["text", "phone"]
    card: bool  #: whether it stands on the printed card


class PlanPart(Closed):
    """Lines of the action plan that belong together (``content/action_plan.yaml``)."""

    id: Slug
    title: Text
    lead: Text
    fields: Annotated[tuple[PlanField, ...], Field(min_length=1)]
