"""Definition tables in JSON as the publisher leaves it: loose commas, and raw line breaks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import InputFileError
from app.exchange import drg_even_rows
from app.exchange.drg_files import read_definition_tables
from app.exchange.drg_json import without_loose_commas
from tests.grouper.small_tables import TABLES, as_json

CELL = st.text(st.sampled_from('a",}]{[\\ \n'), max_size=4)


@given(st.lists(st.tuples(CELL, CELL), max_size=4), st.booleans())
def test_only_commas_outside_strings_are_taken_away(
    cells: list[tuple[str, str]], is_spaced: bool
) -> None:
    comma = " ,\n\t" if is_spaced else ","
    rows = "".join(f"{{{json.dumps(one)}:{json.dumps(two)}{comma}}}{comma}" for one, two in cells)
    read = json.loads(without_loose_commas(f'{{"t":[{rows}]{comma}}}'))
    assert read == {"t": [{one: two} for one, two in cells]}


def test_a_comma_inside_a_text_stays_where_others_are_taken_away(tmp_path: Path) -> None:
    odd = as_json()
    for row in odd["drgnames"]:
        row["name"] = 'a,} "b",]'
    path = tmp_path / "NOR_2015.json"
    path.write_text(json.dumps(odd, indent=1).replace("}\n ]", "},\n ]"), encoding="utf-8")
    assert read_definition_tables(path).names[0].text == 'a,} "b",]'


@pytest.mark.parametrize("comma", ["", ",", " ,\r\n"])
def test_large_tables_with_loose_commas_are_taken_by_columns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, comma: str
) -> None:
    monkeypatch.setattr(drg_even_rows, "_WORTH", 0)
    strict = json.dumps(as_json(), separators=(",", ":"))
    loose = strict.replace('"}', f'"{comma}}}').replace("}]", f"}}{comma}]")
    assert {"dg", "proc"} <= drg_even_rows.take_even_tables(loose.encode())[1].keys()
    path = tmp_path / "NOR_2015.json"
    path.write_text(loose, encoding="utf-8-sig", newline="")
    read = read_definition_tables(path)
    assert (read.rules, read.diagnoses) == (TABLES.rules, TABLES.diagnoses)
    assert (read.procedures, read.exclusions) == (TABLES.procedures, TABLES.exclusions)


def test_two_commas_are_no_loose_one_and_are_refused_with_their_row(tmp_path: Path) -> None:
    path = tmp_path / "NOR_2015.json"
    path.write_text(json.dumps(as_json(), indent=1).replace("}\n ]", "},,\n ]"), encoding="utf-8")
    with pytest.raises(InputFileError, match=r"NOR_2015.json är ingen läsbar JSON: fel på rad \d"):
        read_definition_tables(path)
