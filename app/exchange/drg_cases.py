"""Contacts to be grouped, from files: one a line, told apart by their columns."""

from __future__ import annotations

import csv
import gzip
import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import NamedTuple, TextIO

from app.domain.drg import DrgCase, DrgDiagnosis, clean_drg_code, make_case
from app.domain.errors import AppError, InputFileError

#: Of the Norwegian string: places of the first pair and of the first procedure, and how many.
_FIRST_PAIR, _PAIRS, _FIRST_PROCEDURE, _PROCEDURES = 5, 30, 65, 100
_FIELDS = _FIRST_PROCEDURE + _PROCEDURES
_GZIP = b"\x1f\x8b"
#: An expected answer may be a field longer than csv thinks right.
_LONGEST_LINE = 1 << 20


class CaseFormat(StrEnum):
    """How contacts are written in a file."""

    #: Semicolons, with the contact as one string of 165 fields.
    NOR = "nor"
    #: Tabs, a column a kind, codes parted by blanks.
    CASES = "cases"
    #: One JSON object a line.
    JSONL = "jsonl"


class CaseLine(NamedTuple):
    """One contact of a file, or why it cannot be grouped."""

    #: Counted from 1, the heading included.
    number: int
    id: str
    case: DrgCase | None
    #: A Swedish sentence; empty for a contact that was read.
    error: str = ""


def read_cases(path: Path, layout: CaseFormat) -> Iterator[CaseLine]:
    """Yield each contact of a file, gzip read in place; memory does not grow with the file.

    A line that cannot be read is told with its number, and reading goes on.

    Raises:
        InputFileError: the file cannot be read, or its columns are not those of the format.

    """
    with _opened(path) as lines:
        try:
            yield from _READERS[layout](lines, path.name)
        except (UnicodeDecodeError, EOFError, zlib.error) as error:
            raise InputFileError(
                f"{path.name} kan inte läsas till slut: den är inte i UTF-8 eller är avkortad. "
                "Hämta den på nytt."
            ) from error


def parse_norwegian_case(text: str) -> DrgCase:
    """Read 165 fields: sex, age, discharge, stay, one unused, 30 pairs and 100 procedures.

    Raises:
        AppError: the string is cut short, or age or stay is missing or no number.

    """
    fields = [clean_drg_code(field) for field in text.split(",")]
    if len(fields) < _FIRST_PROCEDURE:
        raise InputFileError(
            f"strängen har {len(fields)} fält, men ska ha {_FIELDS}. Exportera raden på nytt."
        )
    pairs = fields[_FIRST_PAIR:_FIRST_PROCEDURE]
    diagnoses = [_pair(pairs[2 * at], pairs[2 * at + 1]) for at in range(_PAIRS)]
    while diagnoses and not diagnoses[-1].codes:
        diagnoses.pop()
    return make_case(
        sex=fields[0],
        age_days=_days(fields[1], "åldern"),
        discharge=fields[2],
        stay_days=_days(fields[3], "vårdtiden"),
        diagnoses=tuple(diagnoses),
        procedures=tuple(filter(None, fields[_FIRST_PROCEDURE:_FIELDS])),
    )


def parse_diagnoses(text: str) -> tuple[DrgDiagnosis, ...]:
    """Read diagnoses parted by blanks, a pair written dagger/asterisk."""
    halves = (entry.partition("/") for entry in text.split())
    return tuple(_pair(clean_drg_code(one), clean_drg_code(other)) for one, _, other in halves)


def _nor_lines(lines: TextIO, name: str) -> Iterator[CaseLine]:
    rows = csv.reader(lines, delimiter=";")
    place = _columns(next(rows, []), {"RegelNr": "", "DRGGrupperingsstreng": ""}, name)
    for row in rows:
        case_id = row[place["RegelNr"]] if len(row) > place["RegelNr"] else ""
        yield _line(rows.line_num, case_id, name, partial(_nor_case, row, place))


def _nor_case(row: list[str], place: Mapping[str, int]) -> DrgCase:
    _check_width(row, place)
    return parse_norwegian_case(row[place["DRGGrupperingsstreng"]])


