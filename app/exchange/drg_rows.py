"""Definition tables as rows with named columns, whatever file they stood in, become a table set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, compress
from operator import itemgetter
from re import compile as pattern

from app.domain.drg_tables import (
    CategoryRow,
    DefinitionTables,
    DrgName,
    ExclusionRow,
    FeatureColumns,
    FeatureRow,
    LogicRow,
    TableLayout,
)
from app.domain.errors import InputFileError
from app.domain.period import ALWAYS
from app.exchange.drg_even_rows import EvenRows
from app.exchange.drg_gaps import FIRST, SECOND, gaps_in, named_once, refuse_doubles
from app.exchange.drg_texts import TEXT_TABLES, texts_of
from app.exchange.drg_versions import (
    Row,
    SourceTable,
    column_names,
    country_of,
    period_of,
    plain_name,
    refuse_mixture,
    version_of,
    without_version,
)

#: Tables by name; columns in any letters.
Tables = Mapping[str, SourceTable]

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
    "listed": ("mdc",),
    "category": ("compl", "varval"),
    "wakes": ("inclprop",),
    "name": ("drgname", "name", "drg_text_nat", "text_nat", "text"),
    "or_val": ("or_val",),
}
_OPTIONAL = frozenset({"dagger", "wakes", "name", "listed", "or_val"})
#: The tables, by the names that national files give them; several are put one after another.
_TABLES = {
    "rules": ("drglogic", "drg_logic"),
    "diagnoses": ("dg", "dg_0", "dg_1", "dg_feat", "dg_feat_0", "dg_feat_1"),
    "procedures": ("proc", "proc1", "proc_feat", "proc_feat_0", "proc_feat_1"),
    "categories": ("complcat", "kompkat", "compl_name"),
    "exclusions": ("complexcl", "komplex", "compl_excl"),
    "names": ("drgnames", "drg_names", "drg_name"),
}
#: Of tables of codes only those with these columns hold features; others are plain lists.
_FEATURES = frozenset({"vartype", "varval"})
_TABLES_OF_FEATURES = frozenset({*_TABLES["diagnoses"], *_TABLES["procedures"]})
#: Without rows in these nothing would be grouped rightly.
_NEVER_EMPTY = frozenset({"diagnoses", "procedures", "exclusions"})
_PLAIN = ("proc0", "proc_no_prop", "proc", "dg")
_KINDS = {"PDGPROP": "PDGPRO", "PROCPROP": "PROCPR", "PROCPRO": "PROCPR", "SDGPROP": "SDGPRO"}
_ROOM_VALUES = frozenset({"1", "2"})
#: Every table that is read; a package may hold others.
KNOWN_TABLES = frozenset(chain(_PLAIN, chain.from_iterable(_TABLES.values()), TEXT_TABLES))
#: What a row of the rules begins with that only tells a version.
_MARK = "#"
_LIMIT = (pattern(r"[<>]\s*\d+"), "en gräns som <7 eller >6574")
#: How the cells of some columns are written, and how to say that.
_SHAPES = {
    "agelim": _LIMIT,
    "dur": _LIMIT,
    "compl": (pattern(r"[-<>]?\d"), "en komplikationsnivå som 1, 2 eller <2"),
}
_CATEGORY = pattern(r"\d\d[CGIJ]\d\d")
_UNCHANGED = "Läs in tabellerna i den form som utgivaren lämnade dem."


def make_tables(tables: Tables, layout: TableLayout, source: str) -> DefinitionTables:
    """Put a table set together of its rows.

    Raises:
        InputFileError: a table or a column that grouping needs is missing, tables of two
            versions are mixed, or two rules have one number; the text names table and row.

    """
    named = named_once(tables, source)
    lowered = {name: table for name, table in named.items() if name in KNOWN_TABLES}
    parts = {part: _tables_of(part, lowered, source) for part in _TABLES}
    graded = list(chain.from_iterable(parts.values()))
    rest = [table for table in lowered.values() if table not in graded]
    remarks = refuse_mixture(graded, rest)
    # The tables that decide groups tell the version, before those that only hold texts.
    version = version_of([*graded, *rest]) or plain_name(source)
    logic = without_version(parts["rules"][0])
    rules = _rules(logic, source)
    features = _features(parts["diagnoses"], source)
    procedures = _features(parts["procedures"], source)
    _require("dagger", [*parts["diagnoses"], *parts["exclusions"]], source)
    return DefinitionTables(
        layout,
        rules=rules,
        diagnoses=features,
        procedures=procedures,
        categories=tuple(
            CategoryRow(*row)
            for row in _all(parts["categories"], ("category", "wakes"), source)
            if _CATEGORY.fullmatch(row[0])
        ),
        exclusions=tuple(
            row
            for row in map(_exclusion, _all(parts["exclusions"], ExclusionRow._fields, source))
            if row[0]
        ),
        names=tuple(
            DrgName(row[0], _padded(row[1]), row[2])
            for row in _all(parts["names"], ("drg", "listed", "name"), source)
            if row[0]
        ),
        plain=_plain(lowered, {*features.columns[0], *procedures.columns[0]}),
        texts=texts_of(lowered),
        version=version,
        country=country_of(version) or country_of(source),
        valid=period_of(version) or period_of(source) or ALWAYS,
        rows_above=logic.first - 1,
        remarks=(*remarks, *gaps_in(lowered)),
    )


def _tables_of(part: str, tables: Tables, source: str) -> list[SourceTable]:
    names = [name for name in _TABLES[part] if name in tables]
    found = [tables[name] for name in names]
    if part in {"diagnoses", "procedures"}:
        names = [name for name in names if _holds_features(tables[name])] or names[:1]
        found = [tables[name] for name in names]
    if not found or names[-1].endswith(FIRST):
        one, *others = _TABLES[part] if not found else (f"{names[-1].removesuffix(FIRST)}{SECOND}",)
        named = f"{one} (eller {', '.join(others)})" if others else one
        raise InputFileError(
            f"{source} saknar tabellen {named}. Välj mappen eller filen med alla "
            "definitionstabeller."
        )
    refuse_doubles(names, source)
    if part in _NEVER_EMPTY and not without_version(tables[names[-1]]).rows:
        raise InputFileError(f"{_where(tables[names[-1]], source)} har inga rader. {_UNCHANGED}")
    return found


def _holds_features(table: SourceTable) -> bool:
    return bool(table.rows) and _FEATURES.issubset(column_names(table))


def _rules(table: SourceTable, source: str) -> tuple[LogicRow, ...]:
    seen: dict[str, int] = {}
    rules = []
    for number, cells in enumerate(_pick(table, LogicRow._fields, source), table.first):
        row = LogicRow(*cells)
        if row.rtc and not (row.ord and row.drg):  # a rule, and no row of notes
            raise InputFileError(
                f"{table.label}, rad {number}: regeln saknar {'DRG' if row.ord else 'nummer'}. "
                f"{_UNCHANGED}"
            )
        if not row.ord.strip(_MARK):
            continue
        if row.ord in seen:
            raise InputFileError(
                f"{table.label}, rad {number}: regeln {row.ord} finns två gånger, också på rad "
                f"{seen[row.ord]}. {_UNCHANGED}"
            )
        if not (row.ord + row.drg).isascii():
            raise InputFileError(
                f"{table.label}, rad {number}: regelns nummer eller DRG innehåller tecken som "
                f"sådana inte har, så filen läses med fel teckentabell. {_UNCHANGED}"
            )
        _refuse_odd_cells(row, f"{table.label}, rad {number}")
        seen[row.ord] = number
        rules.append(row._replace(mdc=_padded(row.mdc)) if row.mdc else row)
    if not rules:
        raise InputFileError(f"{_where(table, source)} har inga regler. {_UNCHANGED}")
    return tuple(rules)


def _refuse_odd_cells(row: LogicRow, where: str) -> None:
    """See that limits and levels are such; the text names file, row, rule and column."""
    for column, (shape, wanted) in _SHAPES.items():
        cell = getattr(row, column)
        if cell and not shape.fullmatch(cell):
            raise InputFileError(
                f"{where}: regeln {row.ord} har ”{cell[:20]}” i kolumnen {column}, som ska vara "
                f"{wanted}. {_UNCHANGED}"
            )


def _padded(mdc: str) -> str:
    """Write a major category with two digits, which Excel takes the first of for nothing."""
    sign, digits = (mdc[0], mdc[1:]) if mdc[:1] in ("-", "+") else ("", mdc)
    return sign + digits.zfill(2) if digits.isdecimal() else mdc


#: Makes a named row of a tuple as `_make` does, in half the time.
_exclusion = partial(tuple.__new__, ExclusionRow)


def _features(tables: Sequence[SourceTable], source: str) -> FeatureColumns:
    """Put the properties of all tables after each other; rows without code or kind are none."""
    found: list[list[str]] = [[] for _column in FeatureRow._fields]
    for table in tables:
        columns = _columns(table, FeatureRow._fields, source)
        if "" in columns[0] or "" in columns[2]:
            filled = list(map(all, zip(columns[0], columns[2], strict=True)))
            columns = [list(compress(column, filled)) for column in columns]
        kinds = columns[2]
        if not _KINDS.keys().isdisjoint(kinds):
            columns[2] = [_KINDS.get(kind, kind) for kind in kinds]
        if "or_val" in column_names(table) and "OR" not in kinds:
            columns = [[*c, *more] for c, more in zip(columns, _rooms(table, source), strict=True)]
        for whole, column in zip(found, columns, strict=True):
            whole.extend(column)
    return FeatureColumns(*found)


def _rooms(table: SourceTable, source: str) -> list[list[str]]:
    """Give the operating-room values of a table that has them in a column of their own."""
    rows = dict.fromkeys(_pick(table, ("code", "or_val"), source))
    told = [FeatureRow(c, "", "OR", value) for c, value in rows if value in _ROOM_VALUES]
    return [[row[at] for row in told] for at in range(len(FeatureRow._fields))]


def _all(
    tables: Sequence[SourceTable], wanted: Sequence[str], source: str
) -> Iterator[tuple[str, ...]]:
    return chain.from_iterable(_pick(table, wanted, source) for table in tables)


def _pick(table: SourceTable, wanted: Sequence[str], source: str) -> Iterator[tuple[str, ...]]:
    """Give the columns wanted of each row, trimmed; a column that may be missing is empty."""
    return zip(*_columns(table, wanted, source), strict=True)


def _columns(table: SourceTable, wanted: Sequence[str], source: str) -> list[list[str]]:
    table = without_version(table)
    if not table.rows:
        return [[] for _column in wanted]
    known = column_names(table)
    columns = [next((known[n] for n in _COLUMNS[c] if n in known), "") for c in wanted]
    for column, found in zip(wanted, columns, strict=True):
        if not found and column not in _OPTIONAL:
            raise _lacks(table, column, source)
        if not found:
            _refuse_late(table, _COLUMNS[column], source)
    try:
        blank = [""] * len(table.rows)
        return [_column(table.rows, column) if column else blank for column in columns]
    except (KeyError, TypeError, AttributeError):
        raise _unfit(table, columns, source) from None


def _require(column: str, tables: Sequence[SourceTable], source: str) -> None:
    """See that tables have a column that others may lack."""
    for table in tables:
        if table.rows and column_names(table).keys().isdisjoint(_COLUMNS[column]):
            raise _lacks(table, column, source)


def _where(table: SourceTable, source: str) -> str:
    """Name a table, and its package where it does not name that itself."""
    return table.label if table.label.startswith(source) else f"{table.label} i {source}"


def _lacks(table: SourceTable, column: str, source: str) -> InputFileError:
    return InputFileError(
        f"{_where(table, source)} saknar kolumnen {_COLUMNS[column][0]}. {_UNCHANGED}"
    )


def _refuse_late(table: SourceTable, names: Sequence[str], source: str) -> None:
    """See that a column that the first row lacks stands in no other: it would be passed over."""
    rows = table.rows
    if isinstance(rows, EvenRows) or all(len(row) <= len(rows[0]) for row in rows):
        return
    for number, row in enumerate(rows, table.first):
        late = [name for name in row if name.strip().lower() in names]
        if late:
            raise InputFileError(
                f"{_where(table, source)}, rad {number}: raden har kolumnen {late[0]}, som den "
                f"första raden saknar. {_UNCHANGED}"
            )


def _column(rows: Sequence[Row], column: str) -> list[str]:
    """Give the trimmed cells of a column; where no cell has a blank, none is looked at."""
    if isinstance(rows, EvenRows):
        cells = rows.column(column)
    else:
        cells = list(map(itemgetter(column), rows))
    joined = "".join(cells)
    return cells if joined.split(maxsplit=1) == [joined] else list(map(str.strip, cells))


def _unfit(table: SourceTable, columns: Sequence[str], source: str) -> InputFileError:
    """Make the error about the first row that lacks a column or holds no text."""
    wanted = [column for column in columns if column]
    for number, row in enumerate(table.rows, table.first):
        if not all(isinstance(row.get(column), str) for column in wanted):
            return InputFileError(
                f"{_where(table, source)}, rad {number}: raden saknar en kolumn eller innehåller "
                f"något annat än text. {_UNCHANGED}"
            )
    return InputFileError(f"{_where(table, source)} kan inte läsas. {_UNCHANGED}")


def _plain(tables: Tables, with_features: set[str]) -> tuple[str, ...]:
    found: set[str] = set()
    for name in _PLAIN:
        table = tables.get(name)
        if table is None or (name in _TABLES_OF_FEATURES and _holds_features(table)):
            continue
        known = column_names(table)
        column = next((known[name] for name in _COLUMNS["code"] if name in known), "")
        rows = without_version(table).rows if column else ()
        found.update(str(row.get(column, "")).strip() for row in rows)
    return tuple(sorted(found - {""} - with_features))
