"""Who is signed in where, over restarts, and what the file tells whoever reads it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from holdfast.server.identity_sessions import KEPT_SECONDS, MOST_OF_ONE, VISIT_SECONDS, Sessions

ANN, BEN = "ann0000000000001", "ben0000000000002"


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "sessions.db"


@pytest.fixture
def sessions(file: Path, clock: Clock) -> Iterator[Sessions]:
    opened = Sessions(file, clock)
    yield opened
    opened.close()


def test_a_cookie_names_its_learner_while_its_session_lasts(sessions: Sessions, clock: Clock) -> None:
    visit = sessions.begin(ANN, keep=False).encode()
    kept = sessions.begin(ANN, keep=True).encode()
    assert (sessions.learner_id(visit), sessions.learner_id(kept)) == (ANN, ANN)
    clock.now += VISIT_SECONDS
    assert (sessions.learner_id(visit), sessions.learner_id(kept)) == (None, ANN)
    clock.now += KEPT_SECONDS
    assert sessions.learner_id(kept) is None


def test_no_other_cookie_names_anybody(sessions: Sessions) -> None:
    cookie = sessions.begin(ANN, keep=True)
    secret = cookie.partition(":")[2]
    forged = (f"{BEN}:{secret}", f"{ANN}:", ANN, f":{secret}", secret, f"{cookie} ", cookie[:-1], f"{ANN}:\0", "\xff")
    assert [sessions.learner_id(each.encode()) for each in forged] == [None] * len(forged)
    assert sessions.learner_id(None) is None
    assert sessions.learner_id(b"") is None


def test_an_end_is_for_good(sessions: Sessions, file: Path, clock: Clock) -> None:
    here, there = sessions.begin(ANN, keep=True).encode(), sessions.begin(ANN, keep=True).encode()
    sessions.end(here)
    sessions.end(here)
    again = Sessions(file, clock)
    for each in (sessions, again):
        assert (each.learner_id(here), each.learner_id(there)) == (None, ANN)
    again.close()


def test_one_browser_can_end_all_others_of_its_learner(sessions: Sessions) -> None:
    here, there, bens = (sessions.begin(who, keep=True).encode() for who in (ANN, ANN, BEN))
    sessions.end_others(b"nobody:nothing")
    sessions.end_others(here)
    assert [sessions.learner_id(each) for each in (here, there, bens)] == [ANN, None, BEN]


def test_one_learner_cannot_fill_the_file(sessions: Sessions, clock: Clock) -> None:
    cookies = []
    for _ in range(MOST_OF_ONE + 5):
        clock.now += 1
        cookies.append(sessions.begin(ANN, keep=True).encode())
    assert [sessions.learner_id(each) for each in cookies] == [None] * 5 + [ANN] * MOST_OF_ONE


def test_the_file_holds_neither_cookies_nor_learners(sessions: Sessions, file: Path) -> None:
    cookie = sessions.begin(ANN, keep=True)
    written = file.read_bytes()
    assert ANN.encode() not in written
    assert cookie.partition(":")[2].encode() not in written
    assert file.stat().st_mode & 0o077 == 0


def test_a_damaged_file_is_begun_anew(file: Path, clock: Clock) -> None:
    file.write_bytes(b"no database" * 1000)
    sessions = Sessions(file, clock)
    assert sessions.learner_id(sessions.begin(ANN, keep=True).encode()) == ANN
    sessions.close()
