"""Where the real files lie; tests on them are skipped, with a reason, where they are absent."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real material: KODKLAR_SHARED_DATA, or ../shared/data."""
    named = os.environ.get("KODKLAR_SHARED_DATA")
    folder = Path(named) if named else REPOSITORY.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("neither KODKLAR_SHARED_DATA nor ../shared/data exists")
    return folder
