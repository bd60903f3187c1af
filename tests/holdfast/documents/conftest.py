"""A completion, and the course."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from holdfast.documents import new_code
from holdfast.library import Library
from holdfast.library import library as course_library
from holdfast.records import Completion

SECRET = bytes(range(32))


@pytest.fixture(scope="session")
def library() -> Library:
    """Return the course itself."""
    return course_library()


@pytest.fixture
def completed() -> Callable[..., Completion]:
    """Return what makes a completion, with some things about it changed."""

    def make(**changed: Any) -> Completion:
        name = changed.pop("name", "Ann Example")
        known: dict[str, Any] = {
            "code": new_code(SECRET),
            "learner_id": "abcdefgh12345678",
            "name": "",
            "pathway": "dsl",
            "nation": "wales",
            "content_version": "2026a",
            "law_as_at": date(2026, 11, 20),
            "completed_on": date(2026, 11, 27),
            "minutes": 152,
            "assessed": True,
            "provisional": True,
        }
        completion = Completion(**(known | changed))
        object.__setattr__(completion, "name", name)  # whatever the records let in
        return completion

    return make
