from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import CodebookFileError
from app.domain.kodserver import Combination, KodserverCode, KodserverTable, derived_xs_codes
from app.domain.period import Period
from app.persistence.readers.kodserver_csv import (
    read_combinations,
    read_kodserver_starter,
    read_kodserver_table,
)

SHIPPED = Path(__file__).resolve().parents[3] / "codebooks" / "kodserver"
SWEDISH = "Kod;Benämning;Giltig från;Giltig till\n"
COMBINED = "Taxa;Besökstyp;Yrkeskategori;Giltig från;Giltig till\n"
CELL = st.text(st.characters(blacklist_categories=("Cs",)), max_size=12)


def table_file(folder: Path, text: str, name: str = "export.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def codes(folder: Path, text: str) -> list[KodserverCode]:
    file = read_kodserver_table(table_file(folder, text), KodserverTable.BTYP)
    return list(file.rows)


def test_a_table_with_swedish_headers_is_read(tmp_path: Path) -> None:
    found = codes(tmp_path, SWEDISH + "01;Nybesök;2020-01-01;\n02;Återbesök;;2023-12-31\n")

    assert found == [
        KodserverCode("01", "Nybesök", Period(date(2020, 1, 1))),
        KodserverCode("02", "Återbesök", Period(None, date(2023, 12, 31))),
    ]


@pytest.mark.parametrize(
    "header",
    [
        "code;text;valid from;valid to",
        "KOD;Klartext;Fr.o.m.;T.o.m.",
        "Kod;Text;Gäller_från;Gäller-till",
        "Kod;Beskrivning;Startdatum;Slutdatum",
    ],
)
def test_headers_may_be_swedish_or_english(tmp_path: Path, header: str) -> None:
    assert codes(tmp_path, f"{header}\n1;a;20200101;99991231\n") == [
        KodserverCode("1", "a", Period(date(2020, 1, 1)))
    ]


def test_a_code_may_return_after_it_has_ended(tmp_path: Path) -> None:
    rows = "1;före;2020-01-01;2020-12-31\n1;efter;2021-01-01;\n"

    assert [code.text for code in codes(tmp_path, SWEDISH + rows)] == ["före", "efter"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("1;a;;\n1;b;;\n", "rad 3: Koden 1 gäller samma dagar som på rad 2"),
        ("1;a;2020-01-01;2020-06-30\n1;a;2020-06-30;\n", "rad 3: Koden 1 gäller samma dagar"),
        (";a;;\n", "rad 2: Koden saknas"),
        ("1;;;\n", "rad 2: Texten till koden 1 saknas"),
        ("1;a;igår;\n", "rad 2: ”igår” är ingen dag"),
        ("1;a;2020-02-01;2020-01-01\n", "slutar 2020-01-01 men börjar först 2020-02-01"),
        ("x" * 41 + ";a;;\n", "Koden är 41 tecken lång"),
        ("1;" + "x" * 1001 + ";;\n", "1001 tecken lång"),
    ],
)
def test_a_broken_row_is_named(tmp_path: Path, rows: str, expected: str) -> None:
    with pytest.raises(CodebookFileError) as caught:
        codes(tmp_path, SWEDISH + rows)

    assert expected in str(caught.value)
    assert str(caught.value).startswith("Filen export.csv, rad ")


def test_a_table_without_validity_is_refused(tmp_path: Path) -> None:
    named = r"Kolumnerna Giltig från, Giltig till saknas .* Lägg till dem"
    with pytest.raises(CodebookFileError, match=named):
        codes(tmp_path, "kod;text\n1;a\n")


@pytest.mark.parametrize(
    ("name", "table", "is_refused"),
    [
        ("BTYP.csv", KodserverTable.VDG, True),
        ("kombination_2024.csv", KodserverTable.TAXA, True),
        ("BTYP_2024.csv", KodserverTable.BTYP, False),
        ("kodserver.csv", KodserverTable.BTYP, False),
    ],
)
def test_a_file_named_for_another_table_is_refused(
    tmp_path: Path, name: str, table: KodserverTable, is_refused: bool
) -> None:
    path = table_file(tmp_path, SWEDISH + "1;a;;\n", name)
    if is_refused:
        with pytest.raises(CodebookFileError, match=r"skulle läsas in som"):
            read_kodserver_table(path, table)
    else:
        assert list(read_kodserver_table(path, table).rows) == [KodserverCode("1", "a")]


