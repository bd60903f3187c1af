"""The course itself: objectives, modules, sections and assignments, in order."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from holdfast.model.common import Closed, Pathway, Place, Slug, Text
from holdfast.model.registers import Step

AssignmentKind = Literal["module", "before", "final", "mend", "later"]


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


class Route(Closed):
    """A way through the course for one group of people."""

    id: Pathway
    title: Text
    audience: Text
    minutes: Annotated[int, Field(gt=0, le=300)]  #: what it takes in all: core sections, checks that count


class Section(Closed):
    """A part of a module: one page, one level-two heading of the notebook with the same title."""

    id: Slug
    title: Text
    minutes: Annotated[float, Field(gt=0, le=15)]
    #: Whose part it is: core counts in the pathway's minutes, extra is more practice; a pathway not named skips it.
    pathways: dict[Pathway, Place] = Field(default={"all-staff": "core", "dsl": "core"})
    objectives: tuple[Slug, ...] = ()  #: what it teaches


class Module(Closed):
    """A notebook and what belongs to it."""

    id: Annotated[str, Field(pattern=r"^[0-9]{2}_[a-z_]+$")]  #: the folder and notebook name, "04_responding"
    number: int
    title: Text
    summary: Text
    sections: tuple[Section, ...]

    def minutes(self, pathway: Pathway) -> float:
        """Return how long the core sections of a pathway take."""
        return sum(section.minutes for section in self.sections if section.pathways.get(pathway) == "core")


class Assignment(Closed):
    """An nbgrader assignment: a scenario's path and items, without the keys. Immutable once released.

    * ``module``: the check of a module: practice, explained after it is marked, never counted.
    * ``before``: what is known before the course; no answers are shown.
    * ``final``: one of three parallel forms. ``mend``: one more item of an objective.
    * ``later``: what is still known after six to eight weeks.
    """

    id: Slug
    kind: AssignmentKind = "module"
    title: Text
    module: str = ""  #: of the check of a module alone
    pathways: Annotated[tuple[Pathway, ...], Field(min_length=1)] = ("all-staff", "dsl")
    form: Literal["p", "q", "r"] | None = None  #: before, final and later: which of the parallel forms
    minutes: Annotated[float, Field(gt=0, le=60)]
    scenario: Slug | None = None
    items: tuple[Slug, ...]


class Course(Closed):
    """The course in order (``content/course.yaml``): the one place that says what comes when."""

    id: Slug
    title: Text
    lead: Text  #: the sentence under the title of the home page
    version: Text
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] = "en-GB"  #: of content and interface
    law_as_at: date
    checked_on: date
    reviewed_by: tuple[Text, ...] = ()  #: named outside reviewers; empty prints that there has been none
    objectives: tuple[Objective, ...]
    misconceptions: tuple[Misconception, ...]
    steps: tuple[Step, ...]
    routes: tuple[Route, ...] = ()
    confidence: Annotated[tuple[Text, ...], Field(max_length=5)] = ()  #: "I could ...", for then and for now
    modules: tuple[Module, ...]
    assignments: tuple[Assignment, ...]

    @property
    def checks(self) -> tuple[Assignment, ...]:
        """The checks of modules, in order."""
        return tuple(entry for entry in self.assignments if entry.kind == "module")

    def checks_of(self, module_id: str) -> tuple[Assignment, ...]:
        """Return the checks of one module, in order."""
        return tuple(entry for entry in self.checks if entry.module == module_id)
