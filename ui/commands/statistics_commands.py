"""Commands of statistics. The screen is imported and built when first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ui.commands.of_desk import OfDesk

if TYPE_CHECKING:
    from ui.desk import Desk
    from ui.main_window import MainWindow
    from ui.screens.statistics import StatisticsScreen


class StatisticsCommands(QObject):
    """One screen for whoever sits at the desk."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._shown = OfDesk(window, self._build)

    def show_statistics(self) -> None:
        """Show what was signed, one's own at first."""
        screen = self._shown.ask()
        if screen is not None:
            self._window.show_over(screen)

    def _build(self, desk: Desk) -> StatisticsScreen:
        from ui.presenters.statistics_presenter import StatisticsPresenter  # noqa: PLC0415 - slow
        from ui.screens.statistics import StatisticsScreen  # noqa: PLC0415 - see above

        presenter, window = StatisticsPresenter(desk), self._window
        screen = StatisticsScreen(presenter)
        presenter.setParent(screen)
        screen.closed.connect(window.go_back)
        presenter.told.connect(window.tell)
        presenter.failed.connect(window.tell_error)
        presenter.printed.connect(self._show_pages)
        return screen

    def _show_pages(self, pdf: bytes) -> None:
        self._window.preview.show_pdf(pdf, "statistik", "Statistik")
        self._window.show_over(self._window.preview)
