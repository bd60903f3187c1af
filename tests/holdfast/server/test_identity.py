"""Who gets in: the one who opens the printed link, once."""

from __future__ import annotations

import stat

import server_process
from known_course import Known
from server_process import Client, Server


def test_the_link_signs_one_browser_in_and_is_used_up_by_nothing_else(server: Server) -> None:
    link = server.enter.removeprefix(server.url)
    token = link.partition("token=")[2]
    stranger = server.client(signed_in=False)

    # Nothing but the link itself lets in, or uses it up.
    assert stranger.request("HEAD", link).status == 200  # a link preview
    authorized = (
        {"Authorization": f"token {token}"},
        {"Authorization": f"Bearer {token}"},
        {"Cookie": f"token={token}"},
    )
    assert [stranger.request("GET", "/", headers=headers).status for headers in authorized] == [403] * 3
    wrong = (f"/?token={token}", "/enter", "/enter?token=", link[:-1], f"{link}x")
    assert [stranger.get(path).status for path in wrong] == [403] * 5

    reply = stranger.get(link)
    assert (reply.status, reply.headers["location"]) == (302, "/")
    identity = next(line for line in reply.cookies if line.startswith("holdfast"))
    xsrf = next(line for line in reply.cookies if line.startswith("_xsrf"))
    assert "HttpOnly" in identity
    assert "SameSite=Strict" in identity
    assert "SameSite=Strict" in xsrf
    assert stranger.get("/start").status == 200

    # Once: for another browser it is used up; the one that is in may open it again.
    second = server.client(signed_in=False)
    assert second.get(link).status == 403
    assert second.get("/").status == 403
    assert stranger.get(link).status == 302


def test_a_link_on_another_site_signs_in_with_a_page_of_ours(server: Server) -> None:
    # A SameSite=Strict cookie does not travel along a redirect that another site began.
    reply = server.client(signed_in=False).get(server.enter.removeprefix(server.url), Sec_Fetch_Site="cross-site")
    assert (reply.status, reply.headers["refresh"]) == (200, "0; url=/")


def test_a_changed_cookie_lets_nobody_in(client: Client) -> None:
    name = f"holdfast-{client.port}"
    assert client.get("/start").status == 200
    client.cookies[name] = client.cookies[name][:-3] + "000"
    assert client.get("/").status == 403


def test_a_restart_keeps_people_signed_in_and_makes_a_new_link(server: Server, known: Known) -> None:
    client = server.client()
    tag = client.tag(known.module)
    server.stop()
    again = server_process.start(server.data, port=server.port)
    try:
        assert client.tag(known.module) == tag
        assert again.enter != server.enter
        assert Client(host="127.0.0.1", port=again.port).get(server.enter.removeprefix(server.url)).status == 403
    finally:
        again.stop()


def test_the_cookie_secret_and_the_records_are_for_their_owner_only(running: Server) -> None:
    for name in (".cookie_secret", "records.db"):
        assert stat.S_IMODE((running.data / name).stat().st_mode) == 0o600


def test_the_public_tag_is_no_learner_id(client: Client, known: Known) -> None:
    tag = client.tag(known.module)
    assert len(tag) == 12
    assert all(sign in "0123456789abcdef" for sign in tag)
