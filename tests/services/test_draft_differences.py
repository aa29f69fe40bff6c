"""What a codebook that is not kept yet would change."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.edition_difference import DifferenceKind
from app.domain.errors import Cancelled, NotFoundError
from app.services.codebooks import import_codebook, keep_codebook, list_editions, read_codebook
from app.services.context import AppContext
from app.services.draft_differences import compare_draft
from app.services.edition_differences import compare_editions
from app.services.job_control import JobControl
from tests.persistence.readers.made_files import SUBCATEGORIES, icd_folder, kva_folder

RETITLED = SUBCATEGORIES.replace("Kolera, klassisk", "Kolera, klassisk form")


def test_a_draft_is_compared_with_the_edition_before_and_kept_nowhere(
    app: AppContext, tmp_path: Path
) -> None:
    import_codebook(app, [icd_folder(tmp_path, "2021")])
    draft = read_codebook(app, [icd_folder(tmp_path, "2022", digit4=RETITLED)])

    difference = compare_draft(app, draft)

    assert [(c.kind, c.code) for c in difference.changes] == [(DifferenceKind.RETITLED, "A00.0")]
    assert (difference.before.version, difference.after.version) == ("2021", "2022")
    assert "2022" not in {edition.version for edition in list_editions(app)}


def test_it_says_the_same_as_when_the_draft_is_kept(app: AppContext, tmp_path: Path) -> None:
    described = {
        "kka_level4": "Kod:\t\tKodtext:\tBeskrivning:\nNFB49\t\tProtes\tAnnan text\nYCA00\t\tUttag"
    }
    before = import_codebook(app, [kva_folder(tmp_path, "2021")]).edition
    draft = read_codebook(app, [kva_folder(tmp_path, "2022", **described)])

    difference = compare_draft(app, draft)
    kept = compare_editions(app, before.id, keep_codebook(app, draft).edition.id)

    assert [(c.kind, c.code, c.before_text, c.after_text) for c in difference.changes] == [
        (c.kind, c.code, c.before_text, c.after_text) for c in kept.changes
    ]
    assert {c.kind for c in difference.changes} >= {
        DifferenceKind.RETITLED,
        DifferenceKind.WITHDRAWN,
        DifferenceKind.NOTES,
    }


def test_without_an_edition_before_there_is_nothing_to_compare(
    app: AppContext, tmp_path: Path
) -> None:
    draft = read_codebook(app, [icd_folder(tmp_path)])

    with pytest.raises(NotFoundError, match="2022"):
        compare_draft(app, draft)


def test_it_can_be_cancelled(app: AppContext, tmp_path: Path) -> None:
    import_codebook(app, [icd_folder(tmp_path, "2021")])
    draft = read_codebook(app, [icd_folder(tmp_path, "2022", digit4=RETITLED)])
    control = JobControl()
    control.cancel()

    with pytest.raises(Cancelled):
        compare_draft(app, draft, control)
