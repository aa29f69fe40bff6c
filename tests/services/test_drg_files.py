"""A file of contacts on several processes: the same answers in the same order, none lost."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import pytest

from app.domain.errors import AppError, InputFileError
from app.exchange.drg_answers import line_as_object, line_as_text
from app.services import drg_files
from app.services.context import AppContext
from app.services.drg_files import group_file
from app.services.drg_tables import import_tables
from tests.grouper.small_tables import as_json

HEADING = "id\tsex\tage_days\tdisch\tdur\tdiagnoses\tprocedures\n"


@pytest.fixture
def tables(app: AppContext, tmp_path: Path):
    path = tmp_path / "NOR_2015.json"
    path.write_text(json.dumps(as_json()), encoding="utf-8")
    return import_tables(app, path)[0]


@pytest.fixture
def cases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """More lines than one process is given, some of them faulty."""
    monkeypatch.setattr(drg_files, "_BLOCK", 150)
    monkeypatch.setattr(drg_files, "_EXPLAINED_BLOCK", 90)
    monkeypatch.setattr(drg_files, "_WORTH_LINES", 10)
    codes = ("K358 J189", "E102/N083", "A560", "", "K358 K650")
    rows = (f"{n}\tM\t{'' if n % 7 == 0 else n}\t\t3\t{codes[n % 5]}\tJEA00\n" for n in range(48))
    path = tmp_path / "fall.tsv.gz"
    path.write_bytes(gzip.compress((HEADING + "".join(rows)).encode()))
    return path


def test_the_answers_do_not_depend_on_the_number_of_processes(
    app: AppContext, tables, cases: Path
) -> None:
    one = list(group_file(app, cases, tables, line_as_object, jobs=1))
    two = list(group_file(app, cases, tables, line_as_object, jobs=2))
    told = list(group_file(app, cases, tables, repr, jobs=2, with_explanation=True))
    assert one == two
    assert not any(block.remarks for block in one)
    objects = [json.loads(line) for block in one for line in block.text.splitlines()]
    assert [o.get("line") or int(o["id"]) + 2 for o in objects] == list(range(2, 50))
    assert sum("error" in each for each in objects) == sum(block.failed for block in one) == 7
    assert sum(block.grouped for block in told) == sum(block.grouped for block in one) == 41
    assert "".join(block.text for block in told).count("explanation=Explanation(") == 41


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_file_without_any_contact_is_told(
    app: AppContext, tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    monkeypatch.setattr(drg_files, "_WORTH_BLOCKS", 1)
    path = tmp_path / "fall.tsv"
    path.write_text(f"{HEADING}\n \n\n", encoding="utf-8")
    with pytest.raises(InputFileError, match=r"fall\.tsv har ingen kontakt under rubrikraden\."):
        list(group_file(app, path, tables, line_as_text, jobs=jobs))


def test_lines_that_kill_every_process_are_told(
    app: AppContext, tables, cases: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drg_files, "group_in_process", die)
    with pytest.raises(AppError, match="stoppade sin arbetsprocess 3 gånger"):
        list(group_file(app, cases, tables, line_as_text, jobs=2))


def die(_block: object) -> None:
    os._exit(9)
