"""Differences as a table: what a spreadsheet opens, and what it must not run."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.edition_difference import EditionDifference, Touched, TouchKind
from app.exchange.edition_difference_csv import HEADER, format_difference_csv, guard_cell
from tests.domain.made_editions import difference, icd

USES = {
    "A01": (
        Touched(TouchKind.FAVOURITE, "A01", "Anna; Lind", "p1"),
        Touched(TouchKind.EVENT, "A01", "h1, parkerad, 2026-01-01", "h1"),
    )
}


def rows(
    found: EditionDifference, touched: Mapping[str, Sequence[Touched]] = USES
) -> list[dict[str, str]]:
    text = format_difference_csv(found, found.changes, touched).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline=""), delimiter=";"))


def test_the_file_is_what_a_swedish_spreadsheet_opens_by_itself() -> None:
    content = format_difference_csv(difference(), (), {})

    assert content.startswith(b"\xef\xbb\xbfKapitel;Kapitlets titel;Kod;")
    assert content.endswith("Äldre utgåva;Nyare utgåva\r\n".encode())


def test_every_change_has_a_row_with_its_titles_and_what_is_touched() -> None:
    found = rows(difference())

    assert len(found) == 7
    assert list(found[0]) == list(HEADER)
    assert list(found[1].values()) == [
        "01", "Infektioner", "A01", "Utgått", "Tyfoid", "", "", "",
        "Favorit: Anna; Lind; Vårdhändelse: h1, parkerad, 2026-01-01",
        "ICD-10-SE 2025", "ICD-10-SE 2026",
    ]  # fmt: skip
    assert (found[0]["Titel förr"], found[0]["Titel nu"]) == ("Kolera", "Kolera UNS")
    assert (found[0]["Förr"], found[0]["Nu"]) == ("", ""), "the titles say it already"
    assert (found[3]["Kod"], found[3]["Förr"], found[3]["Nu"]) == ("A03†", "utan märke", "†")


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+46", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\uff1d1", "=cmd|' /C calc'!A0"],
)
def test_what_looks_like_a_formula_is_text(text: str) -> None:
    assert guard_cell(text).startswith("'")


def test_a_title_that_looks_like_a_formula_is_guarded_in_the_file() -> None:
    (row,) = rows(difference((), (icd("A00", None, '=HYPERLINK("x";"y")'),)), {})

    assert row["Titel nu"] == '\'=HYPERLINK("x";"y")'


@given(st.text())
def test_no_cell_begins_a_formula_or_breaks_a_line(text: str) -> None:
    cell = guard_cell(text)

    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert len(cell.splitlines()) <= 1
    assert "".join(cell.split()).removeprefix("'") == "".join(
        " ".join(text.splitlines()).split()
    ).removeprefix("'")
