"""Local lists from real files of two and three columns."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.services.context import AppContext
from app.services.local_lists import (
    find_local_code,
    import_local_list,
    list_local_codes,
    preview_local_list,
)

pytestmark = pytest.mark.acceptance


@pytest.mark.parametrize(
    ("name", "text_column", "rows", "code"),
    [
        ("icd10se/2022/digit5.txt", 2, 23_985, "A083A"),
        ("atc/atc-sv-2020.tsv", 1, 14_526, "C07AB02"),
        ("par/hospitals.tsv", 1, 452, "10010"),
    ],
)
def test_a_real_list_is_imported_as_it_is_guessed(
    app: AppContext, shared_data: Path, name: str, text_column: int, rows: int, code: str
) -> None:
    path = shared_data / name
    seen = preview_local_list(app, path)
    assert seen.guess is not None
    assert (seen.guess.code, seen.guess.text, seen.row_count) == (0, text_column, rows)

    report = import_local_list(
        app,
        path,
        seen.guess,
        name=path.stem,
        system_label="Lokal",
        version="1",
        valid_from=date(2022, 1, 1),
    )

    assert report.local_list.rows == rows
    first = list_local_codes(app, report.local_list.id, limit=1)[0]
    assert find_local_code(app, report.local_list.id, first.code) == first
    assert find_local_code(app, report.local_list.id, code) is not None
