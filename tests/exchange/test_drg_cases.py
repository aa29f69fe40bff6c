"""Contacts from files: each line by itself, and a sentence with file and row about what is odd."""

from __future__ import annotations

import gzip
import json
import os
from multiprocessing.reduction import ForkingPickler
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.drg import DrgDiagnosis, DrgSex
from app.domain.errors import InputFileError
from app.exchange.drg_case_heads import CaseFormat
from app.exchange.drg_cases import CaseLine, guess_format, open_cases, read_cases

HEADING = "id\tsex\tage_days\tdisch\tdur\tdiagnoses\tprocedures"


def lines_of(path: Path, *rows: str, layout: CaseFormat = CaseFormat.CASES) -> list[CaseLine]:
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return list(read_cases(path, layout))


def norwegian(sex: str = "1", age: str = "9000", stay: str = "3", codes: str = "S527") -> str:
    return f"{sex},{age},H,{stay},,{codes},{',' * 159}"


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("7\tM\t9000\t\t3", "raden har bara 5 av 7 kolumner"),
        ("7\tM\t\t\t3\tA00\t", "Åldern saknas"),
        ("7\tM\t9000\t\t\tA00\t", "Vårdtiden saknas"),
        ("7\tM\t-1\t\t3\tA00\t", "Åldern är negativ (-1 dagar)"),
        ("7\tM\t9000\t\t-3\tA00\t", "Vårdtiden är negativ (-3 dagar)"),
        ("7\tM\t9000,5\t\t3\tA00\t", "åldern ”9000,5” är inget helt antal dagar"),
        ("7\tM\t1_000\t\t3\tA00\t", "inget helt antal dagar"),
        ("7\tM\t9000\t\ttre\tA00\t", "vårdtiden ”tre”"),
        ("7\tM\t9999999999\t\t3\tA00\t", "åldern ”9999999999” är orimligt stor"),
        ("7\tM\t9000\t\t3\tE102/N083/I10\t", "”E102/N083/I10” har mer än två koder"),
        ("7\tM\t9000\t\t3\tA00\t\tI10", "raden har 8 kolumner, men rubriken har 7"),
    ],
)
def test_a_faulty_line_is_told_with_file_and_row_and_the_next_is_read(
    tmp_path: Path, row: str, told: str
) -> None:
    good = "8\tF\t9000\t\t3\tA00\t"
    faulty, next_line = lines_of(tmp_path / "fall.tsv", HEADING, row, good)
    assert faulty.case is None
    assert (faulty.number, faulty.id) == (2, "7")
    assert faulty.error.startswith("fall.tsv, rad 2: ")
    assert told in faulty.error
    assert next_line.case is not None


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("7\tM\t45655\t\t3\tA00\t", "Åldern 45655 dagar är över 125 år"),
        ("7\tx\t9000\t\t3\tA00\t", "Könet ”x” är okänt"),
        ("7\tM\t9000\tQ\t3\tA00\t", "Utskrivningssättet ”Q” är okänt"),
        ("7\tM\t9000\t\t3\tA00,I10\t", "Bland koderna står komma eller semikolon"),
    ],
)
def test_what_is_odd_is_grouped_and_remarked_with_file_and_row(
    tmp_path: Path, row: str, told: str
) -> None:
    (line,) = lines_of(tmp_path / "fall.tsv", HEADING, row)
    assert line.case is not None
    assert line.remark.startswith("fall.tsv, rad 2: ")
    assert told in line.remark


@pytest.mark.parametrize("row", ["7\tM\t45654\t\t3\tA00\t", "7\t\t0\tR\t0\tA00\t\t\t"])
def test_what_is_usual_is_not_remarked(tmp_path: Path, row: str) -> None:
    (line,) = lines_of(tmp_path / "fall.tsv", HEADING, row)
    assert (line.remark, line.error) == ("", "")


def test_the_hundredth_procedure_is_read_and_a_short_string_is_refused(tmp_path: Path) -> None:
    fields = norwegian().split(",")
    fields[164] = "JEA00"
    short = "1,9000,H,3,,S527"
    cut = ",".join(fields[:164])
    rows = (f"5;x;y;{','.join(fields)}", f"6;x;y;{short}", "7", f"8;x;y;{cut}")
    heading = "RegelNr;DRGKode;DRGGrupperingsregel;DRGGrupperingsstreng"
    read = lines_of(tmp_path / "fall.csv", heading, *rows, layout=CaseFormat.NOR)
    assert read[0].case is not None
    assert read[0].case.procedures == ("JEA00",)
    assert "rad 3: strängen har 6 fält" in read[1].error
    assert "rad 4: raden har bara 1 av 4 kolumner" in read[2].error
    assert "rad 5: strängen har 164 fält, men ska ha 165" in read[3].error


def test_a_quote_that_never_ends_spoils_no_other_line(tmp_path: Path) -> None:
    heading = "RegelNr;DRGGrupperingsstreng"
    rows = ('"5;x', f"6;{norwegian()}")
    read = lines_of(tmp_path / "fall.csv", heading, *rows, layout=CaseFormat.NOR)
    assert [line.case is None for line in read] == [True, False]


