"""The line of visitors that wait for a live page."""

from __future__ import annotations

import pytest

from holdfast.server import live_line
from holdfast.server.live_line import Line, LineFull, NotInLine


def test_who_came_first_is_served_first() -> None:
    line = Line()
    first, second, third = line.join(), line.join(), line.join()
    assert [line.ask(each) for each in (third, second, first)] == [2, 1, 0]
    line.leave(first)
    assert [line.ask(second), line.ask(third), line.length()] == [0, 1, 2]


def test_who_no_longer_asks_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    line = Line()
    _, second = line.join(), line.join()
    monkeypatch.setattr(live_line, "_STILL_THERE", 0.0)
    assert line.ask(second) == 0
    assert line.length() == 0


def test_a_place_is_only_had_by_joining_and_is_not_kept_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    line = Line()
    with pytest.raises(NotInLine):
        line.ask("")
    gone = line.join()
    monkeypatch.setattr(live_line, "_FORGOTTEN", 0.0)
    line.join()
    with pytest.raises(NotInLine):
        line.ask(gone)


def test_a_line_ends_somewhere() -> None:
    line = Line()
    with pytest.raises(LineFull):
        [line.join() for _ in range(1000)]
    assert line.length() == 200
