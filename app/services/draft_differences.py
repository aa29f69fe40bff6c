"""Use case for a codebook that was read and not kept: how it differs from the edition before."""

from __future__ import annotations

from app.domain.codebook import MemoryCodebook
from app.domain.edition_comparison import compare_codebooks
from app.domain.edition_difference import EditionDifference
from app.domain.errors import NotFoundError
from app.services.codebooks import CodebookDraft
from app.services.context import AppContext
from app.services.job_control import NO_CONTROL, JobControl

_STEPS = 2


def compare_draft(
    app: AppContext, draft: CodebookDraft, control: JobControl = NO_CONTROL
) -> EditionDifference:
    """Find what changes with a draft, against the edition that it is measured against.

    Raises:
        NotFoundError: there is no edition before it.
        Cancelled: the user cancelled.

    """
    previous = draft.previous
    control.step(0, _STEPS, f"Läser {previous.label if previous else ''} …")
    before = app.library.codebook(previous.id) if previous else None
    if previous is None or before is None:
        raise NotFoundError(f"Det finns ingen utgåva före {draft.edition.label} att jämföra med.")
    with app.unit_of_work() as uow:
        notes = uow.editions.all_notes(previous.id)
    control.step(1, _STEPS, "Jämför …")
    difference = compare_codebooks(
        before,
        MemoryCodebook(draft.edition, draft.concepts),
        notes,
        {concept.code: concept.notes for concept in draft.concepts if concept.notes},
    )
    control.step(_STEPS, _STEPS, "Jämför …")
    return difference
