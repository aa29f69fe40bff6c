"""Commands on keys and commands themselves: the palette, own keys, the card of keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ui.action_spec import ActionSpec
from ui.actions import key_rows
from ui.key_bindings import apply_keys, bound, in_own_keys
from ui.presenters.keys_presenter import KeysPresenter
from ui.presenters.palette_presenter import PaletteEntry, PaletteKind, PalettePresenter

if TYPE_CHECKING:
    from ui.main_window import MainWindow
    from ui.screens.key_table import KeyTableScreen
    from ui.screens.palette import Palette

#: Where a widget keeps its tip with the usual keys, and the one that was made of it.
_USUAL_TIP, _OWN_TIP = "usual_tip", "own_tip"


class KeyCommands(QObject):
    """The keys and the palette of whoever sits at the desk."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._keys: KeysPresenter | None = None
        self._screen: KeyTableScreen | None = None
        self.palette: Palette | None = None
        self._presenter: PalettePresenter | None = None
        self._came_from: QWidget | None = None
        window.ready.connect(self._follow_person)

    def show_palette(self) -> None:
        """Open the palette over what is on screen, with the commands that work there."""
        palette, window = self._palette_of_person(), self._window
        if palette is None or self._presenter is None:
            return
        event = window.coding.presenter.encounter if window.coding is not None else None
        self._presenter.begin(self._open_commands(), event.day if event is not None else None)
        self._came_from = window.focusWidget()
        palette.open()

    def show_own_keys(self) -> None:
        """Show the keys of every command, to be changed."""
        window, keys = self._window, self._keys
        if keys is None:
            return
        if self._screen is None:
            from ui.screens.key_table import KeyTableScreen  # noqa: PLC0415 - seldom opened

            self._screen = screen = KeyTableScreen(keys)
            screen.closed.connect(window.go_back)
            screen.print_asked.connect(self.print_key_card)
        window.show_over(self._screen)
        self._screen.filter.setFocus()

    def print_key_card(self) -> None:
        """Put every key on a card, with the person's own, and show it."""
        window = self._window
        from app.services.key_card import key_card_pdf  # noqa: PLC0415 - ReportLab is slow

        rows = key_rows(self.own)
        window.jobs.run(
            lambda _control: key_card_pdf(window.app, rows),
            owner=self,
            on_done=self._show_card,
            on_error=window.tell_error,
        )

    @property
    def own(self) -> dict[str, str]:
        """The keys that the person has bound, by command."""
        return self._keys.own if self._keys is not None else {}

    def reword(self, screen: QWidget) -> None:
        """Let the tips of a screen name the person's own keys, those that came since as well."""
        for widget in screen.findChildren(QWidget):
            shown = widget.toolTip()
            usual = widget.property(_USUAL_TIP) if shown == widget.property(_OWN_TIP) else shown
            if usual and (own := in_own_keys(usual, self.own)) != shown:
                widget.setProperty(_USUAL_TIP, usual)
                widget.setProperty(_OWN_TIP, own)
                widget.setToolTip(own)

    def _take_over(self) -> None:
        apply_keys(self._window.actions_by_name, self.own)
        self.reword(self._window)

    def _show_card(self, pdf: bytes) -> None:
        self._window.preview.show_pdf(pdf, "tangenter", "Tangentkort")
        self._window.show_over(self._window.preview)

    def _follow_person(self) -> None:
        """Somebody sat down: their keys, and nothing left of whoever sat here before."""
        window = self._window
        for old in (self._screen, self.palette):
            if old is not None:
                window.stack.removeWidget(old)
                old.deleteLater()
        for presenter in (self._keys, self._presenter):
            if presenter is not None:
                presenter.deleteLater()
        self._screen = self.palette = self._presenter = None
        if window.desk is None:
            return
        self._keys = KeysPresenter(window.desk, self)
        self._keys.failed.connect(window.tell_error)
        self._keys.changed.connect(self._take_over)
        self._keys.read()

    def _palette_of_person(self) -> Palette | None:
        window, over = self._window, self._window.centralWidget()
        if self.palette is None and window.desk is not None and over is not None:
            from ui.screens.palette import Palette  # noqa: PLC0415 - not before it is asked for

            self._presenter = PalettePresenter(window.desk, self)
            self.palette = Palette(self._presenter, over)
            self.palette.chosen.connect(self._do)
            self.palette.left.connect(self._give_focus_back)
        return self.palette

    def _open_commands(self) -> list[ActionSpec]:
        actions = self._window.actions_by_name
        return [
            spec
            for spec in bound(self.own)
            if actions[spec.name].isEnabled() and spec.name != "show_palette"
        ]

    def _give_focus_back(self) -> None:
        if self._came_from is not None:
            self._came_from.setFocus()
            self._came_from = None

    def _do(self, entry: PaletteEntry) -> None:
        window = self._window
        if entry.kind is PaletteKind.COMMAND and self._presenter is not None:
            self._presenter.note_used(entry.target)
            window.actions_by_name[entry.target].trigger()
        elif entry.kind is PaletteKind.EVENT:
            window.events.open_event(entry.target)
        else:
            self._go_to_code(entry)

    def _go_to_code(self, entry: PaletteEntry) -> None:
        """On the coding screen the code is searched, so that Enter adds it; else it is browsed."""
        window = self._window
        coding = window.coding
        if coding is not None and window.stack.currentWidget() is coding:
            coding.search.focus_field()
            coding.search.field.setText(entry.target)
        elif entry.system is not None:
            window.browser.show_code(entry.system, entry.target)
