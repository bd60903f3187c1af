"""How a session goes: from question to question, from a hidden vote to its result. Pure: no clock, votes or network.

A room is a value. An act makes the next one, or is refused with a sentence. `holdfast.server.classroom_room` keeps it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from holdfast.interface_text import later

Act = Literal["start", "close", "discuss", "again", "reveal", "next", "blank", "back", "end"]
Phase = Literal["open", "closed", "revealed"]
Shown = Literal["waiting", "open", "closed", "revealed", "blank", "ended"]
Round = Literal[1, 2]

NO_STEP = later("There is no such question in this module.")
NOTHING_ON = later("Choose a question first.")
OVER = later("This session has ended. Start Holdfast again for a new one.")
IS_BLANK = later("The screens are blank. Bring them back first.")
NOT_BLANK = later("The screens are not blank.")
NOT_OPEN = later("The vote is not open.")
IS_REVEALED = later("The answers are on the screen, so this question is finished. Go on to the next one.")
VOTE_FIRST = later("Hide the first vote before you open the second one.")
TWICE = later("There are two votes on each question, and the second one is under way. Show the answers, or go on.")
LAST = later("This is the last question.")


class Refused(ValueError):  # noqa: N818  (it says what happened)
    """An act that does not fit what is on."""

    def __init__(self, why: str) -> None:
        """Keep the sentence, which was marked with `later`."""
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class At:
    """How far one question is."""

    phase: Phase
    round: Round = 1
    discussing: bool = False


@dataclass(frozen=True, kw_only=True)
class Room:
    """A session: its questions, which of them is on, and how far each is."""

    steps: tuple[str, ...]  #: ids in order
    version: int = 0  #: grows with each act
    step: str | None = None  #: the question that is on
    ways: Mapping[str, At] = field(default_factory=dict)  #: of each question that was ever on
    blank: bool = False
    ended: bool = False

    @property
    def at(self) -> At | None:
        """How far the question is that is on."""
        return self.ways[self.step] if self.step is not None else None

    @property
    def phase(self) -> Shown:
        """What everybody sees."""
        if self.ended:
            return "ended"
        if self.blank:
            return "blank"
        return self.at.phase if self.at is not None else "waiting"

    def takes(self, step: str, round_: int) -> bool:
        """Return whether a vote in that round of that question counts now."""
        return self.phase == "open" and self.step == step and self.at is not None and self.at.round == round_

    def is_done(self, step: str) -> bool:
        """Return whether the answers to a question have been shown."""
        return step in self.ways and self.ways[step].phase == "revealed"


def acted(room: Room, act: Act, step: str | None = None) -> Room:
    """Return the room after an act.

    Args:
        room: The room as it is.
        act: What its trainer does.
        step: Which question `start` begins; of no other act.

    Raises:
        Refused: The act does not fit what is on.
    """
    return replace(_after(room, act, step), version=room.version + 1)


def _after(room: Room, act: Act, step: str | None) -> Room:
    _refuse_if(room.ended, OVER)
    if act == "end":
        return Room(steps=room.steps, ended=True)
    if act in {"blank", "back"}:
        _refuse_if(room.blank == (act == "blank"), IS_BLANK if room.blank else NOT_BLANK)
        return replace(room, blank=not room.blank)
    _refuse_if(room.blank, IS_BLANK)
    if act in {"start", "next"}:
        return _begun(room, step if act == "start" else _next(room))
    return replace(room, ways={**room.ways, room.step or "": _moved(act, room.at)})


def _begun(room: Room, step: str | None) -> Room:
    """Return the room with that question on: open when it is new, else as far as it was when it was left."""
    if step is None or step not in room.steps:
        raise Refused(NO_STEP)
    return replace(room, step=step, ways={step: At("open"), **room.ways})


def _moved(act: Act, at: At | None) -> At:
    if at is None:
        raise Refused(NOTHING_ON)
    _refuse_if(at.phase == "revealed", IS_REVEALED)
    match act:
        case "close":
            _refuse_if(at.phase != "open", NOT_OPEN)
            return replace(at, phase="closed")
        case "discuss":
            return replace(at, phase="closed", discussing=True)
        case "reveal":
            return replace(at, phase="revealed", discussing=False)
    _refuse_if(at.round > 1, TWICE)
    _refuse_if(at.phase != "closed", VOTE_FIRST)
    return At("open", 2)


def _next(room: Room) -> str:
    place = 0 if room.step is None else room.steps.index(room.step) + 1
    _refuse_if(place >= len(room.steps), LAST)
    return room.steps[place]


def _refuse_if(wrong: bool, sentence: str) -> None:
    if wrong:
        raise Refused(sentence)
