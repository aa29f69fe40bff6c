"""Definition tables are known by name and header, whatever they are packed in."""

from __future__ import annotations

import gzip
import json
import zipfile
from pathlib import Path

import pytest

from app.exchange.drg_recognise import holds_definition_tables
from tests.grouper.small_tables import as_json


@pytest.mark.parametrize("name", ["DRGLOGIC.DBF", "drg_logic.tsv"])
def test_a_folder_or_a_zip_with_the_table_of_rules_is_known(tmp_path: Path, name: str) -> None:
    folder, package = tmp_path / "tabeller", tmp_path / "tabeller.zip"
    folder.mkdir()
    (folder / name).write_text("")
    with zipfile.ZipFile(package, "w") as packed:
        packed.writestr(f"2014/{name}", "")

    assert holds_definition_tables(folder)
    assert holds_definition_tables(package)


def test_json_is_known_plain_and_packed(tmp_path: Path) -> None:
    content = json.dumps(as_json()).encode()
    plain, packed = tmp_path / "NOR.json", tmp_path / "NOR.json.gz"
    plain.write_bytes(content)
    packed.write_bytes(gzip.compress(content))
    with zipfile.ZipFile(tmp_path / "NOR.zip", "w") as package:
        package.writestr("NOR_2015.json", content)

    assert all(map(holds_definition_tables, (plain, packed, tmp_path / "NOR.zip")))


def test_json_of_the_manual_of_2021_is_known_and_a_locked_zip_raises_nothing(
    tmp_path: Path,
) -> None:
    later = tmp_path / "tabeller.json"
    later.write_bytes(b'{"DRG_LOGIC": []}')
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("NOR.JSON", later.read_bytes())
    assert holds_definition_tables(later)
    assert holds_definition_tables(path)

    content = bytearray(path.read_bytes())
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    assert not holds_definition_tables(path)


def test_a_workbook_is_known_by_the_names_of_its_tabs(tmp_path: Path) -> None:
    for name, tab in (("drg.xlsx", "drg_logic"), ("other.xlsx", "Blad1")):
        with zipfile.ZipFile(tmp_path / name, "w") as book:
            book.writestr("xl/workbook.xml", f'<sheets><sheet name="{tab}"/></sheets>')

    assert holds_definition_tables(tmp_path / "drg.xlsx")
    assert not holds_definition_tables(tmp_path / "other.xlsx")


def test_anything_else_is_not_and_broken_files_raise_nothing(tmp_path: Path) -> None:
    empty = tmp_path / "tom"
    empty.mkdir()
    others = [empty, tmp_path / "finns-inte.zip"]
    for name, content in (
        ("händelser.json", b'{"id": "1"}'),
        ("trasig.zip", b"PK inget"),
        ("trasig.json.gz", b"inget"),
        ("kod.csv", b"drglogic"),
    ):
        path = tmp_path / name
        path.write_bytes(content)
        others.append(path)

    assert not any(map(holds_definition_tables, others))
