"""The rows of tables and lists as a screen shows them: cells, validity, and the text to find."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from app.domain.customs import PAIR_FIRST_LABEL, Deepening, PairOrder
from app.domain.kodserver import Combination, KodserverCode, XsCode
from app.domain.list_words import format_block, format_day, format_effect, format_period
from app.domain.local_list import LocalCode
from app.domain.period import ALWAYS, Period
from app.domain.product import Product
from app.domain.regional import Block
from app.services.regional import SwitchedRule
from ui.models.list_table_model import Column

CODE_HEADERS = ("Kod", "Text", "Gäller från", "Gäller till")
COMBINATION_HEADERS = ("Taxa", "Besökstyp", "Yrkeskategori", "Gäller från", "Gäller till")
XS_HEADERS = ("Kod", "Text", "Följer av kontakttyp", "Följer av yrkeskategori")
LOCAL_HEADERS = ("Kod", "Text", "Gäller från")
BLOCK_HEADERS = ("Kod", "Spärr", "Skäl", "Gäller från", "Gäller till")
SWITCH_HEADERS = ("Regel", "Vad regeln säger", "Vad valet gör", "Skäl")
CUSTOM_HEADERS = ("Kod", "Beslut", "Skäl", "Gäller från", "Gäller till")
PRODUCT_HEADERS = ("Produkt", "ATC", "Substans", "Styrka", "Form")


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row: what stands in its cells, when it applies, and what a filter looks in."""

    cells: tuple[str, ...]
    valid: Period
    found_by: str


def list_row(cells: Sequence[str], valid: Period = ALWAYS) -> ListRow:
    """Make a row that is found by any word of its cells, codes also without their points."""
    text = " ".join(cells).casefold()
    return ListRow(tuple(cells), valid, f"{text} {text.replace('.', '')}")


def choose_rows(rows: Iterable[ListRow], text: str, day: date | None) -> list[ListRow]:
    """Keep the rows that hold every word of a text and apply on a day, in the order given."""
    chosen = [row for row in rows if row.valid.covers(day)] if day else list(rows)
    for word in text.casefold().split():
        chosen = [row for row in chosen if word in row.found_by]
    return chosen


def columns(headers: Sequence[str]) -> list[Column[ListRow]]:
    """Return the columns of a table of such rows; a tip holds what a cell has no room for."""
    return [_column(header, place) for place, header in enumerate(headers)]


def code_rows(codes: Iterable[KodserverCode]) -> tuple[ListRow, ...]:
    """Rows of a Kodserver table."""
    return tuple(list_row((c.code, c.text, *format_period(c.valid)), c.valid) for c in codes)


def combination_rows(combinations: Iterable[Combination]) -> tuple[ListRow, ...]:
    """Rows of the combinations."""
    return tuple(
        list_row((c.rate, c.visit_type, c.profession, *format_period(c.valid)), c.valid)
        for c in combinations
    )


def xs_rows(codes: Iterable[XsCode]) -> tuple[ListRow, ...]:
    """Rows of the KVÅ codes that follow from a contact."""
    return tuple(
        list_row((x.code, x.text, ", ".join(x.contact_types), ", ".join(x.professions)))
        for x in codes
    )


def local_rows(spans: Iterable[tuple[LocalCode, Period]]) -> tuple[ListRow, ...]:
    """Rows of a local list."""
    return tuple(
        list_row((code.code, code.text, format_day(span.start)), span) for code, span in spans
    )


def block_rows(blocks: Iterable[Block]) -> tuple[ListRow, ...]:
    """Rows of the block list."""
    return tuple(
        list_row((b.codes, format_block(b), b.reason, *format_period(b.valid)), b.valid)
        for b in blocks
    )


def switch_rows(rules: Iterable[SwitchedRule]) -> tuple[ListRow, ...]:
    """Rows of the decisions about rules, with what each makes of its rule."""
    return tuple(list_row(_switch_cells(rule)) for rule in rules)


def pair_rows(orders: Iterable[PairOrder]) -> tuple[ListRow, ...]:
    """Rows of which half of a pair stands first."""
    return tuple(
        list_row((o.codes, PAIR_FIRST_LABEL[o.first], o.reason, *format_period(o.valid)), o.valid)
        for o in orders
    )


def deepening_rows(deepenings: Iterable[Deepening]) -> tuple[ListRow, ...]:
    """Rows of codes that are wanted at their finest level."""
    return tuple(
        list_row((d.codes, "fördjupningskod krävs", d.reason, *format_period(d.valid)), d.valid)
        for d in deepenings
    )


def product_rows(products: Iterable[Product]) -> tuple[ListRow, ...]:
    """Rows of the product names."""
    cells = attrgetter("name", "atc", "substances", "strength", "form")
    return tuple(list_row(cells(product)) for product in products)


def _switch_cells(rule: SwitchedRule) -> tuple[str, ...]:
    switch = rule.switch
    if rule.severity is None:
        said, effect = "Regeln finns inte i regelboken.", "ändrar inget"
    else:
        said = rule.message
        effect = format_effect(switch, rule.severity, is_verified=rule.is_verified)
    return (switch.rule_id, said, effect, switch.reason)


def _column(header: str, place: int) -> Column[ListRow]:
    def text(row: ListRow) -> str:
        return row.cells[place]

    return Column(header, text, tooltip=text)
