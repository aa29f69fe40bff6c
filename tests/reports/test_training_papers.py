"""Training on paper: what each paper says, what the handout keeps back, ÖVNING on every page."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from io import BytesIO

from pypdf import PdfReader

from app.domain.codes import CodeSystem
from app.domain.encounter import Diagnosis, DiagnosisRole
from app.domain.training import Attempt, ExerciseKey, Mode, Overrule, WrongCode
from app.domain.training_class import build_table, commonly_missed
from app.domain.training_marking import mark_coding
from app.domain.training_marks import RuleQuote
from app.reports.training_handout import build_handouts
from app.reports.training_key import PrintedKey, build_keys
from app.reports.training_result import PrintedResult, build_results
from app.reports.training_table import PrintedClass, build_class
from tests.domain.made_exercises import made_event, made_exercise, principal, secondary

NOW = datetime.fromisoformat("2026-03-14T10:00")
ICD = CodeSystem.ICD10SE
KEY = ExerciseKey(
    (principal("J15.9", why="Lunginflammationen vårdades."), secondary("I50.9", "I50.1")),
    wrong=(WrongCode(ICD, "R06.0", "Ett symtom.", ("BD009",)),),
)
EXERCISE = replace(made_exercise(KEY), goals=("Välj rätt huvuddiagnos.",))
TITLES = {(ICD, "J15.9"): "Bakteriell pneumoni", (ICD, "R06.0"): "Andnöd"}
QUOTE = RuleQuote("BD009", "Symtomet kan strykas.", "Förklaringen.", "Socialstyrelsen")


def pages(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(content)).pages]


def attempt(trainee: str = "Anna") -> Attempt:
    rows = (Diagnosis("J15.9", DiagnosisRole.PRINCIPAL), Diagnosis("R06.0"))
    marks = mark_coding(KEY, replace(made_event(), diagnoses=rows))
    lines = tuple(line if line.is_right else replace(line, quotes=(QUOTE,)) for line in marks.lines)
    said = Overrule(1, 4, "Godtas.", "Eva Utbildare", NOW)
    return Attempt(
        trainee, "liten", "Liten", trainee, Mode.TEST, NOW, NOW, marks=replace(marks, lines=lines),
        overrules=(said,),
    )  # fmt: skip


def test_every_page_of_every_paper_says_that_it_is_an_exercise() -> None:
    long = replace(EXERCISE.record.documents[0], text="Hosta och feber.\n\n" * 200)
    exercise = replace(EXERCISE, record=replace(EXERCISE.record, documents=(long,)))
    table = build_table([attempt()])
    papers = (
        build_handouts([exercise, EXERCISE], NOW),
        build_keys([PrintedKey(EXERCISE, TITLES, (QUOTE,))], NOW),
        build_results([PrintedResult("Anna", (attempt(),), TITLES)], NOW),
        build_class(PrintedClass(table, {}, TITLES), NOW),
    )

    assert len(pages(papers[0])) > 3
    for paper in papers:
        assert all(page.count("ÖVNING") == 2 for page in pages(paper))


def test_the_handout_holds_the_record_and_nothing_of_the_key() -> None:
    text = "\n".join(pages(build_handouts([EXERCISE], NOW)))

    for said in ("Liten", "Hosta och feber.", "19840526-2398", "Testa Testsson", "Din kodning"):
        assert said in text
    for kept in ("J15.9", "I50", "R06", "Lunginflammationen", "Välj rätt huvuddiagnos"):
        assert kept not in text


def test_the_key_tells_codes_reasons_alternatives_and_quotes_the_rules() -> None:
    text = "\n".join(pages(build_keys([PrintedKey(EXERCISE, TITLES, (QUOTE,))], NOW)))

    for said in (
        "Välj rätt huvuddiagnos.", "J15.9", "Bakteriell pneumoni", "Lunginflammationen vårdades.",
        "Godtas också: I50.1", "R06.0", "Ett symtom.", "BD009", "Förklaringen.",
        "Källa: Socialstyrelsen",
    ):  # fmt: skip
        assert said in text


def test_the_result_sheet_explains_each_difference_once_and_keeps_the_trainers_note() -> None:
    text = "\n".join(pages(build_results([PrintedResult("Anna", (attempt(),), TITLES)], NOW)))

    assert "10 av 12" in text and "ändrad" in text
    assert "−2" in text and "Godtas." in text
    assert text.count("Förklaringen.") == 1
    assert "BD009, se ovan." in text


def test_the_class_table_has_every_trainee_and_what_was_missed() -> None:
    attempts = [attempt(f"Deltagare {number:02}") for number in range(20)]
    missed = {"liten": commonly_missed(attempts)}

    text = "\n".join(pages(build_class(PrintedClass(build_table(attempts), missed, TITLES), NOW)))

    assert "20 deltagare, 1 övning" in text
    assert all(f"Deltagare {number:02}" in text for number in range(20))
    assert "20 av 20" in text
