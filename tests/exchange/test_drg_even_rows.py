"""Tables taken by columns: what JSON says, or left to the JSON reader."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import InputFileError
from app.exchange import drg_even_rows
from app.exchange.drg_even_rows import EvenRows, take_even_tables
from app.exchange.drg_files import read_definition_tables
from tests.grouper.small_tables import TABLES, as_json

ROWS = [{"code": "A00", "kind": "å]", "value": "1}, {"}, {"code": "B", "kind": "", "value": ","}]
CELL = st.text(st.sampled_from('aå",:{}[]\\\x01\x08\n0'), max_size=3)


@pytest.fixture(autouse=True)
def small_tables_are_worth_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drg_even_rows, "_WORTH", 0)


def taken(content: str) -> tuple[object, dict[str, EvenRows]]:
    """Give what is left, read, and what was taken."""
    left, found = take_even_tables(content.encode())
    return json.loads(left, strict=False), found


@pytest.mark.parametrize(("indent", "colon"), [(1, ": "), (None, ":"), (None, " :\t")])
def test_even_rows_are_taken_and_an_empty_list_is_left(indent: int | None, colon: str) -> None:
    rows = [{**row, "kind": "x"} for row in ROWS] * 3
    tables = {"one": rows, "none": [], "two": rows[:4]}
    left, found = taken(json.dumps(tables, indent=indent, separators=(",", colon)))
    assert left == {"one": [], "none": [], "two": []}
    assert list(found["one"]) == rows
    assert list(found["two"][1:]) == rows[1:4]
    assert found["one"].column("code") == ["A00", "B"] * 3


@pytest.mark.parametrize(
    "odd",
    [
        '{"code":"A","value":"2","kind":"1"}',
        '{"code":"A","kind":"1","value":"2","more":"3"}',
        '{"code":"A","kind":"1"}',
        '{"code":"A","kind":1,"value":"2"}',
        '{"code":"A","kind":null,"value":"2"}',
        '{"code":"A","kind":"\\"","value":"2"}',
        '{"code":"A","kind":"\\u00e5","value":"2"}',
        '{"code":"A","kind":"1","kind":"3","value":"2"}',
        '{"code":"A","kind":"\x02","value":"2"}',
        '{"code":"A","kind":["1"],"value":"2"}',
        "{}",
    ],
)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_row_that_is_written_otherwise_leaves_the_table_alone(odd: str, place: int) -> None:
    rows = ['{"code":"A","kind":"1","value":"2"}'] * 3
    rows[place] = odd
    content = f'{{"one":[{",".join(rows)}]}}'
    left, found = taken(content)
    assert found == {}
    assert left == json.loads(content, strict=False)


@given(
    st.lists(st.tuples(CELL, CELL), min_size=1, max_size=4),
    st.booleans(),
    st.sampled_from([None, (",", ":"), (" ,\n", ": ")]),
)
def test_whatever_is_in_the_cells_it_is_what_json_says(
    cells: list[tuple[str, str]], is_ascii: bool, separators: tuple[str, str] | None
) -> None:
    rows = [{"a": one, "b": other} for one, other in cells]
    content = json.dumps({"t": rows, "u": rows}, ensure_ascii=is_ascii, separators=separators)
    left, found = taken(content)
    assert isinstance(left, dict)
    assert left | {name: list(each) for name, each in found.items()} == {"t": rows, "u": rows}


def test_a_set_is_the_same_by_rows_and_by_columns(tmp_path: Path) -> None:
    content = json.dumps(as_json(), separators=(",", ":"))
    path = tmp_path / "NOR_2015.json"
    path.write_text(content, encoding="utf-8")
    assert len(take_even_tables(content.encode())[1]) > 2
    read = read_definition_tables(path)
    assert (read.rules, read.diagnoses) == (TABLES.rules, TABLES.diagnoses)
    assert (read.procedures, read.exclusions) == (TABLES.procedures, TABLES.exclusions)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace('"dg":[', '"x":{"dg":[').replace('],"proc"', ']},"proc"'),
        lambda text: text[:-1] + ',"dg":5}',
        lambda text: text.replace('"dg":[', '"x\\"dg":['),
    ],
)
def test_a_table_that_stands_elsewhere_is_refused_as_before(
    tmp_path: Path, spoil: Callable[[str], str]
) -> None:
    path = tmp_path / "NOR_2015.json"
    path.write_text(spoil(json.dumps(as_json(), separators=(",", ":"))), encoding="utf-8")
    with pytest.raises(InputFileError, match=r"NOR_2015\.json"):
        read_definition_tables(path)
