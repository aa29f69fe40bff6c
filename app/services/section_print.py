"""One section of a codebook on paper. Apart from the search: ReportLab is slow to import."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from app.domain.codebook_ports import Codebook
from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Note
from app.domain.list_words import format_count
from app.domain.title_search import concepts_below
from app.domain.training import WATERMARK
from app.reports.section_report import PrintedSection, build_section
from app.services.context import AppContext
from app.services.job_control import NO_CONTROL, JobControl
from app.services.section import find_codebook, not_there
from app.services.written_file import write_whole

#: From so many codes on, the notes are read all at once.
_MANY = 200


def section_pdf(
    app: AppContext,
    edition: str | date | None,
    system: CodeSystem,
    code: str,
    control: JobControl = NO_CONTROL,
) -> bytes:
    """Build a PDF of a section: the code, everything below it, and their notes.

    Raises:
        NotFoundError: no such edition, or the code is not in it.
        Cancelled: it was asked to stop; nothing is kept.

    """
    return build_section(_gather(app, find_codebook(app, edition, system), code, control), control)


def write_section(
    app: AppContext,
    edition: str | date | None,
    system: CodeSystem,
    code: str,
    path: Path,
    control: JobControl = NO_CONTROL,
) -> Path:
    """Write the PDF of a section to a file, whole or not at all.

    Raises:
        NotFoundError: no such edition, or the code is not in it.
        AppError: the file cannot be written; an earlier file of that name is then untouched.

    """
    content = section_pdf(app, edition, system, code, control)
    return write_whole(app, path, content)


def section_file_name(system: CodeSystem, code: str) -> str:
    """Return a file name without ending that any file system takes: `icd10se-S72`."""
    return f"{system.value}-{re.sub(r'[^A-Za-z0-9.-]', '_', code)}"


def _gather(app: AppContext, book: Codebook, code: str, control: JobControl) -> PrintedSection:
    if book.concept(code) is None:
        raise not_there(code, book)
    concepts = tuple(concepts_below(book, code))
    control.step(0, 1, f"Läser {format_count(len(concepts), 'kod', 'koder')} …")
    return PrintedSection(
        book.edition,
        tuple(reversed(book.ancestors(code))),
        concepts,
        _notes(app, book, concepts),
        app.now(),
        WATERMARK if app.is_training else "",
    )


def _notes(
    app: AppContext, book: Codebook, concepts: Sequence[Concept]
) -> Mapping[str, Sequence[Note]]:
    if book.edition.is_starter:
        return {concept.code: concept.notes for concept in concepts if concept.notes}
    with app.unit_of_work() as uow:
        if len(concepts) >= _MANY:
            return uow.editions.all_notes(book.edition.id)
        each = {c.code: uow.editions.notes(book.edition.id, c.code) for c in concepts}
    return {code: notes for code, notes in each.items() if notes}
