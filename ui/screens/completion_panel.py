"""The panel of pair completion, in the place of the search while a code is completed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.codes import CodeSet
from app.domain.completion import Option, Step
from app.domain.completion_acts import Role
from app.domain.external_cause import CauseGrid, CauseParts
from app.services.cause_builder import Mechanism
from ui.models.completion import answer_entries, is_guess
from ui.presenters.completion_presenter import CompletionPresenter
from ui.screens.cause_grid import CauseGridView
from ui.screens.hit_field import HitField
from ui.screens.parts import ElidedLabel, WrappedLabel, button, label, pane, remark

_HINTS = {
    Role.CAUSE: "halkat, hundbett, W01 …",
    Role.DRUG: "Läkemedel eller substans …",
    Role.DAGGER: "Sök grundsjukdom …",
    Role.ASTERISK: "Sök manifestation …",
    Role.DELIVERY: "Sök förlossningssätt …",
    Role.OUTCOME: "Sök utfall …",
    Role.PROCEDURE: "Sök åtgärd …",
    Role.SIDE: "h, v eller b",
}
_KEYS_OF_LIST = "Retur tar raden · ↑ ↓ bläddrar · Esc lämnar utan att ändra"
_KEYS_OF_GRID = (
    "Siffra för plats, siffra för aktivitet, eller pilar · Retur tar koden · "
    "Backsteg till orsaken · Esc lämnar"
)
_KEYS_OF_ROWS = "Siffra eller pilar · Retur tar koden · Backsteg till orsaken · Esc lämnar"
_NOTHING = "Inget som heter så passar här. Pröva ett annat ord, eller början av en kod."
_SEARCH = "Skriv för att söka{where}."


#: Height in lines of text from which there is room to say what the keys do.
_KEYS_FROM = 30


class StepField(HitField):
    """The field of a step: Esc leaves the panel, and a letter may be an answer."""

    lettered = Signal(str)
    gone = Signal()  # Esc

    def __init__(self, is_waiting: Callable[[], bool]) -> None:
        super().__init__("Svar", "")
        self.letters = ""
        self.takes_escape = True
        self._is_waiting = is_waiting
        #: Typed after Enter, before the answer that Enter takes was there.
        self._held: list[QKeyEvent] = []

    def give_back(self) -> None:
        """Let what was typed too early go to whatever has the focus now."""
        held, self._held = self._held, []
        for event in held:
            focus = self.window().focusWidget()
            if focus is not None:
                QCoreApplication.sendEvent(focus, event)

    def forget(self) -> None:
        """Let go of what was typed too early."""
        self._held = []

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave at Esc; take a letter of the step while nothing is typed."""
        letter = event.text().casefold()
        if event.key() == Qt.Key.Key_Escape:
            self.gone.emit()
        elif self._is_waiting():
            self._held.append(event.clone())
        elif letter and letter in self.letters and not self.text():
            self.lettered.emit(letter)
        else:
            super().keyPressEvent(event)


