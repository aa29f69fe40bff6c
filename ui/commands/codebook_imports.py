"""From dropped files to editions: read, show the report, ask, keep."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.domain.access import Person
from app.domain.concept import Edition, EditionState
from app.domain.errors import AppError, Cancelled, CodebookFileError
from app.domain.list_words import format_report
from app.domain.permissions import Act
from app.services.codebooks import keep_codebook, read_codebook
from app.services.context import AppContext
from app.services.dropped_files import Dropped, DroppedList, ListKind
from app.services.dropped_lists import import_dropped_list
from app.services.editions import activate_edition
from app.services.job_control import JobControl
from ui.jobs import Lane
from ui.presenters.import_report import ImportReportState, ReadCodebook, WantedCodebook
from ui.screens.import_report import ImportReportScreen

if TYPE_CHECKING:
    from ui.main_window import MainWindow

_YEAR = re.compile(r"(?:19|20)\d\d")
_BUSY = "Vänta tills det pågående arbetet är klart, eller avbryt det."
_REPORT_WAITS = "Inget är inläst ännu: läs in, eller avbryt med Esc. Ctrl+U visar utgåvorna."
_DIFFERENCES_WAIT = (
    "Inget är inläst ännu: Esc går till rapporten, Ctrl+Skift+U till det som är inläst."
)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What came of reading: codebooks, and those that could not be read with the reason."""

    read: tuple[ReadCodebook, ...]
    failed: tuple[tuple[WantedCodebook, AppError], ...]


@dataclass(frozen=True, slots=True)
class _Told:
    """What to say of something that was kept, and what is worth knowing about it."""

    sentence: str
    remarks: str = ""


