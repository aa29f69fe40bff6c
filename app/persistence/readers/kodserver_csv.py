"""Kodserver tables and combinations as CSV, and the starter that ships with the program."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from app.domain.codes import has_kva_shape
from app.domain.kodserver import (
    COMBINATIONS,
    TABLE_LABEL,
    Combination,
    KodserverCode,
    KodserverStarter,
    KodserverTable,
    XsCode,
    code_key,
    find_overlap,
)
from app.domain.list_ports import ListFile
from app.domain.period import Period
from app.persistence.readers.excel_csv import (
    LONGEST_CODE,
    LONGEST_TEXT,
    NamedRow,
    Record,
    Table,
    read_table,
    read_text_file,
)
from app.persistence.readers.text_file import file_error

T = TypeVar("T")

#: The names that a column may have; the first is written as messages show it, the rest folded.
_VALIDITY = {
    "valid_from": (
        "Giltig från", "gallerfran", "giltigfrom", "gallerfrom", "from", "fran", "fromdatum",
        "frandatum", "validfrom", "startdatum", "giltigfrandatum",
    ),
    "valid_to": (
        "Giltig till", "gallertill", "giltigtom", "gallertom", "tom", "till", "tomdatum",
        "tilldatum", "validto", "slutdatum", "giltigtilldatum", "to",
    ),
}  # fmt: skip
CODE_COLUMNS = {
    "code": ("Kod", "code", "varde"),
    "text": ("Text", "benamning", "klartext", "beskrivning", "namn", "description", "name"),
    **_VALIDITY,
}
COMBINATION_COLUMNS = {
    "rate": ("Taxa", "taxekod", "rate"),
    "visit_type": ("Besökstyp", "btyp", "visittype"),
    "profession": ("Yrkeskategori", "vdg", "profession"),
    **_VALIDITY,
}
_XS_COLUMNS = {
    "code": ("code",),
    "text": ("text",),
    "contact_types": ("contacttypes",),
    "professions": ("professions",),
}
_REMARK_COLUMNS = {"table": ("table",), "remark": ("remark",)}
_TAB = "\t"
_WORD = re.compile(r"[a-zåäö]+")
_CORRECT = "Rätta raderna i filen och läs in den igen."


@dataclass(slots=True)
class _Seen(Generic[T]):
    """Where the periods of one code or combination stand."""

    rows: list[Record]
    periods: list[Period]


def read_kodserver_table(path: Path, table: KodserverTable) -> ListFile[KodserverCode]:
    """Read the header of one table's file; its rows are checked as they are asked for.

    Raises:
        CodebookFileError: the file cannot be used, or is named for another table.

    """
    _refuse_other_table(path, table.value)
    found = read_table(read_text_file(path), CODE_COLUMNS)
    return ListFile(_codes(found, table), found.written_as, found.unknown_columns)


def read_combinations(path: Path) -> ListFile[Combination]:
    """Read the header of the file of combinations; its rows are checked as they are asked for.

    Raises:
        CodebookFileError: the file cannot be used, or is named for a table.

    """
    _refuse_other_table(path, COMBINATIONS)
    found = read_table(read_text_file(path), COMBINATION_COLUMNS)
    return ListFile(_combinations(found), found.written_as, found.unknown_columns)


def read_kodserver_starter(folder: Path) -> KodserverStarter:
    """Read what ships with the program: a tab-separated file for each table, and three more.

    Raises:
        CodebookFileError: a file is missing or damaged.

    """
    remarks = _shipped(folder / "tables.tsv", _REMARK_COLUMNS)
    mapping = _shipped(folder / "xs_codes.tsv", _XS_COLUMNS)
    return KodserverStarter(
        codes={
            table: tuple(map(_code, _shipped(folder / f"{table.lower()}.tsv", CODE_COLUMNS)))
            for table in KodserverTable
        },
        remarks={KodserverTable(r.cells["table"]): r.cells["remark"] for r in remarks},
        contact_types=tuple(map(_code, _shipped(folder / "contact_types.tsv", CODE_COLUMNS))),
        product_types=tuple(map(_code, _shipped(folder / "product_types.tsv", CODE_COLUMNS))),
        xs_codes=tuple(map(_xs_code, mapping)),
    )


def _codes(table: Table, kind: KodserverTable) -> Iterator[KodserverCode]:
    seen: dict[str, _Seen[KodserverCode]] = {}
    for row in table.rows:
        code = _code(row)
        _note(seen, code_key(kind, code.code), row, code.valid)
        yield code
    _refuse_overlaps(seen, "Koden")


def _combinations(table: Table) -> Iterator[Combination]:
    seen: dict[str, _Seen[Combination]] = {}
    for row in table.rows:
        names = (("rate", "Taxan"), ("visit_type", "Besökstypen"), ("profession", "Yrkeskategorin"))
        rate, visit_type, profession = (
            row.text(column, longest=LONGEST_CODE, what=what) for column, what in names
        )
        found = Combination(rate, visit_type, profession, row.period())
        _note(seen, " + ".join(found.key), row, found.valid)
        yield found
    _refuse_overlaps(seen, "Kombinationen")


def _code(row: NamedRow) -> KodserverCode:
    code = row.text("code", longest=LONGEST_CODE, what="Koden")
    text = row.text("text", longest=LONGEST_TEXT, what=f"Texten till koden {code}")
    return KodserverCode(code, text, row.period())


def _xs_code(row: NamedRow) -> XsCode:
    code = row.text("code", longest=LONGEST_CODE, what="Koden")
    if not has_kva_shape(code):
        raise row.error(f"”{code}” är ingen KVÅ-kod. Installera om programmet.")
    return XsCode(
        code,
        row.text("text", longest=LONGEST_TEXT, what="Texten"),
        tuple(row.cells["contact_types"].split()),
        tuple(row.cells["professions"].split()),
    )


def _note(seen: dict[str, _Seen[T]], key: str, row: NamedRow, valid: Period) -> None:
    known = seen.setdefault(key, _Seen([], []))
    known.rows.append(row.record)
    known.periods.append(valid)


def _refuse_overlaps(seen: Mapping[str, _Seen[T]], what: str) -> None:
    for key, known in seen.items():
        pair = find_overlap(known.periods) if len(known.rows) > 1 else None
        if pair is not None:
            first, second = (known.rows[i] for i in pair)
            text = f"{what} {key} gäller samma dagar som på rad {first.number}."
            raise second.error(f"{text} {_CORRECT}")


def _refuse_other_table(path: Path, wanted: str) -> None:
    first = _WORD.match(path.stem.lower())
    named = first.group().upper() if first else ""
    known = {table.value: TABLE_LABEL[table] for table in KodserverTable}
    known |= {COMBINATIONS: "Kombinationer"}
    if named in known and named != wanted:
        text = f"heter som tabellen {named} ({known[named]}), men skulle läsas in som {wanted}."
        remedy = f"Välj tabellen {named}, eller byt namn på filen om den verkligen är {wanted}."
        raise file_error(path, f"{text} {remedy}")


def _shipped(path: Path, columns: Mapping[str, tuple[str, ...]]) -> Iterable[NamedRow]:
    file = read_text_file(path)
    if file.text.count("\n") <= 1:
        read_table(file, columns, _TAB)
        return ()
    return read_table(file, columns, _TAB).rows
