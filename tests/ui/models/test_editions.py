"""The table of editions: by system, with the day on which each gives way to the next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt

from app.domain.codes import CodeSystem
from app.domain.concept import Edition, EditionState, SourceFile
from app.domain.period import Period
from ui.models.editions import (
    EDITION_COLUMNS,
    SOURCE_COLUMNS,
    EditionRow,
    count_codes,
    count_rows,
    edition_rows,
    format_count,
)
from ui.models.list_table_model import ListTableModel

Role = Qt.ItemDataRole
OLD = Edition("a", CodeSystem.ICD10SE, "ICD-10-SE", "2021", Period(date(2021, 1, 1)))
NEW = replace(OLD, id="b", version="2022", valid=Period(date(2022, 1, 1)))
KVA = replace(OLD, id="k", system=CodeSystem.KVA, name="KVÅ")


def test_an_edition_in_use_ends_where_the_next_one_begins() -> None:
    rows = edition_rows([NEW, OLD])

    assert [(row.edition.id, row.until) for row in rows] == [("b", None), ("a", date(2021, 12, 31))]


def test_an_edition_that_is_not_used_ends_nothing() -> None:
    rows = edition_rows([replace(NEW, state=EditionState.IMPORTED), OLD])

    assert [row.until for row in rows] == [None, None]


def test_systems_stand_together_in_the_order_of_the_program() -> None:
    assert [row.edition.id for row in edition_rows([KVA, NEW, OLD])] == ["b", "a", "k"]


def test_the_state_is_a_word_and_an_icon(qapp: object) -> None:
    model: ListTableModel[EditionRow] = ListTableModel(EDITION_COLUMNS)
    states = [replace(OLD, id=state, state=state) for state in EditionState]
    model.set_items(edition_rows(states))
    column = [c.header for c in EDITION_COLUMNS].index("Läge")

    words = [model.index(row, column).data() for row in range(3)]
    icons = [model.index(row, column).data(Role.DecorationRole) for row in range(3)]

    assert words == ["Inläst", "I bruk", "Ur bruk"]
    assert len({icon.cacheKey() for icon in icons}) == 3
    assert model.index(0, 0).data(Role.DecorationRole) is None


def test_a_starter_edition_rests_beside_an_official_one_of_its_system(qapp: object) -> None:
    starters = [replace(OLD, id="s", is_starter=True), replace(KVA, id="t", is_starter=True)]
    model: ListTableModel[EditionRow] = ListTableModel(EDITION_COLUMNS)
    model.set_items(edition_rows([OLD, *starters]))
    column = [c.header for c in EDITION_COLUMNS].index("Läge")

    assert [model.index(row, column).data() for row in range(3)] == ["I bruk", "Vilar", "I bruk"]
    assert model.index(1, column).data(Role.DecorationRole) is not None


def test_numbers_stand_to_the_right_under_their_heading(qapp: object) -> None:
    model: ListTableModel[EditionRow] = ListTableModel(EDITION_COLUMNS)
    model.set_items(edition_rows([OLD]))
    column = [c.header for c in EDITION_COLUMNS].index("Koder")
    right = Qt.AlignmentFlag.AlignRight

    assert model.index(0, column).data(Role.TextAlignmentRole) & right
    header = model.headerData(column, Qt.Orientation.Horizontal, Role.TextAlignmentRole)
    assert header & right
    assert model.index(0, 0).data(Role.TextAlignmentRole) is None


def test_codes_to_report_are_counted_where_the_chapters_tell() -> None:
    edition = replace(OLD, counts={"chapter": 1, "category": 5}, chapter_counts={"01": 4})

    assert count_codes(edition) == 4
    assert count_codes(replace(edition, chapter_counts={})) == 6
    assert format_count(38653) == "38\N{NO-BREAK SPACE}653"


def test_a_chapter_that_is_gone_is_counted_as_none() -> None:
    now = replace(NEW, chapter_counts={"01": 4})
    before = replace(OLD, chapter_counts={"01": 4, "02": 7})

    rows = count_rows(now, before, {"01": "Infektioner"})

    assert [(row.name, row.difference) for row in rows] == [
        ("01 Infektioner", "lika"),
        ("02", "7 färre"),
    ]
    assert rows[1].icon == "removed"


def test_the_thousands_of_a_difference_stand_apart() -> None:
    (row,) = count_rows(
        replace(NEW, counts={"item": 13}), replace(OLD, counts={"item": 11_132}), {}
    )

    assert row.difference == "11\N{NO-BREAK SPACE}119 färre"


def test_nothing_is_compared_where_the_edition_before_has_no_counts() -> None:
    (row,) = count_rows(replace(NEW, chapter_counts={"01": 4}), OLD, {})

    assert row.before is None and row.difference == "" and row.icon == ""


def test_a_checksum_is_short_on_screen_and_whole_as_a_tip(qapp: object) -> None:
    model: ListTableModel[SourceFile] = ListTableModel(SOURCE_COLUMNS)
    model.set_items([SourceFile("digit3.txt", "0123456789abcdef" * 4)])

    assert model.index(0, 1).data() == "0123456789ab …"
    assert model.index(0, 1).data(Role.ToolTipRole) == "0123456789abcdef" * 4
