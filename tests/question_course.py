"""A course with one question of every type, marked and in practice, written as files and read by the library."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from holdfast.library import Library, load
from holdfast.paths import Folders

ASSIGNMENT = "every-type"
QUIZ = "practice-every-type"
MODULE = "09_questions"

_SPEC: dict[str, dict[str, Any]] = {
    "single-one": {
        "type": "single",
        "objective": "the-starred-one",
        "stem": ["A pupil stays behind after the lesson.", "“Can I tell you something?” she asks."],
        "question": "What do you do first?",
        "options": {
            "listen": "Listen, and let her say it in her own words",
            "promise": "Promise that you will tell nobody",
            "later": "Ask her to come back tomorrow",
        },
        "correct": ["listen"],
    },
    "sentence-one": {
        "type": "sentence",
        "stem": ["A pupil has told you what happened."],
        "question": "Which sentence do you say?",
        "options": {
            "thanks": "Thank you for telling me.",
            "why": "Why did you do that?",
            "alone": "You should have come to me sooner.",
        },
        "correct": ["thanks"],
    },
    "multiple-one": {
        "type": "multiple",
        "objective": "the-starred-one",
        "stem": ["You write a note for your safeguarding lead."],
        "question": "What belongs in the note?",
        "options": {
            "words": "The words the pupil used",
            "time": "The day and the time",
            "guess": "What you think may be behind it",
            "others": "What other pupils say about her",
        },
        "correct": ["words", "time"],
    },
    "spot-one": {
        "type": "spot",
        "stem": ["A colleague shows you a draft letter to parents."],
        "question": "Which phrases would you change?",
        "options": {
            "fault": "pupils who were careless",
            "kind": "we are here to help",
            "secret": "please keep this among yourselves",
            "ask": "speak to any member of staff",
        },
        "passage": [
            "Dear parents, we have heard of {fault}. As always, {kind}.",
            "For now, {secret}. If you are worried, {ask}.",
        ],
        "correct": ["fault", "secret"],
    },
    "ordering-one": {
        "type": "ordering",
        "stem": ["A pupil comes to you at the end of the day."],
        "question": "In which order do you act?",
        "options": {
            "calm": "Find a calm place to talk",
            "hear": "Hear what the pupil wants to say",
            "tell": "Tell your safeguarding lead",
            "write": "Write down what was said",
        },
        "correct": ["calm", "hear", "tell", "write"],
    },
    "matching-one": {
        "type": "matching",
        "stem": ["Three people at school can help."],
        "question": "Who does what?",
        "options": {
            "lead": "The safeguarding lead",
            "teacher": "The class teacher",
            "head": "The head teacher",
        },
        "groups": {
            "decides": "Decides what is passed on",
            "notices": "Notices that something has changed",
            "policy": "Answers for the school’s policy",
        },
        "correct": ["lead:decides", "teacher:notices", "head:policy"],
    },
    "sorting-one": {
        "type": "sorting",
        "stem": ["Four things are on your desk."],
        "question": "Which do you pass on today?",
        "options": {
            "worry": "A worry that a pupil has told you",
            "message": "A message that a parent sent about a threat",
            "trip": "The plan for the museum trip",
            "menu": "The menu of the canteen",
        },
        "notes": {"worry": "Pupil, 14", "message": "Parent"},
        "groups": {"today": "Today", "wait": "It can wait"},
        "correct": ["worry:today", "message:today", "trip:wait", "menu:wait"],
    },
    "short-one": {
        "type": "short",
        "stem": ["A pupil has just told you something hard."],
        "question": "What do you say next? Write it in your own words.",
        "options": {
            "thanked": "It thanked the pupil",
            "blame": "It said that nobody is to blame",
            "next": "It said what happens next",
        },
        "correct": ["thanked", "blame", "next"],
    },
}
MARKED = tuple(name for name in _SPEC if name != "short-one")
RIGHT: dict[str, list[str]] = {name: list(_SPEC[name]["correct"]) for name in MARKED}
"""The right answer to each marked question, in the order of the content."""
PRACTICE_RIGHT: dict[str, list[str]] = {f"practice-{name}": list(spec["correct"]) for name, spec in _SPEC.items()}


def question_course(folder: Path) -> Library:
    """Write and read a course whose assignment and quiz have one question of every type.

    Args:
        folder: Where to write it.
    """
    content, keys = folder / "content", folder / "keys"
    _write(content / "course.yaml", _course())
    for name in ("sources", "resources", "evidence"):
        _write(content / f"{name}.yaml", [_SOURCE] if name == "sources" else [])
    (content / "scenarios").mkdir()
    for name in _SPEC:
        if name in MARKED:
            _write(content / "items" / f"{name}.yaml", _item(name, name, "practice"))
        _write(content / "items" / f"practice-{name}.yaml", _item(f"practice-{name}", name, "practice"))
    answers = [_answer(f"practice-{name}", name) for name in _SPEC]
    _write(
        content / "quizzes" / f"{QUIZ}.yaml",
        {"id": QUIZ, "title": "Practise every type", "module": MODULE, "items": answers},
    )
    for name in MARKED:
        _write(keys / f"{name}.yaml", {**_answer(name, name), "points": 2})
    nowhere = folder / "nowhere"
    return load(Folders(content=content, modules=nowhere, source=nowhere, keys=keys, nbgrader_config=nowhere))


_SOURCE = {
    "id": "the-guide",
    "publisher": "The publisher",
    "title": "The guide",
    "short": "The guide, 2025",
    "url": "https://example.org/guide",
    "published": "2025",
    "checked_on": "2026-01-01",
    "status": "verified",
    "reading": "primary",
}


def _write(file: Path, data: Any) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(data, indent=1), encoding="utf-8")  # every JSON is YAML


def _item(item_id: str, name: str, exposure: str) -> dict[str, Any]:
    spec = _SPEC[name]
    notes = spec.get("notes", {})
    options = [{"id": one, "text": text, "note": notes.get(one, "")} for one, text in spec["options"].items()]
    return {
        "id": item_id,
        "type": spec["type"],
        "objective": spec.get("objective", "the-plain-one"),
        "pathways": ["all-staff"],
        "exposure": exposure,
        "nations": ["england"],
        "stem": spec["stem"],
        "question": spec["question"],
        "options": options,
        "groups": [{"id": group, "text": text} for group, text in spec.get("groups", {}).items()],
        "passage": spec.get("passage", []),
        "sources": ["the-guide"],
    }


def _answer(item_id: str, name: str) -> dict[str, Any]:
    spec = _SPEC[name]
    right = {word.partition(":")[0] for word in spec["correct"]}
    told = {option: _told(option, right=option in right) for option in spec["options"]}
    return {"item": item_id, "correct": spec["correct"], "options": told}


def _told(option: str, *, right: bool) -> dict[str, Any]:
    told: dict[str, Any] = {
        "experience": f"The pupil hears {option}.",
        "why": f"That is why: {option}.",
        "sources": ["the-guide"],
    }
    return told if right else {**told, "instead": f"Try this instead of {option}.", "misconception": "it-will-pass"}


def _course() -> dict[str, Any]:
    objectives = [
        {"id": name, "text": "Act.", "short": "Act", "starred": starred, "pathways": ["all-staff"]}
        for name, starred in (("the-plain-one", False), ("the-starred-one", True))
    ]
    module = {"id": MODULE, "number": 9, "title": "T", "summary": "S", "sections": []}
    assignment = {"id": ASSIGNMENT, "title": "Every type", "module": MODULE, "minutes": 9, "items": list(MARKED)}
    return {
        "id": "questions",
        "title": "T",
        "lead": "L",
        "version": "1",
        "law_as_at": "2026-01-01",
        "checked_on": "2026-01-01",
        "objectives": objectives,
        "misconceptions": [{"id": "it-will-pass", "text": "It will pass by itself."}],
        "steps": [],
        "modules": [module],
        "assignments": [assignment],
    }
