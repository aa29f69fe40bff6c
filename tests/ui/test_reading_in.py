"""What the window says about files that are read in, as long as it is true and no longer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app.domain.encounter import Status
from ui.main_window import MainWindow

HEADER = "händelse_id;personnummer;klass;enhet;start;slut;huvuddiagnos;journalfil"
#: Skatteverket's test number 19900102-9819 with another check digit.
WRONG_NUMBER = "199001029818"


def read(window: MainWindow, qtbot, path: Path, *rows: str) -> None:
    path.write_text("\n".join((HEADER, *rows)), encoding="utf-8")
    window.files.read_events([path])
    qtbot.waitUntil(lambda: not window.task.is_busy)


def row(event: str, number: str = "199001029819", record: str = "") -> str:
    return f"{event};{number};Slutenvård;Ortopeden;2024-09-18 08:39;2024-09-27 16:23;;{record}"


def test_a_row_set_aside_is_told_until_it_is_read(window: MainWindow, tmp_path, qtbot) -> None:
    read(window, qtbot, tmp_path / "händelser.csv", row("A-1", record="a1.txt"))
    qtbot.waitUntil(window.alert.isVisible)
    assert "1 rad kunde inte läsas" in window.alert.text

    (tmp_path / "a1.txt").write_text("Föll hemma.", encoding="utf-8")
    window.files._retry()

    qtbot.waitUntil(lambda: not window.alert.isVisible())
    assert window.statusBar().currentMessage().startswith("Inläst: 1 ny händelse, 0 ändrade")


def test_a_wrong_check_digit_is_told_and_stands_in_the_head(
    window: MainWindow, on_desk: Callable[[str], MainWindow], tmp_path, qtbot
) -> None:
    rows = (row("A-1", WRONG_NUMBER), row("A-2", record="saknas.txt"))
    read(window, qtbot, tmp_path / "händelser.csv", *rows)
    qtbot.waitUntil(window.alert.isVisible)
    assert "1 rad kunde inte läsas" in window.alert.text
    assert "identitetsnumret är inte giltigt" in window.alert.text
    assert WRONG_NUMBER not in window.alert.text

    head = on_desk("A-1").coding._head

    assert "⚠ Numret är inte giltigt" in head._patient.toolTip()
    assert WRONG_NUMBER in head._patient.toolTip()


def test_a_record_changed_after_signing_is_told_while_the_event_is_open(
    window: MainWindow, on_desk: Callable[[str], MainWindow], tmp_path, qtbot
) -> None:
    path = tmp_path / "händelser.csv"
    (tmp_path / "a1.txt").write_text("Föll hemma.", encoding="utf-8")
    read(window, qtbot, path, row("A-1", record="a1.txt"))
    presenter = on_desk("A-1").coding.presenter
    presenter.make_principal("I10.9")
    window.events.sign()
    qtbot.waitUntil(lambda: presenter.encounter.status is Status.SIGNED)
    (tmp_path / "a1.txt").write_text("Föll hemma. Tillägg.", encoding="utf-8")
    read(window, qtbot, path, row("A-1", record="a1.txt"))
    assert "1 har ändrats efter signering" in window.statusBar().currentMessage()

    on_desk("A-1")
    assert window.alert.text.startswith("Journalen har ändrats")
    window.events.show_work_list()

    qtbot.waitUntil(lambda: not window.alert.isVisible())


def test_what_hinders_signing_is_taken_back_with_the_next_code(
    on_desk: Callable[[str], MainWindow], qtbot
) -> None:
    window = on_desk("demo-hip-fracture")
    window.events.sign()
    assert "hindrar signering" in window.statusBar().currentMessage()

    window.coding.presenter.make_principal("S72.00")

    assert window.statusBar().currentMessage() == ""
    qtbot.waitUntil(lambda: window.coding.presenter.is_reviewed)
