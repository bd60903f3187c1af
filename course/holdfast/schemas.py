"""JSON Schemas of the content files, for editors: generated from `holdfast.model`, never written by hand.

`holdfast generate` writes them to ``content/schema``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from pydantic import TypeAdapter

from holdfast import model

_KINDS: dict[str, TypeAdapter[object]] = {
    "course": TypeAdapter(model.Course),
    "sources": TypeAdapter(tuple[model.Source, ...]),
    "resources": TypeAdapter(tuple[model.Resource, ...]),
    "evidence": TypeAdapter(tuple[model.EvidenceRow, ...]),
    "law": TypeAdapter(model.LawEntry),
    "scenario": TypeAdapter(model.Scenario),
    "item": TypeAdapter(model.Item),
    "key": TypeAdapter(model.ItemKey),
    "quiz": TypeAdapter(model.Quiz),
    "statistic": TypeAdapter(model.Statistic),
    "glossary": TypeAdapter(tuple[model.Term, ...]),
    "stages": TypeAdapter(tuple[model.Stage, ...]),
    "then_and_now": TypeAdapter(tuple[model.Change, ...]),
    "revisions": TypeAdapter(tuple[model.Revision, ...]),
    "case_questions": TypeAdapter(tuple[model.CaseQuestion, ...]),
    "action_plan": TypeAdapter(tuple[model.PlanPart, ...]),
    "kit": TypeAdapter(model.KitPart),
    "school": TypeAdapter(model.School),
}


@cache
def current() -> Mapping[str, str]:
    """Return the text of every schema file by its name."""
    texts = {}
    for kind, adapter in _KINDS.items():
        schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **adapter.json_schema(by_alias=True)}
        texts[f"{kind}.schema.json"] = json.dumps(schema, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    return MappingProxyType(texts)


def stale(folder: Path) -> tuple[Path, ...]:
    """Return the files that differ from the model, are missing, or are no longer of use."""
    texts = current()
    there = {file.name for file in folder.glob("*.json")}
    return tuple(
        folder / name
        for name in sorted(there | set(texts))
        if name not in there
        or name not in texts
        or (folder / name).read_text(encoding="utf-8", errors="replace") != texts[name]
    )
