"""How far a learner is: what is done, the minutes left in words, and a thin line that says the same."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from holdfast.interface_text import say, say_many
from holdfast.panels._base import Panel

_LONG = 100  #: the whole line, in its own units


@dataclass(frozen=True, kw_only=True)
class Part:
    """A section or a check of the course, as one learner has it."""

    title: str
    minutes: float
    done: bool


def progress(parts: Iterable[Part]) -> Panel:
    """Return which parts of the course are done, and how many minutes are left."""
    shown = tuple(parts)
    total = math.ceil(sum(part.minutes for part in shown))
    left = math.ceil(sum(part.minutes for part in shown if not part.done))
    have = _LONG * (total - left) / total if total else 0
    # The line is only for the eye: the words above it say the same.
    return Panel(
        f'<div class="hf-standing"><p class="hf-kicker">{escape(_in_words(total, left))}</p>'
        f'<svg class="hf-meter" viewBox="0 0 {_LONG} 8" preserveAspectRatio="none" aria-hidden="true" '
        f'focusable="false"><rect class="hf-meter-all" width="{_LONG}" height="8"/>'
        f'<rect class="hf-meter-have" width="{have:.4g}" height="8"/></svg>{_list(shown)}</div>'
    )


def minutes_in_words(minutes: float) -> str:
    """Return a length of time as a reader would say it; a part of a minute counts as one."""
    whole = math.ceil(minutes)
    return say_many("{number} minute", "{number} minutes", whole)


def _in_words(total: int, left: int) -> str:
    about = say("About {length}", length=minutes_in_words(total))
    if left == total:
        return f"{about} · {say('not started yet')}"
    return f"{about} · {say('{length} left', length=minutes_in_words(left)) if left else say('all done')}"


def _list(parts: tuple[Part, ...]) -> str:
    done = sum(part.done for part in parts)
    entries = "".join(
        f"<li>{escape(part.title)}: {say('done') if part.done else minutes_in_words(part.minutes)}</li>"
        for part in parts
    )
    summary = say("{done} of {number} parts done", done=done, number=len(parts))
    return f"<details><summary>{escape(summary)}</summary><ul>{entries}</ul></details>"
