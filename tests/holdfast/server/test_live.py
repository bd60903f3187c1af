"""Modules that need Python while they are read: a Voila page with a kernel, for its learner, within limits."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from typing import Any

import nbformat
import pytest
from nbformat import v4
from playwright.sync_api import Page, expect
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

import server_process
from known_course import Known
from server_process import Client, Reply, Server, finish

NOTEBOOK = [
    v4.new_markdown_cell("# A live module\n\nMove it."),
    v4.new_markdown_cell("For the trainer.", metadata={"tags": ["facilitator"]}),
    v4.new_code_cell(
        "import ipywidgets\n"
        "hours, said = ipywidgets.IntSlider(description='Hours', value=3), ipywidgets.Label()\n"
        "hours.observe(lambda change: setattr(said, 'value', f'now {change.new}'), 'value')\n"
        "ipywidgets.VBox([hours, said])"
    ),
    v4.new_code_cell(
        "import anywidget\n"
        "class Other(anywidget.AnyWidget):\n"
        "    _esm = 'export default { render({ el }) { el.textContent = \"any widget\"; } }'\n"
        "Other()"
    ),
]


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory, known: Known) -> Iterator[Server]:
    """Serve a module with widgets that are not ours."""
    folder = tmp_path_factory.mktemp("live")
    place = folder / "modules" / known.module
    place.mkdir(parents=True)
    nbformat.write(v4.new_notebook(cells=NOTEBOOK), place / f"{known.module}.ipynb")
    server = server_process.start(folder / "data", modules=folder / "modules")
    yield server
    server.stop()


@pytest.fixture(scope="module")
def inside(live: Server) -> Client:
    """Use the one-time link up."""
    return live.client()


def sign_in(page: Page, live: Server, inside: Client) -> None:
    page.context.add_cookies(
        [{"name": name, "value": value, "url": live.url} for name, value in inside.cookies.items()]
    )


def kernel_of(html: str) -> str:
    found = re.search(r'"kernelId": "([0-9a-f-]{36})"', html)
    assert found, html[:500]
    return found[1]


def channels(live: Server, kernel: str) -> str:
    return f"ws://127.0.0.1:{live.port}/api/kernels/{kernel}/channels?session_id=abc"


def signed_in(live: Server, client: Client) -> dict[str, str]:
    cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    return {"Cookie": cookie, "Origin": live.url}


def close(client: Client, kernel: str) -> None:
    assert client.post(f"/voila/api/shutdown/{kernel}", {}).status == 204


def test_a_live_module_works_in_a_browser_and_asks_nobody_else(
    page: Page, live: Server, inside: Client, known: Known
) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if "Content Security Policy" in said.text else None)
    sign_in(page, live, inside)
    page.goto(f"{live.url}/modules/{known.module}/")
    assert page.url == f"{live.url}/live/{known.module}"
    expect(page.get_by_role("link", name="Exit this page")).to_be_visible()
    page.get_by_role("slider").focus(timeout=30_000)
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("now 4")).to_be_visible()
    expect(page.get_by_text("any widget")).to_be_visible()
    expect(page.get_by_text("For the trainer.")).to_have_count(0)
    assert errors == []
    page.goto(f"{live.url}/help")  # leaving the page ends its kernel
    server_process.wait_until(lambda: not live.page_kernels, 30, "the kernel to end")


def test_a_kernel_that_dies_under_an_open_page_is_told_on_the_page(
    page: Page, live: Server, inside: Client, known: Known
) -> None:
    sign_in(page, live, inside)
    page.goto(f"{live.url}/live/{known.module}")
    page.get_by_role("slider").wait_for(timeout=30_000)
    expect(page.get_by_role("alert")).to_have_text("")
    files = live.page_kernel_files()
    assert len(files) > 1
    for kernel in live.page_kernels:
        kernel.kill()
    expect(page.get_by_role("alert")).to_contain_text("This page has stopped.", timeout=30_000)
    server_process.wait_until(lambda: not live.page_kernels, 30, "the dead kernel to be cleared away")
    assert not any(file.exists() for file in files)


def test_its_policy_still_names_no_other_host(inside: Client, live: Server, known: Known) -> None:
    reply = inside.get(f"/live/{known.module}")
    policy = reply.headers["content-security-policy"]
    assert not re.findall(r"https?:", policy)
    assert re.findall(r"wss?://([^\s;]+)", policy) == [f"127.0.0.1:{live.port}"]
    assert not re.findall(r"""(?:src|href)=["']?https?://(?!www\.bbc\.co\.uk/weather)""", reply.text)
    close(inside, kernel_of(reply.text))


