"""Files are named by kind; what holds no care events is refused by name and kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.errors import InputFileError
from app.exchange import text_file
from app.exchange.recognise import FileKind, WrongKindError, recognise
from app.exchange.text_file import shown_name
from tests.exchange.takecare_messages import (
    PATIENT,
    as_exported,
    drug,
    medications_message,
    note,
    notes_message,
)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.xml", as_exported(notes_message(note(1, "20240101"))), FileKind.TAKECARE_NOTES),
        ("a.xml", as_exported(medications_message(drug(1))), FileKind.TAKECARE_MEDICATIONS),
        ("a.xml", notes_message().encode(), FileKind.TAKECARE_NOTES),
        ("Measurements_1.json", as_exported('{"id": 1}'), FileKind.TAKECARE_MEASUREMENTS),
        ("ChemistryReply_1.json", as_exported("[]"), FileKind.TAKECARE_CHEMISTRY),
        ("svar.json", b'{"id": 1, "samples": []}', FileKind.TAKECARE_CHEMISTRY),
        ("mått.json", b'{"measurements": []}', FileKind.TAKECARE_MEASUREMENTS),
        ("ChemistryRepliesIndex_1.json", b"[]", FileKind.TAKECARE_OTHER),
        ("MeasurementsIndex_1.json", b"[]", FileKind.TAKECARE_OTHER),
        ("Activities_1.json", b"[]", FileKind.TAKECARE_OTHER),
        ("a.csv", b"vad som helst", FileKind.CSV_EVENTS),
        ("a.txt", "händelse_id;start\n".encode("cp1252"), FileKind.CSV_EVENTS),
    ],
)
def test_the_kind_is_told_by_name_and_first_lines(
    tmp_path: Path, name: str, content: bytes, kind: FileKind
) -> None:
    file = tmp_path / name
    file.write_bytes(content)

    assert recognise(file).kind is kind


@pytest.mark.parametrize(
    ("name", "content", "described"),
    [
        ("a.pdf", b"%PDF-1.7\n\x00", "ett PDF-dokument"),
        ("a.xlsx", b"PK\x03\x04\x00", "en Excel-arbetsbok"),
        ("a.docx", b"PK\x03\x04\x00", "ett Word-dokument"),
        ("a.zip", b"PK\x03\x04\x00", "ett zip-arkiv"),
        ("a.png", b"\x89PNG\r\n", "en bild"),
        ("a.json.gz", b"\x1f\x8b\x08", "ett komprimerat arkiv"),
        ("a.hl7", b"MSH|^~\\&|A", "ett HL7-meddelande"),
        ("a.html", b"<!DOCTYPE html><html>", "en webbsida"),
        ("a.xml", b"<recept/>", "ett XML-dokument av okänt slag"),
        ("a.xml", b'<X2Message Method="Booking.Get.1"/>', "ett meddelande från TakeCare"),
        ("a.jsonl", b'{"id": 1}', "JSON av okänt slag"),
        ("a.txt", b"Handla smor", "en vanlig textfil"),
    ],
)
def test_what_holds_no_events_is_refused_by_name_and_kind(
    tmp_path: Path, name: str, content: bytes, described: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content)

    with pytest.raises(WrongKindError) as refused:
        recognise(file)

    assert str(refused.value).startswith(f"Filen {name} är {described}")
    assert "inte vårdhändelser" in str(refused.value)


def test_a_file_that_is_not_there_is_told_without_its_path(tmp_path: Path) -> None:
    with pytest.raises(InputFileError, match=r"^Filen 1890••••••••\.csv finns inte") as refused:
        recognise(tmp_path / f"{PATIENT}.csv")

    assert refused.value.__context__ is None


def test_a_folder_in_place_of_a_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputFileError, match=r"går inte att läsa|får inte läsas"):
        recognise(tmp_path)


def test_a_file_that_would_fill_the_memory_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "stor.csv"
    file.write_bytes(b"1234")
    monkeypatch.setattr(text_file, "LARGEST_FILE", 3)

    with pytest.raises(InputFileError, match="Dela upp exporten"):
        recognise(file)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (f"Notes_{PATIENT}_0.xml", "Notes_1890••••••••_0.xml"),
        ("a-900102-9818.csv", "a-90••••••••.csv"),
        ("export-2024-09-18.csv", "export-2024-09-18.csv"),
        ("20241114090719.json", "20241114090719.json"),
    ],
)
def test_a_file_name_is_shown_without_personal_numbers(name: str, shown: str) -> None:
    assert shown_name(Path(name)) == shown
