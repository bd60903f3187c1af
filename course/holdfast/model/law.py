"""The law by date and nation, and the facts of a case that it asks for."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from holdfast.model.common import Closed, Nation, Slug, Sources, Text


class CaseFact(Closed):
    """One thing that may be so in a case."""

    id: Slug
    text: Text


class CaseQuestion(Closed):
    """What is asked about a case (``content/case_questions.yaml``). "Not known yet" is always an answer."""

    id: Slug
    question: Text
    several: bool = False  #: whether several of the facts can be so at once; else one rules out the others
    facts: Annotated[tuple[CaseFact, ...], Field(min_length=1)]


class Element(Closed):
    """One part of an offence or duty, all of which must be there."""

    text: Text  #: what must be shown
    facts: tuple[Slug, ...] = ()  #: facts of a case, any of which shows it; none: police and prosecutors establish it


class LawVersion(Closed):
    """What one provision says between two dates (``to`` is the first day it no longer holds)."""

    from_: date = Field(alias="from")
    to: date | None = None
    cite: Text
    plain: Text  #: what it means, in plain words
    elements: tuple[Element, ...]
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
