"""The events in the database."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.orm.util import identity_key

from app.domain.code_use import CodeUse
from app.domain.codes import CodeSystem
from app.domain.complexity import record_points
from app.domain.encounter import Encounter
from app.domain.errors import AppError, StaleSaveError, StorageError
from app.domain.record import CareRecord, ProposalState
from app.domain.work_list import WorkListQuery, WorkListRow
from app.persistence import records, removal, work_list
from app.persistence.code_uses import find_uses
from app.persistence.encounter_rows import fill_row, read_row
from app.persistence.orm_encounters import EncounterRow, SaveRow
from app.persistence.protection import protected_as_known
from app.persistence.storage_errors import STALE, is_duplicate, sentence_for, storage_errors
from app.persistence.upsert import insert_for


class SqlEncounters:
    """Implements `ports.Encounters`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @storage_errors()
    def get(self, encounter_id: str) -> Encounter | None:
        """One event with its coding, or None. `record_text` is left empty."""
        row = self._session.get(EncounterRow, encounter_id, populate_existing=True)
        return None if row is None else read_row(row)

    @storage_errors()
    def save(self, encounter: Encounter, save_id: str) -> Encounter:
        """Store the encounter and return it with its new version.

        A save id that is already stored changes nothing and returns the stored encounter. The
        words of the record, which are stored elsewhere, come back as they were handed in.

        Raises:
            StaleSaveError: the stored version is not the one the encounter was read at.
            StorageError: the database cannot take it.

        """
        return self._save(encounter, save_id, CareRecord())

    @storage_errors()
    def add(self, encounter: Encounter, record: CareRecord, save_id: str) -> Encounter:
        """Store a new event with its record at once, in fewer statements than one by one.

        Raises:
            StaleSaveError: an event with that id is there.
            StorageError: the database cannot take it.

        """
        return self._save(encounter, save_id, record)

    @storage_errors()
    def remove(self, encounter_id: str) -> None:
        """Take away an event that a split or merge replaced; one that is gone stays gone.

        Raises:
            NotAllowedError: the event is signed, or has been.
            StaleSaveError: somebody else saved it meanwhile.

        """
        removal.remove(self._session, encounter_id)

    @storage_errors()
    def remove_demo(self) -> int:
        """Take away every demonstration event, signed ones and their versions too.

        Returns how many events went.

        Raises:
            StaleSaveError: somebody saved one of them meanwhile.

        """
        return removal.remove_demo(self._session)

    @storage_errors()
    def of_patient(self, patient_number: str) -> list[Encounter]:
        """All events of one patient, newest first."""
        return self._newest_first(EncounterRow.patient_number == patient_number)

    @storage_errors()
    def known_as(self, patient_number: str, encounter_id: str) -> list[Encounter]:
        """All events of one patient, and the one with that id, whoever's it is; newest first."""
        is_theirs = EncounterRow.patient_number == patient_number
        return self._newest_first(or_(is_theirs, EncounterRow.id == encounter_id))

    @storage_errors()
    def record(self, encounter_id: str) -> CareRecord:
        """Read the record of an event; empty where there is none."""
        return records.read_records(self._session, (encounter_id,))[encounter_id]

    @storage_errors()
    def records_of(self, encounter_ids: Collection[str]) -> dict[str, CareRecord]:
        """Read the records of some events; empty where there is none."""
        return records.read_records(self._session, encounter_ids)

    @storage_errors()
    def put_record(self, encounter_id: str, record: CareRecord) -> None:
        """Insert or replace the record of an event, keeping the states of its proposals.

        Raises:
            NotFoundError: no event has that id.

        """
        records.put_record(self._session, encounter_id, record)

    @storage_errors()
    def set_proposal_state(self, encounter_id: str, proposal_id: str, state: ProposalState) -> None:
        """Remember what the coder did with a proposed code.

        Raises:
            NotFoundError: the event has no such proposal.

        """
        records.set_proposal_state(self._session, encounter_id, proposal_id, state)

    @storage_errors()
    def page(self, query: WorkListQuery, offset: int, limit: int) -> list[WorkListRow]:
        """Find a page of the work list, patients masked where protected."""
        return work_list.find_page(self._session, query, offset, limit)

    @storage_errors()
    def ids(self, query: WorkListQuery, limit: int) -> list[str]:
        """Find the ids of the events that a query finds, in its order, so many at most."""
        return work_list.find_ids(self._session, query, limit)

    @storage_errors()
    def count(self, query: WorkListQuery) -> int:
        """Count the events that a query finds."""
        return work_list.count(self._session, query)

    @storage_errors()
    def count_by_status(self) -> dict[str, int]:
        """How many events each status has, by its value; a status without events is absent."""
        return work_list.count_by_status(self._session)

    @storage_errors()
    def using(self, system: CodeSystem, codes: Collection[str]) -> list[CodeUse]:
        """Return where unsigned events carry any of the codes, oldest event first."""
        return find_uses(self._session, system, codes)

    @storage_errors()
    def units(self) -> list[str]:
        """Find the names of all units that have events, in Swedish order."""
        return work_list.units(self._session)

    def _newest_first(self, asked: ColumnElement[bool]) -> list[Encounter]:
        found = select(EncounterRow).where(asked).execution_options(populate_existing=True)
        # Ordered here: SQLite would go through all events in an order that an index has.
        rows = sorted(self._session.scalars(found), key=lambda row: row.id)
        rows.sort(key=lambda row: row.waiting_since, reverse=True)
        return [read_row(row) for row in rows]

    def _save(self, encounter: Encounter, save_id: str, record: CareRecord) -> Encounter:
        try:
            with self._session.begin_nested():
                if self._note_save(encounter, save_id):
                    return self._write(encounter, save_id, record)
        except StaleDataError:
            raise StaleSaveError(STALE) from None
        except IntegrityError as error:
            # Somebody else stored an event with this id a moment ago.
            raise _not_saved(error) from None
        return replace(self._stored(save_id), record_text=encounter.record_text)

    def _note_save(self, encounter: Encounter, save_id: str) -> bool:
        """Claim the save id. Where its first attempt is still under way, wait for its outcome."""
        noted: Sequence[str] = self._session.scalars(
            insert_for(self._session, SaveRow)
            .values(save_id=save_id, encounter_id=encounter.id, version=encounter.version + 1)
            .on_conflict_do_nothing()
            .returning(SaveRow.save_id)
        ).all()
        return bool(noted)

    def _write(self, encounter: Encounter, save_id: str, record: CareRecord) -> Encounter:
        row = self._row_to_write(encounter)
        encounter = protected_as_known(self._session, encounter)
        if record != CareRecord():
            row.record_points = record_points(record)
        fill_row(row, encounter)
        # Another save id each time, so that the row changes, and its version with it, even
        # where only the codes differ.
        row.last_save_id = save_id
        self._session.flush()
        if record != CareRecord():
            records.add_record(self._session, encounter.id, record)
        return replace(read_row(row), record_text=encounter.record_text)

    def _row_to_write(self, encounter: Encounter) -> EncounterRow:
        """Find the row of an event. One that is new is not asked for: its key tells if it is not.

        Raises:
            StaleSaveError: the stored version is not the one the encounter was read at.

        """
        is_new = encounter.version == 0
        key = identity_key(EncounterRow, encounter.id)
        if is_new and key not in self._session.identity_map:
            row = EncounterRow()
            self._session.add(row)
            return row
        stored = self._session.get(EncounterRow, encounter.id)
        if stored is None or stored.version != encounter.version:
            raise StaleSaveError(STALE)
        return stored

    def _stored(self, save_id: str) -> Encounter:
        save = self._session.get_one(SaveRow, save_id)
        stored = self.get(save.encounter_id)
        if stored is None:
            raise StaleSaveError(STALE)
        return stored


def _not_saved(error: IntegrityError) -> AppError:
    return StaleSaveError(STALE) if is_duplicate(error) else StorageError(sentence_for(error))
