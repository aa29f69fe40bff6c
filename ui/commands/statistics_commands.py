"""Commands of statistics. The screen is imported and built when first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from ui.desk import Desk
    from ui.main_window import MainWindow
    from ui.screens.statistics import StatisticsScreen


class StatisticsCommands(QObject):
    """One screen for whoever sits at the desk."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._desk: Desk | None = None
        self.screen: StatisticsScreen | None = None

    def show_statistics(self) -> None:
        """Show what was signed, one's own at first."""
        screen = self._screen_of_desk()
        if screen is not None:
            self._window.show_over(screen)

    def _screen_of_desk(self) -> StatisticsScreen | None:
        window, desk = self._window, self._window.desk
        if desk is not None and self._desk is not desk:
            from ui.presenters.statistics_presenter import (  # noqa: PLC0415 - slow to import
                StatisticsPresenter,
            )
            from ui.screens.statistics import StatisticsScreen  # noqa: PLC0415 - see above

            self._forget()
            self._desk = desk
            presenter = StatisticsPresenter(desk, self)
            self.screen = StatisticsScreen(presenter)
            window.stack.addWidget(self.screen)
            self.screen.closed.connect(window.go_back)
            presenter.told.connect(window.tell)
            presenter.failed.connect(window.tell_error)
            presenter.printed.connect(self._show_pages)
        return self.screen

    def _forget(self) -> None:
        if self.screen is not None:
            self._window.stack.removeWidget(self.screen)
            self.screen.presenter.deleteLater()
            self.screen.deleteLater()
            self.screen = None

    def _show_pages(self, pdf: bytes) -> None:
        self._window.preview.show_pdf(pdf, "statistik", "Statistik")
        self._window.show_over(self._window.preview)
