"""Where somebody begins: asked once which pathway and nation, able to skip it and to change it, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import server_process
from learning import COURSE, choose, read
from server_process import Client, Server

WELCOME = "00_welcome/welcome"


@pytest.fixture
def somebody(named: Server) -> Client:
    """Return somebody who has just signed in for the first time."""
    client = named.client(signed_in=False)
    client.sign_up()
    return client


def _state(client: Client) -> dict[str, object]:
    state = client.get("/api/state/00_welcome").json
    return {name: state[name] for name in ("pathway", "nation")}


def test_somebody_new_is_led_to_the_start_page_until_they_have_chosen(somebody: Client) -> None:
    reply = somebody.get("/")
    assert (reply.status, reply.headers["location"]) == (302, "/start")
    assert somebody.get("/start").status == 200
    chosen = choose(somebody, "dsl", "wales")
    assert (chosen.status, chosen.headers["location"]) == (303, "/")
    assert "Safeguarding leads · about 152 minutes" in somebody.get("/").text
    assert _state(somebody) == {"pathway": "dsl", "nation": "wales"}


def test_who_has_answered_something_is_not_asked_again(somebody: Client) -> None:
    read(somebody, WELCOME)
    page = somebody.get("/")
    assert page.status == 200
    assert "All staff · about 59 minutes" in page.text


def test_skipping_takes_the_pathway_for_all_staff(somebody: Client) -> None:
    assert choose(somebody, "", "", skip="yes").status == 303
    assert _state(somebody) == {"pathway": "all-staff", "nation": ""}
    assert somebody.get("/").status == 200


def test_every_pathway_can_be_chosen_and_says_its_minutes_and_for_whom_it_is(somebody: Client) -> None:
    page = somebody.get("/start").text
    for route in COURSE.course.routes:
        assert f"{route.title} · {route.minutes} minutes" in page
        assert route.audience in page
        assert choose(somebody, route.id).status == 303
        assert _state(somebody)["pathway"] == route.id


def test_a_nation_can_be_taken_back(somebody: Client) -> None:
    choose(somebody, "all-staff", "scotland")
    assert 'value="" autocomplete="off"' in somebody.get("/start").text
    choose(somebody, "all-staff", "")
    assert _state(somebody)["nation"] == ""


def test_changing_the_pathway_loses_nothing(somebody: Client) -> None:
    choose(somebody, "all-staff", "scotland")
    read(somebody, WELCOME)
    page = somebody.get("/start").text
    assert 'value="scotland" autocomplete="off" checked' in page
    assert "Skip this" not in page
    choose(somebody, "essentials", "scotland")
    assert WELCOME in somebody.get("/api/state/00_welcome").json["progress"]["done"]
    assert "1 of 2 sections done" in somebody.get("/").text


def test_a_wrong_choice_is_said_next_to_its_field_and_nothing_is_kept(somebody: Client) -> None:
    reply = choose(somebody, "everyone", "england")
    assert reply.status == 400
    assert 'aria-describedby="hf-error-pathway"' in reply.text
    assert 'id="hf-error-pathway"' in reply.text
    assert 'value="england" autocomplete="off" checked' in reply.text  # what was right stays chosen
    reply = choose(somebody, "dsl", "<script>")
    assert (reply.status, "hf-error-nation" in reply.text, "<script>" in reply.text.replace("<script ", "")) == (
        400,
        True,
        False,
    )
    assert _state(somebody) == {"pathway": "all-staff", "nation": ""}
    assert somebody.get("/").status == 302


def test_a_choice_needs_the_token_of_the_page(somebody: Client) -> None:
    assert choose(somebody, "dsl", _xsrf="").status == 403
    assert choose(somebody, "dsl", _xsrf="2|" + "0" * 8 + "|" + "0" * 32 + "|1").status == 403
    assert _state(somebody)["pathway"] == "all-staff"


def test_a_stranger_is_led_to_where_people_sign_in(named: Server) -> None:
    stranger = named.client(signed_in=False)
    assert {stranger.get(path).headers["location"].partition("?")[0] for path in ("/start", "/next", "/you")} == {
        "/sign-in"
    }


def test_somebody_who_signs_in_is_not_asked_about_others(somebody: Client) -> None:
    assert "Do other people use this computer account?" not in somebody.get("/start").text


def test_on_a_computer_of_ones_own_it_is_asked_whether_others_use_it(
    tmp_path: Path, second_start: Callable[[Path], Path]
) -> None:
    with server_process.start(second_start(tmp_path / "data")) as server:
        client = server.client()
        assert "Do other people use this computer account?" in client.get("/start").text
        unsaid = client.submit("/start", {"pathway": "dsl", "nation": ""})
        assert (unsaid.status, "Say whether other people use it." in unsaid.text) == (400, True)
        shared = choose(client, "dsl", shared="yes")
        assert (shared.status, "--identity named" in shared.text) == (400, True)
        assert choose(client, "", skip="yes", shared="yes").status == 400
        assert client.get("/").headers["location"] == "/start"
        assert choose(client, "dsl").status == 303
        assert "Do other people" not in client.get("/start").text
        assert choose(client, "leaders", shared="").status == 303


def test_going_on_leads_to_the_next_step_also_before_the_section_is_saved(somebody: Client) -> None:
    def following(after: str = "") -> str:
        return somebody.get(f"/next{f'?after={after}' if after else ''}").headers["location"]

    choose(somebody, "leaders")
    assert following() == "/modules/00_welcome/welcome"
    assert following(WELCOME) == "/modules/00_welcome/looking-after-yourself"
    assert following("no-such/section") == "/modules/00_welcome/welcome"
    read(somebody, WELCOME)
    assert following() == "/modules/00_welcome/looking-after-yourself"
    choose(somebody, "all-staff")
    assert following("00_welcome/looking-after-yourself").startswith("/check/before-all-staff-2026a-")


def test_a_page_for_scripts_knows_the_minutes_that_are_left_on_the_pathway(somebody: Client) -> None:
    choose(somebody, "leaders")
    before = somebody.get("/api/state/00_welcome").json["progress"]["minutes"]
    assert before == {"all": 20, "left": 20}
    read(somebody, WELCOME)
    assert 0 < somebody.get("/api/state/00_welcome").json["progress"]["minutes"]["left"] < 20
