"""One section of a codebook: what is found inside it, and how it comes on paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Edition, EditionState, Level, Note, NoteKind
from app.domain.errors import AppError, Cancelled, NotFoundError
from app.domain.period import Period
from app.domain.search import MatchKind
from app.persistence.unit_of_work import SqlUnitOfWork
from app.services.context import AppContext
from app.services.job_control import JobControl
from app.services.section import search_section
from app.services.section_print import section_file_name, section_pdf, write_section

ICD = CodeSystem.ICD10SE
STARTER = "icd10se-starter"
NOTE = Note(NoteKind.EXCLUDES, "Annat tillstånd\noch ett till")
CONCEPTS = (
    Concept(ICD, "01", "Gammalt kapitel", Level.CHAPTER, is_leaf=False),
    Concept(ICD, "A00", "Kolera", Level.CATEGORY, "01", is_leaf=False),
    Concept(
        ICD, "A00.0", "Klassisk kolera", Level.SUBCATEGORY, "A00",
        may_be_principal=False, notes=(NOTE,),
    ),
)  # fmt: skip


@pytest.fixture
def unused(app: AppContext, unit_of_work: Callable[[], SqlUnitOfWork]) -> str:
    """An edition that is read in but not in use on any day."""
    edition = Edition(
        "icd10se-1999", ICD, "ICD-10-SE", "1999", Period(date(1999, 1, 1)),
        state=EditionState.IMPORTED,
    )  # fmt: skip
    with unit_of_work() as uow:
        uow.editions.add(edition, CONCEPTS)
        uow.commit()
    app.library.reload()
    return edition.id


def codes(app: AppContext, text: str, within: str) -> list[str]:
    return [hit.code for hit in search_section(app, None, ICD, text, within=within).hits]


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def test_only_what_stands_below_the_section_is_found(app: AppContext) -> None:
    everywhere = codes(app, "fraktur", "")
    inside = codes(app, "fraktur", "S70-S79")

    assert any(code.startswith("S52") for code in everywhere)
    assert inside
    assert all("S70" <= code[:3] <= "S79" for code in inside)


def test_a_code_outside_the_section_is_not_found_by_its_code(app: AppContext) -> None:
    answer = search_section(app, None, ICD, "I10", within="19")

    assert answer.hits == ()
    assert answer.elsewhere > 0


def test_nothing_anywhere_is_told_apart_from_nothing_here(app: AppContext) -> None:
    answer = search_section(app, None, ICD, "xqzwvk", within="19")

    assert (answer.hits, answer.elsewhere) == ((), 0)


def test_the_sections_of_hits_never_mix_inside_a_section_either(app: AppContext) -> None:
    hits = search_section(app, None, ICD, "lårben", within="19", limit=500).hits

    order = list(MatchKind)
    places = [order.index(hit.kind) for hit in hits]
    assert places == sorted(places)
    assert len({hit.code for hit in hits}) == len(hits)


def test_an_edition_that_is_not_in_use_is_searched_by_its_titles(
    app: AppContext, unused: str
) -> None:
    answer = search_section(app, unused, ICD, "kolera", within="01")

    assert answer.is_plain
    assert {hit.code for hit in answer.hits} == {"A00", "A00.0"}
    assert not search_section(app, STARTER, ICD, "kolera").is_plain


def test_an_unknown_section_or_edition_is_told(app: AppContext) -> None:
    with pytest.raises(NotFoundError, match=r"Koden Q1 finns inte i Övningskodverk"):
        search_section(app, None, ICD, "x", within="Q1")
    with pytest.raises(NotFoundError, match="ingen utgåva kva-starter av ICD-10-SE"):
        search_section(app, "kva-starter", ICD, "x")


def test_the_paper_holds_every_code_below_with_its_notes(app: AppContext, unused: str) -> None:
    text = text_of(section_pdf(app, unused, ICD, "01"))

    for part in ("Gammalt kapitel", "ICD-10-SE 1999", "A00 Kolera", "A00.0", "Klassisk kolera"):
        assert part in text
    assert "Får inte vara huvuddiagnos" in text
    assert "Utesluter: Annat tillstånd" in text
    assert "och ett till" in text
    assert "ÖVNINGSKODVERK" not in text


def test_the_starter_edition_is_marked_on_every_page(app: AppContext) -> None:
    reader = PdfReader(BytesIO(section_pdf(app, None, ICD, "S70-S79")))

    assert len(reader.pages) > 1
    assert all("ÖVNINGSKODVERK" in page.extract_text() for page in reader.pages)


def test_a_single_code_can_be_printed(app: AppContext) -> None:
    assert "S72.00" in text_of(section_pdf(app, None, ICD, "S72.00"))


def test_the_same_section_gives_the_same_bytes(app: AppContext) -> None:
    still = replace(app, now=lambda: datetime(2026, 1, 2, 3, 4, tzinfo=UTC))

    first, second = (section_pdf(still, STARTER, ICD, "D60-D64") for _ in range(2))

    assert first == second


@pytest.mark.parametrize("after", [0, 1, 5, 20])
def test_cancelling_leaves_no_file(app: AppContext, tmp_path: Path, after: int) -> None:
    steps: list[str] = []

    def report(_done: int, _total: int, text: str) -> None:
        steps.append(text)
        if len(steps) > after:
            control.cancel()

    control = JobControl(report)
    folder = tmp_path / "ut"
    folder.mkdir()

    with pytest.raises(Cancelled):
        write_section(app, None, ICD, "19", folder / "kapitel.pdf", control)

    assert list(folder.iterdir()) == []


def test_a_file_is_written_whole_or_the_reason_is_told(app: AppContext, tmp_path: Path) -> None:
    path = write_section(app, None, ICD, "S72", tmp_path / "s72.pdf")

    assert path.read_bytes().startswith(b"%PDF")
    with pytest.raises(AppError, match=r"Mappen .*saknas finns inte"):
        write_section(app, None, ICD, "S72", tmp_path / "saknas" / "s72.pdf")


def test_a_file_name_holds_no_letters_that_a_disk_refuses() -> None:
    assert section_file_name(CodeSystem.KVA, "KMÅ:DT") == "kva-KM__DT"


def test_a_reserved_code_says_so_once_for_all_below_it(app: AppContext) -> None:
    text = text_of(section_pdf(app, None, ICD, "Z37"))

    assert text.count("Får inte vara huvuddiagnos") == 1
    assert "som allt under koden" in text
