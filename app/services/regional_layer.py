"""Use cases for all that a region decides as one TOML file: read it in, write it out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from app.domain.concept import SourceFile
from app.domain.customs import PairOrder
from app.domain.file_import import FileImport, FileImportReport
from app.domain.finding import Severity
from app.domain.list_words import format_count
from app.domain.period import Period
from app.domain.ports import UnitOfWork
from app.domain.regional import (
    BLOCK_LABEL,
    REGIONAL_LABEL,
    Block,
    RegionalTable,
    RuleSwitch,
    judged_severity,
)
from app.domain.regional_layer import REGION_NAME, RegionalLayer
from app.services.context import AppContext
from app.services.file_fingerprint import fingerprint
from app.services.job_control import NO_CONTROL, JobControl
from app.services.rule_sets import every_rule
from app.services.written_file import write_whole

TOML = ".toml"
_HEAD = "# Regionens beslut om reglerna i Kodklar. Formen beskrivs i docs/kodserver.md.\n"
_SEVERITY = {Severity.ERROR: "fel", Severity.WARNING: "varning", Severity.ADVICE: "råd"}
_SAVING = "Sparar regionens beslut …"
_NOTHING = (
    "Filen har inga rader: nu har regionen inte bestämt något. Läs in en annan fil om det är fel."
)


def import_layer(
    app: AppContext,
    path: Path,
    *,
    imported_by: str = "",
    refuse: Callable[[UnitOfWork], None] = lambda _uow: None,
    control: JobControl = NO_CONTROL,
) -> FileImportReport:
    """Let a TOML file be all that the region decides: what it does not say no longer applies.

    All or nothing; the same file again changes nothing and is told. A rule that the rule book
    does not have is kept, and told with file and line; so is one that cannot be made a Fel.
    `refuse` may stop it where it is written.

    Raises:
        CodebookFileError: the file cannot be used; with file, line and remedy.
        Cancelled: the user cancelled.
        StorageError: the database cannot take it.

    """
    control.step(0, 0, f"Undersöker {path.name} …")
    source = fingerprint(path)
    with app.unit_of_work() as uow:
        imports = uow.regional.imports()
        before = uow.regional.layer()
    layer = app.readers.lists.regional_layer(path)
    known = [imports.get(table.value) for table in layer.rows]
    first = known[0]
    if first and all(each is not None and each.source.sha256 == source.sha256 for each in known):
        text = "Regionens beslut är redan inlästa från samma fil. Inget ändrades."
        return FileImportReport(first, warnings=(text,), already_imported=True)
    control.step(0, 0, _SAVING)
    with app.unit_of_work() as uow:
        refuse(uow)
        latest = _store(app, uow, layer, source, imported_by)
        control.step(1, 1, _SAVING)
        uow.commit()
    return FileImportReport(
        latest, "TOML", told=_told(layer, before), warnings=tuple(_warnings(app, path, layer))
    )


def current_layer(app: AppContext) -> RegionalLayer:
    """Return all that the region has decided, from whatever files it was read."""
    with app.unit_of_work() as uow:
        return uow.regional.layer()


def export_layer(app: AppContext, path: Path) -> Path:
    """Write all that the region has decided as the TOML that `import_layer` reads.

    Raises:
        AppError: the file cannot be written.

    """
    return write_whole(app, path, format_layer(current_layer(app)).encode())


def format_layer(layer: RegionalLayer) -> str:
    """Write a layer as TOML; read again it gives the same layer."""
    parts = (
        f"{_HEAD}region = {_text(layer.name)}\n",
        *map(_written_switch, layer.switches),
        *map(_written_block, layer.blocks),
        *map(_written_order, layer.pair_orders),
        *(
            f"[[deepening]]\n{_codes(d.codes)}{_ending(d.reason, d.valid)}"
            for d in layer.deepenings
        ),
    )
    return "\n".join(parts)


def _written_switch(switch: RuleSwitch) -> str:
    severity = switch.severity
    act = "off = true" if severity is None else f"severity = {_text(_SEVERITY[severity])}"
    return f"[[rule]]\nid = {_text(switch.rule_id)}\n{act}\n{_reason(switch.reason)}"


def _written_block(block: Block) -> str:
    other = f"other = {_text(block.other)}\n" if block.other else ""
    kind = f"kind = {_text(BLOCK_LABEL[block.kind])}\n{other}"
    return f"[[block]]\n{_codes(block.codes)}{kind}{_ending(block.reason, block.valid)}"


def _written_order(order: PairOrder) -> str:
    first = f"first = {_text(order.first.value)}\n"
    return f"[[pair_order]]\n{_codes(order.codes)}{first}{_ending(order.reason, order.valid)}"


def _store(
    app: AppContext, uow: UnitOfWork, layer: RegionalLayer, source: SourceFile, by: str
) -> FileImport:
    now = app.now()

    def latest(table: RegionalTable) -> FileImport:
        return FileImport(table.value, source, len(layer.rows[table]), now, by)

    stored, first = uow.regional, latest(RegionalTable.RULE_SWITCHES)
    stored.replace_rule_switches(first, layer.switches)
    stored.replace_block_list(latest(RegionalTable.BLOCK_LIST), layer.blocks)
    stored.replace_pair_orders(latest(RegionalTable.PAIR_ORDERS), layer.pair_orders)
    stored.replace_deepenings(latest(RegionalTable.DEEPENINGS), layer.deepenings)
    uow.facts.set(REGION_NAME, layer.name)
    return first


def _told(layer: RegionalLayer, before: RegionalLayer) -> str:
    counts = []
    for table, rows in layer.rows.items():
        gone = len(set(before.rows[table]) - set(rows))
        if rows or gone:
            lost = f", {format_count(gone, 'borttagen', 'borttagna')} mot förut" if gone else ""
            counts.append(
                f"{REGIONAL_LABEL[table]}: {format_count(len(rows), 'rad', 'rader')}{lost}."
            )
    name = f"{layer.name}: besluten är inlästa." if layer.name else "Regionens beslut är inlästa."
    return " ".join((name, *counts)) if counts else f"{name} {_NOTHING}"


def _warnings(app: AppContext, path: Path, layer: RegionalLayer) -> Iterator[str]:
    known = {rule.rule_id: rule for rule in every_rule(app)}
    for switch in layer.switches:
        rule, place = known.get(switch.rule_id), f"{path.name}, rad {layer.lines[switch.rule_id]}"
        if rule is None:
            text = f"Regeln {switch.rule_id} finns inte i regelboken; valet sparades men ändrar"
            yield f"{place}: {text} inget. Kontrollera id:t mot kodklar rules."
        elif judged_severity(switch, is_verified=rule.is_verified) != switch.severity:
            text = f"Regeln {switch.rule_id} är ej verifierad och kan inte bli Fel; den bedöms som"
            yield f"{place}: {text} Varning. Skriv varning i stället, eller låt den vara."


def _codes(codes: str) -> str:
    return f"codes = {_text(codes.replace('–', '-'))}\n"


def _ending(reason: str, valid: Period) -> str:
    days = (("valid_from", valid.start), ("valid_to", valid.end))
    return _reason(reason) + "".join(_day(key, day) for key, day in days)


def _day(key: str, day: date | None) -> str:
    return f"{key} = {day.isoformat()}\n" if day else ""


def _reason(reason: str) -> str:
    return f"reason = {_text(reason)}\n"


def _text(text: str) -> str:
    """Write a text as TOML; what JSON escapes TOML reads the same."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
