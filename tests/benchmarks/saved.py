"""Where a run is kept: the table here, the figure in the guides, one line in the README."""

from __future__ import annotations

from pathlib import Path

from benchmarks.table import Findings, Values, markdown

TOP = Path(__file__).resolve().parent.parent.parent
FIGURE = "course/guides/pictures/benchmarks.svg"
_BEGIN, _END = "<!-- measured -->", "<!-- end of measured -->"


def save(findings: Findings, about: str, when: str) -> None:
    """Write the table, the figure and the README's line."""
    from benchmarks.figure import draw

    draw(findings, TOP / FIGURE)
    for file, text in (
        (TOP / "tests" / "benchmarks" / "README.md", f"\n{markdown(findings, about)}\n"),
        (TOP / "README.md", line(findings, when)),
    ):
        file.write_text(put_between(file.read_text(encoding="utf-8"), text), encoding="utf-8")


def put_between(page: str, text: str) -> str:
    """Return a page with what stands between its two marks replaced.

    Raises:
        ValueError: The page has not got both marks.
    """
    before, begin, rest = page.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not begin or not end:
        raise ValueError(f"{_BEGIN} and {_END} must both stand in the page.")
    return f"{before}{begin}\n{text}\n{end}{after}"


def line(findings: Findings, when: str) -> str:
    """Return the figure and the main numbers as one line of Markdown."""
    words = {
        "cold": "the first question in a cold browser after {ours} s (stock Voila {stock} s)",
        "burst-30-answer": "thirty colleagues at once, each with a first answer saved, in {ours} s",
        "growth-1000": "with 1,000 learners an answer is saved in {ours} ms (p95)",
        "memory": "one more learner takes {ours} MB (stock {stock} MB)",
    }
    told = []
    for name, form in words.items():
        row = findings.row(name)
        if row is not None and isinstance(row.ours, Values):
            told.append(form.format(ours=_middle(row.ours), stock=_middle(row.stock)))
    numbers = "; ".join(told)
    return (
        f"![What a class waits for, beside stock Voila: bars, and a curve up to 1,000 learners]({FIGURE}) "
        f"Measured on {when}: {numbers}. "
        "[All numbers, with their spread, and how to measure them](tests/benchmarks/README.md)."
    )


def _middle(values: Values | str | None) -> str:
    return format(values.middle, values.form) if isinstance(values, Values) else "not measured"
