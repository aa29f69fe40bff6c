"""What a region decided, met by a coder: in the list of findings, its panel, and at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from app.domain.finding import Severity
from app.services.context import AppContext
from app.services.regional import import_regional
from tests.services.list_files import csv_file
from tests.ui.keyboard import Keyboard
from ui.main_window import MainWindow
from ui.screens.findings_pane import FindingsPane

SWITCHES = "Regel;Åtgärd;Ny grad;Skäl\n{}\n"
BLOCKS = "Kod;Spärr;Skäl;Giltig från;Giltig till\nE11;ej huvuddiagnos;Ange komplikationen;;\n"
LAYER = """region = "Region Skåne"
[[rule]]
id = "HD001"
severity = "varning"
reason = "Beslut 12"
[[block]]
codes = "E11"
kind = "ej huvuddiagnos"
reason = "Ange komplikationen"
[[pair_order]]
codes = "M07"
first = "asterisk"
reason = "SOF"
[[deepening]]
codes = "C50"
reason = "Registret"
"""
EVENT = "demo-pneumonia-heart-failure"

OnDesk = Callable[[str], MainWindow]


def rows(pane: FindingsPane) -> dict[str, Severity]:
    found = (pane.rows.item(place) for place in range(pane.rows.rowCount()))
    return {row.finding.rule_id: row.finding.severity for row in found if row is not None}


def test_an_error_made_a_warning_says_so_and_can_be_answered(
    app: AppContext, on_desk: OnDesk, keyboard: Keyboard, tmp_path: Path
) -> None:
    import_regional(app, csv_file(tmp_path, SWITCHES.format("HD001;grad;varning;Beslut 12")))

    pane = on_desk(EVENT).coding.findings

    assert rows(pane) == {"HD001": Severity.WARNING}
    assert pane.current is not None
    assert pane.current.label == "Varning, ändrad av regionen"
    told = pane.explanation.toPlainText()
    assert told.startswith("Regionen: varning i stället för fel, skäl: ”Beslut 12”.")
    keyboard.until(lambda: "\nKälla\n" in pane.explanation.toPlainText())
    assert pane.dismiss.isEnabled()


def test_the_reason_of_the_block_list_stands_in_the_finding(
    app: AppContext, on_desk: OnDesk, keyboard: Keyboard, tmp_path: Path
) -> None:
    import_regional(app, csv_file(tmp_path, BLOCKS))
    window = on_desk(EVENT)

    window.coding.presenter.make_principal("E11.9")

    pane = window.coding.findings
    keyboard.until(lambda: "RE001" in rows(pane))
    assert pane.current is not None and pane.current.finding.rule_id == "RE001"
    assert "”Ange komplikationen”" in pane.current.finding.message
    assert "Raden i spärrlistan: E11 ej huvuddiagnos." in pane.explanation.toPlainText()
    assert not pane.dismiss.isEnabled()


def test_what_is_imported_judges_the_event_on_the_desk_at_once(
    on_desk: OnDesk, keyboard: Keyboard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = on_desk(EVENT)
    assert rows(window.coding.findings) == {"HD001": Severity.ERROR}
    path = csv_file(tmp_path, SWITCHES.format("HD001;av;;Beslut 12"))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(path), ""))
    window.actions_by_name["show_regional"].trigger()
    screen = window.lists.desk.screen
    keyboard.until(lambda: screen.rows.facts.text() != "Läser …")

    screen.take.click()

    keyboard.until(lambda: rows(window.coding.findings) == {})
    keyboard.until(lambda: "ur fil.csv" in screen.rows.facts.text())
    keyboard.until(lambda: screen.rows.model.rowCount() > 0)
    (effect,) = (row.cells[2] for row in screen.rows.model.items)
    assert effect == "stängs av"


def test_a_regions_whole_file_is_read_in_and_saved_again_in_the_window(
    app: AppContext,
    window: MainWindow,
    keyboard: Keyboard,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path, out = csv_file(tmp_path, LAYER, "skane.toml"), tmp_path / "ut.toml"
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(path), ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(out), ""))
    window.lists.show_regional()
    screen = window.lists.desk.screen
    keyboard.until(lambda: screen.model.rowCount() > 0)

    screen.take.click()

    keyboard.until(lambda: "Region Skåne" in screen.rows.facts.text())
    assert [entry.state for entry in screen.model.items] == [
        "1 inläst",
        "1 inläst",
        "1 inläst",
        "1 inläst",
        "tom",
    ]
    screen.shelf.selectRow(2)
    keyboard.until(lambda: screen.rows.model.rowCount() == 1)
    row = screen.rows.model.item(0)
    assert row is not None and row.cells[:3] == ("M07", "* före †", "SOF")
    screen.export.click()
    keyboard.until(out.exists)
    assert 'region = "Region Skåne"' in out.read_text(encoding="utf-8")
    window.lists.show_kodserver()
    assert not screen.export.isVisible()
