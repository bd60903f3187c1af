"""What the rules hear in a text: tone, names, numbers to call, figures, and words of one nation."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from content import sample
from holdfast.checks import check
from holdfast.paths import Folders

AS_OF = date(2026, 1, 2)


def _codes(folders: Folders) -> set[str]:
    return {finding.code for finding in check(folders, as_of=AS_OF)}


def _told_in_a_scenario(folder: Path, text: str) -> set[str]:
    """Return the codes of what is found when somebody in a scenario says or does this."""
    folders = sample.build(folder)
    sample.edit(folders.content / "scenarios" / "at-the-door.yaml", "She starts to talk.", f"'{text}'")
    return _codes(folders)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The man who committed suicide.", "TON001"),
        ("She was naïve.", "TON001"),
        ("They call it “sexting”.", "TON001"),
        ("Call the Revenge Porn Helpline.", None),
        ("It is not sexual extortion alone.", None),
        ("He brought it on himself.", "TON002"),
        ("He asked for fifty pounds.", "TON003"),
        ("He asked for 100 euros.", "TON003"),
        ("There are 20 pupils.", None),
        ("They moved to WhatsApp.", "TON004"),
        ("He waits for a signal.", None),
        ("It says “pay me or everyone will see it all tonight”.", "TON005"),
        ("It says “pay me or everyone sees it”.", None),
        ("You say “I believe you and I will stay with you until we have found someone”.", None),
        ("Word" + " word" * 26 + ".", "TON006"),
        ("Word" + " word" * 24 + ". Word" + " word" * 24 + ".", None),
        ("Tell the {lead}.", None),
        ("Word" + " word" * 22 + " {lead}.", "TON006"),
        ("A pupil called Emma sits down.", "TON008"),
        ("They say that Emma knows.", "TON008"),
        ("She asks the Child line on Monday.", None),
        ("Tell the {leader}.", "GLO002"),
    ],
)
def test_the_tone_of_a_scenario(tmp_path: Path, text: str, code: str | None) -> None:
    assert _told_in_a_scenario(tmp_path, text) == ({code} if code else set())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Call 999 now.", None),
        ("Ring 0800 1111 or 08001111.", None),
        ("Call 111 now.", "RES005"),  # though it is a part of another number
        ("Ring 101.", "RES005"),
        ("Text 85258.", "RES005"),
        ("Ring 0300 123 4567.", "RES005"),
        ("Dial 116 123.", "RES005"),
        ("They call 20 pupils in 2026.", None),
    ],
)
def test_a_number_to_call_is_that_of_a_service(tmp_path: Path, text: str, code: str | None) -> None:
    assert _told_in_a_scenario(tmp_path, text) == ({code} if code else set())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Half of 46% do.", "STA003"),
        ("About 7 per cent do.", "STA003"),
        ("There were 380 new cases.", "STA003"),
        ("They sent 1,200 of them.", "STA003"),
        ("There were 2 reports.", None),
        ("It was 24 hours on 20 November 2026.", None),
    ],
)
def test_a_scenario_holds_no_figure(tmp_path: Path, text: str, code: str | None) -> None:
    assert _told_in_a_scenario(tmp_path, text) == ({code} if code else set())


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("In 2024 there were 1,200 reports.", None),
        ("In 2025 there were 34 reports.", None),
        ("In 2025 it was 34 per cent.", None),
        ("In 2025 there were 35 reports.", "STA002"),
        ("In 2024 there were 1,201 of them.", "STA002"),
    ],
)
def test_a_figure_of_a_module_is_a_value_of_the_series_its_cell_names(
    tmp_path: Path, said: str, code: str | None
) -> None:
    folders = sample.build(tmp_path)
    notebook = folders.modules / "01_first" / "01_first.ipynb"
    find = '     "sources": [\n      "guide"\n     ]\n'
    text = notebook.read_text(encoding="utf-8")
    named = text.replace(find, find.rstrip("\n") + ',\n     "statistics": [\n      "reports"\n     ]\n')
    assert named != text
    notebook.write_text(named.replace("Thank them for telling you.", said), encoding="utf-8")
    assert _codes(folders) == ({code} if code else set())


@pytest.mark.parametrize(
    ("file", "find", "replace", "code"),
    [
        ("scenarios/at-the-door.yaml", "happens: She is still there.", "happens: You tell the LADO.", "NAT001"),
        ("scenarios/at-the-door.yaml", "happens: She is still there.", "happens: You tell two LADOs.", "NAT001"),
        ("scenarios/at-the-door.yaml", "happens: She is still there.", "happens: In England the LADO is told.", None),
        (
            "scenarios/at-the-door.yaml",
            "happens: She is still there.",
            "happens: Tell the teacher for safety.",
            "NAT001",
        ),
        ("scenarios/on-the-phone.yaml", "text: There is a form to fill in.", "text: Estyn has a form.", "NAT001"),
        ("scenarios/on-the-phone.yaml", "place: the corridor\n    text: [{", "place: the PSNI\n    text: [{", "NAT001"),
        ("../keys/what-first.yaml", "why: Nobody needs to see it.", "why: Ofsted says so.", "NAT001"),
        ("stages.yaml", "adult: Stay calm.", "adult: Stay calm and tell the LADO.", "NAT001"),
        ("then_and_now.yaml", "now: Say what happened.", "now: Estyn wants it.", "NAT001"),
    ],
)
def test_a_word_of_one_nation_is_found_wherever_it_is_told(
    tmp_path: Path, file: str, find: str, replace: str, code: str | None
) -> None:
    folders = sample.build(tmp_path)
    sample.edit(folders.content / file, find, replace)
    assert _codes(folders) == ({code} if code else set())


def test_where_only_one_nation_reads_its_own_words_may_stand(tmp_path: Path) -> None:
    folders = sample.build(tmp_path)
    item, key = folders.content / "items" / "what-first.yaml", folders.keys / "what-first.yaml"
    sample.edit(folders.content / "then_and_now.yaml", "now: Say what happened.", "now: Ask the officer (ABC).")
    sample.edit(key, "why: Nobody needs to see it.", "why: The officer (ABC) says so.")
    assert check(folders, as_of=AS_OF) == ()
    sample.edit(folders.content / "glossary.yaml", "wales: person for safety", "wales: officer (ABC)")
    assert [finding.code for finding in check(folders, as_of=AS_OF)] == ["NAT001", "NAT001"]
    for file in (item, folders.content / "then_and_now.yaml"):
        sample.edit(file, "nations: [england, wales, scotland, northern-ireland]", "nations: [wales]")
    assert check(folders, as_of=AS_OF) == ()
