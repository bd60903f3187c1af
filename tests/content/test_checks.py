"""Each rule finds its own broken sample and nothing else, and the course itself keeps them all."""

from __future__ import annotations

import textwrap
from datetime import date, timedelta
from pathlib import Path

import pytest

from content import sample
from holdfast import generated, library, paths
from holdfast.checks import RULES, UNREADABLE, check

AS_OF = date(2026, 1, 2)
SAMPLES = sorted(folder for folder in sample.BAD.iterdir() if folder.is_dir())
RECORDED = date(2026, 11, 21)
"""The day by which the course itself is judged here, so that a clone does not turn red by itself. Move it forward when
content is checked again; `holdfast check` judges by today."""


def test_the_good_course_gives_no_findings(tmp_path: Path) -> None:
    assert check(sample.build(tmp_path), as_of=AS_OF) == ()


@pytest.mark.parametrize("broken", SAMPLES, ids=lambda folder: folder.name)
def test_a_broken_sample_gives_its_own_code_and_no_other(broken: Path, tmp_path: Path) -> None:
    folders = sample.build(tmp_path)
    sample.break_it(tmp_path, broken)
    findings = check(folders, as_of=AS_OF)
    assert {finding.code for finding in findings} == {broken.name.split("-")[0]}, findings
    for finding in findings:
        assert finding.file.is_relative_to(tmp_path)
        assert finding.line >= 1
        assert finding.message.endswith((".", "?"))


def test_every_code_has_a_sample() -> None:
    assert {folder.name.split("-")[0] for folder in SAMPLES} == {UNREADABLE, *RULES}


def test_every_rule_says_in_one_line_what_must_hold() -> None:
    for rule in RULES.values():
        assert "\n" not in rule.text, rule.code
        assert rule.text.endswith("."), rule.code


def test_findings_name_the_line_and_are_in_order(tmp_path: Path) -> None:
    folders = sample.build(tmp_path)
    scenario = folders.content / "scenarios" / "on-the-phone.yaml"
    sample.edit(scenario, "          - {go: later}\n", "          - {go: nowhere}\n")
    sample.edit(scenario, "        text: Ask him to lock it.\n", "        text: Ask him to close Snapchat.\n")
    sample.edit(folders.modules / "01_first" / "01_first.ipynb", '"Thank them for', '"For £5, thank them for')
    lines = scenario.read_text(encoding="utf-8").splitlines()
    notebook = folders.modules / "01_first" / "01_first.ipynb"
    found = [(finding.file, finding.line, finding.code) for finding in check(folders, as_of=AS_OF)]
    assert found == [
        (scenario, next(n for n, line in enumerate(lines, 1) if "Snapchat" in line), "TON004"),
        (scenario, next(n for n, line in enumerate(lines, 1) if "next:" in line and n > 60), "SCN001"),
        (notebook, next(n for n, line in enumerate(_lines(notebook), 1) if "Stop. Listen" in line), "TON003"),
    ]


def _lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines()


def test_staleness_is_judged_by_the_day_given(tmp_path: Path) -> None:
    folders = sample.build(tmp_path)
    assert check(folders, as_of=date(2026, 1, 1) + timedelta(days=400)) == ()
    codes = {finding.code for finding in check(folders, as_of=date(2026, 1, 1) + timedelta(days=401))}
    assert codes == {"SRC006"}


def test_a_scenario_with_a_loop_and_a_missing_node_is_still_walked_to_the_end(tmp_path: Path) -> None:
    folders = sample.build(tmp_path)
    scenario = folders.content / "scenarios" / "on-the-phone.yaml"
    sample.edit(
        scenario,
        "happens: He is glad.}\n        next: [{go: later}]",
        "happens: He is glad.}\n        next: [{go: screen}]",
    )
    sample.edit(scenario, "start: screen", "start: nowhere")
    codes = {finding.code for finding in check(folders, as_of=AS_OF)}
    assert codes == {"SCN001", "SCN002", "SCN003"}


def test_notes_of_a_cell_that_are_no_lists_are_told_and_stop_no_rule(tmp_path: Path) -> None:
    folders = sample.build(tmp_path)
    notebook = folders.modules / "01_first" / "01_first.ipynb"
    sample.edit(notebook, '"nations": [\n      "uk"\n     ],', '"nations": 4,\n     "statistics": 4,')
    codes = {finding.code for finding in check(folders, as_of=AS_OF)}
    assert "NBK008" in codes
    assert codes <= {"NBK001", "NBK008"}


