"""The region's own decisions in both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from app.domain.concept import SourceFile
from app.domain.file_import import FileImport
from app.domain.finding import Severity
from app.domain.period import Period
from app.domain.regional import Block, BlockKind, RegionalTable, RuleSwitch, SwitchAct
from app.persistence.unit_of_work import SqlUnitOfWork

AT = datetime.fromisoformat("2026-11-21T10:00")
BLOCKS = [
    Block("R65.0–R65.9", BlockKind.NOT_PRINCIPAL, "Beslut", valid=Period(date(2024, 1, 1))),
    Block("AF021", BlockKind.NOT_WITH, "Prov", "Z00–Z13"),
]
SWITCHES = [
    RuleSwitch("YO001", SwitchAct.SEVERITY, "Beslut", Severity.ADVICE),
    RuleSwitch("HD002", SwitchAct.OFF, "Beslut"),
]


def latest(table: RegionalTable) -> FileImport:
    return FileImport(table.value, SourceFile("fil.csv", "a"), 2, AT)


def test_decisions_come_back_as_they_were_stored(
    unit_of_work: Callable[[], SqlUnitOfWork],
) -> None:
    with unit_of_work() as uow:
        uow.regional.replace_block_list(latest(RegionalTable.BLOCK_LIST), BLOCKS)
        uow.regional.replace_rule_switches(latest(RegionalTable.RULE_SWITCHES), SWITCHES)
        uow.commit()

    with unit_of_work() as uow:
        assert uow.regional.block_list() == BLOCKS
        assert uow.regional.rule_switches() == SWITCHES
        assert uow.regional.imports() == {table.value: latest(table) for table in RegionalTable}
        assert uow.kodserver.imports() == {}


def test_a_new_file_replaces_all_rows(unit_of_work: Callable[[], SqlUnitOfWork]) -> None:
    with unit_of_work() as uow:
        uow.regional.replace_block_list(latest(RegionalTable.BLOCK_LIST), BLOCKS)
        uow.regional.replace_block_list(latest(RegionalTable.BLOCK_LIST), BLOCKS[1:])
        uow.commit()

    with unit_of_work() as uow:
        assert uow.regional.block_list() == BLOCKS[1:]
