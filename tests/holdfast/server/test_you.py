"""A learner's own page: their name, their record, written once, and files that say nothing over a shoulder."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import UTC, datetime

import pytest

import pdf_reading
from holdfast.records import Records
from learning import COURSE, choose, complete, read, read_all
from server_process import Client, Reply, Server

FILES = (
    "/you/certificate-1.pdf",
    "/you/refreshers-1.ics",
    "/you/development.pdf",
    "/you/development.csv",
    "/you/data.json",
)
TOPIC = re.compile("(?i)sext|extort|holdfast|abuse|image|blackmail|safeguard")
CODE = re.compile(r"<dd>([0-9A-Z]{4}(?:-[0-9A-Z]{4}){3})</dd>")


@pytest.fixture
def somebody(named: Server) -> Client:
    """Return somebody who has just signed in for the first time."""
    client = named.client(signed_in=False)
    client.sign_up("Ann Example")
    return client


def _completions(server: Server) -> int:
    with Records.open(server.data / "records.db") as records:
        return len(records.completions())


def _file_name(reply: Reply) -> str:
    found = re.fullmatch(r'attachment; filename="([a-z0-9.-]+)"', reply.headers["content-disposition"])
    assert found is not None
    return found[1]


def _main(client: Client) -> str:
    html = client.get("/you").text
    return html[html.index("<main") : html.index("</main")]


def test_the_page_says_what_is_missing_and_leads_there(somebody: Client) -> None:
    choose(somebody, "essentials", "wales")
    page = _main(somebody)
    assert "7 parts are still to be read and marked as done." in page
    assert "“Go on” at the end of a part marks it as done." in page
    assert "5 practice questions are still to be answered." in page
    assert 'href="/modules/00_welcome/welcome">Go on: Welcome' in page
    assert "<dd>Wales</dd>" in page
    assert "/you/record" not in page
    read_all(somebody, "essentials")
    assert 'href="/booster">Go on: Practise' in _main(somebody)
    choose(somebody, "all-staff")
    assert "The final check is still to come." in _main(somebody)
    assert "provisional" in _main(somebody)


def test_a_name_can_be_changed_and_taken_away(somebody: Client) -> None:
    assert 'value="Ann Example"' in _main(somebody)
    saved = somebody.submit("/you/name", {"name": "  Zoë   O’Neill "})
    assert (saved.status, saved.headers["location"]) == (303, "/you")
    assert 'value="Zoë O’Neill"' in _main(somebody)
    assert somebody.submit("/you/name", {"name": ""}).status == 303
    assert 'name="name" type="text" value=""' in _main(somebody)
    assert somebody.get("/you/name").headers["location"] == "/you"


@pytest.mark.parametrize("name", ["x" * 121, "a\u202eb", "a\u2066b", "\ud7ff" + "x" * 300])
def test_a_name_that_cannot_be_kept_is_said_next_to_its_field(somebody: Client, name: str) -> None:
    reply = somebody.submit("/you/name", {"name": name})
    assert reply.status == 400
    field = re.search(r'<input id="hf-name-name"[^>]*>', reply.text)
    assert field is not None
    assert 'aria-describedby="hf-hint-name hf-error-name" aria-invalid="true" autofocus' in field[0]
    assert 'id="hf-error-name"' in reply.text
    assert 'value="Ann Example"' in _main(somebody)


@pytest.mark.parametrize("name", ["<b>&\"'", "علي بن أحمد", "👩‍🏫 Kim", "../../etc/passwd", "=1+1", "x" * 120])
def test_a_name_of_any_kind_is_shown_as_text_and_nowhere_else(named: Server, somebody: Client, name: str) -> None:
    assert somebody.submit("/you/name", {"name": name}).status == 303
    page = somebody.get("/you").text
    assert "<b>&" not in page
    assert complete(somebody, name).status == 303
    for path in FILES:
        reply = somebody.get(path)
        assert reply.status == 200, path
        assert name not in _file_name(reply)
    assert name not in named.log
    others = [somebody.get(path).text for path in ("/", "/start", "/help", "/your-data", "/api/state/00_welcome")]
    assert not [text for text in others if name in text]


def test_a_record_is_made_when_all_is_done_and_asked_for_and_only_once(named: Server, somebody: Client) -> None:
    choose(somebody, "leaders", "scotland")
    before = _completions(named)
    refused = somebody.submit("/you/record", {"name": "Ann"})
    assert refused.headers["location"] == "/you#record"
    read_all(somebody, "leaders")
    assert "You have done all that this pathway needs" in _main(somebody)
    assert _completions(named) == before  # not before it is asked for
    assert somebody.submit("/you/record", {"name": "Ann Whole"}).headers["location"] == "/you#record"
    page = _main(somebody)
    code = CODE.findall(page)
    assert len(code) == 1
    assert "<bdi>Ann Whole</bdi>" in page
    assert "Make my record" not in page
    somebody.submit("/you/record", {"name": "Somebody Else"})
    assert CODE.findall(_main(somebody)) == code
    assert "Somebody Else" not in _main(somebody)
    assert _completions(named) == before + 1
    with Records.open(named.data / "records.db") as records:
        held = records.completion(code[0])
    assert held is not None
    assert (held.pathway, held.nation, held.minutes, held.content_version) == (
        "leaders", "scotland", 20, COURSE.course.version,
    )  # fmt: skip
    assert (held.assessed, held.provisional) == (False, False)


def test_a_record_can_be_made_without_a_name(somebody: Client) -> None:
    assert complete(somebody, "").status == 303
    assert "<bdi>(no name given)</bdi>" in _main(somebody)


def test_a_name_that_cannot_be_kept_makes_no_record(named: Server, somebody: Client) -> None:
    before = _completions(named)
    reply = complete(somebody, "x" * 121)
    assert (reply.status, 'id="hf-error-record"' in reply.text) == (400, True)
    assert _completions(named) == before


def test_the_certificate_names_who_and_what_inside_and_nothing_outside(somebody: Client) -> None:
    complete(somebody, "Ann Whole")
    reply = somebody.get("/you/certificate-1.pdf")
    today = datetime.now(UTC).date().isoformat()
    assert _file_name(reply) == f"record-of-learning-{today}.pdf"
    assert reply.headers["content-type"] == "application/pdf"
    text = pdf_reading.words(reply.body)
    assert "Ann Whole" in text
    assert CODE.findall(_main(somebody))[0] in text
    assert COURSE.course.title in text


def test_no_file_says_in_its_name_what_the_course_is_about_and_none_is_kept_by_the_browser(somebody: Client) -> None:
    complete(somebody, "Ann")
    for path in FILES:
        reply = somebody.get(path)
        assert not TOPIC.search(_file_name(reply)), path
        assert reply.headers["cache-control"] == "no-store"
    calendar = somebody.get("/you/refreshers-1.ics").text
    assert calendar.count("SUMMARY:Five-minute refresher") == calendar.count("BEGIN:VEVENT") == 7
    assert not TOPIC.search(calendar.replace("PRODID:-//Holdfast//", ""))


def test_the_development_record_lists_what_was_completed(somebody: Client) -> None:
    complete(somebody, "Ann")
    rows = list(csv.reader(io.StringIO(somebody.get("/you/development.csv").body.decode("utf-8-sig"))))
    assert [row[1:4:2] for row in rows[1:]] == [["Leaders and governors", "20"]]
    assert "Leaders and governors" in pdf_reading.words(somebody.get("/you/development.pdf").body)


def test_ones_own_data_is_whole_and_holds_no_key_and_nobody_else(named: Server, somebody: Client) -> None:
    other = named.client(signed_in=False)
    other.sign_up("Bob Other")
    read(somebody, "00_welcome/welcome")
    record = json.loads(somebody.get("/you/data.json").body)
    assert record["learner"]["name"] == "Ann Example"
    assert [entry["key"] for entry in record["answers"]] == ["00_welcome/welcome"]
    text = somebody.get("/you/data.json").text
    assert "Bob Other" not in text
    assert not [told for told in ("experience", "instead", "correct") if f'"{told}"' in text]


def test_nobody_gets_the_files_of_somebody_else(named: Server, somebody: Client) -> None:
    complete(somebody, "Ann")
    other = named.client(signed_in=False)
    other.sign_up("Bob Other")
    for path in ("/you/certificate-1.pdf", "/you/refreshers-1.ics"):
        assert other.get(path).status == 404
    assert "Ann" not in other.get("/you/development.csv").text
    assert somebody.get("/you/certificate-0.pdf").status == somebody.get("/you/certificate-2.pdf").status == 404
    stranger = named.client(signed_in=False)
    assert [stranger.get(path).status for path in FILES] == [303] * len(FILES)


def test_who_asks_for_very_many_files_is_told_to_wait(somebody: Client) -> None:
    replies = [somebody.get("/you/development.csv") for _ in range(40)]
    assert replies[0].status == 200
    assert replies[-1].status == 429
    assert int(replies[-1].headers["retry-after"]) > 0


def test_the_title_and_the_address_of_the_page_name_nobody_and_no_topic(somebody: Client) -> None:
    for path in ("/you", "/start"):
        title = re.search("<title>(.*)</title>", somebody.get(path).text)
        assert title is not None
        assert not TOPIC.search(title[1].removesuffix(" - Holdfast"))
        assert "Ann" not in title[1]


def test_the_page_leads_to_all_rights_and_the_page_of_data_leads_back(somebody: Client) -> None:
    assert 'href="/your-data"' in _main(somebody)
    data = somebody.get("/your-data").text
    assert data.count('href="/you"') >= 3
    for words in ("controller", "public task", "legitimate interest", "12 months", "ico.org.uk", "appraisal"):
        assert words in data, words
