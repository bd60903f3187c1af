"""A trainer and phones in one room, in real browsers: joining, voting, talking, what is shown, and every way out."""

from __future__ import annotations

import re

import segno
from playwright.sync_api import expect

import server_process
from e2e.rooms import COMMAND, Room, heading, standing, vote

READ_SQUARE = """async (image, modules) => {
  await image.decode();
  const size = modules * 4;
  const context = Object.assign(document.createElement("canvas"), { width: size, height: size }).getContext("2d");
  context.drawImage(image, 0, 0, size, size);
  const isDark = (x, y) => context.getImageData(4 * x + 2, 4 * y + 2, 1, 1).data[0] < 128;
  return Array.from({ length: modules }, (_, y) => Array.from({ length: modules }, (_, x) => isDark(x, y)));
}"""
LATER = 20_000  # a page that was cut off tries again within a few seconds


def test_a_trainer_and_three_phones_vote_twice_and_see_what_helps(room: Room) -> None:
    code = room.code
    first, second = room.phone(), room.phone()
    third = room.open_phone()
    third.goto(f"{room.server.url}/join")
    third.get_by_label("The code").fill("no code")
    third.get_by_role("button", name="Join").click()
    expect(third.get_by_text("This is not the code on the trainer’s screen.")).to_be_visible()
    third.get_by_label("The code").fill(f" {code[:3].lower()}-{code[3:].lower()} ")
    third.get_by_role("button", name="Join").click()
    phones = [first, second, third]
    for phone in phones:
        expect(heading(phone)).to_have_text("You are in")
    expect(room.wall.locator("#hf-counts")).to_have_text("3 joined, 3 here now")
    others = room.voters(code, 2)

    room.act("open", "n")
    asked = room.state()["step"]
    for phone in phones:
        expect(heading(phone)).to_have_text(asked["title"])
        expect(phone.get_by_role("radio")).to_have_count(len(asked["choices"]))
        expect(standing(phone)).to_contain_text("Nothing is sent until you choose.")
    for phone, choice in zip(phones, (1, 1, 0), strict=True):
        vote(phone, choice)
    room.vote(others, 0)
    expect(room.wall.locator("#hf-voted")).to_have_text("5 have voted.")
    expect(room.wall.locator(".hf-meter")).to_have_count(0)  # hidden until they are shown

    room.act("closed", "h")
    expect(first.locator(".hf-own")).to_contain_text(asked["choices"][1]["text"])
    expect(first.get_by_role("radio")).to_have_count(0)
    room.wall.keyboard.press("d")
    expect(first.get_by_text("Talk about it with the people near you.")).to_be_visible()
    room.act("open", "a")
    expect(third.get_by_text("second vote", exact=False).first).to_be_visible()
    expect(third.get_by_role("radio", checked=True)).to_have_count(0)
    for phone in phones:
        vote(phone, 1)
    room.vote(others, 0)

    room.act("revealed", "r")
    for page in (room.wall, *phones):
        chart = page.get_by_role("table", name="How the room answered")
        expect(chart).to_contain_text("most")
        assert not re.search(r"\d", chart.locator("tbody").inner_text())  # five answers are told in words
        expect(page.locator(".hf-reason.hf-answer")).to_contain_text("Helps most")
    expect(first.locator(".hf-reason", has_text="Your answer")).to_have_count(1)
    expect(room.wall.locator(".hf-mine")).to_have_count(0)


def test_the_square_on_the_wall_holds_the_address_with_the_code(room: Room) -> None:
    said = room.state()
    square = segno.make(f"{said['address']}/{said['code']}", error="m", micro=False)
    wanted = [[bool(dark) for dark in row] for row in square.matrix_iter(border=4)]
    expect(room.wall.locator(".hf-address")).to_have_text(said["address"])
    assert room.wall.locator(".hf-qr").evaluate(READ_SQUARE, len(wanted)) == wanted


