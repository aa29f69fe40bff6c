"""Commands on local search terms: propose one, judge those of colleagues, send and take in lists.

The screens are imported and built when first asked for: the start has no time for them.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from app.domain.local_term import LocalTerm, TermState
from app.domain.permissions import Act
from ui.commands.of_desk import OfDesk

if TYPE_CHECKING:
    from app.services.term_files import TermImportReport
    from ui.desk import Desk
    from ui.main_window import MainWindow
    from ui.screens.local_terms import LocalTermsScreen
    from ui.screens.propose_term import ProposeTerm

_WHY_DECLINED = ("Används inte här", "Leder till fel kod", "Kan missförstås", "Finns redan")
_WHY_RETIRED = ("Används inte längre", "Leder till fel kod", "Ersatt av ett annat")
_FILE_KINDS = "Lokala sökord (*.tsv *.txt)"
#: Rows that were not taken in that the window tells; the rest are counted.
_TOLD = 4


class LocalTermCommands(QObject):
    """One form and one list for whoever sits at the desk."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._form = OfDesk(window, self._build_form)
        self._list = OfDesk(window, self._build_list)

    # -- propose ----------------------------------------------------------------------------

    def propose_term(self) -> None:
        """Open the form, with what stands in the search field."""
        coding, current = self._window.coding, self._window.stack.currentWidget()
        if self._form.built is not None and current is self._form.built:
            return  # what is typed there is not to be lost
        is_coding = coding is not None and current is coding
        self.propose(coding.search.field.text() if coding is not None and is_coding else "")

    def propose(self, text: str) -> None:
        """Open the form for a text that the search did not find."""
        if self._window.training.room.is_inside:
            self._window.tell("Sökord föreslås i arbetet, inte i utbildningen.")
            return
        form = self._form.ask()
        if form is None:
            return
        form.open(text)
        self._window.show_over(form)

    def _note_proposed(self, term: LocalTerm) -> None:
        window = self._window
        if window.stack.currentWidget() is self._form.built:
            window.go_back()
        window.tell(f"{term.text} är föreslaget. En kollega godkänner det.")

    # -- look after -------------------------------------------------------------------------

    def show_local_terms(self) -> None:
        """Show the local terms."""
        screen = self._list.ask()
        if screen is not None:
            self._window.reason.dismiss()
            screen.hinder(self._window.rights.tell_of(Act.JUDGE_TERMS))
            self._window.show_over(screen)

    def _ask_decline(self, terms: tuple[LocalTerm, ...]) -> None:
        screen = self._list.built
        if screen is not None:
            self._window.reason.ask(
                f"Varför avböjs {_named(terms)}?",
                _WHY_DECLINED,
                partial(screen.presenter.decline, terms),
            )

    def _ask_retire(self, terms: tuple[LocalTerm, ...]) -> None:
        screen = self._list.built
        if screen is not None:
            self._window.reason.ask(
                f"Varför tas {_named(terms)} ur bruk?",
                _WHY_RETIRED,
                partial(screen.presenter.retire, terms),
            )

    # -- files ------------------------------------------------------------------------------

    def _ask_export(self, state: TermState | None) -> None:
        chosen, _kind = QFileDialog.getSaveFileName(
            self._window, "Exportera lokala sökord", "lokala-sökord.tsv", _FILE_KINDS
        )
        screen = self._list.built
        if chosen and screen is not None:
            screen.presenter.export(Path(chosen), state)

    def _ask_import(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(
            self._window, "Läs in lokala sökord", "", _FILE_KINDS
        )
        if chosen:
            self.take_file(Path(chosen))

    def take_file(self, path: Path) -> None:
        """Take in the list of another workplace; its terms wait to be approved."""
        window, desk = self._window, self._window.desk
        if desk is None:
            return
        if window.task.is_busy:
            window.tell("Vänta tills den pågående inläsningen är klar, eller avbryt den.")
            return
        from app.services.term_files import import_terms  # noqa: PLC0415 - see above

        window.task.run(
            f"Läser in {path.name} …",
            lambda control: import_terms(window.app, desk.person, path, control),
            self._taken,
            window.tell_error,
        )

    def _taken(self, report: TermImportReport) -> None:
        from app.services.term_files import format_term_import  # noqa: PLC0415 - see above

        told, *remarks = format_term_import(report)
        window, more = self._window, len(remarks) - _TOLD
        rest = [f"Och {more} anmärkningar till."] if more > 0 else []
        window.tell(told)
        window.alert.hide()
        if remarks:
            window.alert.tell(" ".join((told, *remarks[:_TOLD], *rest)))
        screen = self._list.built
        if screen is not None:
            screen.show_state(TermState.PROPOSED)
            screen.presenter.refresh()

    # -- private ----------------------------------------------------------------------------

    def _build_form(self, desk: Desk) -> ProposeTerm:
        from ui.presenters.propose_presenter import ProposePresenter  # noqa: PLC0415
        from ui.screens.propose_term import ProposeTerm  # noqa: PLC0415 - see above

        presenter = ProposePresenter(desk)
        form = ProposeTerm(presenter)
        presenter.setParent(form)
        form.proposed.connect(self._note_proposed)
        form.cancelled.connect(self._window.go_back)
        return form

    def _build_list(self, desk: Desk) -> LocalTermsScreen:
        from ui.presenters.local_terms_presenter import LocalTermsPresenter  # noqa: PLC0415
        from ui.screens.local_terms import LocalTermsScreen  # noqa: PLC0415 - see above

        presenter = LocalTermsPresenter(desk)
        screen = LocalTermsScreen(presenter)
        presenter.setParent(screen)
        presenter.told.connect(self._tell)
        presenter.refused.connect(self._window.alert.tell)
        presenter.failed.connect(self._window.tell_error)
        screen.closed.connect(self._leave_list)
        screen.propose_asked.connect(lambda: self.propose(""))
        screen.decline_asked.connect(self._ask_decline)
        screen.retire_asked.connect(self._ask_retire)
        screen.export_asked.connect(self._ask_export)
        screen.import_asked.connect(self._ask_import)
        return screen

    def _tell(self, sentence: str) -> None:
        self._window.alert.hide()
        self._window.tell(sentence)

    def _leave_list(self) -> None:
        self._window.reason.dismiss()
        self._window.alert.hide()
        self._window.go_back()


def _named(terms: tuple[LocalTerm, ...]) -> str:
    return f"”{terms[0].text.term}”" if len(terms) == 1 else f"{len(terms)} sökord"
