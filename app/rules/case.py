"""One event as the rules see it: folded, with its codes looked up once for all rules."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import ClassVar
from weakref import WeakKeyDictionary

from app.domain.codebook_ports import Codebook, Codebooks
from app.domain.codes import CodeSet, CodeSystem, has_icd_shape
from app.domain.concept import Concept, Mark, Note
from app.domain.customs import NO_CUSTOMS, Customs
from app.domain.encounter import Diagnosis, Encounter, Procedure
from app.domain.region import BlockList
from app.domain.review_tables import NO_TABLES, ReviewTables

_CATEGORY_LENGTH = 3
#: Chapter Z of both KKÅ and KMÅ is "Tilläggskoder".
ADDITIONAL = "Z"
_NO_BLOCKS = BlockList()


class Case:
    """An encounter beside the codebooks of its day and the region's block list.

    Every question is answered once. V–Y codes on rows of their own have been moved to the
    diagnosis before them. Unknown codes are kept: they have no concept, no mark and no title.
    """

    def __init__(
        self,
        encounter: Encounter,
        books: Codebooks,
        blocks: BlockList = _NO_BLOCKS,
        customs: Customs = NO_CUSTOMS,
        tables: ReviewTables = NO_TABLES,
    ) -> None:
        self.encounter = encounter.folded()
        self.books = books
        #: The region's block list, of all days.
        self.blocks = blocks
        #: Which half of a pair the region wants first, and which codes finely; of all days.
        self.customs = customs
        #: Imported combinations, decisions on sentences of KVÅ, and the day of the review.
        self.tables = tables
        #: Asked by every rule before it looks further.
        self.setting = encounter.setting
        #: The day that picks editions and rules.
        self.day: date | None = encounter.day
        self._remembered = _Remembered.of(books.icd10se)
        #: What app.rules.needs keeps of the codes of this edition, from event to event.
        self.words_of_codes = self._remembered.words

    @cached_property
    def diagnoses(self) -> tuple[Diagnosis, ...]:
        """The rows, in order."""
        return self.encounter.diagnoses

    @cached_property
    def principal(self) -> Diagnosis | None:
        """The principal diagnosis, or None while it is missing."""
        return self.encounter.principal

    @cached_property
    def principal_codes(self) -> tuple[str, ...]:
        """The codes of every row that carries the role of principal; one, when all is well."""
        return tuple(row.code for row in self.diagnoses if row.is_principal)

    @cached_property
    def icd_codes(self) -> tuple[str, ...]:
        """Every ICD code on the event once, in order of first appearance."""
        return tuple(dict.fromkeys(self.encounter.icd_codes()))

    @cached_property
    def has_repeated_codes(self) -> bool:
        """Whether an ICD code stands in two places on the event."""
        return sum(1 for _code in self.encounter.icd_codes()) > len(self.icd_codes)

    @cached_property
    def secondary_codes(self) -> tuple[str, ...]:
        """Leads and partners of the secondary rows once each; no external causes, no odd text."""
        return tuple(
            dict.fromkeys(
                code
                for row in self.encounter.secondaries
                for code in (row.code, row.partner)
                if code and has_icd_shape(code)
            )
        )

    @cached_property
    def kva_codes(self) -> tuple[str, ...]:
        """Every KVÅ code on the event once, additional codes included."""
        return tuple(dict.fromkeys(c for row in self.encounter.procedures for c in row.codes))

    @cached_property
    def led_procedures(self) -> tuple[tuple[Procedure, tuple[str, ...]], ...]:
        """Each lead with its additional codes, those on its row and on the Z rows after it."""
        groups: list[tuple[Procedure, list[str]]] = []
        for row in self.encounter.procedures:
            if not row.code.startswith(ADDITIONAL):
                groups.append((row, list(row.additional)))
            elif groups:
                groups[-1][1].extend(row.codes)
        return tuple((lead, tuple(extras)) for lead, extras in groups)

    @cached_property
    def atc_codes(self) -> tuple[str, ...]:
        """Every ATC code on the event once."""
        diagnosed = [code for row in self.encounter.diagnoses for code in row.drugs]
        given = [code for row in self.encounter.procedures for code in row.drugs]
        return tuple(dict.fromkeys([*diagnosed, *given]))

    @cached_property
    def shaped_codes(self) -> tuple[str, ...]:
        """The ICD codes of the event that have the shape of a category or of a code below one."""
        return tuple(filter(has_icd_shape, self.icd_codes))

    def icd(self, code: str) -> Concept | None:
        """Return the ICD-10-SE concept, or None where the edition does not know the code."""
        return self.books.icd10se.concept(code)

    def concept(self, system: CodeSystem, code: str) -> Concept | None:
        """Return the concept of a code in the edition of the event's day, or None."""
        return (
            self.icd(code) if system is CodeSystem.ICD10SE else self.books.of(system).concept(code)
        )

    def mark(self, code: str) -> Mark:
        """Return the dagger–asterisk mark of the code, else of the nearest marked code above.

        The text files of 2021 and 2022 leave the mark out on some five-character codes.
        """
        known = self._remembered.marks.get(code)
        if known is None:
            known = self._find_mark(code)
            if self._remembered.has_room_for(code):
                self._remembered.marks[code] = known
        return known

    def _find_mark(self, code: str) -> Mark:
        for step in lineage(code):
            concept = self.icd(step)
            if concept is not None and concept.mark is not Mark.NONE:
                return concept.mark
        return Mark.NONE

    @cached_property
    def asterisks(self) -> tuple[str, ...]:
        """The manifestation codes (*) of the event."""
        return tuple(filter(self.is_asterisk, self.icd_codes))

    def is_asterisk(self, code: str) -> bool:
        """Whether the code is a manifestation (*)."""
        return self.mark(code) is Mark.ASTERISK

    def notes(self, code: str) -> tuple[Note, ...]:
        """Return the notes that rules ask about, beside the code and beside those above it."""
        known = self._remembered.notes.get(code)
        if known is None:
            find = self.books.icd10se.review_notes
            known = tuple(note for step in lineage(code) for note in find(step))
            if self._remembered.has_room_for(code):
                self._remembered.notes[code] = known
        return known

    def may_be_principal(self, code: str) -> bool:
        """Whether neither the code nor anything above it is marked "Ej huvuddiagnos"."""
        known = self._remembered.may_lead.get(code)
        if known is None:
            above = (concept for step in lineage(code) if (concept := self.icd(step)) is not None)
            nearest = next(above, None)
            known = nearest is None or nearest.may_be_principal
            if self._remembered.has_room_for(code):
                self._remembered.may_lead[code] = known
        return known

    def title(self, code: str) -> str:
        """Return the title in whichever system knows the code, or nothing."""
        if has_icd_shape(code):
            concept = self.icd(code) or self.concept(CodeSystem.ATC, code)
        else:
            concept = self.concept(CodeSystem.KVA, code) or self.concept(CodeSystem.ATC, code)
        return concept.title if concept else ""

    def codes_in(self, span: CodeSet) -> Iterator[str]:
        """Yield the ICD codes of the event that lie in the ranges; odd text never does."""
        return (code for code in self.shaped_codes if code in span)

    def is_proof(self, system: CodeSystem) -> bool:
        """Whether absence from the edition proves that a code is wrong.

        It does not in the starter edition, which holds a selection, nor where no edition
        covers the event's day.
        """
        return system in self._proving

    @cached_property
    def _proving(self) -> frozenset[CodeSystem]:
        books = self.books
        return frozenset(
            system
            for system in CodeSystem
            if not books.of(system).edition.is_starter and system not in books.outside
        )


