"""Use cases for taking local terms to another workplace, and taking theirs in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from app.domain.access import Person
from app.domain.codes import CodeSystem
from app.domain.concept import SourceFile
from app.domain.errors import AppError
from app.domain.file_import import FileImport, FileImportReport
from app.domain.list_words import format_count
from app.domain.local_term import (
    LocalTerm,
    LocalTermKind,
    Signature,
    TermState,
    TermText,
)
from app.domain.term_ports import TermLine
from app.services.context import AppContext
from app.services.file_fingerprint import fingerprint
from app.services.job_control import NO_CONTROL, JobControl
from app.services.list_imports import stepwise, unread_columns
from app.services.local_terms import list_terms, note_term_change
from app.services.term_checks import WrittenTerm, read_term, refuse_known
from app.services.written_file import write_whole

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

TERM_LIST = "Lokala sökord"
_HEADER = ("term", "target", "system", "kind", "source", "status", "state", "note")
_SOURCE, _REVIEWED, _NOT_REVIEWED = "lokalt", "granskad", "ej granskad"
_EVERY_SYSTEM = "*"


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that was not taken in, and why: a Swedish sentence that repeats nothing secret."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class TermImportReport:
    """What reading a list of terms led to."""

    source: SourceFile
    rows: int
    written_as: str
    added: tuple[LocalTerm, ...] = ()
    #: Rows that are in the local list already, whatever became of them here.
    known: int = 0
    refused: tuple[RefusedRow, ...] = ()
    #: Whole Swedish sentences.
    warnings: tuple[str, ...] = ()

    @property
    def approved_elsewhere(self) -> int:
        """How many of the added terms a colleague elsewhere has approved."""
        return sum(term.approved_elsewhere for term in self.added)


def export_terms(app: AppContext, path: Path, state: TermState | None = None) -> Path:
    """Write the local list, all of it or the terms of one state, and return the path.

    UTF-8 with tabs and a header; names of people and reasons stay here.

    Raises:
        AppError: there is nothing to write, or the file cannot be written.

    """
    terms = list_terms(app, state)
    if not terms:
        raise AppError("Det finns inga lokala sökord att exportera.")
    lines = [_HEADER, *(_cells(term) for term in terms)]
    content = "".join("\t".join(cells) + "\n" for cells in lines)
    return write_whole(app, path, content.encode("utf-8"))


def import_terms(
    app: AppContext, person: Person, path: Path, control: JobControl = NO_CONTROL
) -> TermImportReport:
    """Take in the terms of another workplace, as proposed: nothing of them is searched yet.

    Every row is checked as if it was typed here. Rows that cannot be kept are told with their
    reasons; the others are added in one transaction. A row that the local list has changes
    nothing.

    Raises:
        CodebookFileError: the file is no list of terms, or a row is broken; nothing is added.
        Cancelled: the user cancelled.
        StorageError: the database cannot take it.

    """
    control.step(0, 0, f"Undersöker {path.name} …")
    source = fingerprint(path)
    file = app.readers.lists.terms(path)
    lines = tuple(stepwise(file.rows, 0, f"Läser {path.name} …", control))
    known = {term.text.key for term in list_terms(app)}
    sorting = _Sorting(app, known, source, Signature(person.id, person.name, app.now()))
    for line in stepwise(lines, len(lines), "Prövar sökorden …", control):
        sorting.take(line)
    with app.unit_of_work() as uow:
        note_term_change(app, uow)
        stored = {term.text.key for term in uow.local_terms.all()}
        added = tuple(term for term in sorting.added if term.text.key not in stored)
        uow.local_terms.save(added)
        control.step(len(lines), len(lines), "Sparar sökorden …")
        uow.commit()
    return TermImportReport(
        source,
        len(lines),
        file.written_as,
        added,
        sorting.known + len(sorting.added) - len(added),
        tuple(sorting.refused),
        unread_columns(file.unknown_columns),
    )


def format_term_import(report: TermImportReport) -> tuple[str, ...]:
    """Tell what an import led to: what was added, then every row that was not and why."""
    rows = format_count(report.rows, "rad", "rader")
    added = format_count(len(report.added), "nytt sökord väntar", "nya sökord väntar")
    told = f"{TERM_LIST}: {rows} ({report.written_as}). {added} på godkännande"
    elsewhere = report.approved_elsewhere
    told += f", {elsewhere} av dem godkända där de kommer ifrån" if elsewhere else ""
    told += f"; {report.known} fanns redan." if report.known else "."
    refused = (f"Rad {row.line} togs inte in: {row.reason}" for row in report.refused)
    return (told, *refused, *report.warnings)


def as_file_import(app: AppContext, report: TermImportReport, imported_by: str) -> FileImportReport:
    """Return the same as imports of whole tables are reported."""
    told, *warnings = format_term_import(report)
    latest = FileImport(TERM_LIST, report.source, report.rows, app.now(), imported_by)
    added = len(report.added)
    return FileImportReport(latest, report.written_as, added, 0, tuple(warnings), told)


class _Sorting:
    """Parts the rows of a file into new terms, known ones, and such as cannot be kept."""

    def __init__(
        self,
        app: AppContext,
        known: Iterable[tuple[str, str, str]],
        source: SourceFile,
        by: Signature,
    ) -> None:
        self._app, self._source, self._by = app, source, by
        self._keys = set(known)
        self.added: list[LocalTerm] = []
        self.refused: list[RefusedRow] = []
        self.known = 0

    def take(self, line: TermLine) -> None:
        """Check a row and lay it where it belongs."""
        try:
            state, text = self._read(line)
            if text.key in self._keys:
                self.known += 1
                return
            _refuse_judged(state)
            refuse_known(self._app, text)
        except AppError as error:
            self.refused.append(RefusedRow(line.line, str(error)))
            return
        self._keys.add(text.key)
        self.added.append(
            LocalTerm(
                self._app.new_id(),
                text,
                self._by,
                source=self._source,
                approved_elsewhere=state is TermState.APPROVED,
            )
        )

    def _read(self, line: TermLine) -> tuple[TermState, TermText]:
        systems: dict[str, CodeSystem | None] = {_EVERY_SYSTEM: None, **_by_value(CodeSystem)}
        system = _choice("kodverk", line.system, systems)
        kind = _choice("slag", line.kind, _by_value(LocalTermKind))
        state = _choice("läge", line.state, _by_value(TermState))
        return state, read_term(
            self._app, WrittenTerm(line.term, line.target, system, kind, line.note)
        )


def _cells(term: LocalTerm) -> tuple[str, ...]:
    text = term.text
    is_reviewed = term.state is TermState.APPROVED
    return (
        text.term,
        text.target,
        text.system.value if text.system else _EVERY_SYSTEM,
        text.kind.value,
        _SOURCE,
        _REVIEWED if is_reviewed else _NOT_REVIEWED,
        term.state.value,
        text.note,
    )


def _refuse_judged(state: TermState) -> None:
    if state is TermState.DECLINED:
        raise AppError("sökordet är avböjt där det kommer ifrån.")
    if state is TermState.RETIRED:
        raise AppError("sökordet är taget ur bruk där det kommer ifrån.")


def _by_value(kind: type[E]) -> dict[str, E]:
    return {member.value: member for member in kind}


def _choice(what: str, text: str, choices: Mapping[str, T]) -> T:
    if text.lower() not in choices:
        listed = ", ".join(choices)
        raise AppError(f"”{text[:20]}” är inget {what} som programmet känner. Skriv {listed}.")
    return choices[text.lower()]
