"""Reads the tables of the clinician's desk in `resources/clinician/*.toml`, once a folder.

They have the form of the rule tables: every row names its source, and one that is not complete
is refused with file and line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.domain.codes import CodeSet
from app.domain.visit_chronic import ChronicRow
from app.rules.conditional_rows import parse_procedures
from app.rules.tables import Cells, read_rows


@dataclass(frozen=True, slots=True)
class UsualProcedures:
    """Procedures that are usual at visits of which these words are told."""

    words: re.Pattern[str]
    codes: tuple[str, ...]
    #: Years of age from which the row counts.
    least_age: int = 0


@dataclass(frozen=True, slots=True)
class ClinicianTables:
    """What the desk knows beside the editions and what units do."""

    chronic: Sequence[ChronicRow]
    procedures: Sequence[UsualProcedures]


@cache
def read_clinician_tables(resources: Path) -> ClinicianTables:
    """Read every table of a program's resources.

    Raises:
        InputFileError: a file cannot be read, or a row is not complete; names file and line.

    """
    folder = resources / "clinician"
    return ClinicianTables(
        read_rows(folder / "chronic.toml", _chronic, frozenset({"words"}), frozenset({"drugs"})),
        read_rows(
            folder / "procedures.toml", _procedures, frozenset({"words"}), frozenset({"least_age"})
        ),
    )


def _chronic(cells: Cells) -> ChronicRow:
    cells.sentence("reason")
    drugs = tuple(cells.text("drugs").split()) if cells.has("drugs") else ()
    return ChronicRow(cells.codes("codes", CodeSet.parse), drugs, _pattern(cells))


def _procedures(cells: Cells) -> UsualProcedures:
    cells.sentence("reason")
    codes = cells.codes("codes", parse_procedures)
    least = cells.number("least_age") if cells.has("least_age") else 0
    return UsualProcedures(_pattern(cells), tuple(str(code) for code in codes.ranges), least)


def _pattern(cells: Cells) -> re.Pattern[str]:
    try:
        return re.compile(cells.text("words"), re.IGNORECASE)
    except re.error as error:
        raise cells.refuse("words är inget reguljärt uttryck.") from error
