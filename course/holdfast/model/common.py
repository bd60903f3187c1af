"""What every type of the content is made of: ids, nations, texts, and the closed base."""

from __future__ import annotations

from datetime import timedelta
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