def test_objects_hold_codes_as_lists_or_text(tmp_path: Path) -> None:
    told = {"id": 5, "sex": 2, "age_days": 9000, "dur": 3, "diagnoses": ["E102/N083", "I10"]}
    rows = (json.dumps(told), "", "[]", "{", json.dumps({**told, "dur": None}))
    read = lines_of(tmp_path / "fall.jsonl", *rows, layout=CaseFormat.JSONL)
    assert read[0].case is not None
    assert read[0].case.sex is DrgSex.FEMALE
    assert read[0].case.diagnoses == (DrgDiagnosis("E102", "N083"), DrgDiagnosis("I10"))
    assert [line.number for line in read] == [1, 3, 4, 5]
    assert all("inget JSON-objekt" in line.error for line in read[1:3])
    assert "Vårdtiden saknas" in read[3].error


def test_an_empty_place_for_the_principal_is_kept_and_what_is_no_code_refused(
    tmp_path: Path,
) -> None:
    told = {"id": 5, "sex": 2, "age_days": 9000, "dur": 3, "diagnoses": ["", "I10"]}
    rows = (
        json.dumps({**told, "procedures": ["JEA00", ""]}),
        json.dumps({**told, "diagnoses": [["E102", "N083"]]}),
        json.dumps({**told, "diagnoses": "/ I10"}),
    )
    read = lines_of(tmp_path / "fall.jsonl", *rows, layout=CaseFormat.JSONL)
    assert read[0].case is not None and read[2].case is not None
    assert read[0].case.principal is None and read[0].case.procedures == ("JEA00",)
    assert (
        read[0].case.diagnoses == read[2].case.diagnoses == (DrgDiagnosis(""), DrgDiagnosis("I10"))
    )
    assert "rad 2: diagnoses innehåller annat än koder" in read[1].error


def test_a_line_in_another_encoding_is_told_and_the_next_is_read(tmp_path: Path) -> None:
    path = tmp_path / "fall.tsv"
    rows = (HEADING.upper(), "å7\tM\t9000\t\t3\tA00\t", "8\tM\t9000\t\t3\tA00\t")
    path.write_bytes("\r\n".join(rows).encode("cp1252"))
    odd, good = read_cases(path, CaseFormat.CASES)
    assert (odd.id, odd.case) == ("?7", None)
    assert odd.error.startswith("fall.tsv, rad 2: raden är inte i UTF-8")
    assert good.id == "8" and good.case is not None


def test_the_format_is_told_by_content_whatever_the_file_is_called(tmp_path: Path) -> None:
    path = tmp_path / "x.gz"
    for content, layout in (
        (HEADING, CaseFormat.CASES),
        ("RegelNr;DRGGrupperingsstreng", CaseFormat.NOR),
        ('\n{"id": 1}', CaseFormat.JSONL),
    ):
        path.write_bytes(gzip.compress(content.encode()))
        assert guess_format(path) is layout


def test_a_line_without_end_is_told_and_never_kept_in_memory(tmp_path: Path) -> None:
    long = "7\tM\t9000\t\t3\t" + "A00 " * 400_000
    read = lines_of(tmp_path / "fall.tsv", HEADING, long, "8\tM\t9000\t\t3\tA00\t")
    assert "rad 2: raden är längre än" in read[0].error
    assert (read[1].number, read[1].id) == (3, "8")


@pytest.mark.parametrize(
    "content",
    [gzip.compress(b"id\tsex\n1\tM\n" * 99)[:-9], b"id\tsex\xff"],
    ids=["cut off", "no text"],
)
def test_a_file_that_ends_early_or_is_no_text_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "fall.tsv.gz"
    path.write_bytes(content)
    with pytest.raises(InputFileError, match=r"fall.tsv.gz"):
        list(read_cases(path, CaseFormat.CASES))


@pytest.mark.parametrize(
    ("first", "layout", "told"),
    [
        (HEADING, CaseFormat.NOR, "saknar kolumnerna RegelNr, .*skriv --format cases"),
        (HEADING, CaseFormat.JSONL, "inget JSON-objekt på första raden.*--format cases"),
        ('{"id": 1}', CaseFormat.CASES, "saknar kolumnerna id, .*skriv --format jsonl"),
        ("RegelNr;DRGKode", CaseFormat.NOR, "saknar kolumnen DRGGrupperingsstreng. Välj rätt"),
        (HEADING + "\tSex", CaseFormat.CASES, "har kolumnen sex mer än en gång"),
        ("", CaseFormat.JSONL, "x är tom"),
        (" \n\n", CaseFormat.NOR, "x är tom"),
    ],
)
def test_a_file_of_another_format_is_refused_and_it_is_told_which(
    tmp_path: Path, first: str, layout: CaseFormat, told: str
) -> None:
    with pytest.raises(InputFileError, match=told):
        lines_of(tmp_path / "x", first, layout=layout)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "x är tom"),
        (HEADING.encode("utf-16"), "inte text i UTF-8"),
        (b"\x89PNG\r\n\x1a\n\0\0", "inte text i UTF-8"),
        (HEADING.replace("\t", ";").encode(), "ingen fil med kontakter: den första raden"),
        (b"7\tM\t9000\t\t3\tA00\t", "ingen fil med kontakter: den första raden"),
        (b'[{"id": 1}]', "ingen fil med kontakter: den första raden"),
    ],
)
def test_a_file_of_no_format_is_refused_with_what_the_first_line_ought_to_be(
    tmp_path: Path, content: bytes, told: str
) -> None:
    path = tmp_path / "x"
    path.write_bytes(content)
    with pytest.raises(InputFileError, match=told):
        guess_format(path)


