"""Laboratory replies of TakeCare: each analysis a value, with interval and deviation."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from app.domain.errors import InputFileError
from app.domain.intake import PatientMeasurements, Rejected
from app.domain.record import Measurement, MeasurementKind
from app.domain.reference_interval import Deviation, deviation_of
from app.exchange.quarantined import piece_content
from app.exchange.takecare_json import Item, items_at, number_in_name, parse_items, text_at
from app.exchange.takecare_xml import read_moment
from app.exchange.text_file import shown_name, stable_id

#: Ids of laboratory replies from TakeCare begin so.
REPLY_PREFIX = "tcl"

WAITING = (
    "Patienten har ännu ingen vårdhändelse. Värdena läggs till när patientens anteckningar läses "
    "in."
)
_NO_VALUE = "Analysen saknar namn eller värde."
_NO_SAMPLE = "Provet saknar analyser."


def read_replies(text: str, path: Path) -> tuple[list[PatientMeasurements], list[Rejected]]:
    """Read the replies of a file, in its order, and the analyses that say nothing.

    Raises:
        InputFileError: the file is no JSON, or a reply lacks what places it: its patient, its
            number, the time of sampling, or samples.

    """
    replies, rejected = list[PatientMeasurements](), list[Rejected]()
    for reply in parse_items(text, path):
        read, unread = _read_reply(reply, path)
        replies.append(read)
        rejected += unread
    return replies, rejected


def _read_reply(reply: Item, path: Path) -> tuple[PatientMeasurements, list[Rejected]]:
    patient = text_at(reply, "attestation", "patient", "id") or number_in_name(path)
    number = text_at(reply, "id")
    moment = _moment(reply, path)
    if not (patient and number):
        raise InputFileError(
            f"Filen {shown_name(path)} saknar patientens identitet eller svarets nummer. "
            "Exportera den igen från TakeCare."
        )
    document_id = stable_id(REPLY_PREFIX, patient, number)
    content = piece_content(path, json.dumps(reply, ensure_ascii=False))
    values, rejected = list[Measurement](), list[Rejected]()
    for place, analysis in _analyses(reply, path):
        value = _value(reply, analysis, document_id, moment, place)
        if value is None:
            reason = _NO_VALUE if analysis else _NO_SAMPLE
            where = f"svar {number}, {place}"
            rejected.append(Rejected(shown_name(path), where, reason, content))
        else:
            values.append(value)
    whole = Rejected(shown_name(path), f"svar {number}", WAITING, content)
    unit = text_at(reply, "saved", "careUnit", "id")
    return PatientMeasurements(patient, document_id, moment, unit, tuple(values), whole), rejected


def _moment(reply: Item, path: Path) -> datetime:
    for key in ("samplingDateTime", "replyTime"):
        if moment := read_moment(text_at(reply, key)):
            return moment
    raise InputFileError(
        f"Filen {shown_name(path)} saknar en läsbar provtagningstid (samplingDateTime). "
        "Exportera den igen från TakeCare."
    )


def _analyses(reply: Item, path: Path) -> Iterator[tuple[str, Item]]:
    if not isinstance(reply.get("samples"), list):
        raise InputFileError(
            f"Filen {shown_name(path)} har inga prov (samples) och är inget laboratoriesvar. "
            "Välj en annan fil."
        )
    for row, sample in items_at(reply, "samples"):
        analyses = list(items_at(sample, "analyses"))
        for number, analysis in analyses or [(0, {})]:
            yield f"prov {row}" + (f", analys {number}" if number else ""), analysis


def _value(
    reply: Item, analysis: Item, document_id: str, moment: datetime, place: str
) -> Measurement | None:
    name, value = text_at(analysis, "analysis"), text_at(analysis, "value")
    if not (name and value):
        return None
    reference = text_at(analysis, "referenceArea")
    lies = deviation_of(value, reference)
    state = "" if reply.get("isFinal") is not False else " (preliminärt)"
    return Measurement(
        id=stable_id(REPLY_PREFIX, document_id, place),
        name=name,
        value=value,
        unit=text_at(analysis, "unit"),
        time=moment,
        reference=reference,
        is_outside=analysis.get("isDeviating") is True
        or lies in (Deviation.BELOW, Deviation.ABOVE),
        group=(text_at(reply, "type", "name") or "Laboratoriesvar") + state,
        kind=MeasurementKind.LABORATORY,
        comment=text_at(analysis, "analysisComment"),
        document_id=document_id,
    )
