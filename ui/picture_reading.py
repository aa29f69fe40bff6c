"""Pictures of what is read in: values, rows set aside, a new edition and what it changes."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Edition, EditionState
from app.domain.errors import AppError
from app.domain.period import Period
from app.domain.record import Measurement, MeasurementKind
from app.services.codebooks import import_codebook
from app.services.context import AppContext
from app.services.editions import export_edition, remove_edition
from app.services.intake import import_events
from ui.picture_camera import Camera, rest

_EVENT, _VALUES = "demo-hip-fracture", 2  # the tab of the record
#: Name, value, unit, when, reference.
_LABORATORY = (
    ("B-Hb", "124", "g/L", "2025-10-03T15:10", "117-153"),
    ("B-Hb", "92", "g/L", "2025-10-05T06:40", "117-153"),
    ("B-Hb", "104", "g/L", "2025-10-08T06:30", "117-153"),
    ("P-CRP", "12", "mg/L", "2025-10-03T15:10", "<5"),
    ("P-CRP", "96", "mg/L", "2025-10-05T06:40", "<5"),
    ("P-CRP", "41", "mg/L", "2025-10-08T06:30", "<5"),
    ("P-Kreatinin", "88", "µmol/L", "2025-10-03T15:10", "<90"),
    ("P-Natrium", "133", "mmol/L", "2025-10-05T06:40", "137-145"),
)
#: Which of them the laboratory marked.
_OUTSIDE = frozenset({1, 2, 3, 4, 5, 7})
_BEDSIDE = (
    ("Blodtryck", "142/80", "mmHg", "2025-10-03T14:45", ""),
    ("Vikt", "58", "kg", "2025-10-03T18:00", ""),
)
_ROWS = """händelse_id;personnummer;namn;enhet;start;slut;huvuddiagnos
K1;194407209107;Inga-Lill Moberg;Ortopedmottagningen;2025-11-03 09:30;2025-11-03 10:00;Z47.8
K2;;Okänd;Ortopedmottagningen;2025-11-03 10:30;2025-11-03 11:00;M16.1
K3;198405262398;Daniel Öhman;Njurmottagningen;3/11 2025;;N18.3
K4;196811309282;Gunilla Wiberg;Vårdcentralen Ekbacken;2025-02-30;;I10.9
K5;199203072385;Elin Lindahl;Kvinnokliniken;2025-11-04 13:00;i morgon;Z39.2
"""
#: The two years are made up: titles of the practice edition, some of them changed.
_YEARS = (date(2025, 1, 1), date(2026, 1, 1))
_CHANGED = {
    "S72.0": "Fraktur på lårbenshals",
    "J18.9": "Pneumoni UNS",
    "I10.9": "Essentiell hypertoni UNS",
    "R07.4": "Bröstsmärtor UNS",
}
#: A code, its title, and the code that it stands beside.
_NEW = ("J18.7", "Annan angiven pneumoni, påhittad kod", "J18.8")
_GONE = "E86.9"


def reading(camera: Camera) -> None:
    """Take the values of a record, the quarantine, a report of files and its differences."""
    window = camera.window
    _keep_values(window.home)
    with tempfile.TemporaryDirectory() as folder:
        rows = Path(folder, "mottagningen.csv")
        rows.write_text(_ROWS, encoding="utf-8")
        import_events(window.home, [rows])
        _values(camera)
        camera.take_screen("show_quarantine", "quarantine")
        window.codebooks.take_files([_two_years(window.home, Path(folder))])
        report = window.codebooks.imports.screen
        camera.until(lambda: window.stack.currentWidget() is report, "ingen rapport")
        camera.until(lambda: bool(report.state.codebooks), "rapporten är tom")
        camera.take("import-report")
        report.differences_asked.emit(0)
        camera.until(lambda: window.stack.currentWidget() is not report, "inga skillnader")
        camera.until_listed()
        camera.take("differences")
        window.go_back()
        report.closed.emit()


def _values(camera: Camera) -> None:
    window, coding = camera.window, camera.window.coding
    if coding is None:
        raise AppError("Kodningen är inte öppen.")
    window.events.open_event(_EVENT)
    camera.until(lambda: coding.presenter.is_reviewed, "händelsen öppnades inte")
    coding.record.tabs.setCurrentIndex(_VALUES)
    camera.take("record-values", ready=lambda: coding.columns.bring(coding.record))
    coding.presenter.leave(lambda: None)
    rest(500)


def _keep_values(app: AppContext) -> None:
    kinds = (
        (_LABORATORY, MeasurementKind.LABORATORY, _OUTSIDE),
        (_BEDSIDE, MeasurementKind.BEDSIDE, frozenset[int]()),
    )
    values = tuple(
        Measurement(
            f"{kind.value}-{number}", name, value, unit, datetime.fromisoformat(time),
            reference, is_outside=number in outside, kind=kind, document_id=f"{kind.value}-{time}",
        )
        for rows, kind, outside in kinds
        for number, (name, value, unit, time, reference) in enumerate(rows)
    )  # fmt: skip
    with app.unit_of_work() as uow:
        record = uow.encounters.record(_EVENT)
        uow.encounters.put_record(_EVENT, replace(record, measurements=values))
        uow.commit()


def _two_years(app: AppContext, folder: Path) -> Path:
    """Keep the first year, and return the file that the second one would come in."""
    starter = app.library.for_day(None).of(CodeSystem.ICD10SE)
    packed = []
    for day, concepts in zip(_YEARS, (starter.concepts(), _next(starter.concepts())), strict=True):
        edition = Edition(
            f"icd10se-{day.year}", CodeSystem.ICD10SE, "ICD-10-SE (påhittad)", str(day.year),
            Period(day), state=EditionState.IMPORTED,
        )  # fmt: skip
        with app.unit_of_work() as uow:
            uow.editions.add(edition, tuple(concepts))
            uow.commit()
        app.library.reload()
        packed.append(export_edition(app, edition.id, folder))
        remove_edition(app, edition.id)
    import_codebook(app, [packed[0]])
    return packed[1]


def _next(concepts: Iterable[Concept]) -> Iterator[Concept]:
    """Return next year's codes: some have other titles, one is new, one is gone."""
    for concept in concepts:
        if concept.code == _GONE:
            continue
        yield replace(concept, title=_CHANGED.get(concept.code, concept.title))
        if concept.code == _NEW[2]:
            yield replace(concept, code=_NEW[0], title=_NEW[1])