def test_a_part_of_a_live_module_leads_to_its_live_page(inside: Client, known: Known) -> None:
    reply = inside.get(f"/modules/{known.module}/{known.sections[0]}")
    assert reply.headers["location"] == f"/live/{known.module}"


def test_a_prepared_module_has_no_live_page(client: Client, known: Known) -> None:
    assert client.get(f"/live/{known.module}").headers["location"] == f"/modules/{known.module}/"


def test_three_kernels_are_the_limit_and_the_oldest_one_that_no_page_needs_makes_room(
    inside: Client, live: Server, known: Known
) -> None:
    opened = [kernel_of(inside.get(f"/live/{known.module}").text) for _ in range(3)]
    full = inside.get(f"/live/{known.module}")  # their pages are about to connect
    assert full.status == 429
    assert "three live pages" in full.text

    async def connect_and_leave() -> None:
        (await websocket_connect(HTTPRequest(channels(live, opened[1]), headers=signed_in(live, inside)))).close()

    finish(connect_and_leave())
    replies: list[Reply] = []

    def is_made() -> bool:
        replies.append(inside.get(f"/live/{known.module}"))
        return replies[-1].status == 200

    server_process.wait_until(is_made, 20, "the server to see that the page is gone")
    kept = [opened[0], opened[2], kernel_of(replies[-1].text)]
    assert inside.get(f"/api/kernels/{opened[1]}").status == 404
    for kernel in kept:
        assert inside.get(f"/api/kernels/{kernel}").json["id"] == kernel
        close(inside, kernel)
    server_process.wait_until(lambda: not live.page_kernels, 30, "the kernels to end")


def test_a_kernel_is_closed_only_with_a_token_and_cannot_be_used_as_jupyter_would(
    inside: Client, live: Server, known: Known
) -> None:
    kernel = kernel_of(inside.get(f"/live/{known.module}").text)
    stranger = live.client(signed_in=False)
    assert stranger.get(f"/api/kernels/{kernel}").status == 403
    assert inside.post(f"/voila/api/shutdown/{kernel}", {}, X_XSRFToken=None).status == 403
    assert inside.post(f"/voila/api/shutdown/{kernel}", {}, Origin="http://evil.example").status == 403
    assert inside.post(f"/api/kernels/{kernel}/restart", {}).status == 404
    assert inside.post("/api/kernels", {}).status == 404
    assert inside.request("DELETE", f"/api/kernels/{kernel}", headers={"Origin": live.url}).status in {403, 405}
    close(inside, kernel)


def test_the_socket_is_for_its_learner_and_passes_only_what_widgets_need(
    inside: Client, live: Server, known: Known
) -> None:
    kernel = kernel_of(inside.get(f"/live/{known.module}").text)
    address, headers = channels(live, kernel), signed_in(live, inside)
    cookie = headers["Cookie"]

    async def refused(headers: dict[str, str]) -> int:
        try:
            (await websocket_connect(HTTPRequest(address, headers=headers))).close()
        except HTTPClientError as error:
            return error.code
        return 101

    async def talk() -> tuple[list[str], int | None]:
        socket = await websocket_connect(HTTPRequest(address, headers=headers))
        for kind, content in (
            ("execute_request", {"code": "print('it ran')", "silent": False}),
            ("comm_open", {"target_name": "jupyter.widget", "comm_id": "x", "data": {}}),
            ("kernel_info_request", {}),
        ):
            socket.write_message(json.dumps(message(kind, content)))
        heard = await asyncio.wait_for(until_info(socket), 30)
        socket.write_message("x" * (256 * 1024 + 1))
        while await asyncio.wait_for(socket.read_message(), 30) is not None:
            pass
        return heard, socket.close_code

    assert finish(refused({"Origin": live.url})) == 403
    assert finish(refused({"Cookie": cookie})) == 403
    assert finish(refused({"Cookie": cookie, "Origin": "http://evil.example"})) == 403
    heard, code = finish(talk())
    assert "kernel_info_reply" in heard
    assert not {"execute_reply", "stream", "error", "comm_close"} & set(heard)
    assert code in {1006, 1009}
    close(inside, kernel)


def message(kind: str, content: dict[str, Any]) -> dict[str, Any]:
    header = {"msg_id": kind, "msg_type": kind, "username": "", "session": "abc", "date": "", "version": "5.3"}
    return {"channel": "shell", "header": header, "parent_header": {}, "metadata": {}, "content": content}


async def until_info(socket: WebSocketClientConnection) -> list[str]:
    """Return the kinds of message that came until our own question for the kernel's information was answered."""
    heard: list[str] = []
    while "kernel_info_reply" not in heard:
        raw = await socket.read_message()
        assert isinstance(raw, str)
        heard.append(json.loads(raw)["msg_type"])
    return heard
