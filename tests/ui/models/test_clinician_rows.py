"""The rows of the clinician's list of visits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from PySide6.QtCore import QLocale

from app.domain.encounter import Status
from app.domain.visit_ports import VisitRow
from ui.models.clinician import visit_entries

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def swedish(qapp: object) -> None:
    QLocale.setDefault(QLocale("sv_SE"))


def row(event_id: str, start: str, end: str, kind: str = "Primärvård") -> VisitRow:
    moments = datetime.fromisoformat(start), datetime.fromisoformat(end)
    return VisitRow(event_id, Status.READY, "VC", *moments, kind, patient_name="Tolvan")


def test_a_stay_stands_under_the_day_it_ended_with_the_day_it_began() -> None:
    stay = row("s", "2026-11-03T12:20", "2026-11-21T11:00", "Slutenvård")
    visit = row("v", "2026-11-21T09:30", "2026-11-21T23:59")

    entries = visit_entries((visit, stay), TODAY)

    assert [(each.row.code, each.row.title) for each in entries] == [
        ("", "I går"),
        ("09:30", "Tolvan"),
        ("11:00", "Tolvan"),
    ]
    assert entries[2].row.note == "Slutenvård · från 3 november"


def test_a_day_of_another_year_names_the_year() -> None:
    old = row("v", "2025-11-20T09:30", "2025-11-20T10:00")
    near = row("w", "2026-11-16T09:30", "2026-11-16T10:00")

    entries = visit_entries((near, old), TODAY)

    assert [e.row.title for e in entries if e.item is None] == [
        "Måndag 16 november",
        "20 november 2025",
    ]


def test_the_rows_of_a_team_are_told_apart_by_what_comes_first() -> None:
    plain = replace(
        row("v", "2026-11-21T09:30", "2026-11-21T10:00", "Pv KUR Nybesök"),
        professions=("Kurator",),
        reasons=("Uppföljning",),
    )

    of_team, alone = visit_entries((replace(plain, is_team=True), plain), TODAY)[1:]

    assert of_team.row.note == "team: Kurator · Uppföljning · Pv KUR Nybesök"
    held = replace(plain, is_team=True, claimed_by="Bo Ek")
    (_day, taken) = visit_entries((held,), TODAY)
    assert taken.row.note.startswith("team: Kurator · hos Bo Ek · ")
    assert alone.row.note == "Uppföljning · Pv KUR Nybesök · Kurator"
