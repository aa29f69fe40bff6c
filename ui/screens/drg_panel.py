"""The group beside the codes: what it is and why. Closed until somebody asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QScrollArea, QTextBrowser, QVBoxLayout, QWidget

from app.domain.drg_told import GroupState
from ui.presenters.drg_presenter import DrgPresenter
from ui.screens.drg_page import group_html
from ui.screens.escape_first import EscapeFirst
from ui.screens.hindered import say_why
from ui.screens.parts import WrappedLabel, button, pane

if TYPE_CHECKING:
    from app.services.drg_desk import DeskGroup

_GROUPING = "Grupperar …"
_NOTHING = "Ingen händelse ligger på skrivbordet."


class DrgPanel(QWidget):
    """DRG with name and explanation; what-if and tables are a button away."""

    what_if_asked = Signal()
    print_asked = Signal()
    tables_asked = Signal()
    left = Signal()  # back to the codes

    def __init__(self, presenter: DrgPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.presenter = presenter
        self.group = WrappedLabel("paneTitle")
        self.major = WrappedLabel()
        self.explanation = QTextBrowser()
        self.what_if = button(
            "Vad händer &om …", "Pröva en annan kod, ordning, ålder eller vårdtid"
        )
        self.print = button("Skriv &ut …", "Gruppen och varför, på papper eller som PDF")
        self.tables = button("DRG-&tabeller …", "Läs in, välj och ta bort definitionstabeller")
        self.nearest = button(
            "Använd de &närmaste", "Gruppera efter de närmaste tabellerna när inga gäller dagen"
        )
        self._lay_out()
        presenter.grouped.connect(self.show_group)
        presenter.cleared.connect(self._clear)
        self.what_if.clicked.connect(self.what_if_asked)
        self.print.clicked.connect(self.print_asked)
        self.tables.clicked.connect(self.tables_asked)
        self.nearest.clicked.connect(presenter.take_nearest)
        EscapeFirst(self, self.left.emit)
        self._clear()
        self.hide()

    def showEvent(self, event: QShowEvent) -> None:
        """Say that a group is on its way where none has come yet."""
        super().showEvent(event)
        if self.presenter.group is None and not self.presenter.is_settled:
            self.group.setText(_GROUPING)

    def show_group(self, group: DeskGroup) -> None:
        """Show the group of the newest state, or why there is none."""
        told = group.told
        title = f"{told.drg} {told.text}".strip() if told is not None else "Ingen DRG"
        self.group.setText(title or "Ingen DRG")
        self.major.setText(f"Huvudgrupp (MDC) {told.mdc}" if told is not None and told.mdc else "")
        self.major.setVisible(bool(self.major.text()))
        self.explanation.setHtml(group_html(group))
        for each in (self.what_if, self.print):
            each.setVisible(group.state is GroupState.GROUPED)
        self.tables.setVisible(group.state in (GroupState.NO_TABLES, GroupState.NONE_FITS))
        self.nearest.setVisible(group.state is GroupState.NONE_FITS)

    def hinder(self, reason: str) -> None:
        """Grey what decides for the workplace, and say why; without a reason it is open."""
        say_why((self.nearest,), reason)
        self.nearest.setEnabled(not reason)

    def changeEvent(self, event: QEvent) -> None:
        """Write the explanation anew in the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self.presenter.group is not None:
            self.explanation.setHtml(group_html(self.presenter.group))

    def go_to(self) -> None:
        """Give the explanation the keys, and bring it into sight in a narrow window."""
        self.explanation.setFocus(Qt.FocusReason.ShortcutFocusReason)
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if above is not None:
            QTimer.singleShot(0, above, lambda: above.ensureWidgetVisible(self))

    def _clear(self) -> None:
        self.group.setText(_NOTHING)
        self.major.hide()
        self.explanation.clear()
        self.what_if.hide()
        self.print.hide()
        self.tables.hide()
        self.nearest.hide()

    def _lay_out(self) -> None:
        frame, inner = pane("DRG")
        self.group.setAccessibleName("DRG")
        self.explanation.setAccessibleName("Varför händelsen grupperas så")
        self.explanation.setOpenLinks(False)
        self.explanation.setTabChangesFocus(True)
        inner.addWidget(self.group)
        inner.addWidget(self.major)
        inner.addWidget(self.explanation, 1)
        # Below each other: it is narrow.
        for each in (self.what_if, self.print, self.nearest, self.tables):
            inner.addWidget(each, 0, Qt.AlignmentFlag.AlignLeft)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(frame)
