"""A CSV file in Swedish Excel's manner (semicolons) as a header and numbered rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.domain.errors import InputFileError

SEPARATOR = ";"
#: A record text may be long; beyond this the file is not what it says.
LARGEST_CELL = 64 * 1024 * 1024

_WRONG_SEPARATORS = {",": "kommatecken", "\t": "tabbar", "|": "lodstreck"}
#: Appended as a last row: it vanishes into the last cell if a quotation mark is left open.
_END_MARK = "\x1e"
_FOLDED = str.maketrans("åäöé -", "aaoe__")


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row by folded column name; `number` is the row that Excel shows."""

    number: int
    cells: dict[str, str] = field(repr=False)
    #: More cells than columns: the row has slipped.
    is_too_long: bool = False
    #: The row as it stood, for the quarantine.
    source: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Table:
    """A header as written, and the rows below it that are not blank."""

    header: tuple[str, ...]
    rows: tuple[TableRow, ...] = field(repr=False)


def fold_header(text: str) -> str:
    """Make column names comparable: lower case, å ä ö as a and o, blanks as underscores."""
    return "_".join(text.strip().lower().split()).translate(_FOLDED)


def read_table(text: str, name: str, required: tuple[str, ...]) -> Table:
    """Read the rows of a CSV text; `name` is what messages call the file.

    Raises:
        InputFileError: wrong separator, a required column missing, a column named twice, or a
            quotation mark that is never closed.

    """
    records = list(_records(text, name))
    if records and records[0][1][0].lower().startswith("sep="):
        records = records[1:]
    if not records:
        raise InputFileError(f"Filen {name} är tom. Exportera den igen.")
    first, header = records[0]
    _check_header(header, first, name, required)
    columns = [fold_header(cell) for cell in header]
    rows = (_row(number, cells, columns) for number, cells in records[1:] if any(cells))
    return Table(tuple(header), tuple(rows))


def write_row(cells: tuple[str, ...]) -> str:
    """Write one row as this module reads it."""
    target = io.StringIO()
    csv.writer(target, delimiter=SEPARATOR, lineterminator="\n").writerow(cells)
    return target.getvalue()


def _records(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(LARGEST_CELL)
    source = io.StringIO(f"{text}\n{_END_MARK}\n", newline="")
    number = 0
    try:
        for number, cells in enumerate(csv.reader(source, delimiter=SEPARATOR), start=1):
            if cells == [_END_MARK]:
                return
            if any(_END_MARK in cell for cell in cells):
                break
            if cells:
                yield number, [cell.strip() for cell in cells]
    except csv.Error:
        raise InputFileError(
            f"Filen {name} kan inte läsas efter rad {number}. Spara den som ”CSV UTF-8” i Excel "
            "och försök igen."
        ) from None
    raise InputFileError(
        f"Filen {name}: rad {number} har ett citattecken som aldrig avslutas. Avsluta det, eller "
        "skriv citattecken i texten dubbelt, och försök igen."
    )


def _check_header(header: list[str], number: int, name: str, required: tuple[str, ...]) -> None:
    folded = [fold_header(cell) for cell in header]
    missing = [column for column in required if fold_header(column) not in folded]
    if missing and len(header) == 1:
        for separator, label in _WRONG_SEPARATORS.items():
            if len(header[0].split(separator)) > 1:
                raise InputFileError(
                    f"Filen {name} är avgränsad med {label} (rad {number}), men ska ha semikolon. "
                    "Spara den med semikolon som avgränsare och försök igen."
                )
    if missing:
        raise InputFileError(
            f"Filen {name} saknar {_columns(missing)} (rad {number}). Lägg till det i första "
            "raden och försök igen; kolumnerna beskrivs i docs/csv-events.md."
        )
    doubled = {cell for cell in folded if cell and folded.count(cell) > 1}
    if doubled:
        raise InputFileError(
            f"Filen {name} har kolumnen {' och '.join(sorted(doubled))} två gånger "
            f"(rad {number}). Ta bort den ena och försök igen."
        )


def _columns(names: list[str]) -> str:
    if len(names) == 1:
        return f"kolumnen {names[0]}"
    return f"kolumnerna {', '.join(names[:-1])} och {names[-1]}"


def _row(number: int, cells: list[str], columns: list[str]) -> TableRow:
    named = {column: cell for column, cell in zip(columns, cells, strict=False) if column}
    is_too_long = any(cells[len(columns) :])
    return TableRow(number, named, is_too_long, tuple(cells))
