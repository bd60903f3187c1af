"""Keeps what learners did, for as long as it should be kept and no longer: for the people who run the course.

* `places`: what lies in a data folder, and who may change it now. `people`: who is meant.
* `exporting` with `in_words`: a learner's own copy. `erasing`, `retaining`, `reasons`: what goes, when, and why.
* `cohorts`: what groups have learned.
* `backing_up` and `restoring`, with `archive` (the file) and `swapping` (all of it or nothing).
"""

from holdfast.keeping.backing_up import back_up
from holdfast.keeping.cohorts import cohorts
from holdfast.keeping.erasing import erase_completion, erase_learning
from holdfast.keeping.exporting import export, own_copy
from holdfast.keeping.people import Person, everybody, find
from holdfast.keeping.places import open_records
from holdfast.keeping.restoring import Restored, restore
from holdfast.keeping.retaining import Due, due, let_go
from holdfast.keeping.sessions import end_sessions
from holdfast.keeping.swapping import settle

__all__ = [
    "Due",
    "Person",
    "Restored",
    "back_up",
    "cohorts",
    "due",
    "end_sessions",
    "erase_completion",
    "erase_learning",
    "everybody",
    "export",
    "find",
    "let_go",
    "open_records",
    "own_copy",
    "restore",
    "settle",
]
