"""A program that dies, or a disk that fills, while an edition is stored leaves nothing of it."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.bootstrap import bootstrap
from app.domain.errors import StorageError
from app.persistence.database import Database
from app.persistence.orm_codebooks import ConceptNoteRow, ConceptRow, EditionRow
from app.services.codebooks import keep_codebook
from app.services.job_control import JobControl
from tests.persistence.dying_import import (
    CODES,
    DEAD,
    draft,
    in_the_middle,
    just_before_the_end,
    keep_and_die,
)


def stored(database: Database) -> dict[str, int]:
    """The rows that there are of editions."""
    tables = {"edition": EditionRow, "concept": ConceptRow, "note": ConceptNoteRow}
    with database.engine.connect() as connection:
        return {
            name: connection.scalar(select(func.count()).select_from(row)) or 0
            for name, row in tables.items()
        }


@pytest.mark.parametrize("is_time", [in_the_middle, just_before_the_end])
def test_a_kill_while_an_edition_is_stored_leaves_nothing(
    database_url: str, database: Database, tmp_path: Path, is_time: Callable[[int, int], bool]
) -> None:
    process = multiprocessing.get_context("spawn").Process(
        target=keep_and_die, args=(tmp_path, database_url, is_time)
    )
    process.start()
    process.join(60)

    assert process.exitcode == DEAD
    assert stored(database) == {"edition": 0, "concept": 0, "note": 0}

    app = bootstrap(tmp_path, database_url)
    report = keep_codebook(app, draft())
    app.close()
    assert not report.already_imported
    assert stored(database) == {"edition": 1, "concept": CODES, "note": CODES}


def test_a_disk_that_fills_while_an_edition_is_stored_leaves_nothing(
    sqlite_url: str, tmp_path: Path
) -> None:
    app = bootstrap(tmp_path, sqlite_url)
    with app.unit_of_work() as uow:
        connection = uow._session.connection()
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 300}")
    told: list[int] = []

    with pytest.raises(StorageError, match="Disken är full"):
        keep_codebook(app, draft(), control=JobControl(lambda *step: told.append(step[0])))

    assert told and told[-1] > 0, "it failed before anything was written"
    with app.unit_of_work() as uow:
        assert uow.editions.all() == []
        assert len(uow.editions.codebook(draft().edition).concepts()) == 0
    assert app.library.for_day(date(2024, 1, 1)).atc.edition.is_starter

    with app.unit_of_work() as uow:
        uow._session.connection().exec_driver_sql("PRAGMA max_page_count = 100000")
    assert keep_codebook(app, draft()).edition.id == "atc-2024"
    assert app.library.for_day(date(2024, 1, 1)).atc.edition.id == "atc-2024"
    app.close()
