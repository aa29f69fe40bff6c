from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import CodebookFileError
from app.domain.finding import Severity
from app.domain.period import Period
from app.domain.regional import Block, BlockKind, RegionalTable, RuleSwitch, SwitchAct
from app.persistence.readers.regional_csv import (
    read_block_list,
    read_rule_switches,
    recognise_regional,
)

BLOCKS = "Kod;Spärr;Skäl;Giltig från;Giltig till\n"
SWITCHES = "Regel;Åtgärd;Ny grad;Skäl\n"


def regional_file(folder: Path, text: str) -> Path:
    path = folder / "region.csv"
    path.write_text(text, encoding="utf-8")
    return path


def blocks(folder: Path, rows: str) -> list[Block]:
    return list(read_block_list(regional_file(folder, BLOCKS + rows)).rows)


def switches(folder: Path, rows: str) -> list[RuleSwitch]:
    return list(read_rule_switches(regional_file(folder, SWITCHES + rows)).rows)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (BLOCKS, RegionalTable.BLOCK_LIST),
        (SWITCHES, RegionalTable.RULE_SWITCHES),
        ("code;what;reason;valid from;valid to\n", RegionalTable.BLOCK_LIST),
        ("rule id;act;new severity;reason\n", RegionalTable.RULE_SWITCHES),
    ],
)
def test_the_header_tells_which_of_the_two_it_is(
    tmp_path: Path, header: str, expected: RegionalTable
) -> None:
    assert recognise_regional(regional_file(tmp_path, header)) is expected


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CodebookFileError, match=r"varken spärrlistans rubrikrad"):
        recognise_regional(regional_file(tmp_path, "kod;text\n1;a\n"))


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (
            "r650-r659;Ej huvuddiagnos;Beslut;2024-01-01;",
            Block("R65.0–R65.9", BlockKind.NOT_PRINCIPAL, "Beslut", "", Period(date(2024, 1, 1))),
        ),
        ("I10;not as secondary;Beslut;;", Block("I10", BlockKind.NOT_SECONDARY, "Beslut")),
        ("I10;ej med i150;Beslut;;", Block("I10", BlockKind.NOT_WITH, "Beslut", "I15.0")),
        ("AF021;not-with Z00-Z13;X;;", Block("AF021", BlockKind.NOT_WITH, "X", "Z00–Z13")),
    ],
)
def test_a_block_is_read(tmp_path: Path, row: str, expected: Block) -> None:
    assert blocks(tmp_path, row + "\n") == [expected]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("I10;ej huvuddiagnos;;;\n", "rad 2: Skälet till spärren saknas"),
        ("hej;ej huvuddiagnos;x;;\n", "rad 2: ”HEJ”"),
        ("I10;kanske;x;;\n", "rad 2: ”kanske” är ingen spärr"),
        ("I10;ej med något;x;;\n", "”något” är varken en kod eller ett intervall"),
        ("AF021;ej huvuddiagnos;x;;\n", "AF021 är en åtgärdskod"),
        ("I10;ej bidiagnos;x;2024-02-01;2024-01-01\n", "slutar 2024-01-01"),
        ("I10;ej bidiagnos;x;;\ni10;ej bidiagnos;x;;\n", "rad 3: Raden är densamma som rad 2"),
    ],
)
def test_a_broken_block_is_named(tmp_path: Path, rows: str, expected: str) -> None:
    with pytest.raises(CodebookFileError) as caught:
        blocks(tmp_path, rows)

    assert expected.lower() in str(caught.value).lower()
    assert str(caught.value).startswith("Filen region.csv, rad ")


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("hd002;av;;Beslut", RuleSwitch("HD002", SwitchAct.OFF, "Beslut")),
        ("YO001;grad;Råd;X", RuleSwitch("YO001", SwitchAct.SEVERITY, "X", Severity.ADVICE)),
        ("YO001;severity;error;X", RuleSwitch("YO001", SwitchAct.SEVERITY, "X", Severity.ERROR)),
    ],
)
def test_a_switch_is_read(tmp_path: Path, row: str, expected: RuleSwitch) -> None:
    assert switches(tmp_path, row + "\n") == [expected]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("HD002;av;;\n", "rad 2: Skälet till valet för HD002 saknas"),
        ("HD2;av;;x\n", "”HD2” är inget regel-id"),
        ("HD002;;;x\n", "Vad som görs med HD002 framgår inte"),
        ("HD002;grad;;x\n", "Den nya graden för HD002 saknas"),
        ("HD002;av;fel;x\n", "både stängs av och får en ny grad"),
        ("HD002;av;;x\nhd002;grad;fel;y\n", "rad 3: Regeln HD002 står redan på rad 2"),
    ],
)
def test_a_broken_switch_is_named(tmp_path: Path, rows: str, expected: str) -> None:
    with pytest.raises(CodebookFileError) as caught:
        switches(tmp_path, rows)

    assert expected in str(caught.value)


CELL = st.text(st.sampled_from("IR106.-–;AFej medhuvuddiagnosåav"), max_size=16)


@given(st.lists(st.tuples(CELL, CELL, CELL), max_size=4), st.binary(max_size=40))
def test_any_cells_and_bytes_give_whole_rows_or_a_foreseen_error(
    tmp_path_factory, rows, tail: bytes
) -> None:
    path = tmp_path_factory.mktemp("cells") / "region.csv"
    text = "".join(";".join(row) + "\n" for row in rows)
    for header, read in ((BLOCKS, read_block_list), (SWITCHES, read_rule_switches)):
        path.write_bytes((header + text).encode() + tail)
        with suppress(CodebookFileError):
            assert all(row.reason for row in read(path).rows)
        with suppress(CodebookFileError):
            recognise_regional(path)


def test_a_column_that_is_missing_is_named_as_the_header_writes_it(tmp_path: Path) -> None:
    path = tmp_path / "regelval.csv"
    path.write_text("Regel;Åtgärd;Skäl\nHD002;av;Lokalt\n", encoding="utf-8")

    with pytest.raises(CodebookFileError, match="Kolumnen Ny grad saknas i rubrikraden"):
        read_rule_switches(path)