def test_combinations_are_read(tmp_path: Path) -> None:
    path = table_file(tmp_path, COMBINED + "T1;01;10;2024-01-01;\n")

    (found,) = read_combinations(path).rows

    assert found == Combination("T1", "01", "10", Period(date(2024, 1, 1)))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("T1;01;;;\n", "rad 2: Yrkeskategorin saknas"),
        ("T1;01;10;;\nt1;01;10;;\n", r"rad 3: Kombinationen T1 \+ 01 \+ 10 gäller samma dagar"),
    ],
)
def test_a_broken_combination_is_named(tmp_path: Path, rows: str, expected: str) -> None:
    with pytest.raises(CodebookFileError, match=expected):
        list(read_combinations(table_file(tmp_path, COMBINED + rows)).rows)


def test_what_ships_is_what_the_sources_state() -> None:
    starter = read_kodserver_starter(SHIPPED)

    filled = {table for table, rows in starter.codes.items() if rows}
    assert filled == {KodserverTable.VDG}
    numbers = {row.code: row.text for row in starter.codes[KodserverTable.VDG]}
    assert numbers == {
        **{str(n): "Läkare" for n in (*range(10, 20), 70)},
        "30": "Sjukgymnast/Fysioterapeut",
        "31": "Arbetsterapeut",
        "32": "Dietist",
        "33": "Kurator",
        "34": "Psykolog",
        "36": "Psykolog",
        "40": "Audionom",
        "41": "Logoped",
        "46": "Ortoptist",
    }
    assert {row.code for row in starter.contact_types} == {"NY", "ÅB", "KO", "KI", "KB", "KT", "VK"}
    assert [row.code for row in starter.product_types] == ["K"]


def test_every_table_that_ships_says_what_to_import() -> None:
    starter = read_kodserver_starter(SHIPPED)

    assert set(starter.remarks) == set(KodserverTable)
    assert all(
        table.value in remark and remark.endswith(".") for table, remark in starter.remarks.items()
    )


@pytest.mark.parametrize(
    ("contact_type", "profession", "expected"),
    [
        ("NY", "10", ("XS900", "XS915")),
        ("KI", "70", ("XS900", "XS915")),
        ("KB", "31", ("XS003", "XS910")),
        ("KT", "40", ("XS012", "XS911")),
        ("VK", "32", ("XS014", "XS912")),
        ("Teambesök", "33", ("XS902", "XS913")),
        ("Gruppbesök", "41", ("XS903", "XS914")),
        ("Gruppteambesök", "46", ("XS904", "XS916")),
        ("ÅB", "36", ("XS900", "XS917")),
        ("KO", "30", ("XS900", "XS918")),
        ("??", "20", ()),
    ],
)
def test_the_mapping_that_ships_gives_the_codes_of_its_source(
    contact_type: str, profession: str, expected: tuple[str, ...]
) -> None:
    mapping = read_kodserver_starter(SHIPPED).xs_codes

    assert derived_xs_codes(mapping, contact_type, profession) == expected


def test_a_starter_without_its_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CodebookFileError, match=r"tables\.tsv"):
        read_kodserver_starter(tmp_path)


@given(st.lists(st.tuples(CELL, CELL, CELL, CELL), max_size=5))
def test_any_cells_give_whole_codes_or_a_foreseen_error(tmp_path_factory, rows) -> None:
    text = "".join(";".join(row) + "\n" for row in rows)
    folder = tmp_path_factory.mktemp("cells")
    with suppress(CodebookFileError):
        assert all(row.code and row.text for row in codes(folder, SWEDISH + text))
