from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import CodebookFileError
from app.domain.local_list import ColumnMapping, LocalCode, TriedRow
from app.persistence.readers.local_list import preview, read_local_list, try_mapping

NORWEGIAN = "Kode;Tekst;Gyldig fra\nA00;Kolera;01.01.2024\nA00.0;Kolera, klassisk;01.01.2024\n"


def list_file(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "liste.csv"
    path.write_bytes(text.encode(encoding))
    return path


def codes(path: Path, mapping: ColumnMapping) -> list[LocalCode]:
    return list(read_local_list(path, mapping).rows)


def test_a_norwegian_list_is_seen_for_what_it_is(tmp_path: Path) -> None:
    path = list_file(tmp_path, NORWEGIAN)

    found = preview(path)

    assert (found.encoding, found.separator, found.separator_sign) == ("UTF-8", "semikolon", ";")
    assert found.header == ("Kode", "Tekst", "Gyldig fra")
    assert found.row_count == 2 and len(found.rows) == 2
    assert found.guess == ColumnMapping(0, 1, 2, has_header=True, separator=";")
    assert codes(path, found.guess)[1] == LocalCode("A00.0", "Kolera, klassisk", date(2024, 1, 1))


@pytest.mark.parametrize(
    ("text", "guess"),
    [
        ("A00\tKolera\nA01\tTyfoidfeber\n", ColumnMapping(0, 1, None, False, "\t")),
        ("Kolera|A00\nTyfoidfeber|A01\n", ColumnMapping(1, 0, None, False, "|")),
        ("x,y\nA00,Kolera\nA01,Tyfoidfeber\n", ColumnMapping(0, 1, None, True, ",")),
        ("A00;2024-01-01;Kolera\nA01;2024-01-01;Tyfus\n", ColumnMapping(0, 2, 1, False, ";")),
        ("kodetekst;kode\nåpen;AA1\nlukket;BB2\n", ColumnMapping(1, 0, None, True, ";")),
        ('A00\tKolera "klassisk\nA01\t"Tyfus\n', ColumnMapping(0, 1, None, False, "\t")),
    ],
)
def test_columns_separator_and_header_are_guessed(
    tmp_path: Path, text: str, guess: ColumnMapping
) -> None:
    assert preview(list_file(tmp_path, text)).guess == guess


def test_no_guess_is_made_where_no_column_holds_codes(tmp_path: Path) -> None:
    found = preview(list_file(tmp_path, "ja;nej\nkanske;aldrig\n"))

    assert found.guess is None
    assert found.header == ("Kolumn 1", "Kolumn 2")


def test_a_long_list_is_shown_by_its_first_twenty_rows(tmp_path: Path) -> None:
    rows = "".join(f"A{n:02};Text {n}\n" for n in range(50))

    found = preview(list_file(tmp_path, rows))

    assert (len(found.rows), found.row_count) == (20, 50)


@pytest.mark.parametrize(
    ("encoding", "named"),
    [("cp1252", "Windows-1252"), ("utf-16", "UTF-16"), ("utf-8-sig", "UTF-8 med BOM")],
)
def test_the_encoding_is_named(tmp_path: Path, encoding: str, named: str) -> None:
    found = preview(list_file(tmp_path, "A00;Sårfeber\nA01;Lår\n", encoding))

    assert found.encoding == named
    assert found.rows[0] == ("A00", "Sårfeber")


@pytest.mark.parametrize("text", ["", "bara en kolumn\nhär\n"])
def test_a_file_without_two_columns_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(CodebookFileError, match=r"är tom|bara en kolumn"):
        preview(list_file(tmp_path, text))


def test_equal_rows_are_read_once_and_history_is_kept(tmp_path: Path) -> None:
    text = "A00;Kolera;2020-01-01\nA00;Kolera;2020-01-01\nA00;Kolera ny;2024-01-01\n"

    found = codes(list_file(tmp_path, text), ColumnMapping(0, 1, 2, has_header=False))

    assert [code.text for code in found] == ["Kolera", "Kolera ny"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A00;Kolera\na00;Annat\n", "rad 2: Koden a00 har en annan text på rad 1"),
        ("A00;Kolera\nA01\n", "rad 2: Raden har bara en kolumn"),
        ("A00;Kolera\n;Tyfus\n", "rad 2: Koden saknas"),
        ("A00;Kolera\nA01;\n", "rad 2: Texten saknas"),
        ("A" * 41 + ";Kolera\n", "rad 1: Koden är 41 tecken lång"),
        ("A00;" + "x" * 1_000_000 + "\n", "rad 1: Texten är 1000000 tecken lång"),
        ("A00;K\ufffdlera\n", "rad 1: Raden innehåller ett förlorat tecken"),
    ],
)
def test_a_broken_row_is_named(tmp_path: Path, text: str, expected: str) -> None:
    with pytest.raises(CodebookFileError) as caught:
        codes(list_file(tmp_path, text), ColumnMapping(0, 1, has_header=False))

    assert expected in str(caught.value)


