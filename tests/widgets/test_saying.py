"""What the scripts say: collected for translators, and said in the language of the interface by the rule of Python."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from babel.messages.extract import extract
from babel.messages.jslexer import Token, tokenize
from babel.messages.pofile import read_po
from playwright.sync_api import Page, expect

from holdfast import interface_text
from holdfast.library import library
from holdfast.server import assets
from holdfast_widgets import Quiz, _base, standalone
from holdfast_widgets._base import part

WIDGETS = Path(_base.__file__).parent / "static"
SCRIPTS = sorted([*WIDGETS.glob("*.js"), *assets.STATIC.glob("*.js")])
TEMPLATE = interface_text.folder() / "holdfast.pot"
QUIZ = "m4-first-minute"

_KEYWORDS = {"say": (1,), "sayMany": (1, 2)}
_WORDS = re.compile(r"^\W*[A-Z][a-z’]+([ .,;:!?]|$)|([a-z’]+ ){4}")
_NAMES_OF_KEYS = {"Escape", "Shift"}
_PLACE = re.compile(r"\$\{[^}]*\}")

ONE, MANY = "{number} question of {title}", "{number} questions of {title}"
PLURALS = {
    "cy": "nplurals=4; plural=(n==1) ? 0 : (n==2) ? 1 : (n != 8 && n != 11) ? 2 : 3;",
    "sl": "nplurals=4; plural=(n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3);",
}
_CATALOGUE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: RULE\\n"

#: quiz.js:1
msgid "Check"
msgstr "«Check»"

#: quiz.js:2
msgid "Hello {name}, {name}"
msgstr "«{name}, hello»"

#: quiz.js:3
msgid "{number} question of {title}"
msgid_plural "{number} questions of {title}"
msgstr[0] "«0: {number}, {title}»"
msgstr[1] "«1: {number}, {title}»"
msgstr[2] "«2: {number}, {title}»"
msgstr[3] "«3: {number}, {title}»"

#: pages.py:1
msgid "Only in Python"
msgstr "«Only in Python»"
"""
NUMBERS = [0, 1, 2, 3, 5, 8, 11, 99, 100, 101, 102, 104, 111, 200, 201, 202, 203, 208, 211, 301, 402, 1000, 1001, 1104]
SAY = """async ({ script, words, name, calls }) => {
  document.body.replaceChildren();
  if (words) {
    const block = document.createElement("script");
    Object.assign(block, { type: "application/json", id: "hf-interface", textContent: JSON.stringify(words) });
    document.body.append(block);
    globalThis.holdfastWords = words;
  }
  const module = await import(`data:text/javascript;base64,${script}`);
  const said = module[name] ?? globalThis.holdfastSay[name];
  return calls.map((call) => said(...call));
}"""


@pytest.fixture(autouse=True)
def _english_afterwards() -> Iterator[None]:
    yield
    interface_text.use(interface_text.ENGLISH)


@pytest.fixture(params=["widgets", "page"])
def script(request: pytest.FixtureRequest) -> str:
    """Return one of the two scripts that say things."""
    text = part("js", "_say") if request.param == "widgets" else (assets.STATIC / "say.js").read_text(encoding="utf-8")
    return base64.b64encode(text.encode()).decode()


def _tokens(file: Path) -> list[Token]:
    tokens = tokenize(file.read_text(encoding="utf-8"), jsx=False, dotted=False)
    return [token for token in tokens if not token.type.endswith("comment")]


