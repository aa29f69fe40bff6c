"""What has no more room in a row goes to the next."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QWidget

from ui.screens.flow_row import FlowRow


def test_parts_go_to_the_next_row_where_the_width_ends_and_back(qtbot) -> None:
    parts = [QPushButton("En rätt lång knapp"), QPushButton("En till"), QPushButton("Sist")]
    window, row = QWidget(), FlowRow(parts)
    qtbot.addWidget(window)
    row.setParent(window)
    window.show()

    def tops(width: int) -> list[int]:
        row.resize(width, 200)
        row.layout().activate()
        return [part.mapTo(row, part.rect().topLeft()).y() for part in parts]

    assert len(set(tops(900))) == 1
    narrow = tops(row.minimumSizeHint().width())
    assert narrow == sorted(narrow)
    assert len(set(narrow)) > 1
    assert len(set(tops(900))) == 1


def test_a_row_never_asks_for_more_width_than_its_widest_part(qtbot) -> None:
    parts = [QPushButton("En rätt lång knapp"), QPushButton("Kort")]
    row = FlowRow(parts)
    qtbot.addWidget(row)

    assert row.sizeHint().width() == max(part.minimumSizeHint().width() for part in parts)