def test_what_follows_from_the_content_is_found_until_it_is_generated_again(tmp_path: Path) -> None:
    folders = sample.build(tmp_path)
    course = folders.content / "course.yaml"
    sample.edit(course, "{id: words, title: Words, minutes: 4", "{id: words, title: Words, minutes: 5")
    assert check(folders, as_of=AS_OF) == ()
    sample.edit(course, "title: One more", "title: Another one")
    (finding,) = check(folders, as_of=AS_OF)
    assert (finding.file, finding.code) == (folders.source / "mend-first" / "mend-first.ipynb", "ITM011")
    generated.write(library.load(folders))
    assert check(folders, as_of=AS_OF) == ()


@pytest.mark.parametrize(
    ("find", "replace", "code"),
    [
        ("correct: [listen]", "correct: [listen, later]", "ITM003"),
        ("correct: [thanks]", "correct: [thank-you]", "ITM003"),
        ("correct: [hear, tell, write]", "correct: [hear, tell]", "ITM003"),
        ("police:investigates]", "police:decide]", "ITM003"),
        ("trip:waits, menu:waits", "trip:waits", "ITM003"),
        ("leader: {experience", "manager: {experience", "ITM004"),
        ("correct: [her-words, the-time]", "correct: [her-words]", "ITM005"),
        ("correct: [blame]", "correct: [blame, kind]", "ITM007"),
    ],
)
def test_the_key_of_a_check_keeps_the_rules_of_a_quiz(tmp_path: Path, find: str, replace: str, code: str) -> None:
    folders = sample.build(tmp_path)
    answers = (folders.content / "quizzes" / "try-it.yaml").read_text(encoding="utf-8").partition("items:\n")[2]
    for answer in answers.split("  - item: ")[1:]:
        name, _, rest = textwrap.dedent(f"    item: {answer}").partition("\n")
        item = name.removeprefix("item: ")
        (folders.keys / f"{item}.yaml").write_text(f"{name}\npoints: 1\n{rest}", encoding="utf-8")
    (folders.content / "quizzes" / "try-it.yaml").unlink()
    assert code not in {finding.code for finding in check(folders, as_of=AS_OF)}
    (key,) = (file for file in folders.keys.iterdir() if find in file.read_text(encoding="utf-8"))
    sample.edit(key, find, replace)
    assert (key, code) in {(finding.file, finding.code) for finding in check(folders, as_of=AS_OF)}


@pytest.mark.parametrize(
    ("file", "find"),
    [
        ("glossary.yaml", "plain: An image that was passed on."),
        ("stages.yaml", "adult: Stay calm."),
        ("then_and_now.yaml", "since: since 2024"),
    ],
)
def test_the_minutes_of_a_module_count_what_its_panels_say(tmp_path: Path, file: str, find: str) -> None:
    folders = sample.build(tmp_path)
    sample.edit(folders.content / "course.yaml", "title: Practice, minutes: 12", "title: Practice, minutes: 7")
    assert check(folders, as_of=AS_OF) == ()
    name = find.partition(":")[0]
    sample.edit(folders.content / file, find, f"{name}: {'We do as we say. ' * 115}")
    found = check(folders, as_of=AS_OF)
    assert {finding.code for finding in found} == {"CRS003"}
    assert len(found) == len(("all-staff", "dsl"))


def test_a_call_is_read_wherever_it_stands(tmp_path: Path) -> None:
    folders = sample.build(tmp_path)
    notebook = folders.modules / "01_first" / "01_first.ipynb"
    sample.edit(notebook, '"law_list(\\"threat\\")"', '"shown = panels.law_list(\\"threat\\", \\"nothing\\")"')
    (finding,) = check(folders, as_of=AS_OF)
    assert (finding.code, finding.message) == ("NBK007", "There is no law entry 'nothing'.")


def test_a_course_without_optional_folders_is_checked(tmp_path: Path) -> None:
    folders = sample.build(tmp_path)
    for folder in (folders.modules, folders.source, folders.keys):
        for file in folder.rglob("*.*"):
            if file.is_file():
                file.unlink()
    codes = {finding.code for finding in check(folders, as_of=AS_OF)}
    assert codes == {"CRS001", "ITM001", "ITM010"}


def test_the_course_itself_gives_no_findings_on_the_recorded_day() -> None:
    findings = check(paths.course_folders(), as_of=RECORDED)
    told = "\n".join(f"{finding.file}:{finding.line} {finding.code} {finding.message}" for finding in findings)
    assert not findings, f"\n{told}"


def test_the_course_is_dated_by_the_recorded_day() -> None:
    assert library.library().course.checked_on <= RECORDED
