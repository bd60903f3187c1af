"""What groups of learners have learned, from the records: figures of ten people or more, and nobody in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from holdfast.library import Library
from holdfast.model import Pathway
from holdfast.records import Records
from holdfast.standing import Cohort, cohort, journey_of


def cohorts(records: Records, library: Library) -> Mapping[Pathway, Cohort | None]:
    """Return the figures of each pathway's learners; None where they are fewer than ten.

    Args:
        records: Where the learners are.
        library: The course.
    """
    journeys = [
        journey_of(each, records.answers(each.id).answers, records.attempts(each.id), records.completions(each.id))
        for each in records.learners()
    ]
    return {pathway: cohort(library, pathway, journeys) for pathway in get_args(Pathway)}
