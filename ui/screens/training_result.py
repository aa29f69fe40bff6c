"""The marks of an attempt: a line for each thing asked for, and each difference explained."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from app.domain.training import MODE_LABEL, Attempt, Overrule
from app.domain.training_marks import PART_LABEL, MarkLine
from ui.action_spec import Where
from ui.models.list_table_model import ListTableModel
from ui.models.training import MARK_COLUMNS
from ui.screens.list_tables import FittedColumns
from ui.screens.parts import ElidedLabel, button, label, on_escape, pane, table
from ui.screens.training_steps import quotes_html


class ResultScreen(QWidget):
    """Shows one attempt that is handed in; a trainer may judge a line otherwise."""

    place = Where.TRAINING
    help_name = "training_result"

    closed = Signal()
    print_asked = Signal(str)  # attempt id
    overrule_asked = Signal(object, int)  # Attempt, line
    again_asked = Signal(object)  # Attempt

    def __init__(self, *, may_judge: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("screen")
        self.attempt: Attempt | None = None
        self.model = ListTableModel[MarkLine](MARK_COLUMNS, self)
        self.table = table(self.model, "Bedömning")
        self.text = QTextBrowser()
        self.heading, self.points = ElidedLabel("paneTitle"), label("", "heading")
        self._fitted = FittedColumns(self.table)
        self._overrule = button(
            "&Ändra bedömningen …", "Ge raden andra poäng, med en anteckning (F2)"
        )
        self._again = button("Öva igen", "Börja om på samma övning")
        self._print = button("Skriv &ut …", "Resultatbladet på papper (Ctrl+P)")
        self._close = button("S&täng", "Till övningarna (Esc)", "primary")
        self._lay_out()
        self._overrule.setVisible(may_judge)
        self._connect()

    def showEvent(self, event: QShowEvent) -> None:
        """Go to the first difference."""
        super().showEvent(event)
        self.table.setFocus()

    def show_attempt(self, attempt: Attempt) -> None:
        """Show the marks; the chosen line stays when the same attempt is shown again."""
        is_same = self.attempt is not None and self.attempt.id == attempt.id
        row = self.table.currentIndex().row() if is_same else _first_wrong(attempt)
        self.attempt = attempt
        final = attempt.final
        self.model.set_items(final.lines)
        self._fitted.fit_to(MARK_COLUMNS, final.lines, 3)
        late = " · efter tiden" if attempt.is_late else ""
        self.heading.setText(
            f"{attempt.exercise_title} · {attempt.trainee} · {MODE_LABEL[attempt.mode]}{late}"
        )
        self.points.setText(f"{final.points} av {final.full} poäng, {final.percent} %")
        self.table.selectRow(max(0, row))
        self._explain()

    def print_shown(self) -> None:
        """Print the sheet."""
        if self.attempt is not None:
            self.print_asked.emit(self.attempt.id)

    def ask_overrule(self) -> None:
        """Ask for other points on the chosen line."""
        row = self.table.currentIndex().row()
        if self.attempt is not None and not self._overrule.isHidden() and row >= 0:
            self.overrule_asked.emit(self.attempt, row)

    def _lay_out(self) -> None:
        frame, inner = pane("")
        inner.addWidget(self.heading)
        inner.addWidget(self.points)
        inner.addWidget(self.table, 3)
        self.text.setAccessibleName("Förklaring")
        inner.addWidget(self.text, 2)
        foot = QHBoxLayout()
        foot.addWidget(self._overrule)
        foot.addStretch(1)
        for act in (self._again, self._print, self._close):
            foot.addWidget(act)
        inner.addLayout(foot)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.addWidget(frame)

    def _connect(self) -> None:
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._explain())
        self._overrule.clicked.connect(self.ask_overrule)
        self._again.clicked.connect(lambda: self.again_asked.emit(self.attempt))
        self._print.clicked.connect(self.print_shown)
        self._close.clicked.connect(self.closed)
        on_escape(self, self.closed.emit)

    def _explain(self) -> None:
        row, attempt = self.table.currentIndex().row(), self.attempt
        line = self.model.item(row)
        if line is None or attempt is None:
            self.text.clear()
            return
        said = [each for each in attempt.overrules if each.line == row]
        self.text.setHtml(line_html(line) + "".join(_overruled(attempt, each) for each in said))


def line_html(line: MarkLine) -> str:
    """Explain one line: what was asked for and given, why, and the rules that say so."""
    asked = f"Facit: {escape(' eller '.join(line.expected))}. " if line.expected else ""
    given = f"Angivet: {escape(line.given)}. " if line.given else ""
    on = f" till {escape(line.hangs_on)}" if line.hangs_on else ""
    why = f"<p>{escape(line.why)}</p>" if line.why else ""
    return (
        f"<p><b>{PART_LABEL[line.part]}{on}: {line.told_verdict}</b></p>"
        f"<p>{asked}{given}</p>{why}{quotes_html(line.quotes)}"
    )


def _overruled(attempt: Attempt, said: Overrule) -> str:
    before = attempt.marks.lines[said.line].points
    return (
        f"<p><b>Ändrat av {escape(said.person)}</b> från {before} till {said.points} poäng: "
        f"{escape(said.note)}</p>"
    )


def _first_wrong(attempt: Attempt) -> int:
    return next((n for n, line in enumerate(attempt.final.lines) if not line.is_right), 0)
