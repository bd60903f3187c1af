"""What every door refuses, whoever knocks."""

from __future__ import annotations

import socket
from uuid import UUID

import pytest

from known_course import Known
from server_process import Client, Server

PAGES = ("/", "/help", "/sources", "/accessibility", "/your-data")


def answer(client: Client, known: Known, seq: int = 1) -> dict[str, object]:
    return {
        "tag": client.tag(known.module),
        "client": "test-security",
        "answers": [{"seq": seq, "item": known.item, "value": [known.option]}],
    }


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "", "localhost.evil.example:{port}"]
)
@pytest.mark.parametrize(
    "path", ["/", "/help", "/api/state/04_responding", "/assets/0000000000/page.css", "/enter?token=x", "/nowhere"]
)
def test_a_request_for_another_host_is_refused_everywhere(client: Client, host: str, path: str) -> None:
    reply = client.request("GET", path, headers={"Host": host.format(port=client.port)})
    assert reply.status in {400, 403}
    assert client.cookies["_xsrf"] not in reply.text


def test_localhost_is_another_name_of_this_server(stranger: Client) -> None:
    reply = stranger.get("/", Host=f"localhost:{stranger.port}")
    assert "link" in reply.text
    assert reply.status == 403  # known by name, not signed in


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "https://127.0.0.1:{port}", "http://127.0.0.1:1", "http://[", "file://"]
)
def test_an_answer_from_another_origin_is_refused(client: Client, known: Known, origin: str) -> None:
    reply = client.post("/api/answers", answer(client, known), Origin=origin.format(port=client.port))
    assert reply.status == 403
    assert "error" in reply.json


def test_without_origin_the_referer_decides(client: Client, known: Known) -> None:
    body = answer(client, known)
    here = f"http://{client.host}:{client.port}/check/{known.assignment}"
    assert client.post("/api/answers", body, Origin=None, Referer=here).status == 200
    assert client.post("/api/answers", body, Origin=None, Referer="http://evil.example/").status == 403
    assert client.post("/api/answers", body, Origin=None).status == 403


@pytest.mark.parametrize("token", [None, "", "2|00000000|00000000000000000000000000000000|0", "x" * 500])
def test_an_answer_without_the_right_xsrf_token_is_refused(client: Client, known: Known, token: str | None) -> None:
    assert client.post("/api/answers", answer(client, known), X_XSRFToken=token).status == 403


def test_an_answer_without_the_xsrf_cookie_is_refused(client: Client, known: Known) -> None:
    body, token = answer(client, known), client.cookies.pop("_xsrf")
    assert client.post("/api/answers", body, X_XSRFToken=token).status == 403


@pytest.mark.parametrize("path", [*PAGES, "/check/m4-responding", "/modules/04_responding/first-minute", "/nowhere"])
def test_every_page_carries_the_strict_headers(client: Client, path: str) -> None:
    reply = client.get(path)
    policy = reply.headers["content-security-policy"]
    assert policy == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.headers["referrer-policy"] == "no-referrer"
    assert reply.headers["cross-origin-opener-policy"] == "same-origin"
    assert "camera=()" in reply.headers["permissions-policy"]
    assert "server" not in reply.headers
    assert "access-control-allow-origin" not in reply.headers


def test_a_body_over_the_limit_is_refused(client: Client) -> None:
    assert client.post("/api/answers", b"[" + b"1," * 40_000 + b"1]").status == 413


def test_a_huge_body_is_refused_before_it_is_read(running: Server, client: Client) -> None:
    with socket.create_connection(("127.0.0.1", running.port), timeout=30) as raw:
        lines = ("POST /api/answers HTTP/1.1", f"Host: 127.0.0.1:{running.port}", "Content-Length: 999999999", "", "")
        raw.sendall("\r\n".join(lines).encode())
        assert raw.recv(64).startswith(b"HTTP/1.1 4")
    assert client.get("/start").status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/assets/../../../../etc/passwd",
        "/assets/0000000000/../page.css",
        "/assets/0000000000/..%2f..%2fapp.py",
        "/assets/0000000000/app.py",
        "/voila/static/../../../../../../etc/passwd",
        "/voila/static/..%2f..%2f..%2f..%2f..%2f..%2fetc%2fpasswd",
        "/voila/templates/lab/static/%2e%2e/index.html.j2",
        "/voila/labextensions/anywidget/static/../package.json",
        "/voila/static/%00",
        "/voila/files/04_responding.ipynb",
        "/voila/tree",
        "/voila/render/04_responding/04_responding.ipynb",
        "/voila/api/contents/",
        "/api/contents",
        "/api/kernels",
        "/login",
        "/lab",
    ],
)
def test_nothing_outside_the_list_of_addresses_is_found(client: Client, path: str) -> None:
    assert client.get(path).status == 404


@pytest.mark.parametrize(
    "path",
    [
        *PAGES,
        "/api/state/m4-responding",
        "/check/m4-responding",
        "/result/m4-responding",
        "/live/04_responding",
        "/nowhere",
        "/voila/static/voila.js",
    ],
)
def test_who_did_not_open_the_link_gets_nothing_but_how_to(stranger: Client, path: str) -> None:
    reply = stranger.get(path)
    assert reply.status == 403
    assert "link" in reply.text
    assert not [line for line in reply.cookies if "holdfast" in line]


@pytest.mark.parametrize(
    "path", [*PAGES, "/check/m4-responding", "/modules/04_responding/first-minute", "/api/state/m4-responding"]
)
def test_head_answers_like_get_without_a_body(client: Client, path: str) -> None:
    head, full = client.request("HEAD", path), client.get(path)
    assert (head.status, head.body) == (200, b"")
    assert head.headers["content-type"] == full.headers["content-type"]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_are_refused(client: Client, method: str) -> None:
    assert client.request(method, "/", headers={"Origin": f"http://{client.host}:{client.port}"}).status in {403, 405}


def test_an_error_page_shows_no_traceback_and_no_path(client: Client) -> None:
    reply = client.get("/nowhere/<script>alert(1)</script>")
    assert reply.status == 404
    assert "Traceback" not in reply.text
    assert "alert(1)" not in reply.text
    assert "site-packages" not in reply.text


def test_a_template_cannot_be_asked_for(client: Client, known: Known) -> None:
    plain = client.get(f"/modules/{known.module}/{known.sections[0]}")
    asked = client.get(f"/modules/{known.module}/{known.sections[0]}?template=reveal&theme=dark")
    assert asked.body == plain.body


def test_the_log_names_no_page_that_was_opened(running: Server, client: Client, known: Known) -> None:
    for path in (*PAGES, f"/modules/{known.module}/{known.sections[-1]}", "/help/nowhere", "/secret-page"):
        client.get(path)
    assert not [word for word in ("/help", "secret-page", known.sections[-1], "your-data") if word in running.log]


def test_a_session_cannot_be_named_so_that_it_forges_a_line_of_the_log(running: Server, client: Client) -> None:
    address = f"/api/kernels/{UUID(int=1)}/channels?session_id="
    refused = client.get(address + "a%0A%5BHoldfastApp%5D+forged", Origin=running.url)
    assert refused.status == 400
    assert "frame-ancestors 'none'" in refused.headers["content-security-policy"]
    assert client.get(address + str(UUID(int=2)), Origin=running.url).status == 404
    assert "forged" not in running.log
