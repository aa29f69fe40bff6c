"""What the mapping screen does: look at a file, say which column is what, try it, import it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.domain.list_words import format_count, format_guess
from app.domain.local_list import ColumnMapping, ListPreview, LocalList, MappingTrial
from app.services import local_lists
from app.services.context import AppContext
from ui.jobs import Jobs
from ui.presenters.newest import Newest

_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


class ColumnUse(StrEnum):
    """What a column of the file is; the value is what the screen calls it."""

    UNUSED = "Används inte"
    CODE = "Kod"
    TEXT = "Text"
    DAY = "Gäller från"


@dataclass(frozen=True, slots=True)
class ListNames:
    """What the list is called, as typed."""

    name: str = ""
    system_label: str = ""
    version: str = ""
    valid_from: str = ""


@dataclass(frozen=True, slots=True)
class _Opened:
    preview: ListPreview
    known: tuple[LocalList, ...]


class MappingPresenter(QObject):
    """Drives the mapping of one file at a time; the newest trial wins."""

    file_read = Signal()  # another file, or the same divided otherwise
    names_changed = Signal()  # more than what was typed
    uses_changed = Signal()
    tried = Signal()
    hindrance_changed = Signal(str)  # why the list cannot be imported yet; empty if it can
    failed = Signal(object)  # Exception

    def __init__(self, app: AppContext, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._app, self._jobs = app, jobs
        self.path = Path()
        self.preview: ListPreview | None = None
        self.known: tuple[LocalList, ...] = ()
        self.uses: tuple[ColumnUse, ...] = ()
        self.has_header = True
        self.names = ListNames()
        self.trial: MappingTrial | None = None
        #: Where the columns come from, as a sentence.
        self.origin = ""
        self._earlier: LocalList | None = None
        self._is_by_hand = False
        self._newest = Newest()

    def open(self, path: Path) -> None:
        """Look at a file; `file_read` follows, or `failed`."""
        self.path, self._is_by_hand = path, False
        self.preview, self.trial = None, None
        year = next(iter(_YEAR.findall(path.stem)), "")
        self.names = ListNames(version=year, valid_from=f"{year}-01-01" if year else "")
        self._read("")

    def split_by(self, separator: str) -> None:
        """Look at the file again with another sign between its columns."""
        self._is_by_hand = False
        self._read(separator)

    def use(self, column: int, what: ColumnUse) -> None:
        """Say what a column is; another that was the same is used no more."""
        uses = [
            ColumnUse.UNUSED if use is what and use is not ColumnUse.UNUSED else use
            for use in self.uses
        ]
        uses[column] = what
        self._is_by_hand, self.origin = True, "Kolumnerna är valda för hand."
        self._set_uses(uses)

    def set_header(self, *, has_header: bool) -> None:
        """Say whether the first row holds the names of the columns."""
        if has_header != self.has_header:
            self.has_header = has_header
            self._set_uses(self.uses)

    def set_names(self, names: ListNames) -> None:
        """Take the names as they are typed; a known name brings the columns of that list."""
        is_other = names.name != self.names.name
        self.names = names
        if is_other and not self._is_by_hand and self.preview is not None:
            self._remember()
        self._tell()

    @property
    def mapping(self) -> ColumnMapping | None:
        """Which column is what, or None where code or text is missing."""
        if self.preview is None or not {ColumnUse.CODE, ColumnUse.TEXT} <= set(self.uses):
            return None
        places = {use: place for place, use in enumerate(self.uses)}
        return ColumnMapping(
            places[ColumnUse.CODE],
            places[ColumnUse.TEXT],
            places.get(ColumnUse.DAY),
            self.has_header,
            self.preview.separator_sign,
        )

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns as the first row is understood now."""
        rows = self._all_rows()
        if self.has_header and rows:
            return rows[0]
        return tuple(f"Kolumn {n}" for n in range(1, len(self.uses) + 1))

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The first rows below the names."""
        rows = self._all_rows()
        return rows[1:] if self.has_header else rows

    @property
    def valid_from(self) -> date | None:
        """The first day of the list, or None where what is typed is no day."""
        try:
            return date.fromisoformat(self.names.valid_from.strip())
        except ValueError:
            return None

    @property
    def hindrance(self) -> str:
        """Why the list cannot be imported yet, and what to do; empty if it can."""
        if self.preview is None:
            return "Läser filen …"
        for use, what in ((ColumnUse.CODE, "koden"), (ColumnUse.TEXT, "texten")):
            if use not in self.uses:
                return f"Välj vilken kolumn som är {what}."
        if self.trial is None:
            return "Prövar kolumnerna …"
        if self._earlier is not None:
            return f"Samma fil är redan inläst som {self._earlier.label}."
        names = self.names
        return (
            _fault(self.trial)
            or local_lists.why_not_named(self.known, names.name, names.system_label, names.version)
            or ("" if self.valid_from else "Skriv listans första dag som 2024-01-31.")
        )

    def _all_rows(self) -> tuple[tuple[str, ...], ...]:
        preview = self.preview
        if preview is None:
            return ()
        return (*((preview.header,) if preview.has_header else ()), *preview.rows)

    def _read(self, separator: str) -> None:
        path = self.path

        def show(opened: _Opened) -> None:
            if path == self.path:  # else another file has been chosen
                self._show(opened)

        self._tell()
        self._jobs.run(
            lambda _control: _Opened(
                local_lists.preview_local_list(self._app, path, separator),
                tuple(local_lists.list_local_lists(self._app)),
            ),
            owner=self,
            on_done=show,
            on_error=self.failed.emit,
        )

    def _show(self, opened: _Opened) -> None:
        preview = opened.preview
        self.preview, self.known = preview, opened.known
        self.has_header = preview.has_header
        width = len(preview.header)
        uses = _uses(preview.guess, width)
        remedy = "Kontrollera innan du läser in." if preview.guess else "Välj ovanför kolumnerna."
        self.origin = f"{format_guess(preview)} {remedy}"
        self.uses = uses
        self.file_read.emit()
        if not self._remember():
            self._set_uses(uses)

    def _remember(self) -> bool:
        """Take the columns of an earlier list of the same name over; whether there is one."""
        width = len(self.uses)
        earlier = local_lists.remembered_mapping(self.known, self.names.name, width)
        if earlier is None:
            return False
        self.origin = f"Kolumnerna är valda som i {earlier.label}. Kontrollera innan du läser in."
        if not self.names.system_label:
            self.names = replace(self.names, system_label=earlier.system_label)
            self.names_changed.emit()
        self.has_header = earlier.mapping.has_header
        self._set_uses(_uses(earlier.mapping, width))
        return True

    def _set_uses(self, uses: Sequence[ColumnUse]) -> None:
        self.uses, self.trial, self._earlier = tuple(uses), None, None
        self.uses_changed.emit()
        self._tell()
        self._try()

    def _try(self) -> None:
        question, mapping, path = self._newest.ask(), self.mapping, self.path
        if mapping is None:
            self.tried.emit()
            return

        def done(answer: tuple[MappingTrial, LocalList | None]) -> None:
            if self._newest.is_newest(question):
                self.trial, self._earlier = answer
                self.tried.emit()
                self._tell()

        self._jobs.run(
            lambda _control: (
                local_lists.try_mapping(self._app, path, mapping),
                local_lists.already_imported(self._app, path, mapping),
            ),
            owner=self,
            on_done=done,
            on_error=self.failed.emit,
        )

    def _tell(self) -> None:
        self.hindrance_changed.emit(self.hindrance)


def _uses(mapping: ColumnMapping | None, width: int) -> tuple[ColumnUse, ...]:
    if mapping is None:
        return (ColumnUse.UNUSED,) * width
    known = {mapping.code: ColumnUse.CODE, mapping.text: ColumnUse.TEXT}
    if mapping.valid_from is not None:
        known[mapping.valid_from] = ColumnUse.DAY
    return tuple(known.get(place, ColumnUse.UNUSED) for place in range(width))


def _fault(trial: MappingTrial) -> str:
    if trial.fault_count:
        first = trial.faults[0]
        rows = format_count(trial.fault_count, "rad", "rader")
        return f"{rows} kan inte läsas. Rad {first.number}: {first.fault}"
    return "" if trial.code_count else "Filen har ingen rad med en kod. Välj en annan fil."
