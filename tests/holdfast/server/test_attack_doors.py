"""Every door that the server has, attacked in the same ways. The list of doors is the server's own."""

from __future__ import annotations

import base64
from collections.abc import Iterator

import pytest
from tornado.web import create_signed_value

import raw_http
from addresses import Address, addresses
from known_course import Known
from server_process import Client, Server

ADDRESSES = addresses()
WRITES = [each for each in ADDRESSES if "POST" in each.methods]
OF_SCRIPTS = [each for each in WRITES if each.handler.json_errors]
ALL_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND")

each_address = pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.path)


@pytest.fixture(autouse=True)
def nothing_broke(running: Server) -> Iterator[None]:
    """No attack leaves a traceback in the log."""
    before = len(running.log)
    yield
    assert "Traceback" not in running.log[before:]


def try_method(client: Client, address: Address, method: str, **headers: str | None) -> int:
    usual = {"Origin": f"http://{client.host}:{client.port}", "X-XSRFToken": client.cookies.get("_xsrf")}
    body = None if method in {"GET", "HEAD"} else b"{}"
    sent = {**usual, **{name.replace("_", "-"): value for name, value in headers.items()}}
    reply = client.request(method, address.path, body, sent)
    assert "Traceback" not in reply.text
    assert "site-packages" not in reply.text
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.headers["content-security-policy"].endswith("frame-ancestors 'none'")
    return reply.status


def test_the_list_holds_the_doors_we_know() -> None:
    assert {"/", "/enter", "/api/answers", "/api/submit/a"} <= {each.path for each in ADDRESSES}
    assert {each.path for each in ADDRESSES if each.is_open} == {"/enter", "/assets/0000000000/A"}


@each_address
def test_a_method_that_a_door_does_not_have_is_refused(client: Client, address: Address) -> None:
    for method in ALL_METHODS:
        if method not in address.methods:
            assert try_method(client, address, method) in {403, 405}, method


@each_address
def test_a_stranger_gets_through_no_door(stranger: Client, address: Address) -> None:
    for method in address.methods - ({"GET", "HEAD"} if address.is_open else set()):
        assert try_method(stranger, address, method) == 403, method


@each_address
def test_another_host_name_opens_no_door(client: Client, address: Address) -> None:
    for method in address.methods:
        assert try_method(client, address, method, Host=f"evil.example:{client.port}") == 403, method


@each_address
def test_a_request_that_began_on_another_site_opens_no_door(client: Client, address: Address) -> None:
    for site in ("cross-site", "same-site"):
        for mode, dest in (
            ("cors", "empty"),
            ("no-cors", "script"),
            ("navigate", "iframe"),
            ("websocket", "websocket"),
        ):
            headers = {"Sec_Fetch_Site": site, "Sec_Fetch_Mode": mode, "Sec_Fetch_Dest": dest}
            for method in address.methods:
                assert try_method(client, address, method, **headers) == 403, (method, headers)


@pytest.mark.parametrize("address", WRITES, ids=lambda address: address.path)
def test_nothing_is_written_for_who_does_not_come_from_a_page_of_ours(client: Client, address: Address) -> None:
    for origin in (
        None,
        "null",
        "http://evil.example",
        f"http://{client.host}:1",
        f"https://{client.host}:{client.port}",
    ):
        assert try_method(client, address, "POST", Origin=origin) == 403, origin
    for token in (None, "", "x", client.cookies["_xsrf"].replace("|", "|0", 2)):
        assert try_method(client, address, "POST", X_XSRFToken=token) == 403, token
    other = {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "document"}
    assert try_method(client, address, "POST", **other) == 403


@pytest.mark.parametrize("address", OF_SCRIPTS, ids=lambda address: address.path)
def test_a_page_of_another_learner_writes_nothing(client: Client, address: Address) -> None:
    for tag in ("", "0" * 12, client.tag("m4-responding").upper() + "0"):
        body: dict[str, object] = {"tag": tag}
        if address.path == "/api/answers":
            body |= {"client": "other", "answers": []}
        assert client.post(address.path, body).status in {404, 409}, tag


def test_a_link_to_a_page_may_be_followed_from_anywhere(client: Client) -> None:
    headers = {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "document"}
    assert client.get("/help", **headers).status == 200


