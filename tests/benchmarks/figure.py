"""One figure of the run, for the README: what a class waits for beside stock Voila, and how it grows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.growth import NAME
from benchmarks.table import Findings, Row, Values

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_INK, _SOFT, _LINE, _PAPER, _OURS, _STOCK = "#1c2530", "#4a5563", "#d9d4c9", "#ffffff", "#0b5563", "#b3936b"
_COMPARED = {
    "cold": "First question in a cold browser (s)",
    "burst-30-page": "Page for 30 visitors at once (s)",
    "kilobytes": "Received for the first question (kB)",
    "memory": "Memory of one more learner (MB)",
}


def draw(findings: Findings, file: Path) -> None:
    """Draw the figure as SVG; the same findings give the same bytes."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context({"svg.hashsalt": "holdfast", "svg.fonttype": "path", "font.size": 10, "text.color": _INK}):
        figure = Figure(figsize=(9, 3.8), facecolor=_PAPER, layout="constrained")
        left, right = figure.subplots(1, 2, width_ratios=(1.35, 1))
        _beside_stock(left, findings)
        _growth(right, findings)
        file.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(file, format="svg", metadata={"Date": None})


def _beside_stock(axes: Axes, findings: Findings) -> None:
    """Draw each pair on its own scale: the longer of the two is a full bar."""
    axes.set_title("Beside stock Voila in the same run; shorter is better", loc="left", fontsize=10, color=_INK)
    pairs = [(words, _middles(findings.row(name))) for name, words in _COMPARED.items()]
    shown = [(words, *pair) for words, pair in pairs if pair is not None]
    for at, (words, ours, stock) in enumerate(shown):
        axes.text(0, at - 0.44, words, va="center", color=_INK)
        for place, who, value, colour in ((at - 0.12, "Holdfast", ours, _OURS), (at + 0.2, "stock", stock, _STOCK)):
            length = value / max(ours, stock)
            axes.barh(place, length, height=0.26, color=colour)
            number = f"{value:.2g}" if value < 10 else f"{value:,.0f}"
            axes.text(length + 0.015, place, f"{who} {number}", va="center", fontsize=9, color=_SOFT)
    axes.set_xlim(0, 1.3)
    axes.set_ylim(max(len(shown), 1) - 0.5, -0.7)
    axes.set_axis_off()


def _growth(axes: Axes, findings: Findings) -> None:
    axes.set_title("Answer saved, p95 (ms)", loc="left", fontsize=10, color=_INK)
    curve = [
        (int(row.name.removeprefix(NAME)), row.ours.middle)
        for row in findings.rows
        if row.name.removeprefix(NAME).isdigit() and isinstance(row.ours, Values)
    ]
    for learners, milliseconds in curve:
        axes.annotate(f"{milliseconds:.0f}", (learners, milliseconds), (0, 7), textcoords="offset points",
                      ha="center", color=_OURS)  # fmt: skip
    axes.plot([at for at, _ in curve], [value for _, value in curve], color=_OURS, marker="o", linewidth=2)
    axes.axhline(200, color=_SOFT, linewidth=1, linestyle=(0, (4, 3)))
    axes.text(8, 205, "goal with 1,000 learners: 200 ms", color=_SOFT, fontsize=9, va="bottom")
    axes.set_xscale("log")
    axes.set_xlim(7, 1500)
    axes.set_ylim(0, max([240.0, *(value * 1.2 for _, value in curve)]))
    axes.set_xticks([at for at, _ in curve], [f"{at:,}" for at, _ in curve])
    axes.minorticks_off()
    axes.set_xlabel("learners who answer every ten seconds", color=_SOFT)
    axes.tick_params(colors=_SOFT)
    for side, spine in axes.spines.items():
        spine.set_visible(side in {"left", "bottom"})
        spine.set_color(_LINE)


def _middles(row: Row | None) -> tuple[float, float] | None:
    if row is None or not isinstance(row.ours, Values) or not isinstance(row.stock, Values):
        return None
    return max(row.ours.middle, 0.0), row.stock.middle
