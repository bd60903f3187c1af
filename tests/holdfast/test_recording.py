"""What can be kept under each record key of the course itself, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast import recording
from holdfast.library import library
from holdfast.recording import ImpossibleRecord, check
from holdfast.server.answering import refusal

COURSE = library()
QUIZ = next(iter(COURSE.quizzes.values()))
SECTION = next(iter(sorted(recording.keys_of_sections(COURSE))))
LINE = recording.keys_of_plan(COURSE)[0]
STAGES = list(COURSE.stages)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (SECTION, ["done"]),
        (recording.certainty_key(QUIZ.items[0].item), ["fairly-sure"]),
        (recording.order_key(QUIZ.id), ["4294967295"]),
        (recording.order_key("m4-responding"), ["0"]),
        (recording.STAGES, [STAGES[0], STAGES[-1]]),
        ("confidence-then/1", ["1"]),
        ("confidence-now/5", ["5"]),
        (LINE, ["The lead, room 4"]),
        (LINE, ["x" * recording.MAX_LINE]),
        (LINE, ["\u0645\u06cc\u200c\u062e\u0648\u0627\u0646\u062f 🙂"]),  # a joiner is part of a name
        (LINE, ["<b>markup</b>"]),  # text is text
    ],
)
def test_what_belongs_to_a_record_is_taken_and_so_is_nothing(key: str, value: list[str]) -> None:
    check(COURSE, key, value)
    check(COURSE, key, [])


@pytest.mark.parametrize(
    ("key", "value", "why"),
    [
        (SECTION, ["done", "done"], "marked as done"),
        (recording.certainty_key(QUIZ.items[0].item), ["certain"], "no such answer"),
        (recording.certainty_key(QUIZ.items[0].item), ["sure", "not-sure"], "no such answer"),
        (recording.order_key(QUIZ.id), ["4294967296"], "seed"),
        (recording.order_key(QUIZ.id), ["1", "2"], "seed"),
        (recording.order_key(QUIZ.id), ["01"], "seed"),
        (recording.order_key(QUIZ.id), ["1\n"], "seed"),
        (recording.STAGES, STAGES[::-1], "order"),
        (recording.STAGES, [STAGES[0], STAGES[0]], "order"),
        (recording.STAGES, ["no-such-stage"], "order"),
        (LINE, ["one", "two"], "one line"),
        (LINE, ["x" * (recording.MAX_LINE + 1)], "100 characters"),
        (LINE, [" "], "letters"),
        (LINE, ["two\nlines"], "letters"),
        (LINE, ["\u202egnirts"], "letters"),
        (LINE, ["nul\x00"], "letters"),
        ("confidence-then/1", ["0"], "confident"),
        ("confidence-now/5", ["6"], "confident"),
        ("confidence-now/5", ["4", "5"], "confident"),
        ("confidence-now/6", ["4"], "no such question"),
        ("confidence-now/0", ["4"], "no such question"),
        ("confidence-later/1", ["4"], "no such question"),
        ("no-such-question", ["a"], "no such question"),
        ("no-such-question/order", ["1"], "no such question"),
        ("action-plan/no-such-line", ["a"], "no such question"),
        ("", [], "no such question"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_one_sentence(key: str, value: list[str], why: str) -> None:
    with pytest.raises(ImpossibleRecord, match=why) as refused:
        check(COURSE, key, value)
    assert str(refused.value).count(". ") == 0


@given(key=st.text(max_size=130), value=st.lists(st.text(max_size=130), max_size=5))
def test_whatever_is_sent_is_kept_or_refused_and_never_a_fault(key: str, value: list[str]) -> None:
    assert (refusal(COURSE, key, value) or "Kept.").endswith(".")


@given(value=st.lists(st.text(max_size=130), max_size=5))
@pytest.mark.parametrize("key", [SECTION, recording.STAGES, LINE, "practice-never-view-1", "friday-twenty-past-three"])
def test_no_value_of_a_known_record_is_a_fault(key: str, value: list[str]) -> None:
    assert (refusal(COURSE, key, value) or "Kept.").endswith(".")


def test_certainty_is_asked_of_starred_objectives_only() -> None:
    for quiz in COURSE.quizzes.values():
        keys = recording.keys_of_quiz(COURSE, quiz)
        for answer in quiz.items:
            starred = COURSE.objective(COURSE.item(answer.item).objective).starred
            assert (recording.certainty_key(answer.item) in keys) is starred


def test_confidence_is_kept_for_five_statements_then_and_now() -> None:
    keys = recording.keys_of_confidence()
    assert len(set(keys)) == 10
    for key in keys:
        check(COURSE, key, ["3"])
        check(COURSE, key, [])


def test_every_record_key_a_page_may_write_is_one_that_can_be_kept() -> None:
    for assignment in COURSE.course.assignments:
        for key in recording.keys_of_assignment(assignment):
            check(COURSE, key, [])
    for quiz in COURSE.quizzes.values():
        for key in recording.keys_of_quiz(COURSE, quiz):
            check(COURSE, key, [])
