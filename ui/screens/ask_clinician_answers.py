"""What was asked and answered about the event, with what taking the answer over would change."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from app.domain.codes import SYSTEM_LABEL
from app.domain.query_difference import AnswerPart, ProposalKind
from ui.delegates.code_row import CodeRow
from ui.models.code_list_model import CodeListModel, Entry
from ui.presenters.event_queries_presenter import EventQueriesPresenter
from ui.screens.ask_clinician_text import exchange_html
from ui.screens.escape_first import EscapeFirst
from ui.screens.parts import WrappedLabel, button, code_list, on_key, pane
from ui.screens.roomy import at_least, scrolling

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_NONE = "Ingen har frågat om händelsen. Ctrl+R ställer en fråga till behandlaren."
_HOW = "Retur tar över den valda raden. Ctrl+Retur: klar med svaret. Esc går till sökningen."
_WAITS = "Inget svar än. Esc går till sökningen."
#: Lines below which the keys are not told.
_LEAST_LINES = 26
_KIND_WORD = {
    ProposalKind.ADD: "+ ny",
    ProposalKind.FINER: "i stället för",
    ProposalKind.THERE: "finns redan",
    ProposalKind.TEXT: "ny text",
    ProposalKind.SAME_TEXT: "samma text",
}


class AnswerPanel(QWidget):
    """Questions with answers above, the proposals of the answers below."""

    closed = Signal()
    search_asked = Signal(str)
    help_name = "clinician_questions"

    def __init__(self, presenter: EventQueriesPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.presenter = presenter
        self.text = QTextBrowser()
        self.parts: CodeListModel[AnswerPart] = CodeListModel(self)
        self.list = code_list(self.parts, "Behandlarens förslag")
        self.hint = WrappedLabel()
        self._take = button("&Ta över", "Ta över den valda raden (Retur)")
        self._take_all = button("Ta över a&llt", "Ta över alla förslag i ett steg")
        self._note = button("Klar &med svaret", "Svaret är hanterat (Ctrl+Retur)", "primary")
        self._close = button("Stä&ng", "Till sökningen (Esc)")
        self._lay_out()
        self._connect()

    def prepare(self) -> None:
        """Show what there is, and let the keys go to the proposals, or else to the text."""
        self._show()
        first: QWidget = self.list if self.parts.entries else self.text
        if self.parts.entries:
            self.list.setCurrentIndex(self.parts.index(0))
        if self.isVisible():  # not while the clinician's desk shows the same event
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take Enter in the list."""
        is_key = event.type() == QEvent.Type.KeyPress
        if is_key and isinstance(event, QKeyEvent) and _is_plain_enter(event):
            self._take_current()
            return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what a low window has no room for."""
        super().resizeEvent(event)
        self.hint.setVisible(self.height() >= _LEAST_LINES * self.fontMetrics().lineSpacing())

    def _show(self) -> None:
        queries, presenter = self.presenter.queries, self.presenter
        newest = reversed(queries)
        html = "".join(exchange_html(query, presenter.since(query)) for query in newest)
        if html != self.text.property("shown"):
            self.text.setProperty("shown", html)
            self.text.setHtml(html or f"<p>{_NONE}</p>")
        parts = presenter.parts
        self.parts.set_entries([Entry(_row(part), part) for part in parts])
        self.list.setVisible(bool(parts))
        for each in (self._take, self._take_all):
            each.setVisible(bool(parts))
        can_take = any(part.can_be_taken for part in parts)
        self._take_all.setEnabled(can_take)
        self._note.setVisible(bool(presenter.new))
        self.hint.setText(_HOW if presenter.new else _WAITS if queries else "")
        self._note_choice()

    def _note_choice(self) -> None:
        part = self.parts.item(self.list.currentIndex().row())
        self._take.setEnabled(part is not None and part.can_be_taken)

    def _take_current(self) -> None:
        part = self.parts.item(self.list.currentIndex().row())
        if part is None or not part.can_be_taken:
            return
        if not self.presenter.take(part) and part.kind is ProposalKind.TEXT:
            self.search_asked.emit(part.text)  # words without a diagnosis: find its code

    def _deal_with(self) -> None:
        if self.presenter.new:
            self.presenter.note()
            self.closed.emit()

    def _lay_out(self) -> None:
        self.text.setAccessibleName("Frågor och svar om händelsen")
        self.text.setOpenLinks(False)
        at_least(self.text, 5)
        at_least(self.list, 3)
        frame, inner = pane("Frågor till behandlare")
        inner.addWidget(self.text, 3)
        inner.addWidget(self.list, 1)
        inner.addWidget(self.hint)
        row = QHBoxLayout()
        for each in (self._take, self._take_all):
            row.addWidget(each)
        row.addStretch(1)
        inner.addLayout(row)
        foot = QHBoxLayout()
        foot.addWidget(self._close)
        foot.addStretch(1)
        foot.addWidget(self._note)
        inner.addLayout(foot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolling(frame))

    def _connect(self) -> None:
        self.presenter.changed.connect(self._show)
        self.list.installEventFilter(self)
        self.list.doubleClicked.connect(lambda _index: self._take_current())
        self.list.selectionModel().currentChanged.connect(lambda *_: self._note_choice())
        self._take.clicked.connect(self._take_current)
        self._take_all.clicked.connect(self.presenter.take_all)
        self._note.clicked.connect(self._deal_with)
        self._close.clicked.connect(self.closed)
        EscapeFirst(self, self.closed.emit)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            on_key(self, keys, self._deal_with)


def _is_plain_enter(event: QKeyEvent) -> bool:
    is_plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
    return is_plain and Qt.Key(event.key()) in _ENTER


def _row(part: AnswerPart) -> CodeRow:
    word = f"{_KIND_WORD[part.kind]} {part.replaces}".strip()
    icon = "" if part.can_be_taken else "signed"
    if part.code is not None:
        code = part.code
        return CodeRow(code.code, code.title, note=SYSTEM_LABEL[code.system], aside=word, icon=icon)
    before = f"Nu: {part.before}" if part.before and part.can_be_taken else "Diagnos i ord"
    return CodeRow(code="Text", title=part.text, note=before, aside=word, icon=icon)
