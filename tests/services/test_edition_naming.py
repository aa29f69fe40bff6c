"""What the files that were chosen are, and the refusal where they are no codebook."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.errors import CodebookFileError
from app.services.context import AppContext
from app.services.edition_naming import recognise_one
from tests.persistence.readers.made_files import icd_folder, starter_folder, write_files


def refusal(app: AppContext, folder: Path) -> str:
    with pytest.raises(CodebookFileError) as refused:
        recognise_one(app, [folder])
    return str(refused.value)


def test_a_folder_of_folders_is_refused_with_those_that_hold_codebooks(
    app: AppContext, tmp_path: Path
) -> None:
    root = tmp_path / "icd10se"
    icd_folder(root, "2021")
    icd_folder(root, "2022")
    write_files(root / "anteckningar", {"las-mig.txt": "inget kodverk"})
    starter_folder(root / "starter")

    assert refusal(app, root) == (
        "icd10se innehåller inget kodverk, men mapparna 2021 och 2022 i den. "
        "Välj en av dem i taget."
    )


def test_the_only_folder_with_a_codebook_is_named(app: AppContext, tmp_path: Path) -> None:
    icd_folder(tmp_path / "icd10se", "2022")

    told = refusal(app, tmp_path / "icd10se")

    assert told == "icd10se innehåller inget kodverk, men mappen 2022 i den. Välj den mappen."


def test_a_folder_with_nothing_known_asks_for_the_folder_of_the_files(
    app: AppContext, tmp_path: Path
) -> None:
    write_files(tmp_path / "annat", {"las-mig.txt": "inget kodverk"})

    assert "annat innehåller inget kodverk som programmet känner igen" in refusal(
        app, tmp_path / "annat"
    )
