"""The region's own decisions in both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from app.domain.concept import SourceFile
from app.domain.customs import Deepening, PairFirst, PairOrder
from app.domain.file_import import FileImport
from app.domain.finding import Severity
from app.domain.period import Period
from app.domain.regional import Block, BlockKind, RegionalTable, RuleSwitch, SwitchAct
from app.domain.regional_layer import WorkplaceSwitch
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
        kept = (RegionalTable.BLOCK_LIST, RegionalTable.RULE_SWITCHES)
        assert uow.regional.imports() == {table.value: latest(table) for table in kept}
        assert uow.kodserver.imports() == {}


def test_a_new_file_replaces_all_rows(unit_of_work: Callable[[], SqlUnitOfWork]) -> None:
    with unit_of_work() as uow:
        uow.regional.replace_block_list(latest(RegionalTable.BLOCK_LIST), BLOCKS)
        uow.regional.replace_block_list(latest(RegionalTable.BLOCK_LIST), BLOCKS[1:])
        uow.commit()

    with unit_of_work() as uow:
        assert uow.regional.block_list() == BLOCKS[1:]


def test_customs_and_decisions_of_the_workplace_come_back_as_they_were_stored(
    unit_of_work: Callable[[], SqlUnitOfWork],
) -> None:
    year = Period(date(2026, 1, 1), date(2026, 12, 31))
    orders = [PairOrder("M07", PairFirst.ASTERISK, "Praxis", year)]
    deepenings = [Deepening("C50-C59", "Registret"), Deepening("I21", "Registret", year)]
    decided = [WorkplaceSwitch(SWITCHES[1], "Karin", AT)]
    with unit_of_work() as uow:
        uow.regional.replace_pair_orders(latest(RegionalTable.PAIR_ORDERS), orders)
        uow.regional.replace_deepenings(latest(RegionalTable.DEEPENINGS), deepenings)
        uow.regional.replace_workplace(latest(RegionalTable.WORKPLACE), decided)
        uow.commit()

    with unit_of_work() as uow:
        assert uow.regional.pair_orders() == orders
        assert uow.regional.deepenings() == deepenings
        assert uow.regional.workplace() == decided
        uow.regional.replace_workplace(latest(RegionalTable.WORKPLACE), [])
        assert uow.regional.workplace() == []
