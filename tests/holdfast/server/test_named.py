"""Many learners on one server: a name to begin with, three words to come back with, and out again."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

import server_process
from known_course import Known
from server_process import Client, Server

NAMED = ("--identity", "named")
OWN_PAGES = ("/", "/you", "/start", "/sign-in/words", "/sign-out")


def newcomer(server: Server, name: str = "Ann Example", *, keep: bool = False) -> tuple[Client, str]:
    """Return somebody who has just come, and their words."""
    client = server.client(signed_in=False)
    return client, client.sign_up(name, keep=keep)


def is_in(client: Client) -> bool:
    """Return whether somebody is signed in there."""
    return client.get("/you").status == 200


def answer(client: Client, known: Known) -> None:
    """Keep one answer."""
    sent = [{"seq": 1, "item": known.item, "value": [known.option]}]
    reply = client.post("/api/answers", {"tag": client.tag(known.module), "client": "page", "answers": sent})
    assert reply.json["acks"][0]["status"] == "saved"


def test_who_is_not_signed_in_is_led_to_the_page_to_sign_in_and_from_there_where_they_wanted(
    named: Server, known: Known
) -> None:
    wanted = f"/modules/{known.module}/{known.sections[0]}"
    client = named.client(signed_in=False)
    led = client.get(wanted)
    assert (led.status, led.headers["location"]) == (303, f"/sign-in?next={wanted}")

    page = client.get(led.headers["location"])
    assert page.text.count(f'name="next" value="{wanted}"') == 2
    came = client.submit("/sign-in", {"way": "new", "name": "Ann", "next": wanted})
    assert came.headers["location"] == f"/sign-in/words?next={wanted}"
    assert f'name="next" value="{wanted}"' in client.get(came.headers["location"]).text
    assert client.submit("/sign-in/words", {"next": wanted}).headers["location"] == wanted
    assert client.get(wanted).status == 200
    assert client.get("/sign-in", Cookie=None).status == 200
    assert client.get(led.headers["location"]).headers["location"] == wanted  # already in


def test_scripts_are_told_that_nobody_is_signed_in_and_where_to_sign_in(named: Server, known: Known) -> None:
    reply = named.client(signed_in=False).get(f"/api/state/{known.module}")
    assert (reply.status, reply.json["sign_in"]) == (403, "/sign-in")


def test_the_page_to_sign_in_knows_nobody_and_asks_the_browser_to_remember_nothing(named: Server) -> None:
    newcomer(named, "Unforgettable")
    page = named.client(signed_in=False).get("/sign-in")
    assert page.headers["cache-control"] == "no-store"
    assert "Unforgettable" not in page.text
    form = page.text.partition("<main")[2].partition("</main>")[0]
    main = [field for field in re.findall(r"<input [^>]*>", form) if 'type="hidden"' not in field]
    assert [re.findall(r'name="([a-z]+)"', field)[0] for field in main] == ["words", "keep", "name", "keep"]
    assert all('autocomplete="off"' in field and "checked" not in field for field in main)
    assert all('value=""' in field for field in main if 'type="text"' in field)
    assert "Site code" not in page.text


HANDS: list[Callable[[str], str]] = [
    str.upper,
    str.title,
    lambda words: words.replace(" ", "-"),
    lambda words: f"  {words.replace(' ', '   ')} ",
    lambda words: words.replace(" ", ""),
]


@pytest.mark.parametrize("written", HANDS)
def test_three_words_bring_back_however_they_are_written(
    named: Server, known: Known, written: Callable[[str], str]
) -> None:
    first, words = newcomer(named)
    assert len(words.split()) == 3
    answer(first, known)
    other = named.client(signed_in=False)
    assert other.sign_in(written(words)).headers["location"] == "/"
    assert other.tag(known.module) == first.tag(known.module)
    assert other.get(f"/api/state/{known.assignment}").json["answers"][known.item] == [known.option]


def test_words_are_shown_until_they_are_put_away_and_kept_nowhere(named: Server) -> None:
    client, words = newcomer(named)
    assert words in client.get("/sign-in/words").text
    client.submit("/sign-in/words", {})
    assert words not in client.get("/sign-in/words").text
    kept = b"".join(file.read_bytes() for file in named.data.iterdir() if file.is_file())
    assert not any(form.encode() in kept for form in (words, words.replace(" ", ""), words.replace(" ", "-")))


def test_two_people_have_answers_of_their_own(named: Server, known: Known) -> None:
    (ann, _), (ben, _) = newcomer(named, "Ann"), newcomer(named, "Ben")
    answer(ann, known)
    assert ann.tag(known.module) != ben.tag(known.module)
    assert known.item in ann.get(f"/api/state/{known.assignment}").json["answers"]
    assert ben.get(f"/api/state/{known.assignment}").json["answers"] == {}


def test_new_words_end_the_old_ones_and_every_other_browser(named: Server) -> None:
    here, words = newcomer(named)
    there = named.client(signed_in=False)
    there.sign_in(words)
    assert is_in(there)

    assert here.submit("/sign-in/new-words", {}).headers["location"] == "/sign-in/words"
    shown = re.search(r'hf-words"[^>]*>([a-z ]+)<', here.get("/sign-in/words").text)
    assert shown is not None
    assert (is_in(here), is_in(there)) == (True, False)
    there.source = "127.0.1.1"
    assert there.sign_in(words).status == 403
    assert there.sign_in(shown[1]).status == 303


def test_signing_out_ends_the_session_for_good(named: Server) -> None:
    client, _ = newcomer(named, keep=True)
    stolen = dict(client.cookies)
    reply = client.submit("/sign-out", {})
    assert (reply.status, reply.headers["location"]) == (303, "/signed-out")
    assert not is_in(client)
    assert 'data-signed="out"' in client.get("/signed-out").text
    client.cookies = stolen
    assert not is_in(client)
    assert client.submit("/sign-out", {}).status == 303  # a second time, from a tab that did not hear of it


def test_who_is_signed_in_is_not_told_that_they_are_signed_out(named: Server) -> None:
    client, _ = newcomer(named)
    assert client.get("/signed-out").headers["location"] == "/"


def test_a_browser_is_signed_in_until_it_is_closed_unless_one_asks_for_more(named: Server) -> None:
    for keep in (False, True):
        client = named.client(signed_in=False)
        client.get("/sign-in")
        wish = {"keep": "yes"} if keep else {}
        reply = client.submit("/sign-in", {"way": "new", "name": "Ann"} | wish)
        cookie = next(line for line in reply.cookies if line.startswith("holdfast"))
        assert ("expires=" in cookie) == keep
        assert "HttpOnly" in cookie
        assert "SameSite=Strict" in cookie


def test_a_second_person_signing_in_ends_the_session_of_the_first(named: Server) -> None:
    client, _ = newcomer(named, "Ann")
    anns = dict(client.cookies)
    assert client.submit("/sign-in", {"way": "new", "name": "Ben"}).status == 303
    assert is_in(client)
    assert not is_in(Client(host=client.host, port=client.port, cookies=anns))


def test_what_a_learner_needs_to_know_before_can_be_read_before(named: Server) -> None:
    stranger = named.client(signed_in=False)
    for page in ("/help", "/your-data", "/accessibility", "/sources"):
        assert stranger.get(page).status == 200
    assert all(stranger.get(page).status == 303 for page in OWN_PAGES)


def test_a_page_of_a_person_is_kept_by_no_browser(named: Server, known: Known) -> None:
    client, _ = newcomer(named)
    for page in (*OWN_PAGES, f"/api/state/{known.module}"):
        assert client.get(page).headers["cache-control"] == "no-store", page


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        ({"way": "new", "name": "  "}, "name", "Write a name"),
        ({"way": "new", "name": "a" * 300}, "name", "at most 120 letters"),
        ({"way": "back", "words": ""}, "words", "Write your three words"),
        ({"way": "back", "words": "cat dog cow"}, "words", "Nobody here has these three words"),
    ],
)
def test_what_is_wrong_stands_at_its_field(named: Server, sent: dict[str, str], field: str, sentence: str) -> None:
    client = named.client(signed_in=False)
    client.source = "127.0.1.2"
    client.get("/sign-in")
    page = client.submit("/sign-in", sent)
    assert page.status in {400, 403}
    told = re.search(rf'id="hf-error-{field}">(.*?)</p>', page.text, re.DOTALL)
    assert told is not None
    assert sentence in told[1]
    wrong = re.findall(r'<input [^>]*aria-invalid="true"[^>]*>', page.text)
    assert len(wrong) == 1
    assert f'id="hf-{field}"' in wrong[0]
    assert f"hf-error-{field}" in wrong[0]
    assert "autofocus" in wrong[0]
    assert "<title>To be mended: Sign in" in page.text
    assert "cat dog cow" not in page.text  # whoever stands behind does not read them twice


def test_a_link_on_another_site_finds_the_learner_signed_in(named: Server, known: Known) -> None:
    page = f"/modules/{known.module}/{known.sections[0]}"
    reply = named.client(signed_in=False).get(page, Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="navigate")
    assert (reply.status, reply.headers["refresh"]) == (200, f"0; url={page}")


def test_a_day_on_which_somebody_only_looks_counts_as_one_they_were_here(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with server_process.start(data, arguments=NAMED) as server:
        client, _ = newcomer(server, keep=True)
    with sqlite3.connect(data / "records.db") as records:
        records.execute("UPDATE learner SET seen_on = '2026-01-02'")
    with server_process.start(data, port=server.port, arguments=NAMED):
        assert is_in(client)
        with sqlite3.connect(f"file:{data}/records.db?mode=ro", uri=True) as records:
            assert records.execute("SELECT seen_on FROM learner").fetchone() > ("2026-01-02",)


def test_a_log_tells_of_nobody(named: Server) -> None:
    client, words = newcomer(named, "Zerubbabel")
    client.sign_in("zebra zebra zebra")
    assert is_in(client)
    assert "Zerubbabel" not in named.log
    assert "zebra" not in named.log
    assert words not in named.log


def test_a_restart_keeps_people_signed_in_and_signed_out(ready_root: Path) -> None:
    with server_process.start(ready_root, arguments=NAMED) as server:
        (stays, _), (leaves, words) = newcomer(server, keep=True), newcomer(server, keep=True)
        left = dict(leaves.cookies)
        leaves.submit("/sign-out", {})
    with server_process.start(server.data, port=server.port, arguments=NAMED):
        leaves.cookies = left
        assert (is_in(stays), is_in(leaves)) == (True, False)
        assert leaves.sign_in(words).status == 303


def test_a_damaged_file_of_sessions_signs_everybody_out_and_nobody_in(ready_root: Path) -> None:
    with server_process.start(ready_root, arguments=NAMED) as server:
        client, words = newcomer(server, keep=True)
    (server.data / "sessions.db").write_bytes(b"no database" * 500)
    with server_process.start(server.data, port=server.port, arguments=NAMED):
        assert not is_in(client)
        assert client.sign_in(words).status == 303


def test_a_site_code_is_needed_to_begin_and_not_to_come_back(ready_root: Path) -> None:
    code = {"HOLDFAST_SITE_CODE": "Oak Lane 7"}
    with server_process.start(ready_root, arguments=NAMED, env=code) as server:
        client = server.client(signed_in=False)
        client.get("/sign-in")
        for wrong in ("", "oak lane 7", "Oak Lane 71"):
            refused = client.submit("/sign-in", {"way": "new", "name": "Ann", "site": wrong})
            assert refused.status == 403
            assert 'id="hf-error-site"' in refused.text
        words = client.sign_up("Ann", site_code=" Oak Lane 7 ")
        assert server.client(signed_in=False).sign_in(words).status == 303
        assert "Oak Lane" not in server.log
        with sqlite3.connect(f"file:{server.data}/records.db?mode=ro", uri=True) as records:
            assert records.execute("SELECT count(*) FROM learner").fetchone() == (1,)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--site-code", "Oak Lane 7"), "add --identity named"),
        ((*NAMED, "--site-code", "Oak"), "needs 6 letters or more"),
    ],
)
def test_a_site_code_that_would_not_help_is_refused(tmp_path: Path, arguments: tuple[str, ...], told: str) -> None:
    assert told in server_process.refused(tmp_path / "data", arguments=arguments)


def test_a_link_of_local_and_its_cookie_let_nobody_in_where_people_sign_in(ready_root: Path) -> None:
    with server_process.start(ready_root) as local:
        client = local.client()
        assert is_in(client)
    with server_process.start(local.data, port=local.port, arguments=NAMED):
        assert not is_in(client)
        assert client.get(local.enter.removeprefix(local.url)).status == 303
    with server_process.start(local.data, port=local.port):
        assert is_in(client)
