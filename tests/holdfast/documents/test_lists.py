"""The CPD record of one person and the register of a school: what is in them, and above all what is not."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from holdfast.documents import (
    RegisterLine,
    cpd_csv,
    cpd_pdf,
    new_code,
    register_csv,
    register_lines,
    register_pdf,
)
from holdfast.library import Library
from holdfast.records import Completion, Records
from pdf_reading import read, tags, words

Completed = Callable[..., Completion]
TODAY = date(2026, 12, 1)


def _read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.fixture
def two(completed: Completed) -> list[Completion]:
    """Return two completions of one person, the later first."""
    later = completed(completed_on=date(2027, 1, 4), content_version="2027a")
    return [later, completed(pathway="all-staff", minutes=59)]


# --- CPD


def test_the_cpd_file_has_what_when_minutes_and_version_the_oldest_first(
    two: list[Completion], library: Library
) -> None:
    header, *rows = _read(cpd_csv(two, library))
    assert header == ["Course", "Pathway", "Completed on", "Minutes", "Version", "Check code"]
    title = library.course.title
    assert rows == [
        [title, "All staff", "2026-11-27", "59", "2026a", two[1].code],
        [title, "Safeguarding leads", "2027-01-04", "152", "2027a", two[0].code],
    ]


def test_the_cpd_page_says_the_same_and_the_minutes_in_all(two: list[Completion], library: Library) -> None:
    pdf = cpd_pdf("Ann #Example*", two, library, TODAY)
    said = words(pdf)
    for part in ("Ann #Example*", "All staff", "27 November 2026", "4 January 2027", "2027a", "In all: 211 minutes."):
        assert part in said, part
    assert "Made on 1 December 2026" in said
    assert tags(pdf).count("TR") == 3
    assert cpd_pdf("Ann #Example*", two, library, TODAY) == pdf


def test_the_cpd_record_has_no_marks(two: list[Completion], library: Library) -> None:
    said = words(cpd_pdf("Ann", two, library, TODAY)) + str(_read(cpd_csv(two, library))[1:])
    for code in (each.code for each in two):
        said = said.replace(code, "")
    assert not [number for number in ("22", "23", "13", "provisional") if number in said]


def test_a_cpd_record_of_nothing_says_so(library: Library) -> None:
    assert "Nothing has been completed yet." in words(cpd_pdf("Ann", [], library, TODAY))
    assert len(_read(cpd_csv([], library))) == 1


# --- the register


@pytest.fixture
def school(data_root: Path, completed: Completed) -> Iterator[Records]:
    """Open records in which people stand differently."""
    records = Records.open(data_root / "records.db")
    cy = records.new_learner(name="cy")  # has chosen, has not completed
    records.choose(cy.id, pathway="all-staff")
    ann = records.new_learner(name="Ann")  # has completed twice, the newest counts
    records.choose(ann.id, pathway="dsl")
    for version, on in (("2027a", date(2027, 3, 1)), ("2026a", date(2026, 11, 27))):
        own = completed(code=new_code(b"x"), learner_id=ann.id, name="Ann", content_version=version, completed_on=on)
        records.complete(own)
    bea = records.new_learner(name="Bea")  # completed one as B., is on the way in another
    records.choose(bea.id, pathway="dsl")
    records.complete(completed(code=new_code(b"x"), learner_id=bea.id, name="B.", pathway="all-staff"))
    records.new_learner()  # has only looked in
    eve = records.new_learner(name="Eve")  # has completed and chosen nothing after
    records.complete(completed(code=new_code(b"x"), learner_id=eve.id, name="Eve", pathway="essentials"))
    dee = records.new_learner(name="Dee")  # has had their own data erased since
    records.complete(completed(code=new_code(b"x"), learner_id=dee.id, name="Dee"))
    records.erase_learning(dee.id)
    yield records
    records.close()


def test_the_register_has_each_person_and_pathway_once(school: Records) -> None:
    lines = register_lines(school.learners(), school.completions())
    assert [(line.name, line.pathway, line.version, bool(line.completed_on)) for line in lines] == [
        ("", None, "", False),
        ("Ann", "dsl", "2027a", True),
        ("Bea", "all-staff", "2026a", True),
        ("Bea", "dsl", "", False),
        ("cy", "all-staff", "", False),
        ("Dee", "dsl", "2026a", True),
        ("Eve", "essentials", "2026a", True),
    ]


def test_the_register_file_has_five_columns_and_nothing_else(school: Records, library: Library) -> None:
    rows = _read(register_csv(register_lines(school.learners(), school.completions()), library))
    assert rows[0] == ["Name", "Pathway", "Done", "Version", "Completed on"]
    assert rows[1] == ["(no name given)", "none chosen yet", "not yet", "", ""]
    assert rows[2] == ["Ann", "Safeguarding leads", "completed", "2027a", "2027-03-01"]
    assert rows[5] == ["cy", "All staff", "not yet", "", ""]
    text = str(rows)
    assert not [each.id for each in school.learners() if each.id in text or each.tag in text]
    assert not [each.code for each in school.completions() if each.code in text]


def test_the_register_page_says_the_same_and_what_it_is_not_for(school: Records, library: Library) -> None:
    pdf = register_pdf(register_lines(school.learners(), school.completions()), library, TODAY)
    said = words(pdf)
    for part in ("Ann Safeguarding leads completed 2027a 1 March 2027", "cy All staff not yet", "(no name given)"):
        assert part in said, part
    assert "It is not used for performance, capability or pay." in said
    assert tags(pdf).count("TR") == 8
    assert read(pdf).metadata.title == "Training register"


def test_a_register_of_many_goes_on_over_pages_with_its_header(library: Library) -> None:
    lines = [RegisterLine(name=f"Person {n}", pathway="all-staff") for n in range(90)]
    pages = read(register_pdf(lines, library, TODAY)).pages
    assert len(pages) > 1
    assert all("Name" in page.extract_text() and f"{n} / {len(pages)}" in page.extract_text()
               for n, page in enumerate(pages, 1))  # fmt: skip


def test_a_name_that_cannot_be_shown_whole_is_pointed_to_and_whole_in_the_file(library: Library) -> None:
    lines = [RegisterLine(name=name, pathway="all-staff") for name in ("王小明", "علي", "=cmd()", "#panic()")]
    said = words(register_pdf(lines, library, TODAY))
    assert "(name not shown)" in said
    assert "Some names have letters that this document cannot show." in said
    assert "#panic()" in said
    assert [row[0] for row in _read(register_csv(lines, library))[1:]] == ["王小明", "علي", "'=cmd()", "#panic()"]


def test_an_empty_register_says_so(library: Library) -> None:
    assert "Nobody has used the course yet." in words(register_pdf([], library, TODAY))
