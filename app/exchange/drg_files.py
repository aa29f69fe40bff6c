"""Definition tables from files: Norwegian JSON, dBase packages and folders of TSV."""

from __future__ import annotations

import csv
import gzip
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path

from app.domain.drg_tables import DefinitionTables, TableLayout
from app.domain.errors import InputFileError
from app.exchange.dbf_file import open_dbf
from app.exchange.drg_rows import Row, make_tables

_GZIP = b"\x1f\x8b"
#: No file of definition tables is larger than this when unpacked.
MOST_BYTES = 256 * 1024 * 1024
_COMMA_BEFORE_END = re.compile(r",(\s*[}\]])")
#: Columns that are looked for to tell definition tables from other tables.
_RULES = ("drglogic", "drg_logic")


def read_definition_tables(path: Path) -> DefinitionTables:
    """Read a set of definition tables from a file, a zip or a folder.

    Raises:
        InputFileError: it is none, or it is broken; the text names file and remedy.

    """
    if path.is_dir():
        return _read_folder(path)
    content = _read(path)
    if content.startswith(_GZIP):
        content = _unzip(content, path.name)
    if zipfile.is_zipfile(BytesIO(content)):
        return _read_zip(content, path)
    return _read_json(content, path.name)


def _read_folder(folder: Path) -> DefinitionTables:
    files = sorted(file for file in folder.iterdir() if file.is_file())
    dbf = {file.stem: _read(file) for file in files if file.suffix.lower() == ".dbf"}
    if dbf:
        return _read_dbf(dbf, folder.name)
    tsv = {file.stem: _tsv_rows(file) for file in files if file.suffix.lower() == ".tsv"}
    if not any(name in tsv for name in _RULES):
        raise InputFileError(
            f"I mappen {folder.name} finns inga definitionstabeller. Välj mappen där drglogic.dbf "
            "eller drg_logic.tsv ligger."
        )
    return make_tables(tsv, TableLayout.NORDIC_DBF, folder.name)


def _read_zip(content: bytes, path: Path) -> DefinitionTables:
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            inner = {
                Path(member.filename): _member(package, member, path.name)
                for member in package.infolist()
                if not member.is_dir()
            }
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise InputFileError(
            f"{path.name} är en trasig zip-fil. Hämta den på nytt och läs in den igen."
        ) from error
    dbf = {name.stem: data for name, data in inner.items() if name.suffix.lower() == ".dbf"}
    if dbf:
        return _read_dbf(dbf, path.stem)
    found = [(name, data) for name, data in inner.items() if name.suffix.lower() == ".json"]
    if not found:
        raise InputFileError(
            f"{path.name} innehåller inga definitionstabeller. Välj en zip-fil med dBase-filer "
            "eller JSON."
        )
    return _read_json(found[0][1], found[0][0].name)


def _read_dbf(files: dict[str, bytes], source: str) -> DefinitionTables:
    wanted = {
        name: list(open_dbf(content, f"{name}.dbf").rows())
        for name, content in files.items()
        if name.lower() not in {"csp", "icd", "testrule", "proc0"}
    }
    return make_tables(wanted, TableLayout.NORDIC_DBF, source)


def _read_json(content: bytes, name: str) -> DefinitionTables:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputFileError(
            f"{name} är varken JSON i UTF-8, dBase eller zip. Välj en fil med definitionstabeller."
        ) from error
    try:
        read = json.loads(text, strict=False)
    except json.JSONDecodeError:
        read = _repaired(text, name)
    if not isinstance(read, dict) or not all(_is_table(rows) for rows in read.values()):
        raise InputFileError(
            f"{name} innehåller inga definitionstabeller. Välj filen med drglogic, dg och proc."
        )
    return make_tables(read, TableLayout.NORWEGIAN_JSON, name)


def _repaired(text: str, name: str) -> object:
    """Read JSON once more without the commas that the publisher leaves before a bracket."""
    try:
        return json.loads(_COMMA_BEFORE_END.sub(r"\1", text), strict=False)
    except json.JSONDecodeError as error:
        raise InputFileError(
            f"{name} är ingen läsbar JSON: fel på rad {error.lineno}. Hämta filen på nytt."
        ) from error


def _is_table(rows: object) -> bool:
    return isinstance(rows, list) and all(isinstance(row, dict) for row in rows)


def _tsv_rows(file: Path) -> list[Row]:
    try:
        text = _read(file).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputFileError(
            f"{file.name} är inte i UTF-8. Spara den i UTF-8 och läs in igen."
        ) from error
    lines = csv.reader(StringIO(text, newline=""), delimiter="\t", quoting=csv.QUOTE_NONE)
    header = next(lines, [])
    return list(_as_rows(header, lines, file.name))


def _as_rows(header: list[str], lines: Iterator[list[str]], name: str) -> Iterator[Row]:
    for number, line in enumerate(lines, 2):
        if len(line) != len(header):
            raise InputFileError(
                f"{name}, rad {number}: raden har {len(line)} kolumner, men rubriken har "
                f"{len(header)}. Rätta raden och läs in igen."
            )
        yield dict(zip(header, line, strict=True))


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputFileError(f"{path.name} är för stor för att vara definitionstabeller.")
        return path.read_bytes()
    except OSError as error:
        raise InputFileError(
            f"{path.name} kan inte läsas. Kontrollera att filen finns och att du får öppna den."
        ) from error


def _unzip(content: bytes, name: str) -> bytes:
    try:
        return gzip.decompress(content)
    except (OSError, EOFError, zlib.error) as error:
        raise InputFileError(
            f"{name} är en trasig gzip-fil. Hämta den på nytt och läs in den igen."
        ) from error


def _member(package: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> bytes:
    if member.file_size > MOST_BYTES:
        raise InputFileError(f"{name} är för stor för att vara definitionstabeller.")
    return package.read(member)
