"""The result sheet of a trainee: every exercise line by line, each difference explained."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from reportlab.lib.units import mm
from reportlab.platypus.flowables import CondPageBreak, Flowable, Spacer

from app.domain.training import MODE_LABEL, Attempt, Overrule
from app.domain.training_marks import PART_LABEL, MarkLine, Part
from app.reports.paging import build_pdf
from app.reports.styles import BODY, CODE, FREE_TEXT, NOTE, TEXT_WIDTH, TextStyle
from app.reports.tables import Cell, Column, Row, RowTable
from app.reports.training_pages import Titles, build_section, build_title, name_code

_SUMMARY = (
    Column("Övning", TEXT_WIDTH - 100 * mm),
    Column("Läge", 18 * mm),
    Column("Inlämnad", 34 * mm),
    Column("Poäng", 26 * mm),
    Column("Procent", 22 * mm),
)
_LINES = (
    Column("Del", 28 * mm),
    Column("Facit", 46 * mm),
    Column("Ditt svar", 46 * mm),
    Column("Bedömning", TEXT_WIDTH - 136 * mm),
    Column("Poäng", 16 * mm),
)
_EXPLAINED = (Column("Kod", 28 * mm), Column("Förklaring", TEXT_WIDTH - 28 * mm))
_UNASKED = "Facit begär inte koden."
#: A table of an exercise has at least this much of it under its heading.
_KEPT = 45 * mm


@dataclass(frozen=True, slots=True)
class PrintedResult:
    """The attempts of a trainee that are printed, with the titles of their codes."""

    trainee: str
    attempts: tuple[Attempt, ...] = field(repr=False)
    titles: Titles = field(repr=False)


def build_results(printed: Sequence[PrintedResult], printed_at: datetime) -> bytes:
    """Build the PDF of one or more result sheets, each trainee from a new page.

    Raises:
        AppError: the font files that ship with the program are missing.

    """
    sections = [
        build_section(
            each.trainee,
            "Resultat, övning i klinisk kodning",
            "Resultatblad",
            printed_at,
            partial(_story, each),
        )
        for each in printed
    ]
    return build_pdf("Resultat, övning i klinisk kodning", sections)


def _story(printed: PrintedResult) -> Iterator[Flowable]:
    percents = [attempt.final.percent for attempt in printed.attempts]
    mean = f"{round(sum(percents) / len(percents))} % i medel" if percents else "inget inlämnat"
    count = "1 övning" if len(percents) == 1 else f"{len(percents)} övningar"
    yield from build_title(printed.trainee, f"{count}, {mean}")
    rows = [_summary(attempt) for attempt in printed.attempts]
    yield RowTable("Sammanfattning", _SUMMARY, rows)
    for attempt in printed.attempts:
        yield CondPageBreak(_KEPT)
        yield Spacer(0, 2 * mm)
        yield _table(attempt, printed.titles)
        yield from _explanations(attempt)


def _summary(attempt: Attempt) -> Row:
    final = attempt.final
    when = f"{attempt.ended:%Y-%m-%d %H:%M}" if attempt.ended else ""
    late = "\u2028för sent" if attempt.is_late else ""
    changed = "\u2028ändrad" if attempt.is_overruled else ""
    return Row(
        (
            Cell(attempt.exercise_title),
            Cell(MODE_LABEL[attempt.mode]),
            Cell(f"{when}{late}"),
            Cell(f"{final.points} av {final.full}{changed}"),
            Cell(f"{final.percent} %", CODE),
        )
    )


def _table(attempt: Attempt, titles: Titles) -> RowTable:
    final = attempt.final
    title = f"{attempt.exercise_title}: {final.points} av {final.full} poäng, {final.percent} %"
    return RowTable(title, _LINES, [_line(line, titles) for line in final.lines])


def _line(line: MarkLine, titles: Titles) -> Row:
    below = line.part is Part.LINK
    symbol = "✓" if line.is_right else "✖"
    is_surplus = line.part is Part.SURPLUS
    points = _signed(line.points) if is_surplus else f"{line.points} av {line.full}"
    return Row(
        (
            Cell(PART_LABEL[line.part], BODY, 3 * mm if below else 0),
            Cell(_asked(line, titles)),
            Cell(_given(line, titles)),
            Cell(f"{symbol} {line.told_verdict}", BODY if line.is_right else CODE),
            Cell(points),
        ),
        starts_group=not below,
    )


def _signed(points: int) -> str:
    return f"−{-points}" if points < 0 else str(points)


def _asked(line: MarkLine, titles: Titles) -> str:
    if line.part is Part.ORDER:
        return ", ".join(line.expected)
    if not line.expected:
        return "–"
    return f"{line.expected[0]} {name_code(titles, line.system, line.expected[0])}".strip()


def _given(line: MarkLine, titles: Titles) -> str:
    if line.part is Part.ORDER or not line.given:
        return line.given or "–"
    return f"{line.given} {name_code(titles, line.system, line.given)}".strip()


def _explanations(attempt: Attempt) -> Iterator[RowTable]:
    """Explain each difference: what the key says, the rules with their sources, the trainer."""
    overrules: dict[int, list[Overrule]] = {}
    for overrule in attempt.overrules:
        overrules.setdefault(overrule.line, []).append(overrule)
    said: set[str] = set()
    rows = [
        row
        for place, line in enumerate(attempt.marks.lines)
        for row in _explained(line, overrules.get(place, ()), said)
    ]
    if rows:
        yield RowTable("Skillnaderna förklarade", _EXPLAINED, rows)


def _explained(line: MarkLine, overrules: Sequence[Overrule], said: set[str]) -> Iterator[Row]:
    """Explain a line; what has been said of an earlier line is only referred to."""
    told = [] if line.is_right else list(_reasons(line, said))
    for each in overrules:
        points = _signed(each.points)
        judged = f"{each.person}, {each.at:%Y-%m-%d %H:%M}, {points} poäng: {each.note}"
        told.append((judged, FREE_TEXT))
    code = line.given or (line.expected[0] if line.expected else "")
    for number, (text, style) in enumerate(told):
        yield Row((Cell("" if number else code, CODE), Cell(text, style)), starts_group=not number)


def _reasons(line: MarkLine, said: set[str]) -> Iterator[tuple[str, TextStyle]]:
    why = line.why or (_UNASKED if line.part is Part.SURPLUS else "")
    if why and (why not in said or why == _UNASKED):
        said.add(why)
        yield why, BODY
    for quote in line.quotes:
        if quote.rule_id in said:
            yield f"{quote.rule_id}, se ovan.", BODY
            continue
        said.add(quote.rule_id)
        yield f"{quote.rule_id}: {quote.explanation}", BODY
        yield f"Källa: {quote.source}", NOTE
