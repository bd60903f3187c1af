"""Learners, what they answered, what was marked and what they finished: the only writer of learner data.

One SQLite file. `Records` is all that the rest of the course sees of it; what it returns are plain values.
Nothing else about a person is kept: no way through a scenario that was taken back, no use of the help, no clock times.
"""

from holdfast.records.problems import NotSaved, RecordsError, RecordsFull
from holdfast.records.store import Records
from holdfast.records.values import (
    Attempt,
    AttemptState,
    Completion,
    Entry,
    Erasure,
    ErasureKind,
    Half,
    Learner,
    State,
    check_chosen_name,
)

__all__ = [
    "Attempt",
    "AttemptState",
    "Completion",
    "Entry",
    "Erasure",
    "ErasureKind",
    "Half",
    "Learner",
    "NotSaved",
    "Records",
    "RecordsError",
    "RecordsFull",
    "State",
    "check_chosen_name",
]
