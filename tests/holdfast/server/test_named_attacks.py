"""Learners, strangers and programs that try to be somebody else. Each calls from an address of its own."""

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pytest

from addresses import Address, addresses
from holdfast.server.security import is_way_back
from known_course import Known
from server_process import Client, Server

ADDRESSES = addresses("named")
OPEN = {
    "/sign-in", "/signed-out", "/assets/0000000000/A",
    "/help", "/sources", "/what-changed", "/corrections", "/accessibility", "/your-data",
}  # fmt: skip
each_address = pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.path)


def newcomer(server: Server, name: str = "Ann Example") -> Client:
    """Return somebody who has just come."""
    client = server.client(signed_in=False)
    client.sign_up(name)
    return client


def stranger(server: Server, source: str) -> Client:
    """Return somebody who is not signed in, with the token that forms need."""
    client = Client(host="127.0.0.1", port=server.port, source=source)
    client.get("/sign-in")
    return client


def cookie(client: Client) -> str:
    """Return the name of the cookie that signs a browser in."""
    return f"holdfast-{client.port}"


def parts(value: str) -> list[str]:
    """Return the parts of a signed cookie."""
    return value.strip('"').split("|")


def test_the_list_holds_the_doors_of_signing_in() -> None:
    paths = {each.path for each in ADDRESSES}
    assert {"/sign-in", "/sign-in/words", "/sign-in/new-words", "/sign-out", "/signed-out"} <= paths
    assert "/enter" not in paths


@each_address
def test_who_is_not_signed_in_gets_through_no_other_door(named: Server, address: Address) -> None:
    nobody = stranger(named, "127.0.4.1")
    for method in address.methods & {"GET", "HEAD"}:
        reply = nobody.request(method, address.path)
        if address.path in OPEN:
            assert reply.status in {200, 404, 405}, method
        else:
            assert reply.status == 403 or reply.headers["location"].startswith("/sign-in"), method
    if "POST" in address.methods and address.path not in {"/sign-in", "/sign-out"}:
        reply = nobody.submit(address.path, {}, X_XSRFToken=nobody.cookies["_xsrf"])
        assert reply.status == 403 or reply.headers["location"] == "/sign-in"


@each_address
def test_another_host_name_opens_no_door_where_people_sign_in(named: Server, address: Address) -> None:
    nobody = stranger(named, "127.0.4.2")
    for method in address.methods:
        assert nobody.request(method, address.path, headers={"Host": f"evil.example:{named.port}"}).status == 403


def test_parts_of_two_cookies_put_together_let_nobody_in(named: Server) -> None:
    ann, ben = newcomer(named), newcomer(named)
    one, other = parts(ann.cookies[cookie(ann)]), parts(ben.cookies[cookie(ben)])
    mixed = [[*one[:at], other[at], *one[at + 1 :]] for at in range(len(one)) if one[at] != other[at]]
    assert len(mixed) >= 2
    changed = [one[:-1], [*one[:-1], "0" * 64], ["1", *one[1:]], one[::-1], ["2"], [""]]
    for value in (*mixed, *changed):
        forger = Client(host=ann.host, port=ann.port, cookies={cookie(ann): "|".join(value)})
        assert forger.get("/you").status == 303, value


def test_a_cookie_that_somebody_was_given_before_signing_in_is_not_signed_in_by_it(named: Server) -> None:
    victim, attacker = stranger(named, "127.0.2.1"), newcomer(named, "Mallory")
    victim.cookies[cookie(victim)] = before = attacker.cookies[cookie(attacker)]
    victim.sign_up("Ann")
    assert victim.cookies[cookie(victim)] != before
    assert attacker.get("/you").status == 303  # the session that was planted is over, it has not become Ann's


def test_nobody_writes_or_hands_in_under_another_s_tag(named: Server, known: Known) -> None:
    ann, ben = newcomer(named, "Ann"), newcomer(named, "Ben")
    tag = ann.tag(known.module)
    sent = {"tag": tag, "client": "page", "answers": [{"seq": 1, "item": known.item, "value": [known.option]}]}
    assert ben.post("/api/answers", sent).status == 409
    assert ben.post(f"/api/submit/{known.assignment}", {"tag": tag}).status == 409
    for client in (ann, ben):
        assert client.get(f"/api/state/{known.assignment}").json["answers"] == {}


