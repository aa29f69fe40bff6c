"""The command that opens the browser of codebooks, and what it does to the event on the desk.

The browser is imported and built when it is first opened, never at start.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.domain.codes import SYSTEM_LABEL, CodeSystem
from app.domain.concept import Concept

if TYPE_CHECKING:
    from ui.browser.window import BrowserWindow
    from ui.desk import Desk
    from ui.main_window import MainWindow
    from ui.presenters.coding_presenter import CodingPresenter
    from ui.screens.coding import CodingScreen

_NO_EVENT = "Ingen händelse ligger på skrivbordet. Öppna en händelse i arbetslistan först."
_READ_ONLY = "Händelsen kan inte ändras. Öppna den åter, eller välj en annan händelse."
_HEADING = "Ett kapitel eller avsnitt kan inte läggas till. Välj en kod under det."


class BrowserCommands(QObject):
    """One browser at a time, in front when it is asked for."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.opened: BrowserWindow | None = None
        self._heard: CodingScreen | None = None
        window.ready.connect(self.close)

    def browse_codebooks(self) -> None:
        """Open the browser, or bring it to the front, at the code that is looked at."""
        is_new, place = self.opened is None, self._place()
        browser = self._in_front()
        if browser is None:
            return
        if place is not None or is_new:
            browser.open_at(*(place or (CodeSystem.ICD10SE, "")), self._day())
        browser.editions.tree.setFocus() if place else browser.editions.focus_field()

    def show(self, system: CodeSystem, code: str, edition_id: str) -> None:
        """Open the browser, or bring it to the front, at a code of an edition."""
        browser = self._in_front()
        if browser is not None:
            browser.open_in(system, code, edition_id)
            browser.editions.tree.setFocus()

    def show_code(self, system: CodeSystem, code: str) -> None:
        """Open the browser, or bring it to the front, at a code of the edition of the day."""
        browser = self._in_front()
        if browser is not None:
            browser.open_at(system, code, self._day())
            browser.editions.tree.setFocus()

    def read_again(self) -> None:
        """Let an open browser show the editions as they are now."""
        if self.opened is not None:
            self.opened.presenter.read_again()

    def _in_front(self) -> BrowserWindow | None:
        """Return the browser, in front of the other windows; None while nobody sits here."""
        desk, coding = self._window.desk, self._window.coding
        if desk is None or coding is None:
            return None
        browser = self.opened or self._build(desk, coding)
        self._offer()
        if browser.isMinimized():
            browser.showNormal()
        browser.show()
        browser.activateWindow()
        return browser

    def close(self) -> None:
        """Close the browser, if there is one."""
        if self.opened is not None:
            self.opened.close()

    def _build(self, desk: Desk, coding: CodingScreen) -> BrowserWindow:
        from ui.browser.window import BrowserWindow  # noqa: PLC0415 - see above

        self.opened = browser = BrowserWindow(desk, coding.favourites)
        browser.add_asked.connect(self._add)
        browser.principal_asked.connect(self._make_principal)
        browser.closed.connect(self._forget)
        self._hear(coding)
        return browser

    def _hear(self, coding: CodingScreen) -> None:
        """Learn when an event comes to the desk and leaves it, once for each coding screen."""
        if coding is self._heard:
            return
        self._heard = coding
        for changed in (coding.presenter.opened, coding.presenter.left, coding.presenter.saved):
            changed.connect(self._offer)

    def _forget(self) -> None:
        if self.opened is not None:
            self.opened.deleteLater()
            self.opened = None

    def _place(self) -> tuple[CodeSystem, str] | None:
        coding = self._window.coding
        if coding is None or self._window.stack.currentWidget() is not coding:
            return None
        return coding.pointed or coding.concept_presenter.place

    def _day(self) -> date | None:
        coding = self._window.coding
        encounter = coding.presenter.encounter if coding is not None else None
        return encounter.day if encounter is not None else None

    def _offer(self, *_told: object) -> None:
        coding, browser = self._window.coding, self.opened
        if browser is None or coding is None:
            return
        can_add = coding.presenter.encounter is not None and coding.presenter.is_editable
        browser.offer_adding("Lägg till i händelsen på skrivbordet (Retur)" if can_add else "")

    def _add(self, concept: Concept) -> None:
        presenter = self._presenter_for(concept)
        if presenter is not None and presenter.assign(concept.system, concept.code):
            self._told(f"{concept.code} {concept.title} är tillagd i händelsen.")

    def _make_principal(self, concept: Concept) -> None:
        if concept.system is not CodeSystem.ICD10SE:
            self._add(concept)
            return
        presenter = self._presenter_for(concept)
        if presenter is not None and presenter.make_principal(concept.code):
            self._told(f"{concept.code} {concept.title} är huvuddiagnos i händelsen.")

    def _presenter_for(self, concept: Concept) -> CodingPresenter | None:
        """Return the desk that a code can go to, or None when the browser has said why not."""
        coding = self._window.coding
        presenter = coding.presenter if coding is not None else None
        if presenter is None or presenter.encounter is None or presenter.books is None:
            self._told(_NO_EVENT)
        elif not presenter.is_editable:
            self._told(_READ_ONLY)
        elif concept.is_structural:
            self._told(_HEADING)
        elif (book := presenter.books.of(concept.system)).concept(concept.code) is None:
            text = f"{concept.code} finns inte i {book.edition.label}, som händelsen kodas med."
            self._told(f"{text} Välj den utgåvan av {SYSTEM_LABEL[concept.system]}.")
        else:
            return presenter
        return None

    def _told(self, sentence: str) -> None:
        if self.opened is not None:
            self.opened.tell(sentence)
