"""The form that proposes a search term: what is typed, what it leads to, what sort of word."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.domain.local_term import (
    BETWEEN,
    LOCAL_KIND_LABEL,
    LONGEST_NOTE,
    LONGEST_TERM,
    LocalTermKind,
)
from app.services.term_checks import WrittenTerm
from ui.presenters.propose_presenter import ProposePresenter
from ui.screens.parts import WrappedLabel, button, label, on_escape, pane
from ui.screens.target_picker import TargetPicker

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_WIDEST = 92  # characters: a form as wide as a window is hard to read
#: Lines below which the rest of the form waits while there are hits to choose among.
_LEAST_LINES = 26
_ABOUT = (
    "Ett ord som sökningen saknar hittas av alla här så snart en kollega har godkänt det. Skriv "
    "aldrig något som pekar ut en patient."
)
_NO_TARGET = "Välj vad sökordet ska leda till: skriv ett ord eller en kod och tryck Retur."


class ProposeTerm(QWidget):
    """One term on its way to a colleague; Esc goes back with nothing kept."""

    proposed = Signal(object)  # LocalTerm
    cancelled = Signal()
    help_name = "propose_term"

    def __init__(self, presenter: ProposePresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("screen")
        self.presenter = presenter
        self.term, self.note, self.kind = QLineEdit(), QLineEdit(), QComboBox()
        self.picker = TargetPicker(presenter)
        self.fault, self._hindrance = WrappedLabel("fact"), QFrame()
        self._send = button("&Föreslå", "Låt en kollega godkänna sökordet (Retur)", "primary")
        self._cancel = button("Av&bryt", "Tillbaka utan att föreslå (Esc)")
        self._frame, self._inner = pane("")
        self._about, self._is_offering = WrappedLabel(), False
        #: What gives way to the hits in a low window.
        self._patient: list[QWidget] = [self._about]
        self._lay_out()
        self._connect()

    def open(self, text: str) -> None:
        """Begin with what was typed in the search; the next thing to say is where it leads."""
        self.term.setText(" ".join(text.split())[:LONGEST_TERM])
        self.note.clear()
        self.kind.setCurrentIndex(0)
        self.picker.clear()
        self._tell("")
        self._focus_first()

    def showEvent(self, event: QShowEvent) -> None:
        """Let the keys go to the first field that is still to be filled in."""
        super().showEvent(event)
        self._focus_first()

    def changeEvent(self, event: QEvent) -> None:
        """Keep the form as wide as is easy to read at every size of text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()
            self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make room for the hits in a low window."""
        super().resizeEvent(event)
        self._make_room()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take Enter in the fields beside the search for targets."""
        is_key = event.type() == QEvent.Type.KeyPress
        if is_key and isinstance(event, QKeyEvent) and Qt.Key(event.key()) in _ENTER:
            self._send_or_go_on()
            return True
        return super().eventFilter(watched, event)

    def _send_or_go_on(self) -> None:
        """Propose, or go to what is missing."""
        if not self.term.text().strip():
            self.term.setFocus()
        elif not self.picker.targets:
            self._tell("" if self.term.hasFocus() else _NO_TARGET)
            self.picker.field.setFocus()
        else:
            self._tell("")
            self.presenter.propose(self._written())

    def _written(self) -> WrittenTerm:
        targets = self.picker.targets
        return WrittenTerm(
            self.term.text(),
            BETWEEN.join(target.text for target in targets),
            targets[0].system,
            LocalTermKind(self.kind.currentData()),
            self.note.text(),
        )

    def _tell(self, sentence: str) -> None:
        self.fault.setText(sentence)
        self._hindrance.setVisible(bool(sentence))

    def _focus_first(self) -> None:
        first = self.picker.field if self.term.text() else self.term
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _note_offering(self, is_offering: bool) -> None:
        self._is_offering = is_offering
        self._make_room()

    def _make_room(self) -> None:
        is_low = self.height() < _LEAST_LINES * self.fontMetrics().height()
        for widget in self._patient:
            widget.setVisible(not (is_low and self._is_offering))

    def _fit(self) -> None:
        self._frame.setMaximumWidth(self.fontMetrics().averageCharWidth() * _WIDEST)

    def _lay_out(self) -> None:
        self._fill_fields()
        foot = QHBoxLayout()
        foot.addWidget(self._cancel)
        foot.addStretch(1)
        foot.addWidget(self._send)
        self._inner.addWidget(label("Föreslå ett sökord", "heading"))
        self._inner.addWidget(self._about)
        self._inner.addWidget(self._hindrance)
        self._inner.addLayout(self._fields(), 1)
        self._inner.addLayout(foot)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(self._frame, 100)
        across.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 8)
        column.addLayout(across, 1)
        self._fit()

    def _fill_fields(self) -> None:
        for kind in LocalTermKind:
            self.kind.addItem(LOCAL_KIND_LABEL[kind], kind.value)
        self.term.setMaxLength(LONGEST_TERM)
        self.note.setMaxLength(LONGEST_NOTE)
        self.note.setPlaceholderText("frivillig, till den som godkänner")
        self._about.setText(_ABOUT)
        self.fault.setAccessibleName("Vad som hindrar")
        self._hindrance.setObjectName("alert")
        QVBoxLayout(self._hindrance).addWidget(self.fault)

    def _fields(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        rows = (
            ("Sökor&d", self.term),
            ("S&lag", self.kind),
            ("An&teckning", self.note),
            ("Leder t&ill", self.picker),
        )
        for place, (title, field) in enumerate(rows):
            name = label(title, "muted")
            is_picker = field is self.picker
            if is_picker:
                name.setContentsMargins(0, 6, 0, 0)  # on a line with the field
            name.setBuddy(self.picker.field if is_picker else field)
            field.setAccessibleName(title.replace("&", ""))
            top = Qt.AlignmentFlag.AlignTop if is_picker else Qt.AlignmentFlag.AlignVCenter
            grid.addWidget(name, place, 0, top)
            grid.addWidget(field, place, 1)
            if field in (self.kind, self.note):
                self._patient += [name, field]
        grid.setRowStretch(len(rows) - 1, 1)
        return grid

    def _connect(self) -> None:
        for field in (self.term, self.kind, self.note):
            field.installEventFilter(self)
        self.picker.finished.connect(self._send_or_go_on)
        self.picker.offering.connect(self._note_offering)
        self.picker.refused.connect(self._tell)
        self.picker.field.textChanged.connect(lambda _text: self._tell(""))
        self.presenter.refused.connect(self._tell)
        self.presenter.proposed.connect(self.proposed)
        self._send.clicked.connect(self._send_or_go_on)
        self._cancel.clicked.connect(self.cancelled)
        on_escape(self, self.cancelled.emit)
