from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.finding import Severity
from app.domain.kodserver import Combination, KodserverCode, XsCode
from app.domain.period import Period
from app.domain.product import Product
from app.domain.regional import Block, BlockKind, RuleSwitch, SwitchAct
from app.services.regional import SwitchedRule
from ui.models.list_rows import (
    block_rows,
    choose_rows,
    code_rows,
    columns,
    combination_rows,
    list_row,
    product_rows,
    switch_rows,
    xs_rows,
)

OLD = Period(date(2020, 1, 1), date(2023, 12, 31))
ROWS = (list_row(("A00.1", "Kolera, el tor"), OLD), list_row(("B01", "Vattkoppor")))


@pytest.mark.parametrize(
    ("text", "day", "found"),
    [
        ("", None, 2),
        ("a001", None, 1),
        ("A00.1", None, 1),
        ("tor KOLERA", None, 1),
        ("kolera vatt", None, 0),
        ("", date(2024, 1, 1), 1),
        ("kolera", date(2023, 12, 31), 1),
    ],
)
def test_rows_are_chosen_by_every_word_and_by_the_day(
    text: str, day: date | None, found: int
) -> None:
    assert len(choose_rows(ROWS, text, day)) == found


@given(st.lists(st.text(max_size=8), min_size=1, max_size=4))
def test_a_row_is_found_by_any_of_its_own_words(cells: list[str]) -> None:
    row = list_row(cells)

    for word in " ".join(cells).split():
        assert choose_rows([row], word, None) == [row]


def test_a_column_shows_its_cell_and_has_the_whole_as_its_tip() -> None:
    code, text = columns(("Kod", "Text"))

    assert (code.header, code.text(ROWS[0])) == ("Kod", "A00.1")
    assert text.tooltip is not None and text.tooltip(ROWS[0]) == "Kolera, el tor"


def test_each_kind_of_row_has_the_cells_of_its_table() -> None:
    assert code_rows([KodserverCode("01", "Nybesök", OLD)])[0].cells == (
        "01", "Nybesök", "2020-01-01", "2023-12-31",
    )  # fmt: skip
    assert combination_rows([Combination("T1", "01", "10")])[0].cells == ("T1", "01", "10", "", "")
    assert xs_rows([XsCode("XS915", "Läkare", (), ("10", "11"))])[0].cells == (
        "XS915", "Läkare", "", "10, 11",
    )  # fmt: skip
    assert product_rows([Product("Alvedon", "N02BE01", "Paracetamol", "500 mg", "Tablett")])[
        0
    ].cells == ("Alvedon", "N02BE01", "Paracetamol", "500 mg", "Tablett")
    block = Block("I10", BlockKind.NOT_WITH, "Beslut", "AF021", OLD)
    assert block_rows([block])[0].cells[:3] == ("I10", "ej med AF021", "Beslut")
    assert block_rows([block])[0].valid == OLD


def test_a_switch_says_what_it_makes_of_its_rule() -> None:
    switch = RuleSwitch("HD006", SwitchAct.SEVERITY, "Beslut", Severity.ADVICE)
    known = SwitchedRule(switch, "symptom-despite-diagnosis", Severity.WARNING, "… är ett symtom.")

    (row,) = switch_rows([known])
    (unknown,) = switch_rows([SwitchedRule(switch)])

    said = "… är ett symtom."
    assert row.cells == ("HD006", said, "Varning blir Råd", "Beslut")
    assert unknown.cells[1:3] == ("Regeln finns inte i regelboken.", "ändrar inget")