def test_from_eight_answers_both_votes_stand_side_by_side_in_words_and_bars(room: Room) -> None:
    code, phone = room.code, room.phone()
    voters = room.voters(code, 8)
    room.act("open", "n")
    vote(phone, 0)
    room.vote(voters[:5], 1)
    room.vote(voters[5:], 2)
    room.act("closed", "h")
    room.act("open", "a")
    vote(phone, 1)
    room.vote(voters[:6], 1)
    room.vote(voters[6:], 2)
    room.act("revealed", "r")
    for page in (room.wall, phone):
        chart = page.get_by_role("table", name="How the room answered")
        expect(chart.get_by_role("columnheader")).to_have_text(["Answer", "First vote", "Second vote"])
        rows = [row.get_by_role("cell").all_inner_texts() for row in chart.get_by_role("row").all()[1:]]
        assert rows == [["1 (11 %)", "0 (0 %)"], ["5 (56 %)", "7 (78 %)"], ["3 (33 %)", "2 (22 %)"]]
        widths = [bar.get_attribute("width") for bar in chart.locator(".hf-meter-have").all()]
        assert widths == ["11", "0", "56", "78", "33", "22"]


def test_one_bar_never_stands_for_everybody(room: Room) -> None:
    code = room.code
    voters = room.voters(code, 9)
    room.act("open", "n")
    room.vote(voters, 1)
    room.act("revealed", "r")
    chart = room.wall.get_by_role("table", name="How the room answered")
    expect(chart.get_by_role("cell")).to_have_text(["few or nobody", "most", "few or nobody"])
    expect(room.wall.locator(".hf-meter")).to_have_count(0)


def test_whoever_comes_late_sees_what_the_others_see(room: Room) -> None:
    code = room.code
    room.act("open", "n")
    late = room.phone(code)
    expect(heading(late)).to_have_text(room.state()["step"]["title"])
    vote(late, 0)
    room.act("revealed", "r")
    expect(late.locator(".hf-reason").last).to_be_visible()
    late.evaluate("scrollTo(0, document.body.scrollHeight)")
    room.act("open", "n")
    expect(heading(late)).to_be_in_viewport()
    room.act("revealed", "r")
    later = room.phone(code)
    expect(later.locator(".hf-reason.hf-answer")).to_be_visible()
    expect(later.get_by_text("Too few answers to show how the room voted.")).to_be_visible()


def test_what_is_chosen_while_the_server_is_gone_is_in_when_it_is_back(room: Room) -> None:
    code, phone, other = room.code, room.phone(), room.phone()
    room.act("open", "n")
    vote(other, 2)
    room.server.kill()
    for page in (room.wall, phone, other):
        expect(page.locator("#hf-link")).to_contain_text("Not connected.", timeout=LATER)
    expect(standing(other)).to_contain_text("Your answer is in.")
    phone.get_by_role("radio").nth(1).check()
    expect(standing(phone)).to_have_text(re.compile("Your answer is not in yet"))

    with server_process.start(room.server.data, port=room.server.port, command=COMMAND) as again:
        for page in (room.wall, phone, other):
            expect(page.locator("#hf-link")).to_be_hidden(timeout=LATER)
        expect(standing(phone)).to_contain_text("Your answer is in.", timeout=LATER)
        expect(room.wall.locator("#hf-voted")).to_have_text("2 have voted.")
        expect(other.get_by_role("radio", checked=True)).to_have_count(1)
        room.wall.keyboard.press("h")
        expect(phone.locator(".hf-own")).to_be_visible()
        assert room.state()["code"] == code
        again.stop()


def test_a_phone_without_network_says_so_and_goes_on_when_it_has_one(room: Room) -> None:
    phone = room.phone()
    room.act("open", "n")
    expect(phone.get_by_role("radio").first).to_be_visible()
    phone.context.set_offline(True)
    phone.get_by_role("radio").nth(2).check()
    expect(phone.locator("#hf-link")).to_contain_text("Not connected.", timeout=LATER)
    expect(standing(phone)).to_have_text(re.compile("Your answer is not in yet"))
    assert room.state()["voted"] == 0
    phone.context.set_offline(False)
    expect(phone.locator("#hf-link")).to_be_hidden(timeout=LATER)
    expect(standing(phone)).to_contain_text("Your answer is in.", timeout=LATER)
    assert room.state()["voted"] == 1


def test_a_choice_that_comes_after_the_vote_was_closed_is_said_to_be_late(room: Room) -> None:
    phone = room.phone()
    room.act("open", "n")
    phone.route("**/join/events", lambda route: route.abort())  # this phone hears nothing of what follows
    phone.evaluate("dispatchEvent(new Event('online'))")
    room.act("closed", "h")
    phone.get_by_role("radio").nth(1).check()
    expect(standing(phone)).to_have_text("That answer came too late and is not counted.")
    assert room.state()["voted"] == 0


