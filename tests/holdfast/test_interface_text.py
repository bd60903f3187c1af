"""The words of the interface: English as it is written, another language from its catalogue, and all of them in one."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import pseudo_language
from content import sample
from holdfast import interface_catalogue, interface_text, library, paths
from holdfast.errors import UserError
from holdfast.interface_text import for_browser, say, say_many

WELSH = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=6; plural=(n==0) ? 0 : (n==1) ? 1 : (n==2) ? 2 : (n==3) ? 3 : (n==6) ? 4 : 5;\n"

#: holdfast/server/templates/base.html
msgid "Help now"
msgstr "Cymorth nawr"

#: holdfast/panels/standing.py holdfast_widgets/static/quiz.js
msgid "{number} dog"
msgid_plural "{number} dogs"
msgstr[0] "{number} cŵn"
msgstr[1] "{number} ci"
msgstr[2] "{number} gi"
msgstr[3] "{number} chi"
msgstr[4] "{number} chi, chwech"
msgstr[5] ""

#: holdfast_widgets/static/quiz.js
msgid "Check"
msgstr "Gwirio"

#: holdfast_widgets/static/quiz.js
msgid "Not yet"
msgstr ""

#: holdfast_widgets/static/quiz.js
#, fuzzy
msgid "A guess"
msgstr "Dyfaliad"
"""


