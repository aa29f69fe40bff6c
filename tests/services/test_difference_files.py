"""Differences written to files: whole, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.edition_difference import DifferenceFilter
from app.persistence.unit_of_work import SqlUnitOfWork
from app.services.context import AppContext
from app.services.difference_files import (
    difference_file_name,
    difference_pdf,
    write_difference_csv,
    write_difference_pdf,
)
from tests.domain.made_editions import difference
from tests.reports.summaries import whole_text
from tests.services.desk import desk


@pytest.fixture
def app(unit_of_work: Callable[[], SqlUnitOfWork], tmp_path: Path) -> AppContext:
    return desk(unit_of_work, tmp_path)


def test_both_files_hold_the_chosen_changes(app: AppContext, tmp_path: Path) -> None:
    found = difference()
    changes = found.changes[:1]
    chosen = DifferenceFilter(text="kolera")

    table = write_difference_csv(app, found, changes, {}, tmp_path / "ut.csv")
    paper = write_difference_pdf(app, found, changes, {}, tmp_path / "ut.pdf", chosen=chosen)

    assert table.read_text("utf-8-sig").count("\n") == 2
    text = whole_text(paper.read_bytes())
    assert "med ”kolera”" in text and "1 ändring: Ändrad titel 1" in text
    assert paper.read_bytes() == difference_pdf(app, found, changes, {}, chosen=chosen)


def test_a_file_is_named_for_both_editions() -> None:
    assert difference_file_name(difference(), ".csv") == (
        "skillnader-icd10se-2025-icd10se-2026.csv"
    )
