"""FMT: the JSON Schemas that editors use say what the model says."""

from __future__ import annotations

from holdfast import schemas
from holdfast.checks._rules import Found, Subject, rule


@rule("FMT002")
def stale_schema(subject: Subject) -> Found:
    """The files in content/schema are generated from the model as it is."""
    for file in schemas.stale(subject.library.folders.content / "schema"):
        yield (file, 1), "The schema is not the model's; run `python -m holdfast.schemas`."
