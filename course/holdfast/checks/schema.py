"""FMT and BLU: what is generated from the content is what the content says."""

from __future__ import annotations

from holdfast import blueprint, schemas
from holdfast.checks._rules import Found, Subject, rule


@rule("FMT002")
def stale_schema(subject: Subject) -> Found:
    """The files in content/schema are generated from the model as it is."""
    for file in schemas.stale(subject.library.folders.content / "schema"):
        yield (file, 1), "The schema is not the model’s; run `holdfast generate`, or delete it if no type has it."


@rule("BLU001")
def stale_blueprint(subject: Subject) -> Found:
    """The blueprint table is generated from the course as it is."""
    file = blueprint.path(subject.library)
    if not file.is_file() or file.read_text(encoding="utf-8", errors="replace") != blueprint.table(subject.library):
        yield (file, 1), "The blueprint table is not the course’s; run `holdfast generate`."
