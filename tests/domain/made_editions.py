"""Two small years of ICD-10-SE with notes: every kind of difference once, and codes that agree."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.domain.codebook import MemoryCodebook
from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Edition, Level, Mark, Note, NoteKind
from app.domain.edition_comparison import compare_codebooks
from app.domain.edition_difference import CodeDifference, DifferenceKind, EditionDifference
from app.domain.period import Period

ICD = CodeSystem.ICD10SE
E2025 = Edition("icd10se-2025", ICD, "ICD-10-SE", "2025", Period(date(2025, 1, 1)))
E2026 = Edition("icd10se-2026", ICD, "ICD-10-SE", "2026", Period(date(2026, 1, 1)))


def icd(code: str, parent: str | None, title: str = "", **facts: object) -> Concept:
    level = Level.CHAPTER if parent is None else Level.CATEGORY
    return Concept(ICD, code, title or f"Titel {code}", level, parent, **facts)


def note(text: str, kind: NoteKind = NoteKind.EXCLUDES) -> Note:
    return Note(kind, text)


BEFORE = (
    icd("01", None, "Infektioner", description="A00–B99"),
    icd("A00-A09", "01"),
    icd("A00", "A00-A09", "Kolera"),
    icd("A01", "A00-A09", "Tyfoid"),
    icd("A02", "A00-A09", notes=(note("Se A05"), note("Utbrott", NoteKind.EXAMPLE))),
    icd("A03", "A00-A09"),
    icd("A04", "A00-A09"),
    icd("09", None, "Cirkulation"),
    icd("I00-I99", "09"),
    icd("I10", "I00-I99", notes=(note("Samma"),)),
)
AFTER = (
    icd("01", None, "Infektioner", description="A00-B99 i annan skrivning"),
    icd("A00-A09", "01"),
    icd("A00", "A00-A09", "Kolera UNS"),
    icd("A02", "A00-A09", notes=(note("Utbrott", NoteKind.EXAMPLE), note("Se A06"))),
    icd("A03", "A00-A09", mark=Mark.DAGGER, may_be_principal=False),
    icd("A05", "A00-A09", "Ny sjukdom"),
    icd("09", None, "Cirkulation"),
    icd("I00-I99", "09"),
    icd("A04", "I00-I99"),
    icd("I10", "I00-I99", "Titel  I10 ", notes=(note("Samma\n"),)),
)


def difference(
    before: tuple[Concept, ...] = BEFORE,
    after: tuple[Concept, ...] = AFTER,
    editions: tuple[Edition, Edition] = (E2025, E2026),
) -> EditionDifference:
    return compare_codebooks(
        MemoryCodebook(editions[0], before), MemoryCodebook(editions[1], after)
    )


def told(found: EditionDifference) -> list[tuple[DifferenceKind, str, str, str]]:
    """What is said of each change, without the concepts."""
    return [(c.kind, c.code, c.before_text, c.after_text) for c in found.changes]


def of_kind(found: EditionDifference, kind: DifferenceKind) -> list[CodeDifference]:
    return list(found.of_kind(kind))


def without_notes(concepts: tuple[Concept, ...]) -> tuple[Concept, ...]:
    return tuple(replace(concept, notes=(), description="") for concept in concepts)
