"""A canary: PySide6 6.12.0 on Python 3.11 aborts after some 570 emits of a signal."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal


class Canary(QObject):
    sung = Signal(object)
    counted = Signal(int, list)


def test_thousands_of_emits_do_not_abort_the_interpreter(qapp) -> None:
    canary, heard, counted = Canary(), [], []
    canary.sung.connect(heard.append)
    canary.counted.connect(lambda number, parts: counted.append((number, parts)))

    for number in range(2_000):
        canary.sung.emit({"number": number})
        canary.counted.emit(number, [number])

    assert len(heard) == len(counted) == 2_000


def test_queued_emits_arrive_in_order(qapp, qtbot) -> None:
    canary, heard = Canary(), []
    canary.sung.connect(heard.append, Qt.ConnectionType.QueuedConnection)

    for number in range(1_000):
        canary.sung.emit(number)

    qtbot.waitUntil(lambda: len(heard) == 1_000)
    assert heard == list(range(1_000))