def test_a_trial_goes_on_past_the_rows_that_cannot_be_read(tmp_path: Path) -> None:
    path = list_file(tmp_path, "Kode;Tekst;Fra\nA00;Kolera;2024-01-01\n;Tyfus;\nA02;Shigella;nej\n")

    found = try_mapping(path, ColumnMapping(0, 1, 2))

    assert (found.code_count, found.fault_count) == (1, 2)
    assert found.rows[0] == TriedRow(2, "A00", "Kolera", date(2024, 1, 1))
    assert found.rows[1].fault == "Koden saknas. Fyll i cellen, eller välj en annan kolumn."
    assert found.rows[2].fault.startswith("”nej” är ingen dag.")
    assert found.faults == found.rows[1:]


def test_a_trial_shows_twenty_rows_and_the_faults_far_below_them(tmp_path: Path) -> None:
    rows = "".join(f"A{n:02};Text {n}\n" for n in range(50))

    found = try_mapping(
        list_file(tmp_path, rows + "A00;Annat\nA01\n"), ColumnMapping(0, 1, has_header=False)
    )

    assert len(found.rows) == 20 and not any(row.fault for row in found.rows)
    assert [row.number for row in found.faults] == [51, 52]
    assert (found.fault_count, found.code_count) == (2, 50)


def test_another_separator_than_the_guessed_one_can_be_asked_for(tmp_path: Path) -> None:
    path = list_file(tmp_path, "A00;Kolera, klassisk\nA01;Tyfus, mild\n")

    found = preview(path, ",")

    assert (found.separator_sign, found.rows[0]) == (",", ("A00;Kolera", "klassisk"))


@given(st.text(st.sampled_from('A01;"\n.å '), max_size=80))
def test_what_a_trial_finds_no_fault_in_can_be_read(tmp_path_factory, text: str) -> None:
    path = tmp_path_factory.mktemp("trial") / "liste.csv"
    path.write_text(text, encoding="utf-8")
    mapping = ColumnMapping(0, 1, None, has_header=False)
    with suppress(CodebookFileError):
        found = try_mapping(path, mapping)
        if not found.fault_count and found.code_count:
            assert len(codes(path, mapping)) == found.code_count
        elif found.fault_count:
            with pytest.raises(CodebookFileError):
                codes(path, mapping)


@pytest.mark.parametrize(
    "mapping",
    [
        ColumnMapping(0, 0),
        ColumnMapping(0, 1, 1),
        ColumnMapping(-1, 1),
        ColumnMapping(0, 1, separator="#"),
    ],
)
def test_an_impossible_mapping_is_refused(tmp_path: Path, mapping: ColumnMapping) -> None:
    with pytest.raises(CodebookFileError, match=r"liste\.csv kan inte"):
        codes(list_file(tmp_path, NORWEGIAN), mapping)


def test_a_list_with_a_header_alone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CodebookFileError, match=r"har ingen rad med en kod"):
        codes(list_file(tmp_path, "Kode;Tekst\n"), ColumnMapping(0, 1))


@given(
    st.binary(max_size=200)
    | st.text(st.sampled_from('A01;,|\t"\n.å '), max_size=80).map(lambda text: text.encode())
)
def test_any_bytes_can_be_looked_at_and_read_as_guessed(tmp_path_factory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("bytes") / "liste.csv"
    path.write_bytes(content)
    with suppress(CodebookFileError):
        found = preview(path)
        assert len({len(found.header), *map(len, found.rows)}) == 1
        for mapping in (found.guess, ColumnMapping(0, 1, 2, False, found.separator_sign)):
            with suppress(CodebookFileError):
                assert mapping is None or all(c.code and c.text for c in codes(path, mapping))
