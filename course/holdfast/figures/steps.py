"""The figures of what happens and what to do: the five words, and the seven stages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.figures._told import Plan
from holdfast.figures._words import once, opening
from holdfast.interface_text import later, say
from holdfast.library import Library
from holdfast.model import Stage, Step

if TYPE_CHECKING:
    from holdfast.figures.canvas import Canvas

_OWNERS = {"every adult": later("Every adult"), "safeguarding lead": later("Safeguarding lead")}
_WHOSE = {
    "every adult": later("{word}, for every adult: {do}"),
    "safeguarding lead": later("{word}, for the safeguarding lead: {do}"),
}
_LIVED = later("What the young person lives through")
_ADULT = later("Where an adult can break it")


def five_words(course: Library) -> Plan:
    """Plan the five words: a row each, filled for every adult, dashed for the safeguarding lead."""
    steps = course.course.steps
    owners = "; ".join(say(_WHOSE[step.owner], word=step.word, do=step.do) for step in steps)
    return Plan(
        title=say("The five words, and whose each one is"),
        alternative=f"{say('Five steps from top to bottom.')} {owners}",
        columns=(say("Word"), say("Whose it is"), say("Do"), say("Not")),
        rows=tuple((step.word, say(_OWNERS[step.owner]), step.do, step.never) for step in steps),
        sources=once(source for step in steps for source in step.sources),
        paint=lambda canvas: _paint_steps(canvas, steps),
    )


def _paint_steps(canvas: Canvas, steps: tuple[Step, ...]) -> None:
    theme = canvas.theme
    for step in steps:
        everyone, top = step.owner == "every adult", canvas.y
        canvas.words(say(_OWNERS[step.owner]), x=140, bold=True, colour=theme.soft)
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
        f"{place}. {stage.title}: {opening(stage.lived)} {say('An adult:')} {opening(stage.adult)}"
        for place, stage in enumerate(stages, start=1)
    )
    return Plan(
        title=say("The stages, and where an adult can break each one"),
        alternative=f"{_chain(len(stages))} {told}",
        columns=(say("Stage"), say(_LIVED), say(_ADULT)),
        rows=tuple((stage.title, stage.lived, stage.adult) for stage in stages),
        sources=once(source for stage in stages for source in stage.sources),
        paint=lambda canvas: _paint_stages(canvas, stages),
    )


def _chain(number: int) -> str:
    return say("An adult can break the chain at each of the {number} stages, from first to last.", number=number)


def _paint_stages(canvas: Canvas, stages: tuple[Stage, ...]) -> None:
    left, right, width, theme = 8, 248, 224, canvas.theme
    top = canvas.y
    ends = [
        canvas.words(say(head), x=x, y=top, width=width, bold=True, colour=theme.soft)
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
