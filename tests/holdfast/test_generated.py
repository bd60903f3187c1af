"""What follows from the content is up to date, and is written again when it is not."""

from __future__ import annotations

from pathlib import Path

from content import sample
from holdfast import blueprint, generated, library


def test_what_is_kept_beside_the_content_is_what_the_content_says() -> None:
    assert [path.name for path in generated.stale(library.library())] == []


def test_a_changed_file_is_written_again_and_no_other(tmp_path: Path) -> None:
    course = library.load(sample.build(tmp_path))
    schema = course.folders.content / "schema" / "item.schema.json"
    table = blueprint.path(course)
    wanted = table.read_text(encoding="utf-8")
    schema.write_text("{}", encoding="utf-8")
    table.unlink()
    assert set(generated.write(course)) == {schema, table}
    assert table.read_text(encoding="utf-8") == wanted
    assert generated.write(course) == ()


def test_the_blueprint_has_a_row_for_every_objective_and_no_empty_cell() -> None:
    course = library.library()
    rows = [line for line in blueprint.table(course).splitlines() if line.startswith("| `")]
    assert len(rows) == len(course.course.objectives)
    for row in rows:
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        assert all(cells), row
