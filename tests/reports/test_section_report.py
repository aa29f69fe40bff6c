"""A section on paper: what is said of a code stands with that code."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from pypdf import PdfReader

from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Edition, Level, Note, NoteKind
from app.reports.section_report import RESERVED, PrintedSection, build_section
from app.services.job_control import NO_CONTROL

ICD = CodeSystem.ICD10SE
EDITION = Edition("icd10se-2026", ICD, "ICD-10-SE", "2026")
BLOCK = Concept(ICD, "C60-C63", "Könsorganen hos män", Level.BLOCK, is_leaf=False)
CATEGORY = Concept(ICD, "C61", "Prostatacancer", Level.CATEGORY, "C60-C63", is_leaf=False)
CODE = Concept(ICD, "C61.9", "Tumör i prostata", Level.SUBCATEGORY, "C61")
NOTES = {
    "C60-C63": (Note(NoteKind.EXCLUDES, "Godartade"),),
    "C61": (Note(NoteKind.REMARK, "Gäller män."), Note(NoteKind.INCLUDES, "Körteln")),
    "C61.9": (Note(NoteKind.CODING, "Ange metastaser."),),
}


def lines(*concepts: Concept, ancestors: Sequence[Concept] = ()) -> list[str]:
    section = PrintedSection(EDITION, tuple(ancestors), concepts, NOTES, datetime(2026, 5, 1, 8))  # noqa: DTZ001 - wall clock of care
    pages = PdfReader(BytesIO(build_section(section, NO_CONTROL))).pages
    return [line.strip() for page in pages for line in page.extract_text().splitlines()]


def test_the_notes_of_the_section_stand_in_its_head_before_its_codes() -> None:
    found = lines(CATEGORY, CODE)

    order = ["Anmärkning: Gäller män.", "Innefattar: Körteln", "Koder", "C61.9"]
    places = [next(at for at, line in enumerate(found) if line.startswith(part)) for part in order]
    assert places == sorted(places)
    assert found[places[2] + 1].startswith("C61.9")


def test_the_notes_of_a_heading_inside_the_section_stand_right_under_it() -> None:
    found = lines(BLOCK, CATEGORY, CODE)

    heading = found.index("C61 Prostatacancer")
    assert found.index("Utesluter: Godartade") < heading
    assert found[heading + 1] == "Anmärkning: Gäller män."
    assert "Koder" not in found


def test_a_section_of_a_single_code_has_its_notes_and_no_list_of_codes() -> None:
    found = lines(CODE, ancestors=(BLOCK, CATEGORY))

    assert "Kodningsinformation: Ange metastaser." in found
    assert "Koder" not in found
    assert RESERVED not in found