#: The columns of contacts in tabs, with another name that they go by.
_CASE_COLUMNS = {
    "id": "",
    "sex": "",
    "age_days": "",
    "disch": "",
    "dur": "",
    "diagnoses": "diagnoses(dagger/asterisk)",
    "procedures": "",
}


def _tab_lines(lines: TextIO, name: str) -> Iterator[CaseLine]:
    rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    place = _columns(next(rows, []), _CASE_COLUMNS, name)
    for row in rows:
        case_id = row[place["id"]] if len(row) > place["id"] else ""
        yield _line(rows.line_num, case_id.strip(), name, partial(_tab_case, row, place))


def _tab_case(row: list[str], place: Mapping[str, int]) -> DrgCase:
    _check_width(row, place)
    return _case({column: row[at] for column, at in place.items()})


def _json_lines(lines: TextIO, name: str) -> Iterator[CaseLine]:
    for number, text in enumerate(lines, 1):
        if not text.strip():
            continue
        try:
            read = json.loads(text)
        except json.JSONDecodeError:
            read = None
        if not isinstance(read, dict):
            yield CaseLine(number, "", None, f"{name}, rad {number}: raden är inget JSON-objekt.")
            continue
        yield _line(number, str(read.get("id", "")), name, partial(_case_of, read))


def _case_of(read: Mapping[str, object]) -> DrgCase:
    cells = {column: _cell(read.get(column, "")) for column in _CASE_COLUMNS}
    return _case(cells)


def _cell(value: object) -> str:
    if isinstance(value, list):
        return " ".join(str(each) for each in value)
    return "" if value is None else str(value)


def _case(cells: Mapping[str, str]) -> DrgCase:
    return make_case(
        sex=cells["sex"],
        age_days=_days(cells["age_days"], "åldern"),
        discharge=cells["disch"],
        stay_days=_days(cells["dur"], "vårdtiden"),
        diagnoses=parse_diagnoses(cells["diagnoses"]),
        procedures=tuple(clean_drg_code(code) for code in cells["procedures"].split()),
    )


_READERS = {
    CaseFormat.NOR: _nor_lines,
    CaseFormat.CASES: _tab_lines,
    CaseFormat.JSONL: _json_lines,
}


def _pair(one: str, other: str) -> DrgDiagnosis:
    return DrgDiagnosis(one, other) if one else DrgDiagnosis(other)


def _days(text: str, what: str) -> int | None:
    text = text.strip()
    if not text:
        return None
    try:
        return int(text)
    except ValueError as error:
        raise InputFileError(
            f"{what} ”{text[:20]}” är inget helt antal dagar. Rätta talet."
        ) from error


def _columns(header: list[str], wanted: Mapping[str, str], name: str) -> dict[str, int]:
    there = {title.strip().removeprefix("\ufeff"): at for at, title in enumerate(header)}
    place: dict[str, int] = {}
    for column, other in wanted.items():
        if column not in there and other not in there:
            raise InputFileError(
                f"{name} saknar kolumnen {column}. Välj rätt format med --format, eller rätta "
                "rubrikraden."
            )
        place[column] = there[column] if column in there else there[other]
    return place


def _check_width(row: list[str], place: Mapping[str, int]) -> None:
    if len(row) <= max(place.values()):
        raise InputFileError(f"raden har bara {len(row)} kolumner. Exportera raden på nytt.")


def _line(number: int, case_id: str, name: str, read: Callable[[], DrgCase]) -> CaseLine:
    try:
        return CaseLine(number, case_id, read())
    except AppError as error:
        return CaseLine(number, case_id, None, f"{name}, rad {number}: {error}")


@contextmanager
def _opened(path: Path) -> Iterator[TextIO]:
    csv.field_size_limit(_LONGEST_LINE)
    try:
        with path.open("rb") as content:
            is_packed = content.read(len(_GZIP)) == _GZIP
            content.seek(0)
            plain = gzip.GzipFile(fileobj=content) if is_packed else content
            yield TextIOWrapper(plain, encoding="utf-8-sig", newline="")
    except OSError as error:
        raise InputFileError(
            f"{path.name} kan inte läsas. Kontrollera att filen finns och att du får öppna den."
        ) from error
