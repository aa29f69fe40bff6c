"""The region's block list and rule switches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.file_import import FileImport
from app.domain.finding import Severity
from app.domain.period import Period
from app.domain.regional import Block, BlockKind, RegionalTable, RuleSwitch, SwitchAct
from app.persistence.imported_tables import read_imports, remember_import, replace_rows
from app.persistence.orm_kodserver import RegionalBlockRow, RegionalSwitchRow
from app.persistence.storage_errors import storage_errors


class SqlRegional:
    """Implements `list_ports.Regional`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @storage_errors()
    def imports(self) -> Mapping[str, FileImport]:
        """Return the latest import of block list and rule switches, by name."""
        return read_imports(self._session, RegionalTable)

    @storage_errors()
    def block_list(self) -> list[Block]:
        """Every row of the block list, in the order of the file."""
        rows = self._session.scalars(select(RegionalBlockRow).order_by(RegionalBlockRow.position))
        return [
            Block(
                codes=row.codes,
                kind=BlockKind(row.kind),
                reason=row.reason,
                other=row.other,
                valid=Period(row.valid_from, row.valid_to),
            )
            for row in rows
        ]

    @storage_errors()
    def rule_switches(self) -> list[RuleSwitch]:
        """Every decision about a rule, in the order of the file."""
        rows = self._session.scalars(select(RegionalSwitchRow).order_by(RegionalSwitchRow.position))
        return [
            RuleSwitch(
                rule_id=row.rule_id,
                act=SwitchAct(row.act),
                reason=row.reason,
                severity=None if row.severity is None else Severity(row.severity),
            )
            for row in rows
        ]

    @storage_errors()
    def replace_block_list(self, latest: FileImport, blocks: Iterable[Block]) -> None:
        """Let the rows be all of the block list."""
        replace_rows(self._session, RegionalBlockRow, blocks, _block_values)
        remember_import(self._session, latest)

    @storage_errors()
    def replace_rule_switches(self, latest: FileImport, switches: Iterable[RuleSwitch]) -> None:
        """Let the decisions be all that there are."""
        replace_rows(self._session, RegionalSwitchRow, switches, _switch_values)
        remember_import(self._session, latest)


def _block_values(position: int, block: Block) -> dict[str, Any]:
    return {
        "position": position,
        "codes": block.codes,
        "kind": block.kind.value,
        "other": block.other,
        "reason": block.reason,
        "valid_from": block.valid.start,
        "valid_to": block.valid.end,
    }


def _switch_values(position: int, switch: RuleSwitch) -> dict[str, Any]:
    return {
        "position": position,
        "rule_id": switch.rule_id,
        "act": switch.act.value,
        "severity": None if switch.severity is None else int(switch.severity),
        "reason": switch.reason,
    }
