"""The schemas for editors: valid, those of the model, and true of content that is read."""

from __future__ import annotations

import json
from pathlib import Path

from jsonschema import Draft202012Validator

from content import sample
from holdfast import content_file, schemas
from holdfast.kit import school


def test_schemas_are_valid_and_accept_the_sample(tmp_path: Path) -> None:
    folders = sample.build(tmp_path)
    kinds = {
        "course": "course.yaml",
        "sources": "sources.yaml",
        "resources": "resources.yaml",
        "evidence": "evidence.yaml",
        "law": "law/threat.yaml",
        "scenario": "scenarios/on-the-phone.yaml",
        "item": "items/what-helps.yaml",
        "key": "../keys/what-first.yaml",
        "quiz": "quizzes/try-it.yaml",
        "statistic": "statistics/reports.yaml",
        "glossary": "glossary.yaml",
        "stages": "stages.yaml",
        "then_and_now": "then_and_now.yaml",
        "revisions": "revisions.yaml",
        "case_questions": "case_questions.yaml",
        "action_plan": "action_plan.yaml",
        "kit": "kit/card.yaml",
        "school": school.EXAMPLE,
    }
    texts = schemas.current()
    assert set(texts) == {f"{kind}.schema.json" for kind in kinds}
    for kind, file in kinds.items():
        schema = json.loads(texts[f"{kind}.schema.json"])
        Draft202012Validator.check_schema(schema)
        Draft202012Validator(schema).validate(content_file.read(folders.content / file).data)


def test_a_changed_file_and_one_of_no_use_are_stale(tmp_path: Path) -> None:
    for name, text in schemas.current().items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert schemas.stale(tmp_path) == ()
    (tmp_path / "item.schema.json").write_text("{}", encoding="utf-8")
    (tmp_path / "essay.schema.json").write_text("{}", encoding="utf-8")
    assert [file.name for file in schemas.stale(tmp_path)] == ["essay.schema.json", "item.schema.json"]