class _Remembered:
    """What one edition says of ICD codes, kept from event to event.

    Safe to share between threads: two that ask at once write the same answer.
    """

    _of_books: ClassVar[WeakKeyDictionary[Codebook, _Remembered]] = WeakKeyDictionary()
    _most = 200_000

    def __init__(self) -> None:
        self.marks: dict[str, Mark] = {}
        self.may_lead: dict[str, bool] = {}
        self.notes: dict[str, tuple[Note, ...]] = {}
        self.words: dict[str, frozenset[str]] = {}

    @classmethod
    def of(cls, book: Codebook) -> _Remembered:
        """Return what is remembered of an edition, as long as the edition itself is."""
        found = cls._of_books.get(book)
        if found is None:
            found = cls._of_books[book] = cls()
        return found

    def has_room_for(self, code: str) -> bool:
        """Whether an answer is worth keeping: odd text has no end."""
        kept = len(self.marks) + len(self.may_lead) + len(self.notes)
        return has_icd_shape(code) and kept < self._most


def lineage(code: str) -> Iterator[str]:
    """Yield the code and the shorter ones above it, down to the category: W01.09, W01.0, W01."""
    yield code
    for length in range(len(code) - 1, _CATEGORY_LENGTH, -1):
        if code[length - 1] != ".":
            yield code[:length]
    if len(code) > _CATEGORY_LENGTH:
        yield code[:_CATEGORY_LENGTH]
