"""A running room for tests in real browsers: its trainer's wall, its phones, and voters that are no browsers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, expect

from server_process import Client, Server

COMMAND = ("classroom", "04_responding")
PHONE = {"width": 390, "height": 780}


@dataclass
class Room:
    """A running room, its trainer's window, and what makes phones."""

    server: Server
    wall: Page
    open_phone: Callable[..., Page]

    @property
    def code(self) -> str:
        """The code, as the wall shows it."""
        return self.wall.locator(".hf-code").inner_text()

    def phone(self, code: str = "", **how: Any) -> Page:
        """Open a phone that followed the square."""
        phone = self.open_phone(**how)
        phone.goto(f"{self.server.url}/join/{code or self.code}")
        expect(phone).to_have_url(f"{self.server.url}/join")
        return phone

    def act(self, name: str, key: str) -> None:
        """Press a key of the trainer's, and wait until the wall shows what follows."""
        self.wall.keyboard.press(key)
        expect(self.wall.locator("#hf-stage")).to_have_attribute("data-phase", name)

    def state(self) -> dict[str, Any]:
        """Return what the trainer may know."""
        cookies = {each["name"]: each["value"] for each in self.wall.context.cookies()}
        client = Client(host="127.0.0.1", port=self.server.port, cookies=cookies)
        return dict(client.get("/room/state").json)

    def voters(self, code: str, number: int) -> list[Client]:
        """Let phones in that are no browsers."""
        clients = [self.server.client(signed_in=False) for _ in range(number)]
        for client in clients:
            assert client.get(f"/join/{code}").status == 303
            assert client.get("/join").status == 200
        return clients

    def vote(self, voters: list[Client], choice: int) -> None:
        """Let all of them choose the same answer of the present question."""
        now = self.state()
        sent = {"step": now["step"]["id"], "round": now["round"], "choice": now["step"]["choices"][choice]["id"]}
        assert [voter.post("/join/vote", sent).json for voter in voters] == [{"vote": "kept"}] * len(voters)


def heading(page: Page) -> Locator:
    """Return the heading of a page."""
    return page.get_by_role("heading", level=1)


def standing(phone: Page) -> Locator:
    """Return the words of a phone about its answer."""
    return phone.locator("#hf-standing")


def vote(phone: Page, choice: int) -> None:
    """Choose an answer on a phone and wait until it is in."""
    phone.get_by_role("radio").nth(choice).check()
    expect(standing(phone)).to_contain_text("Your answer is in.")
