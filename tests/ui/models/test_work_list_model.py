"""A hundred thousand rows, of which only the pages that are looked at are fetched."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QAbstractItemModelTester

from app.domain.care_types import EncounterClass, EncounterType
from app.domain.encounter import Status
from app.domain.work_list import WorkListRow
from tests.ui.keyboard import Keyboard
from ui.models.list_table_model import ITEM_ROLE
from ui.models.work_list_model import COLUMNS, PAGE, WorkListModel
from ui.screens.parts import table

NOW = datetime(2025, 12, 1, 12, 0)  # noqa: DTZ001 - local wall clock
ROWS = 100_000
FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


def row(number: int, status: Status = Status.READY) -> WorkListRow:
    return WorkListRow(
        id=f"e{number}",
        status=status,
        unit="Medicin",
        encounter_class=EncounterClass.INPATIENT,
        encounter_type=EncounterType.UNKNOWN,
        start=NOW - timedelta(days=3),
        end=NOW - timedelta(days=2),
        patient_number="20000101-0000",
        patient_name="Test Person",
    )


def page(number: int) -> list[WorkListRow]:
    return [row(n) for n in range(number * PAGE, min(ROWS, (number + 1) * PAGE))]


class Storage(QObject):
    """Answers for pages at once, and notes which were asked for."""

    def __init__(self, model: WorkListModel) -> None:
        super().__init__(model)
        self.model, self.asked = model, []
        model.page_wanted.connect(self.fetch, Qt.ConnectionType.QueuedConnection)

    def fetch(self, number: int) -> None:
        self.asked.append(number)
        self.model.put_page(number, page(number))


@pytest.fixture
def model(qapp) -> WorkListModel:
    model = WorkListModel(lambda: NOW)
    model.start(ROWS, page(0))
    return model


def test_the_model_keeps_the_contract(qapp) -> None:
    model = WorkListModel(lambda: NOW)
    tester = QAbstractItemModelTester(model, FATAL)

    model.start(450, page(0))
    model.put_page(1, page(1))
    model.renew(450, page(0))
    model.renew(449, page(0))
    model.start(0, [])
    del tester


def test_only_the_pages_that_are_looked_at_are_fetched(
    model: WorkListModel, keyboard: Keyboard, qtbot
) -> None:
    storage, view = Storage(model), table(model, "Arbetslista")
    qtbot.addWidget(view)
    view.resize(900, 600)
    view.show()
    qtbot.waitExposed(view)
    assert storage.asked == []

    view.scrollTo(model.index(70_000, 0))
    qtbot.waitUntil(lambda: model.row_of("e70000") == 70_000)
    view.scrollToBottom()
    qtbot.waitUntil(lambda: model.row_of("e99999") == 99_999)

    assert set(storage.asked) <= {349, 350, 351, 498, 499}


def test_a_page_is_asked_for_once_however_often_it_is_painted(model: WorkListModel, qtbot) -> None:
    asked: list[int] = []
    model.page_wanted.connect(asked.append)

    for _ in range(3):
        assert model.data(model.index(5_000, 0)) == "…"

    assert asked == [25]
    model.put_page(25, page(25))
    assert model.data(model.index(5_000, 0), ITEM_ROLE) == row(5_000)


def test_the_pages_first_fetched_are_let_go_and_fetched_again_when_needed(
    model: WorkListModel,
) -> None:
    for number in range(1, 60):
        model.put_page(number, page(number))
    asked: list[int] = []
    model.page_wanted.connect(asked.append)

    assert model.row_item(0) is None
    assert model.row_item(59 * PAGE) == row(59 * PAGE)

    assert asked == [0]


def test_the_same_question_answered_anew_keeps_what_is_shown_until_it_is_read_again(
    model: WorkListModel,
) -> None:
    model.put_page(10, page(10))
    resets: list[bool] = []
    model.modelReset.connect(lambda: resets.append(True))
    asked: list[int] = []
    model.page_wanted.connect(asked.append)

    model.renew(ROWS, page(0))

    assert resets == []
    assert model.row_item(10 * PAGE) == row(10 * PAGE)
    assert asked == [10]


@pytest.mark.parametrize(
    ("days", "text"), [(0, "0 dagar"), (1, "1 dag"), (9, "9 dagar")], ids=["none", "one", "many"]
)
def test_days_waiting_are_told_in_words(days: int, text: str, qapp) -> None:
    model = WorkListModel(lambda: NOW - timedelta(days=2) + timedelta(days=days))
    model.start(1, page(0)[:1])
    column = [column.header for column in COLUMNS].index("Väntat")

    assert model.data(model.index(0, column)) == text


def test_a_cell_is_spoken_with_its_heading(model: WorkListModel) -> None:
    spoken: Callable[[int], str] = lambda c: model.data(  # noqa: E731
        model.index(0, c), Qt.ItemDataRole.AccessibleTextRole
    )

    assert spoken(0) == "Status: Att koda"


def test_an_empty_list_answered_anew_changes_no_row(model: WorkListModel) -> None:
    model.start(0, [])
    changed = []
    model.dataChanged.connect(lambda *corners: changed.append(corners))

    model.renew(0, [])
    model.put_page(3, [])

    assert changed == []


def test_what_tells_an_event_from_another_is_seen_without_scrolling_sideways() -> None:
    first = [column.header for column in COLUMNS[:6]]
    assert {"Kvar", "Slut", "Personnummer", "Namn"} <= set(first)
