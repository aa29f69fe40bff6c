"""What the screens of the window signal, and which command answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.screens.parts import on_escape

if TYPE_CHECKING:
    from ui.main_window import MainWindow
    from ui.screens.coding import CodingScreen
    from ui.screens.work_list import WorkListScreen


def connect_window(window: MainWindow) -> None:
    """Follow the screens that are there whoever sits here."""
    window.who.chosen.connect(window.sit_down)
    window.who.added.connect(window.view.add_person)
    window.task.cancelled.connect(lambda: window.tell("Avbrutet."))
    window.preview.closed.connect(window.go_back)
    window.preview.told.connect(window.tell)
    window.sheet.closed.connect(window.go_back)


def connect_screens(window: MainWindow, work: WorkListScreen, coding: CodingScreen) -> None:
    """Follow the screens of the person who sits down."""
    on_escape(work, window.alert.hide)
    window.work_lists.connect_screen(work)
    work.opened.connect(window.events.open_event)
    work.next_asked.connect(window.events.next_event)
    window.drg.follow(coding.drg)
    window.queries.follow(coding)
    connect_coding(window, coding)


def connect_coding(window: MainWindow, coding: CodingScreen) -> None:
    """Let the commands on events work on a coding screen, the real one or a trainee's."""
    on_escape(coding, window.alert.hide)
    coding.override_asked.connect(window.finding.ask_override)
    coding.park_asked.connect(window.events.park)
    coding.sign_asked.connect(window.events.sign)
    coding.reopen_asked.connect(window.events.reopen)
    coding.search.browse_asked.connect(window.browser.browse_codebooks)
    coding.search.propose_asked.connect(window.terms.propose)
    presenter = coding.presenter
    presenter.opened.connect(window.events.note_opened)
    presenter.opened.connect(lambda _event: window.reason.dismiss())
    presenter.left.connect(window.reason.dismiss)
    presenter.left.connect(window.saved.clear)
    presenter.left.connect(window.events.note_left)
    presenter.left.connect(window.kept.note_left)
    presenter.emptied.connect(window.events.back_to_list)
    presenter.changed.connect(window.events.note_changed)
    presenter.saved.connect(window.events.note_saved)
    presenter.waiting.connect(window.events.note_waiting)
    presenter.told.connect(window.tell)
    presenter.refused.connect(window.events.offer_stored_state)
    presenter.signed.connect(window.events.note_signed)
