"""Contacts to be grouped, from files: one a line, told apart by their columns."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache, partial
from pathlib import Path
from typing import NamedTuple

from app.domain.drg import (
    MOST_DAYS_OF_AGE,
    DrgCase,
    DrgDiagnosis,
    DrgSex,
    clean_drg_code,
    make_case,
)
from app.domain.errors import AppError, InputFileError
from app.exchange.numbered_lines import LONGEST_LINE, NumberedLine, numbered_lines, opened_text

#: Of the Norwegian string: places of the first pair and of the first procedure, and how many.
_FIRST_PAIR, _PAIRS, _FIRST_PROCEDURE, _PROCEDURES = 5, 30, 65, 100
_FIELDS = _FIRST_PROCEDURE + _PROCEDURES
_REMEMBERED = 50_000
_WHOLE_NUMBER = re.compile(r"[+-]?[0-9]{1,9}")
#: Letters of discharge that files are known to hold: dead, moved, against advice, home, alive.
_DISCHARGES = frozenset({"", "E", "R", "L", "H", "N"})
_TOO_LONG = f"raden är längre än {LONGEST_LINE} tecken. Exportera raden på nytt."
_UNREADABLE = "raden kan inte delas i kolumner. Exportera raden på nytt."


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
    #: What is odd about a contact that can be grouped all the same, as Swedish sentences.
    remark: str = ""


@dataclass(frozen=True, slots=True)
class CaseReader:
    """Reads the lines of one file, each by itself; may be sent to another process."""

    layout: CaseFormat
    name: str
    #: The place of each column; empty for a format without heading.
    places: Mapping[str, int]

    def read(self, line: NumberedLine) -> CaseLine:
        """Read a contact; what is wrong with a line is told and not raised."""
        try:
            if not line.is_whole:
                raise InputFileError(_TOO_LONG)
            return _READERS[self.layout](self, line)
        except (AppError, csv.Error) as error:
            told = str(error) if isinstance(error, AppError) else _UNREADABLE
            return CaseLine(line.number, "", None, f"{self.name}, rad {line.number}: {told}")

    def told(self, line: NumberedLine, case_id: str, read: Callable[[], _Read]) -> CaseLine:
        """Make a contact of a line whose id is known."""
        where = f"{self.name}, rad {line.number}: "
        try:
            found = read()
        except AppError as error:
            return CaseLine(line.number, case_id, None, f"{where}{error}")
        remarks = _remarks(found)
        remark = f"{where}{' '.join(remarks)}" if remarks else ""
        return CaseLine(line.number, case_id, found.case, "", remark)


class _Read(NamedTuple):
    """A contact, and the words that its sex stood in."""

    case: DrgCase
    sex: str


@contextmanager
def open_cases(
    path: Path, layout: CaseFormat
) -> Iterator[tuple[CaseReader, Iterator[NumberedLine]]]:
    """Open a file of contacts, gzip read in place; give its reader and its lines, blank ones not.

    Raises:
        InputFileError: the file cannot be read, or its columns are not those of the format.

    """
    with opened_text(path) as lines:
        numbered = numbered_lines(lines, path.name)
        if layout is CaseFormat.JSONL:
            yield CaseReader(layout, path.name, {}), numbered
            return
        first = next(numbered, NumberedLine(1, ""))
        places = _columns(_cells(layout, first.text), _WANTED[layout], path.name)
        yield CaseReader(layout, path.name, places), numbered


def guess_format(path: Path) -> CaseFormat:
    """Tell the format of a file by how it begins.

    Raises:
        InputFileError: the file cannot be read.

    """
    with opened_text(path) as lines:
        first = next(numbered_lines(lines, path.name), NumberedLine(1, "")).text
    if first.lstrip().startswith("{"):
        return CaseFormat.JSONL
    return CaseFormat.CASES if "\t" in first else CaseFormat.NOR


def read_cases(path: Path, layout: CaseFormat) -> Iterator[CaseLine]:
    """Yield each contact of a file; memory does not grow with the file.

    A line that cannot be read is told with its number, and reading goes on.

    Raises:
        InputFileError: as `open_cases`.

    """
    with open_cases(path, layout) as (reader, lines):
        yield from map(reader.read, lines)


def parse_norwegian_case(text: str) -> DrgCase:
    """Read 165 fields: sex, age, discharge, stay, one unused, 30 pairs and 100 procedures.

    Raises:
        AppError: the string is cut short, or age or stay is missing or no number.

    """
    fields = list(map(_code, text.split(",")))
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
    return tuple(map(_diagnosis, text.split()))


def _nor_line(reader: CaseReader, line: NumberedLine) -> CaseLine:
    row = _cells(reader.layout, line.text)
    at = reader.places
    case_id = row[at["RegelNr"]].strip() if len(row) > at["RegelNr"] else ""
    return reader.told(line, case_id, partial(_nor_case, row, at))


def _nor_case(row: list[str], at: Mapping[str, int]) -> _Read:
    _check_width(row, at)
    text = row[at["DRGGrupperingsstreng"]]
    return _Read(parse_norwegian_case(text), text.partition(",")[0])


#: The columns of contacts, with another name that they go by.
_CASE_COLUMNS = {
    "id": "",
    "sex": "",
    "age_days": "",
    "disch": "",
    "dur": "",
    "diagnoses": "diagnoses(dagger/asterisk)",
    "procedures": "",
}
_WANTED = {
    CaseFormat.NOR: {"RegelNr": "", "DRGGrupperingsstreng": ""},
    CaseFormat.CASES: _CASE_COLUMNS,
}


def _tab_line(reader: CaseReader, line: NumberedLine) -> CaseLine:
    row = _cells(reader.layout, line.text)
    at = reader.places
    case_id = row[at["id"]].strip() if len(row) > at["id"] else ""
    return reader.told(line, case_id, partial(_tab_case, row, at))


def _tab_case(row: list[str], at: Mapping[str, int]) -> _Read:
    _check_width(row, at)
    return _case({column: row[place] for column, place in at.items()})


def _json_line(reader: CaseReader, line: NumberedLine) -> CaseLine:
    try:
        read = json.loads(line.text)
    except (ValueError, RecursionError):
        read = None
    if not isinstance(read, dict):
        raise InputFileError("raden är inget JSON-objekt. Skriv en kontakt som ett objekt per rad.")
    case_id = read.get("id")
    return reader.told(line, "" if case_id is None else str(case_id), partial(_case_of, read))


def _case_of(read: Mapping[str, object]) -> _Read:
    cells = {column: _cell(read.get(column, "")) for column in _CASE_COLUMNS}
    return _case(cells)


def _cell(value: object) -> str:
    if isinstance(value, list):
        return " ".join(str(each) for each in value)
    return "" if value is None else str(value)


def _case(cells: Mapping[str, str]) -> _Read:
    case = make_case(
        sex=cells["sex"],
        age_days=_days(cells["age_days"], "åldern"),
        discharge=cells["disch"],
        stay_days=_days(cells["dur"], "vårdtiden"),
        diagnoses=parse_diagnoses(cells["diagnoses"]),
        procedures=tuple(map(_code, cells["procedures"].split())),
    )
    return _Read(case, cells["sex"])


_READERS: Mapping[CaseFormat, Callable[[CaseReader, NumberedLine], CaseLine]] = {
    CaseFormat.NOR: _nor_line,
    CaseFormat.CASES: _tab_line,
    CaseFormat.JSONL: _json_line,
}


def _cells(layout: CaseFormat, text: str) -> list[str]:
    if layout is CaseFormat.CASES:
        return text.split("\t")
    # The limit is the whole process's, and another reader may have set its own.
    csv.field_size_limit(LONGEST_LINE)
    return next(csv.reader([text], delimiter=";"), [])


def _remarks(read: _Read) -> list[str]:
    """Tell what is odd about a contact that the tables have rules for all the same."""
    case, found = read.case, []
    if case.age_days > MOST_DAYS_OF_AGE:
        found.append(f"Åldern {case.age_days} dagar är över 125 år. Kontrollera födelsedatum.")
    if case.sex is DrgSex.MISSING and read.sex.strip():
        found.append(f"Könet ”{read.sex.strip()[:10]}” är okänt och grupperas som att det saknas.")
    if case.discharge not in _DISCHARGES:
        found.append(
            f"Utskrivningssättet ”{case.discharge[:10]}” är okänt och grupperas som utskriven i "
            "livet."
        )
    return found


#: The same codes come again and again; they are read once, and are then the same object.
_code = lru_cache(_REMEMBERED)(clean_drg_code)


@lru_cache(_REMEMBERED)
def _diagnosis(entry: str) -> DrgDiagnosis:
    one, _, other = entry.partition("/")
    return _pair(_code(one), _code(other))


@lru_cache(_REMEMBERED)
def _pair(one: str, other: str) -> DrgDiagnosis:
    return DrgDiagnosis(one, other) if one else DrgDiagnosis(other)


def _days(text: str, what: str) -> int | None:
    text = text.strip()
    if not text:
        return None
    if not _WHOLE_NUMBER.fullmatch(text):
        raise InputFileError(f"{what} ”{text[:20]}” är inget helt antal dagar. Rätta talet.")
    return int(text)


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