def test_a_spoilt_first_line_of_objects_is_told_and_the_next_is_read(tmp_path: Path) -> None:
    path = tmp_path / "fall.jsonl"
    told = json.dumps({"id": "8", "age_days": 1, "dur": 1, "diagnoses": []})
    read = lines_of(path, "hej", told, layout=CaseFormat.JSONL)
    assert guess_format(path) is CaseFormat.JSONL
    assert [(line.number, line.id, line.case is None) for line in read] == [
        (1, "", True),
        (2, "8", False),
    ]


@pytest.mark.parametrize(
    ("odd", "told"),
    [
        ({"age_days": "fem"}, "åldern ”fem” är inget helt antal dagar"),
        ({"age_days": 9000.5}, "åldern ”9000.5” är inget helt antal dagar"),
        ({"age_days": True}, "åldern ”True” är inget helt antal dagar"),
        ({"dur": [3]}, "dur är en lista eller ett objekt"),
        ({"sex": {"M": 1}}, "sex är en lista eller ett objekt"),
        ({"diagnoses": {"A00": 1}}, "diagnoses innehåller annat än koder"),
        ({"diagnoses": 358}, "diagnoses innehåller annat än koder"),
        ({"procedures": [1]}, "procedures innehåller annat än koder"),
    ],
)
def test_a_member_of_another_kind_is_told_with_the_id(
    tmp_path: Path, odd: dict[str, object], told: str
) -> None:
    good = {"id": 5, "sex": "M", "age_days": 9000, "dur": 3, "diagnoses": ["A00"]}
    (line,) = lines_of(tmp_path / "x", json.dumps(good | odd), layout=CaseFormat.JSONL)
    assert (line.id, line.case) == ("5", None)
    assert line.error.startswith(f"x, rad 1: {told}")


def test_names_of_members_in_other_letters_are_known_and_missing_diagnoses_are_told(
    tmp_path: Path,
) -> None:
    other = {"ID": 5, "Age_Days": 9, "DUR": 3, "diagnoses(dagger/asterisk)": ["A00"]}
    without = {"id": 6, "age_days": 9, "dur": 3, "dx": ["A00"]}
    read = lines_of(tmp_path / "x", *map(json.dumps, (other, without)), layout=CaseFormat.JSONL)
    assert read[0].case is not None and read[0].case.diagnoses == (DrgDiagnosis("A00"),)
    assert (read[0].id, read[1].id) == ("5", "6")
    assert read[1].error.startswith("x, rad 2: diagnoses saknas.")


def test_a_norwegian_age_with_a_point_is_no_other_age_and_no_field_is_passed_over(
    tmp_path: Path,
) -> None:
    rows = (f"1;{norwegian(age='10.5')}", f"2;{norwegian()},,X", f"3;{norwegian()},,")
    heading = "RegelNr;DRGGrupperingsstreng"
    read = lines_of(tmp_path / "x.csv", heading, *rows, layout=CaseFormat.NOR)
    assert "rad 2: åldern ”10.5” är inget helt antal" in read[0].error
    assert "rad 3: strängen har 168 fält, men ska ha 165" in read[1].error
    assert read[2].case is not None


def test_a_reader_goes_to_another_process(tmp_path: Path) -> None:
    path = tmp_path / "fall.tsv"
    path.write_text(f"{HEADING}\n7\tM\t9000\t\t3\tA00\t\n", encoding="utf-8")
    with open_cases(path, CaseFormat.CASES) as (reader, blocks):
        sent = ForkingPickler.loads(ForkingPickler.dumps(reader))
        assert [line.id for block in blocks for line in sent.read_block(block)] == ["7"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80)
@given(st.sampled_from(CaseFormat), st.binary(max_size=120))
def test_any_content_is_read_or_refused_with_a_sentence(
    tmp_path: Path, layout: CaseFormat, content: bytes
) -> None:
    path = tmp_path / "x"
    heading = "" if layout is CaseFormat.JSONL else "RegelNr;DRGGrupperingsstreng\n"
    path.write_bytes((HEADING + "\n" if layout is CaseFormat.CASES else heading).encode() + content)
    try:
        for line in read_cases(path, layout):
            assert (line.case is None) == bool(line.error)
    except InputFileError as refused:
        told = str(refused)
    else:
        told = "."
    assert told.endswith(".")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no such pipes")
def test_a_pipe_and_a_folder_are_refused_and_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "rör")
    for path in (tmp_path / "rör", tmp_path):
        with pytest.raises(InputFileError, match="är ingen vanlig fil"):
            guess_format(path)
