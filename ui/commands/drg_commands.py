"""Commands on DRG: the panel, what-if, the definition tables and grouping again.

The screens are imported and built when first asked for: the start has no time for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from app.domain.permissions import Act
from app.services.job_control import JobControl
from ui.commands.of_desk import OfDesk
from ui.jobs import Lane

if TYPE_CHECKING:
    from app.domain.drg_ports import DrgTableSet
    from app.domain.drg_regroup import Regrouped
    from ui.desk import Desk
    from ui.main_window import MainWindow
    from ui.screens.drg_panel import DrgPanel
    from ui.screens.drg_regroup import DrgRegroupScreen
    from ui.screens.drg_tables import DrgTablesScreen

_KINDS = "Definitionstabeller (*.json *.gz *.zip *.exe *.xlsx)"
_BUSY = "Vänta tills det pågående arbetet är klart, eller avbryt det."
_NOT_GROUPED = (
    "Händelsen har ingen DRG att jämföra med. Öppna DRG-panelen (Ctrl+Skift+N) för skälet."
)
#: Oddities of a set that are told at once; the rest stand on the screen of the tables.
_TOLD = 3


class DrgCommands(QObject):
    """One screen of tables for whoever sits at the desk; the others are built for each use."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._tables = OfDesk(window, self._build)
        self._over: QWidget | None = None

    def follow(self, panel: DrgPanel) -> None:
        """Do what is asked for on the panel beside the codes."""
        panel.what_if_asked.connect(self.show_drg_what_if)
        panel.print_asked.connect(self.print_drg)
        panel.tables_asked.connect(self.show_drg_tables)
        rights = self._window.rights
        panel.presenter.grouped.connect(lambda _: panel.hinder(rights.reason_of(Act.DRG_TABLES)))

    # -- beside the codes -------------------------------------------------------------------

    def toggle_drg(self) -> None:
        """Show the group beside the codes, or hide it."""
        coding = self._window.coding
        if coding is None:
            return
        if coding.drg.presenter.toggle():
            coding.drg.go_to()
        else:
            coding.search.focus_field()

    def show_drg_what_if(self) -> None:
        """Show how the event would be grouped and judged if it were told otherwise."""
        window, desk = self._window, self._window.desk
        coding = window.coding
        if desk is None or coding is None or coding.presenter.encounter is None:
            return
        coding.presenter.gathering.emit()
        encounter = coding.presenter.encounter
        from app.services.drg_choice import fitting_tables  # noqa: PLC0415 - see above

        def show(tables: DrgTableSet | None) -> None:
            current = coding.presenter.encounter
            if tables is None or current is None or current.id != encounter.id:
                window.tell(_NOT_GROUPED)
                return
            from ui.presenters.drg_what_if_presenter import (  # noqa: PLC0415 - see above
                DrgWhatIfPresenter,
            )
            from ui.screens.drg_what_if import DrgWhatIfScreen  # noqa: PLC0415 - see above

            screen = DrgWhatIfScreen(DrgWhatIfPresenter(desk, current, tables))
            screen.presenter.told.connect(window.tell)
            screen.closed.connect(self._close_over)
            self._show_over(screen)
            screen.begin()

        desk.jobs.run(
            lambda _control: fitting_tables(desk.app, encounter).tables,
            owner=coding,
            on_done=show,
            on_error=window.tell_error,
        )

    def print_drg(self) -> None:
        """Preview the explanation of the event on the desk, as its codes stand now."""
        coding = self._window.coding
        if coding is not None and coding.presenter.encounter is not None:
            coding.presenter.flush(self._preview)

    # -- the tables -------------------------------------------------------------------------

    def show_drg_tables(self) -> None:
        """Show the imported definition tables."""
        screen = self._tables.ask()
        if screen is not None:
            self._window.reason.dismiss()
            screen.hinder(self._window.rights.tell_of(Act.DRG_TABLES))
            self._window.show_over(screen)

    def import_drg_tables(self) -> None:
        """Ask for a file with definition tables and read it in."""
        chosen, _kind = QFileDialog.getOpenFileName(self._window, "Läs in DRG-tabeller", "", _KINDS)
        if chosen:
            self.take_tables([Path(chosen)])

    def take_tables(self, paths: Sequence[Path]) -> None:
        """Read definition tables in, one file or folder after the other."""
        window, desk = self._window, self._window.desk
        if desk is None:
            return
        if window.task.is_busy:
            window.tell(_BUSY)
            return
        by = desk.person

        from app.services.drg_tables import import_tables  # noqa: PLC0415 - see above

        def work(control: JobControl) -> list[tuple[DrgTableSet, bool]]:
            return [
                import_tables(window.app, path, imported_by=by.name, by=by, control=control)
                for path in paths
            ]

        window.task.run("Läser in DRG-tabeller …", work, self._taken, window.tell_error)

    def _taken(self, read: list[tuple[DrgTableSet, bool]]) -> None:
        window = self._window
        sentences = [
            f"{each.label} är inläst: {each.rules} regler."
            if is_new
            else f"{each.label} var redan inläst."
            for each, is_new in read
        ]
        remarks = [remark for each, is_new in read if is_new for remark in each.remarks]
        self.show_drg_tables()
        if self._tables.built is not None:
            self._tables.built.presenter.refresh()
        window.alert.hide()
        window.tell(" ".join(sentences))
        if remarks:
            more = len(remarks) - _TOLD
            rest = [f"Och {more} anmärkningar till."] if more > 0 else []
            window.alert.tell(" ".join((*sentences, *remarks[:_TOLD], *rest)))
        self._group_again()

    def _ask_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self._window, "Läs in DRG-tabeller")
        if chosen:
            self.take_tables([Path(chosen)])

    def _ask_remove(self, tables: DrgTableSet) -> None:
        screen = self._tables.built
        if screen is None:
            return

        def answer(text: str) -> None:
            if text == yes:
                screen.presenter.remove(tables)

        yes = "Ta bort dem"
        self._window.reason.ask(
            f"Ska {tables.label} tas bort? Signerade grupper står kvar.",
            (yes, "Behåll dem"),
            answer,
        )

    # -- grouping again ---------------------------------------------------------------------

    def _show_regroup(self, tables: DrgTableSet) -> None:
        from ui.screens.drg_regroup import DrgRegroupScreen  # noqa: PLC0415 - see above

        screen = DrgRegroupScreen(tables)
        screen.closed.connect(self._close_over)
        screen.started.connect(lambda chosen, day: self._regroup(screen, chosen, day))
        screen.opened.connect(self._open_event)
        self._show_over(screen)
        screen.start.setFocus()

    def _regroup(self, screen: DrgRegroupScreen, tables: DrgTableSet, since: date | None) -> None:
        window = self._window
        if window.task.is_busy:
            window.tell(_BUSY)
            return
        from app.services.drg_regroup import regroup_signed  # noqa: PLC0415 - see above

        def work(control: JobControl) -> tuple[int, list[Regrouped]]:
            total, others = 0, []
            for each in regroup_signed(window.app, tables.id, since, control):
                total += 1
                if each.is_other:
                    others.append(each)
            return total, others

        def done(result: tuple[int, list[Regrouped]]) -> None:
            if self._over is screen:
                screen.show_result(*result)

        window.task.run("Grupperar om …", work, done, window.tell_error, lane=Lane.READ)

    def _open_event(self, encounter_id: str) -> None:
        self._close_over()
        self._window.events.open_event(encounter_id)

    def _preview(self) -> None:
        window, desk, coding = self._window, self._window.desk, self._window.coding
        encounter = coding.presenter.encounter if coding is not None else None
        if desk is None or encounter is None:
            return
        if window.task.is_busy:
            window.tell(_BUSY)
            return
        by = desk.person

        from app.services.drg_print import fitting_pdf  # noqa: PLC0415 - ReportLab is slow

        def show(pdf: bytes) -> None:
            window.preview.show_pdf(pdf, f"drg-{encounter.id}", "DRG med förklaring")
            window.show_over(window.preview)

        window.task.run(
            "Sätter sidan …",
            lambda _control: fitting_pdf(desk.app, encounter, by),
            show,
            window.tell_error,
        )

    # -- private ----------------------------------------------------------------------------

    def _build(self, desk: Desk) -> DrgTablesScreen:
        from ui.presenters.drg_tables_presenter import DrgTablesPresenter  # noqa: PLC0415
        from ui.screens.drg_tables import DrgTablesScreen  # noqa: PLC0415 - see above

        presenter = DrgTablesPresenter(desk)
        screen = DrgTablesScreen(presenter)
        presenter.setParent(screen)
        presenter.told.connect(self._window.tell)
        presenter.failed.connect(self._window.tell_error)
        presenter.regrouping.connect(self._group_again)
        screen.closed.connect(self._leave)
        screen.file_asked.connect(self.import_drg_tables)
        screen.folder_asked.connect(self._ask_folder)
        screen.remove_asked.connect(self._ask_remove)
        screen.regroup_asked.connect(self._show_regroup)
        return screen

    def _group_again(self) -> None:
        """Let the event on the desk be grouped and judged by what is there now."""
        coding = self._window.coding
        if coding is not None:
            coding.drg.presenter.refresh()
            coding.presenter.judge_again()

    def _show_over(self, screen: QWidget) -> None:
        self._over = screen
        self._window.show_over(screen)

    def _close_over(self) -> None:
        screen, self._over = self._over, None
        if screen is None:
            return
        self._window.go_back()
        self._window.stack.removeWidget(screen)
        screen.deleteLater()

    def _leave(self) -> None:
        self._window.reason.dismiss()
        self._window.alert.hide()
        self._window.go_back()
