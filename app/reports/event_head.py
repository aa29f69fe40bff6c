"""The top of a coding summary: title, status, barcode, and the facts of event and patient."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import zip_longest

from reportlab.lib.units import mm
from reportlab.platypus.flowables import Flowable

from app.domain.care_types import CareSetting
from app.domain.encounter import STATUS_LABEL, Encounter
from app.domain.identity import IdentityKind
from app.domain.patient import SEX_LABEL, Patient
from app.domain.summary import CodingSummary
from app.reports.barcode import TEXT_SIDE, paint_event_code
from app.reports.styles import (
    BODY,
    CODE,
    DOCUMENT_TITLE,
    NOTE,
    SECTION,
    STATUS,
    TEXT_WIDTH,
    TextStyle,
    clean_text,
    wrap_text,
)
from app.reports.tables import GUTTER, Cell, Column, Row, RowTable

NUMBER_LABEL = {
    IdentityKind.PERSONNUMMER: "Personnummer",
    IdentityKind.SAMORDNINGSNUMMER: "Samordningsnr",
    IdentityKind.NATIONAL_RESERVE: "Reservnummer",
    IdentityKind.LOCAL_RESERVE: "Lokalt reservnr",
    IdentityKind.LMA: "LMA-nummer",
    IdentityKind.UNKNOWN: "Identitetsnr",
}
#: Below this age (years) months are more telling, and below this many days, days.
MONTHS_BELOW, DAYS_BELOW = 2, 60
DAYS_IN_MONTH = 30.44
_LABEL, _VALUE = Column("", 33 * mm), Column("", TEXT_WIDTH / 2 - 33 * mm)


class EventHead(Flowable):
    """Title and status to the left, the barcode of the event to the right."""

    def __init__(self, summary: CodingSummary) -> None:
        super().__init__()
        self._event_id = summary.encounter.id
        self._lines = wrap_text(clean_text(_status(summary)), STATUS, TEXT_WIDTH - TEXT_SIDE)[:4]

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: ARG002, N803
        """Measure the head, in points."""
        self.height = 29 * mm
        return TEXT_WIDTH, self.height

    def draw(self) -> None:
        """Paint title, status and barcode."""
        self._paint("Kodningssammanfattning", DOCUMENT_TITLE, self.height)
        for number, line in enumerate(self._lines):
            top = self.height - DOCUMENT_TITLE.leading - 2 * mm - number * STATUS.leading
            self._paint(line, STATUS, top)
        paint_event_code(self.canv, self._event_id, TEXT_WIDTH, self.height - 1 * mm)

    def _paint(self, text: str, style: TextStyle, top: float) -> None:
        self.canv.setFillGray(style.ink)
        self.canv.setFont(style.font, style.size)
        self.canv.drawString(0, top - style.drop, text)


def build_fact_table(summary: CodingSummary) -> RowTable:
    """Build the facts of the event beside those of the patient."""
    encounter = summary.encounter
    blank = ("", "")
    pairs = zip_longest(
        _lines(_event_facts(encounter)), _lines(_patient_facts(encounter)), fillvalue=blank
    )
    head = Row((Cell("Vårdhändelse", SECTION), Cell(), Cell("Patient", SECTION), Cell()))
    rows = [_fact_row(left, right) for left, right in pairs]
    return RowTable("", (_LABEL, _VALUE, _LABEL, _VALUE), [head, *rows])


def format_moment(moment: datetime | None) -> str:
    """Write a moment as ÅÅÅÅ-MM-DD HH:MM, or nothing."""
    return f"{moment:%Y-%m-%d %H:%M}" if moment else ""


def format_number(patient: Patient) -> str:
    """Write the identity number as it may be shown, with its hyphen."""
    shown = patient.shown_number
    return f"{shown[:8]}-{shown[8:]}" if len(shown) == 12 and shown.isdigit() else shown  # noqa: PLR2004 - century, date, four last


def format_age(encounter: Encounter) -> str:
    """Write the age on the first day; days and months of a small child, unless protected."""
    patient, day = encounter.patient, encounter.admission_day
    years = patient.age_years(day) if day else None
    days = patient.age_days(day) if day else None
    if years is None or days is None or days < 0:
        return "Uppgift saknas"
    if years >= MONTHS_BELOW:
        return f"{years} år"
    if patient.is_protected:
        return f"Under {MONTHS_BELOW} år"
    if days >= DAYS_BELOW:
        return f"{int(days / DAYS_IN_MONTH)} månader"
    return "1 dag" if days == 1 else f"{days} dagar"


def _status(summary: CodingSummary) -> str:
    signature = summary.signature
    if signature is not None:
        at = format_moment(signature.signed_at)
        return f"Signerad {at} av {signature.signer_name} (version {signature.version})"
    encounter = summary.encounter
    reason = f": {encounter.status_reason}" if encounter.status_reason else ""
    return f"Ej signerad – utkast ({STATUS_LABEL[encounter.status].lower()}{reason})"


def _event_facts(encounter: Encounter) -> Iterator[tuple[str, str]]:
    yield "Enhet", encounter.unit.label or "Uppgift saknas"
    yield "Klass", encounter.encounter_class.value
    yield "Typ", encounter.encounter_type.value
    yield "Start", format_moment(encounter.start) or "Uppgift saknas"
    yield "Slut", format_moment(encounter.end) or "Inte avslutad"
    optional = (
        ("Kontaktform", encounter.contact_form),
        ("Juridisk vårdform", encounter.legal_form),
        ("Utskrivningssätt", encounter.discharge_mode),
        ("Yrkeskategori", ", ".join(encounter.professions)),
        ("Moderns händelse", encounter.mother_id or ""),
    )
    yield from ((label, text) for label, text in optional if text)


def _patient_facts(encounter: Encounter) -> Iterator[tuple[str, str]]:
    patient = encounter.patient
    yield "Namn", patient.shown_name or "Uppgift saknas"
    yield NUMBER_LABEL[patient.identity.kind], format_number(patient) or "Uppgift saknas"
    if not patient.identity.is_valid:
        yield "", "⚠ Numret är inte giltigt"
    yield "Kön", SEX_LABEL[patient.sex]
    is_stay = encounter.setting is CareSetting.INPATIENT
    yield ("Ålder vid inskrivning" if is_stay else "Ålder vid kontakten"), format_age(encounter)


def _lines(facts: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for label, text in facts:
        first, *rest = wrap_text(clean_text(text), CODE, _VALUE.width - GUTTER)
        yield label, first
        yield from (("", line) for line in rest)


def _fact_row(left: tuple[str, str], right: tuple[str, str]) -> Row:
    cells = (
        Cell(left[0], NOTE),
        Cell(left[1], BODY),
        Cell(right[0], NOTE),
        Cell(right[1], CODE if right[0] == "Namn" else BODY),
    )
    return Row(cells, starts_group=False)
