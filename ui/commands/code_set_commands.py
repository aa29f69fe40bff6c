"""Commands on what a person keeps at hand: favourites and templates."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.domain.code_set import CodeSet, CodeSetItem, SetScope
from app.domain.errors import AppError
from app.services.code_sets import apply_code_set, report_applied, set_from_encounter
from ui.presenters.code_set_presenter import label

if TYPE_CHECKING:
    from ui.main_window import MainWindow
    from ui.screens.code_sets import CodeSetsScreen
    from ui.screens.coding import CodingScreen

_POINT_FIRST = "Välj först en kod: en träff, en rad i hierarkin eller en av de valda koderna."
_NONE_YET = "Det finns inga kodmallar ännu. Koda händelsen och spara koderna med Ctrl+Skift+M."
_SCOPES = {"Bara jag": SetScope.PERSONAL, "Alla": SetScope.SHARED}
_REPLACE = ("Ersätt den", "Låt den vara")
_REVIEWED = "Granskad nu, nästa gång nästa år"
_REMOVE = ("Ta bort den", "Låt den vara")


class CodeSetCommands(QObject):
    """Mark favourites; use, save, rename and remove templates."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._screen: CodeSetsScreen | None = None
        #: Which codes of a template were left out, as long as that stands above the event.
        self._said = ""

    def toggle_favourite(self) -> None:
        """Keep the code that is pointed at as a favourite, or keep it no longer."""
        coding = self._window.coding
        if coding is not None and coding.search.field.hasFocus():
            # Right after typing, the hit that is meant is still on its way.
            coding.search_presenter.when_settled(partial(self._toggle, coding))
        elif coding is not None:
            self._toggle(coding)

    def _toggle(self, coding: CodingScreen) -> None:
        pointed = coding.pointed
        if pointed is None:
            self._window.tell(_POINT_FIRST)
            return
        coding.favourites.toggle(*pointed)

    # -- use ----------------------------------------------------------------------------

    def apply_code_set(self) -> None:
        """Ask which template to put on the event."""
        coding = self._editable()
        if coding is not None:
            coding.code_sets.when_read(partial(self._ask_which, coding))

    def _ask_which(self, coding: CodingScreen) -> None:
        labels = coding.code_sets.labels()
        if not labels:
            self._window.tell(_NONE_YET)
            return
        self._window.reason.ask(
            "Vilken kodmall ska läggas på händelsen?", labels, partial(self._apply, coding)
        )

    def _apply(self, coding: CodingScreen, answer: str) -> None:
        event = coding.presenter.encounter
        if event is not None:
            coding.code_sets.when_fresh(partial(self._put, coding, event.id, answer))

    def _put(self, coding: CodingScreen, event_id: str, answer: str) -> None:
        """Put the template that was answered, as it is now, on the event that it was meant for."""
        presenter = coding.presenter
        before, books = presenter.encounter, presenter.books
        if before is None or before.id != event_id or books is None or not presenter.is_editable:
            return
        found = coding.code_sets.find(answer)
        if found is None:
            self._window.tell(f"Det finns ingen kodmall som heter {answer[:60]}. Välj i listan.")
            return
        today = self._window.app.now().date()
        presenter.act(lambda encounter: apply_code_set(encounter, found, books, today))
        after = presenter.encounter or before
        checked = coding.code_sets.checked_of(found)
        done = report_applied(before, after, found, books, today, checked)
        undo = " Ctrl+Z tar tillbaka allt." if after != before else ""
        self._window.tell(f"{done.sentences}{undo}")
        if done.left_out or done.remarks:
            self._said = done.sentences
            self._window.alert.tell(self._said)
        coding.search.focus_field()

    def note_left(self) -> None:
        """Take back what was said of a template: the event has left the desk."""
        if self._said and self._window.alert.text == self._said:
            self._window.alert.hide()
        self._said = ""

    # -- save ---------------------------------------------------------------------------

    def save_code_set(self) -> None:
        """Ask what the template of this event's codes is to be called."""
        coding = self._window.coding
        encounter = coding.presenter.encounter if coding is not None else None
        if coding is None or encounter is None:
            return
        try:
            items = set_from_encounter(encounter)
        except AppError as error:
            self._window.tell(str(error))
            return
        names = [each.name for each in coding.code_sets.code_sets]
        choices = dict.fromkeys([*_suggested(coding), *names])
        self._window.reason.ask(
            "Vad ska kodmallen heta?", list(choices), partial(self._ask_scope, coding, items)
        )

    def _ask_scope(self, coding: CodingScreen, items: tuple[CodeSetItem, ...], name: str) -> None:
        self._window.reason.ask(
            f"Vem ska kunna använda ”{name}”?",
            list(_SCOPES),
            partial(self._save, coding, items, name),
        )

    def _save(
        self, coding: CodingScreen, items: tuple[CodeSetItem, ...], name: str, answer: str
    ) -> None:
        scope = next((_SCOPES[text] for text in _SCOPES if _is(answer, text)), None)
        if scope is None:
            self._window.tell("Svara Bara jag eller Alla. Kodmallen är inte sparad.")
            return
        coding.code_sets.when_fresh(partial(self._save_as, coding, items, name, scope))

    def _save_as(
        self, coding: CodingScreen, items: tuple[CodeSetItem, ...], name: str, scope: SetScope
    ) -> None:
        """Save, or ask first where there is one of that name by now."""
        save = partial(coding.code_sets.save, name, items, scope)
        if coding.code_sets.named(name, scope) is None:
            save()
            return
        self._window.reason.ask(
            f"Kodmallen ”{name}” finns redan. Ska den ersättas?",
            _REPLACE,
            lambda choice: save() if _is(choice, _REPLACE[0]) else None,
        )

    # -- look after ---------------------------------------------------------------------

    def show_code_sets(self) -> None:
        """Show the templates, to be renamed or removed."""
        window = self._window
        if window.coding is None:
            return
        presenter = window.coding.code_sets
        if self._screen is None or self._screen.presenter is not presenter:
            self._forget_screen()
            from ui.screens.code_sets import CodeSetsScreen  # noqa: PLC0415 - not at start

            self._screen = CodeSetsScreen(presenter)
            self._screen.closed.connect(window.go_back)
            self._screen.rename_asked.connect(self._ask_new_name)
            self._screen.remove_asked.connect(self._ask_removal)
            self._screen.review_asked.connect(self._ask_review)
            window.stack.addWidget(self._screen)
        presenter.refresh()
        window.show_over(self._screen)
        self._screen.table.setFocus()

    def _ask_new_name(self, code_set: CodeSet) -> None:
        coding = self._window.coding
        if coding is not None:
            self._window.reason.ask(
                "Vad ska kodmallen heta?",
                (code_set.name,),
                partial(coding.code_sets.rename, code_set),
            )

    def _ask_review(self, code_set: CodeSet) -> None:
        coding = self._window.coding
        if coding is not None:
            self._window.reason.ask(
                f"När ska ”{label(code_set)}” granskas? Välj, eller skriv en dag.",
                (_REVIEWED, str(code_set.review_on or "")),
                partial(self._review, coding, code_set),
            )

    def _review(self, coding: CodingScreen, code_set: CodeSet, answer: str) -> None:
        if _is(answer, _REVIEWED):
            coding.code_sets.mark_reviewed(code_set)
            return
        try:
            day = date.fromisoformat(answer.strip())
        except ValueError:
            self._window.tell("Skriv dagen som ÅÅÅÅ-MM-DD, eller välj att mallen är granskad.")
            return
        coding.code_sets.set_review(code_set, day)

    def _ask_removal(self, code_set: CodeSet) -> None:
        coding = self._window.coding
        if coding is None:
            return
        presenter = coding.code_sets
        self._window.reason.ask(
            f"Ska kodmallen ”{label(code_set)}” tas bort?",
            _REMOVE,
            lambda choice: presenter.remove(code_set) if _is(choice, _REMOVE[0]) else None,
        )

    def _forget_screen(self) -> None:
        """Let go of the screen of somebody who sat here before."""
        if self._screen is not None:
            self._window.stack.removeWidget(self._screen)
            self._screen.deleteLater()
            self._screen = None

    def _editable(self) -> CodingScreen | None:
        """Return the coding screen, if its codes may be changed; tell why when they may not."""
        coding = self._window.coding
        if coding is None or coding.presenter.encounter is None:
            return None
        if not coding.presenter.is_editable:
            coding.presenter.act(lambda encounter: encounter)
            return None
        return coding


def _is(answer: str, choice: str) -> bool:
    return answer.casefold() == choice.casefold()


def _suggested(coding: CodingScreen) -> list[str]:
    """Return the title of the principal diagnosis: what most templates are about."""
    encounter, books = coding.presenter.encounter, coding.presenter.books
    principal = encounter.principal if encounter is not None else None
    concept = books.icd10se.concept(principal.code) if books and principal else None
    return [concept.title[:80]] if concept is not None else []