def _speak(folder: Path, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Take a small catalogue of a language into use."""
    file = folder / language / "LC_MESSAGES" / "holdfast.po"
    file.parent.mkdir(parents=True)
    file.write_text(_CATALOGUE.replace("RULE", PLURALS[language]), encoding="utf-8")
    monkeypatch.setenv("HOLDFAST_LOCALE", str(folder))
    interface_text.use(language)


# --- collected -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("file", SCRIPTS, ids=lambda file: file.name)
def test_what_a_script_says_is_written_out_and_in_the_template_of_translators(file: Path) -> None:
    tokens = _tokens(file)
    known = {text for message in read_po(BytesIO(TEMPLATE.read_bytes())) for text in _forms(message.id)}
    for before, name, bracket, text in zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False):
        if name.value not in _KEYWORDS or bracket.value != "(" or before.value == "function":
            continue
        assert before.value != ".", f"{name.lineno}: a method of that name would be collected too"
        assert text.type == "string", f"{name.lineno}: {name.value}({text.value}) cannot be collected"
        assert json.loads(text.value) in known, f"{name.lineno}: {text.value} is not collected"


@pytest.mark.parametrize("file", SCRIPTS, ids=lambda file: file.name)
def test_a_script_has_no_words_that_it_does_not_say(file: Path) -> None:
    said = {text for *_, texts, _, _ in _collected(file) for text in _forms(texts)}
    tokens = _tokens(file)
    for index, token in enumerate(tokens):
        if token.type not in ("string", "template_string"):
            continue
        text = _PLACE.sub("", token.value[1:-1])
        if text in said or text in _NAMES_OF_KEYS or tokens[index - 2].value == "RangeError":
            continue
        assert not _WORDS.search(text), f"{token.lineno}: {token.value} is not said"


def _collected(file: Path) -> list[tuple[Any, ...]]:
    return list(extract("javascript", BytesIO(file.read_bytes()), _KEYWORDS, (), {"jsx": False}))


def _forms(texts: str | tuple[str, ...]) -> tuple[str, ...]:
    return (texts,) if isinstance(texts, str) else texts


# --- said ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", PLURALS)
def test_a_script_takes_the_form_that_python_takes(
    page: Page, script: str, language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _speak(tmp_path, language, monkeypatch)
    calls = [[ONE, MANY, number, {"title": "Ti{number}tle"}] for number in NUMBERS]
    words = interface_text.for_browser()
    said = page.evaluate(SAY, {"script": script, "words": words, "name": "sayMany", "calls": calls})
    assert said == [interface_text.say_many(ONE, MANY, number, title="Ti{number}tle") for number in NUMBERS]
    assert len({text.partition(":")[0] for text in said}) == 4


def test_a_script_puts_values_in_and_says_in_english_what_has_no_translation(
    page: Page, script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _speak(tmp_path, "cy", monkeypatch)
    calls = [["Check"], ["Hello {name}, {name}", {"name": "$& {name}"}], ["Nobody translated {this}", {"this": "it"}]]
    words = interface_text.for_browser()
    said = page.evaluate(SAY, {"script": script, "words": words, "name": "say", "calls": calls})
    assert said == ["«Check»", "«$& {name}, hello»", "Nobody translated it"]
    assert "Only in Python" not in words["messages"]


def test_without_words_a_script_speaks_english(page: Page, script: str) -> None:
    calls = [[ONE, MANY, number, {"title": "all"}] for number in (0, 1, 2)]
    said = page.evaluate(SAY, {"script": script, "words": None, "name": "sayMany", "calls": calls})
    assert said == ["0 questions of all", "1 question of all", "2 questions of all"]


def test_a_widget_in_a_notebook_brings_its_words_along(
    host: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = library()
    assert Quiz(QUIZ, library=course).interface == {}
    _speak(tmp_path, "cy", monkeypatch)
    quiz = Quiz(QUIZ, library=course)
    page = host(quiz, interface=quiz.interface).page
    expect(page.get_by_role("button", name="«Check»").first).to_be_visible()
    expect(page.get_by_role("button", name="Check", exact=True)).to_have_count(0)


def test_a_page_of_one_file_brings_its_words_and_says_its_language(
    page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = library()
    _speak(tmp_path, "cy", monkeypatch)
    page.goto(standalone.write(tmp_path / "practice.html", Quiz(QUIZ, library=course), title="Practice").as_uri())
    expect(page.get_by_role("button", name="«Check»").first).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "cy")
