"""Where things lie."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from app.paths import database_url, default_data_dir, program_root


def test_the_program_finds_what_it_ships() -> None:
    assert (program_root() / "resources").is_dir()
    assert (program_root() / "codebooks" / "starter").is_dir()


def test_a_frozen_build_looks_where_it_was_unpacked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)

    assert program_root() == tmp_path


def test_the_users_data_lie_outside_the_program() -> None:
    folder = default_data_dir()

    assert folder.is_absolute() and "Kodklar" in folder.name
    assert program_root() not in folder.parents


def test_the_database_lies_in_the_data_folder() -> None:
    assert database_url(Path("/data/Åsa")) == "sqlite:////data/Åsa/kodklar.sqlite"
