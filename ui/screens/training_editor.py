"""The editor of an exercise: its file as text, what is wrong on which row, what is doubtful."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent, QTextCursor
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.domain.training_disguise import Doubt
from app.services.training_checks import ExerciseFault
from app.services.training_text import CheckedText, TextFault
from ui.action_spec import Where
from ui.presenters.training_editor_presenter import TrainingEditorPresenter
from ui.screens.parts import WrappedLabel, button, on_escape, on_key, pane
from ui.theme import icon

_HINT = (
    "Filens form, facit, alternativ ( | ) och fel med skäl står i hjälpen (F1). Retur på en rad "
    "nedan går dit i texten; mellanslag bekräftar det tveksamma."
)
_PASSES = "Övningen går att spara."
_CHECKING = "Kontrollerar …"
_FAULT_ROLE = Qt.ItemDataRole.UserRole


class TrainingEditor(QWidget):
    """Saves nothing that does not pass."""

    place = Where.TRAINING
    help_name = "training_editor"

    closed = Signal()
    leave_asked = Signal()  # there is something that is not saved

    def __init__(self, presenter: TrainingEditorPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("screen")
        self.presenter = presenter
        self.text, self.faults = QPlainTextEdit(), QListWidget()
        self.state = WrappedLabel("fact")
        self._stored = ""
        self._checked: CheckedText | None = None
        self._confirmed: list[ExerciseFault | Doubt] = []
        self._save = button("Spa&ra", "Spara övningen (Ctrl+S)", "primary")
        self._close = button("S&täng", "Till övningarna (Esc)")
        self._lay_out()
        self._connect()

    @property
    def is_changed(self) -> bool:
        """Whether there is something that is not saved."""
        return self.presenter.draft is not None or self.text.toPlainText() != self._stored

    def showEvent(self, event: QShowEvent) -> None:
        """Begin in the text."""
        super().showEvent(event)
        self.text.setFocus()

    def leave(self) -> None:
        """Close, or ask first where something is not saved."""
        if self.is_changed:
            self.leave_asked.emit()
        else:
            self.close_now()

    def close_now(self) -> None:
        """Close, and let go of what is not saved."""
        self.presenter.forget()
        self.closed.emit()

    def _lay_out(self) -> None:
        self.text.setAccessibleName("Övningens text")
        self.text.setTabChangesFocus(True)
        self.faults.setAccessibleName("Att rätta och bekräfta")
        self.faults.setWordWrap(True)
        hint = WrappedLabel()
        hint.setText(_HINT)
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.state)
        column.addWidget(self.faults, 1)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.text)
        split.addWidget(below)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 1)
        split.setSizes([700, 220])
        split.setChildrenCollapsible(False)
        frame, inner = pane("Redigera övning")
        inner.addWidget(hint)
        inner.addWidget(split, 1)
        foot = QHBoxLayout()
        foot.addWidget(self._close)
        foot.addStretch(1)
        foot.addWidget(self._save)
        inner.addLayout(foot)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.addWidget(frame)

    def _connect(self) -> None:
        presenter = self.presenter
        presenter.text_read.connect(self._show_text)
        presenter.checked.connect(self._show_checked)
        presenter.saved.connect(lambda _exercise: self.close_now())
        self.text.textChanged.connect(self._note)
        self.faults.itemActivated.connect(self._go_to)
        self.faults.itemChanged.connect(lambda _item: self._note_confirmed())
        self._save.clicked.connect(self.save)
        self._close.clicked.connect(self.leave)
        on_escape(self, self.leave)
        on_key(self, "Ctrl+S", self.save)

    def save(self) -> None:
        """Keep the exercise, or say what stands in the way."""
        self.presenter.save(list(self._confirmed))

    def _show_text(self, text: str) -> None:
        self._stored, self._confirmed = text, []
        self.text.setPlainText(text)
        self.presenter.note(text)
        self.presenter.check()

    def _note(self) -> None:
        self.state.setText(_CHECKING)
        self.presenter.note(self.text.toPlainText())

    def _show_checked(self, checked: CheckedText) -> None:
        self._checked = checked
        self.faults.blockSignals(True)
        self.faults.clear()
        for fault in checked.faults:
            self.faults.addItem(self._item(fault))
        self.faults.blockSignals(False)
        self.faults.setVisible(bool(checked.faults))
        self._tell()

    def _item(self, fault: TextFault) -> QListWidgetItem:
        item = QListWidgetItem(f"Rad {fault.row}: {fault.sentences}")
        item.setData(_FAULT_ROLE, fault)
        if fault.doubt is None:
            item.setIcon(icon("error"))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"Fel. {item.text()}")
        else:
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            is_confirmed = fault.doubt in self._confirmed
            item.setCheckState(Qt.CheckState.Checked if is_confirmed else Qt.CheckState.Unchecked)
        return item

    def _note_confirmed(self) -> None:
        items = [self.faults.item(row) for row in range(self.faults.count())]
        marked = [each for each in items if each.checkState() is Qt.CheckState.Checked]
        found = [each.data(_FAULT_ROLE).doubt for each in marked]
        self._confirmed = [doubt for doubt in found if doubt is not None]
        self._tell()

    def _tell(self) -> None:
        checked = self._checked
        if checked is None:
            return
        wrong = sum(fault.doubt is None for fault in checked.faults)
        doubted = sum(
            fault.doubt is not None and fault.doubt not in self._confirmed
            for fault in checked.faults
        )
        parts = [f"{wrong} att rätta"] if wrong else []
        parts += [f"{doubted} att bekräfta eller ta bort"] if doubted else []
        self.state.setText(f"{', '.join(parts).capitalize()}." if parts else _PASSES)
        self._save.setEnabled(not parts)

    def _go_to(self, item: QListWidgetItem) -> None:
        fault: TextFault = item.data(_FAULT_ROLE)
        block = self.text.document().findBlockByNumber(fault.row - 1)
        self.text.setTextCursor(QTextCursor(block))
        self.text.centerCursor()
        self.text.setFocus()
