from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from app.domain.errors import Cancelled, CodebookFileError
from app.domain.finding import Severity
from app.domain.regional import BlockKind, RegionalTable, SwitchAct
from app.persistence.unit_of_work import SqlUnitOfWork
from app.services.context import AppContext
from app.services.regional import (
    block_list,
    import_regional,
    regional_imports,
    rule_switches,
    switched_rules,
    unknown_rule_ids,
)
from tests.services.list_files import csv_file, list_desk, stopped_at

BLOCKS = "Kod;Spärr;Skäl;Giltig från;Giltig till\nR65;ej huvuddiagnos;Beslut;2024-01-01;\n"
SWITCHES = "Regel;Åtgärd;Ny grad;Skäl\nHD001;av;;Beslut\nZZ999;grad;råd;Prov\n"


@pytest.fixture
def app(unit_of_work: Callable[[], SqlUnitOfWork], tmp_path: Path) -> AppContext:
    return list_desk(unit_of_work, tmp_path)


def test_a_block_list_is_imported_and_asked_by_day(app: AppContext, tmp_path: Path) -> None:
    report = import_regional(app, csv_file(tmp_path, BLOCKS), imported_by="Anna")

    assert (report.latest.name, report.latest.rows) == ("SPÄRRLISTA", 1)
    (block,) = block_list(app, date(2024, 1, 1))
    assert (block.codes, block.kind, block.reason) == ("R65", BlockKind.NOT_PRINCIPAL, "Beslut")
    assert block_list(app, date(2023, 12, 31)) == ()
    assert block_list(app) == (block,)
    assert rule_switches(app) == ()


def test_switches_are_imported_and_unknown_rules_are_told(app: AppContext, tmp_path: Path) -> None:
    report = import_regional(app, csv_file(tmp_path, SWITCHES))

    off, changed = rule_switches(app)
    assert (off.rule_id, off.act) == ("HD001", SwitchAct.OFF)
    assert (changed.rule_id, changed.severity) == ("ZZ999", Severity.ADVICE)
    assert unknown_rule_ids(app, (off, changed)) == ("ZZ999",)
    assert len(report.warnings) == 1
    assert "Regeln ZZ999 finns inte i regelboken" in report.warnings[0]


def test_an_unverified_rule_that_cannot_become_an_error_is_told(
    app: AppContext, tmp_path: Path
) -> None:
    report = import_regional(
        app, csv_file(tmp_path, "Regel;Åtgärd;Ny grad;Skäl\nBD001;grad;fel;x\n")
    )

    (told,) = report.warnings
    assert told.startswith("Regeln BD001 är ej verifierad och kan inte bli Fel")
    assert not switched_rules(app)[0].is_verified


@pytest.mark.parametrize(
    ("text", "table"),
    [(BLOCKS, RegionalTable.BLOCK_LIST), (SWITCHES, RegionalTable.RULE_SWITCHES)],
)
def test_the_same_file_again_changes_nothing(
    app: AppContext, tmp_path: Path, text: str, table: RegionalTable
) -> None:
    path = csv_file(tmp_path, text)
    import_regional(app, path)
    before = regional_imports(app)

    again = import_regional(app, path, imported_by="Bo")

    assert again.already_imported and "Inget ändrades" in again.warnings[0]
    assert regional_imports(app) == before
    assert set(before) == {table.value}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (BLOCKS + "I10;ej bidiagnos;;;\n", r"fil\.csv, rad 3: Skälet till spärren saknas"),
        (SWITCHES + "HD002;av;;\n", r"fil\.csv, rad 4: Skälet till valet för HD002 saknas"),
        ("a;b\n1;2\n", r"varken spärrlistans rubrikrad"),
    ],
)
def test_a_broken_file_leaves_everything_as_it_was(
    app: AppContext, tmp_path: Path, text: str, told: str
) -> None:
    import_regional(app, csv_file(tmp_path, BLOCKS))
    import_regional(app, csv_file(tmp_path, SWITCHES))
    before = (block_list(app), rule_switches(app))

    with pytest.raises(CodebookFileError, match=told):
        import_regional(app, csv_file(tmp_path, text))

    assert (block_list(app), rule_switches(app)) == before


@pytest.mark.parametrize("step", [1, 2, 3])
def test_a_cancelled_import_leaves_nothing(app: AppContext, tmp_path: Path, step: int) -> None:
    with pytest.raises(Cancelled):
        import_regional(app, csv_file(tmp_path, BLOCKS), control=stopped_at(step))

    assert block_list(app) == () and regional_imports(app) == {}


def test_beside_a_switch_stands_what_the_rule_book_says(app: AppContext, tmp_path: Path) -> None:
    import_regional(app, csv_file(tmp_path, SWITCHES + "HD002;grad;råd;Prov\n"))

    missing, unknown, reserved = switched_rules(app)

    assert (missing.name, missing.severity) == ("principal-diagnosis-missing", Severity.ERROR)
    assert missing.message == "Huvuddiagnos saknas."
    assert (unknown.switch.rule_id, unknown.name, unknown.severity) == ("ZZ999", "", None)
    assert reserved.message.startswith("… får inte vara huvuddiagnos.")
    assert "{" not in reserved.message
