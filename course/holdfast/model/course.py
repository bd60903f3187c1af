"""The course itself: objectives, modules, sections and assignments, in order."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from holdfast.model.common import Closed, Pathway, Slug, Text
from holdfast.model.registers import Step


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
