"""The clinician's desk: one's own visits that wait, and one column for the one that is open."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.services.coding import OpenedEvent
from ui.action_spec import Where
from ui.desk import Desk
from ui.presenters.clinician_list_presenter import ClinicianListPresenter
from ui.presenters.clinician_presenter import ClinicianPresenter
from ui.presenters.coding_presenter import CodingPresenter
from ui.screens.clinician_column import ClinicianColumn
from ui.screens.clinician_list import ClinicianList
from ui.screens.clinician_strip import QuestionsStrip
from ui.screens.parts import WrappedLabel, label, on_escape, pane

_CHOOSE = (
    "Välj ett besök i listan och tryck Retur. Skriv sedan diagnosen i egna ord, ta koden med "
    "Retur och signera med Ctrl+Retur."
)
_LIST_WIDTH, _COLUMN_WIDTH = 270, 600


class ClinicianScreen(QWidget):
    """A short list at the side, one column beside it; the visit is that of the coder's desk."""

    place = Where.CLINICIAN
    help_name = "clinician"
    #: What lies on the desk is shown here: opening an event need not bring the coder's view.
    shows_events = True
    tree_asked = Signal()

    def __init__(self, desk: Desk, coding: CodingPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("screen")
        self.presenter = ClinicianPresenter(desk, coding)
        self.visits = ClinicianList(ClinicianListPresenter(desk))
        self.column = ClinicianColumn(self.presenter)
        self.questions = QuestionsStrip(desk)
        self._nothing = _empty_column()
        self.right = QStackedWidget()
        self._lay_out()
        self._connect()

    def showEvent(self, event: QShowEvent) -> None:
        """Show where one was whenever the desk comes to the front: questions, visit or list."""
        super().showEvent(event)
        self._turn()
        if self.right.currentWidget() is not self._nothing:  # there it was read on the way
            self.visits.presenter.refresh()
        self.questions.refresh()

    def focus_filter(self) -> None:
        """Go to the diagnosis, or to the list while no visit is open."""
        if self.right.currentWidget() is self.column:
            self.column.take_focus()
        else:
            self.visits.take_focus()

    def open_next(self) -> None:
        """Open the visit after the one that is open; the chosen one where none is."""
        coding = self.presenter.coding
        present = coding.encounter.id if coding.encounter is not None else ""
        target = self.visits.after(present)
        if target is not None:
            coding.open(target.id)
        else:
            self.presenter.told.emit("Inget mer besök väntar i listan.")

    @property
    def shows_questions(self) -> bool:
        """Whether the coders' questions stand in the place of the visit."""
        return self.questions.toggle.isChecked()

    def take_up(self) -> None:
        """Show the event that lies on the desk already when this desk is first built."""
        opened = self.presenter.coding.desk_event
        if opened is not None:
            self.presenter.begin(opened)
            self.column.show_event(opened)

    def _lay_out(self) -> None:
        self.right.addWidget(self._nothing)
        self.right.addWidget(self.column)
        self.right.addWidget(self.questions.pane)
        left = QWidget()
        beside = QVBoxLayout(left)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(8)
        beside.addWidget(self.questions)
        beside.addWidget(self.visits, 1)
        sides = QSplitter(Qt.Orientation.Horizontal)
        sides.addWidget(left)
        sides.addWidget(self.right)
        sides.setSizes([_LIST_WIDTH, _COLUMN_WIDTH])
        sides.setStretchFactor(1, 1)
        sides.setChildrenCollapsible(False)
        sides.setHandleWidth(8)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.addWidget(sides)

    def _connect(self) -> None:
        coding = self.presenter.coding
        coding.opened.connect(self._show_visit)
        coding.left.connect(self._show_nothing)
        coding.signed.connect(lambda _version: self._go_on())
        coding.emptied.connect(self._go_on)
        self.visits.opened.connect(coding.open)
        self.column.tree_asked.connect(self.tree_asked)
        self.column.closed.connect(self._close)
        self.questions.toggle.toggled.connect(lambda _is_on: self._turn())
        on_escape(self, self._step_back)

    def _step_back(self) -> None:
        if self.questions.toggle.isChecked():
            self.questions.toggle.setChecked(False)
        else:
            self.column.step_back()

    def _turn(self) -> None:
        """Show the questions or the visit, as the strip says."""
        has_visit = self.presenter.coding.desk_event is not None
        if self.questions.toggle.isChecked():
            self.right.setCurrentWidget(self.questions.pane)
            self.questions.pane.table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif has_visit:
            self.right.setCurrentWidget(self.column)
            self.column.take_focus()
        else:
            self.right.setCurrentWidget(self._nothing)
            self.visits.take_focus()

    def _show_visit(self, event: OpenedEvent) -> None:
        self.questions.toggle.setChecked(False)
        self.right.setCurrentWidget(self.column)
        self.visits.mark_open(event.encounter.id)
        if self.isVisible():
            self.presenter.told.emit("")  # what was said of the visit before is over
            self.column.take_focus()

    def _show_nothing(self) -> None:
        self.questions.refresh()  # one may have come while the visit was open
        if not self.questions.toggle.isChecked():
            self.right.setCurrentWidget(self._nothing)

    def _go_on(self) -> None:
        """Let a visit that is done go, and be ready to open the next."""
        if self.isVisible():
            self.presenter.coding.leave(self.visits.take_focus)

    def _close(self) -> None:
        self.presenter.coding.leave(self.visits.take_focus)


def _empty_column() -> QWidget:
    frame, inner = pane("")
    inner.addWidget(label("Klassificera ett besök", "heading"))
    text = WrappedLabel()
    text.setText(_CHOOSE)
    inner.addWidget(text)
    inner.addStretch(1)
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(frame)
    return holder