def test_a_blank_wall_blanks_the_phones_and_a_phone_can_blank_itself(room: Room) -> None:
    phone = room.phone()
    room.act("open", "n")
    vote(phone, 1)
    room.act("blank", "b")
    expect(heading(phone)).to_have_text("Please look up")
    asked = phone.locator("main").inner_text()
    room.act("open", "b")
    expect(phone.get_by_role("radio").nth(1)).to_be_checked()
    expect(standing(phone)).to_contain_text("Your answer is in.")
    assert room.state()["step"]["title"] not in asked

    phone.get_by_role("button", name="Blank my screen").click()
    expect(heading(phone)).to_be_hidden()
    expect(phone.get_by_role("radio").first).to_be_hidden()
    expect(phone.get_by_role("link", name="Exit")).to_be_visible()
    room.act("revealed", "r")
    expect(phone.locator(".hf-reason").first).to_be_hidden()
    phone.get_by_role("button", name="Show it again").click()
    expect(phone.locator(".hf-reason").first).to_be_visible()


def test_leaving_tells_nobody_and_the_way_back_keeps_the_vote(room: Room) -> None:
    phone = room.phone()
    room.act("open", "n")
    vote(phone, 2)
    shown = room.wall.locator("#hf-stage").inner_text()
    phone.get_by_role("link", name="Leave the room").click()
    expect(heading(phone)).to_have_text("You have left the room")
    expect(phone.get_by_role("main").get_by_role("link", name="116 123")).to_be_visible()
    expect(room.wall.locator("#hf-counts")).to_have_text("1 joined, 0 here now, 1 has voted")
    assert room.wall.locator("#hf-stage").inner_text() == shown
    phone.get_by_role("link", name="Come back to the room").click()
    expect(phone.get_by_role("radio").nth(2)).to_be_checked()
    expect(room.wall.locator("#hf-counts")).to_have_text("1 joined, 1 here now, 1 has voted")


def test_the_end_says_goodbye_with_who_helps_and_every_window_knows_it(room: Room) -> None:
    phone = room.phone()
    room.act("open", "n")
    vote(phone, 1)
    room.wall.on("dialog", lambda dialog: dialog.accept())
    room.wall.get_by_role("button", name="End the session").click()
    for page in (room.wall, phone):
        expect(heading(page)).to_have_text("Thank you")
        expect(page.get_by_text("All answers have been deleted.")).to_be_visible()
        expect(page.get_by_role("main").get_by_role("link", name="116 123")).to_be_visible()
        expect(page.locator("#hf-link")).to_be_hidden()
    phone.reload()
    expect(heading(phone)).to_have_text("Thank you")
    expect(phone.get_by_role("main").get_by_role("link", name="116 123")).to_be_visible()
    assert not (room.server.data / "room.db").exists()


def test_the_notes_stand_in_their_own_window_and_steer_the_wall(room: Room) -> None:
    room.phone()
    with room.wall.context.expect_page() as opened:
        room.wall.get_by_role("link", name="Open the notes in a window of their own").click()
    notes = opened.value
    notes.get_by_role("button", name="Next question").click()
    expect(room.wall.locator("#hf-stage")).to_have_attribute("data-phase", "open")
    told = room.state()["notes"]
    assert told
    for line in told:
        expect(notes.locator("#hf-notes")).to_contain_text(line)
        assert line not in room.wall.content()
    notes.get_by_role("button", name="Show the answers").click()
    expect(room.wall.locator(".hf-reason.hf-answer")).to_be_visible()
    notes.get_by_text("All questions").click()
    notes.locator("#hf-agenda").get_by_role("button").nth(3).click()
    expect(heading(room.wall)).to_have_text(room.state()["steps"][3]["title"])


def test_the_strip_with_the_numbers_can_be_hidden_from_the_room(room: Room) -> None:
    expect(room.wall.locator("#hf-counts")).to_be_visible()
    room.wall.get_by_role("button", name="Hide the strip").click()
    expect(room.wall.locator("#hf-counts")).to_be_hidden()
    expect(room.wall.get_by_role("link", name=re.compile("notes"))).to_have_count(0)
    room.act("open", "n")
    expect(room.wall.locator("#hf-counts")).to_be_hidden()
    room.wall.get_by_role("button", name="Show the strip").click()
    expect(room.wall.locator("#hf-counts")).to_be_visible()
