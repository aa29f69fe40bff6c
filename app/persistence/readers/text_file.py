"""Rows of a tab-separated codebook file, and the sentences about a file that cannot be used."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import CodebookFileError

_AS_UTF8 = "Öppna den i en textredigerare, spara den som UTF-8 och läs in den igen."
_FETCH_AGAIN = "Hämta filen på nytt från utgivaren och läs in den igen."
_OTHER_SEPARATORS = {";": "semikolon", ",": "komma", "|": "lodstreck"}
#: How much of a file is looked at to recognise it.
_HEADER_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one line, trimmed, every run of white space written as one blank."""

    path: Path
    line: int
    cells: tuple[str, ...]


def row_error(row: Row, text: str) -> CodebookFileError:
    """Make the error about one row; the text says what is wrong and what to do."""
    return CodebookFileError(f"Filen {row.path.name}, rad {row.line}: {text}")


def file_error(path: Path, text: str) -> CodebookFileError:
    """Make the error about a whole file; the text says what is wrong and what to do."""
    return CodebookFileError(f"Filen {path.name} {text}")


def read_header(path: Path) -> tuple[str, ...]:
    """Read the cells of the first line, or nothing where the file is no UTF-8 text.

    Meant for recognising a file: what is wrong with it is said when it is read.

    Raises:
        CodebookFileError: the file cannot be opened.

    """
    with _opened(path).open("rb") as file:
        first = file.read(_HEADER_BYTES).split(b"\n", 1)[0]
    text = first.decode("utf-8-sig", errors="replace")
    return tuple(cell.strip() for cell in text.split("\t"))


def read_rows(path: Path, *, columns: int, header: Sequence[str] = ()) -> Iterator[Row]:
    """Yield the rows of a file below its header, blank lines left out.

    Args:
        path: a tab-separated text file in UTF-8, with or without byte order mark.
        columns: the least number of cells that each row must have.
        header: what the cells of the first row begin with; empty for a file without header.

    Raises:
        CodebookFileError: wrong encoding, NUL bytes, a lost character, wrong separator, a
            missing column, or no rows.

    """
    rows = _split(path, _decode(path, _opened(path).read_bytes()))
    if header:
        _check_header(path, next(rows, None), header)
    is_empty = True
    for row in rows:
        is_empty = False
        if len(row.cells) < columns:
            raise _too_few_cells(row, columns)
        yield row
    if is_empty:
        raise file_error(path, f"har ingen rad med en kod. {_FETCH_AGAIN}")


def _opened(path: Path) -> Path:
    try:
        with path.open("rb"):
            return path
    except OSError as error:
        text = "kan inte öppnas. Kontrollera att den finns och att du får läsa den."
        raise file_error(path, text) from error


def _split(path: Path, text: str) -> Iterator[Row]:
    for line, content in enumerate(text.split("\n"), start=1):
        cells = tuple(" ".join(cell.split()) for cell in content.split("\t"))
        if any(cells):
            row = Row(path, line, cells)
            if "\ufffd" in content:
                text = f"innehåller ett förlorat tecken (�). {_FETCH_AGAIN}"
                raise row_error(row, f"Raden {text}")
            yield row


def _decode(path: Path, content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise file_error(path, f"är skriven i UTF-16, men ska vara i UTF-8. {_AS_UTF8}")
    content = content.removeprefix(codecs.BOM_UTF8)
    if not content.strip():
        raise file_error(path, f"är tom. {_FETCH_AGAIN}")
    if b"\0" in content:
        raise _nul_error(path, content)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _decoding_error(path, content, error.start) from error


def _nul_error(path: Path, content: bytes) -> CodebookFileError:
    # In UTF-16 every second byte of Swedish text is NUL.
    if content.count(b"\0") * 3 > len(content):
        return file_error(path, f"ser ut att vara skriven i UTF-16 utan BOM. {_AS_UTF8}")
    line = content.count(b"\n", 0, content.index(b"\0")) + 1
    return file_error(path, f"har ett NUL-tecken på rad {line} och är skadad. {_FETCH_AGAIN}")


def _decoding_error(path: Path, content: bytes, position: int) -> CodebookFileError:
    line = content.count(b"\n", 0, position) + 1
    if content[:position].isascii():
        # The first letter outside ASCII is already no UTF-8: the file was never meant to be.
        text = f"är skriven i Windows-1252, men ska vara i UTF-8 (rad {line}). {_AS_UTF8}"
        return file_error(path, text)
    return file_error(path, f"är skadad: rad {line} är inte hel UTF-8. {_FETCH_AGAIN}")


def _check_header(path: Path, first: Row | None, header: Sequence[str]) -> None:
    if first is None:
        raise file_error(path, f"är tom. {_FETCH_AGAIN}")
    missing = [name for name in header if name not in first.cells]
    if not missing:
        return
    if len(first.cells) == 1 and len(header) > 1:
        raise _too_few_cells(first, len(header))
    columns = ", ".join(missing)
    raise row_error(first, f"Kolumnen {columns} saknas i rubrikraden. {_FETCH_AGAIN}")


def _too_few_cells(row: Row, columns: int) -> CodebookFileError:
    if len(row.cells) == 1:
        for sign, name in _OTHER_SEPARATORS.items():
            if sign in row.cells[0]:
                text = f"Kolumnerna skiljs av {name}, men ska skiljas av tabb."
                return row_error(row, f"{text} Spara filen som tabbavgränsad text.")
    text = f"Raden har {len(row.cells)} kolumner, men ska ha minst {columns}."
    return row_error(row, f"{text} {_FETCH_AGAIN}")
