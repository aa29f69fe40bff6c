"""A publisher's list of changes, dropped on the window or chosen from the menu."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QTableView

from app.services.codebooks import import_codebook
from tests.persistence.readers.made_workbooks import change_list, kva_workbook
from tests.ui.keyboard import Keyboard
from ui.main_window import MainWindow

ROWS = [
    ("2026-02-01", "NFB49", "Höftprotes", "Total höftprotes"),
    ("2026-02-02", "NFB99", "Annan protes", "Annan ledprotes", "", "", "Förtydligad."),
    ("2026-02-03", "NFB99", "Annan protes", "", "", "", "Stod fel. " * 40),
    ("2026-02-03", "NFB99", "Annan protes", "", "Lång text. " * 40, "Längre text. " * 40),
]


@pytest.fixture(autouse=True)
def no_index(monkeypatch) -> None:
    """These tests search for nothing: building the index anew is most of their time."""
    monkeypatch.setattr(MainWindow, "prepare_search", lambda _window: None)


def rows(window: MainWindow) -> list[list[str]]:
    view = window.sheet.findChildren(QTableView)[-1]
    model = view.model()
    columns = range(model.columnCount())
    return [[model.index(row, at).data() for at in columns] for row in range(model.rowCount())]


def test_a_list_chosen_from_the_menu_is_shown_filtered_and_left(
    window: MainWindow, keyboard: Keyboard, tmp_path: Path, monkeypatch
) -> None:
    import_codebook(window.app, [kva_workbook(tmp_path)])
    before = window.stack.currentWidget()
    chosen = str(change_list(tmp_path, ROWS))
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_args: ([chosen], ""))

    window.codebooks.import_codebook_files()
    keyboard.until(lambda: window.stack.currentWidget() is window.sheet)

    assert [row[:5] for row in rows(window)] == [
        ["2026-02-01", "Ändrad titel", "NFB49", "Ja", "KVÅ 2026"],
        ["2026-02-02", "Ändrad titel", "NFB99", "Nej", "KVÅ 2026"],
        ["2026-02-03", "Påpekande", "NFB99", "Inte prövad", "KVÅ 2026"],
        ["2026-02-03", "Ändrad beskrivning", "NFB99", "Inte prövad", "KVÅ 2026"],
    ]
    assert rows(window)[2][5:7] == ["Annan protes", ""]
    view = window.sheet.findChildren(QTableView)[-1]
    assert view.columnWidth(5) < window.width() / 2
    assert view.model().index(3, 5).data(Qt.ItemDataRole.ToolTipRole).count("Lång text.") == 40
    assert rows(window)[1][5:] == ["Annan protes", "Annan ledprotes", "Förtydligad."]
    said = [label.text() for label in window.sheet.findChildren(QLabel) if label.isVisible()]
    assert "Utgivarens ändringar: andringar-2021.xlsx" in said
    assert "4 ändringar: 1 stämmer, 1 stämmer inte, 2 inte prövade." in said
    window.sheet.filter.setText("nej")
    assert [row[2] for row in rows(window)] == ["NFB99"]

    keyboard.press("Escape")
    assert window.stack.currentWidget() is before


def test_a_dropped_list_that_cannot_be_used_is_told_with_its_row(
    window: MainWindow, keyboard: Keyboard, tmp_path: Path
) -> None:
    window.codebooks.take_files([change_list(tmp_path, [("igår", "NFB49", "a", "b")])])

    keyboard.until(window.alert.isVisible)
    assert "rad 2: ”igår” är ingen dag" in window.alert.text
    assert window.stack.currentWidget() is not window.sheet
