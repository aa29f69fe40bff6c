"""What all papers of training share: pages with ÖVNING across them, headings, rows of codes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from reportlab.lib.units import mm
from reportlab.platypus.flowables import Flowable, Spacer

from app.domain.codes import CodeSystem
from app.domain.training import WATERMARK, KeyCode
from app.domain.training_marks import RuleQuote
from app.reports.paging import Section
from app.reports.styles import (
    BODY,
    BOLD,
    CODE,
    DOCUMENT_TITLE,
    NOTE,
    STATUS,
    TEXT_WIDTH,
    TextStyle,
    clean_text,
)
from app.reports.tables import LINE_BREAK, Cell, Column, Row, RowTable

#: Title of a code by system and code; a code without one is printed alone.
Titles = Mapping[tuple[CodeSystem, str], str]

WHOLE = (Column("", TEXT_WIDTH),)
PAIR = (Column("", 34 * mm), Column("", TEXT_WIDTH - 34 * mm))
RULE_TITLE = TextStyle(BOLD, 9, 12)


def build_section(
    name: str, head: str, foot: str, printed_at: datetime, story: Callable[[], Iterator[Flowable]]
) -> Section:
    """Make pages that say in their foot what they are, with ÖVNING across them."""
    return Section(
        name=clean_text(name),
        head=head,
        running=(head, clean_text(name)),
        marks=(WATERMARK,),
        foot=f"{clean_text(foot)} · utskriven {printed_at:%Y-%m-%d %H:%M}",
        story=lambda: list(story()),
        watermark=WATERMARK,
    )


def build_title(title: str, line: str) -> Iterator[Flowable]:
    """Make the title of a paper with one line under it."""
    rows = [Row((Cell(title, DOCUMENT_TITLE),)), Row((Cell(line, STATUS),), starts_group=False)]
    yield RowTable("", WHOLE, rows)
    yield Spacer(0, 3 * mm)


def build_facts(title: str, facts: Iterable[tuple[str, str]]) -> RowTable:
    """Make a table of names and values; those without a value are left out."""
    told = [
        Row((Cell(name, NOTE), Cell(value)), starts_group=False) for name, value in facts if value
    ]
    return RowTable(title, PAIR, told)


def build_list(title: str, texts: Sequence[str]) -> RowTable:
    """Make a list of sentences, each with a dash before it."""
    return RowTable(title, WHOLE, [Row((Cell(f"– {text}"),)) for text in texts])


def lines_of(text: str) -> str:
    """Keep the lines of a text apart; several empty ones become one."""
    lines = text.strip().split("\n")
    kept = [line for n, line in enumerate(lines) if line.strip() or (n and lines[n - 1].strip())]
    return LINE_BREAK.join(kept)


def name_code(titles: Titles, system: CodeSystem, code: str) -> str:
    """Return the title of a code, or nothing."""
    return titles.get((system, code), "")


def tell_alternatives(titles: Titles, system: CodeSystem, code: KeyCode) -> str:
    """Say in words which codes are as good, with their titles."""
    told = (f"{each} {name_code(titles, system, each)}".strip() for each in code.alternatives)
    return f"Godtas också: {', '.join(told)}." if code.alternatives else ""


def quote_rows(quotes: Iterable[RuleQuote], indent: int = 0) -> Iterator[Row]:
    """Quote rules: id and message, what it says, and its source; `indent` empty cells before."""
    empty = (Cell(),) * indent
    for quote in quotes:
        message = f"{quote.rule_id}  {quote.message}".strip()
        yield Row((*empty, Cell(message, RULE_TITLE)), starts_group=not indent)
        yield Row((*empty, Cell(quote.explanation, BODY)), starts_group=False)
        yield Row((*empty, Cell(f"Källa: {quote.source}", NOTE)), starts_group=False)


def code_row(code: str, title: str, kind: str, *, starts_group: bool = True) -> Row:
    """Make a row of a code, its title and what it stands for; a code below another is indented."""
    style = CODE if starts_group else BODY
    indent = 0 if starts_group else 5 * mm
    return Row((Cell(code, style, indent), Cell(title), Cell(kind)), starts_group)