def test_a_form_that_one_person_left_open_does_nothing_for_the_next(named: Server) -> None:
    browser = named.client(signed_in=False)
    browser.sign_up("Ann")
    anns_form = {"_xsrf": browser.cookies["_xsrf"], "name": "Ann Changed"}
    browser.submit("/sign-out", {})
    browser.sign_up("Ben")
    refused = browser.submit("/you/name", anns_form)
    assert refused.status == 403
    assert "Load it again" in refused.text
    assert "Ann Changed" not in browser.get("/you").text
    assert browser.submit("/you/name", {"name": "Ben Changed"}).status == 303


def test_nobody_sees_another_s_result(named: Server, known: Known) -> None:
    ann, ben = newcomer(named, "Ann"), newcomer(named, "Ben")
    tag = ann.tag(known.module)
    sent = [{"seq": 1, "item": known.item, "value": [known.option]}]
    ann.post("/api/answers", {"tag": tag, "client": "page", "answers": sent})
    assert ann.post(f"/api/submit/{known.assignment}", {"tag": tag}).status == 200
    assert ann.get(f"/result/{known.assignment}").status == 200
    assert ben.get(f"/result/{known.assignment}").headers["location"] == f"/check/{known.assignment}"


def test_nobody_sees_another_s_words_or_files(named: Server) -> None:
    ann = named.client(signed_in=False)
    words = ann.sign_up("Ann")
    ben = newcomer(named, "Ben")
    assert words not in ben.get("/sign-in/words").text
    assert "Ann" not in ben.get("/you/data.json").text
    assert ben.get("/you/certificate-1.pdf").status == 404


def test_a_form_of_another_site_signs_nobody_in_or_out(named: Server) -> None:
    ann = newcomer(named)
    fields = {"way": "new", "name": "Mallory"}
    for path, sent in (("/sign-in", fields), ("/sign-out", {}), ("/sign-in/new-words", {}), ("/sign-in/words", {})):
        assert ann.submit(path, {**sent, "_xsrf": "made-up"}).status == 403
        for foreign in ("https://example.org", "null", None, f"http://127.0.0.1:{named.port + 1}"):
            assert ann.submit(path, sent, Origin=foreign).status == 403, (path, foreign)
    assert ann.get("/you").status == 200


ELSEWHERE = [
    "//example.org",
    "https://example.org/",
    "/\\example.org",
    "javascript:alert(1)",
    "/%2f%2fexample.org",
    "/x\r\nSet-Cookie: a=b",
    "/sign-in?next=//example.org",
    "/" + "a" * 300,
    "/sign-out",
]


@pytest.mark.parametrize("onward", ELSEWHERE)
def test_signing_in_leads_to_no_other_site_and_not_out_again(named: Server, onward: str) -> None:
    client = stranger(named, "127.0.2.2")
    page = client.submit("/sign-in", {"way": "back", "words": "", "next": onward})
    assert re.findall(r'name="next" value="([^"]*)"', page.text) == ["/", "/"]
    led = client.submit("/sign-in", {"way": "new", "name": "Ann", "next": onward})
    assert led.headers["location"] == "/sign-in/words?next=/"
    assert client.get(f"/sign-in/words?next={quote(onward)}").text.count('name="next" value="/"') == 1
    assert client.submit("/sign-in/words", {"next": onward}).headers["location"] == "/"


@pytest.mark.parametrize("onward", ["a" * 26, "a-" * 13, "a/" * 13 + "a" * 26])
def test_no_address_takes_long_to_be_read(onward: str) -> None:
    begun = time.process_time()  # of this process alone: others may be at work
    assert not is_way_back(f"/{onward}!")
    assert is_way_back(f"/{onward}/")
    assert time.process_time() - begun < 1


def test_what_stands_in_a_wrong_cookie_is_not_printed(named: Server) -> None:
    client = stranger(named, "127.0.2.5")
    for value in ("c29tZWJvZHk=|123|somebody", "2|1:0|10:1|8:somebody|4:YWE=|0", "somebody"):
        assert client.get("/you", Cookie=f"{cookie(client)}={value}").status == 303
    assert "somebody" not in named.log


