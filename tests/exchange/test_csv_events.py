"""Care events in CSV: columns, encodings, and every way in which a file can be wrong."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.care_types import EncounterClass, EncounterType
from app.domain.encounter import Diagnosis, DiagnosisRole, Procedure, Status
from app.domain.errors import InputFileError
from app.domain.intake import FileReading
from app.domain.norwegian import NO_STAY, NorwegianStay
from app.domain.patient import Protection, Sex
from app.exchange.csv_events import COLUMNS, REQUIRED, read_csv_events
from app.exchange.quarantined import read_piece
from app.exchange.text_file import decode

PATIENT = "189001029819"
FILE = Path("händelser.csv")
REPOSITORY = Path(__file__).resolve().parents[2]


def csv_text(*rows: dict[str, str]) -> str:
    """A file with the columns of the rows; id, number and start are filled in."""
    full = [
        {"händelse_id": f"H{n}", "personnummer": PATIENT, "start": "2024-09-18 08:39"} | row
        for n, row in enumerate(rows, start=1)
    ]
    header = list(dict.fromkeys(column for row in full for column in row))
    lines = [header, *([row.get(column, "") for column in header] for row in full)]
    return "\r\n".join(";".join(line) for line in lines) + "\r\n"


def read(*rows: dict[str, str], path: Path = FILE) -> FileReading:
    return read_csv_events(csv_text(*rows), path)


def only(**row: str):
    (event,) = read(row).events
    return event.encounter


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_a_full_row_becomes_an_event() -> None:
    row = {
        "namn": "Anna Exempel",
        "kön": "K",
        "skydd": "Skyddad folkbokföring",
        "klass": "Slutenvård",
        "typ": "Slutenvård",
        "enhet_id": "MED1",
        "enhet": "Medicinkliniken",
        "slut": "2024-09-27 16:23:10",
        "vårdform": "HSL",
        "utskriven_till": "Hem",
        "yrkeskategorier": "Läkare, Sjuksköterska",
        "mor_händelse_id": "H0",
        "journaltext": "Frisk.",
    }

    (event,) = read(row).events

    encounter = event.encounter
    assert encounter.id == "H1"
    assert (encounter.start, encounter.end) == (
        moment("2024-09-18T08:39"),
        moment("2024-09-27T16:23:10"),
    )
    assert encounter.encounter_class is EncounterClass.INPATIENT
    assert (encounter.unit.id, encounter.unit.label) == ("MED1", "Medicinkliniken")
    assert (encounter.legal_form, encounter.discharge_mode) == ("HSL", "Hem")
    assert encounter.professions == ("Läkare", "Sjuksköterska")
    assert encounter.mother_id == "H0"
    assert encounter.patient.name == "Anna Exempel"
    assert encounter.patient.sex is Sex.FEMALE
    assert encounter.patient.protection is Protection.PROTECTED_REGISTRATION
    assert [doc.text for doc in event.record.documents] == ["Frisk."]
    assert encounter.status is Status.READY


def test_a_norwegian_stay_is_told_in_columns_of_its_own() -> None:
    row = {
        "land": "Norge",
        "behandler": "Behandler 1",
        "hastegrad": "ø-hjelp",
        "omsorgsnivå": "døgn",
        "inn_fra": "hjem",
        "ut_til": "kommunal institusjon",
    }

    event = only(**row)

    assert event.country == "NO"
    assert event.norwegian == NorwegianStay(*list(row.values())[1:])
    assert (only().country, only().norwegian) == ("", NO_STAY)


def test_codes_become_codes_and_unknown_ones_are_kept() -> None:
    encounter = only(
        slut="2024-09-20",
        huvuddiagnos="S7200+W1899 Höftfraktur vänster",
        bidiagnoser="E10.2+N08.3+A10AB01 XYZ99 T45.1 Y57.9",
        åtgärder="NFB49+ZXA05@2024-09-19 QQQ99",
    )

    assert encounter.diagnoses == (
        Diagnosis("S72.00", DiagnosisRole.PRINCIPAL, None, ("W18.99",), text="Höftfraktur vänster"),
        Diagnosis("E10.2", partner="N08.3", drugs=("A10AB01",)),
        Diagnosis("XYZ99"),
        Diagnosis("T45.1", external_causes=("Y57.9",)),
    )
    assert encounter.procedures == (
        Procedure("NFB49", moment("2024-09-19").date(), ("ZXA05",)),
        Procedure("QQQ99"),
    )
    assert encounter.status is Status.DRAFT


def test_a_further_asterisk_is_a_row_that_names_the_same_dagger() -> None:
    encounter = only(huvuddiagnos="E10.2+N08.3+H36.0")

    assert [(d.code, d.partner) for d in encounter.diagnoses] == [
        ("E10.2", "N08.3"),
        ("H36.0", "E10.2"),
    ]


@pytest.mark.parametrize(
    ("typ", "end", "status"),
    [
        ("Primärvård", moment("2024-09-18T23:59"), Status.READY),
        ("Specialiserad öppenvård", moment("2024-09-18T23:59"), Status.READY),
        ("Slutenvård", None, Status.OPEN),
        ("Observation", None, Status.OPEN),
    ],
)
def test_only_automatic_types_get_an_end(typ: str, end: datetime | None, status: Status) -> None:
    encounter = only(typ=typ)

    assert (encounter.end, encounter.status) == (end, status)


def test_the_class_is_completed_from_the_type_and_the_type_from_the_class() -> None:
    assert only(typ="Observation").encounter_class is EncounterClass.OBSERVATION
    assert only(klass="Öppenvård").encounter_type is EncounterType.SPECIALIST_OUTPATIENT


@pytest.mark.parametrize(
    ("row", "remark"),
    [
        ({"personnummer": "189001029818"}, "identitetsnumret är inte giltigt"),
        ({"slut": "2024-09-17"}, "slutar innan den börjar"),
        ({"klass": "Månvård"}, "klassen är okänd"),
        ({"typ": "Månbesök"}, "typen är okänd"),
        ({"skydd": "hemlig"}, "lästes som sekretessmarkering"),
        ({"färg": "blå"}, "kolumner som inte läses: färg"),
    ],
)
def test_what_is_odd_is_kept_and_told_with_its_row(row: dict[str, str], remark: str) -> None:
    reading = read({}, row)

    assert len(reading.events) == 2
    assert len(reading.remarks) == 1
    assert remark in reading.remarks[0]
    assert "rad 3" in reading.remarks[0] or "färg" in row
    assert PATIENT[:8] not in reading.remarks[0]


def test_an_unknown_protection_protects() -> None:
    assert only(skydd="hemlig").patient.is_protected


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"händelse_id": ""}, "saknar händelse_id"),
        ({"händelse_id": "H1"}, "står redan på rad 2"),
        ({"personnummer": ""}, "saknar personnummer"),
        ({"personnummer": "1,89001E+11"}, "Formatera kolumnen som Text"),
        ({"start": ""}, "saknar start"),
        ({"start": "18/9 2024"}, "Kolumnen start"),
        ({"start": "2024-02-30"}, "Kolumnen start"),
        ({"slut": "i morgon"}, "Kolumnen slut"),
        ({"åtgärder": "NFB49@i går"}, "Kolumnen åtgärder"),
        ({"journalfil": "finns-inte.txt"}, "Journalfilen finns inte"),
        ({"journalfil": "../../etc/passwd"}, "utanför CSV-filens mapp"),
        ({"start": "2024-09-18;x;x;x;x;x"}, "fler celler"),
    ],
)
def test_a_broken_row_is_set_aside_and_the_rest_is_read(row: dict[str, str], reason: str) -> None:
    reading = read({}, row, {"händelse_id": "H9"})

    (rejected,) = reading.rejected
    assert [event.encounter.id for event in reading.events] == ["H1", "H9"]
    assert (rejected.file_name, rejected.place) == ("händelser.csv", "rad 3")
    assert reason in rejected.reason
    assert PATIENT not in rejected.reason + repr(rejected)


def test_a_row_set_aside_is_read_once_it_can_be(tmp_path: Path) -> None:
    file = tmp_path / "h.csv"
    (rejected,) = read({"journalfil": "H1.txt", "namn": 'A "B" C'}, path=file).rejected
    (tmp_path / "H1.txt").write_text("Från en fil.", encoding="utf-8")

    piece = read_piece(rejected.content)

    assert piece is not None
    assert piece.event_id == "H1"
    (event,) = read_csv_events(piece.text or "", piece.path).events
    assert event.record.text.endswith("Från en fil.")


def test_an_id_that_looks_like_a_personal_number_is_hidden() -> None:
    encounter = only(händelse_id=f"besök-{PATIENT}", mor_händelse_id="19900102-9818")

    assert re.fullmatch(r"csv-[0-9a-f]{16}", encounter.id)
    assert encounter.mother_id is not None
    assert "9818" not in encounter.mother_id[:4]


def test_a_number_that_excel_gave_decimals_is_read() -> None:
    assert only(personnummer=f"{PATIENT},00").patient.identity.text == PATIENT


@pytest.mark.parametrize(
    ("encoding", "label"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("cp1252", "Windows-1252"),
        ("utf-16", "UTF-16"),
    ],
)
def test_encodings_are_told_apart_and_named(encoding: str, label: str) -> None:
    content = csv_text({"namn": "Åsa Öberg-Ängström"}).encode(encoding)

    text = decode(content, FILE.name)

    assert text.encoding_label == label
    assert read_csv_events(text.text, FILE).events[0].encounter.patient.name.startswith("Åsa")


def test_headers_are_read_in_any_case_and_without_dots_and_rings() -> None:
    text = f"sep=;\nHANDELSE ID;Personnummer;START;Kon\nA1;{PATIENT};2024-01-02;M\n"

    (event,) = read_csv_events(text, FILE).events

    assert event.encounter.patient.sex is Sex.MALE


def test_text_may_hold_semicolons_quotes_and_lines() -> None:
    quoted = '"Rad ett; med ""citat""\r\nrad två"'

    (event,) = read({"journaltext": quoted}).events

    assert event.record.documents[0].text == 'Rad ett; med "citat"\r\nrad två'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (csv_text({}).replace(";", ","), "avgränsad med kommatecken"),
        (csv_text({}).replace(";", "\t"), "avgränsad med tabbar"),
        ("händelse_id;start\nA;2024-01-01\n", "saknar kolumnen personnummer"),
        ("a;b\n1;2\n", "saknar kolumnerna händelse_id, personnummer och start"),
        ("händelse_id;start;start;personnummer\n", "start två gånger"),
        (csv_text({"journaltext": '"aldrig avslutat'}), "rad 2 har ett citattecken"),
        ("sep=;\n", "är tom"),
    ],
)
def test_a_file_that_is_wrong_as_a_whole_is_refused_with_row_and_remedy(
    text: str, told: str
) -> None:
    with pytest.raises(InputFileError, match=told) as refused:
        read_csv_events(text, FILE)

    assert str(refused.value).startswith("Filen händelser.csv")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "är tom"),
        (b"\xef\xbb\xbf  \n", "är tom"),
        (csv_text({}).encode("utf-16")[:-1], "ett jämnt antal byte"),
        ("a\n😀".encode("utf-16")[:-2], "rad 2 har ett halvt UTF-16-tecken"),
        (b"a;b\n1\x00;2\n", r"nolltecken \(rad 2\)"),
        (b"a;b\n1;\x81\x8d\n", r"varken UTF-8, UTF-16 eller Windows-1252 \(rad 2\)"),
    ],
)
def test_bytes_that_are_no_text_are_refused_with_row_and_remedy(content: bytes, told: str) -> None:
    with pytest.raises(InputFileError, match=told):
        decode(content, FILE.name)


def test_many_odd_rows_are_told_in_one_remark() -> None:
    reading = read(*({"personnummer": "189001029818"} for _ in range(8)))

    assert len(reading.remarks) == 1
    assert "rad 2, 3, 4, 5, 6 och 3 till" in reading.remarks[0]


@given(st.binary(max_size=400))
def test_no_bytes_raise_anything_but_a_sentence(content: bytes) -> None:
    with suppress(InputFileError):
        read_csv_events(decode(content, FILE.name).text, FILE)


cells = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)


@given(st.lists(st.lists(cells, max_size=6), max_size=5))
def test_below_a_sound_header_every_row_is_an_event_or_set_aside(rows: list[list[str]]) -> None:
    header = ["händelse_id", "personnummer", "start", "slut", "huvuddiagnos", "åtgärder"]
    quoted = [";".join(f'"{c.replace(chr(34), chr(34) * 2)}"' for c in row) for row in rows]
    text = "\n".join([";".join(header), *quoted])

    try:
        reading = read_csv_events(text, FILE)
    except InputFileError:
        assert "\x1e" in text
        return

    filled = [row for row in rows if any(cell.strip() for cell in row)]
    assert len(reading.events) + len(reading.rejected) == len(filled)


@given(st.text(st.characters(codec="utf-8"), max_size=80), st.integers(0, 90))
def test_a_file_cut_off_anywhere_gives_rows_or_a_sentence(tail: str, length: int) -> None:
    content = (csv_text({"journaltext": '"text"'}) + tail).encode("utf-16")

    with suppress(InputFileError):
        reading = read_csv_events(decode(content[:length], FILE.name).text, FILE)
        assert len(reading.events) + len(reading.rejected) <= 1 + tail.count("\n")


def test_the_manual_names_every_column() -> None:
    manual = (REPOSITORY / "docs" / "csv-events.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| `([^`]+)` \| (ja|nej) \| (.+?) \|$", manual, re.MULTILINE)

    assert told == [
        (column.header, "ja" if column.is_required else "nej", column.help) for column in COLUMNS
    ]
    assert set(REQUIRED) <= {header for header, *_ in told}
