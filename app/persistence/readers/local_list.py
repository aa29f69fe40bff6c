"""Any list of two or three columns: what it looks like, and its codes once it is mapped."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from itertools import islice
from pathlib import Path

from app.domain.errors import CodebookFileError
from app.domain.list_ports import ListFile
from app.domain.local_list import (
    ColumnMapping,
    ListPreview,
    LocalCode,
    MappingTrial,
    TriedRow,
    local_key,
)
from app.persistence.readers.excel_csv import (
    LONGEST_CODE,
    LONGEST_TEXT,
    SEPARATOR_LABEL,
    Record,
    TextFile,
    check_length,
    fold_name,
    parse_day,
    read_day,
    read_records,
    read_text_file,
)
from app.persistence.readers.text_file import file_error

#: Rows that a preview shows.
_SHOWN = 20
#: Rows that separator and columns are guessed from.
_LOOKED_AT = 200
#: The share of cells that must look like a code or a day for the whole column to be one.
_MOST = 0.8
#: Column names in Swedish, Norwegian, Danish and English, folded.
_NAMES = {
    "code": {"kod", "kode", "code", "koder", "id", "icdkode", "icd10kode", "diagnosekode"},
    "text": {
        "text", "tekst", "benamning", "benevnelse", "beskrivning", "beskrivelse", "titel",
        "tittel", "title", "namn", "navn", "name", "klartext", "klartekst", "description",
        "kodetekst", "kodtext", "kodenavn",
    },
    "valid_from": {
        "giltigfran", "gallerfran", "gyldigfra", "gjelderfra", "from", "fran", "fra", "fom",
        "validfrom", "startdatum", "startdato", "giltigfrom",
    },
}  # fmt: skip
_CODE = re.compile(r"(?=.*\d)[0-9A-ZÅÄÖÆØ][0-9A-ZÅÄÖÆØ.*+/_-]{0,19}")
_CORRECT = "Rätta raden i filen och läs in den igen."


def preview(path: Path, separator: str = "") -> ListPreview:
    """Look at a file: its encoding, separator, header, first rows, and which column is what.

    The separator is guessed where none is given.

    Raises:
        CodebookFileError: it cannot be read, or has only one column.

    """
    file = read_text_file(path)
    separator = separator or _guess_separator(file)
    records = list(read_records(file, separator))
    width = max(len(record.cells) for record in records)
    cells = [record.cells + ("",) * (width - len(record.cells)) for record in records]
    guess = _guess_columns(cells, separator)
    has_header = guess.has_header if guess else _names_a_column(cells[0])
    body = cells[1:] if has_header else cells
    return ListPreview(
        file_name=path.name,
        encoding=file.encoding,
        separator=SEPARATOR_LABEL[separator],
        separator_sign=separator,
        header=cells[0] if has_header else tuple(f"Kolumn {n}" for n in range(1, width + 1)),
        has_header=has_header,
        rows=tuple(body[:_SHOWN]),
        row_count=len(body),
        guess=guess,
    )


def read_local_list(path: Path, mapping: ColumnMapping) -> ListFile[LocalCode]:
    """Read the codes of a file whose columns are known; rows are checked as they are asked for.

    Raises:
        CodebookFileError: it cannot be read, or the mapping cannot be used.

    """
    file = read_text_file(path)
    _check_mapping(path, mapping)
    label = SEPARATOR_LABEL[mapping.separator]
    return ListFile(_codes(file, mapping), f"{file.encoding}, kolumner skilda av {label}")


def try_mapping(path: Path, mapping: ColumnMapping) -> MappingTrial:
    """Read a whole file as the mapping says, going on past rows that cannot be read.

    Raises:
        CodebookFileError: it cannot be read at all, or the mapping cannot be used.

    """
    file = read_text_file(path)
    _check_mapping(path, mapping)
    seen: dict[tuple[str, str], tuple[LocalCode, int]] = {}
    rows: list[TriedRow] = []
    faults: list[TriedRow] = []
    fault_count = 0
    for record in _below_header(file, mapping):
        tried = _try(record, mapping, seen)
        fault_count += bool(tried.fault)
        if tried.fault and len(faults) < _SHOWN:
            faults.append(tried)
        if len(rows) < _SHOWN:
            rows.append(tried)
    return MappingTrial(tuple(rows), tuple(faults), fault_count, len(seen))


def _check_mapping(path: Path, mapping: ColumnMapping) -> None:
    columns = [mapping.code, mapping.text]
    columns += [] if mapping.valid_from is None else [mapping.valid_from]
    if mapping.separator not in SEPARATOR_LABEL:
        known = ", ".join(SEPARATOR_LABEL.values())
        raise file_error(path, f"kan inte delas med det tecknet. Välj {known}.")
    if len(set(columns)) < len(columns) or min(columns) < 0:
        raise file_error(path, "kan inte läsas så. Välj en egen kolumn för kod, text och dag.")


def _codes(file: TextFile, mapping: ColumnMapping) -> Iterator[LocalCode]:
    seen: dict[tuple[str, str], tuple[LocalCode, int]] = {}
    for record in _below_header(file, mapping):
        known = len(seen)
        code = _remembered(record, mapping, seen)
        if len(seen) > known:
            yield code
    if not seen:
        raise file_error(file.path, "har ingen rad med en kod. Exportera den igen.")


def _below_header(file: TextFile, mapping: ColumnMapping) -> Iterator[Record]:
    records = read_records(file, mapping.separator)
    if mapping.has_header:
        next(records, None)
    return records


def _remembered(
    record: Record, mapping: ColumnMapping, seen: dict[tuple[str, str], tuple[LocalCode, int]]
) -> LocalCode:
    """Read one row and keep it among those seen; the same code may not have two texts."""
    code = _code(record, mapping)
    key = (local_key(code.code), str(code.valid_from))
    first, number = seen.setdefault(key, (code, record.number))
    if first.text != code.text:
        text = f"Koden {code.code} har en annan text på rad {number}."
        raise record.error(f"{text} {_CORRECT}")
    return code


def _try(
    record: Record, mapping: ColumnMapping, seen: dict[tuple[str, str], tuple[LocalCode, int]]
) -> TriedRow:
    try:
        read = _remembered(record, mapping, seen)
    except CodebookFileError as error:
        fault = str(error).removeprefix(str(record.error("")))
        code, text = (_cell(record, column) for column in (mapping.code, mapping.text))
        return TriedRow(record.number, code, text, fault=fault)
    return TriedRow(record.number, read.code, read.text, read.valid_from)


def _cell(record: Record, column: int) -> str:
    return record.cells[column][:LONGEST_TEXT] if column < len(record.cells) else ""


def _code(record: Record, mapping: ColumnMapping) -> LocalCode:
    last = max(mapping.code, mapping.text)
    if len(record.cells) <= last:
        number = len(record.cells)
        found = "bara en kolumn" if number == 1 else f"{number} kolumner"
        text = f"Raden har {found}, men kod och text ska stå i de"
        raise record.error(f"{text} {last + 1} första. Rätta raden, eller välj andra kolumner.")
    code, text = record.cells[mapping.code], record.cells[mapping.text]
    for cell, what in ((code, "Koden"), (text, "Texten")):
        if not cell:
            raise record.error(f"{what} saknas. Fyll i cellen, eller välj en annan kolumn.")
    check_length(record, code, longest=LONGEST_CODE, what="Koden")
    check_length(record, text, longest=LONGEST_TEXT, what="Texten")
    return LocalCode(code, text, _first_day(record, mapping))


def _first_day(record: Record, mapping: ColumnMapping) -> date | None:
    column = mapping.valid_from
    if column is None or column >= len(record.cells):
        return None
    return read_day(record, record.cells[column])


def _guess_separator(file: TextFile) -> str:
    best, most = "", 0.0
    for separator in SEPARATOR_LABEL:
        share = 0.0
        with suppress(CodebookFileError):
            share = _share_of_equal_rows(list(islice(read_records(file, separator), _LOOKED_AT)))
        if share > most:
            best, most = separator, share
    if not best:
        text = "har bara en kolumn, eller rader som inte går att dela."
        remedy = "Spara den med semikolon, tabb, komma eller lodstreck mellan kod och text."
        raise file_error(file.path, f"{text} {remedy}")
    return best


def _share_of_equal_rows(records: Sequence[Record]) -> float:
    widths = Counter(len(record.cells) for record in records if len(record.cells) > 1)
    return max(widths.values(), default=0) / max(1, len(records))


def _guess_columns(cells: Sequence[tuple[str, ...]], separator: str) -> ColumnMapping | None:
    looked_at = cells[:_LOOKED_AT]
    named = _names_a_column(looked_at[0])
    # The first row may be a header, so that it says nothing of the columns.
    body = looked_at[1:] or looked_at
    columns = range(len(looked_at[0]))
    code = _by_name(looked_at[0], "code") if named else None
    if code is None:
        code = max(columns, key=lambda column: (_share(body, column, _is_code), -column))
        if _share(body, code, _is_code) < _MOST:
            return None
    others = [column for column in columns if column != code]
    day = _by_name(looked_at[0], "valid_from") if named else None
    if day is None:
        day = next((column for column in others if _share(body, column, _is_day) >= _MOST), None)
    text = _by_name(looked_at[0], "text") if named else None
    if text is None:
        left = [column for column in others if column != day]
        text = max(left, key=lambda column: _length(body, column), default=None)
    if text is None or len({code, text, day}) < len((code, text, day)):
        return None
    has_header = named or not _is_code(looked_at[0][code])
    return ColumnMapping(code, text, day, has_header, separator)


def _names_a_column(first: Sequence[str]) -> bool:
    known = set().union(*_NAMES.values())
    return any(fold_name(cell) in known for cell in first)


def _by_name(first: Sequence[str], kind: str) -> int | None:
    return next((i for i, cell in enumerate(first) if fold_name(cell) in _NAMES[kind]), None)


def _share(rows: Sequence[tuple[str, ...]], column: int, fits: Callable[[str], bool]) -> float:
    filled = [row[column] for row in rows if row[column]]
    return sum(map(fits, filled)) / len(filled) if filled else 0.0


def _length(rows: Sequence[tuple[str, ...]], column: int) -> int:
    return sum(len(row[column]) for row in rows)


def _is_code(cell: str) -> bool:
    return _CODE.fullmatch(cell.upper()) is not None and not _is_day(cell)


def _is_day(cell: str) -> bool:
    try:
        parse_day(cell)
    except ValueError:
        return False
    return True
