"""What the table of editions does: use, retire, remove, export, describe, compare."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from app.domain.concept import Edition, EditionState
from app.domain.permissions import Act
from app.services.codebooks import list_editions
from app.services.context import AppContext
from app.services.edition_differences import predecessor
from app.services.editions import (
    Activation,
    activate_edition,
    export_edition,
    refresh_editions,
    remove_edition,
    retire_edition,
)
from ui.jobs import Lane
from ui.presenters.newest import Newest
from ui.screens.editions import EditionsScreen

if TYPE_CHECKING:
    from ui.main_window import MainWindow

_REMOVE = "Ta bort"


class EditionCommands(QObject):
    """Acts on the chosen edition; what is refused is told in its own words."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._newest = window, Newest()
        self._wanted = ""  # id of the edition that is to be chosen in the next answer
        self.screen = screen = EditionsScreen()
        screen.chosen.connect(self._describe)
        screen.use_asked.connect(self._use)
        screen.retire_asked.connect(self._retire)
        screen.remove_asked.connect(self._ask_remove)
        screen.export_asked.connect(self._export)
        screen.compare_asked.connect(self._compare)
        screen.import_asked.connect(window.codebooks.import_codebook)
        screen.closed.connect(window.go_back)

    def show(self, chosen: str = "") -> None:
        """Show the editions as they are now."""
        if chosen:
            self.screen.show_editions(())  # no key may act on the row that was chosen before
        self.screen.hinder(self._window.rights.tell_of(Act.EDITIONS))
        self._window.show_over(self.screen)
        self.screen.table.setFocus()
        self._refresh(chosen)

    # -- acts ------------------------------------------------------------------------------

    def _use(self, edition: Edition) -> None:
        def told(activation: Activation) -> str:
            sentence = f"{edition.label} är i bruk."
            if activation.retired is None:
                return sentence
            return f"{sentence} {activation.retired.label}, från samma dag, är ur bruk."

        by = self._window.person
        self._write(lambda app: activate_edition(app, edition.id, by=by), told)

    def _retire(self, edition: Edition) -> None:
        by = self._window.person
        self._write(
            lambda app: retire_edition(app, edition.id, by=by),
            lambda _e: f"{edition.label} är ur bruk.",
        )

    def _ask_remove(self, edition: Edition) -> None:
        if edition.state is EditionState.ACTIVE:
            self._window.tell(f"{edition.label} är i bruk. Ta den ur bruk innan den tas bort.")
            return
        question = f"Ta bort {edition.label} med alla dess koder?"
        self._window.reason.ask(
            question, (_REMOVE, "Behåll"), lambda answer: self._remove(edition, answer)
        )

    def _remove(self, edition: Edition, answer: str) -> None:
        if answer == _REMOVE:
            by = self._window.person
            self._write(
                lambda app: remove_edition(app, edition.id, by=by),
                lambda _none: f"{edition.label} är borttagen.",
            )
        else:
            self._window.tell(f"{edition.label} är kvar.")

    def _export(self, edition: Edition) -> None:
        window = self._window
        chosen, _kind = QFileDialog.getSaveFileName(
            window, "Exportera utgåva", f"{edition.id}.kodverk", "Kodverk (*.kodverk)"
        )
        if not chosen:
            return
        if window.task.is_busy:
            window.tell("Vänta tills det pågående arbetet är klart, eller avbryt det.")
            return
        window.task.run(
            f"Exporterar {edition.label} …",
            lambda control: export_edition(window.app, edition.id, Path(chosen), control),
            lambda path: window.tell(f"{edition.label} är sparad som {path.name}."),
            window.tell_error,
            lane=Lane.READ,
        )

    def _compare(self, before: Edition | None, after: Edition) -> None:
        self._window.codebooks.differences.compare(before, after)

    # -- private ------------------------------------------------------------------------------

    def _write(self, act: Callable[[AppContext], object], told: Callable[..., str]) -> None:
        window = self._window
        window.jobs.run(
            lambda _control: act(window.app),
            owner=self,
            on_done=lambda result: self._done(told(result)),
            on_error=window.tell_error,
            lane=Lane.WRITE,
        )

    def _done(self, sentence: str) -> None:
        window = self._window
        window.alert.hide()
        window.tell(sentence)
        self._refresh()
        window.follow_editions()

    def _refresh(self, chosen: str = "") -> None:
        window, question = self._window, self._newest.ask()
        self._wanted = chosen or self._wanted

        def show(editions: Sequence[Edition]) -> None:
            if self._newest.is_newest(question):
                wanted, self._wanted = self._wanted, ""
                self.screen.show_editions(editions, wanted)

        window.jobs.run(
            lambda _control: _all_editions(window.app),
            owner=self,
            on_done=show,
            on_error=window.tell_error,
        )

    def _describe(self, edition: Edition) -> None:
        window = self._window
        window.jobs.run(
            lambda _control: (predecessor(window.app, edition), _top_titles(window.app, edition)),
            owner=self,
            on_done=lambda found: self.screen.show_contents(edition, *found),
            on_error=window.tell_error,
        )


def _all_editions(app: AppContext) -> Sequence[Edition]:
    refresh_editions(app)  # another workstation may have changed them
    return list_editions(app)


def _top_titles(app: AppContext, edition: Edition) -> Mapping[str, str]:
    """Return the titles of the top level, by code."""
    book = app.library.codebook(edition.id)
    return {c.code: c.title for c in book.children(None)} if book else {}
