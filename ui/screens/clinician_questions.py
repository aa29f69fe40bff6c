"""Questions that wait for the clinician's answer: the list, the event, and the answer."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent, QTextCursor
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from app.domain.clinician_query import ClinicianQuery, QueryState
from app.domain.list_words import format_count
from app.services.answer_drafts import NO_ANSWER, WrittenAnswer
from ui.desk import Desk
from ui.models.list_table_model import Column, ListTableModel
from ui.presenters.questions_presenter import QuestionsPresenter, ReadQuery
from ui.screens.ask_clinician_text import (
    about_line,
    answer_html,
    event_html,
    phrase_html,
    since_html,
    written_html,
)
from ui.screens.list_tables import FittedColumns, choose_again
from ui.screens.parts import WrappedLabel, button, label, on_key, pane, remark, table
from ui.screens.roomy import TurningSplitter, at_least, keep_rows, scrolling

_NONE = "Inga frågor väntar på dig. Nya frågor från kodarna visas här. Esc går tillbaka."
_GONE = "<p><b>Händelsen finns inte längre i Kodklar.</b> Svaret sparas ändå.</p>"
_HOW = "Ctrl+Retur svarar. Vet du inte, skriv det: det är också ett svar."
_BEGUN = "Påbörjat svar: "
#: So long after the last letter what is written is kept.
_PAUSE_MS = 500
_WIDE, _SIDE_BY_SIDE = 3, 130
#: The share of the list in percent: beside the form, and above it.
_BESIDE, _ABOVE = 40, 22


class QuestionsPane(QWidget):
    """The questions to a person and to the person's units, the first to answer on top."""

    told = Signal(str)
    failed = Signal(object)  # Exception
    help_name = "clinician_questions"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.presenter = QuestionsPresenter(desk, self)
        self._today = desk.app.now().date()
        self._model: ListTableModel[ClinicianQuery] = ListTableModel(self._columns_of(), self)
        self.table = table(self._model, "Frågor att svara på")
        self._columns = FittedColumns(self.table)
        self.facts = QTextBrowser()
        self.answer, self.words, self.codes = QPlainTextEdit(), QLineEdit(), QLineEdit()
        self.fault, self._hindrance = WrappedLabel("fact"), QFrame()
        self._count, self._empty = remark(), WrappedLabel()
        self.send = button("&Svara", "Skicka svaret till kodaren (Ctrl+Retur)", "primary")
        self._split = TurningSplitter(Qt.Orientation.Horizontal, _SIDE_BY_SIDE)
        #: Runs out when nothing has been typed for a moment: then the draft is kept.
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._shown_id = ""
        self._takes_focus = False
        self._shared_as: Qt.Orientation | None = None
        self._lay_out()
        self._connect()
        self._show()

    @property
    def current(self) -> ClinicianQuery | None:
        """The chosen question."""
        return self._model.item(self.table.currentIndex().row())

    def showEvent(self, event: QShowEvent) -> None:
        """Read the list again whenever it comes to the front."""
        super().showEvent(event)
        self._today = self.presenter.desk.app.now().date()
        self._takes_focus = True
        self.presenter.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what is written when something else comes to the front, or the window closes."""
        super().hideEvent(event)
        self._keep_draft()
        self.presenter.let_go()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the form the most room when it has moved below the list, or back."""
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        now = self._split.orientation()
        if now is not self._shared_as and self._split.isVisible():
            self._shared_as = now
            share = _BESIDE if now is Qt.Orientation.Horizontal else _ABOVE
            self._split.setSizes([share * 10, (100 - share) * 10])

    def _columns_of(self) -> tuple[Column[ClinicianQuery], ...]:
        return (
            Column(
                "Svar senast", self._due, tooltip=lambda q: f"Svar senast {q.due}", icon=self._icon
            ),
            Column("Enhet", lambda q: q.unit),
            Column("Från", lambda q: q.asked_by.name),
            Column("Fråga", self._question, tooltip=lambda q: q.question),
        )

    def _due(self, query: ClinicianQuery) -> str:
        days = query.days_overdue(self._today)
        return f"{days} d försenad" if days else str(query.due)

    def _question(self, query: ClinicianQuery) -> str:
        is_begun = not self.presenter.drafts.get(query.id, NO_ANSWER).is_empty
        return (_BEGUN if is_begun else "") + " ".join(query.question.split())

    def _icon(self, query: ClinicianQuery) -> str:
        return "warning" if query.is_overdue(self._today) else ""

    def _show(self) -> None:
        chosen, near = self._shown_id, max(self.table.currentIndex().row(), 0)
        queries = self.presenter.queries
        self._model.set_items(queries)
        self._columns.fit_to(self._columns_of(), queries, _WIDE)
        waiting = self.presenter.waiting
        late = sum(query.is_overdue(self._today) for query in waiting)
        told = format_count(len(waiting), "fråga", "frågor") if waiting else ""
        tardy = format_count(late, "försenad", "försenade")
        self._count.setText(f"{told}, {tardy}" if late else told)
        self._empty.setText(_NONE if self.presenter.is_read and not queries else "")
        self._empty.setVisible(not queries)
        self._split.setVisible(bool(queries))
        QTimer.singleShot(0, self, self._share_room)
        choose_again(self.table, [query.id for query in queries], chosen, near)
        self._choose()
        if self._takes_focus and self.presenter.is_read:
            self._takes_focus = False
            self._take_focus()

    def _take_focus(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.presenter.queries:  # The list is hidden: what stands beside it takes the keys.
            self.focusNextChild()

    def _choose(self) -> None:
        query = self.current
        if query is None:
            self._shown_id = ""
            self.presenter.forget()
        elif query.id != self._shown_id:
            self._keep_draft()
            self._shown_id = query.id
            self._fill(self.presenter.drafts.get(query.id, NO_ANSWER))
            self.facts.setHtml(f"<p>{written_html(query.question)}</p>")
            self.presenter.open(query.id)
        else:
            self.presenter.open(query.id)  # read anew where it was answered meanwhile
            if not self._pause.isActive():  # it may have been written on elsewhere since
                self._fill_with_draft(query.id)

    def _fill_with_draft(self, query_id: str) -> None:
        draft = self.presenter.drafts.get(query_id, NO_ANSWER)
        if draft != self._written():
            self._fill(draft)

    def _keep_draft(self) -> None:
        self._pause.stop()
        if self._shown_id:
            self.presenter.keep(self._shown_id, self._written())

    def _written(self) -> WrittenAnswer:
        return WrittenAnswer(self.answer.toPlainText(), self.words.text(), self.codes.text())

    def _fill(self, written: WrittenAnswer) -> None:
        self.answer.setPlainText(written.text)
        self.answer.moveCursor(QTextCursor.MoveOperation.End)
        self.words.setText(written.words)
        self.codes.setText(written.codes)
        self._tell("")

    def _read(self, read: ReadQuery) -> None:
        opened, query = read.opened, read.opened.query
        self.facts.setHtml(question_page(read))
        is_gone = opened.encounter is None
        self.answer.setPlaceholderText("Svar" if is_gone else f"Svar till {query.asked_by.name}")

    def _ask_to_send(self) -> None:
        query, written = self.current, self._written()
        if query is None:
            return
        if written.is_empty:
            self._tell("Skriv ett svar innan du svarar. Vet du inte, skriv det.")
            self.answer.setFocus()
            return
        self._keep_draft()
        self.presenter.send(query.id, written)

    def _sent(self, query_id: str, sentence: str) -> None:
        if query_id == self._shown_id:
            self._fill(NO_ANSWER)
            self._shown_id = ""
        self.told.emit(sentence)
        self.table.setFocus()

    def _tell(self, sentence: str) -> None:
        self.fault.setText(sentence)
        self._hindrance.setVisible(bool(sentence))

    def _lay_out(self) -> None:
        keep_rows(self.table, 2)
        frame, inner = pane("Frågor från kodarna", aside=self._count)
        inner.addWidget(self._empty)
        self._split.addWidget(self.table)
        self._split.addWidget(scrolling(self._form()))
        inner.addWidget(self._split, 1)
        inner.addStretch(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(frame)

    def _form(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(4, 0, 0, 0)
        self.facts.setOpenLinks(False)
        at_least(self.facts, 5)
        at_least(self.answer, 3)
        self.answer.setTabChangesFocus(True)
        self.codes.setPlaceholderText("frivilligt, till exempel J18.9")
        self.words.setPlaceholderText("frivilligt")
        self._hindrance.setObjectName("alert")
        QVBoxLayout(self._hindrance).addWidget(self.fault)
        how = WrappedLabel()
        how.setText(_HOW)
        column.addWidget(self.facts, 3)
        column.addWidget(self._hindrance)
        column.addLayout(self._fields(), 2)
        foot = QHBoxLayout()
        foot.addWidget(how, 1)
        foot.addWidget(self.send)
        column.addLayout(foot)
        return holder

    def _fields(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        rows = (("Sva&r", self.answer), ("&Diagnos i ord", self.words), ("K&oder", self.codes))
        for place, (title, field) in enumerate(rows):
            name = label(title, "muted")
            name.setBuddy(field)
            field.setAccessibleName(title.replace("&", ""))
            middle = Qt.AlignmentFlag.AlignVCenter
            grid.addWidget(name, place, 0, middle if place else Qt.AlignmentFlag.AlignTop)
            grid.addWidget(field, place, 1)
        grid.setRowStretch(0, 1)
        self.facts.setAccessibleName("Frågan och händelsen")
        self.fault.setAccessibleName("Vad som hindrar")
        return grid

    def _connect(self) -> None:
        self.presenter.changed.connect(self._show)
        self.presenter.read.connect(self._read)
        self.presenter.answered.connect(self._sent)
        self.presenter.refused.connect(self._tell)
        self.presenter.failed.connect(self.failed)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._choose())
        self.table.activated.connect(lambda _index: self.answer.setFocus())
        self.send.clicked.connect(self._ask_to_send)
        self._pause.timeout.connect(self._keep_draft)
        self.answer.textChanged.connect(self._pause.start)
        for field in (self.words, self.codes):
            field.textEdited.connect(lambda _text: self._pause.start())
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            on_key(self, keys, self.send.click)


def question_page(read: ReadQuery) -> str:
    """Return the page of a question: what is asked, about which words, of which event."""
    opened, query = read.opened, read.opened.query
    asked = f"<p><b>{written_html(query.question)}</b></p>"
    if query.state is not QueryState.WAITING:
        asked += answer_html(query)
    if opened.encounter is None:
        return f"{asked}{_GONE}"
    about = phrase_html(query.about, opened.record)
    if query.about.rule_id:
        about = f"<p>{written_html(about_line(query.about))}</p>"
    changed = "" if opened.since.is_empty else since_html(opened.since)
    return asked + about + event_html(opened.encounter, read.titles) + changed
