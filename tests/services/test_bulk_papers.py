"""Prints and exports of many events: logged, whole, and told."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.domain.access import AccessKind
from app.domain.encounter import Status
from app.domain.errors import AppError
from app.domain.patient import Patient, Protection
from app.exchange.encounter_json import read_encounter
from app.services.bulk_papers import export_events, print_events, print_pdf
from app.services.context import AppContext
from app.services.job_control import JobControl
from tests.services.workday import ANNA, NUMBER, coded, event, put


def logged(app: AppContext) -> list[tuple[AccessKind, str]]:
    with app.unit_of_work() as uow:
        return [(line.kind, line.encounter_id) for line in reversed(uow.access_log.latest(99))]


def cancelling() -> JobControl:
    control = JobControl()
    control.cancel()
    return control


def test_one_pdf_holds_all_and_each_is_in_the_log(app: AppContext, tmp_path: Path) -> None:
    put(app, event("e1"), coded(event("e2")))
    target = tmp_path / "alla.pdf"

    report = print_events(app, ["e1", "e2", "borta"], target, ANNA)

    assert target.read_bytes().startswith(b"%PDF")
    assert report.done == ("e1", "e2")
    assert [each.encounter_id for each in report.refused] == ["borta"]
    assert logged(app) == [(AccessKind.PRINTED, "e1"), (AccessKind.PRINTED, "e2")]


def test_a_file_each_has_a_name_of_its_own(app: AppContext, tmp_path: Path) -> None:
    put(app, event("e/1"), event("e_1"))

    report = print_events(app, ["e/1", "e_1"], tmp_path / "ut", ANNA)

    assert len({path.name for path in report.files}) == 2
    assert all(path.read_bytes().startswith(b"%PDF") for path in report.files)
    assert len(logged(app)) == 2


def test_a_cancelled_print_leaves_no_file_and_no_line(app: AppContext, tmp_path: Path) -> None:
    put(app, event("e1"))

    for target in (tmp_path / "alla.pdf", tmp_path / "ut"):
        report = print_events(app, ["e1"], target, ANNA, cancelling())
        assert report.was_cancelled
        assert report.done == report.files == ()
    assert not (tmp_path / "alla.pdf").exists()
    assert logged(app) == []


def test_the_preview_is_logged_and_tells_what_was_gone(app: AppContext) -> None:
    put(app, event("e1"))

    content, report = print_pdf(app, ["e1", "borta"], ANNA)

    assert content.startswith(b"%PDF")
    assert len(report.refused) == 1
    assert print_pdf(app, ["borta"], ANNA)[0] == b""


def test_json_lines_can_be_reviewed_and_name_nobody(app: AppContext, tmp_path: Path) -> None:
    put(app, coded(event("e1")), event("e2"))
    path = tmp_path / "ut.jsonl"

    report = export_events(app, ["e2", "e1"], path, ANNA)

    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert [read_encounter(line).encounter.id for line in lines] == ["e2", "e1"]
    assert read_encounter(lines[1]).encounter.principal.code == "I10.9"
    assert NUMBER not in path.read_text("utf-8")
    assert report.files == (path,)
    assert logged(app) == [(AccessKind.EXPORTED, "e2"), (AccessKind.EXPORTED, "e1")]


def test_json_lines_tell_the_age_of_a_protected_person_and_not_the_birth_date(
    app: AppContext, tmp_path: Path
) -> None:
    named = event("e1").patient
    born = date(1958, 6, 2)
    hidden = replace(named, birth_date=born, protection=Protection.CONFIDENTIAL)
    put(app, event("e1", patient=hidden))
    path = tmp_path / "ut.jsonl"

    export_events(app, ["e1"], path, ANNA)

    text = path.read_text("utf-8")
    assert born.isoformat() not in text
    assert json.loads(text)["patient"]["age_years"] == 66
    read = read_encounter(json.loads(text)).encounter
    assert read.admission_day is not None
    assert read.patient.age_years(read.admission_day) == 66


def test_rows_mask_a_protected_person(app: AppContext, tmp_path: Path) -> None:
    hidden = event("e1").patient
    hidden = Patient(hidden.identity, "Hemlig Person", protection=Protection.CONFIDENTIAL)
    put(app, event("e1", patient=hidden), event("e2", status=Status.SIGNED))
    path = tmp_path / "ut.csv"

    export_events(app, ["e1", "e2"], path, ANNA)

    text = path.read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [row["Händelse"] for row in rows] == ["e1", "e2"]
    assert "Hemlig" not in text
    assert rows[0]["Namn"] == "Sekretessmarkering"
    assert int(rows[0]["Dagar kvar"]) < 0, "a number, with nothing before it"
    assert rows[1]["Dagar kvar"] == ""


def test_a_cancelled_export_leaves_the_earlier_file(app: AppContext, tmp_path: Path) -> None:
    put(app, event("e1"))
    path = tmp_path / "ut.jsonl"
    path.write_text("förut", "utf-8")

    assert export_events(app, ["e1"], path, ANNA, cancelling()).was_cancelled

    assert path.read_text("utf-8") == "förut"
    assert logged(app) == []


def test_nothing_marked_is_told(app: AppContext, tmp_path: Path) -> None:
    with pytest.raises(AppError, match="Markera minst en"):
        export_events(app, [], tmp_path / "ut.csv", ANNA)
