"""Cells of one contact in a file become the contact, whatever file they stood in."""

from __future__ import annotations

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
from app.exchange.drg_case_heads import CASE_COLUMNS

#: Of the Norwegian string: places of the first pair and of the first procedure, and how many.
_FIRST_PAIR, _FIRST_PROCEDURE, _PROCEDURES = 5, 65, 100
_FIELDS = _FIRST_PROCEDURE + _PROCEDURES
_REMEMBERED = 50_000
#: An empty place in a list of codes, which are parted by blanks.
_NO_CODE = "/"
#: What stands between the codes of a pair.
_BETWEEN = "/"
_WHOLE_NUMBER = re.compile(r"[+-]?[0-9]+")
#: More digits than any number of days has.
_MOST_DIGITS = 9
_NO_DIAGNOSES = (
    "diagnoses saknas. Skriv koderna i diagnoses, eller en tom lista där inga diagnoser finns."
)
#: What parts codes in other files, and is read as a part of a code here.
_OTHER_SIGNS = (",", ";")
#: Letters of discharge that files are known to hold: dead, moved, against advice, home, alive.
_DISCHARGES = frozenset({"", "E", "R", "L", "H", "N"})


class CellError(InputFileError):
    """A cell of a contact is not what it ought to be; the contact is named."""

    def __init__(self, sentence: str, case_id: str) -> None:
        super().__init__(sentence)
        self.case_id = case_id


class ReadCase(NamedTuple):
    """A contact, and the words that some of it stood in."""

    case: DrgCase
    sex: str
    #: The codes as they stood, where signs between them may be wrong.
    codes: str = ""


def json_cells(text: str) -> list[str]:
    """Read an object; its cells stand in the order of `CASE_COLUMNS`.

    Raises:
        InputFileError: the line is no object.
        CellError: it has no diagnoses, or a cell holds something else than it ought to.

    """
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        read = None
    if not isinstance(read, dict):
        raise InputFileError("raden är inget JSON-objekt. Skriv en kontakt som ett objekt per rad.")
    if not CASE_COLUMNS.keys() <= read.keys():
        read = _by_columns(read)
    try:
        return [_CELLS.get(column, _text)(read, column) for column in CASE_COLUMNS]
    except InputFileError as error:
        case_id = read.get("id")
        told = str(case_id) if isinstance(case_id, (str, int)) else ""
        raise CellError(str(error), told) from error


def _by_columns(read: Mapping[str, object]) -> dict[str, object]:
    """Give the members by the names of columns, whatever letters they are written in."""
    folded = {name.strip().casefold(): value for name, value in read.items()}
    names = {
        column: next((n for n in (column, other) if n in folded), "")
        for column, other in CASE_COLUMNS.items()
    }
    return {column: folded[name] for column, name in names.items() if name}


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
    return ReadCase(case, row[sex], f"{row[diagnoses]} {row[procedures]}")


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
    if any(map(str.strip, fields[_FIELDS:])):
        raise InputFileError(
            f"strängen har {len(fields)} fält, men ska ha {_FIELDS}, så något kan stå på fel "
            "plats. Exportera raden på nytt."
        )
    sex, age, discharge, stay = (field.replace("*", "") for field in fields[:4])
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
    if any(sign in read.codes for sign in _OTHER_SIGNS):
        found.append(
            "Bland koderna står komma eller semikolon, som läses som en del av koden. Skilj koder "
            "med blanksteg."
        )
    return found


def _text(read: Mapping[str, object], column: str) -> str:
    value = read.get(column)
    if isinstance(value, (list, dict)):
        raise InputFileError(f"{column} är en lista eller ett objekt. Skriv text eller ett tal.")
    return "" if value is None else str(value)


def _diagnoses(read: Mapping[str, object], column: str) -> str:
    if column not in read:
        raise InputFileError(_NO_DIAGNOSES)
    return _codes(read, column)


def _codes(read: Mapping[str, object], column: str) -> str:
    value = read.get(column)
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        # An empty place is kept: the principal diagnosis may be missing.
        return " ".join(each.strip() or _NO_CODE for each in value)
    if value is None or isinstance(value, str):
        return value or ""
    raise InputFileError(
        f"{column} innehåller annat än koder. Skriv varje kod som text, och ett par som "
        "dagger/asterisk."
    )


#: How members of an object that are no single text or number become one.
_CELLS = {"diagnoses": _diagnoses, "procedures": _codes}


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
    one, _, other = entry.partition(_BETWEEN)
    if _BETWEEN in other:
        raise InputFileError(
            f"diagnosen ”{entry[:20]}” har mer än två koder. Skriv ett par som dagger/asterisk och "
            "skilj diagnoser med blanksteg."
        )
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
        raise InputFileError(
            f"{what} ”{text[:20]}” är inget helt antal dagar. Skriv ett heltal utan decimaler."
        )
    if len(text) > _MOST_DIGITS:
        raise InputFileError(f"{what} ”{text[:20]}” är orimligt stor. Rätta talet.")
    return int(text)
