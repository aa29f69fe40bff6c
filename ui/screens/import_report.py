"""What dropped files contain and how it differs from last year, before anything is kept."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.concept import EditionState
from ui.models.list_table_model import ListTableModel
from ui.presenters.import_report import READ_COLUMNS, READ_WIDTHS, ImportReportState, ReadCodebook
from ui.screens.edition_contents import EditionContents, size_columns
from ui.screens.hindered import say_why
from ui.screens.parts import WrappedLabel, button, on_escape, on_key, pane, remark, table
from ui.screens.question_list import QuestionList
from ui.screens.roomy import scrolling

#: Rows of codebooks that are seen without scrolling.
_ROWS = 3
_NOTHING = "Inget att läsa in"


class ImportReportScreen(QWidget):
    """Codebooks above, what is asked and told about the chosen one, its contents below."""

    help_name = "import_report"

    answered = Signal(int, str, bool)  # position, question, yes
    version_asked = Signal(int)
    day_asked = Signal(int)
    differences_asked = Signal(int)
    keep_asked = Signal(object)  # EditionState
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("screen")
        self.state = ImportReportState()
        self.codebooks: ListTableModel[ReadCodebook] = ListTableModel(READ_COLUMNS, self)
        self.table = table(self.codebooks, "Kodverk i filerna")
        self.questions = QuestionList()
        self.contents = EditionContents()
        self.summary, self.beside = WrappedLabel("paneTitle"), WrappedLabel()
        self._hint, self._hindrance = remark(), ""
        self._differences = button("Visa &skillnaderna", "Vad som ändrats mot utgåvan före")
        self._version = button("Ändra &utgåva …", "Ange en annan version än den som filerna säger")
        self._day = button("Ändra första &dag …", "Ange från vilken dag utgåvan gäller")
        self._cancel = button("Av&bryt", "Läs inte in något (Esc)")
        self._import = button("&Läs in", "Läs in, men ta inte i bruk ännu")
        self._use = button("Läs in och &ta i bruk", "Läs in och ta i bruk (Ctrl+Retur)", "primary")
        self._lay_out()
        self._connect()

    def show_report(self, state: ImportReportState, position: int = 0) -> None:
        """Show what was read, with one of the codebooks chosen."""
        self.state = state
        self.codebooks.set_items(state.codebooks)
        self.table.setVisible(bool(state.codebooks))
        if state.codebooks:
            self.table.selectRow(position)
        self._fit_table()
        self._show_current()
        if state.codebooks:  # an empty report is one that was left
            self.go_on()

    def hinder(self, reason: str) -> None:
        """Let codebooks be read in but not taken into use, and say why; without a reason both."""
        self._hindrance = reason
        say_why((self._use,), reason)
        self._show_foot()

    def show_answers(self, state: ImportReportState) -> None:
        """Show the same codebooks with other answers, and go on to what is open."""
        position = self.position
        self.state = state
        self.codebooks.set_items(state.codebooks)
        unanswered = [i for i, read in enumerate(state.codebooks) if read.unanswered]
        is_open = position in unanswered or not unanswered
        self.table.blockSignals(True)
        self.table.selectRow(position if is_open else unanswered[0])
        self.table.blockSignals(False)
        if self.position != position:
            self._show_current()
        self._show_foot()
        self.go_on()

    def go_on(self) -> None:
        """Move to the next open question, else to the button that keeps all."""
        read = self.current
        if read is not None and not read.is_refused and self.questions.focus_next(read.answers):
            return
        keep = next((each for each in (self._use, self._import) if each.isEnabled()), None)
        (keep or self.table).setFocus()

    @property
    def position(self) -> int:
        """Place of the chosen codebook."""
        return self.table.currentIndex().row()

    @property
    def current(self) -> ReadCodebook | None:
        """The chosen codebook."""
        return self.codebooks.item(self.position)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_table()

    def _lay_out(self) -> None:
        frame, inner = pane("Det här innehåller filerna", aside=self._hint)
        body = QWidget()
        parts = QVBoxLayout(body)
        parts.setContentsMargins(0, 0, 0, 0)
        parts.addWidget(self.table)
        parts.addWidget(self.summary)
        acts = QHBoxLayout()
        for widget in (self._differences, self._version, self._day):
            acts.addWidget(widget)
        acts.addStretch(1)
        parts.addLayout(acts)
        parts.addWidget(self.questions)
        parts.addWidget(self.contents, 1)
        parts.addWidget(self.beside)
        inner.addWidget(scrolling(body), 1)
        foot = QHBoxLayout()
        foot.addWidget(self._cancel)
        foot.addStretch(1)
        foot.addWidget(self._import)
        foot.addWidget(self._use)
        inner.addLayout(foot)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.addWidget(frame)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        size_columns(self.table, READ_WIDTHS, wide=0)

    def _connect(self) -> None:
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_current())
        self.questions.answered.connect(
            lambda question, yes: self.answered.emit(self.position, question, yes)
        )
        self._differences.clicked.connect(lambda: self.differences_asked.emit(self.position))
        self._version.clicked.connect(lambda: self.version_asked.emit(self.position))
        self._day.clicked.connect(lambda: self.day_asked.emit(self.position))
        self._cancel.clicked.connect(self.closed)
        self._import.clicked.connect(lambda: self.keep_asked.emit(EditionState.IMPORTED))
        self._use.clicked.connect(self._keep_and_use)
        on_escape(self, self.closed.emit)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            on_key(self, keys, self._keep_and_use)

    def _keep_and_use(self) -> None:
        if self._use.isEnabled():
            self.keep_asked.emit(EditionState.ACTIVE)
        else:
            self.go_on()

    def _show_current(self) -> None:
        read = self.current
        is_new = read is not None and not read.draft.already_imported
        for widget in (self._version, self._day):
            widget.setVisible(is_new)
        self._differences.setVisible(read is not None and read.is_comparable)
        self.contents.setVisible(read is not None)
        if read is None:
            self.summary.setText("")
            self.questions.show_texts((), {}, ())
        else:
            self.summary.setText(f"{read.edition.label}: {read.summary}")
            self.questions.show_texts(read.draft.questions, read.answers, read.draft.warnings)
            self.contents.show_contents(read.counts(), read.edition.sources)
        self._show_foot()

    def _show_foot(self) -> None:
        state = self.state
        names = ", ".join(f"{found.path.name} ({found.kind.value})" for found in state.lists)
        lists = (f"Läses in samtidigt: {names}.",) if state.lists else ()
        self.beside.setText("\n".join((*lists, *state.remarks)))
        self.beside.setVisible(bool(lists or state.remarks))
        is_new = bool(state.to_keep(EditionState.ACTIVE) or state.lists)
        told = "Inget är sparat ännu" if is_new else _NOTHING
        self._hint.setText(state.hindrance or self._hindrance or told)
        self._import.setEnabled(state.may_keep(EditionState.IMPORTED))
        self._use.setEnabled(not self._hindrance and state.may_keep(EditionState.ACTIVE))

    def _fit_table(self) -> None:
        """Show a few codebooks whole, and scroll among more."""
        rows = min(max(1, len(self.state.codebooks)), _ROWS)
        header = self.table.horizontalHeader().sizeHint().height()
        row = self.table.verticalHeader().defaultSectionSize()
        self.table.setFixedHeight(header + rows * row + 8)
