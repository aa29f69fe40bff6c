"""Splitting and merging: nothing is lost, and reading the file again undoes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.coding_acts import add_procedure, add_secondary, set_principal
from app.domain.encounter import Encounter, Status
from app.domain.errors import ClaimedByOtherError, NotAllowedError, NotFoundError
from app.domain.ports import UnitOfWork
from app.domain.record import ProposalState
from app.services.context import AppContext
from app.services.events import merge_events, split_event
from app.services.intake import import_events
from tests.exchange.takecare_messages import (
    CLINIC,
    PATIENT,
    WARD,
    as_exported,
    drug,
    keyword,
    medications_message,
    note,
    notes_message,
)
from tests.services.desk import CODER, OTHER, desk, snapshot, stored

DIAGNOSIS = keyword("Diagnos enl ICD-10", "I109 Essentiell hypertoni")
OPERATION = keyword("Operations- åtgärdskod", "KEC01 Prostatektomi")


@pytest.fixture
def app(unit_of_work: Callable[[], UnitOfWork], tmp_path: Path) -> AppContext:
    return desk(unit_of_work, tmp_path)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    return folder


def intake(app: AppContext, inbox: Path, *notes: str) -> list[Encounter]:
    """Import notes; answer the events, earliest first."""
    (inbox / "notes.xml").write_bytes(as_exported(notes_message(*notes)))
    import_events(app, [inbox])
    return sorted(stored(app).values(), key=lambda event: str(event.start))


def save(app: AppContext, encounter: Encounter) -> Encounter:
    with app.unit_of_work() as uow:
        saved = uow.encounters.save(encounter, app.new_id())
        uow.commit()
    return saved


def documents(app: AppContext, encounter_id: str) -> list[str]:
    with app.unit_of_work() as uow:
        return [doc.id for doc in uow.encounters.record(encounter_id).documents]


def proposals(app: AppContext, encounter_id: str) -> dict[str, ProposalState]:
    with app.unit_of_work() as uow:
        return {p.code: p.state for p in uow.encounters.record(encounter_id).proposals}


def accept(app: AppContext, encounter_id: str) -> None:
    with app.unit_of_work() as uow:
        for proposal in uow.encounters.record(encounter_id).proposals:
            uow.encounters.set_proposal_state(encounter_id, proposal.id, ProposalState.ACCEPTED)
        uow.commit()


def every_document(app: AppContext) -> Counter[str]:
    return Counter(doc for event_id in stored(app) for doc in documents(app, event_id))


VISITS = (
    note(1, "202408290900", content=DIAGNOSIS),
    note(2, "202408291400", content=OPERATION),
)


def test_notes_move_into_an_event_of_their_own(app: AppContext, inbox: Path) -> None:
    (event,) = intake(app, inbox, *VISITS)
    moved = documents(app, event.id)[1:]

    old, new = split_event(app, event.id, moved, CODER)

    assert (old.id, new.id) == (event.id, f"{event.id}-d2")
    assert documents(app, new.id) == moved
    assert len(documents(app, old.id)) == 1
    assert list(proposals(app, old.id)) == ["I10.9"]
    assert list(proposals(app, new.id)) == ["KEC01"]
    assert f"{new.start:%H%M} {new.end:%H%M}" == "1400 2359"
    assert f"{old.start:%H%M} {old.end:%H%M}" == "0900 2359"
    assert stored(app) == {old.id: old, new.id: new}


def test_accepted_codes_follow_their_notes_and_the_others_stay(
    app: AppContext, inbox: Path
) -> None:
    (event,) = intake(app, inbox, *VISITS)
    coded = add_procedure(add_secondary(set_principal(event, "I10.9"), "E11.9"), "KEC01", None)
    coded = save(app, replace(coded, status=Status.DRAFT))
    accept(app, event.id)

    old, new = split_event(app, event.id, documents(app, event.id)[1:], CODER)

    assert old.diagnoses == coded.diagnoses
    assert old.procedures == ()
    assert (new.diagnoses, new.procedures) == ((), coded.procedures)
    assert proposals(app, new.id) == {"KEC01": ProposalState.ACCEPTED}


def test_a_code_that_both_parts_tell_of_stays(app: AppContext, inbox: Path) -> None:
    (event,) = intake(
        app,
        inbox,
        note(1, "202408290900", content=DIAGNOSIS),
        note(2, "202408291400", content=DIAGNOSIS),
    )
    coded = save(app, replace(set_principal(event, "I10.9"), status=Status.DRAFT))
    accept(app, event.id)

    old, new = split_event(app, event.id, documents(app, event.id)[1:], CODER)

    assert (old.diagnoses, new.diagnoses) == (coded.diagnoses, ())
    assert new.status is Status.READY


def test_reading_the_file_again_does_not_undo_a_split(app: AppContext, inbox: Path) -> None:
    (event,) = intake(app, inbox, *VISITS)
    split_event(app, event.id, documents(app, event.id)[1:], CODER)
    before = snapshot(app)

    report = import_events(app, [inbox])

    assert snapshot(app) == before
    assert (report.added, report.updated) == (0, 0)


def test_a_renewed_note_is_renewed_where_it_was_moved(app: AppContext, inbox: Path) -> None:
    (event,) = intake(app, inbox, *VISITS)
    _, new = split_event(app, event.id, documents(app, event.id)[1:], CODER)

    intake(app, inbox, VISITS[0], note(2, "202408291400", content=keyword("Bedömning", "Nytt")))

    with app.unit_of_work() as uow:
        assert "Nytt" in uow.encounters.record(new.id).text
        assert "Nytt" not in uow.encounters.record(event.id).text
    assert every_document(app).most_common(1)[0][1] == 1


def test_drugs_are_kept_and_shown_on_both_parts(app: AppContext, inbox: Path) -> None:
    (inbox / "drugs.xml").write_bytes(as_exported(medications_message(drug(1), drug(2, end=""))))
    (event,) = intake(app, inbox, *VISITS)

    parts = split_event(app, event.id, documents(app, event.id)[1:], CODER)

    with app.unit_of_work() as uow:
        shown = [len(uow.encounters.record(part.id).medications) for part in parts]
    assert shown == [2, 2]
    before = snapshot(app)
    import_events(app, [inbox])
    assert snapshot(app) == before


def test_an_event_can_be_split_twice(app: AppContext, inbox: Path) -> None:
    notes = [note(n, f"2024082{n}0900", unit=WARD) for n in (1, 2, 3)]
    notes.append(note(4, "202408240900", unit=WARD, title="Utskrivningsanteckning"))
    (event,) = intake(app, inbox, *notes)
    ids = documents(app, event.id)

    first, second = split_event(app, event.id, ids[2:], CODER)
    again, third = split_event(app, event.id, ids[1:2], CODER)

    assert len({first.id, second.id, third.id}) == 3
    assert (again.start, again.end) == (event.start, again.end)
    assert second.end == event.end
    assert f"{again.end:%d%H} {third.start:%d%H} {third.end:%d%H}" == "2109 2209 2209"
    assert every_document(app) == Counter(ids)


@pytest.mark.parametrize("chosen", [[], [0, 1], [0, "okänd"]])
def test_a_split_that_leaves_nothing_or_names_what_is_not_there_is_refused(
    app: AppContext, inbox: Path, chosen: list[int | str]
) -> None:
    (event,) = intake(app, inbox, *VISITS)
    ids = documents(app, event.id)
    before = snapshot(app)

    with pytest.raises(NotAllowedError, match="minst en anteckning"):
        split_event(app, event.id, [ids[c] if isinstance(c, int) else c for c in chosen], CODER)

    assert snapshot(app) == before


def test_events_are_merged_with_all_that_they_hold(app: AppContext, inbox: Path) -> None:
    first, second = intake(
        app,
        inbox,
        note(1, "202408290900", content=DIAGNOSIS),
        note(2, "202408301400", content=OPERATION),
    )
    first = save(app, replace(set_principal(first, "I10.9"), status=Status.DRAFT))
    coded = add_secondary(set_principal(second, "C61.9"), "I10.9")
    save(app, replace(add_procedure(coded, "KEC01", None), status=Status.DRAFT))
    accept(app, second.id)

    merged = merge_events(app, [second.id, first.id], CODER)

    assert stored(app) == {first.id: merged}
    assert (merged.start, merged.end) == (first.start, second.end)
    assert [(d.code, d.is_principal) for d in merged.diagnoses] == [
        ("I10.9", True),
        ("C61.9", False),
    ]
    assert [p.code for p in merged.procedures] == ["KEC01"]
    assert len(documents(app, merged.id)) == 2
    assert proposals(app, merged.id) == {
        "I10.9": ProposalState.OPEN,
        "KEC01": ProposalState.ACCEPTED,
    }


def test_reading_the_file_again_does_not_undo_a_merge(app: AppContext, inbox: Path) -> None:
    (inbox / "drugs.xml").write_bytes(as_exported(medications_message(drug(1))))
    events = intake(app, inbox, note(1, "202408290900"), note(2, "202408301400"))
    merge_events(app, [event.id for event in events], CODER)
    before = snapshot(app)

    report = import_events(app, [inbox])

    assert snapshot(app) == before
    assert (report.added, report.updated) == (0, 0)


def test_a_merged_row_of_a_csv_file_does_not_come_back(app: AppContext, inbox: Path) -> None:
    header = "händelse_id;personnummer;typ;start"
    rows = [f"{n};{PATIENT};Primärvård;2024-05-0{n}" for n in (1, 2)]
    (inbox / "h.csv").write_text("\n".join([header, *rows]), encoding="utf-8")
    import_events(app, [inbox])
    merge_events(app, ["1", "2"], CODER)
    before = snapshot(app)

    import_events(app, [inbox])

    assert snapshot(app) == before
    assert list(stored(app)) == ["1"]


def test_a_new_note_of_a_merged_visit_joins_the_merged_event(app: AppContext, inbox: Path) -> None:
    notes = [note(1, "202408290900"), note(2, "202408301400")]
    merged = merge_events(app, [event.id for event in intake(app, inbox, *notes)], CODER)

    intake(app, inbox, *notes, note(3, "202408301500"))

    assert list(stored(app)) == [merged.id]
    assert len(documents(app, merged.id)) == 3
    assert stored(app)[merged.id] == merged


def test_a_stay_goes_before_an_earlier_visit(app: AppContext, inbox: Path) -> None:
    events = intake(
        app,
        inbox,
        note(1, "202408290900", unit=CLINIC),
        note(2, "202408301400", unit=WARD, title="Inskrivningsanteckning"),
        note(3, "202409011400", unit=WARD, title="Utskrivningsanteckning"),
    )

    merged = merge_events(app, [event.id for event in events], CODER)

    assert merged.id == events[1].id
    assert merged.unit.id == WARD
    assert (merged.start, merged.end) == (events[0].start, events[1].end)


def test_a_split_can_be_taken_back_by_a_merge(app: AppContext, inbox: Path) -> None:
    (event,) = intake(app, inbox, *VISITS)
    record_before = snapshot(app)["records"]
    old, new = split_event(app, event.id, documents(app, event.id)[1:], CODER)

    merged = merge_events(app, [old.id, new.id], CODER)

    assert snapshot(app)["records"] == record_before
    assert replace(merged, version=event.version) == event
    before = snapshot(app)
    import_events(app, [inbox])
    assert snapshot(app) == before


def test_signed_events_are_neither_split_nor_merged(app: AppContext, inbox: Path) -> None:
    first, second = intake(app, inbox, *VISITS, note(3, "202409010900"))
    save(app, replace(first, status=Status.SIGNED))
    before = snapshot(app)

    with pytest.raises(NotAllowedError, match="signerad"):
        split_event(app, first.id, documents(app, first.id)[:1], CODER)
    with pytest.raises(NotAllowedError, match="signerad"):
        merge_events(app, [first.id, second.id], CODER)

    assert snapshot(app) == before


def test_an_event_that_somebody_else_works_on_is_left_alone(app: AppContext, inbox: Path) -> None:
    first, second = intake(app, inbox, *VISITS, note(3, "202409010900"))
    with app.unit_of_work() as uow:
        uow.claims.take(second.id, OTHER, 30)
        uow.commit()

    with pytest.raises(ClaimedByOtherError, match=OTHER.name):
        merge_events(app, [first.id, second.id], CODER)

    assert len(stored(app)) == 2
    assert merge_events(app, [first.id, second.id], OTHER).id == first.id


def test_events_of_different_patients_are_never_merged(app: AppContext, inbox: Path) -> None:
    (event,) = intake(app, inbox, note(1, "202409010900"))
    stranger = notes_message(
        note(1, "202409010900", patient="189001079806"), patient="189001079806"
    )
    (inbox / "stranger.xml").write_bytes(as_exported(stranger))
    import_events(app, [inbox])
    other = next(event_id for event_id in stored(app) if event_id != event.id)

    with pytest.raises(NotAllowedError, match="olika patienter"):
        merge_events(app, [event.id, other], CODER)


def test_one_event_or_a_missing_one_is_refused(app: AppContext, inbox: Path) -> None:
    (event,) = intake(app, inbox, note(1, "202409010900"))

    with pytest.raises(NotAllowedError, match="minst två"):
        merge_events(app, [event.id, event.id], CODER)
    with pytest.raises(NotFoundError):
        merge_events(app, [event.id, "borta"], CODER)
    with pytest.raises(NotFoundError):
        split_event(app, "borta", ["a"], CODER)
