"""Intake: files become events once, nothing of a coder's work is undone, nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.coding_acts import add_secondary
from app.domain.encounter import Encounter, Status
from app.domain.errors import Cancelled, InputFileError, StorageError
from app.domain.ports import UnitOfWork
from app.domain.record import CareRecord, ProposalState
from app.persistence.database import open_database
from app.services.context import AppContext
from app.services.intake import (
    DEMO_LOADED,
    DEMO_REMOVED,
    demo_state,
    dismiss_quarantine,
    import_events,
    list_quarantine,
    load_demo,
    remove_demo,
    retry_quarantine,
)
from app.services.job_control import JobControl
from tests.exchange.takecare_messages import (
    PATIENT,
    WARD,
    as_exported,
    drug,
    keyword,
    medications_message,
    note,
    notes_message,
)
from tests.services.desk import desk, snapshot, stored

HEADER = "händelse_id;personnummer;typ;start;slut;huvuddiagnos;journaltext;journalfil"


@pytest.fixture
def app(unit_of_work: Callable[[], UnitOfWork], tmp_path: Path) -> AppContext:
    return desk(unit_of_work, tmp_path)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    return folder


def put_notes(folder: Path, *notes: str, name: str = "notes.xml") -> Path:
    path = folder / name
    path.write_bytes(as_exported(notes_message(*notes)))
    return path


def put_drugs(folder: Path, *drugs: str, name: str = "drugs.xml") -> Path:
    path = folder / name
    path.write_bytes(as_exported(medications_message(*drugs)))
    return path


def put_csv(folder: Path, *rows: str, name: str = "events.csv") -> Path:
    path = folder / name
    path.write_text("\n".join((HEADER, *rows)), encoding="utf-8-sig")
    return path


def record_of(app: AppContext, encounter_id: str) -> CareRecord:
    with app.unit_of_work() as uow:
        return uow.encounters.record(encounter_id)


def save(app: AppContext, encounter: Encounter) -> Encounter:
    with app.unit_of_work() as uow:
        saved = uow.encounters.save(encounter, app.new_id())
        uow.commit()
    return saved


def only(app: AppContext) -> Encounter:
    (event,) = stored(app).values()
    return event


DIAGNOSIS = keyword("Diagnos enl ICD-10", "I109 Essentiell hypertoni")


def test_notes_become_events_with_records_and_proposals(app: AppContext, inbox: Path) -> None:
    file = put_notes(inbox, note(1, "202409180839", content=DIAGNOSIS), note(2, "202409190839"))

    report = import_events(app, [file])

    assert (report.added, report.updated, report.unchanged) == (2, 0, 0)
    assert set(report.encounter_ids) == set(stored(app))
    assert report.files == ("notes.xml",)
    assert report.kinds == ("Anteckningar från TakeCare (UTF-16)",)
    records = [record_of(app, event_id) for event_id in report.encounter_ids]
    assert [len(record.documents) for record in records] == [1, 1]
    assert [p.code for record in records for p in record.proposals] == ["I10.9"]


def test_the_same_files_twice_change_nothing(app: AppContext, inbox: Path) -> None:
    put_notes(inbox, note(1, "202409180839", content=DIAGNOSIS), note(2, "202409190839"))
    put_drugs(inbox, drug(1), drug(2, start="20250101"))
    put_csv(
        inbox,
        f"A;{PATIENT};Primärvård;2024-05-01;;I10.9;Text;",
        f"B;{PATIENT};Primärvård;;;;;",
    )
    import_events(app, [inbox])
    before = snapshot(app)

    report = import_events(app, [inbox])

    assert (report.added, report.updated, report.unchanged) == (0, 0, 3)
    assert snapshot(app) == before


def test_new_notes_update_the_record_and_keep_what_the_coder_did(
    app: AppContext, inbox: Path
) -> None:
    import_events(app, [put_notes(inbox, note(1, "202409180839", content=DIAGNOSIS))])
    event = only(app)
    coded = save(app, replace(add_secondary(event, "I10.9"), status=Status.DRAFT))
    (proposal,) = record_of(app, event.id).proposals
    with app.unit_of_work() as uow:
        uow.encounters.set_proposal_state(event.id, proposal.id, ProposalState.ACCEPTED)
        uow.commit()

    changed = note(1, "202409180839", content=DIAGNOSIS + keyword("Bedömning", "Nytt"))
    report = import_events(app, [put_notes(inbox, changed, note(2, "202409181200"))])

    record = record_of(app, event.id)
    assert (report.added, report.updated) == (0, 1)
    assert only(app) == coded
    assert [p.state for p in record.proposals] == [ProposalState.ACCEPTED]
    assert len(record.documents) == 2
    assert "Nytt" in record.text


def test_a_code_that_left_the_note_leaves_the_open_proposals(app: AppContext, inbox: Path) -> None:
    import_events(app, [put_notes(inbox, note(1, "202409180839", content=DIAGNOSIS))])

    import_events(app, [put_notes(inbox, note(1, "202409180839"))])

    assert record_of(app, only(app).id).proposals == ()


def test_a_signed_event_is_marked_and_its_codes_are_left(app: AppContext, inbox: Path) -> None:
    file = put_notes(inbox, note(1, "202409180839"))
    import_events(app, [file])
    signed = save(app, replace(add_secondary(only(app), "I10.9"), status=Status.SIGNED))

    same = import_events(app, [file])
    report = import_events(
        app, [put_notes(inbox, note(1, "202409180839"), note(2, "202409181000"))]
    )
    again = import_events(app, [inbox])

    event = only(app)
    assert (same.changed_after_signing, same.unchanged) == (0, 1)
    assert (report.changed_after_signing, report.updated) == (1, 1)
    assert (again.changed_after_signing, again.unchanged) == (0, 1)
    assert event.record_changed
    assert replace(event, record_changed=False, version=0) == replace(signed, version=0)
    assert len(record_of(app, event.id).documents) == 2


def test_a_discharge_note_closes_the_open_stay(app: AppContext, inbox: Path) -> None:
    admission = note(1, "202409180839", title="Inskrivningsanteckning", unit=WARD)
    import_events(app, [put_notes(inbox, admission)])
    assert only(app).status is Status.OPEN

    discharge = note(2, "202409270839", title="Utskrivningsanteckning", unit=WARD)
    report = import_events(app, [put_notes(inbox, admission, discharge)])

    assert (report.added, report.updated) == (0, 1)
    assert only(app).status is Status.READY
    assert f"{only(app).end:%Y-%m-%d %H:%M}" == "2024-09-27 08:39"


@pytest.mark.parametrize("status", [Status.READY, Status.DRAFT])
def test_visits_that_prove_to_be_a_stay_become_it_unless_somebody_coded_them(
    app: AppContext, inbox: Path, status: Status
) -> None:
    days = [note(n, f"2024091{n}0839", unit=WARD) for n in (1, 2, 3)]
    import_events(app, [put_notes(inbox, *days)])
    coded = sorted(stored(app).values(), key=lambda event: str(event.start))[2]
    save(app, replace(add_secondary(coded, "I10.9"), status=status))

    discharge = note(4, "202409140839", title="Utskrivningsanteckning", unit=WARD)
    import_events(app, [put_notes(inbox, *days, discharge)])

    held = {event_id: len(record_of(app, event_id).documents) for event_id in stored(app)}
    assert held.pop(coded.id) == 1
    assert list(held.values()) == [3]
    before = snapshot(app)
    import_events(app, [inbox])
    assert snapshot(app) == before


def test_drugs_are_shown_on_the_events_that_they_cover_or_the_nearest(
    app: AppContext, inbox: Path
) -> None:
    put_notes(inbox, note(1, "202401100900"), note(2, "202406100900"))
    put_drugs(
        inbox,
        drug(1, start="20240101", end="20240131"),
        drug(2, start="20240101"),
        drug(3, start="20250101"),
    )

    import_events(app, [inbox])

    first, second = sorted(stored(app).values(), key=lambda event: str(event.start))
    ids = [{m.id for m in record_of(app, e.id).medications} for e in (first, second)]
    assert [len(of_event) for of_event in ids] == [2, 2]
    assert len(ids[0] & ids[1]) == 1
    assert record_of(app, first.id).proposals == ()


def test_drugs_that_come_first_wait_for_the_notes(app: AppContext, inbox: Path) -> None:
    file = put_drugs(inbox, drug(1))
    early = import_events(app, [file])
    import_events(app, [file])

    assert len(list_quarantine(app)) == 1
    assert early.rejected == ()
    assert "ännu ingen vårdhändelse" in early.remarks[0]

    import_events(app, [put_notes(inbox, note(1, "202401100900"))])

    assert [m.atc for m in record_of(app, only(app).id).medications] == ["B01AC06"]
    assert list_quarantine(app) == []


def test_a_new_event_gets_the_drugs_that_are_known(app: AppContext, inbox: Path) -> None:
    put_notes(inbox, note(1, "202401100900"))
    put_drugs(inbox, drug(1))
    import_events(app, [inbox])

    import_events(app, [put_notes(inbox, note(1, "202401100900"), note(2, "202402100900"))])

    assert [len(record_of(app, event_id).medications) for event_id in stored(app)] == [1, 1]


def test_a_broken_row_is_set_aside_once_and_the_rest_is_read(app: AppContext, inbox: Path) -> None:
    file = put_csv(
        inbox,
        f"A;{PATIENT};Primärvård;2024-05-01;;;;",
        f"B;{PATIENT};Primärvård;i maj;;;;",
        f"C;{PATIENT};Primärvård;2024-05-02;;;;",
    )

    report = import_events(app, [file])
    import_events(app, [file])

    assert report.added == 2
    assert [r.place for r in report.rejected] == ["rad 3"]
    assert [item.rejected for item in list_quarantine(app)] == list(report.rejected)
    assert list_quarantine(app)[0].kind == "csv_events"


def test_a_corrected_row_leaves_the_quarantine(app: AppContext, inbox: Path) -> None:
    import_events(app, [put_csv(inbox, f"B;{PATIENT};Primärvård;i maj;;;;")])

    import_events(app, [put_csv(inbox, f"B;{PATIENT};Primärvård;2024-05-01;;;;")])

    assert list_quarantine(app) == []
    assert list(stored(app)) == ["B"]


def test_a_row_whose_record_file_came_later_succeeds_when_retried(
    app: AppContext, inbox: Path
) -> None:
    import_events(app, [put_csv(inbox, f"B;{PATIENT};Primärvård;2024-05-01;;;;B.txt")])
    failed = retry_quarantine(app)
    (inbox / "B.txt").write_text("Journalen.", encoding="utf-8")

    report = retry_quarantine(app)

    assert len(failed.rejected) == 1
    assert (report.added, report.rejected) == (1, ())
    assert record_of(app, "B").text.endswith("Journalen.")
    assert list_quarantine(app) == []


def test_an_item_can_be_dismissed(app: AppContext, inbox: Path) -> None:
    import_events(app, [put_csv(inbox, f"B;{PATIENT};Primärvård;i maj;;;;")])

    dismiss_quarantine(app, list_quarantine(app)[0].id)
    dismiss_quarantine(app, 4711)

    assert list_quarantine(app) == []


def test_a_broken_file_among_others_is_set_aside_and_read_when_mended(
    app: AppContext, inbox: Path
) -> None:
    whole = put_notes(inbox, note(1, "202401100900"), name="cut.xml").read_bytes()
    (inbox / "cut.xml").write_bytes(whole[:-40])
    (inbox / "odd.xml").write_bytes(whole[:-1])
    put_csv(inbox, f"A;{PATIENT};Primärvård;2024-05-01;;;;")

    report = import_events(app, [inbox])
    (inbox / "cut.xml").write_bytes(whole)
    retried = retry_quarantine(app)

    assert report.added == 1
    assert sorted(r.file_name for r in report.rejected) == ["cut.xml", "odd.xml"]
    assert retried.added == 1
    assert [item.rejected.file_name for item in list_quarantine(app)] == ["odd.xml"]


@pytest.mark.parametrize("content", [b"%PDF-1.7", as_exported(notes_message())[:-9], b""])
def test_a_single_file_that_cannot_be_read_is_refused(
    app: AppContext, inbox: Path, content: bytes
) -> None:
    file = inbox / "fil.xml"
    file.write_bytes(content)

    with pytest.raises(InputFileError, match=r"Filen fil\.xml är"):
        import_events(app, [file])

    assert list_quarantine(app) == []


def test_what_holds_no_events_is_passed_over_with_a_remark(app: AppContext, inbox: Path) -> None:
    put_csv(inbox, f"A;{PATIENT};Primärvård;2024-05-01;;;;")
    (inbox / "a.pdf").write_bytes(b"%PDF-1.7")
    (inbox / "b.txt").write_text("journal", encoding="utf-8")
    (inbox / "MeasurementsIndex_1.json").write_bytes(as_exported("[]"))
    (inbox / ".hidden").write_bytes(b"\x00")

    report = import_events(app, [inbox])

    assert report.files == ("events.csv",)
    assert len(report.remarks) == 2
    assert "ett PDF-dokument" in report.remarks[0]
    assert "innehåller inga värden och läses inte in" in report.remarks[1]


def test_an_empty_folder_is_told(app: AppContext, inbox: Path) -> None:
    with pytest.raises(InputFileError, match="inga filer"):
        import_events(app, [inbox])


def test_a_corrected_personal_number_moves_the_event(app: AppContext, inbox: Path) -> None:
    import_events(app, [put_csv(inbox, "A;189001029818;Primärvård;2024-05-01;;;;")])

    report = import_events(app, [put_csv(inbox, f"A;{PATIENT};Primärvård;2024-05-01;;;;")])

    assert (report.added, report.updated) == (0, 1)
    assert only(app).patient.identity.text == PATIENT


def test_codes_from_a_file_never_replace_a_coders(app: AppContext, inbox: Path) -> None:
    import_events(app, [put_csv(inbox, f"A;{PATIENT};Primärvård;2024-05-01;;;;")])
    coded = save(app, replace(add_secondary(only(app), "J18.9"), status=Status.DRAFT))

    import_events(app, [put_csv(inbox, f"A;{PATIENT};Primärvård;2024-05-01;;I10.9;;")])

    assert only(app) == coded


def test_cancelling_keeps_finished_files_and_nothing_of_the_next(
    app: AppContext, inbox: Path
) -> None:
    put_csv(inbox, f"A;{PATIENT};Primärvård;2024-05-01;;;;", name="1.csv")
    put_csv(inbox, f"B;{PATIENT};Primärvård;2024-05-01;;;;", name="2.csv")
    told: list[str] = []

    def cancel_in_the_second(done: int, total: int, text: str) -> None:
        told.append(text)
        if text == "Läser in 2.csv …":
            control.cancel()

    control = JobControl(cancel_in_the_second)

    with pytest.raises(Cancelled):
        import_events(app, [inbox], control)

    assert list(stored(app)) == ["A"]
    assert "Läser in 1.csv … 0 händelser" in told


def test_a_locked_database_leaves_nothing_half_imported(
    inbox: Path, tmp_path: Path, database_url: str, unit_of_work: Callable[[], UnitOfWork]
) -> None:
    rows = [f"A{n};{PATIENT};Primärvård;2024-05-01;;;;" for n in range(3)]
    file = put_csv(inbox, *rows)

    with closing(open_database(database_url, lock_wait_s=0.01)) as impatient:
        app = desk(impatient.unit_of_work, tmp_path)
        with unit_of_work() as holding:
            holding.facts.set("lock", "held")
            with pytest.raises(StorageError):
                import_events(app, [file])
        assert stored(app) == {}

        assert import_events(app, [file]).added == 3


def test_no_report_and_no_remark_carries_a_personal_number(app: AppContext, inbox: Path) -> None:
    put_notes(inbox, note(1, "202401100900"), note(2, ""), name=f"Notes_{PATIENT}_0.xml")
    put_drugs(inbox, drug(1, document=""), name=f"Drugs_{PATIENT}_0.xml")

    report = import_events(app, [inbox])

    assert len(report.rejected) == 2
    assert PATIENT not in repr(report)


def test_the_demonstration_is_loaded_once_and_taken_away_again(
    app: AppContext, inbox: Path
) -> None:
    assert demo_state(app) is None
    first, second = load_demo(app), load_demo(app)
    assert (first.added, second.added, second.unchanged) == (12, 0, 12)
    assert demo_state(app) == DEMO_LOADED
    import_events(app, [put_csv(inbox, f"A;{PATIENT};Primärvård;2024-05-01;;;;")])
    demo = stored(app)["demo-sepsis"]
    save(app, replace(demo, status=Status.SIGNED))

    assert remove_demo(app) == 12

    assert list(stored(app)) == ["A"]
    assert demo_state(app) == DEMO_REMOVED
    assert load_demo(app).added == 12
