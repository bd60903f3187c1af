"""The certificate: what it says and leaves out, for whom it can be read, and whatever a name brings."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from pypdf.generic import DictionaryObject

from holdfast.documents import Verified, certificate_pdf, file_name, told
from holdfast.library import Library
from holdfast.records import Completion
from pdf_reading import read, tags, words

Completed = Callable[..., Completion]


def test_it_says_who_completed_what_when_and_how_to_check_it(completed: Completed, library: Library) -> None:
    completion = completed()
    said = words(certificate_pdf(completion, library))
    for part in (
        "Ann Example",
        library.course.title,
        "Pathway: Safeguarding leads",
        "152 minutes",
        "27 November 2026",
        "2026a",
        "20 November 2026",
        "Wales",
        "pass mark is provisional",
        completion.code,
        "no longer held",
    ):
        assert part in said, part


def test_it_says_nothing_about_whose_record_it_is(completed: Completed, library: Library) -> None:
    pdf = certificate_pdf(completed(learner_id="zzzzyyyy12345678"), library)
    assert "zzzz" not in words(pdf)
    assert b"zzzz" not in pdf


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"provisional": False}, "It includes a final check, which was passed."),
        ({"assessed": False, "pathway": "essentials"}, "It has no final check."),
        ({"pathway": "a-pathway-of-before"}, "Pathway: a-pathway-of-before"),
        ({"minutes": 1}, "1 minute"),
        ({"name": ""}, "(no name given)"),
    ],
)
def test_it_says_what_holds_for_this_pathway(
    completed: Completed, library: Library, changed: dict[str, object], said: str
) -> None:
    shown = words(certificate_pdf(completed(**changed), library))
    assert said in shown
    assert ("provisional" in shown) == ("provisional" not in changed and "assessed" not in changed)


def test_a_nation_is_named_only_when_one_was_chosen(completed: Completed, library: Library) -> None:
    assert "Nation" not in words(certificate_pdf(completed(nation=None), library))


def test_its_title_and_file_name_do_not_name_the_topic(completed: Completed, library: Library) -> None:
    about = read(certificate_pdf(completed(), library))
    assert about.metadata is not None
    assert about.metadata.title == "Record of learning"
    assert about.metadata.author is None
    assert not [value for value in about.metadata.values() if "xtort" in str(value)]
    assert file_name(completed()) == "record-of-learning-2026-11-27.pdf"


def test_it_is_an_accessible_pdf_in_british_english(completed: Completed, library: Library) -> None:
    pdf = certificate_pdf(completed(), library)
    root = read(pdf).trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    found = tags(pdf)
    assert [tag for tag in found if tag.startswith("H")] == ["H1", "H2"]
    assert found.count("TH") == found.count("TD") == 5
    assert "Figure" not in found


def test_the_same_completion_gives_the_same_bytes(completed: Completed, library: Library) -> None:
    completion = completed()
    first = certificate_pdf(completion, library)
    assert certificate_pdf(completion, library) == first
    assert certificate_pdf(completed(name="Bea Example", code=completion.code), library) != first


def test_it_depends_on_no_file_of_the_folder_it_is_made_in(
    completed: Completed, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    completion = completed()
    first = certificate_pdf(completion, library)
    (tmp_path / "look.typ").write_text("#panic()", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert certificate_pdf(completion, library) == first


@pytest.mark.parametrize(
    "name",
    [
        "#panic()",
        '#read("/etc/passwd")',
        "$x^2$ *bold* _it_ `code` = Title",
        r"back\slash \u{41} \ end",
        "\"quoted\" 'twice' `thrice`",
        "<label> @reference // comment /* more */",
        "../../up/and/away",
        r"C:\users\ann",
        "https://example.org",
        "{brace} [bracket] %s {0} %(name)s",
        "-- --- ... ~",
    ],
)
def test_a_name_is_never_read_as_markup(completed: Completed, library: Library, name: str) -> None:
    pdf = certificate_pdf(completed(name=name), library)
    assert name in words(pdf)
    assert "Link" not in tags(pdf)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ann\x00Example\x07", "AnnExample"),
        ("Ann\r\n\tExample", "Ann Example"),
        ("\u202egnA elpmaxE", "gnA elpmaxE"),
        ("An\u200bn \ufeffExample\u2066", "Ann Example"),
        ("A\u0308nn", "Änn"),
        ("Ann \ud800Example", "Ann Example"),
    ],
)
def test_signs_that_cannot_be_seen_are_taken_out(completed: Completed, library: Library, name: str, shown: str) -> None:
    said = words(certificate_pdf(completed(name=name), library))
    assert f"record that {shown} has" in said
    assert "cannot show" not in said


@pytest.mark.parametrize(
    "name",
    ["W" * 300, "Wilhelmina " * 27, "😀" * 300, "م" * 300, "Z\u0300\u0301\u0302\u0303\u0304\u0305" * 60, "i" * 5000],
)
def test_it_stays_one_page_with_the_longest_of_names(completed: Completed, library: Library, name: str) -> None:
    pages = read(certificate_pdf(completed(name=name), library)).pages
    assert len(pages) == 1
    assert "How to check this record" in pages[0].extract_text()


def test_no_letter_of_a_long_name_leaves_the_page(completed: Completed, library: Library) -> None:
    [page] = read(certificate_pdf(completed(name="W" * 300), library)).pages
    lines: list[tuple[int, float]] = []
    page.extract_text(visitor_text=lambda text, _cm, _tm, _font, size: lines.append((text.count("W"), size)))
    assert sum(letters for letters, _ in lines) >= 300
    room = 842 - 170  # points between the margins
    assert all(letters * size * 0.9 <= room for letters, size in lines)


@pytest.mark.parametrize("name", ["محمد علي", "שרה כהן"])
def test_a_name_from_the_right_is_shown_whole(completed: Completed, library: Library, name: str) -> None:
    said = words(certificate_pdf(completed(name=name), library))
    assert all(word in said for word in name.split())
    assert "cannot show" not in said


def test_letters_that_no_font_has_are_left_out_and_that_is_said(completed: Completed, library: Library) -> None:
    said = words(certificate_pdf(completed(name="Wang 王小明"), library))
    assert "record that Wang This name has letters that this document cannot show." in said
    said = words(certificate_pdf(completed(name="王小明"), library))
    assert "(name not shown) This name has letters" in said


def test_every_font_is_in_the_file(completed: Completed, library: Library) -> None:
    [page] = read(certificate_pdf(completed(name="Ann علي 😀"), library)).pages
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
    names = {str(font["/BaseFont"]).rpartition("+")[2].removesuffix("-Identity-H") for font in fonts}
    assert {"LibertinusSerif-Semibold", "DejaVuSans-Bold"} <= names
    for font in fonts:
        about: DictionaryObject = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert {"/FontFile2", "/FontFile3"} & set(about)
        assert "LastResort" not in str(font["/BaseFont"])


def test_it_is_dated_with_the_day_of_the_completion_whatever_the_day_is(completed: Completed, library: Library) -> None:
    about = read(certificate_pdf(completed(completed_on=date(2024, 2, 29)), library)).metadata
    assert about is not None
    assert about.creation_date is not None
    assert about.creation_date.date() == date(2024, 2, 29)


def test_a_code_is_answered_in_words(completed: Completed, library: Library) -> None:
    held = told(Verified(standing="held", completion=completed(name="Ann\nExample")), library)
    title = library.course.title
    assert held == f"Held: Ann Example completed “{title}” (Safeguarding leads, version 2026a) on 27 November 2026."
    assert told(Verified(standing="no longer held"), library).startswith("No longer held: ")
    assert told(Verified(standing="not ours"), library).startswith("Not ours: ")


def test_the_measurement_of_certificates_makes_them(tmp_path: Path) -> None:
    script = Path(__file__).parents[2] / "benchmarks" / "certificate.py"
    command = [sys.executable, str(script), "--one-process"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert len([float(line) for line in done.stdout.split()]) == 50
