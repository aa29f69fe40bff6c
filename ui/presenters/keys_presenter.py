"""A person's own keys: read when they sit down, changed one at a time, stored at once."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from app.services.desk_memory import read_keys, save_keys
from ui.desk import Desk
from ui.jobs import Lane
from ui.key_bindings import find_objection, sound_keys
from ui.presenters.newest import Newest


class KeysPresenter(QObject):
    """Holds what a person has bound; whoever shows or uses keys follows `changed`."""

    changed = Signal()
    failed = Signal(object)  # Exception

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._newest = desk, Newest()
        self.own: dict[str, str] = {}

    def read(self) -> None:
        """Read the keys of the person at the desk."""
        app, person, question = self._desk.app, self._desk.person, self._newest.ask()

        def take(stored: Mapping[str, str]) -> None:
            if self._newest.is_newest(question):  # nothing was bound meanwhile
                self._take(sound_keys(stored))

        self._desk.jobs.run(
            lambda _control: read_keys(app, person),
            owner=self,
            on_done=take,
            on_error=self.failed.emit,
        )

    def bind(self, name: str, keys: str) -> str:
        """Give a command keys; return why it cannot have them, or nothing."""
        objection = find_objection(name, keys, self.own)
        if not objection:
            self._store(self.own | {name: keys})
        return objection

    def restore(self, name: str) -> str:
        """Give a command its usual keys; return why it cannot have them, or nothing."""
        rest = {known: keys for known, keys in self.own.items() if known != name}
        if name in self.own and sound_keys(rest) == rest:
            self._store(rest)
            return ""
        return "" if name not in self.own else _TAKEN

    def restore_all(self) -> None:
        """Give every command its usual keys."""
        self._store({})

    def _store(self, own: Mapping[str, str]) -> None:
        app, person, kept = self._desk.app, self._desk.person, dict(own)
        self._newest.forget()
        self._take(kept)
        self._desk.jobs.run(
            lambda _control: save_keys(app, person, kept),
            owner=self,
            on_done=lambda _none: None,
            on_error=self.failed.emit,
            lane=Lane.WRITE,
        )

    def _take(self, own: dict[str, str]) -> None:
        self.own = own
        self.changed.emit()


_TAKEN = (
    "Den vanliga tangenten har du gett ett annat kommando. Återställ det först, eller välj "
    "Återställ alla."
)
