"""The answer key of an exercise, with the rules it rests on quoted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from reportlab.lib.units import mm
from reportlab.platypus.flowables import Flowable

from app.domain.codes import CodeSystem
from app.domain.training import Exercise, KeyCode, KeyDiagnosis, KeyProcedure, WrongCode
from app.domain.training_marks import RuleQuote
from app.reports.paging import build_pdf
from app.reports.styles import FREE_TEXT, NOTE, TEXT_WIDTH
from app.reports.tables import Cell, Column, Row, RowTable
from app.reports.training_pages import (
    WHOLE,
    Titles,
    build_list,
    build_section,
    build_title,
    code_row,
    name_code,
    quote_rows,
    tell_alternatives,
)

_CODES = (
    Column("Kod", 30 * mm),
    Column("Benämning och skäl", TEXT_WIDTH - 68 * mm),
    Column("Uppgift", 38 * mm),
)
_WRONG = (
    Column("Kod", 30 * mm),
    Column("Varför den är fel här", TEXT_WIDTH - 68 * mm),
    Column("Regel", 38 * mm),
)


@dataclass(frozen=True, slots=True)
class PrintedKey:
    """An exercise with the titles of its codes and the rules that it cites, in words."""

    exercise: Exercise = field(repr=False)
    titles: Titles = field(repr=False)
    quotes: tuple[RuleQuote, ...] = ()


def build_keys(printed: Sequence[PrintedKey], printed_at: datetime) -> bytes:
    """Build the PDF of one or more keys, each from a new page with its own numbering.

    Raises:
        AppError: the font files that ship with the program are missing.

    """
    sections = [
        build_section(
            each.exercise.title,
            "Facit till övning i klinisk kodning",
            f"Facit till {each.exercise.id}",
            printed_at,
            partial(_story, each),
        )
        for each in printed
    ]
    is_one = len(printed) == 1
    name = printed[0].exercise.title if is_one else f"{len(printed)} övningar"
    return build_pdf(f"Facit: {name}", sections)


def _story(printed: PrintedKey) -> Iterator[Flowable]:
    exercise = printed.exercise
    topics = ", ".join(exercise.topics)
    yield from build_title(
        exercise.title, f"Facit · svårighet: {exercise.difficulty.value} · {topics}"
    )
    yield build_list("Lärandemål", exercise.goals)
    key = exercise.key
    yield _diagnoses("Huvuddiagnos", [r for r in key.diagnoses if r.is_principal], printed)
    secondary = [row for row in key.diagnoses if not row.is_principal]
    if secondary:
        told = " – i denna ordning" if key.order_matters else ""
        yield _diagnoses(f"Bidiagnoser{told}", secondary, printed)
    if key.procedures:
        rows = [row for act in key.procedures for row in _procedure(act, printed.titles)]
        yield RowTable("Åtgärder", _CODES, rows)
    if key.wrong:
        yield RowTable("Vanliga fel", _WRONG, [_wrong(each, printed) for each in key.wrong])
    if printed.quotes:
        yield RowTable("Regler", WHOLE, list(quote_rows(printed.quotes)))


def _diagnoses(title: str, rows: Sequence[KeyDiagnosis], printed: PrintedKey) -> RowTable:
    laid = [each for row in rows for each in _diagnosis(row, printed.titles)]
    return RowTable(title, _CODES, laid)


def _diagnosis(row: KeyDiagnosis, titles: Titles) -> Iterator[Row]:
    icd, atc = CodeSystem.ICD10SE, CodeSystem.ATC
    yield from _code(titles, icd, row.code, "" if row.is_required else "får utelämnas")
    if row.partner:
        yield from _code(titles, icd, row.partner, "parets andra halva", hangs=True)
    for cause in row.causes:
        yield from _code(titles, icd, cause, "yttre orsak", hangs=True)
    for drug in row.drugs:
        yield from _code(titles, atc, drug, "läkemedel (ATC)", hangs=True)
    yield from _why(row.why, row.rules)


def _procedure(act: KeyProcedure, titles: Titles) -> Iterator[Row]:
    when = act.date.isoformat() if act.date else ""
    kind = when if act.is_required else f"{when} får utelämnas".strip()
    yield from _code(titles, CodeSystem.KVA, act.code, kind)
    for addon in act.addons:
        yield from _code(titles, CodeSystem.KVA, addon, "tilläggskod", hangs=True)
    for drug in act.drugs:
        yield from _code(titles, CodeSystem.ATC, drug, "läkemedel (ATC)", hangs=True)
    yield from _why(act.why, act.rules)


def _code(
    titles: Titles, system: CodeSystem, code: KeyCode, kind: str, *, hangs: bool = False
) -> Iterator[Row]:
    title = name_code(titles, system, code.code)
    yield code_row(code.code, title, kind, starts_group=not hangs)
    told = tell_alternatives(titles, system, code)
    if told:
        yield Row((Cell(), Cell(told, NOTE), Cell()), starts_group=False)


def _why(why: str, rules: Sequence[str]) -> Iterator[Row]:
    if why or rules:
        cells = (Cell(), Cell(why, FREE_TEXT), Cell(", ".join(rules), NOTE))
        yield Row(cells, starts_group=False)


def _wrong(wrong: WrongCode, printed: PrintedKey) -> Row:
    title = name_code(printed.titles, wrong.system, wrong.code)
    told = f"{title}. {wrong.reason}" if title else wrong.reason
    half = "\u2028räknas till hälften" if wrong.is_near else ""
    return Row(
        (Cell(wrong.code), Cell(told), Cell(", ".join(wrong.cites) + half, NOTE)),
    )
