"""Cells of one contact in a file become the contact, whatever file they stood in."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from app.domain.drg import (
    MOST_DAYS_OF_AGE,
    DrgCase,
    DrgDiagnosis,
    DrgSex,
    clean_drg_code,
    make_case,
)
from app.domain.errors import InputFileError
from app.exchange.numbered_lines import LONGEST_LINE

#: Of the Norwegian string: places of the first pair and of the first procedure, and how many.
_FIRST_PAIR, _FIRST_PROCEDURE, _PROCEDURES = 5, 65, 100
_FIELDS = _FIRST_PROCEDURE + _PROCEDURES
_REMEMBERED = 50_000
#: An empty place in a list of codes, which are parted by blanks.
_NO_CODE = "/"
_WHOLE_NUMBER = re.compile(r"[+-]?[0-9]{1,9}")
#: Letters of discharge that files are known to hold: dead, moved, against advice, home, alive.
_DISCHARGES = frozenset({"", "E", "R", "L", "H", "N"})

#: The columns of each kind of file in the order of `places`, with another name that they go by.
NORWEGIAN_COLUMNS = {"RegelNr": "", "DRGGrupperingsstreng": ""}
CASE_COLUMNS = {
    "id": "",
    "sex": "",
    "age_days": "",
    "disch": "",
    "dur": "",
    "diagnoses": "diagnoses(dagger/asterisk)",
    "procedures": "",
}


class ReadCase(NamedTuple):
    """A contact, and the words that its sex stood in."""

    case: DrgCase
    sex: str


def semicolon_cells(text: str) -> list[str]:
    """Part a line at semicolons; a quoted cell may hold some."""
    # The limit is the whole process's, and another reader may have set its own.
    csv.field_size_limit(LONGEST_LINE)
    return next(csv.reader([text], delimiter=";"), [])


def tab_cells(text: str) -> list[str]:
    """Part a line at tabs."""
    return text.split("\t")


def json_cells(text: str) -> list[str]:
    """Read an object; its cells stand in the order of `CASE_COLUMNS`.

    Raises:
        InputFileError: the line is no object, or holds another in a list.

    """
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        read = None
    if not isinstance(read, dict):
        raise InputFileError("raden är inget JSON-objekt. Skriv en kontakt som ett objekt per rad.")
    return [_cell(read.get(column), column) for column in CASE_COLUMNS]


def norwegian_case(row: Sequence[str], places: Sequence[int]) -> ReadCase:
    """Make a contact of a row whose last column is the Norwegian string.

    Raises:
        AppError: as `parse_norwegian_case`.

    """
    text = row[places[1]]
    return ReadCase(parse_norwegian_case(text), text.partition(",")[0])


def parted_case(row: Sequence[str], places: Sequence[int]) -> ReadCase:
    """Make a contact of a row with the columns of `CASE_COLUMNS`.

    Raises:
        AppError: age or stay is missing, impossible or no number.

    """
    _id, sex, age, discharge, stay, diagnoses, procedures = places
    case = make_case(
        sex=row[sex],
        age_days=_days(row[age], "åldern"),
        discharge=row[discharge],
        stay_days=_days(row[stay], "vårdtiden"),
        diagnoses=parse_diagnoses(row[diagnoses]),
        procedures=tuple(map(_code, row[procedures].replace(_NO_CODE, " ").split())),
    )
    return ReadCase(case, row[sex])


def parse_norwegian_case(text: str) -> DrgCase:
    """Read 165 fields: sex, age, discharge, stay, one unused, 30 pairs and 100 procedures.

    Raises:
        AppError: the string is cut short, or age or stay is missing or no number.

    """
    fields = text.split(",")
    if len(fields) < _FIELDS:
        raise InputFileError(
            f"strängen har {len(fields)} fält, men ska ha {_FIELDS}. Exportera raden på nytt."
        )
    sex, age, discharge, stay = map(_code, fields[:4])
    return make_case(
        sex=sex,
        age_days=_days(age, "åldern"),
        discharge=discharge,
        stay_days=_days(stay, "vårdtiden"),
        diagnoses=_pairs(fields[_FIRST_PAIR:_FIRST_PROCEDURE]),
        procedures=tuple(filter(None, map(_code, filter(None, fields[_FIRST_PROCEDURE:_FIELDS])))),
    )


def parse_diagnoses(text: str) -> tuple[DrgDiagnosis, ...]:
    """Read diagnoses parted by blanks, a pair written dagger/asterisk."""
    return tuple(map(_diagnosis, text.split()))


def remarks_on(read: ReadCase) -> list[str]:
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


def _cell(value: object, column: str) -> str:
    if isinstance(value, list):
        if not all(isinstance(each, str) for each in value):
            raise InputFileError(
                f"{column} innehåller annat än koder. Skriv varje kod som text, och ett par som "
                "dagger/asterisk."
            )
        # An empty place is kept: the principal diagnosis may be missing.
        return " ".join(each.strip() or _NO_CODE for each in value)
    return "" if value is None else str(value)


def _pairs(fields: list[str]) -> tuple[DrgDiagnosis, ...]:
    """Make diagnoses of codes and asterisk codes by turns; blank ones at the end are none."""
    while fields and not _code(fields[-1]):
        fields.pop()
    codes = [*map(_code, fields), ""]
    return tuple(map(_pair, codes[: len(fields) : 2], codes[1::2]))


#: The same codes come again and again; they are read once, and are then the same object.
_code = lru_cache(_REMEMBERED)(clean_drg_code)


@lru_cache(_REMEMBERED)
def _diagnosis(entry: str) -> DrgDiagnosis:
    one, _, other = entry.partition("/")
    return _pair(_code(one), _code(other))


@lru_cache(_REMEMBERED)
def _pair(one: str, other: str) -> DrgDiagnosis:
    return DrgDiagnosis(one, other) if one else DrgDiagnosis(other)


@lru_cache(_REMEMBERED)
def _days(text: str, what: str) -> int | None:
    text = text.strip()
    if not text:
        return None
    if not _WHOLE_NUMBER.fullmatch(text):
        raise InputFileError(f"{what} ”{text[:20]}” är inget helt antal dagar. Rätta talet.")
    return int(text)


def columns_in(header: Sequence[str], wanted: Mapping[str, str], name: str) -> tuple[int, ...]:
    """Give the places of the columns wanted.

    Raises:
        InputFileError: the heading lacks one; the text names it and the file.

    """
    titles = [title.strip().removeprefix("\ufeff").casefold() for title in header]
    there = {title: at for at, title in enumerate(titles)}
    places = []
    for column, other in wanted.items():
        place = there.get(column.casefold(), there.get(other))
        if place is None:
            raise InputFileError(
                f"{name} saknar kolumnen {column}. Välj rätt format med --format, eller rätta "
                "rubrikraden."
            )
        places.append(place)
    return tuple(places)
