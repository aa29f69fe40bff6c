"""Bedside measurements of TakeCare: blood pressure, weight, scores, lines in and out."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from app.domain.errors import InputFileError
from app.domain.intake import PatientMeasurements, Rejected
from app.domain.record import Measurement, MeasurementKind
from app.exchange.quarantined import piece_content
from app.exchange.takecare_chemistry import WAITING
from app.exchange.takecare_json import (
    Item,
    items_at,
    number_in_name,
    parse_items,
    text_at,
    value_at,
)
from app.exchange.takecare_xml import read_moment
from app.exchange.text_file import shown_name, stable_id

#: Ids of measuring occasions from TakeCare begin so.
OCCASION_PREFIX = "tcv"

_MOST_DECIMALS = 6


def read_measurements(text: str, path: Path) -> tuple[list[PatientMeasurements], list[Rejected]]:
    """Read the occasions of a file, in its order, and the rows that say nothing.

    The identity number is read off the name of the file: the export has it nowhere else. A
    cancelled occasion comes without values.

    Raises:
        InputFileError: the file is no JSON, its name holds no identity number, or an occasion
            lacks what places it: its number, its time, or measurements.

    """
    patient = number_in_name(path)
    if not patient:
        raise InputFileError(
            f"Filen {shown_name(path)} saknar patientens nummer i filnamnet, och i filen står "
            "det inte. Behåll namnet som TakeCare ger den (Measurements_…) och försök igen."
        )
    occasions, rejected = list[PatientMeasurements](), list[Rejected]()
    for occasion in parse_items(text, path):
        read, unread = _read_occasion(occasion, patient, path)
        occasions.append(read)
        rejected += unread
    return occasions, rejected


def _read_occasion(
    occasion: Item, patient: str, path: Path
) -> tuple[PatientMeasurements, list[Rejected]]:
    number, moment = text_at(occasion, "id"), read_moment(text_at(occasion, "eventDateTime"))
    if not number or moment is None:
        raise InputFileError(
            f"Filen {shown_name(path)} saknar mättillfällets nummer (id) eller en läsbar tid "
            "(eventDateTime). Exportera den igen från TakeCare."
        )
    if not isinstance(occasion.get("measurements"), list):
        raise InputFileError(
            f"Filen {shown_name(path)} har inga mätvärden (measurements). Välj en annan fil."
        )
    document_id = stable_id(OCCASION_PREFIX, patient, number)
    content = piece_content(path, json.dumps(occasion, ensure_ascii=False))
    values, rejected = list[Measurement](), list[Rejected]()
    for row, item in items_at(occasion, "measurements"):
        value = _value(occasion, item, document_id, moment)
        if value is None:
            place = f"mättillfälle {number}, mätvärde {row}"
            reason = "Mätvärdet saknar namn eller värde."
            rejected.append(Rejected(shown_name(path), place, reason, content))
        else:
            values.append(value)
    measured = () if occasion.get("isCancelled") is True else tuple(values)
    whole = Rejected(shown_name(path), f"mättillfälle {number}", WAITING, content)
    unit = text_at(occasion, "created", "careUnit", "id")
    return PatientMeasurements(patient, document_id, moment, unit, measured, whole), rejected


def _value(occasion: Item, item: Item, document_id: str, moment: datetime) -> Measurement | None:
    name, value = text_at(item, "term", "name"), _written_value(item)
    if not (name and value):
        return None
    return Measurement(
        id=stable_id(OCCASION_PREFIX, document_id, text_at(item, "term", "id"), name),
        name=name,
        value=value,
        unit=text_at(item, "term", "unit"),
        time=moment,
        group=text_at(occasion, "template", "name"),
        kind=MeasurementKind.BEDSIDE,
        comment=text_at(item, "comment"),
        document_id=document_id,
    )


def _written_value(item: Item) -> str:
    """Write the word of a scale, or the number with the decimals that it was given."""
    if word := text_at(item, "scaleText"):
        return word
    value, decimals = value_at(item, "value"), value_at(item, "numDecimals")
    written = text_at(item, "value")
    if not isinstance(value, float):
        return written
    if isinstance(decimals, int) and 0 <= decimals <= _MOST_DECIMALS:
        shown = f"{value:.{decimals}f}"
        written = shown if float(shown) == value else written
    return written.replace(".", ",")
