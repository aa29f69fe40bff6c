"""Care events from a CSV file; the columns are described in docs/csv-events.md."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from app.domain.care_types import (
    AUTOMATIC_END,
    TYPE_FACTS,
    EncounterClass,
    EncounterType,
    Ending,
    parse_class,
    parse_type,
    resolve,
)
from app.domain.contact_facts import ContactFacts
from app.domain.encounter import Encounter, Procedure, Status, Unit
from app.domain.errors import InputFileError
from app.domain.identity import IdentityNumber, read_identity
from app.domain.intake import FileReading, IncomingEvent, Rejected
from app.domain.norwegian import NorwegianStay, parse_country
from app.domain.patient import Patient, Protection, Sex
from app.domain.record import CareRecord, RecordDocument
from app.exchange.csv_codes import read_principal, read_procedures, read_secondaries
from app.exchange.csv_contact import CONTACT_COLUMNS, read_csv_contact
from app.exchange.csv_table import Table, TableRow, fold_header, read_table, write_row
from app.exchange.quarantined import piece_content
from app.exchange.takecare_xml import read_moment
from app.exchange.text_file import read_text, shown_name, stable_id

SOURCE = "csv"


@dataclass(frozen=True, slots=True)
class EventColumn:
    """One column: its header, whether it must be there, and what it holds."""

    header: str
    help: str
    is_required: bool = False


COLUMNS: tuple[EventColumn, ...] = (
    EventColumn("händelse_id", "Händelsens id i källsystemet; samma id är samma händelse", True),
    EventColumn("personnummer", "Personnummer, samordningsnummer eller reservnummer", True),
    EventColumn("namn", "Patientens namn"),
    EventColumn("kön", "K eller M; tomt: läses ur personnumret"),
    EventColumn("skydd", "sekretessmarkering eller skyddad folkbokföring; tomt eller nej: inget"),
    EventColumn("klass", "Vårdhändelsens klass, till exempel Slutenvård eller Öppenvård"),
    EventColumn("typ", "Vårdhändelsens typ, till exempel Primärvård eller Observation"),
    EventColumn("enhet_id", "Vårdenhetens id"),
    EventColumn("enhet", "Vårdenhetens namn"),
    EventColumn("start", "ÅÅÅÅ-MM-DD, gärna med klockslag: 2024-09-18 08:39", True),
    EventColumn("slut", "Som start; tomt: händelsen pågår, eller avslutas automatiskt 23:59"),
    EventColumn("kontaktform", "Kontaktform vid öppenvård"),
    EventColumn("vårdform", "Juridisk vårdform, till exempel HSL, LPT eller LRV"),
    EventColumn("utskriven_till", "Utskrivningssätt"),
    EventColumn("yrkeskategorier", "Yrkeskategorier åtskilda med kommatecken"),
    EventColumn("remiss", "Remissens text eller avsändare"),
    EventColumn("mor_händelse_id", "På ett nyfött barn: händelse_id för moderns händelse"),
    EventColumn("huvuddiagnos", "En grupp koder, därefter eventuellt fri text"),
    EventColumn("bidiagnoser", "Grupper av koder åtskilda med blanksteg"),
    EventColumn("åtgärder", "Grupper av KVÅ-koder åtskilda med blanksteg"),
    EventColumn("land", "NO för en händelse i Norge; tomt: Sverige"),
    EventColumn("behandler", "Norge: vem som behandlade patienten"),
    EventColumn("hastegrad", "Norge: hastegrad"),
    EventColumn("omsorgsnivå", "Norge: omsorgsnivå"),
    EventColumn("inn_fra", "Norge: varifrån patienten kom"),
    EventColumn("ut_til", "Norge: vart patienten gick"),
    *(EventColumn(header, told) for header, told in CONTACT_COLUMNS),
    EventColumn("journaltext", "Journalens text"),
    EventColumn("journalfil", "Sökväg till en textfil, räknat från CSV-filens mapp"),
)
#: The columns of a Norwegian stay, in the order of its facts.
_STAY = ("behandler", "hastegrad", "omsorgsniva", "inn_fra", "ut_til")
REQUIRED = tuple(column.header for column in COLUMNS if column.is_required)

_SAFE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_LONG_DIGITS = re.compile(r"\d{6,8}[-+]?\d{4}")
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?E\+?\d+", re.IGNORECASE)
_WHOLE_NUMBER = re.compile(r"(\d{9,12})[.,]0+")
_SEX = {"k": Sex.FEMALE, "kvinna": Sex.FEMALE, "f": Sex.FEMALE, "female": Sex.FEMALE}
_SEX |= {"m": Sex.MALE, "man": Sex.MALE, "male": Sex.MALE}
_PROTECTION = {
    "": Protection.NONE,
    "nej": Protection.NONE,
    "0": Protection.NONE,
    "ja": Protection.CONFIDENTIAL,
    "1": Protection.CONFIDENTIAL,
    "sekretess": Protection.CONFIDENTIAL,
    "sekretessmarkering": Protection.CONFIDENTIAL,
    "skyddad_folkbokforing": Protection.PROTECTED_REGISTRATION,
}


class RowError(ValueError):
    """A row that cannot become an event; the text is a Swedish sentence without patient data."""


@dataclass(slots=True)
class _Reading:
    """What is gathered while the rows are read."""

    path: Path
    header: tuple[str, ...]
    events: list[IncomingEvent] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    first_row_of: dict[str, int] = field(default_factory=dict)
    remarks: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def reject(self, row: TableRow, reason: str) -> None:
        """Set a row aside, with its header, so that it can be read alone."""
        text = write_row(self.header) + write_row(row.source)
        content = piece_content(self.path, text, event_id(row))
        self.rejected.append(Rejected(shown_name(self.path), f"rad {row.number}", reason, content))


def looks_like_events(head: str) -> bool:
    """Whether the first lines of a text name the column of event ids."""
    return any(fold_header(REQUIRED[0]) in fold_header(line) for line in head.split("\n")[:2])


def read_csv_events(text: str, path: Path) -> FileReading:
    """Read the text of a CSV file as events, in row order.

    A row that cannot become an event is set aside with its reason; the rest is read. `path`
    names the file in messages and is where record files are looked for.

    Raises:
        InputFileError: the file as a whole cannot be read; the text names file, row and remedy.

    """
    table = read_table(text, shown_name(path), REQUIRED)
    reading = _Reading(path, table.header)
    for row in table.rows:
        try:
            _read_row(row, reading)
        except RowError as error:
            reading.reject(row, str(error))
    remarks = (*_unknown_columns(table, path), *_told_remarks(reading))
    return FileReading(tuple(reading.events), rejected=tuple(reading.rejected), remarks=remarks)


def event_id(row: TableRow) -> str:
    """Make an id that may stand in logs and file names: one like a personal number is hidden."""
    return _safe_id(row.cells.get("handelse_id", ""))


def _safe_id(written: str) -> str:
    if not written or (_SAFE_ID.fullmatch(written) and not _LONG_DIGITS.search(written)):
        return written
    return stable_id("csv", written)


def _read_row(row: TableRow, reading: _Reading) -> None:
    identity = event_id(row)
    if row.is_too_long:
        raise RowError(
            "Raden har fler celler än rubrikraden. Sätt citattecken om text med semikolon."
        )
    if not identity:
        raise RowError("Raden saknar händelse_id. Fyll i det och läs in filen igen.")
    if identity in reading.first_row_of:
        raise RowError(
            f"Samma händelse_id står redan på rad {reading.first_row_of[identity]}. "
            "Ge händelsen ett eget id."
        )
    event = IncomingEvent(
        _encounter(row, identity, reading.remarks), _record(row, identity, reading)
    )
    reading.first_row_of[identity] = row.number
    reading.events.append(event)


def _encounter(row: TableRow, identity: str, remarks: dict[str, list[int]]) -> Encounter:
    cell = row.cells.get
    encounter_class, encounter_type = _class_and_type(row, remarks)
    start, end = _span(row, encounter_type)
    if end and end < start:
        remarks["händelsen slutar innan den börjar"].append(row.number)
    diagnoses = (
        *read_principal(cell("huvuddiagnos", "")),
        *read_secondaries(cell("bidiagnoser", "")),
    )
    procedures = tuple(_procedures(row))
    return Encounter(
        id=identity,
        patient=_patient(row, remarks),
        encounter_class=encounter_class,
        encounter_type=encounter_type,
        unit=Unit(cell("enhet_id", "") or cell("enhet", ""), cell("enhet", "")),
        start=start,
        end=end,
        contact_form=cell("kontaktform", ""),
        legal_form=cell("vardform", ""),
        discharge_mode=cell("utskriven_till", ""),
        referral=cell("remiss", ""),
        professions=tuple(p.strip() for p in cell("yrkeskategorier", "").split(",") if p.strip()),
        mother_id=_safe_id(cell("mor_handelse_id", "")) or None,
        source=SOURCE,
        diagnoses=diagnoses,
        procedures=procedures,
        status=_status(end, is_coded=bool(diagnoses or procedures)),
        country=parse_country(cell("land", "")),
        norwegian=NorwegianStay(*(cell(name, "") for name in _STAY)),
        contact=_contact(row),
    ).folded()


def _contact(row: TableRow) -> ContactFacts:
    try:
        return read_csv_contact(row.cells)
    except ValueError:
        raise RowError(
            "Kolumnen utcheckad är varken ja, nej eller en tid. Skriv ÅÅÅÅ-MM-DD TT:MM."
        ) from None


def _status(end: datetime | None, *, is_coded: bool) -> Status:
    if end is None:
        return Status.OPEN
    return Status.DRAFT if is_coded else Status.READY


def _class_and_type(
    row: TableRow, remarks: dict[str, list[int]]
) -> tuple[EncounterClass, EncounterType]:
    written_class, written_type = row.cells.get("klass", ""), row.cells.get("typ", "")
    found = parse_class(written_class), parse_type(written_type)
    if written_class and found[0] is EncounterClass.UNKNOWN:
        remarks["klassen är okänd och lästes som Okänd klass"].append(row.number)
    if written_type and found[1] is EncounterType.UNKNOWN:
        remarks["typen är okänd och lästes som Okänd typ"].append(row.number)
    return resolve(*found)


def _span(row: TableRow, encounter_type: EncounterType) -> tuple[datetime, datetime | None]:
    start, end = _moment(row, "start"), _moment(row, "slut")
    if start is None:
        raise RowError("Raden saknar start. Skriv ÅÅÅÅ-MM-DD, gärna med klockslag.")
    if end is None and TYPE_FACTS[encounter_type].ending is Ending.AUTOMATIC:
        end = datetime.combine(start.date(), AUTOMATIC_END)
    return start, end


def _moment(row: TableRow, column: str) -> datetime | None:
    written = row.cells.get(column, "")
    moment = read_moment(written)
    if written and moment is None:
        raise RowError(
            f"Kolumnen {column} har ingen läsbar tid. Skriv ÅÅÅÅ-MM-DD eller ÅÅÅÅ-MM-DD TT:MM."
        )
    return moment


def _patient(row: TableRow, remarks: dict[str, list[int]]) -> Patient:
    identity = _identity(row)
    if not identity.is_valid:
        remarks["identitetsnumret är inte giltigt men har behållits"].append(row.number)
    sex = _SEX.get(row.cells.get("kon", "").lower())
    if sex is None:
        sex = Sex(identity.sex) if identity.sex else Sex.UNKNOWN
    protection = _PROTECTION.get(fold_header(row.cells.get("skydd", "")))
    if protection is None:
        protection = Protection.CONFIDENTIAL
        remarks["skyddet är okänt och lästes som sekretessmarkering"].append(row.number)
    return Patient(identity, row.cells.get("namn", ""), sex, identity.birth_date, protection)


def _identity(row: TableRow) -> IdentityNumber:
    written = row.cells.get("personnummer", "")
    if not written:
        raise RowError("Raden saknar personnummer. Fyll i det och läs in filen igen.")
    if _SCIENTIFIC.fullmatch(written):
        raise RowError(
            "Excel har gjort om personnumret till ett avrundat tal. Formatera kolumnen som Text, "
            "skriv in numret igen och läs in filen på nytt."
        )
    whole = _WHOLE_NUMBER.fullmatch(written)
    return read_identity(whole[1] if whole else written)


def _procedures(row: TableRow) -> list[Procedure]:
    try:
        return read_procedures(row.cells.get("atgarder", ""))
    except ValueError:
        raise RowError(
            "Kolumnen åtgärder har ett datum som inte går att läsa. Skriv KOD@ÅÅÅÅ-MM-DD."
        ) from None


def _record(row: TableRow, identity: str, reading: _Reading) -> CareRecord:
    texts = {
        "text": row.cells.get("journaltext", ""),
        "fil": _record_file(row.cells.get("journalfil", ""), reading.path.parent),
    }
    time = read_moment(row.cells.get("start", ""))
    return CareRecord(
        tuple(
            RecordDocument(f"{identity}-{part}", "Journaltext", time, text=text)
            for part, text in texts.items()
            if text
        )
    )


def _record_file(written: str, folder: Path) -> str:
    if not written:
        return ""
    path = folder / written.replace("\\", "/")
    if not path.resolve().is_relative_to(folder.resolve()):
        raise RowError("Kolumnen journalfil pekar utanför CSV-filens mapp. Flytta filen dit.")
    try:
        return read_text(path).text.strip()
    except (InputFileError, ValueError):
        raise RowError(
            "Journalfilen finns inte eller går inte att läsa. Lägg den bredvid CSV-filen och "
            "försök igen."
        ) from None


def _unknown_columns(table: Table, path: Path) -> list[str]:
    known = {fold_header(column.header) for column in COLUMNS}
    unknown = [cell for cell in table.header if cell and fold_header(cell) not in known]
    if not unknown:
        return []
    return [f"{shown_name(path)}: kolumner som inte läses: {', '.join(unknown)}."]


def _told_remarks(reading: _Reading) -> list[str]:
    name, shown = shown_name(reading.path), 5
    told = []
    for remark, rows in reading.remarks.items():
        more = f" och {len(rows) - shown} till" if len(rows) > shown else ""
        told.append(f"{name}, rad {', '.join(map(str, rows[:shown]))}{more}: {remark}.")
    return told
