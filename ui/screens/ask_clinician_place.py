"""Where questions to clinicians stand on the coding screen: in place of the search."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.domain.clinician_query import About
from ui.desk import Desk
from ui.presenters.ask_presenter import AskPresenter
from ui.presenters.coding_presenter import CodingPresenter
from ui.presenters.event_queries_presenter import EventQueriesPresenter
from ui.screens.ask_clinician import AskPanel
from ui.screens.ask_clinician_answers import AnswerPanel
from ui.screens.roomy import Places
from ui.screens.search_pane import SearchPane


class AskPlace(Places):
    """The search, the form for a question, or the answers; the panels are built when asked for."""

    def __init__(
        self, desk: Desk, coding: CodingPresenter, usual: QWidget, search: SearchPane
    ) -> None:
        super().__init__()
        self._desk, self._coding = desk, coding
        self._usual, self._search = usual, search
        self.presenter = EventQueriesPresenter(desk, coding, self)
        self._ask: AskPanel | None = None
        self._answers: AnswerPanel | None = None
        self._back: QWidget | None = None
        self.addWidget(usual)
        coding.left.connect(self.show_search)
        self.presenter.told.connect(coding.told)

    @property
    def ask_panel(self) -> AskPanel:
        """The form."""
        if self._ask is None:
            self._ask = AskPanel(AskPresenter(self._desk, self._coding, self))
            self._ask.closed.connect(self.show_search)
            self._coding.told.connect(self._ask.note)
            self.addWidget(self._ask)
        return self._ask

    @property
    def answer_panel(self) -> AnswerPanel:
        """The questions and answers."""
        if self._answers is None:
            self._answers = AnswerPanel(self.presenter)
            self._answers.closed.connect(self.show_search)
            self._answers.search_asked.connect(self._search_for)
            self.addWidget(self._answers)
        return self._answers

    @property
    def is_busy(self) -> bool:
        """Whether a question is being written."""
        return self._ask is not None and self.currentWidget() is self._ask

    def take_keys(self) -> None:
        """Give the keys back to what had them here; to the search field, if nothing had."""
        focus = self.focusWidget()
        if focus is not None and focus.isVisible():
            focus.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._search.focus_field()

    def begin(self) -> None:
        """Give the keys to what is shown here, once an event lies on the desk."""
        if self._answers is not None and self.currentWidget() is self._answers:
            self._answers.prepare()
        else:
            self._search.focus_field()

    def ask(self, matters: Sequence[About]) -> None:
        """Open the form about one of these matters."""
        panel = self.ask_panel
        self._bring(panel)
        panel.begin(matters)

    def show_answers(self) -> None:
        """Show what was asked and answered."""
        panel = self.answer_panel
        self._bring(panel)
        panel.prepare()

    def show_search(self) -> None:
        """Show the search again; the focus goes back where it was."""
        shown = self.currentWidget()
        if shown is self._usual:
            return
        focus = self.window().focusWidget()
        had_focus = focus is not None and shown is not None and shown.isAncestorOf(focus)
        self.setCurrentWidget(self._usual)
        back, self._back = self._back, None
        if had_focus and back is not None and back.isVisible():
            back.setFocus(Qt.FocusReason.OtherFocusReason)
        elif had_focus:
            self._search.focus_field()

    def _search_for(self, text: str) -> None:
        self.show_search()
        self._search.field.setText(text)
        self._search.focus_field()

    def _bring(self, panel: QWidget) -> None:
        if self.currentWidget() is self._usual:
            self._back = self.window().focusWidget()
        self.setCurrentWidget(panel)
