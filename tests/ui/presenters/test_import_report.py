"""What was read of dropped files: counted, asked about, and kept only when all is answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from app.domain.codes import CodeSystem
from app.domain.concept import (
    Concept,
    Edition,
    EditionState,
    Level,
    RecognisedCodebook,
    SourceFile,
)
from app.domain.period import Period
from app.services.codebooks import CodebookDraft
from app.services.dropped_files import DroppedList, ListKind
from ui.presenters.import_report import ImportReportState, ReadCodebook, WantedCodebook

ICD = CodeSystem.ICD10SE
WANTED = WantedCodebook(RecognisedCodebook(ICD, "ICD-10-SE", (Path("digit3.txt"),), "levels"))
OLD = Edition(
    "icd10se-2021",
    ICD,
    "ICD-10-SE",
    "2021",
    Period(date(2021, 1, 1)),
    counts={"chapter": 1, "category": 10},
    chapter_counts={"01": 10},
)
NEW = replace(
    OLD,
    id="icd10se-2022",
    version="2022",
    state=EditionState.IMPORTED,
    sources=(SourceFile("digit3.txt", "ab" * 32),),
    counts={"chapter": 1, "category": 12},
    chapter_counts={"01": 12},
)
TOPS = (Concept(ICD, "01", "Infektioner", Level.CHAPTER),)
DRAFT = CodebookDraft(NEW, TOPS, previous=OLD, new=3, withdrawn=1, retitled=0)
FIRST, SECOND = "Är det rätt års filer?", "Ska filerna läsas in ändå?"
ACTIVE, IMPORTED = EditionState.ACTIVE, EditionState.IMPORTED


def read(**changes: object) -> ReadCodebook:
    return ReadCodebook(WANTED, replace(DRAFT, **changes))


def state(*codebooks: ReadCodebook, lists: tuple[DroppedList, ...] = ()) -> ImportReportState:
    return ImportReportState(codebooks, lists)


def test_the_sum_line_says_how_it_differs_from_last_year() -> None:
    assert read().summary == "3 nya, 1 utgången, 0 ändrade titlar mot ICD-10-SE 2021."


def test_without_an_earlier_edition_the_sum_line_says_so() -> None:
    assert "ingen tidigare utgåva" in read(previous=None).summary


def test_counts_stand_beside_last_years_with_the_difference_in_words() -> None:
    rows = read().counts()

    assert [(r.name, r.now, r.before, r.difference, r.icon) for r in rows] == [
        ("Kapitel", 1, 1, "lika", ""),
        ("Kategorier", 12, 10, "2 fler", "added"),
        ("01 Infektioner", 12, 10, "2 fler", "added"),
    ]


def test_a_codebook_without_questions_can_be_kept_at_once() -> None:
    shown = state(read())

    assert shown.may_keep(ACTIVE) and shown.may_keep(IMPORTED)
    assert [one.state for one in shown.codebooks] == ["Klar att läsa in"]


def test_nothing_is_kept_until_every_question_is_answered() -> None:
    shown = state(read(questions=(FIRST, SECOND)), read())
    assert shown.codebooks[0].state == "2 frågor"
    assert shown.hindrance

    shown = shown.answer(0, FIRST, yes=True)
    assert not shown.may_keep(ACTIVE)

    shown = shown.answer(0, SECOND, yes=True)
    assert shown.may_keep(ACTIVE)
    assert len(shown.to_keep(ACTIVE)) == 2


def test_an_answer_of_no_leaves_that_codebook_out_and_keeps_the_other() -> None:
    other = read()
    shown = state(read(questions=(FIRST, SECOND)), other).answer(0, FIRST, yes=False)

    assert shown.codebooks[0].state == "Läses inte in"
    assert shown.to_keep(ACTIVE) == (other,)
    assert not shown.hindrance


def test_an_answer_can_be_changed() -> None:
    shown = state(read(questions=(FIRST,))).answer(0, FIRST, yes=False)
    assert not shown.may_keep(ACTIVE)

    assert shown.answer(0, FIRST, yes=True).may_keep(ACTIVE)


def test_what_is_imported_already_can_only_be_taken_into_use() -> None:
    shown = state(read(already_imported=True))

    assert not shown.may_keep(IMPORTED)
    assert shown.may_keep(ACTIVE)


def test_what_is_in_use_already_changes_nothing() -> None:
    shown = state(read(already_imported=True, edition=replace(NEW, state=ACTIVE)))

    assert not shown.may_keep(ACTIVE)
    assert shown.codebooks[0].state == "Redan inläst"


def test_a_list_beside_it_is_reason_enough_to_go_on() -> None:
    products = DroppedList(Path("products.tsv"), ListKind.PRODUCTS)
    in_use = read(already_imported=True, edition=replace(NEW, state=ACTIVE))

    assert state(in_use, lists=(products,)).may_keep(ACTIVE)
