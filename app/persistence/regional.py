"""The region's block list, rule switches and customs, and what the workplace decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.customs import Deepening, PairFirst, PairOrder
from app.domain.file_import import FileImport
from app.domain.finding import Severity
from app.domain.period import Period
from app.domain.regional import Block, BlockKind, RegionalTable, RuleSwitch, SwitchAct
from app.domain.regional_layer import REGION_NAME, RegionalLayer, WorkplaceSwitch
from app.persistence.facts import SqlFacts
from app.persistence.imported_tables import read_imports, remember_import, replace_rows
from app.persistence.orm_kodserver import RegionalBlockRow, RegionalSwitchRow
from app.persistence.orm_rules import DeepeningRow, PairOrderRow, WorkplaceSwitchRow
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
        return [_switch(row) for row in rows]

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

    @storage_errors()
    def pair_orders(self) -> list[PairOrder]:
        """Every row about the order of pairs, in the order of the file."""
        rows = self._session.scalars(select(PairOrderRow).order_by(PairOrderRow.position))
        return [
            PairOrder(r.codes, PairFirst(r.first), r.reason, Period(r.valid_from, r.valid_to))
            for r in rows
        ]

    @storage_errors()
    def deepenings(self) -> list[Deepening]:
        """Every row of codes that are wanted finely, in the order of the file."""
        rows = self._session.scalars(select(DeepeningRow).order_by(DeepeningRow.position))
        return [Deepening(r.codes, r.reason, Period(r.valid_from, r.valid_to)) for r in rows]

    def layer(self) -> RegionalLayer:
        """All that the region has decided, with its name."""
        return RegionalLayer(
            SqlFacts(self._session).get(REGION_NAME) or "",
            tuple(self.rule_switches()),
            tuple(self.block_list()),
            tuple(self.pair_orders()),
            tuple(self.deepenings()),
        )

    @storage_errors()
    def workplace(self) -> list[WorkplaceSwitch]:
        """Every decision that the workplace itself has made, by rule id."""
        rows = self._session.scalars(
            select(WorkplaceSwitchRow).order_by(WorkplaceSwitchRow.rule_id)
        )
        return [WorkplaceSwitch(_switch(row), row.decided_by, row.decided_at) for row in rows]

    @storage_errors()
    def replace_pair_orders(self, latest: FileImport, orders: Iterable[PairOrder]) -> None:
        """Let the rows be all that is said of the order of pairs."""
        replace_rows(self._session, PairOrderRow, orders, _pair_values)
        remember_import(self._session, latest)

    @storage_errors()
    def replace_deepenings(self, latest: FileImport, deepenings: Iterable[Deepening]) -> None:
        """Let the rows be all the codes that are wanted finely."""
        replace_rows(self._session, DeepeningRow, deepenings, _deepening_values)
        remember_import(self._session, latest)

    @storage_errors()
    def replace_workplace(self, latest: FileImport, switches: Iterable[WorkplaceSwitch]) -> None:
        """Let the decisions be all that the workplace has made."""
        replace_rows(self._session, WorkplaceSwitchRow, switches, _workplace_values)
        remember_import(self._session, latest)


def _switch(row: RegionalSwitchRow | WorkplaceSwitchRow) -> RuleSwitch:
    return RuleSwitch(
        rule_id=row.rule_id,
        act=SwitchAct(row.act),
        reason=row.reason,
        severity=None if row.severity is None else Severity(row.severity),
    )


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


def _pair_values(position: int, order: PairOrder) -> dict[str, Any]:
    return {
        "position": position,
        "codes": order.codes,
        "first": order.first.value,
        "reason": order.reason,
        "valid_from": order.valid.start,
        "valid_to": order.valid.end,
    }


def _deepening_values(position: int, row: Deepening) -> dict[str, Any]:
    return {
        "position": position,
        "codes": row.codes,
        "reason": row.reason,
        "valid_from": row.valid.start,
        "valid_to": row.valid.end,
    }


def _workplace_values(_position: int, decided: WorkplaceSwitch) -> dict[str, Any]:
    values = _decision(decided.switch)
    return values | {"decided_at": decided.decided_at, "decided_by": decided.decided_by}


def _switch_values(position: int, switch: RuleSwitch) -> dict[str, Any]:
    return {"position": position, **_decision(switch)}


def _decision(switch: RuleSwitch) -> dict[str, Any]:
    return {
        "rule_id": switch.rule_id,
        "act": switch.act.value,
        "severity": None if switch.severity is None else int(switch.severity),
        "reason": switch.reason,
    }
