"""Returning to the program opens where one was: the event that lay on the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.services.coding import OpenedEvent
from app.services.desk_memory import DeskPlace, find_place, note_place
from ui.jobs import Lane, pass_over

if TYPE_CHECKING:
    from ui.desk import Desk
    from ui.main_window import MainWindow


class PlaceKeeper(QObject):
    """Notes what is opened and left as it happens, so that a crash does not forget it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        window.ready.connect(self._follow_person)

    def _follow_person(self) -> None:
        window, desk = self._window, self._window.desk
        if desk is None or window.coding is None or self._is_reviewing:
            return
        presenter = window.coding.presenter
        presenter.opened.connect(lambda event: self._note_opened(desk, event))
        presenter.left.connect(lambda: self._note_left(desk))
        window.jobs.run(
            lambda _control: find_place(window.app, desk.person),
            owner=presenter,
            on_done=lambda place: self._return_to(desk, place),
            on_error=window.tell_error,
        )

    @property
    def _is_reviewing(self) -> bool:
        """Whether a second review goes on: it is opened from its sample, and is no place to be."""
        window = self._window
        return window.app is not window.home and not window.training.room.is_inside

    def _return_to(self, desk: Desk, place: DeskPlace) -> None:
        """Open the event, unless the person has opened another or changed meanwhile."""
        window = self._window
        is_untouched = window.coding is not None and window.coding.presenter.encounter is None
        if place.encounter_id and window.desk is desk and is_untouched:
            window.events.open_event(place.encounter_id)
            window.tell("Här var du senast. Ctrl+L går till arbetslistan.")

    def _note_opened(self, desk: Desk, event: OpenedEvent) -> None:
        if event.is_editable:
            self._note(desk, DeskPlace(event.encounter.id))

    def _note_left(self, desk: Desk) -> None:
        if not self._window.is_closing:
            self._note(desk, DeskPlace())

    def _note(self, desk: Desk, place: DeskPlace) -> None:
        self._window.jobs.run(
            lambda _control: note_place(desk.app, desk.person, place),
            owner=self,
            on_done=lambda _none: None,
            on_error=pass_over,
            lane=Lane.WRITE,
        )