NAMES = {
    "right to left": "علي محمد",
    "emoji": "Ann 🦊👩‍👩‍👧",
    "markup": "<script>alert(1)</script>&amp;\"'",
    "template": "{{ 7 * 7 }} ${x} %s",
    "path": "../../etc/passwd",
    "query": "'; DROP TABLE learner; --",
    "long": "ñ" * 120,
}
NO_NAMES = {
    "too long": "a" * 300,
    "turns the text around": "Ann \u202egnp.exe",
    "isolate": "Ann \u2066x",
    "delete": "Ann\x7f",
    "nothing": " \t\r\n ",
    "no width": "\u200b \u200d",
    "a letter without a shape": "\u3164",
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
def test_any_name_is_a_name_and_no_more(named: Server, name: str) -> None:
    client = newcomer(named, name)
    page = client.get("/you")
    assert page.status == 200
    assert "<script>alert" not in page.text
    assert " 49 " not in page.text
    assert client.get("/you/data.json").status == 200


@pytest.mark.parametrize("name", NO_NAMES.values(), ids=NO_NAMES.keys())
def test_what_cannot_be_seen_is_no_name(named: Server, name: str) -> None:
    page = stranger(named, "127.0.2.3").submit("/sign-in", {"way": "new", "name": name})
    assert page.status == 400
    assert 'id="hf-error-name"' in page.text
    assert not page.cookies or not any(line.startswith("holdfast") for line in page.cookies)


def test_a_null_byte_in_a_name_is_kept_nowhere(named: Server) -> None:
    client = stranger(named, "127.0.2.4")
    client.sign_up("Ann\0Example")
    assert b"Ann\\u0000" not in client.get("/you/data.json").body
    assert b"\0" not in client.get("/you").body


def test_a_form_that_is_no_text_is_refused(named: Server) -> None:
    client = stranger(named, "127.0.2.5")
    form = "application/x-www-form-urlencoded"
    token = client.cookies["_xsrf"].encode()
    body = b"_xsrf=" + token + b"&way=new&name=%ff%fe"
    usual = {"Content-Type": form, "Origin": f"http://127.0.0.1:{named.port}"}
    assert client.request("POST", "/sign-in", body, usual).status == 400


def test_guessing_is_answered_alike_whatever_is_wrong(named: Server) -> None:
    def told(words: str, source: str) -> str:
        page = stranger(named, source).submit("/sign-in", {"way": "back", "words": words})
        assert page.status == 403
        return re.sub(r'name="_xsrf" value="[^"]*"', "", page.text)

    guesses = ("patio jigsaw length", "no such words", "x" * 5000, "🦊", "%00", "' OR 1=1 --")
    assert len({told(words, f"127.0.3.{at + 1}") for at, words in enumerate(guesses)}) == 1


def test_guessing_has_to_wait_and_meanwhile_right_words_are_not_looked_at(named: Server) -> None:
    ann = named.client(signed_in=False)
    words = ann.sign_up("Ann")
    guesser = stranger(named, "127.0.2.6")
    assert [guesser.sign_in("no such words").status for _ in range(5)] == [403] * 5
    refused = guesser.sign_in(words)
    assert (refused.status, refused.headers["retry-after"]) == (429, "2")
    assert "Wait 2 seconds" in refused.text
    assert guesser.get("/you").status == 303
    assert stranger(named, "127.0.2.7").sign_in(words).status == 303  # others do not wait


def test_guesses_in_the_same_moment_count_each(named: Server) -> None:
    guesser = stranger(named, "127.0.2.8")

    def guess(_: int) -> int:
        client = Client(host=guesser.host, port=guesser.port, cookies=dict(guesser.cookies), source=guesser.source)
        return client.submit("/sign-in", {"way": "back", "words": "no such words"}).status

    with ThreadPoolExecutor(20) as threads:
        answers = list(threads.map(guess, range(20)))
    assert sorted(answers) == [403] * 5 + [429] * 15
