"""Everybody in memory: as the records have them, after every change."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from holdfast.server.people import NoLonger, People
from holdfast.server.services import Store
from server_process import finish


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path / "records.db")
    yield opened
    opened.close()


@pytest.fixture
def people(store: Store) -> People:
    return People(store)


def test_every_change_is_known_at_once_and_is_in_the_records(store: Store, people: People) -> None:
    new = finish(people.new("Ann"))
    for change in (
        people.rename(new.id, "Ann Example"),
        people.choose(new.id, pathway="dsl", nation="wales"),
        people.set_code(new.id, b"digest"),
        people.seen(new.id),
    ):
        changed = finish(change)
        assert people.get(new.id) == changed == store.records.learner(new.id)
    assert (changed.name, changed.pathway, changed.nation) == ("Ann Example", "dsl", "wales")
    assert finish(people.by_code(b"digest")) == changed
    assert People(store).known == people.known == {new.id: changed}


def test_who_was_erased_is_nobody_from_the_next_change_on(store: Store, people: People) -> None:
    new = finish(people.new("Ann"))
    store.records.erase_learning(new.id)
    with pytest.raises(NoLonger):
        finish(people.rename(new.id, "Ben"))
    assert people.get(new.id) is None


def test_a_name_that_cannot_be_kept_changes_nothing(store: Store, people: People) -> None:
    new = finish(people.new("Ann"))
    with pytest.raises(ValueError, match="at most 120"):
        finish(people.rename(new.id, "a" * 121))
    assert people.get(new.id) == store.records.learner(new.id) == new


def test_what_is_known_cannot_be_changed_beside_the_records(people: People) -> None:
    with pytest.raises(TypeError):
        people.known["a"] = None  # type: ignore[index]
