"""What definition tables call the values that rules ask for, as far as they hold any names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from app.exchange.drg_versions import SourceTable, cell_of, column_names, without_version

#: Texts of values: the table, its column of codes and that of texts.
_TEXTS = {
    "dgcat": (("dgkat", "dgcat_name"), ("dgcat", "code")),
    "mdc": (("mdc", "mdc_name"), ("mdc", "code", "dgcat")),
    "dgprop": (("dgomin", "dgprop_name"), ("dgprop", "code")),
    "pdgprop": (("pdgomin", "pdgprop_name"), ("pdgprop", "code")),
    "procpro": (("tpomin", "procprop_name"), ("procprop", "procpro", "code")),
    "rtc": (("rtc", "rtc_name"), ("rtc", "code")),
    "compl": (("kompkat", "compl_name"), ("compl", "varval", "code")),
}
_TEXT_COLUMNS = ("text", "text_nat", "name", "varval_text_nat", "name_nat")
#: The tables that hold names.
TEXT_TABLES = frozenset(name for names, _codes in _TEXTS.values() for name in names)


def texts_of(tables: Mapping[str, SourceTable]) -> dict[str, dict[str, str]]:
    """Return the names of values by the kind of value and the value."""
    found: dict[str, dict[str, str]] = {}
    for kind, (names, codes) in _TEXTS.items():
        table = next((tables[name] for name in names if name in tables), None)
        found[kind] = dict(_text_rows(table, codes)) if table is not None else {}
    return found


def _text_rows(table: SourceTable, codes: Sequence[str]) -> Iterator[tuple[str, str]]:
    known = column_names(table)
    code = next((known[name] for name in codes if name in known), "")
    text = next((known[name] for name in _TEXT_COLUMNS if name in known), "")
    if code and text:
        for row in without_version(table).rows:
            yield cell_of(row, code), cell_of(row, text)
