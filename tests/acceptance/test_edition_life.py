"""The January change with the real files: read, measured, kept, carried, taken out of use."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from app.bootstrap import bootstrap
from app.domain.concept import EditionState
from app.services.codebooks import keep_codebook, read_codebook
from app.services.context import AppContext
from app.services.editions import (
    activate_edition,
    export_edition,
    remove_edition,
    retire_edition,
)

pytestmark = pytest.mark.acceptance


def test_the_january_change_of_icd(shared_data: Path, app: AppContext, tmp_path: Path) -> None:
    files = shared_data / "icd10se"
    keep_codebook(app, read_codebook(app, [files / "2021"]))

    draft = read_codebook(app, [files / "2022"])

    assert draft.previous is not None and draft.previous.id == "icd10se-2021"
    assert (draft.new, draft.withdrawn, draft.retitled) == (24, 5, 77)
    assert draft.questions == () and draft.warnings == ()
    assert len(draft.edition.chapter_counts) == 22
    assert sum(draft.edition.chapter_counts.values()) == 38_939 - 22 - 264

    kept = keep_codebook(app, draft, state=EditionState.IMPORTED).edition
    assert app.library.for_day(date(2022, 6, 1)).icd10se.edition.version == "2021"
    activate_edition(app, kept.id)
    assert app.library.for_day(date(2022, 6, 1)).icd10se.edition.version == "2022"
    assert app.library.for_day(date(2021, 6, 1)).icd10se.edition.version == "2021"

    path = export_edition(app, kept.id, tmp_path)
    assert path.stat().st_size < 1_000_000
    elsewhere = bootstrap(tmp_path / "annan")
    got = read_codebook(elsewhere, [path])
    assert got.edition.content_sha256 == kept.content_sha256
    assert got.edition.sources == kept.sources
    elsewhere.close()

    retire_edition(app, kept.id)
    remove_edition(app, kept.id)
    assert app.library.for_day(date(2022, 6, 1)).icd10se.edition.version == "2021"


def test_last_years_files_chosen_as_this_years_are_asked_about(
    shared_data: Path, app: AppContext, tmp_path: Path
) -> None:
    last_year = shared_data / "icd10se" / "2021"
    keep_codebook(app, read_codebook(app, [last_year]))
    packed = Path(shutil.make_archive(str(tmp_path / "icd10se-2022"), "zip", last_year))

    (question,) = read_codebook(app, [packed]).questions

    assert "detsamma, kod för kod, som i ICD-10-SE 2021" in question


def test_files_cut_short_on_their_way_are_asked_about(
    shared_data: Path, app: AppContext, tmp_path: Path
) -> None:
    keep_codebook(app, read_codebook(app, [shared_data / "icd10se" / "2021"]))
    cut = Path(shutil.copytree(shared_data / "icd10se" / "2022", tmp_path / "2022"))
    for file in cut.iterdir():  # read-only, as the others are
        file.chmod(0o644)
    lines = (cut / "digit5.txt").read_bytes().splitlines(keepends=True)
    (cut / "digit5.txt").write_bytes(b"".join(lines[:12_000]))

    draft = read_codebook(app, [cut])

    assert any("femställiga koder, 50 % färre än ICD-10-SE 2021" in q for q in draft.questions)
    assert draft.withdrawn > 10_000


def test_kva_and_atc_stand_their_checks(shared_data: Path, app: AppContext) -> None:
    for folder, codes in (("kva/2021", 11_132), ("atc", 5_321)):
        draft = read_codebook(app, [shared_data / folder])

        assert draft.questions == ()
        assert sum(draft.edition.chapter_counts.values()) == codes