@pytest.fixture(autouse=True)
def locale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give the test a folder of catalogues of its own, and speak English again afterwards."""
    monkeypatch.setenv("HOLDFAST_LOCALE", str(tmp_path))
    yield tmp_path
    interface_text.use(interface_text.ENGLISH)


def _write(locale: Path, language: str, text: str | bytes) -> Path:
    file = locale / language / "LC_MESSAGES" / "holdfast.po"
    file.parent.mkdir(parents=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def test_english_needs_no_catalogue_and_tells_the_browser_nothing() -> None:
    interface_text.use("en-GB")
    assert interface_text.language() == "en-GB"
    assert say("Go on: {title}", title="Who {helps}") == "Go on: Who {helps}"
    assert say("{as it is}") == "{as it is}"
    assert [say_many("{number} dog", "{number} dogs", n) for n in (0, 1, 2)] == ["0 dogs", "1 dog", "2 dogs"]
    assert for_browser() == {}


def test_a_language_is_read_from_its_catalogue_and_english_stands_in_for_what_lacks(locale: Path) -> None:
    _write(locale, "cy", WELSH)
    interface_text.use("cy")
    assert interface_text.language() == "cy"
    assert say("Help now") == "Cymorth nawr"
    assert say("Not yet") == "Not yet"
    assert say("A guess") == "A guess"
    assert say("") == ""


def test_a_number_takes_the_form_its_language_has_for_it(locale: Path) -> None:
    _write(locale, "cy", WELSH)
    interface_text.use("cy")
    said = [say_many("{number} dog", "{number} dogs", number) for number in (0, 1, 2, 3, 4, 6)]
    assert said == ["0 cŵn", "1 ci", "2 gi", "3 chi", "4 dogs", "6 chi, chwech"]


def test_the_browser_is_told_what_scripts_say_and_which_form_each_number_takes(locale: Path) -> None:
    _write(locale, "cy", WELSH)
    interface_text.use("cy")
    told = for_browser()
    assert told["messages"] == {
        "{number} dog": [f"{{number}} {dog}" for dog in ("cŵn", "ci", "gi", "chi", "chi, chwech", "dogs")],
        "Check": ["Gwirio"],
    }
    assert told["plural"][:8] == [0, 1, 2, 3, 5, 5, 4, 5]
    assert len(told["plural"]) == 201


def test_a_language_without_catalogue_is_refused_with_the_file_and_the_mend(locale: Path) -> None:
    with pytest.raises(UserError, match=r"There is no catalogue .* 'gd': write .*gd/LC_MESSAGES/holdfast\.po.*en-GB"):
        interface_text.use("gd")
    assert interface_text.language() == "en-GB"


@pytest.mark.parametrize(
    "broken",
    [
        b"Help now = Cymorth nawr\n",
        b'msgid "Help now"\nmsgstr "\xff\xfe"\n',
        b'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=import os;\\n"\n\nmsgid "a"\nmsgstr "b"\n',
        b'msgid "Go on: {title}"\nmsgstr "{titel}"\n',
        b'msgid "Go on: {title}"\nmsgstr "{title"\n',
        b'msgid "Law as at %(day)s"\nmsgstr "100 % %(day)s"\n',
        b'msgid "{number} dog"\nmsgid_plural "{number} dogs"\nmsgstr[0] "{nomber}"\nmsgstr[1] "b"\n',
    ],
    ids=["no catalogue", "no text", "no rule", "another gap", "half a gap", "half a percent", "another gap of many"],
)
def test_a_catalogue_that_cannot_be_used_is_refused_in_one_sentence(locale: Path, broken: bytes) -> None:
    file = _write(locale, "cy", broken)
    with pytest.raises(UserError) as caught:
        interface_text.use("cy")
    assert str(caught.value).startswith(f"The catalogue {file} cannot be used (")
    assert str(caught.value).endswith("): mend it in a PO editor.")
    assert "\n" not in str(caught.value)


def test_a_process_speaks_the_language_of_the_course_it_reads(
    locale: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write(locale, "cy", WELSH)
    folders = sample.build(tmp_path / "course")
    sample.edit(folders.content / "course.yaml", 'version: "1"\n', 'version: "1"\nlanguage: cy\n')
    monkeypatch.setattr(paths, "course_folders", lambda: folders)
    assert library.library.__wrapped__().course.language == "cy"
    assert say("Help now") == "Cymorth nawr"


def test_every_translation_of_the_template_can_be_said(locale: Path) -> None:
    pseudo_language.write_catalogue(locale)
    interface_text.use(pseudo_language.LANGUAGE)
    assert say("Go on: {title}", title="x") == "«Go on: x»"
    assert say_many("{number} minute", "{number} minutes", 2) == "«2 minutes»"
    assert for_browser()["messages"]


def test_the_template_holds_messages_of_every_kind_of_source_and_nothing_of_the_machine() -> None:
    text = interface_catalogue.template()
    with interface_catalogue.path().open("rb") as file:
        suffixes = {Path(name).suffix for message in read_po(file) for name, _line in message.locations}
    assert suffixes == {".py", ".js", ".html", ".j2"}
    assert "/home/" not in text
    assert str(Path(interface_catalogue.__file__).parents[2]) not in text
    assert not re.search(r"POT-Creation-Date|\d{4}-\d{2}-\d{2}", text)


def test_the_template_is_the_same_in_another_process() -> None:
    command = "from holdfast import interface_catalogue; print(interface_catalogue.template(), end='')"
    other = subprocess.run([sys.executable, "-c", command], capture_output=True, check=True, text=True)
    assert other.stdout == interface_catalogue.template()


def test_the_template_comes_with_the_package_also_where_a_school_keeps_its_own_catalogues(locale: Path) -> None:
    assert not interface_catalogue.path().is_relative_to(locale)
    assert interface_catalogue.path().is_file()


def test_what_is_said_is_written_out_or_was_marked_so_that_it_can_be_collected() -> None:
    """A text with a value in it already, or one put together, is never in the catalogue."""
    faults = []
    for name, file in interface_catalogue.sources():
        if file.suffix == ".py" and not name.endswith("interface_text.py"):
            faults += [f"{name}:{line}" for line in _put_together(file.read_text(encoding="utf-8"))]
        elif file.suffix == ".js":
            faults += [f"{name}: {call}" for call in _not_written_out(file.read_text(encoding="utf-8"))]
    assert faults == []


def test_a_text_that_is_put_together_is_found() -> None:
    python = (
        'say(f"Go on: {title}")\nlater("a" + b)\nsay("a" % b)\nsay("a {b}".format(b=b))\nsay_many("a", many, 2)\n'
        'say("a {b}", b=b)\nlater("a")\nsay(_A)\nsay(_AS["b"])\nsay_many("a", "b", n)\n'
    )
    assert _put_together(python) == [1, 2, 3, 4, 5]
    script = (
        'say(`a ${b}`); say("a" + b); say(b); sayMany("a", many, 2); '
        'say("a"); say("a, " + "b", { b }); sayMany("a", "b", 2); speak(b); function say(message) {}'
    )
    assert _not_written_out(script) == ["say(`a ${b}`)", 'say("a" + b)', "say(b)", 'sayMany("a", many, 2)']


_NAMES = (ast.Constant, ast.Name, ast.Attribute, ast.Subscript)
_TEXT = r'\s*"(?:[^"\\]|\\.)*"(?:\s*\+\s*"(?:[^"\\]|\\.)*")*\s*'
_CALL = re.compile(rf"(?<![\w.])(?<!function )(?!say\({_TEXT}[,)]|sayMany\({_TEXT},{_TEXT},)(?:say|sayMany)\([^)]*\)")


def _put_together(source: str) -> list[int]:
    """Return the lines of calls whose message is neither one text nor what may be the name of one that was marked."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return sorted(call.lineno for call in calls if isinstance(call.func, ast.Name) and not _is_whole(call))


def _is_whole(call: ast.Call) -> bool:
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    if name in {"later", "say_many"}:
        return all(isinstance(text, ast.Constant) for text in call.args[: 1 + (name == "say_many")])
    return name != "say" or not call.args or _may_be_marked(call.args[0])


def _may_be_marked(text: ast.expr) -> bool:
    if isinstance(text, ast.IfExp):
        return _may_be_marked(text.body) and _may_be_marked(text.orelse)
    if isinstance(text, ast.Call):
        return isinstance(text.func, ast.Attribute) and text.func.attr == "get"
    return isinstance(text, _NAMES)


def _not_written_out(source: str) -> list[str]:
    """Return the calls of a script whose message is not a text between quotation marks."""
    return _CALL.findall(source)
