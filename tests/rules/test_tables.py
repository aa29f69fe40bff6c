"""A rule table with a fault is refused with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.codebook_ports import Codebooks
from app.domain.errors import InputFileError
from app.rules.case import Case
from app.rules.conditional_rows import links_of
from app.rules.examples import example
from app.rules.registry import ALL_RULES
from app.rules.tables import TABLE_FOLDER, read_table

GOOD = '[[row]]\ncodes = "V01-Y98"\ncatalogue = [21]\nreason = "Skäl."\nsource = "Källa"\n'


def write(folder: Path, text: str) -> Path:
    path = folder / "prov.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_row_is_read_with_its_own_source(tmp_path: Path) -> None:
    (row,) = read_table(write(tmp_path, GOOD))

    assert "W01.09" in row.codes
    assert (row.catalogue, row.reason, row.source) == ((21,), "Skäl.", "Källa")


@pytest.mark.parametrize(
    "fault",
    [
        '[[row]]\ncodes = "Z37"\ncatalogue = [30]\nreason = "Skäl."\n',
        '[[row]]\ncodes = "Z37"\ncatalogue = [30]\nreason = "Skäl."\nsource = " "\n',
        '[[row]]\ncodes = "A29.1"\ncatalogue = [30]\nreason = "Skäl."\nsource = "K"\n',
        '[[row]]\ncodes = "Z37-Z36.1"\ncatalogue = [30]\nreason = "Skäl."\nsource = "K"\n',
        '[[row]]\ncodes = "Kapitel"\ncatalogue = [30]\nreason = "Skäl."\nsource = "K"\n',
        '[[row]]\ncodes = "Z37"\ncatalogue = "30"\nreason = "Skäl."\nsource = "K"\n',
        '[[row]]\ncodes = "Z37"\ncatalogue = [30]\nreason = "Skäl."\nsource = "K"\nmore = 1\n',
    ],
)
def test_a_faulty_row_is_refused_with_file_and_line(tmp_path: Path, fault: str) -> None:
    path = write(tmp_path, GOOD + "\n" + fault)

    with pytest.raises(InputFileError, match=r"prov\.toml, rad 7"):
        read_table(path)


def test_a_row_without_source_is_told_what_it_lacks_and_a_stray_key_is_named(
    tmp_path: Path,
) -> None:
    row = '[[row]]\ncodes = "Z37"\ncatalogue = [30]\nreason = "Skäl."\n'

    with pytest.raises(InputFileError, match=r"rad 1: raden saknar source\."):
        read_table(write(tmp_path, row))
    with pytest.raises(InputFileError, match=r"rad 1: ingen regel läser more\."):
        read_table(write(tmp_path, f'{row}source = "K"\nmore = 1\n'))


@pytest.mark.parametrize("text", ["[[row]", "row = 3\n"])
def test_a_file_that_is_no_table_is_refused_by_name(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputFileError, match=r"prov\.toml"):
        read_table(write(tmp_path, text))


def test_a_missing_table_is_told_by_name(tmp_path: Path) -> None:
    with pytest.raises(InputFileError, match=r"borta\.toml"):
        read_table(tmp_path / "borta.toml")


def test_every_table_that_ships_can_be_read() -> None:
    names = {path.name for path in TABLE_FOLDER.glob("*.toml")}
    tables = [rule.table for rule in ALL_RULES if rule.table]

    assert names
    assert len(tables) >= len(names)
    assert all(row.source and row.catalogue for table in tables for row in table)


LINK = (
    '[[row]]\nrule = "BD004"\ncodes = "U07.1"\nothers = "{others}"\ncatalogue = [72]\n'
    'reason = "Skäl."\nsource = "Källa"\n'
)


def test_a_row_about_two_codes_is_given_to_the_rule_that_it_names(tmp_path: Path) -> None:
    tables = links_of(write(tmp_path, LINK.format(others="U07.2")), "BD004", "BD005")

    assert [code for code, _ in tables["BD004"].about(["U07.1", "U07.2"])] == ["U07.1"]
    assert tables["BD005"].rows == ()


@pytest.mark.parametrize(
    "fault",
    [
        LINK.format(others="U07.1-U07.2"),
        LINK.format(others="U07"),
        LINK.format(others="Covid"),
        LINK.format(others="U07.2").replace("BD004", "BD999"),
        LINK.format(others="U07.2").replace("Skäl.", "skäl"),
        LINK.format(others="U07.2") + 'valid_from = "i fjol"\n',
        LINK.format(others="U07.2").replace('others = "U07.2"\n', ""),
    ],
)
def test_a_row_that_meets_itself_or_names_what_is_unknown_is_refused(
    tmp_path: Path, fault: str
) -> None:
    path = write(tmp_path, LINK.format(others="U07.2") + "\n" + fault)

    with pytest.raises(InputFileError, match=r"prov\.toml, rad 9"):
        links_of(path, "BD004")


def test_a_row_that_goes_in_a_loop_with_an_earlier_one_is_refused(tmp_path: Path) -> None:
    back = LINK.format(others="U07.1").replace('codes = "U07.1"', 'codes = "U07.2"')
    path = write(tmp_path, LINK.format(others="U07.2") + "\n" + back)

    with pytest.raises(InputFileError, match=r"prov\.toml, rad 9.*i ring"):
        links_of(path, "BD004")


def test_a_row_that_asks_for_a_code_beside_speaks_only_where_it_stands(
    tmp_path: Path, official: Codebooks
) -> None:
    text = LINK.format(others="B95-B98") + 'beside = "J18"\nplace = "principal"\n'
    (row,) = links_of(write(tmp_path, text), "BD004")["BD004"].rows

    spoken = [
        row.speaks(Case(event, official), "U07.1")
        for event in (example("U07.1", "J18.9"), example("J18.9", "U07.1"), example("U07.1"))
    ]

    assert spoken == [True, False, False]
    assert row.told == "U07.1 som huvuddiagnos bredvid J18 – B95–B98"
