"""A coded concept, and the edition of a codebook that it belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from app.domain.codes import CodeSystem
from app.domain.period import ALWAYS, Period


class Level(StrEnum):
    """How deep in its codebook a concept stands."""

    CHAPTER = "chapter"
    BLOCK = "block"
    CATEGORY = "category"
    SUBCATEGORY = "subcategory"
    #: Five-character ICD codes, national or external cause; the deepest level.
    EXTENSION = "extension"
    #: KVÅ headings and ATC groups: not reportable themselves.
    HEADING = "heading"
    #: A reportable KVÅ procedure or ATC substance.
    ITEM = "item"


_STRUCTURAL = (Level.CHAPTER, Level.BLOCK, Level.HEADING)


class Mark(StrEnum):
    """The dagger–asterisk mark of an ICD code."""

    NONE = ""
    DAGGER = "†"
    ASTERISK = "*"


class NoteKind(StrEnum):
    """What a note of the classification says of its code; the value is the official column."""

    LATIN = "Latin"
    DESCRIPTION = "Beskrivning"
    EXAMPLE = "Exempel"
    INCLUDES = "Innefattar"
    EXCLUDES = "Utesluter"
    REMARK = "Anmärkning"
    CODING = "Kodningsinformation"
    CONTENTS = "Innehåll"
    NOT_PRINCIPAL = "Ej huvuddiagnos"
    #: Of a KVÅ code.
    ABBREVIATION = "Förkortning(ar)"
    RELATED_ICD = "Relaterad ICD-10-SE-kod"
    RELATED_ICF = "Relaterad ICF-kod"
    #: The name of an ATC code in English.
    ENGLISH = "Engelskt namn"


#: The notes that say which other codes may, or may not, stand beside their code.
REVIEW_NOTES = frozenset({NoteKind.EXCLUDES, NoteKind.CODING})


@dataclass(frozen=True, slots=True)
class Note:
    """One note beside a code: plain text with paragraphs, and every code or range it names."""

    kind: NoteKind
    text: str
    links: tuple[str, ...] = ()

    @property
    def is_for_review(self) -> bool:
        """Whether rules ask about it: it says what may stand beside its code, and names codes."""
        return bool(self.links) and self.kind in REVIEW_NOTES


@dataclass(frozen=True, slots=True)
class Concept:
    """One code with its title and the facts that rules and screens ask about.

    `may_be_principal` is already inherited down the tree by the reader. `partners` are
    the codes (or ranges, as text) that the mark links to, where the edition says so.
    """

    system: CodeSystem
    code: str
    title: str
    level: Level
    parent: str | None = None
    mark: Mark = Mark.NONE
    may_be_principal: bool = True
    is_leaf: bool = True
    description: str = ""
    partners: tuple[str, ...] = ()
    valid_from: date | None = None
    #: As read from a file; a codebook in memory leaves them in storage, see codebook_ports.
    notes: tuple[Note, ...] = ()
    #: The last day of a retired code; None for every code in use.
    valid_to: date | None = None

    @property
    def marked_code(self) -> str:
        """The code with its † or *, as it is shown on screen and paper."""
        return f"{self.code}{self.mark}"

    def has_begun(self, day: date) -> bool:
        """Whether the code was in use on or before that day, as far as its edition says."""
        return self.valid_from is None or self.valid_from <= day

    def has_ended(self, day: date) -> bool:
        """Whether the code went out of use before that day."""
        return self.valid_to is not None and self.valid_to < day

    @property
    def is_structural(self) -> bool:
        """Whether the row is a chapter, block or heading, never a code to report."""
        return self.level in _STRUCTURAL


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that an edition was read from."""

    name: str
    sha256: str


class EditionState(StrEnum):
    """Whether an edition takes part when a day asks for one."""

    #: Read in and looked at, not used yet.
    IMPORTED = "imported"
    ACTIVE = "active"
    #: Taken out of use, or replaced by another for the same days; kept for what it has judged.
    RETIRED = "retired"


EDITION_STATE_LABEL = {
    EditionState.IMPORTED: "Inläst",
    EditionState.ACTIVE: "I bruk",
    EditionState.RETIRED: "Ur bruk",
}


@dataclass(frozen=True, slots=True)
class Edition:
    """One published version of a code system, as it was imported."""

    id: str
    system: CodeSystem
    name: str
    version: str
    valid: Period = ALWAYS
    #: The practice edition that ships with the program; any official edition goes before it.
    is_starter: bool = False
    sources: tuple[SourceFile, ...] = ()
    #: Number of concepts per level, as in `Level`.
    counts: Mapping[str, int] = field(default_factory=dict, hash=False)
    #: Number of codes to report below each concept of the top level, by its code.
    chapter_counts: Mapping[str, int] = field(default_factory=dict, hash=False)
    #: Checksum of what the concepts say, the same from whatever files they were read.
    content_sha256: str = ""
    state: EditionState = EditionState.ACTIVE
    imported_at: datetime | None = None
    imported_by: str = ""

    @property
    def label(self) -> str:
        """Name and version as shown on screen and in print."""
        return f"{self.name} {self.version}".strip()


@dataclass(frozen=True, slots=True)
class RecognisedCodebook:
    """Files that a reader knows by name and header, before anything is read."""

    system: CodeSystem
    name: str
    #: The files that make up the codebook, in the order in which they are read.
    files: tuple[Path, ...]
    #: Name of the reader that knows the format.
    reader: str
    #: As far as the name of file or folder tells; None has to be asked for.
    version: str | None = None
    valid_from: date | None = None
    #: Whether the files say themselves which codes may not be principal diagnosis.
    flags_principal: bool = True
    is_starter: bool = False
    #: The last day, where the files tell one.
    valid_to: date | None = None
    #: The publisher's files that the edition was first read from, where another workstation
    #: exported it; empty for these files themselves.
    sources: tuple[SourceFile, ...] = ()
