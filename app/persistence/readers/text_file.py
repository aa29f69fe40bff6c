"""Rows of a tab-separated codebook file, and the sentences about a file that cannot be used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import CodebookFileError
from app.persistence.readers.compressed import read_beginning, read_bytes
from app.persistence.readers.text_encoding import (
    DecodedText,
    EncodingFault,
    TextEncoding,
    decode,
    decode_beginning,
    is_spoiled,
    is_workbook,
)

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
    #: The sheet that the row stands in, where the file is a workbook.
    sheet: str = ""


def row_error(row: Row, text: str) -> CodebookFileError:
    """Make the error about one row; the text says what is wrong and what to do."""
    sheet = f", bladet {row.sheet}" if row.sheet else ""
    return CodebookFileError(f"Filen {row.path.name}{sheet}, rad {row.line}: {text}")


def file_error(path: Path, text: str) -> CodebookFileError:
    """Make the error about a whole file; the text says what is wrong and what to do."""
    return CodebookFileError(f"Filen {path.name} {text}")


def read_header(path: Path) -> tuple[str, ...]:
    """Read the cells of the first line.

    Meant for recognising a file: what is wrong with it is said when it is read.

    Raises:
        CodebookFileError: the file cannot be opened.

    """
    first = decode_beginning(read_beginning(path, _HEADER_BYTES)).partition("\n")[0]
    return tuple(cell.strip() for cell in first.split("\t"))


def is_spoiled_file(path: Path) -> bool:
    """Whether a file is empty, a web page, a workbook or binary, whatever its name says.

    Raises:
        CodebookFileError: the file cannot be opened.

    """
    return is_spoiled(read_beginning(path, _HEADER_BYTES))


def read_text(path: Path) -> str:
    """Read a whole file, packed or not, in any encoding that it surely is.

    Raises:
        CodebookFileError: it cannot be opened or unpacked, is empty, a web page or a workbook,
            holds NUL bytes, or is in no known encoding.

    """
    return _decoded(path).text


def tell_encoding(path: Path) -> TextEncoding:
    """Tell which encoding a file is written in.

    Raises:
        CodebookFileError: as for `read_text`.

    """
    return _decoded(path).encoding


def read_rows(path: Path, *, columns: int, header: Sequence[str] = ()) -> Iterator[Row]:
    """Yield the rows of a file below its header, blank lines left out.

    Args:
        path: a tab-separated text file, packed or not, in any encoding that it surely is.
        columns: the least number of cells that each row must have.
        header: what the cells of the first row begin with; empty for a file without header.

    Raises:
        CodebookFileError: wrong encoding, NUL bytes, a lost character, wrong separator, a
            missing column, or no rows.

    """
    rows = _split(path, read_text(path))
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


def _decoded(path: Path) -> DecodedText:
    content = read_bytes(path)
    if is_workbook(content):
        text = "är en arbetsbok eller ett arkiv, men ska vara en textfil."
        raise file_error(path, f"{text} {_FETCH_AGAIN}")
    try:
        decoded = decode(content)
    except EncodingFault as fault:
        raise file_error(path, str(fault)) from fault
    if not decoded.text.strip():
        raise file_error(path, f"är tom. {_FETCH_AGAIN}")
    return decoded


def _split(path: Path, text: str) -> Iterator[Row]:
    for line, content in enumerate(text.split("\n"), start=1):
        cells = tuple(" ".join(cell.split()) for cell in content.split("\t"))
        if any(cells):
            row = Row(path, line, cells)
            if "\ufffd" in content:
                text = f"innehåller ett förlorat tecken (�). {_FETCH_AGAIN}"
                raise row_error(row, f"Raden {text}")
            yield row


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


def separator_error(row: Row) -> CodebookFileError | None:
    """Make the error about a row whose columns are parted by another sign; None for others."""
    sign = max(_OTHER_SEPARATORS, key=row.cells[0].count)
    if len(row.cells) > 1 or sign not in row.cells[0]:
        return None
    text = f"Kolumnerna skiljs av {_OTHER_SEPARATORS[sign]}, men ska skiljas av tabb."
    return row_error(row, f"{text} Spara filen som tabbavgränsad text.")


def _too_few_cells(row: Row, columns: int) -> CodebookFileError:
    number = "bara en kolumn" if len(row.cells) == 1 else f"{len(row.cells)} kolumner"
    text = f"Raden har {number}, men ska ha minst {columns}. {_FETCH_AGAIN}"
    return separator_error(row) or row_error(row, text)
