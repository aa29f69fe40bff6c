"""Definition tables as rows with named columns, whatever file they stood in, become a table set."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from operator import itemgetter

from app.domain.drg_tables import (
    CategoryRow,
    DefinitionTables,
    DrgName,
    ExclusionRow,
    FeatureRow,
    LogicRow,
    TableLayout,
)
from app.domain.errors import InputFileError
from app.domain.period import ALWAYS, Period

Row = Mapping[str, str]
#: Tables by name in small letters; columns in any letters.
Tables = Mapping[str, Sequence[Row]]

#: The name that a column has here, by the names that national files give it.
_COLUMNS = {
    "ord": ("ord",),
    "drg": ("drg", "drg_nat"),
    "rtc": ("rtc",),
    "icd": ("icd",),
    "mdc": ("mdc",),
    "dgcat": ("dgcat1", "dgcat"),
    "pdgprop": ("pdgprop",),
    "or_proc": ("or", "or_proc"),
    "procpro": ("procpro1", "procpro"),
    "secpro": ("secproc1", "secpro"),
    "dgprop1": ("dgprop1",),
    "dgprop2": ("dgprop2",),
    "dgprop3": ("dgprop3",),
    "dgprop4": ("dgprop4",),
    "agelim": ("agelim",),
    "compl": ("compl",),
    "sex": ("sex",),
    "dur": ("dur",),
    "disch": ("disch",),
    "code": ("code", "code_nat"),
    "dagger": ("d_code", "d_code_nat"),
    "kind": ("vartype",),
    "value": ("varval",),
    "category": ("compl", "varval"),
    "wakes": ("inclprop",),
    "name": ("drgname", "name", "drg_text_nat", "text"),
}
_OPTIONAL = frozenset({"dgcat", "dagger", "wakes", "name", "mdc"})
#: The tables, by the names that national files give them; several are put one after another.
_TABLES = {
    "rules": ("drglogic", "drg_logic"),
    "diagnoses": ("dg", "dg_0", "dg_1", "dg_feat"),
    "procedures": ("proc", "proc1", "proc_feat"),
    "categories": ("complcat", "kompkat", "compl_name"),
    "exclusions": ("complexcl", "komplex", "compl_excl"),
    "names": ("drgnames", "drg_name"),
}
_KINDS = {"PDGPROP": "PDGPRO", "PROCPROP": "PROCPR", "PROCPRO": "PROCPR", "SDGPROP": "SDGPRO"}
#: Texts of values: the table, its column of codes and that of texts.
_TEXTS = {
    "dgcat": (("dgkat", "dgcat_name"), ("dgcat", "code"), ("text",)),
    "mdc": (("mdc", "mdc_name"), ("mdc", "code", "dgcat"), ("text",)),
    "dgprop": (("dgomin", "dgprop_name"), ("dgprop", "code"), ("text",)),
    "pdgprop": (("pdgomin", "pdgprop_name"), ("pdgprop", "code"), ("text",)),
    "procpro": (("tpomin", "procprop_name"), ("procprop", "code"), ("text",)),
    "rtc": (("rtc", "rtc_name"), ("rtc", "code"), ("text",)),
    "compl": (("kompkat", "compl_name"), ("compl", "varval"), ("text",)),
}
#: A row that tells the version instead of holding anything.
_VERSION_MARK = re.compile(r"#{3,}|NordDRG\b")
_YEAR = re.compile(r"(?:19|20)\d\d")
_COUNTRIES = {"NOR": "NO", "SWE": "SE", "EST": "EE", "ICE": "IS", "DEN": "DK", "DAN": "DK"}
_COUNTRIES |= {"FIN": "FI", "LAT": "LV"}
_COUNTRY = re.compile(rf"(?<![A-Z])({'|'.join(_COUNTRIES)})(?![A-Z])")
_CATEGORY = re.compile(r"\d\d[CGIJ]\d\d")


def make_tables(tables: Tables, layout: TableLayout, source: str) -> DefinitionTables:
    """Put a table set together of its rows.

    Raises:
        InputFileError: a table or a column that grouping needs is missing; the text names it.

    """
    lowered = {name.lower(): rows for name, rows in tables.items()}
    version = next(filter(None, map(_version_in, lowered.values())), source)
    parts = {part: _rows_of(part, lowered, source) for part in _TABLES}
    logic = _pick(parts["rules"], LogicRow._fields, source, "drglogic")
    features = ("code", "dagger", "kind", "value")
    return DefinitionTables(
        layout,
        rules=tuple(LogicRow(*row) for row in logic if row[0]),
        diagnoses=_features(_pick(parts["diagnoses"], features, source, "dg")),
        procedures=_features(_pick(parts["procedures"], features, source, "proc")),
        categories=tuple(
            CategoryRow(*row)
            for row in _pick(parts["categories"], ("category", "wakes"), source, "kompkat")
            if _CATEGORY.fullmatch(row[0])
        ),
        exclusions=tuple(
            ExclusionRow(*row)
            for row in _pick(parts["exclusions"], ("category", "code", "dagger"), source, "komplex")
            if row[0]
        ),
        names=tuple(
            DrgName(*row) for row in _pick(parts["names"], ("drg", "mdc", "name"), source, "")
        ),
        texts=_texts(lowered),
        version=version,
        country=_country(version) or _country(source),
        valid=_period(version) or _period(source) or ALWAYS,
    )


def _rows_of(part: str, tables: Tables, source: str) -> list[Row]:
    names = [name for name in _TABLES[part] if name in tables]
    if not names:
        raise InputFileError(
            f"{source} saknar tabellen {_TABLES[part][0]}. Välj mappen eller filen med alla "
            "definitionstabeller."
        )
    return [row for name in names for row in _without_version(tables[name])]


def _pick(
    rows: Sequence[Row], wanted: Sequence[str], source: str, table: str
) -> Iterator[tuple[str, ...]]:
    """Give the columns wanted of each row, trimmed; a column that may be missing is empty."""
    if not rows:
        return iter(())
    known = {name.split("\n")[0].strip().lower(): name for name in rows[0]}
    columns = [next((known[n] for n in _COLUMNS[c] if n in known), "") for c in wanted]
    for column, found in zip(wanted, columns, strict=True):
        if not found and column not in _OPTIONAL:
            raise InputFileError(
                f"Tabellen {table} i {source} saknar kolumnen {_COLUMNS[column][0]}. Läs in "
                "tabellerna i den form som utgivaren lämnade dem."
            )
    return _trimmed(rows, columns, table, source)


def _trimmed(
    rows: Sequence[Row], columns: Sequence[str], table: str, source: str
) -> Iterator[tuple[str, ...]]:
    get = [itemgetter(column) if column else _blank for column in columns]
    for number, row in enumerate(rows, 1):
        try:
            yield tuple([cell(row).strip() for cell in get])
        except (KeyError, AttributeError) as error:
            raise InputFileError(
                f"Rad {number} i tabellen {table} i {source} saknar en kolumn eller innehåller "
                "något annat än text. Läs in tabellerna i den form som utgivaren lämnade dem."
            ) from error


def _blank(_row: Row) -> str:
    return ""


def _features(rows: Iterable[tuple[str, ...]]) -> tuple[FeatureRow, ...]:
    return tuple(
        FeatureRow(code, dagger, _KINDS.get(kind, kind), value)
        for code, dagger, kind, value in rows
        if code and kind
    )


def _without_version(rows: Sequence[Row]) -> Sequence[Row]:
    return rows[1:] if rows and _is_version(rows[0]) else rows


def _is_version(row: Row) -> bool:
    return any(_VERSION_MARK.match(str(cell)) for cell in list(row.values())[:2])


def _version_in(rows: Sequence[Row]) -> str:
    if not rows or not _is_version(rows[0]):
        return ""
    return next((cell for cell in rows[0].values() if cell.startswith("NordDRG")), "")


def _country(text: str) -> str:
    found = _COUNTRY.search(text.upper().replace("NORDDRG", " "))
    return _COUNTRIES[found[1]] if found else ""


def _period(text: str) -> Period | None:
    year = _YEAR.search(text)
    if year is None:
        return None
    return Period(date(int(year[0]), 1, 1), date(int(year[0]), 12, 31))


def _texts(tables: Tables) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for kind, (names, codes, texts) in _TEXTS.items():
        rows = next((tables[name] for name in names if name in tables), [])
        found[kind] = dict(_text_rows(rows, codes, texts))
    return found


def _text_rows(
    rows: Sequence[Row], codes: Sequence[str], texts: Sequence[str]
) -> Iterator[tuple[str, str]]:
    known = {name.lower(): name for name in rows[0]} if rows else {}
    code = next((known[name] for name in codes if name in known), "")
    text = next((known[name] for name in texts if name in known), "")
    if code and text:
        yield from ((row[code].strip(), row[text].strip()) for row in _without_version(rows))
