"""What the command palette finds: commands, events and codes for one line of text."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from app.domain.codes import SYSTEM_LABEL, CodeSystem
from app.domain.encounter import STATUS_LABEL
from app.domain.errors import AppError
from app.domain.search import MatchKind, SearchHit
from app.domain.work_list import WorkListQuery, WorkListRow
from app.services.code_search import search_codes
from app.services.work_list import work_page
from ui.action_spec import ActionSpec
from ui.desk import Desk
from ui.key_bindings import plain, spoken
from ui.presenters.newest import Newest

#: How many of each kind are shown, and how much must be typed before storage is asked.
_MOST_COMMANDS, _MOST_EVENTS, _MOST_CODES = 8, 5, 5
_LEAST_TYPED = 2
#: Codes that only look like what was typed are in the way where a command is meant.
_LOOSE = frozenset({MatchKind.PREFIX, MatchKind.FUZZY})


class PaletteKind(StrEnum):
    """What an entry is; the headings of the list."""

    COMMAND = "Kommandon"
    EVENT = "Händelser"
    CODE = "Koder"


@dataclass(frozen=True, slots=True)
class PaletteEntry:
    """One line that can be chosen: what it says, and the command, event or code behind it."""

    kind: PaletteKind
    target: str
    text: str = field(repr=False)
    aside: str = field(default="", repr=False)
    note: str = field(default="", repr=False)
    system: CodeSystem | None = None


class PalettePresenter(QObject):
    """Answers each text as it is typed; only the newest answer is shown."""

    answered = Signal(list)  # list[PaletteEntry]

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._newest = Newest()
        self._commands: Sequence[ActionSpec] = ()
        self._day: date | None = None
        #: Commands that were chosen here, the latest first.
        self._used: list[str] = []

    @property
    def is_settled(self) -> bool:
        """Whether what was answered last is the answer to the newest text."""
        return self._newest.is_settled

    def begin(self, commands: Sequence[ActionSpec], day: date | None) -> None:
        """Offer these commands, and codes of the editions of this day."""
        self._commands, self._day = commands, day

    def note_used(self, command: str) -> None:
        """Remember a command that was chosen: it stands first where nothing is typed."""
        self._used = [command, *(name for name in self._used if name != command)]

    def ask(self, text: str) -> None:
        """Find what fits a text: commands at once, events and codes below them when found."""
        question = self._newest.ask()
        found = find_commands(self._commands, text, self._used)
        is_short = len(text.strip()) < _LEAST_TYPED
        if found or is_short:
            self._show(question, found)
        else:
            self.answered.emit(found)
        if not is_short:
            self._desk.jobs.run(
                lambda _control: self._find(text, _LOOSE if found else frozenset()),
                owner=self,
                on_done=lambda more: self._show(question, [*found, *more]),
                on_error=lambda error: self._pass_over(question, found, error),
            )

    def when_settled(self, then: Callable[[], None]) -> None:
        """Call back once the newest text has its answer: Enter right after typing waits."""
        self._newest.when_settled(then)

    def _find(self, text: str, left_out: Collection[MatchKind]) -> list[PaletteEntry]:
        app = self._desk.app
        query = WorkListQuery(text=text, units=self._desk.person.units)
        events = map(_event_entry, work_page(app, query, 0, _MOST_EVENTS))
        hits = search_codes(app, text, limit=_MOST_CODES, day=self._day)
        codes = [_code_entry(hit) for hit in hits if hit.kind not in left_out]
        is_code = any(hit.kind is MatchKind.EXACT_CODE for hit in hits)
        # Who types a whole code means the code: Enter opens no patient's record by mistake.
        return [*codes, *events] if is_code else [*events, *codes]

    def _pass_over(self, question: int, found: list[PaletteEntry], error: Exception) -> None:
        """Show the commands alone where storage is away: they are what helps then."""
        if not isinstance(error, AppError):
            raise error
        self._show(question, found)

    def _show(self, question: int, found: list[PaletteEntry]) -> None:
        if self._newest.is_newest(question):
            self._newest.answer(question)
            self.answered.emit(found)
            self._newest.call_back()


def find_commands(
    commands: Sequence[ActionSpec], text: str, used: Sequence[str] = ()
) -> list[PaletteEntry]:
    """Return the commands that hold every word; those whose own words begin so come first.

    Where nothing is typed, those used last come first.
    """
    if not text.strip():
        commands = sorted(
            commands, key=lambda s: used.index(s.name) if s.name in used else len(used)
        )
    words = text.casefold().split()
    fitting = [spec for spec in commands if all(word in _words(spec) for word in words)]
    fitting.sort(key=lambda spec: not plain(spec).casefold().startswith(text.casefold().strip()))
    return [_command_entry(spec) for spec in fitting[:_MOST_COMMANDS]]


def _words(spec: ActionSpec) -> str:
    return f"{plain(spec)} {spec.tip} {spec.menu.replace('&', '')}".casefold()


def _command_entry(spec: ActionSpec) -> PaletteEntry:
    keys = spoken(spec.shortcut)
    return PaletteEntry(PaletteKind.COMMAND, spec.name, plain(spec), keys, spec.tip)


def _event_entry(row: WorkListRow) -> PaletteEntry:
    ended = row.end.strftime("%Y-%m-%d") if row.end else "pågår"
    text = "  ".join(part for part in (row.patient_number, row.patient_name) if part)
    note = " · ".join(part for part in (row.unit, ended, row.principal) if part)
    return PaletteEntry(PaletteKind.EVENT, row.id, text, STATUS_LABEL[row.status], note)


def _code_entry(hit: SearchHit) -> PaletteEntry:
    system = SYSTEM_LABEL[hit.system]
    return PaletteEntry(PaletteKind.CODE, hit.code, hit.title, system, hit.why, hit.system)
