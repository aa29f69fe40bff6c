"""A strip at the foot of the window that asks for a reason, a name or a day: no modal box."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QWidget

from app.domain.errors import AppError
from app.domain.park_day import offered_days, read_park_day
from ui.screens.parts import button, label, typed_line


class ReasonBar(QFrame):
    """Asks one question; Enter answers it, Esc takes it away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reasonBar")
        self._question = label("", "paneTitle")
        self.choice = QComboBox()
        self.day, self._day_label = QComboBox(), label("Tas upp igen", "muted")
        self._then: Callable[[str], None] | None = None
        self._then_with_day: Callable[[str, date | None], None] | None = None
        self._today = date.min
        self._back: QWidget | None = None
        self._ok = button("&OK", "Svara (Retur)", "primary")
        self._cancel = button("Av&bryt", "Låt bli (Esc)")
        self._lay_out()
        self.hide()

    def ask(self, question: str, choices: Sequence[str], then: Callable[[str], None]) -> None:
        """Show the question with ready answers; any other text may be typed."""
        self._then_with_day = None
        self._show_day(())
        self._pose(question, choices)
        self._then = then

    def ask_with_day(
        self,
        question: str,
        choices: Sequence[str],
        today: date,
        then: Callable[[str, date | None], None],
    ) -> None:
        """Ask for a reason and, where one is wanted, for a day after today."""
        self._today = today
        self._show_day(offered_days(today))
        self._pose(question, choices)
        self._then, self._then_with_day = None, then

    def _show_day(self, offered: Sequence[str]) -> None:
        self.day.clear()
        self.day.addItems(list(offered))
        for widget in (self.day, self._day_label):
            widget.setVisible(bool(offered))

    def _pose(self, question: str, choices: Sequence[str]) -> None:
        self._question.setText(question)
        self.choice.clear()
        self.choice.addItems(list(choices))
        self.choice.setAccessibleName(question)
        self._back = self.window().focusWidget()
        self.show()
        self.choice.setFocus(Qt.FocusReason.PopupFocusReason)
        edit = self.choice.lineEdit()
        if edit is not None:
            edit.selectAll()

    def dismiss(self) -> None:
        """Take the question away: what it was about is no longer on screen."""
        self._then = self._then_with_day = None
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self._close()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._answer()
                return True
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        self.choice.setEditable(True)
        self.choice.setAccessibleName("Svar")
        self.choice.setMinimumWidth(160)
        self.choice.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.addWidget(self._question)
        row.addWidget(self.choice, 1)
        row.addWidget(self._day_label)
        row.addWidget(self.day)
        row.addWidget(self._ok)
        row.addWidget(self._cancel)
        self.day.setAccessibleName("Dag då händelsen tas upp igen")
        self.day.setToolTip("Välj en dag, eller skriv 2026-12-24, 24/12 eller +7")
        self.day.setMinimumContentsLength(12)
        lines = (self.choice.lineEdit(), typed_line(self.day))
        for widget in (self.choice, self.day, *lines, self._ok, self._cancel):
            if widget is not None:
                widget.installEventFilter(self)
        self._show_day(())
        self._ok.clicked.connect(self._answer)
        self._cancel.clicked.connect(self._close)

    def _answer(self) -> None:
        if self._cancel.hasFocus():
            self._close()
            return
        text, then, then_with_day = self._typed, self._then, self._then_with_day
        if then_with_day is not None:
            try:
                day = read_park_day(self.day.currentText(), self._today)
            except AppError as error:
                self._refuse_day(str(error))
                return
            self._close()
            if text:
                then_with_day(text, day)
            return
        self._close()
        if text and then is not None:
            then(text)

    @property
    def _typed(self) -> str:
        return self.choice.currentText().strip()

    def _refuse_day(self, sentence: str) -> None:
        """Stay, and say what is wrong with the day where the question stood."""
        self._question.setText(sentence)
        self.day.setAccessibleDescription(sentence)
        self.day.setFocus(Qt.FocusReason.OtherFocusReason)
        typed_line(self.day).selectAll()

    def _close(self) -> None:
        self._then = self._then_with_day = None
        self.hide()
        if self._back is not None:
            self._back.setFocus(Qt.FocusReason.PopupFocusReason)
