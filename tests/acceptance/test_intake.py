"""Intake of the real TakeCare exports: the events, their proposals, and nothing twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.care_types import EncounterClass
from app.domain.errors import InputFileError
from app.domain.ports import UnitOfWork
from app.domain.record import CareRecord
from app.exchange.recognise import FileKind, recognise
from app.services.context import AppContext
from app.services.intake import import_events, list_quarantine
from tests.services.desk import desk, snapshot, stored

pytestmark = pytest.mark.acceptance


@pytest.fixture
def app(unit_of_work: Callable[[], UnitOfWork], tmp_path: Path) -> AppContext:
    return desk(unit_of_work, tmp_path)


@pytest.fixture
def exports(shared_data: Path) -> Path:
    return shared_data / "takecare"


def records(app: AppContext) -> dict[str, CareRecord]:
    with app.unit_of_work() as uow:
        return {event_id: uow.encounters.record(event_id) for event_id in stored(app)}


def test_the_exports_become_events_with_every_note_once(app: AppContext, exports: Path) -> None:
    report = import_events(app, [exports])

    assert report.rejected == ()
    assert report.added == len(stored(app)) == 19
    held = Counter(doc.id for record in records(app).values() for doc in record.documents)
    assert len(held) == 24
    assert set(held.values()) == {1}
    assert len(report.files) == 44
    assert any("inga värden och läses inte in" in remark for remark in report.remarks)


def test_two_stays_are_bracketed_and_the_rest_are_visits(app: AppContext, exports: Path) -> None:
    import_events(app, [exports / "CareDocumentation"])

    stays = [e for e in stored(app).values() if e.encounter_class is EncounterClass.INPATIENT]

    told = sorted((f"{e.start:%Y-%m-%d}", f"{e.end:%Y-%m-%d}", e.discharge_mode) for e in stays)
    assert told == [
        ("2022-11-12", "2022-11-19", "Eget boende med hemrehab"),
        ("2024-09-18", "2024-09-27", "Kommunalt särskilt boende"),
    ]
    visits = [e for e in stored(app).values() if e not in stays]
    assert all(f"{e.end:%H:%M}" == "23:59" for e in visits)


def test_coded_keywords_are_proposals_and_no_event_has_a_code(
    app: AppContext, exports: Path
) -> None:
    import_events(app, [exports])

    offered = Counter(p.code for record in records(app).values() for p in record.proposals)

    assert sum(offered.values()) == 21
    assert {"I63.3", "I10.9", "C61.9", "K35.3", "KEC01", "JEA01", "SA101", "ZXG40"} <= set(offered)
    assert not any(e.diagnoses or e.procedures for e in stored(app).values())


def test_every_drug_is_shown_on_some_event(app: AppContext, exports: Path) -> None:
    import_events(app, [exports])

    shown = {drug.id: drug for record in records(app).values() for drug in record.medications}

    assert len(shown) == 31
    assert {"B01AC06", "B05BA03"} <= {drug.atc for drug in shown.values()}
    assert all(drug.name and drug.start for drug in shown.values())
    assert list_quarantine(app) == []


def test_every_value_is_shown_once_and_on_the_event_under_way(
    app: AppContext, exports: Path
) -> None:
    import_events(app, [exports])
    events, held = stored(app), records(app)

    values = [(events[e], v) for e, record in held.items() for v in record.measurements]

    assert Counter(value.kind.value for _, value in values) == {"bedside": 91, "laboratory": 82}
    assert len({value.id for _, value in values}) == len(values)
    assert sum(value.is_outside for _, value in values) == 37  # 36 flagged, one by its interval
    psa = [(event.unit.id, v.value) for event, v in values if v.name == "P-PSA" and v.is_outside]
    assert ("2748", "21,5") in psa
    (stay,) = {e.id for e, _ in values if e.encounter_class is EncounterClass.INPATIENT}
    during = [v for v in held[stay].measurements if v.time and v.time <= events[stay].end]
    assert len(during) == 34
    assert list_quarantine(app) == []


def test_values_before_notes_wait_and_give_the_same(app: AppContext, exports: Path) -> None:
    import_events(app, [exports / "Chemistry", exports / "Measurement"])
    assert stored(app) == {}
    assert len(list_quarantine(app)) == 36

    import_events(app, [exports])

    assert sum(len(record.measurements) for record in records(app).values()) == 173
    assert list_quarantine(app) == []
    assert import_events(app, [exports]).updated == 0


def test_the_exports_twice_and_drugs_before_notes_give_the_same(
    app: AppContext, exports: Path
) -> None:
    import_events(app, [exports / "Medication"])
    assert len(list_quarantine(app)) == 4
    import_events(app, [exports / "CareDocumentation"])
    import_events(app, [exports / "Chemistry", exports / "Measurement"])
    before = snapshot(app)

    report = import_events(app, [exports])

    assert snapshot(app) == before
    assert list_quarantine(app) == []
    assert (report.added, report.updated, report.unchanged) == (0, 0, 19)


def test_no_personal_number_leaves_the_database(app: AppContext, exports: Path) -> None:
    report = import_events(app, [exports])
    numbers = {event.patient.identity.text for event in stored(app).values()}

    shown = repr(report) + repr(stored(app)) + repr(records(app))

    assert len(numbers) == 4
    assert not any(number in shown or number[2:] in shown for number in numbers)


def test_every_export_is_recognised(exports: Path) -> None:
    kinds = Counter(recognise(path).kind for path in exports.rglob("*") if path.is_file())

    assert kinds[FileKind.TAKECARE_NOTES] == kinds[FileKind.TAKECARE_MEDICATIONS] == 4
    assert set(kinds) <= {*FileKind} - {FileKind.UNKNOWN, FileKind.CSV_EVENTS}


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.998])
def test_an_export_cut_off_anywhere_is_refused(
    app: AppContext, exports: Path, tmp_path: Path, share: float
) -> None:
    for path in (exports / "CareDocumentation").iterdir():
        content = path.read_bytes()
        cut = tmp_path / path.name
        cut.write_bytes(content[: int(len(content) * share)])
        with pytest.raises(InputFileError, match="avklippt"):
            import_events(app, [cut])

    assert stored(app) == {}
