"""A list of local terms as another workplace exported it: tabs, a header, a term a row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from app.domain.list_ports import ListFile
from app.domain.term_ports import TermLine
from app.persistence.readers.text_file import (
    Row,
    file_error,
    read_header,
    read_rows,
    row_error,
    tell_encoding,
)

#: The columns of the lexicon that ships with the program, then those of local terms alone.
COLUMNS: Final[tuple[str, ...]] = (
    "term",
    "target",
    "system",
    "kind",
    "source",
    "status",
    "state",
    "note",
)
NEEDED: Final[tuple[str, ...]] = ("term", "target", "system", "kind", "state")
_SUFFIXES = frozenset({".tsv", ".txt", ".csv"})
_SAVE_AS = "Spara den som text med tabbar, med rubrikraden " + ", ".join(COLUMNS) + "."


def is_term_list(path: Path) -> bool:
    """Tell by the header whether it is a list of local terms, whatever parts its columns.

    Raises:
        CodebookFileError: the file cannot be opened.

    """
    if path.suffix.lower() not in _SUFFIXES:
        return False
    header = _names(read_header(path))
    # With another separator the names stand in one cell; the fault is told when it is read.
    is_one_cell = len(header) == 1 and header[0].startswith(NEEDED[0])
    return set(NEEDED) <= set(header) or (is_one_cell and all(n in header[0] for n in NEEDED))


def read_terms(path: Path) -> ListFile[TermLine]:
    """Open a list; its rows are read as they are asked for, and not checked but for their columns.

    Raises:
        CodebookFileError: it cannot be read, or has no such header; with file, row and remedy.

    """
    header = read_header(path)
    names = _names(header)
    missing = [name for name in NEEDED if name not in names]
    if missing and len(header) > 1:
        listed = ", ".join(missing)
        raise file_error(path, f"saknar kolumnen {listed} i rubrikraden. {_SAVE_AS}")
    if missing:
        raise file_error(path, f"är ingen lista med lokala sökord. {_SAVE_AS}")
    places = {name: names.index(name) for name in COLUMNS if name in names}
    unknown = tuple(name for name in header if name and name.lower() not in COLUMNS)
    return ListFile(
        _rows(path, header, places),
        f"{tell_encoding(path).value}, kolumner skilda av tabb",
        unknown,
    )


def _rows(path: Path, header: Sequence[str], places: Mapping[str, int]) -> Iterator[TermLine]:
    least = max(places[name] for name in NEEDED) + 1
    for row in read_rows(path, columns=least, header=header):
        if len(row.cells) > len(header):
            raise row_error(
                row, "Raden har fler kolumner än rubrikraden. Ta bort tabben för mycket."
            )
        yield _term_line(row, places)


def _term_line(row: Row, places: Mapping[str, int]) -> TermLine:
    cells = {name: row.cells[at] for name, at in places.items() if at < len(row.cells)}
    return TermLine(
        row.line,
        term=cells["term"],
        target=cells["target"],
        system=cells["system"],
        kind=cells["kind"],
        state=cells["state"],
        note=cells.get("note", ""),
    )


def _names(header: Sequence[str]) -> list[str]:
    return [name.lower() for name in header]
