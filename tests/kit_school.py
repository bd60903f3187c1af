"""A school's file for tests of the session pack: the example, with changes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from holdfast.kit.school import EXAMPLE


def written(folder: Path, changes: Mapping[str, Any] | None = None) -> Path:
    """Write the example into a folder, with changes by dotted key; None takes a key out. Return the file."""
    data = yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))
    for dotted, value in (changes or {}).items():
        *way, last = dotted.split(".")
        place = data
        for key in way:
            place = place[key]
        if value is None:
            del place[last]
        else:
            place[last] = value
    file = folder / "school.yaml"
    file.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return file
