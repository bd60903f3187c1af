"""The pages of a room without their scripts: what a phone shows in each phase, and whose helplines it ends with."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from holdfast.library import library
from holdfast.server import pages_classroom
from holdfast.server.assets import Assets

LIBRARY = library()
ASSETS = Assets()
MODULE = LIBRARY.module("04_responding")
CHOICES = [{"id": "a", "letter": "A", "text": "First"}, {"id": "b", "letter": "B", "text": "Other"}]
STEP = {
    "id": "s.d", "kind": "decision", "group": "G", "number": 2, "of": 5, "title": "A <b>title</b>",
    "text": ["One.", "Two."], "question": "What helps?", "choices": CHOICES,
}  # fmt: skip
REASONS = [
    {"id": "a", "best": False, "happens": "He stops.", "instead": "Stay.", "why": "Because.", "sources": ["S1", "S2"]},
    {"id": "b", "best": True, "happens": "He nods.", "instead": "", "why": "It helps.", "sources": ["S1"]},
]


def _state(phase: str = "open", **changed: Any) -> dict[str, Any]:
    shown = None if phase in {"waiting", "blank", "ended"} else STEP
    result = {"counted": None, "rounds": [], "explanation": REASONS} if phase == "revealed" else None
    known = {
        "version": 1,
        "phase": phase,
        "round": 1,
        "discussing": False,
        "step": shown,
        "result": result,
        "mine": None,
    }
    return {**known, **changed}


def _phone(said: str = "", nation: Any = None, **state: Any) -> str:
    return pages_classroom.render_join(LIBRARY, ASSETS, _state(**state), "xsrf-token", nation, said)


def _words(html: str) -> str:
    main = html[html.index("<main") : html.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def test_an_open_question_is_a_form_that_says_which_vote_it_is_of() -> None:
    html = _phone(round=2, mine="b")
    assert "Question 2 of 5, second vote" in _words(html)
    assert "A &lt;b&gt;title&lt;/b&gt;" in html
    for name, value in {"_xsrf": "xsrf-token", "step": "s.d", "round": "2"}.items():
        assert f'name="{name}" value="{value}"' in html
    assert re.search(r'value="b"[^>]* checked', html)
    assert not re.search(r'value="a"[^>]* checked', html)
    assert "Your answer is in." in _words(html)
    assert "Nobody sees who chose what." in _words(_phone())
    assert "Too late." in _words(_phone(said="Too late.", mine="b"))


@pytest.mark.parametrize(
    ("phase", "said"),
    [
        ("waiting", "You are in"),
        ("blank", "Please look up"),
        ("closed", "The vote is closed."),
        ("revealed", "Helps most"),
        ("ended", "All answers have been deleted."),
    ],
)
def test_in_every_other_phase_there_is_no_form(phase: str, said: str) -> None:
    html = _phone(phase=phase)
    assert said in _words(html)
    assert "<form" not in html


def test_reasons_and_what_helps_most_are_there_only_when_they_were_revealed() -> None:
    told = _words(_phone(phase="revealed", mine="a"))
    assert "First Your answer He stops. Stay. Because. Sources: S1 · S2" in told
    assert "Other Helps most He nods. It helps. Source: S1" in told
    for phase in ("open", "closed"):
        assert "Because." not in _words(_phone(phase=phase))


def test_people_are_asked_to_talk_only_while_they_are_to_talk() -> None:
    assert "Talk about it" in _words(_phone(phase="closed", discussing=True))
    assert "Talk about it" not in _words(_phone(phase="closed"))


@pytest.mark.parametrize(
    ("nation", "there", "absent"),
    [
        (None, "samaritans", "lifeline"),
        ("wales", "live-fear-free", "lifeline"),
        ("northern-ireland", "lifeline", "meic"),
    ],
)
def test_goodbye_names_who_helps_in_the_nation(nation: Any, there: str, absent: str) -> None:
    for html in (_phone(phase="ended", nation=nation), pages_classroom.render_left(LIBRARY, ASSETS, nation)):
        told = html[html.index("<main") : html.index("</main>")]
        assert LIBRARY.resource(there).channels[0].target in told
        assert LIBRARY.resource(absent).channels[0].target not in told
        assert 'href="tel:999"' in told


def test_who_helps_stands_on_the_page_from_the_beginning_for_the_script_to_bring_out() -> None:
    hidden = re.search(r'<div id="hf-goodbye"([^>]*)>', _phone())
    shown = re.search(r'<div id="hf-goodbye"([^>]*)>', _phone(phase="ended"))
    assert hidden
    assert shown
    assert "hidden" in hidden[1]
    assert "hidden" not in shown[1]


def test_a_wrong_code_is_told_at_its_field_and_in_the_title() -> None:
    html = pages_classroom.render_code(LIBRARY, ASSETS, "x", "Not this one.")
    assert 'aria-invalid="true" aria-describedby="hf-error-code"' in html
    assert 'id="hf-error-code"' in html
    assert "Not this one." in _words(html)
    assert "<title>To be mended:" in html
    assert "aria-invalid" not in pages_classroom.render_code(LIBRARY, ASSETS, "x")


@pytest.mark.parametrize("window", ["wall", "notes"])
def test_a_trainer_s_window_holds_nothing_of_the_session_and_names_its_scripts(window: Any) -> None:
    html = pages_classroom.render_room(LIBRARY, ASSETS, MODULE, window, None)
    body = re.search(r"data-window=\"(\w+)\" data-parts=\"([^\"]+)\"", html)
    assert body
    assert body[1] == window
    urls = json.loads(body[2].replace("&#34;", '"'))
    assert set(urls) == {"ask", "room-stream", "room-shown"}
    for url in urls.values():
        assert ASSETS.find(*url.split("/")[2:]) is not None
    assert {"next", "close", "discuss", "again", "reveal", "blank", "back", "end"} == set(
        re.findall(r'data-act="(\w+)"', html)
    )


def test_no_page_of_a_room_has_a_script_or_style_of_its_own() -> None:
    rooms = [pages_classroom.render_room(LIBRARY, ASSETS, MODULE, window, None) for window in ("wall", "notes")]
    for html in (*rooms, _phone(), _phone(phase="revealed"), pages_classroom.render_left(LIBRARY, ASSETS, None)):
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=", html)
        assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", html))
