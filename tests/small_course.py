"""A course of one assignment, written as content files and read by the real library: for tests of answers and marks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from holdfast.library import Library, load
from holdfast.paths import Folders

ASSIGNMENT = "m4-responding"
SCENARIO = "two-steps"  # worked out in tests/vectors
_VECTORS = Path(__file__).parent / "vectors" / "scenario_paths.json"


def small_course(folder: Path, *, points: float = 1) -> Library:
    """Write and read a course with a scenario, a single choice, a multiple choice and a starred multiple choice.

    Args:
        folder: Where to write it.
        points: What each of the three questions is worth.
    """
    content, keys = folder / "content", folder / "keys"
    scenario = json.loads(_VECTORS.read_text(encoding="utf-8"))["scenarios"][SCENARIO]
    items = [_item("who-to-tell", "single"), _item("what-to-keep", "multiple"), _item("what-to-refuse", "multiple")]
    items[2]["objective"] = "the-starred-one"
    _write(content / "course.yaml", _course([item["id"] for item in items]))
    for name in ("sources", "resources", "evidence"):
        _write(content / f"{name}.yaml", [])
    _write(content / "scenarios" / f"{SCENARIO}.yaml", scenario)
    for item in items:
        _write(content / "items" / f"{item['id']}.yaml", item)
    for item in items:
        _write(keys / f"{item['id']}.yaml", _key(item, points))
    nowhere = folder / "nowhere"
    return load(Folders(content=content, modules=nowhere, source=nowhere, keys=keys, nbgrader_config=nowhere))


def _write(file: Path, data: Any) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(data, indent=1), encoding="utf-8")  # every JSON is YAML


def _item(item_id: str, type_: str) -> dict[str, Any]:
    return {
        "id": item_id,
        "type": type_,
        "objective": "the-plain-one",
        "pathways": ["all-staff"],
        "exposure": "practice",
        "nations": ["england"],
        "stem": ["A story."],
        "question": "What now?",
        "options": [{"id": option, "text": option} for option in ("a", "b", "c", "d")],
        "sources": [],
    }


def _key(item: dict[str, Any], points: float) -> dict[str, Any]:
    told = {option["id"]: {"experience": "She waits.", "why": "So.", "sources": []} for option in item["options"]}
    right = ["a"] if item["type"] == "single" else ["a", "b"]
    return {"item": item["id"], "points": points, "correct": right, "options": told}


def _course(items: list[str]) -> dict[str, Any]:
    objectives = [
        {"id": name, "text": "Act.", "short": "Act", "starred": starred, "pathways": ["all-staff"]}
        for name, starred in (("the-plain-one", False), ("the-starred-one", True))
    ]
    module = {
        "id": "04_responding",
        "number": 4,
        "title": "T",
        "summary": "S",
        "sections": [],
    }
    assignment = {
        "id": ASSIGNMENT,
        "title": "T",
        "module": "04_responding",
        "minutes": 5,
        "scenario": SCENARIO,
        "items": items,
    }
    return {
        "id": "small",
        "title": "T",
        "lead": "L",
        "version": "1",
        "law_as_at": "2026-01-01",
        "checked_on": "2026-01-01",
        "objectives": objectives,
        "misconceptions": [],
        "steps": [],
        "modules": [module],
        "assignments": [assignment],
    }