def forged(running: Server, cookie: str) -> list[str]:
    """Return cookies that must let nobody in: spoilt, of another secret, of another name, of another value."""
    learner = base64.b64decode(cookie.strip('"').split("|")[4].partition(":")[2]).decode()
    name = f"holdfast-{running.port}"
    kept = bytes.fromhex((running.data / ".cookie_secret").read_text())
    return [
        "",
        learner,
        cookie[:-3],
        cookie[: len(cookie) // 2],
        cookie.replace("2|1:0", "1|1:0", 1),
        cookie.replace("a", "b").replace("1", "7"),
        "2|" * 3000,
        "x" * 20_000,
        "%00%ff\\377\\000",
        create_signed_value(b"\0" * 32, name, learner).decode(),
        create_signed_value(kept, "holdfast-1", learner).decode(),
        create_signed_value(kept, name, "a" + learner[1:] + "x").decode(),
        create_signed_value(kept, name, "").decode(),
        create_signed_value(kept, name, learner, clock=lambda: 1_600_000_000).decode(),
    ]


def test_no_cookie_but_the_right_one_lets_anyone_in(running: Server, client: Client) -> None:
    right = client.cookies[f"holdfast-{client.port}"]
    for cookie in forged(running, right):
        client.cookies[f"holdfast-{client.port}"] = cookie
        reply = client.get("/your-data")
        assert reply.status == 403, cookie[:80]
        assert not [line for line in reply.cookies if "holdfast" in line]
    client.cookies[f"holdfast-{client.port}"] = right
    assert client.get("/your-data").status == 200


def test_a_spoilt_xsrf_cookie_locks_nobody_out_of_reading(client: Client) -> None:
    for spoilt in ("", "2|", "2|zz|zz|zz", "9|1|2|3", "x" * 8000, "\\377"):
        client.cookies["_xsrf"] = spoilt
        assert client.get("/help").status == 200, spoilt[:20]


SHUT = ("..", "%2e%2e", "%252e%252e", "..%5c..", "..%00", "%c0%ae%c0%ae", "....//", "..;", "%2e%2e%2f%2e%2e")
ROOTS = (
    "/",
    "/assets/0000000000/",
    "/voila/static/",
    "/voila/api/themes/",
    "/modules/04_responding/",
    "/check/",
    "/api/state/",
)


@pytest.mark.parametrize("root", ROOTS)
def test_no_way_of_writing_dots_leads_out(client: Client, root: str) -> None:
    for dots in SHUT:
        for target in ("etc/passwd", "records.db"):
            for between in ("/", "%2f", "%5c"):
                path = root + between.join((dots, dots, dots, *target.split("/")))
                reply = client.get(path)
                assert reply.status in {400, 404}, path
                assert b"root:" not in reply.body


def host(running: Server) -> str:
    return f"Host: 127.0.0.1:{running.port}"


def test_two_readings_of_where_a_request_ends_are_refused_and_what_follows_is_not_answered(running: Server) -> None:
    hidden = raw_http.lines("GET /help HTTP/1.1", host(running))
    shapes = {
        "both": (["Content-Length: 6", "Transfer-Encoding: chunked"], b"0\r\n\r\n"),
        "two lengths": (["Content-Length: 0", f"Content-Length: {len(hidden)}"], b""),
        "two lengths in one": ([f"Content-Length: 0, {len(hidden)}"], b""),
        "signed": (["Content-Length: +0"], b""),
        "negative": (["Content-Length: -1"], b""),
        "underscore": (["Content-Length: 1_0"], b"0123456789"),
        "hexadecimal": (["Content-Length: 0x0"], b""),
        "other coding": (["Transfer-Encoding: identity"], b""),
        "two codings": (["Transfer-Encoding: chunked, identity"], b"0\r\n\r\n"),
        "twice chunked": (["Transfer-Encoding: chunked", "Transfer-Encoding: chunked"], b"0\r\n\r\n"),
        "space before colon": (["Transfer-Encoding : chunked"], b"0\r\n\r\n"),
        "folded": (["Transfer-Encoding:", " chunked"], b"0\r\n\r\n"),
        "bad size": (["Transfer-Encoding: chunked"], b"-1\r\n\r\n"),
        "size with words": (["Transfer-Encoding: chunked"], b"0;a=b\r\n\r\n"),
        "null byte": (["X-A: b\0c"], b""),
        "bare CR": (["X-A: b\rTransfer-Encoding: chunked"], b""),
        "no name": ([": b"], b""),
        "two hosts": (["Host: evil.example"], b""),
    }
    for name, (headers, body) in shapes.items():
        sent = raw_http.lines("POST /api/answers HTTP/1.1", host(running), *headers, body=body) + hidden
        replies = raw_http.statuses(raw_http.speak(running.port, sent))
        assert len(replies) <= 1, (name, replies)
        assert set(replies) <= {400, 403}, (name, replies)


def test_what_is_no_request_is_refused(running: Server) -> None:
    here = host(running)
    for sent in (
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET /\r\n\r\n",
        raw_http.lines("GET / HTTP/9.9", here),
        raw_http.lines("GET / HTTP/1.1 x", here),
        raw_http.lines("GET /\x00 HTTP/1.1", here),
        raw_http.lines("GET http://evil.example/help HTTP/1.1", here),
        raw_http.lines("GET //evil.example/ HTTP/1.1", here),
        raw_http.lines("GET /help HTTP/1.1"),
        raw_http.lines("GET /help HTTP/1.0"),
        raw_http.lines("GET /help HTTP/1.1", here, "X-Big: " + "x" * 100_000),
        raw_http.lines("GET /" + "x" * 100_000 + " HTTP/1.1", here),
        raw_http.lines("GET /help HTTP/1.1", here, *(f"X-{n}: y" for n in range(20_000))),
    ):
        reply = raw_http.speak(running.port, sent)
        assert set(raw_http.statuses(reply)) <= {400, 403, 404}, (sent[:60], reply[:60])
        assert b"Traceback" not in reply


def test_what_is_sent_comes_back_in_no_header(client: Client) -> None:
    for path in ("/enter?token=a%0d%0aSet-Cookie:%20a=b", "/modules/04_responding%0d%0aX-A:b/", "/%0d%0aX-A:%20b"):
        reply = client.get(path)
        assert "x-a" not in reply.headers
        assert not [line for line in reply.cookies if line.startswith("a=")]
    assert (
        client.get("/help", X_Forwarded_Host="evil.example", X_Forwarded_Proto="https", X_Real_IP="1.2.3.4").status
        == 200
    )


def test_a_wrong_method_in_disguise_is_still_wrong(client: Client, known: Known) -> None:
    before = client.get(f"/api/state/{known.module}").json["version"]
    for header in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"):
        assert client.request("GET", "/api/answers?_method=POST", headers={header: "POST"}).status == 405
    assert client.get(f"/api/state/{known.module}").json["version"] == before
