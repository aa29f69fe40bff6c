"""Differences written to files: whole, or not at all."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.edition_difference import DifferenceFilter
from app.domain.errors import AppError
from app.persistence.unit_of_work import SqlUnitOfWork
from app.services.context import AppContext
from app.services.difference_files import (
    difference_file_name,
    difference_pdf,
    write_difference_csv,
    write_difference_pdf,
)
from app.services.written_file import write_whole
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


@pytest.mark.parametrize(
    ("code", "said"), [(errno.ENOSPC, "Disken är full"), (errno.EACCES, "kunde inte sparas")]
)
def test_what_cannot_be_written_leaves_the_earlier_file(
    app: AppContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, said: str
) -> None:
    target = tmp_path / "ut.csv"
    target.write_text("förra")

    def refuse(path: Path, _content: bytes) -> int:
        path.touch()
        raise OSError(code, "no")

    monkeypatch.setattr(Path, "write_bytes", refuse)

    with pytest.raises(AppError, match=said):
        write_whole(app, target, b"ny")
    assert target.read_text() == "förra"
    assert not list(tmp_path.glob("*.tmp"))


def test_a_folder_is_no_file_and_a_missing_folder_is_told(app: AppContext, tmp_path: Path) -> None:
    (tmp_path / "mapp").mkdir()

    with pytest.raises(AppError, match="mapp är en mapp"):
        write_whole(app, tmp_path / "mapp", b"x")
    with pytest.raises(AppError, match="Kontrollera att mappen finns"):
        write_whole(app, tmp_path / "finns inte" / "ut.csv", b"x")
