"""What the tests of the session pack share."""

from __future__ import annotations

import pytest

from holdfast.kit.parts import Part
from holdfast.kit.school import EXAMPLE, read_school
from holdfast.kit.texts import Decks, decks_of, parts
from holdfast.library import Library, library
from holdfast.model import School


@pytest.fixture
def school() -> School:
    return read_school(EXAMPLE).school


@pytest.fixture(scope="session")
def course() -> Library:
    return library()


@pytest.fixture(scope="session")
def decks(course: Library) -> Decks:
    """The decks of the example's pack; making them takes longer than all else."""
    return decks_of(course, read_school(EXAMPLE).school)


@pytest.fixture(scope="session")
def made(course: Library, decks: Decks) -> tuple[Part, ...]:
    """The parts of the example's pack."""
    return parts(course, read_school(EXAMPLE).school, decks)
