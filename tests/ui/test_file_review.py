"""Files of coded events reviewed from the menu: an answer beside, and the rules counted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QTableView

from ui.main_window import MainWindow


@pytest.fixture
def coded(tmp_path: Path) -> Path:
    event = {"id": "A1", "class": "Slutenvård", "start": "2022-03-14", "end": "2022-03-18"}
    path = tmp_path / "mars.jsonl"
    path.write_text(json.dumps(event) + "\ntrasig\n", encoding="utf-8")
    return path


def choose(monkeypatch: pytest.MonkeyPatch, paths: list[Path], target: str | None) -> list[str]:
    """Let the system's dialogs answer; returns what the second of them proposed."""
    proposed: list[str] = []

    def save(_parent: object, _title: str, name: str, _kinds: str) -> tuple[str, str]:
        proposed.append(name)
        return (name if target is None else target), ""

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(p) for p in paths], ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", save)
    return proposed


def test_a_file_is_reviewed_from_the_menu_with_its_answer_beside(
    window: MainWindow, coded: Path, monkeypatch: pytest.MonkeyPatch, qtbot
) -> None:
    proposed = choose(monkeypatch, [coded], None)

    window.actions_by_name["review_files"].trigger()
    qtbot.waitUntil(lambda: window.stack.currentWidget() is window.sheet)

    answer = coded.with_name("mars-granskning.csv")
    assert proposed == [str(answer)]
    assert "HD001" in answer.read_text(encoding="utf-8-sig")
    shown = window.sheet.findChild(QTableView).model()
    cells = [shown.index(0, column).data() for column in range(4)]
    assert cells == ["HD001", "Fel", "1", "1"]
    assert window.statusBar().currentMessage() == (
        "2 rader granskade, 0 utan fel och varningar. 1 rad kunde inte granskas. "
        "Alla svar står i mars-granskning.csv."
    )


def test_nothing_is_begun_where_a_dialog_is_left(
    window: MainWindow, coded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for paths, target in (([], None), ([coded], "")):
        choose(monkeypatch, paths, target)
        window.actions_by_name["review_files"].trigger()
        assert not window.task.is_busy


def test_a_file_of_another_kind_is_told(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot
) -> None:
    path = tmp_path / "koder.csv"
    path.write_text("kod;titel\n", encoding="utf-8")
    choose(monkeypatch, [path], str(tmp_path / "svar.csv"))

    window.actions_by_name["review_files"].trigger()

    qtbot.waitUntil(lambda: "är inte en fil med kodade" in window.statusBar().currentMessage())
    assert not (tmp_path / "svar.csv").exists()
