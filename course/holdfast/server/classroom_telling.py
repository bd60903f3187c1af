"""What a room tells, and to whom: numbers and words, never who. Pure; used by `classroom_room`.

The public state goes to everybody. Results and reasons are in it only after they were revealed, for the trainer too:
the trainer's window is on the wall.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from holdfast.classroom import tally
from holdfast.classroom.room import Room
from holdfast.classroom.steps import Step
from holdfast.classroom.store import Votes


def public(room: Room, step: Step | None, votes: Votes) -> dict[str, Any]:
    """Return what everybody may know.

    Args:
        room: The session as it is.
        step: The question that is on.
        votes: All votes of the session.
    """
    at, shown = room.at, None if room.phase == "blank" else step
    return {
        "version": room.version,
        "phase": room.phase,
        "round": at.round if at is not None else 1,
        "discussing": shown is not None and at is not None and at.discussing,
        "step": _asked(shown) if shown is not None else None,
        "result": _result(shown, votes) if shown is not None and room.phase == "revealed" else None,
    }


def agenda(steps: Iterable[Step], room: Room) -> list[dict[str, Any]]:
    """Return the questions as the trainer chooses among them."""
    return [
        {"id": step.id, "kind": step.kind, "group": step.group, "title": step.title, "done": room.is_done(step.id)}
        for step in steps
    ]


def _asked(step: Step) -> dict[str, Any]:
    return {
        "id": step.id,
        "kind": step.kind,
        "group": step.group,
        "number": step.number,
        "of": step.of,
        "title": step.title,
        "text": list(step.text),
        "question": step.question,
        "choices": [{"id": each.id, "letter": each.letter, "text": each.text} for each in step.choices],
    }


def _result(step: Step, votes: Votes) -> dict[str, Any]:
    rounds = {round_: chosen.values() for (of, round_), chosen in votes.items() if of == step.id}
    shown = tally.shown([choice.id for choice in step.choices], rounds)
    return {
        "counted": shown[-1].counted if shown else None,
        "rounds": [{"round": each.round, "choices": [vars(part) for part in each.parts]} for each in shown],
        "explanation": [
            {
                "id": choice.id,
                "best": choice.best,
                "happens": choice.happens,
                "instead": choice.instead,
                "why": choice.why,
                "sources": list(choice.sources),
            }
            for choice in step.choices
        ],
    }
