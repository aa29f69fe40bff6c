"""A review written to a file, whole or not at all, and counted by rule."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from app.domain.errors import AppError, Cancelled, InputFileError
from app.domain.finding import Severity
from app.services.context import AppContext
from app.services.job_control import JobControl
from app.services.parallel_review import review_files
from app.services.review import format_reviewed
from app.services.review_report import write_review


@pytest.fixture
def coded(tmp_path: Path) -> Path:
    """A right event, one with two duplicates, one without principal, and a broken line."""
    stay = {"class": "Slutenvård", "start": "2022-03-14", "end": "2022-03-18"}
    pneumonia = {"code": "J18.9", "role": "principal"}
    twice = [{"code": code} for code in ("I10.9", "I10.9", "E11.9", "E11.9")]
    lines = [
        stay | {"id": "A1", "diagnoses": [pneumonia]},
        stay | {"id": "=A2", "diagnoses": [pneumonia, *twice]},
        stay | {"id": "A3", "diagnoses": []},
    ]
    path = tmp_path / "fil.jsonl"
    path.write_text("\n".join([*map(json.dumps, lines), "trasig"]), encoding="utf-8")
    return path


def test_the_answer_is_that_of_the_command_line_and_is_counted_by_rule(
    app: AppContext, coded: Path, tmp_path: Path
) -> None:
    target = tmp_path / "svar.jsonl"

    report = write_review(app, [coded], target)

    written = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert written == [format_reviewed(line) for line in review_files(app, [coded])]
    assert (report.lines, report.clean, report.skipped) == (4, 1, 1)
    counted = {each.rule_id: (each.findings, each.events) for each in report.rules}
    assert counted["HD001"] == (1, 1) and counted["BD001"] == (2, 1)
    assert report.rules[0].severity is Severity.ERROR
    assert "{" not in report.rules[0].message


def test_a_table_has_a_row_for_each_finding_and_no_formula(
    app: AppContext, coded: Path, tmp_path: Path
) -> None:
    target = tmp_path / "svar.CSV"

    write_review(app, [coded], target)

    text = target.read_bytes().decode("utf-8-sig")
    header, *rows = csv.reader(text.splitlines(), delimiter=";")
    assert header[:4] == ["Fil", "Rad", "Händelse", "Regel"]
    duplicates = [row for row in rows if row[3] == "BD001"]
    assert [row[1:3] + row[4:6] for row in duplicates] == [
        ["2", "'=A2", "Varning", "I10.9"],
        ["2", "'=A2", "Varning", "E11.9"],
    ]
    assert rows[-1][1:5] == ["4", "", "", "Ej granskad"]
    assert rows[-1][6].startswith("Rad 4 hoppades över")


@pytest.mark.parametrize("how", ["cancelled", "unreadable"])
def test_nothing_is_written_where_the_review_does_not_end(
    app: AppContext, coded: Path, tmp_path: Path, how: str
) -> None:
    target = tmp_path / "svar.csv"
    target.write_text("förra svaret", encoding="utf-8")
    control = JobControl()
    paths = [coded]
    if how == "cancelled":
        control.cancel()
    else:
        paths.append(tmp_path / "borta.jsonl")

    with pytest.raises((Cancelled, InputFileError)):
        write_review(app, paths, target, control)

    assert target.read_text(encoding="utf-8") == "förra svaret"
    assert {path.name for path in tmp_path.glob("*svar*")} == {"svar.csv"}
    assert not list(tmp_path.glob(".*.tmp"))


def test_the_answer_never_replaces_the_file_that_is_reviewed(app: AppContext, coded: Path) -> None:
    before = coded.read_bytes()

    with pytest.raises(AppError, match="Välj ett annat namn"):
        write_review(app, [coded], coded)

    assert coded.read_bytes() == before
