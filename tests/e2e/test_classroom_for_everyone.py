"""A room for everyone: by keyboard, read out, without JavaScript, at 320 pixels, in the dark; and hostile words."""

from __future__ import annotations

import json
import re

from playwright.sync_api import Page, Route, expect

import axe
from e2e.keyboard import Keyboard
from e2e.rooms import Room, heading, standing, vote


def test_a_trainer_and_a_participant_need_no_mouse(room: Room) -> None:
    phone = room.phone()
    trainer, hand = Keyboard(room.wall), Keyboard(phone)
    trainer.press(room.wall.get_by_role("button", name="Next question"))
    expect(phone.get_by_role("radio").first).to_be_visible()
    hand.choose(phone.get_by_role("group"), room.state()["step"]["choices"][2]["text"])
    expect(standing(phone)).to_contain_text("Your answer is in.")
    assert room.state()["voted"] == 1
    hand.press(phone.get_by_role("button", name="Blank my screen"))
    hand.press(phone.get_by_role("button", name="Show it again"))
    trainer.press(room.wall.get_by_role("checkbox", name=re.compile("keys")), "Space")
    room.wall.keyboard.press("r")
    expect(room.wall.locator("#hf-stage")).to_have_attribute("data-phase", "open")
    trainer.press(room.wall.get_by_role("button", name="Show the answers"))
    expect(
        phone.get_by_role("table", name="How the room answered").or_(phone.locator(".hf-reason")).first
    ).to_be_visible()


def test_the_keyboard_stays_where_it_was_and_what_is_new_is_read_out(room: Room) -> None:
    phone = room.phone()
    room.act("open", "n")
    said = phone.locator("#hf-said")
    expect(said).to_have_text(re.compile(r"Question 1 of \d, first vote is open\."))
    phone.get_by_role("radio").first.focus()
    room.act("closed", "h")
    expect(heading(phone)).to_be_focused()
    phone.get_by_role("button", name="Blank my screen").focus()
    room.act("revealed", "r")
    expect(said).to_have_text("The answers are shown.")
    expect(phone.get_by_role("button", name="Blank my screen")).to_be_focused()


def test_without_javascript_a_phone_votes_by_a_plain_form(room: Room) -> None:
    code = room.code
    phone = room.phone(java_script_enabled=False)
    expect(heading(phone)).to_have_text("You are in")
    room.act("open", "n")
    phone.get_by_role("link", name="Load it again").click()
    phone.get_by_role("radio").nth(1).check()
    phone.get_by_role("button", name="Send my answer").click()
    expect(phone.get_by_text("Your answer is in.")).to_be_visible()
    expect(phone.get_by_role("radio").nth(1)).to_be_checked()
    assert room.state()["voted"] == 1
    room.act("closed", "d")
    phone.get_by_role("link", name="Load it again").click()
    expect(phone.get_by_text("Talk about it with the people near you.")).to_be_visible()
    expect(phone.get_by_text("Your answer", exact=True)).to_be_visible()
    room.act("open", "a")
    stale = room.phone(code, java_script_enabled=False)
    room.act("revealed", "r")
    stale.get_by_role("radio").nth(1).check()
    stale.get_by_role("button", name="Send my answer").click()
    expect(stale.get_by_text("Helps most")).to_be_visible()
    phone.get_by_role("link", name="Load it again").click()
    expect(phone.get_by_text("Helps most")).to_be_visible()
    assert room.state()["voted"] == 0


def test_nothing_of_a_phone_s_page_leads_to_where_it_may_not_go(room: Room) -> None:
    code, phone = room.code, room.phone()
    room.act("open", "n")
    for path in ("/join", "/join/left"):
        phone.goto(f"{room.server.url}{path}")
        links = [link.get_attribute("href") or "" for link in phone.locator("a[href^='/']").all()]
        assert set(links) <= {"/join", "/join/left"}
    assert code not in phone.content()
    phone.goto(f"{room.server.url}/room")
    expect(phone.locator("#hf-stage")).to_have_count(0)


def test_markup_in_what_the_server_tells_stays_text(room: Room) -> None:
    phone = room.open_phone()
    evil = "<img src=x onerror=document.title='taken'><b>bold</b>"
    choices = [{"id": "a", "letter": evil, "text": evil}]
    reason = {"id": "a", "best": True, "happens": evil, "instead": "", "why": evil, "sources": [evil]}
    shares = {"round": 1, "choices": [{"id": "a", "share": "most", "count": None, "percent": None}]}
    state = {
        "version": 9, "phase": "revealed", "round": 1, "discussing": False, "mine": "a",
        "step": {"id": "s", "kind": "poll", "group": evil, "number": 1, "of": 1, "title": evil, "text": [evil],
                 "question": evil, "choices": choices},
        "result": {"counted": None, "rounds": [shares], "explanation": [reason]},
    }  # fmt: skip

    def told(route: Route) -> None:
        route.fulfill(content_type="text/event-stream", body=f"data: {json.dumps(state)}\n\n")

    phone.route("**/join/events", told)
    phone.goto(f"{room.server.url}/join/{room.code}")
    expect(heading(phone)).to_have_text(evil)
    expect(phone.locator(".hf-reason")).to_contain_text(evil)
    assert phone.locator("main img, main b").count() == 0
    assert phone.title() == "Room - Holdfast"


def test_axe_finds_nothing_and_nothing_is_wider_than_a_phone_in_any_phase(room: Room) -> None:
    code = room.code
    voters = room.voters(code, 9)
    notes = room.wall.context.new_page()
    notes.goto(f"{room.server.url}/room/notes")
    phone, asks = room.phone(), room.open_phone()
    asks.goto(f"{room.server.url}/join")
    left = room.phone()
    left.get_by_role("link", name="Leave the room").click()
    found = {}

    def look(when: str, **pages: Page) -> None:
        for name, page in {"wall": room.wall, "notes": notes, "phone": phone, **pages}.items():
            for width, colours in ((1280, "light"), (390, "dark"), (320, "light")):
                page.set_viewport_size({"width": width, "height": 720})
                page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
                if width > 320 and (findings := axe.findings(page)):
                    found[when, name, width] = findings
                wide = page.evaluate("document.documentElement.scrollWidth")
                if wide > width:
                    found[when, name, f"{wide} px at {width}"] = []

    look("waiting", code=asks, left=left)
    room.act("open", "n")
    vote(phone, 1)
    room.vote(voters[:6], 1)
    room.vote(voters[6:], 2)
    look("open")
    room.act("closed", "h")
    look("closed")
    room.act("revealed", "r")
    expect(phone.locator(".hf-meter").first).to_be_visible()
    look("revealed")
    room.act("blank", "b")
    look("blank")
    room.wall.on("dialog", lambda dialog: dialog.accept())
    room.wall.get_by_role("button", name="End the session").click()
    expect(heading(phone)).to_have_text("Thank you")
    look("ended", code=asks, left=left)
    assert found == {}
