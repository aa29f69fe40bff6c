"""Definition tables in one JSON object, strict or as the publisher leaves it.

The publisher's own files have commas before brackets and raw control characters inside strings.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from app.domain.drg_tables import DefinitionTables, TableLayout
from app.domain.errors import InputFileError
from app.exchange.dbf_file import MOST_ROWS
from app.exchange.drg_even_rows import EvenRows, take_even_tables
from app.exchange.drg_rows import KNOWN_TABLES, make_tables
from app.exchange.drg_versions import Row, SourceTable, family_of

#: What Norway calls the table of rules; since 2021 all countries call it drg_logic.
_NORWEGIAN_RULES = "drglogic"
_UNCHANGED = "Läs in filen i den form som utgivaren lämnade den."
#: How JSON of tables begins and ends.
_BEGINS, _ENDS = ("{", "["), ("}", "]")
_LOOSE_COMMA = re.compile(r",(?=[ \t\n\r]*[}\]])")
_ESCAPED = re.compile(r"\\.", re.DOTALL)
#: What an escape is written as while quotes are counted: as long, and no quote.
_NO_QUOTE = "__"


def read_json_tables(content: bytes, name: str) -> DefinitionTables:
    """Read a set of definition tables from JSON.

    Raises:
        InputFileError: it is none, or it is broken; the text names file, row and remedy.

    """
    if content.count(b"{") > MOST_ROWS:
        raise InputFileError(f"{name} har fler rader än definitionstabeller kan ha. {_UNCHANGED}")
    read = _read_even(content)
    if read is None:
        read = _read_rows(content, name)
    if not isinstance(read, dict):
        raise InputFileError(
            f"{name} innehåller inga definitionstabeller. Välj filen med drglogic, dg och proc."
        )
    tables = {table: rows for table, rows in read.items() if table.strip().lower() in KNOWN_TABLES}
    sources = {
        table: SourceTable(f"{name}, tabellen {table}", _rows(rows, f"{name}, tabellen {table}"))
        for table, rows in tables.items()
    }
    is_norwegian = _NORWEGIAN_RULES in map(str.lower, map(str.strip, sources))
    layout = TableLayout.NORWEGIAN_JSON
    if not is_norwegian:
        layout = family_of(sources.values(), TableLayout.WORKBOOK, name)
    return make_tables(sources, layout, name)


def _rows(rows: object, label: str) -> Sequence[Row]:
    """See that a table is a list of objects with columns.

    Raises:
        InputFileError: it is something else; the text names the row.

    """
    if isinstance(rows, EvenRows):
        return rows
    if not isinstance(rows, list):
        raise InputFileError(f"{label} är ingen lista av rader. {_UNCHANGED}")
    if not set(map(type, rows)) <= {dict}:
        odd = next(at for at, row in enumerate(rows, 1) if not isinstance(row, dict))
        raise InputFileError(
            f"{label}, rad {odd}: raden är inget JSON-objekt med kolumner. {_UNCHANGED}"
        )
    return rows


def _read_even(content: bytes) -> object:
    """Read JSON with large tables of even rows quickly; None where it is not plainly such."""
    rest, tables = take_even_tables(content)
    try:
        read = _loads(rest.decode("utf-8-sig")) if tables else None
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        return None
    if not isinstance(read, dict) or not all(read.get(name) == [] for name in tables):
        return None
    return read | tables


def _read_rows(content: bytes, name: str) -> object:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _no_json(name, content.count(b"\n", 0, error.start) + 1) from error
    if not text.lstrip().startswith(_BEGINS):
        raise _no_json(name, 1)
    try:
        return _loads(text)
    except json.JSONDecodeError as error:
        cut = "" if text.rstrip().endswith(_ENDS) else "Filen slutar för tidigt. "
        raise InputFileError(
            f"{name} är ingen läsbar JSON: fel på rad {error.lineno}. {cut}Hämta filen på nytt."
        ) from error
    except RecursionError as error:
        raise InputFileError(f"{name} är ingen läsbar JSON. Hämta filen på nytt.") from error


def _no_json(name: str, line: int) -> InputFileError:
    return InputFileError(
        f"{name} är varken JSON i UTF-8, dBase, arbetsbok eller zip (rad {line}). Välj en fil med "
        "definitionstabeller."
    )


def _loads(text: str) -> object:
    """Read JSON; where it is not strict, once more without the commas before a bracket."""
    try:
        return json.loads(text, strict=False)
    except json.JSONDecodeError:
        return json.loads(without_loose_commas(text), strict=False)


def without_loose_commas(text: str) -> str:
    """Take away commas before a bracket, but none that stands inside a string."""
    plain = _ESCAPED.sub(_NO_QUOTE, text) if "\\" in text else text
    kept, at, quotes = [], 0, 0
    for comma in _LOOSE_COMMA.finditer(plain):
        place = comma.start()
        quotes += plain.count('"', at, place)
        kept.append(text[at:place])
        at = place + 1 if quotes % 2 == 0 else place
    return "".join((*kept, text[at:]))
