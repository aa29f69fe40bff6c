"""The screens of tables and lists: whole at every size, and every control named."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.kodserver import KodserverTable
from app.services.context import AppContext
from app.services.kodserver import import_combinations, import_kodserver_table
from tests.ui.conftest import RESOURCES
from tests.ui.test_accessible import controls
from tests.ui.test_sizes import SCALES, WINDOWS, at_every_size, clipped, settle
from ui.main_window import MainWindow
from ui.theme import ThemeName, apply_theme

COMBINED = "Taxa;Besökstyp;Yrkeskategori;Från;Till\n1001;01;10;2024-01-01;\n"
LONG = "En mycket lång benämning som inte ryms i någon kolumn, " * 12
BROKEN = f"Kode;Kodenavn;Gyldig fra\nA00;Kolera;2024-01-01\n;{LONG};\nA01;Tyfus;i fjor\n"


@pytest.fixture
def filled(app: AppContext, window: MainWindow, tmp_path: Path) -> MainWindow:
    """A window with combinations and a table of long texts."""
    combined, taxa = tmp_path / "kombinationer.csv", tmp_path / "taxa.csv"
    combined.write_text(COMBINED, encoding="utf-8")
    taxa.write_text(f"Kod;Text;Från;Till\n1001;{LONG};2024-01-01;\n", encoding="utf-8")
    import_combinations(app, combined, imported_by="Någon Med-Långt Efternamn")
    import_kodserver_table(app, KodserverTable.TAXA, taxa)
    return window


def at_size(window: QWidget, scale: int, size: tuple[int, int], qapp: QApplication, qtbot) -> None:
    apply_theme(qapp, RESOURCES, ThemeName.LIGHT, scale)
    window.resize(*size)
    settle(window, qtbot)


@at_every_size
def test_the_shelves_are_whole(filled: MainWindow, qapp: QApplication, qtbot, scale) -> None:
    at_size(filled, scale, WINDOWS[1], qapp, qtbot)
    for command in ("show_regional", "show_local_lists", "show_products", "show_kodserver"):
        filled.actions_by_name[command].trigger()
        screen = filled.lists.desk.screen
        qtbot.waitUntil(lambda shown=screen: shown.rows.facts.text() != "Läser …")
        settle(filled, qtbot)
        assert clipped(filled) == [], command
    for row in (2, 10):
        screen.shelf.selectRow(row)
        qtbot.waitUntil(lambda: screen.rows.model.rowCount() == 1)
        screen.rows.check.asked.emit("1001", "02", "10")
        qtbot.waitUntil(lambda: screen.rows.check.answer.text() != "")
        settle(filled, qtbot)
        assert clipped(filled) == [], row


def test_the_mapping_is_whole_with_faults(
    window: MainWindow, qapp: QApplication, tmp_path: Path, qtbot
) -> None:
    path = tmp_path / "en-fil-med-ett-ganska-långt-namn-som-någon-har-döpt-2024.csv"
    path.write_text(BROKEN, encoding="utf-8")
    window.lists.show_local_lists()
    window.lists.take_file(path)
    mapping = window.lists.desk.mapping
    qtbot.waitUntil(lambda: mapping.presenter.trial is not None)
    boxes = mapping.choices.boxes
    assert len(boxes) == 3

    for scale, size in product(SCALES, WINDOWS):
        at_size(window, scale, size, qapp, qtbot)
        assert clipped(window) == [], (scale, size)
        assert all(box.width() >= box.sizeHint().width() for box in boxes)
        assert all(box.height() >= box.sizeHint().height() for box in boxes)


def test_every_control_has_a_name(filled: MainWindow, tmp_path: Path, qtbot) -> None:
    path = tmp_path / "norge.csv"
    path.write_text(BROKEN, encoding="utf-8")
    filled.lists.show_local_lists()
    filled.lists.take_file(path)
    mapping = filled.lists.desk.mapping
    qtbot.waitUntil(lambda: mapping.presenter.trial is not None)
    QCoreApplication.processEvents()

    named = [*controls(mapping), *controls(filled.lists.desk.screen), *mapping.choices.boxes]

    assert [type(each).__name__ for each in named if not each.accessibleName().strip()] == []
    assert len(named) > 20