class CompletionPanel(QWidget):
    """Asks the steps of one completion; Enter answers, Esc leaves everything as it was."""

    def __init__(self, presenter: CompletionPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._step: Step | None = None
        self._refused: object = None
        self.title = ElidedLabel("paneTitle")
        self.number = remark()
        self.question = WrappedLabel("fact")
        self.field = StepField(lambda: presenter.is_settling)
        self.empty = WrappedLabel()
        self.mechanism = ElidedLabel("fact")
        self.grid = CauseGridView()
        self.legend = WrappedLabel()
        self.code = label("", "heading")
        self.words = WrappedLabel("fact")
        self.added = WrappedLabel()
        self.refusal = WrappedLabel("fact")
        self.keys = WrappedLabel()
        self.take = button("Ta koden", "Ta det valda (Retur)", "primary")
        self.leave = button("Lämna", "Lämna utan att ändra (Esc)")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        frame, inner = pane("")
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.number)
        inner.addLayout(head)
        for part in (self.question, self.field, self.empty):
            inner.addWidget(part)
        inner.addWidget(self.field.list, 1)
        inner.addWidget(self.mechanism)
        inner.addWidget(self.grid, 1)
        inner.addWidget(self.legend)
        self._spelled = QFrame()
        said = QVBoxLayout(self._spelled)
        said.setContentsMargins(0, 4, 0, 4)
        said.setSpacing(2)
        said.addWidget(self.words)
        inner.addWidget(self._spelled)
        inner.addWidget(self.added)
        inner.addWidget(self.refusal)
        inner.addWidget(self.keys)
        foot = QHBoxLayout()
        foot.addWidget(self.code)
        foot.addStretch(1)
        for widget in (self.leave, self.take):
            widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            foot.addWidget(widget)
        inner.addLayout(foot)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(frame)

    def _connect(self) -> None:
        presenter, field, grid = self._presenter, self.field, self.grid
        presenter.started.connect(self.title.setText)
        presenter.asked.connect(self._show_step)
        presenter.found.connect(self._show_answers)
        presenter.laid_out.connect(self._show_grid)
        presenter.moved_on.connect(field.clear)
        presenter.settled.connect(field.give_back)
        presenter.closed.connect(self._forget)
        field.textChanged.connect(presenter.ask)
        field.entered.connect(self._enter)
        field.entered_principal.connect(self._enter)
        field.left.connect(presenter.back)
        field.gone.connect(presenter.leave)
        field.lettered.connect(self._take_letter)
        field.list.doubleClicked.connect(lambda _index: self._choose(is_sure=True))
        field.list.setAccessibleName("Svar att välja bland")
        field.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        grid.taken.connect(presenter.take_cell)
        grid.pointed.connect(self._spell)
        grid.refused.connect(self._refuse)
        grid.left.connect(presenter.leave)
        grid.went_back.connect(self._search_anew)
        self.take.clicked.connect(self._take)
        self.leave.clicked.connect(presenter.leave)

    # -- what is shown ------------------------------------------------------------------

    def prepare(self) -> None:
        """Show an empty question and take the keys: what is typed at once is not lost."""
        self._show_list()
        self.field.clear()
        self.field.hits.set_entries([])
        self.empty.hide()
        self.added.hide()
        self.question.setText("")
        self.number.setText("")
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_step(self, step: Step, number: int, count: int) -> None:
        self._step, self._refused = step, None
        self.number.setText(f"Steg {number} av {count}" if count > 1 else "")
        self.question.setText(step.question)
        codes = ", ".join(self._presenter.added)
        self.added.setText(f"Läggs till: {codes}" if codes else "")
        self.added.setVisible(bool(codes))
        self.field.setAccessibleName(step.question)
        self.field.setPlaceholderText(_HINTS[step.role])
        self.field.letters = "".join(option.key for option in step.options)
        self.take.setText("Ta raden")
        self._show_list()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_answers(self, text: str, answers: list[Mechanism | Option]) -> None:
        step = self._step
        if step is None:
            return
        rows = answer_entries(answers, step.passing)
        self.empty.setText(_NOTHING if text.strip() else _SEARCH.format(where=_where(step.span)))
        self.empty.setVisible(not answers and self.grid.isHidden())
        self._refuse("")
        self.field.show_answer(text, rows)
        if self.field.offer is None:
            self.field.step(1)

    def _show_list(self) -> None:
        self._show_parts(is_grid=False)
        self.keys.setText(_KEYS_OF_LIST)

    def _show_grid(self, grid: CauseGrid, start: CauseParts) -> None:
        self.number.setText("")
        self.mechanism.setText(f"{grid.mechanism.code} {grid.mechanism.title}")
        said = [f"{word.character} {word.short}" for word in grid.columns if word.help]
        self.legend.setText(f"Aktivitet: {' · '.join(said)}" if said else "")
        self._show_parts(is_grid=True)
        self.legend.setVisible(bool(said))
        self.keys.setText(_KEYS_OF_GRID if grid.has_activities else _KEYS_OF_ROWS)
        self.take.setText("Ta koden")
        self.grid.show_grid(grid, start)
        self._spell(start.fourth, start.fifth)
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_parts(self, *, is_grid: bool) -> None:
        for widget in (self.question, self.field, self.field.list):
            widget.setVisible(not is_grid)
        built: tuple[QWidget, ...] = (self.mechanism, self.grid, self.legend, self._spelled)
        for part in built:
            part.setVisible(is_grid)
        self.code.setVisible(is_grid)
        self._refuse("")
        if is_grid:
            self.empty.hide()

    def _spell(self, fourth: str, fifth: str) -> None:
        """Say the code that is being built, in words."""
        grid = self.grid.grid
        concept = grid.concept(fourth, fifth) if grid is not None else None
        if grid is None or concept is None:
            return
        self.code.setText(concept.code)
        self.words.setText(grid.spell(fourth, fifth))
        self._refuse("")

    def _refuse(self, sentence: str) -> None:
        self.refusal.setText(sentence)
        self.refusal.setVisible(bool(sentence))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave list and grid their room: in a low panel what the keys do gives way."""
        super().resizeEvent(event)
        lines = self.height() / max(1, self.fontMetrics().height())
        self.keys.setVisible(lines >= _KEYS_FROM)

    def _forget(self) -> None:
        self._step = self._refused = None
        self.field.letters = ""
        self.field.forget()

    # -- what is done -------------------------------------------------------------------

    def _enter(self) -> None:
        self._presenter.when_settled(self._choose)

    def _take(self) -> None:
        if self.grid.isVisible():
            cell = self.grid.grid_model.cell(self.grid.currentIndex())
            if cell is not None:
                self._presenter.take_cell(*cell)
        else:
            self._choose(is_sure=True)

    def _choose(self, *, is_sure: bool = False) -> None:
        answer = self.field.offer
        if not isinstance(answer, Mechanism | Option):
            return
        is_sure = is_sure or self.field.has_walked or answer == self._refused
        if isinstance(answer, Option) and is_guess(answer) and not is_sure:
            self._refused = answer
            self._refuse(f"{answer.code} är en gissning. Retur igen tar den.")
            return
        self._presenter.choose(answer)

    def _take_letter(self, letter: str) -> None:
        options = self._step.options if self._step is not None else ()
        option = next((each for each in options if each.key == letter), None)
        if option is not None:
            self._presenter.choose(option)

    def _search_anew(self, typed: str) -> None:
        """Go back to what happened; a letter is the first of another search."""
        self._presenter.back()
        if typed:
            self.field.setText(typed)
        else:
            self.field.selectAll()


def _where(span: CodeSet | None) -> str:
    return f" bland {span}" if span is not None else ""
