"""Rows are as high as what they say, and can be painted in every look."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem

from app.domain.encounter import Override
from app.domain.finding import Finding, Severity
from tests.ui.conftest import RESOURCES
from ui.delegates.code_row import CodeRow, _Places
from ui.delegates.finding_row import FindingRowDelegate
from ui.delegates.marked_text import MarkedText, Measures, lay_out
from ui.models.code_list_model import CodeListModel, Entry
from ui.models.findings import FindingRow
from ui.screens.parts import code_list
from ui.theme import ThemeName, apply_theme

LONG = "En lång mening som säger vad som är fel och vad kodaren ska göra åt det. " * 3
ROWS = (
    CodeRow(title="Diagnoser"),
    CodeRow(title="Menade du …?", has_line=True),
    CodeRow(code="S72.00", title=LONG, note="Huvuddiagnos", icon="principal", is_strong=True),
    CodeRow(code="W01.09", title="Halkning", note="yttre orsak", indent=1),
    CodeRow(code="I10.9", title="Hypertoni"),
    CodeRow(code="D62.9", title="Blödningsanemi", is_favourite=True),
)


def finding(severity: Severity, message: str = "Kort.") -> Finding:
    return Finding("AA001", severity, ("I10.9",), message)


@pytest.mark.parametrize("theme", list(ThemeName))
def test_code_rows_are_painted_in_every_look(qapp: QApplication, qtbot, theme: ThemeName) -> None:
    apply_theme(qapp, RESOURCES, theme)
    model = CodeListModel()
    model.set_entries([Entry(row, row.code or None) for row in ROWS])
    view = code_list(model, "Koder")
    qtbot.addWidget(view)
    view.resize(300, 300)
    view.show()
    view.setCurrentIndex(model.index(2))

    picture = view.grab()

    assert _colours(picture) > 3


@pytest.mark.parametrize("theme", list(ThemeName))
def test_findings_are_painted_in_every_look(qapp: QApplication, qtbot, theme: ThemeName) -> None:
    apply_theme(qapp, RESOURCES, theme)
    rows = [FindingRow(finding(severity, LONG)) for severity in Severity]
    rows.append(FindingRow(finding(Severity.WARNING), Override("AA001", ("I10.9",), "därför")))
    model = CodeListModel()
    model.set_entries([Entry(CodeRow(code="AA001", title=r.spoken), r) for r in rows])
    view = code_list(model, "Anmärkningar")
    view.setItemDelegate(FindingRowDelegate(view))
    qtbot.addWidget(view)
    view.resize(300, 600)
    view.show()
    view.setCurrentIndex(model.index(0))

    picture = view.grab()

    assert _colours(picture) > 3


def test_a_row_with_a_note_is_higher_than_one_without(qapp, qtbot) -> None:
    model = CodeListModel()
    model.set_entries([Entry(row, row.code or None) for row in ROWS])
    view = code_list(model, "Koder")
    qtbot.addWidget(view)
    option = QStyleOptionViewItem()
    option.initFrom(view)

    heights = [
        view.itemDelegate().sizeHint(option, model.index(n)).height() for n in range(len(ROWS))
    ]

    assert heights[2] > heights[4]
    assert heights[2] == heights[3]


def test_a_row_is_as_high_as_its_lines_at_every_width(qapp, qtbot) -> None:
    row = CodeRow(
        title="B-Hb: 104 g/L ← 92↓ ← 124",
        aside="↓ lågt",
        is_strong=True,
        title_lines=2,
        is_offer=True,
    )
    model = CodeListModel()
    model.set_entries([Entry(row, "B-Hb")])
    view = code_list(model, "Värden")
    qtbot.addWidget(view)
    view.show()
    option = QStyleOptionViewItem()
    view.initViewItemOption(option)
    measures = Measures(option.font)
    heights = set()
    for width in range(200, 320):
        view.resize(width, 100)
        height = view.itemDelegate().sizeHint(option, model.index(0)).height()
        rect = QRect(0, 0, view.viewport().width(), height)
        places = _Places.of(rect, measures, row)
        laid = lay_out(MarkedText(row.title, (), 2), measures.bold, places.title_width)
        assert height >= laid.lineCount() * measures.height, width
        heights.add(height)

    assert len(heights) == 2


def test_a_finding_is_as_high_as_its_message_needs(qapp, qtbot) -> None:
    rows = [FindingRow(finding(Severity.ADVICE)), FindingRow(finding(Severity.ADVICE, LONG))]
    model = CodeListModel()
    model.set_entries([Entry(CodeRow(code="AA001"), row) for row in rows])
    view = code_list(model, "Anmärkningar")
    delegate = FindingRowDelegate(view)
    qtbot.addWidget(view)
    view.resize(300, 300)
    option = QStyleOptionViewItem()
    option.initFrom(view)

    short, long = (delegate.sizeHint(option, model.index(n)).height() for n in range(2))

    assert long > short + option.fontMetrics.height()


def _colours(picture: QPixmap) -> int:
    image = picture.toImage()
    points = ((x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3))
    return len({image.pixel(x, y) for x, y in points})
