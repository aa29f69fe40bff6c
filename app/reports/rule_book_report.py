"""The rule book on paper: cover, contents, a chapter a topic, and what covers the catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from reportlab.lib.units import mm
from reportlab.platypus.flowables import CondPageBreak, Flowable, PageBreak, Spacer

from app.domain.rule_page import RulePage, RuleRow, format_numbers, format_validity
from app.reports.paging import PageMark, Progress, Section, build_pdf
from app.reports.styles import (
    BODY,
    BODY_HEIGHT,
    BOLD,
    CODE,
    NOTE,
    SOFT,
    STATUS,
    TEXT_WIDTH,
    TextStyle,
)
from app.reports.tables import LINE_BREAK, Cell, Column, Row, RowTable

TITLE = "Regelboken"
_INTRODUCTION = (
    "Fel kan inte vara rätt eller kommer att avvisas, och måste rättas före signering. Varning är "
    "troligen fel, och kan avfärdas med ett skäl. Råd är värt en blick. En regel som bara vilar på "
    "allmän kunskap är aldrig Fel och är märkt ej verifierad.",
    "Vid varje regel står vad den anmärker, varför och var det är skrivet, exempel på vad den "
    "anmärker på och vad den tiger om, och numren i regelkatalogen som den svarar för. Exemplen är "
    "slutenvårdstillfällen om inget annat sägs; bidiagnoser står i ordning, och en yttre orsak på "
    "egen rad hör till diagnosen före.",
)
_NAME, _WIDE = 22 * mm, TEXT_WIDTH - 22 * mm
_PAIR = (Column("", _NAME), Column("", _WIDE))
_WHOLE = (Column("", TEXT_WIDTH),)
_TABLE = (
    Column("Koder", 62 * mm),
    Column("Skäl", 58 * mm),
    Column("Källa", TEXT_WIDTH - 135 * mm),
    Column("Nummer", 15 * mm),
)
_CONTENTS = (Column("", 18 * mm), Column("", TEXT_WIDTH - 30 * mm), Column("", 12 * mm))
_COVERAGE = (Column("Nummer", 18 * mm), Column("Regler, eller varför ingen", TEXT_WIDTH - 18 * mm))
_CHAPTER = TextStyle(BOLD, 15, 20)
_RULE_TITLE = TextStyle(BOLD, 10.5, 14)
_LABEL = TextStyle(size=8, leading=12.5, ink=SOFT)
#: Codes of more characters than these are set in the smaller type.
_LONG = TextStyle(size=8)
_LONG_CODES = 90
_COVERAGE_TITLE = "Katalogens nummer"
#: A chapter heading has at least this much of its first rule under it.
_KEPT = 60 * mm
#: Space between rules, except at the top of a page.
_BETWEEN = 4 * mm


@dataclass(frozen=True, slots=True)
class PrintedRules:
    """What is printed."""

    pages: Sequence[RulePage] = field(repr=False)
    version: str
    #: Whose decisions the book shows; empty where nothing is decided.
    region: str
    printed_at: datetime
    #: Number in the catalogue, and the rules or the reason, in words.
    coverage: Mapping[int, str]
    #: A word across every page, `ÖVNING` of training; empty in the work itself.
    watermark: str = ""


def build_rule_book(printed: PrintedRules, control: Progress) -> bytes:
    """Build the PDF; the same rules give the same bytes.

    It is laid out twice: the first time tells on which pages the rules begin.

    Raises:
        AppError: the font files that ship with the program are missing.

    """
    found: dict[str, int] = {}
    control.step(0, 2, "Räknar sidorna …")
    _build(printed, {}, found)
    control.step(1, 2, "Skriver sidorna …")
    return _build(printed, dict(found), {})


def _build(printed: PrintedRules, known: Mapping[str, int], found: dict[str, int]) -> bytes:
    page = Section(
        name=TITLE,
        head="Kodklar",
        running=(f"{TITLE}, regeluppsättning {printed.version}", printed.region),
        marks=(),
        foot=f"Utskriven {printed.printed_at:%Y-%m-%d %H:%M}",
        story=lambda: list(_story(printed, known, found)),
        watermark=printed.watermark,
    )
    return build_pdf(f"{TITLE} {printed.version}", [page])


def _story(
    printed: PrintedRules, known: Mapping[str, int], found: dict[str, int]
) -> Iterator[Flowable]:
    yield from _cover(printed)
    yield PageBreak()
    yield from _contents(printed, known)
    for topic, rules in groupby(printed.pages, key=attrgetter("topic")):
        yield PageBreak()
        yield PageMark(topic, found, is_chapter=True)
        yield _heading(topic)
        for number, rule in enumerate(rules):
            needed = _height(_rule(rule)) + _BETWEEN if number else _KEPT
            yield CondPageBreak(min(needed, BODY_HEIGHT))
            yield PageMark(rule.rule_id, found, space=_BETWEEN)
            yield _rule(rule)
            if rule.rows:
                yield _table(rule)
    yield PageBreak()
    yield PageMark(_COVERAGE_TITLE, found, is_chapter=True)
    yield _heading(_COVERAGE_TITLE)
    yield RowTable(
        "Nummer i regelkatalogen och de regler som svarar för dem",
        _COVERAGE,
        [Row((Cell(str(n), CODE), Cell(text))) for n, text in printed.coverage.items()],
    )


def _cover(printed: PrintedRules) -> Iterator[Flowable]:
    yield Spacer(0, 60 * mm)
    severities = f"{len(printed.pages)} regler"
    lines = [
        Cell(TITLE, TextStyle(BOLD, 30, 40)),
        Cell("Reglerna för klinisk kodning i Kodklar", STATUS),
        Cell(f"Regeluppsättning {printed.version}, {severities}", BODY),
        Cell(f"Utskriven {printed.printed_at:%Y-%m-%d}", BODY),
        Cell(
            f"Med besluten: {printed.region}" if printed.region else "Utan regionala beslut", BODY
        ),
    ]
    yield RowTable("", _WHOLE, [Row((cell,), starts_group=not n) for n, cell in enumerate(lines)])
    yield Spacer(0, 20 * mm)
    yield RowTable("", _WHOLE, [Row((Cell(text, BODY),)) for text in _INTRODUCTION])


def _contents(printed: PrintedRules, known: Mapping[str, int]) -> Iterator[Flowable]:
    yield _heading("Innehåll")
    rows = []
    for topic, rules in groupby(printed.pages, key=attrgetter("topic")):
        rows.append(Row((Cell(), Cell(topic, CODE), _page(known, topic, CODE))))
        rows += [_contents_row(rule, known, first=not n) for n, rule in enumerate(rules)]
    rows.append(Row((Cell(), Cell(_COVERAGE_TITLE, CODE), _page(known, _COVERAGE_TITLE, CODE))))
    yield RowTable("", _CONTENTS, rows)


def _contents_row(rule: RulePage, known: Mapping[str, int], *, first: bool) -> Row:
    cells = (Cell(rule.rule_id), Cell(rule.message), _page(known, rule.rule_id, BODY))
    return Row(cells, starts_group=not first)


def _page(known: Mapping[str, int], name: str, style: TextStyle) -> Cell:
    return Cell(str(known.get(name, "")), style)


def _heading(text: str) -> RowTable:
    return RowTable("", _WHOLE, [Row((Cell(text, _CHAPTER),)), Row((Cell(),))])


def _rule(rule: RulePage) -> RowTable:
    """Return a rule as one block that is kept together where a page has room for it."""
    rows = [
        Row((Cell(rule.rule_id, _RULE_TITLE), Cell(rule.message, _RULE_TITLE))),
        _row("", Cell(_facts(rule), NOTE)),
    ]
    if rule.decision:
        rows.append(_row("Beslut", Cell(rule.decision, CODE)))
    rows += [_row("", Cell(rule.explanation)), _row("Källa", Cell(rule.source))]
    rows += _labelled("I exemplen", rule.assumed)
    assumes = f" ({rule.assumes})" if rule.assumes else ""
    rows += _labelled("Anmärker", [f"{text}{assumes}" for text in rule.fires_on])
    rows += _labelled("Tiger", rule.silent_on)
    return RowTable("", _PAIR, rows)


def _labelled(name: str, texts: Sequence[str]) -> list[Row]:
    return [_row(name if not n else "", Cell(text)) for n, text in enumerate(texts)]


def _row(name: str, cell: Cell) -> Row:
    return Row((Cell(name, _LABEL), cell), starts_group=False)


def _facts(rule: RulePage) -> str:
    parts = (
        rule.state,
        rule.standing,
        rule.basis,
        rule.settings,
        format_validity(rule.valid),
        f"katalognummer {format_numbers(rule.catalogue)}" if rule.catalogue else "",
    )
    return " · ".join(part for part in parts if part)


def _table(rule: RulePage) -> RowTable:
    """Return the table of a rule; rows that say the same of several codes stand as one."""
    same: dict[tuple[str, str, str], list[RuleRow]] = {}
    for row in rule.rows:
        numbers = format_numbers(row.catalogue) if row.catalogue else ""
        same.setdefault((row.reason, row.source, numbers), []).append(row)
    rows = [_table_row(rows, *said) for said, rows in same.items()]
    return RowTable(f"Tabellen till {rule.rule_id}", _TABLE, rows)


def _table_row(rows: Sequence[RuleRow], reason: str, source: str, numbers: str) -> Row:
    told = LINE_BREAK.join(row.told for row in rows)
    style = _LONG if len(told) > _LONG_CODES else CODE
    return Row((Cell(told, style), Cell(reason), Cell(source, NOTE), Cell(numbers, NOTE)))


def _height(table: RowTable) -> float:
    return table.wrap(TEXT_WIDTH, BODY_HEIGHT)[1]
