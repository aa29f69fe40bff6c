"""Commands of second review: the screen, the blind coding on the coder's own screen, paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from app.domain.second_review import SecondReview
from app.services.blind_review import blind_context

if TYPE_CHECKING:
    from ui.desk import Desk
    from ui.main_window import MainWindow
    from ui.presenters.coding_presenter import CodingPresenter
    from ui.screens.second_review import SecondReviewScreen

_BLIND = (
    "Andra granskning: koda som om ingen hade kodat händelsen. F9 avslutar, Ctrl+L lägger den åt "
    "sidan."
)


class SecondReviewCommands(QObject):
    """One screen for whoever sits at the desk; one review at a time."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._desk: Desk | None = None
        self._screen: SecondReviewScreen | None = None
        self._is_reviewing = False
        window.stack.currentChanged.connect(lambda _index: self._follow_screen())

    def show_second_review(self) -> None:
        """Store what lies on the desk, and show samples, differences and agreement."""
        window = self._window
        if window.coding is not None and window.app is window.home:
            window.coding.presenter.leave(self._show)

    def _show(self) -> None:
        screen = self._screen_of_person()
        if screen is not None:
            self._window.show_over(screen)

    def _screen_of_person(self) -> SecondReviewScreen | None:
        window, desk = self._window, self._window.desk
        if desk is None:
            return None
        if self._screen is None or self._desk is None or self._desk.person != desk.person:
            from ui.presenters.second_review_presenter import (  # noqa: PLC0415 - seldom opened
                SecondReviewPresenter,
            )
            from ui.screens.second_review import SecondReviewScreen  # noqa: PLC0415 - see above

            self._forget()
            self._desk = desk
            screen = self._screen = SecondReviewScreen(SecondReviewPresenter(desk, self))
            window.stack.addWidget(screen)
            screen.closed.connect(lambda: window.homes.show(desk.person.role))
            screen.print_asked.connect(self._print)
            screen.open_asked.connect(window.events.open_event)
            screen.presenter.taken.connect(self._begin)
            screen.presenter.told.connect(window.tell)
            screen.presenter.failed.connect(window.tell_error)
        return self._screen

    def _forget(self) -> None:
        if self._screen is not None:
            self._window.stack.removeWidget(self._screen)
            self._screen.presenter.deleteLater()
            self._screen.deleteLater()
            self._screen = None

    def _begin(self, review: SecondReview) -> None:
        """Go to a workstation on which the event has no codes, and open it there."""
        window = self._window
        window.statusBar().clearMessage()  # it told of the review before
        window.work_at(blind_context(window.home, review.id))
        self._is_reviewing = True
        if window.coding is None:
            return
        presenter = window.coding.presenter
        presenter.signed.connect(lambda _version: self._finish(presenter))
        window.banner.tell(
            _BLIND,
            "Lägg åt sida&n",
            "Tillbaka till urvalen",
            lambda: presenter.leave(self._come_back_soon),
        )
        window.events.open_event(review.encounter_id)

    def _finish(self, presenter: CodingPresenter) -> None:
        self._window.tell("Granskningen är klar. Här är skillnaderna mot den första kodningen.")
        presenter.leave(self._come_back_soon)

    def _follow_screen(self) -> None:
        """Come back when the list of the blind workstation is shown: nothing is listed there."""
        window = self._window
        if self._is_reviewing and window.stack.currentWidget() is window.work_list:
            self._come_back_soon()

    def _come_back_soon(self) -> None:
        # The screens that tell of it are taken down, so not before they have finished telling.
        if not self._window.is_closing:
            QTimer.singleShot(0, self._come_back)

    def _come_back(self) -> None:
        window = self._window
        if not self._is_reviewing:
            return
        self._is_reviewing = False
        window.work_at(window.home)
        window.banner.hide()
        window.show_demo_banner()
        screen = self._screen_of_person()
        if screen is not None:
            screen.show_done()
            window.show_over(screen)

    def _print(self) -> None:
        window, desk = self._window, self._window.desk
        if desk is None:
            return
        from app.services.agreement_print import agreement_pdf  # noqa: PLC0415 - slow to import

        window.jobs.run(
            lambda _control: agreement_pdf(window.home, desk.person),
            owner=self,
            on_done=self._show_pages,
            on_error=window.tell_error,
        )

    def _show_pages(self, pdf: bytes) -> None:
        window = self._window
        window.preview.show_pdf(pdf, "överensstämmelse", "Överensstämmelse vid granskning")
        window.show_over(window.preview)
