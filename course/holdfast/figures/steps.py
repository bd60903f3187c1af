"""The figures of what happens and what to do: the five words, and the seven stages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.figures._told import Plan
from holdfast.figures._words import once, opening
from holdfast.library import Library
from holdfast.model import Stage, Step

if TYPE_CHECKING:
    from holdfast.figures.canvas import Canvas

_LIVED = "What the young person lives through"
_ADULT = "Where an adult can break it"


def five_words(course: Library) -> Plan:
    """Plan the five words: a row each, filled for every adult, dashed for the safeguarding lead."""
    steps = course.course.steps
    owners = "; ".join(
        f"{step.word}, for {'the ' * step.owner.startswith('s')}{step.owner}: {step.do}" for step in steps
    )
    return Plan(
        title="The five words, and whose each one is",
        alternative=f"Five steps from top to bottom. {owners}",
        columns=("Word", "Whose it is", "Do", "Not"),
        rows=tuple((step.word, step.owner.capitalize(), step.do, step.never) for step in steps),
        sources=once(source for step in steps for source in step.sources),
        paint=lambda canvas: _paint_steps(canvas, steps),
    )


def _paint_steps(canvas: Canvas, steps: tuple[Step, ...]) -> None:
    theme = canvas.theme
    for step in steps:
        everyone, top = step.owner == "every adult", canvas.y
        canvas.words(step.owner.capitalize(), x=140, bold=True, colour=theme.soft)
        canvas.words(step.do, x=140)
        height = canvas.y - top
        canvas.box(4, top, 120, height, face=theme.main if everyone else theme.wash, dashed=not everyone)
        colour = theme.on_main if everyone else theme.ink
        canvas.head(step.word, x=64, y=top + height / 2 - 14, colour=colour, centred=True)
        canvas.y += 20


def seven_stages(course: Library) -> Plan:
    """Plan the stages in two columns: what is lived through, and where an adult can break it."""
    stages = tuple(course.stages.values())
    told = " ".join(
        f"{place}. {stage.title}: {opening(stage.lived)} An adult: {opening(stage.adult)}"
        for place, stage in enumerate(stages, start=1)
    )
    return Plan(
        title="The stages, and where an adult can break each one",
        alternative=f"An adult can break the chain at each of the {len(stages)} stages, from first to last. {told}",
        columns=("Stage", _LIVED, _ADULT),
        rows=tuple((stage.title, stage.lived, stage.adult) for stage in stages),
        sources=once(source for stage in stages for source in stage.sources),
        paint=lambda canvas: _paint_stages(canvas, stages),
    )


def _paint_stages(canvas: Canvas, stages: tuple[Stage, ...]) -> None:
    left, right, width, theme = 8, 248, 224, canvas.theme
    top = canvas.y
    ends = [
        canvas.words(head, x=x, y=top, width=width, bold=True, colour=theme.soft)
        for x, head in ((left, _LIVED), (right, _ADULT))
    ]
    canvas.y = max(ends) + 12
    for place, stage in enumerate(stages, start=1):
        canvas.divide(8)
        canvas.head(f"{place}. {stage.title}", x=left, colour=theme.main)
        top = canvas.y + 8
        lived = canvas.words(opening(stage.lived), x=left, y=top, width=width)
        adult = canvas.words(opening(stage.adult), x=right + 8, y=top + 6, width=width - 12)
        canvas.box(right, top, width + 4, adult - top + 12, face=theme.wash)
        canvas.y = max(lived, adult + 12) + 16
