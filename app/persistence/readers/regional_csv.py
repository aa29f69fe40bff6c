"""The region's block list and rule switches as CSV."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from app.domain.codes import has_kva_shape
from app.domain.finding import Severity
from app.domain.list_ports import ListFile
from app.domain.regional import (
    Block,
    BlockKind,
    RegionalTable,
    RuleSwitch,
    SwitchAct,
    parse_codes,
)
from app.persistence.readers.excel_csv import (
    LONGEST_CODE,
    LONGEST_TEXT,
    SEMICOLON,
    NamedRow,
    Table,
    fold_name,
    read_records,
    read_table,
    read_text_file,
)
from app.persistence.readers.kodserver_csv import CODE_COLUMNS
from app.persistence.readers.text_file import file_error

_GUIDE = "docs/kodserver.md"
_REASON = ("Skäl", "orsak", "motivering", "reason")
BLOCK_COLUMNS = {
    "codes": ("Kod", "koder", "kodellerintervall", "code", "codes", "codeorrange"),
    "what": ("Spärr", "vad", "block", "what"),
    "reason": _REASON,
    "valid_from": CODE_COLUMNS["valid_from"],
    "valid_to": CODE_COLUMNS["valid_to"],
}
SWITCH_COLUMNS = {
    "rule_id": ("Regel", "regelid", "ruleid", "rule"),
    "act": ("Åtgärd", "val", "act"),
    "severity": ("Ny grad", "grad", "newseverity", "severity"),
    "reason": _REASON,
}
_KINDS = {
    **dict.fromkeys(("ejhuvuddiagnos", "notasprincipal", "notprincipal"), BlockKind.NOT_PRINCIPAL),
    **dict.fromkeys(("ejbidiagnos", "notassecondary", "notsecondary"), BlockKind.NOT_SECONDARY),
}
_NOT_WITH = re.compile(r"(?:ej (?:tillsammans )?med|not[- ]with)\s+(.+)", re.IGNORECASE)
_ACTS = {
    **dict.fromkeys(("av", "avstangd", "off"), SwitchAct.OFF),
    **dict.fromkeys(("grad", "severity"), SwitchAct.SEVERITY),
}
_SEVERITIES = {
    **dict.fromkeys(("fel", "error"), Severity.ERROR),
    **dict.fromkeys(("varning", "warning"), Severity.WARNING),
    **dict.fromkeys(("rad", "advice"), Severity.ADVICE),
}
_RULE_ID = re.compile(r"[A-Z]{2}\d{3}")


def recognise_regional(path: Path) -> RegionalTable:
    """Tell a block list from rule switches by the header.

    Raises:
        CodebookFileError: the file cannot be read, or has the header of neither.

    """
    file = read_text_file(path)
    header = next(read_records(file, SEMICOLON), None)
    names = {fold_name(cell) for cell in header.cells} if header else set()
    for table, columns in (
        (RegionalTable.BLOCK_LIST, BLOCK_COLUMNS["what"]),
        (RegionalTable.RULE_SWITCHES, SWITCH_COLUMNS["rule_id"]),
    ):
        if names & {fold_name(column) for column in columns}:
            return table
    text = "har varken spärrlistans rubrikrad (kod; spärr; skäl; giltig från; giltig till) eller"
    remedy = "regelvalens (regel; åtgärd; ny grad; skäl). Skriv någon av dem med semikolon emellan."
    raise file_error(path, f"{text} {remedy}")


def read_block_list(path: Path) -> ListFile[Block]:
    """Read the header of a block list; its rows are checked as they are asked for.

    Raises:
        CodebookFileError: the file cannot be used.

    """
    found = read_table(read_text_file(path), BLOCK_COLUMNS, guide=_GUIDE)
    return ListFile(_blocks(found), found.written_as, found.unknown_columns)


def read_rule_switches(path: Path) -> ListFile[RuleSwitch]:
    """Read the header of a file of rule switches; its rows are checked as they are asked for.

    Raises:
        CodebookFileError: the file cannot be used.

    """
    found = read_table(read_text_file(path), SWITCH_COLUMNS, guide=_GUIDE)
    return ListFile(_switches(found), found.written_as, found.unknown_columns)


def _blocks(table: Table) -> Iterator[Block]:
    seen: dict[Block, int] = {}
    for row in table.rows:
        block = _block(row)
        if block in seen:
            raise row.error(f"Raden är densamma som rad {seen[block]}. Ta bort den ena.")
        seen[block] = row.record.number
        yield block


def _block(row: NamedRow) -> Block:
    codes = _codes(row, row.text("codes", longest=LONGEST_CODE, what="Koden"))
    kind, other = _kind(row, row.text("what", longest=LONGEST_TEXT, what="Vad koden inte får vara"))
    if kind is not BlockKind.NOT_WITH and has_kva_shape(codes):
        text = f"{codes} är en åtgärdskod, så den kan bara ha spärren ”ej med” och en kod."
        raise row.error(f"{text} Rätta raden och läs in filen igen.")
    reason = row.text("reason", longest=LONGEST_TEXT, what="Skälet till spärren")
    return Block(codes, kind, reason, other, row.period())


def _kind(row: NamedRow, cell: str) -> tuple[BlockKind, str]:
    beside = _NOT_WITH.fullmatch(cell)
    if beside:
        return BlockKind.NOT_WITH, _codes(row, beside.group(1))
    kind = _KINDS.get(fold_name(cell))
    if kind is None:
        text = f"”{cell[:LONGEST_CODE]}” är ingen spärr."
        raise row.error(f"{text} Skriv ej huvuddiagnos, ej bidiagnos, eller ej med och en kod.")
    return kind, ""


def _codes(row: NamedRow, cell: str) -> str:
    try:
        return parse_codes(cell)
    except ValueError:
        text = f"”{cell[:LONGEST_CODE]}” är varken en kod eller ett intervall."
        raise row.error(f"{text} Skriv till exempel I10.9, R65.0-R65.9 eller AF021.") from None


def _switches(table: Table) -> Iterator[RuleSwitch]:
    seen: dict[str, int] = {}
    for row in table.rows:
        switch = _switch(row)
        if switch.rule_id in seen:
            text = f"Regeln {switch.rule_id} står redan på rad {seen[switch.rule_id]}."
            raise row.error(f"{text} Ta bort den ena raden.")
        seen[switch.rule_id] = row.record.number
        yield switch


def _switch(row: NamedRow) -> RuleSwitch:
    rule_id = row.text("rule_id", longest=LONGEST_CODE, what="Regelns id").upper()
    if not _RULE_ID.fullmatch(rule_id):
        raise row.error(f"”{rule_id}” är inget regel-id. Skriv det som i regelboken, HD002.")
    act = _ACTS.get(fold_name(row.cells["act"]))
    if act is None:
        raise row.error(f"Vad som görs med {rule_id} framgår inte. Skriv av eller grad.")
    severity = _severity(row, rule_id, act)
    reason = row.text("reason", longest=LONGEST_TEXT, what=f"Skälet till valet för {rule_id}")
    return RuleSwitch(rule_id, act, reason, severity)


def _severity(row: NamedRow, rule_id: str, act: SwitchAct) -> Severity | None:
    cell = row.cells["severity"]
    if act is SwitchAct.OFF:
        if cell:
            text = f"{rule_id} både stängs av och får en ny grad."
            raise row.error(f"{text} Töm cellen med den nya graden, eller skriv grad i stället.")
        return None
    severity = _SEVERITIES.get(fold_name(cell))
    if severity is None:
        raise row.error(f"Den nya graden för {rule_id} saknas. Skriv fel, varning eller råd.")
    return severity
