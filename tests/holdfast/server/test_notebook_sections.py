"""How a notebook is cut into the parts of its module."""

from __future__ import annotations

from nbformat import v4

from holdfast.server.notebook_sections import for_learners, is_live, split, without_title

TITLES = ["The first minute", "What’s next"]


def sources(cells: list[object]) -> list[str]:
    return [cell.source for cell in cells]  # type: ignore[attr-defined]


def test_each_cell_goes_to_the_section_whose_heading_stands_before_it() -> None:
    cells = [
        v4.new_markdown_cell("# Module\n\nOpening."),
        v4.new_code_cell("opening()"),
        v4.new_markdown_cell("## The first minute\n\nOne."),
        v4.new_code_cell("one()"),
        v4.new_markdown_cell("## What's next ##\n\nTwo."),
    ]
    parts = split(cells, TITLES)
    assert sources(parts["The first minute"]) == ["\nOpening.", "opening()", "\nOne.", "one()"]
    assert sources(parts["What’s next"]) == ["\nTwo."]


def test_a_cell_with_two_headings_is_cut_and_ids_stay_unique() -> None:
    parts = split([v4.new_markdown_cell("## The first minute\nOne.\n## What’s next\nTwo.")], TITLES)
    assert {title: sources(cells) for title, cells in parts.items()} == {
        "The first minute": ["One.\n"],
        "What’s next": ["Two."],
    }
    assert len({cell.id for cells in parts.values() for cell in cells}) == 2


def test_other_headings_and_headings_in_code_stay_where_they_are() -> None:
    text = "## The first minute\n\n## Aside\n\n```\n## What’s next\n# no title\n```\n\n### Below"
    (cells,) = split([v4.new_markdown_cell(text)], TITLES).values()
    assert sources(cells) == [text.removeprefix("## The first minute\n")]


def test_a_section_without_heading_is_not_there() -> None:
    assert list(split([v4.new_markdown_cell("## What’s next\nx")], TITLES)) == ["What’s next"]
    assert split([v4.new_markdown_cell("text")], TITLES) == {}


def test_learners_get_no_facilitator_marking_or_raw_cell_and_no_old_output() -> None:
    old = v4.new_code_cell("kept()", outputs=[v4.new_output("stream", text="old")], execution_count=3)
    notebook = v4.new_notebook(
        cells=[
            v4.new_markdown_cell("note", metadata={"tags": ["facilitator"]}),
            v4.new_code_cell("note()", metadata={"tags": ["facilitator"]}),
            v4.new_code_cell("mark()", metadata={"nbgrader": {"grade": True}}),
            v4.new_raw_cell("raw"),
            old,
        ],
        metadata={"widgets": {"x": 1}},
    )
    shown = for_learners(notebook)
    assert sources(shown.cells) == ["kept()"]
    assert (shown.cells[0].outputs, shown.cells[0].execution_count) == ([], None)
    assert "widgets" not in shown.metadata
    assert len(notebook.cells) == 5
    assert old.outputs


def test_the_title_of_a_check_is_left_to_its_page() -> None:
    cells = [v4.new_markdown_cell("# Check\n"), v4.new_markdown_cell("# Title\nText"), v4.new_code_cell("x")]
    assert sources(without_title(cells)) == ["Text", "x"]


def test_a_notebook_says_itself_that_it_is_live() -> None:
    assert is_live(v4.new_notebook(metadata={"holdfast": {"live": True}}))
    assert not is_live(v4.new_notebook())
