"""Where the real files lie; tests on them are skipped, with a reason, where they are absent."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.domain.codebook import MemoryCodebook
from app.domain.codebook_ports import Codebooks
from app.domain.codes import CodeSystem
from app.domain.concept import Edition
from app.domain.period import Period
from app.persistence.readers.file_readers import FileReaders

REPOSITORY = Path(__file__).resolve().parents[2]
_PLACES = {
    CodeSystem.ICD10SE: "icd10se/2022",
    CodeSystem.KVA: "kva/2021",
    CodeSystem.ATC: "atc/atc-sv-2020.tsv",
}


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real material: KODKLAR_SHARED_DATA, or ../shared/data."""
    named = os.environ.get("KODKLAR_SHARED_DATA")
    folder = Path(named) if named else REPOSITORY.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("neither KODKLAR_SHARED_DATA nor ../shared/data exists")
    return folder


@pytest.fixture(scope="session")
def books(shared_data: Path) -> Codebooks:
    """The official editions, in use every day; read once, as nobody can change them."""
    readers, loaded = FileReaders(REPOSITORY / "resources"), {}
    for system, place in _PLACES.items():
        found = next(f for f in readers.recognise([shared_data / place]) if f.system is system)
        edition = Edition(system.value, system, found.name, found.version, Period())
        loaded[system] = MemoryCodebook(edition, readers.read(found))
    return Codebooks(loaded[CodeSystem.ICD10SE], loaded[CodeSystem.KVA], loaded[CodeSystem.ATC])
