"""What changed between a question and now, and what the answer would change of the coding."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.clinician_query import AskedState, ClinicianQuery, ProposedCode
from app.domain.codes import CodeSystem
from app.domain.coding_acts import assigned_codes
from app.domain.encounter import Encounter
from app.domain.record import CareRecord


@dataclass(frozen=True, slots=True)
class NoteChange:
    """A note that was rewritten since the question."""

    title: str = field(repr=False)
    before: str = field(repr=False)
    after: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SinceAsked:
    """What is different now."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    new_notes: tuple[str, ...] = field(default=(), repr=False)
    gone_notes: tuple[str, ...] = field(default=(), repr=False)
    changed_notes: tuple[NoteChange, ...] = ()

    @property
    def has_other_notes(self) -> bool:
        """Whether the notes are others, or say something else."""
        return bool(self.new_notes or self.gone_notes or self.changed_notes)

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return self == SinceAsked()


_CATEGORY = 3
#: Nothing changed.
NO_CHANGE = SinceAsked()


class ProposalKind(StrEnum):
    """What taking a part of an answer over would do."""

    ADD = "add"
    FINER = "finer"
    THERE = "there"
    TEXT = "text"
    SAME_TEXT = "same_text"


@dataclass(frozen=True, slots=True)
class AnswerPart:
    """One part of an answer beside the coding: a code, or the diagnosis in words."""

    kind: ProposalKind
    code: ProposedCode | None = None
    text: str = field(default="", repr=False)
    #: The words that the text would replace.
    before: str = field(default="", repr=False)
    #: The diagnosis that the text is of, where the answer names one.
    words_of: str = ""
    #: The coarser diagnosis of the event that the code would stand instead of.
    replaces: str = ""

    @property
    def can_be_taken(self) -> bool:
        """Whether it would change anything."""
        return self.kind in (ProposalKind.ADD, ProposalKind.FINER, ProposalKind.TEXT)


def changed_since(asked: AskedState, encounter: Encounter, record: CareRecord) -> SinceAsked:
    """Compare codes and notes with those of the moment when the question was put."""
    codes = tuple(dict.fromkeys(assigned.code for assigned in assigned_codes(encounter)))
    now = {note.id: note for note in record.documents}
    then = {note.id: note for note in asked.notes}
    return SinceAsked(
        added=tuple(code for code in codes if code not in asked.codes),
        removed=tuple(code for code in asked.codes if code not in codes),
        new_notes=tuple(note.title for note in record.documents if note.id not in then),
        gone_notes=tuple(note.title for note in asked.notes if note.id not in now),
        changed_notes=tuple(
            NoteChange(now[note.id].title, note.text, now[note.id].text)
            for note in asked.notes
            if note.id in now and now[note.id].text != note.text
        ),
    )


def answer_parts(query: ClinicianQuery, encounter: Encounter) -> tuple[AnswerPart, ...]:
    """Lay an answer beside the coding: every code it names, then its diagnosis text."""
    parts = [_part(encounter, code) for code in query.proposed]
    if query.diagnosis_text:
        named = (each.code for each in query.proposed if each.system is CodeSystem.ICD10SE)
        parts.append(_words(encounter, query.diagnosis_text, next(named, "")))
    return tuple(parts)


def find_worded_row(encounter: Encounter, code: str) -> int | None:
    """Return the row that words of a diagnosis belong to: its own, or else the principal one."""
    rows = [at for at, diagnosis in enumerate(encounter.diagnoses) if diagnosis.code == code]
    if not rows and encounter.principal is not None:
        return encounter.diagnoses.index(encounter.principal)
    return rows[0] if rows else None


def find_coarser(encounter: Encounter, code: str) -> str:
    """Return the diagnosis that a finer code says more of: its beginning, or its .9; or nothing.

    `S72.0` for `S72.00`, and `I48.9`, which leaves open what it is, for `I48.2`.
    """
    plain = code.replace(".", "")
    for diagnosis in encounter.diagnoses:
        known = diagnosis.code.replace(".", "")
        is_beginning = plain.startswith(known) and plain != known
        leaves_open = known == f"{plain[:_CATEGORY]}9" and not plain.startswith(known)
        if is_beginning or leaves_open:
            return diagnosis.code
    return ""


def _part(encounter: Encounter, code: ProposedCode) -> AnswerPart:
    there = {(assigned.system, assigned.code) for assigned in assigned_codes(encounter)}
    if (code.system, code.code) in there:
        return AnswerPart(ProposalKind.THERE, code)
    coarser = find_coarser(encounter, code.code) if code.system is CodeSystem.ICD10SE else ""
    return AnswerPart(ProposalKind.FINER if coarser else ProposalKind.ADD, code, replaces=coarser)


def _words(encounter: Encounter, text: str, code: str) -> AnswerPart:
    row = find_worded_row(encounter, code)
    before = encounter.diagnoses[row].text if row is not None else ""
    kind = ProposalKind.SAME_TEXT if before == text else ProposalKind.TEXT
    return AnswerPart(kind, text=text, before=before, words_of=code)