class CodebookImports(QObject):
    """One report at a time."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._dropped = Dropped()
        self.screen = ImportReportScreen()
        self.screen.answered.connect(self._answer)
        self.screen.version_asked.connect(self._ask_other_version)
        self.screen.day_asked.connect(self._ask_other_day)
        self.screen.differences_asked.connect(self._show_differences)
        self.screen.keep_asked.connect(self._keep)
        self.screen.closed.connect(self._leave)
        window.ready.connect(self._forget)  # whoever sits down now did not read these files

    def begin(self, dropped: Dropped) -> None:
        """Read the codebooks among what was dropped, asking first what the files do not tell."""
        self._dropped = dropped
        self._complete([WantedCodebook(found) for found in dropped.codebooks], self._read)

    def read_lists(self, lists: Sequence[DroppedList]) -> None:
        """Read lists that came without a codebook into their tables."""
        window, person = self._window, self._window.person
        window.task.run(
            "Läser in listorna …",
            lambda control: _import_lists(window.app, lists, person, control),
            lambda told: self._lists_read(lists[-1].kind, told),
            window.tell_error,
        )

    # -- back to a report that was left by another way than Esc --------------------------------

    @property
    def is_waiting(self) -> bool:
        """Whether something was read that is neither kept nor let go."""
        return bool(self.screen.state.codebooks)

    def come_back(self) -> bool:
        """Show the report that waits; False when there is none, or it is on screen already."""
        window = self._window
        if not self.is_waiting or window.stack.currentWidget() is self.screen:
            return False
        window.show_over(self.screen)
        self.screen.go_on()
        window.tell(_REPORT_WAITS)
        return True

    def come_back_to_differences(self) -> bool:
        """Show what the waiting edition changes, over its report; False when there is nothing new.

        What is on screen already is nothing new: the same key then shows what is kept.
        """
        window, read = self._window, self.screen.current
        differences = window.codebooks.differences
        if read is None or not read.is_comparable or differences.is_showing(read.draft):
            return False
        window.show_over(self.screen)
        window.tell(_DIFFERENCES_WAIT)
        differences.show_draft(read.draft)
        return True

    # -- what the files do not tell ----------------------------------------------------------

    def _complete(
        self, wanted: list[WantedCodebook], then: Callable[[list[WantedCodebook]], None]
    ) -> None:
        """Ask for versions and first days, one after the other, then go on."""
        for position, one in enumerate(wanted):

            def go_on(known: WantedCodebook, at: int = position) -> None:
                self._complete([*wanted[:at], known, *wanted[at + 1 :]], then)

            if not (one.version or one.recognised.version):
                self._ask_version(one, go_on)
                return
            if not _has_day(one):
                self._ask_day(one, go_on)
                return
        then(wanted)

    def _ask_version(
        self, wanted: WantedCodebook, then: Callable[[WantedCodebook], None], known: str = ""
    ) -> None:
        years = [str(self._window.app.now().year - back) for back in range(-1, 3)]
        self._window.reason.ask(
            f"Vilken utgåva av {wanted.recognised.name} är det?",
            list(dict.fromkeys([known, *years] if known else [*years[1:], years[0]])),
            lambda version: then(replace(wanted, version=version)),
        )

    def _ask_day(self, wanted: WantedCodebook, then: Callable[[WantedCodebook], None]) -> None:
        known = wanted.valid_from or date(self._window.app.now().year, 1, 1)

        def answer(text: str) -> None:
            try:
                then(replace(wanted, valid_from=date.fromisoformat(text)))
            except ValueError:
                self._window.tell(f"”{text[:20]}” är ingen dag. Skriv den som {known.isoformat()}.")
                self._ask_day(wanted, then)

        self._window.reason.ask(
            f"Från vilken dag gäller {wanted.recognised.name}?", (known.isoformat(),), answer
        )

    def _ask_other_version(self, position: int) -> None:
        read = self.screen.state.codebooks[position]
        self._ask_version(
            read.wanted, lambda wanted: self._read_again(position, wanted), read.edition.version
        )

    def _ask_other_day(self, position: int) -> None:
        read = self.screen.state.codebooks[position]
        wanted = replace(read.wanted, valid_from=read.edition.valid.start)
        self._ask_day(wanted, lambda changed: self._read_again(position, changed))

    # -- reading -------------------------------------------------------------------------

    def _read(self, wanted: list[WantedCodebook]) -> None:
        self._read_task(wanted, self._show)

    def _read_again(self, position: int, wanted: WantedCodebook) -> None:
        def show(reading: _Reading) -> None:
            if reading.read:
                state = self.screen.state.replace(position, reading.read[0])
                self.screen.show_report(state, position)
            else:
                self._window.tell_error(reading.failed[0][1])

        self._read_task([wanted], show)

    def _read_task(self, wanted: list[WantedCodebook], then: Callable[[_Reading], None]) -> None:
        window, person = self._window, self._window.person
        if window.task.is_busy:
            window.tell(_BUSY)
            return
        window.task.run(
            "Läser kodverk …",
            lambda control: _read_all(window.app, wanted, person.name, control),
            then,
            window.tell_error,
            lane=Lane.READ,
        )

    def _show(self, reading: _Reading) -> None:
        dropped = self._dropped
        remarks = [str(error) for _wanted, error in reading.failed]
        if dropped.unused:
            remarks.append(f"Filer som inte används: {', '.join(dropped.unused)}.")
        state = ImportReportState(reading.read, dropped.lists, tuple(remarks))
        if reading.read:
            self.screen.hinder(self._window.rights.reason_of(Act.EDITIONS))
            self.screen.show_report(state)
            self._window.show_over(self.screen)
            self.screen.go_on()
        elif reading.failed:
            self._tell_failed(*reading.failed[0])

    def _tell_failed(self, wanted: WantedCodebook, error: AppError) -> None:
        """Tell why nothing was read; another version is asked for where that is the remedy."""
        self._window.tell_error(error)
        if not isinstance(error, CodebookFileError):
            known = wanted.version or wanted.recognised.version or ""
            self._ask_version(wanted, lambda changed: self._read([changed]), known)

    # -- keeping ---------------------------------------------------------------------------

    def _answer(self, position: int, question: str, yes: bool) -> None:
        self.screen.show_answers(self.screen.state.answer(position, question, yes=yes))

    def _keep(self, state: EditionState) -> None:
        window, shown, person = self._window, self.screen.state, self._window.person
        if window.task.is_busy:
            window.tell(_BUSY)
            return

        keep = shown.to_keep(state)
        chosen = keep[0].edition.id if keep else ""

        def work(control: JobControl) -> list[_Told]:
            kept = [_keep_one(window.app, one, state, person, control) for one in keep]
            return kept + _import_lists(window.app, shown.lists, person, control)

        # What fails leaves the report on screen: the same key tries again with the rest of it.
        window.task.run(
            "Läser in …", work, lambda told: self._kept(chosen, told), window.tell_error
        )

    def _kept(self, chosen: str, told: list[_Told]) -> None:
        self._leave()
        self._window.codebooks.editions.show(chosen)
        self._tell(told)

    def _lists_read(self, kind: ListKind, told: list[_Told]) -> None:
        lists = self._window.lists
        show = {
            ListKind.PRODUCTS: lists.show_products,
            ListKind.REGIONAL: lists.show_regional,
            ListKind.TERMS: self._window.terms.show_local_terms,
        }
        show.get(kind, lists.show_kodserver)()
        self._tell(told)

    def _tell(self, told: list[_Told]) -> None:
        window = self._window
        window.tell(" ".join(each.sentence for each in told))
        remarks = [each.remarks for each in told if each.remarks]
        if remarks:
            window.alert.tell(" ".join(remarks))
        else:
            window.alert.hide()
        window.follow_editions()

    def _show_differences(self, position: int) -> None:
        self._window.codebooks.differences.show_draft(self.screen.state.codebooks[position].draft)

    def _leave(self) -> None:
        """Forget what was read; nothing of it is kept."""
        self._window.reason.dismiss()
        if self._window.stack.currentWidget() is self.screen:
            self._window.go_back()
        self._forget()

    def _forget(self) -> None:
        self._dropped = Dropped()
        self.screen.show_report(ImportReportState())


def _has_day(wanted: WantedCodebook) -> bool:
    version = wanted.version or wanted.recognised.version or ""
    known = wanted.valid_from or wanted.recognised.valid_from
    return bool(known or _YEAR.fullmatch(version.strip()))


def _read_all(
    app: AppContext, wanted: Sequence[WantedCodebook], person: str, control: JobControl
) -> _Reading:
    read, failed = [], []
    for one in wanted:
        try:
            draft = read_codebook(
                app,
                one.recognised.files,
                version=one.version,
                valid_from=one.valid_from,
                imported_by=person,
                control=control,
            )
        except Cancelled:
            raise
        except AppError as error:
            failed.append((one, error))
        else:
            read.append(ReadCodebook(one, draft))
    return _Reading(tuple(read), tuple(failed))


def _keep_one(
    app: AppContext, read: ReadCodebook, state: EditionState, by: Person, control: JobControl
) -> _Told:
    report = keep_codebook(app, read.draft, state=state, by=by, control=control)
    if report.already_imported:
        return _use_stored(app, report.edition, state, by)
    use = " och i bruk" if state is EditionState.ACTIVE else ", men inte i bruk ännu"
    return _Told(f"{report.edition.label} är inläst{use}.", _replaced(report.retired))


def _use_stored(app: AppContext, edition: Edition, state: EditionState, by: Person) -> _Told:
    """Take into use what was stored before, here or meanwhile at another workstation."""
    if state is not EditionState.ACTIVE:
        return _Told(f"{edition.label} var redan inläst.")
    activation = activate_edition(app, edition.id, by=by)
    return _Told(f"{activation.edition.label} är i bruk.", _replaced(activation.retired))


def _replaced(retired: Edition | None) -> str:
    return f"{retired.label}, som började gälla samma dag, är ur bruk." if retired else ""


def _import_lists(
    app: AppContext, lists: Sequence[DroppedList], by: Person, control: JobControl
) -> list[_Told]:
    told = []
    for found in lists:
        report = import_dropped_list(app, found, by=by, control=control)
        sentence, *remarks = format_report(report)
        told.append(_Told(sentence, " ".join(remarks)))
    return told
