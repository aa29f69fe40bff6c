"""Differences on paper: what the page says, how it flows, and that it can be stopped."""

from __future__ import annotations

from datetime import datetime

import pytest

from app.domain.edition_difference import (
    ALL_DIFFERENCES,
    DifferenceFilter,
    DifferenceKind,
    EditionDifference,
    Touched,
    TouchKind,
    choose_differences,
)
from app.domain.errors import Cancelled
from app.reports.edition_difference_report import PrintedDifference, build_difference_report
from tests.domain.made_editions import difference, icd
from tests.reports.summaries import page_texts, whole_text

PRINTED = datetime.fromisoformat("2026-01-03T09:05")
USES = {"A01": tuple(Touched(TouchKind.EVENT, "A01", f"h{n}", f"h{n}") for n in range(15))}


class Steps:
    """Counts the steps, and cancels at one of them if told to."""

    def __init__(self, cancel_at: int | None = None) -> None:
        self.taken: list[tuple[int, int]] = []
        self._cancel_at = cancel_at

    def step(self, done: int, total: int, text: str) -> None:
        assert text.endswith("…")
        if done == self._cancel_at:
            raise Cancelled
        self.taken.append((done, total))


def printed(
    found: EditionDifference, chosen: DifferenceFilter = ALL_DIFFERENCES
) -> PrintedDifference:
    return PrintedDifference(found, choose_differences(found, chosen, USES), USES, PRINTED, chosen)


def test_the_head_names_both_editions_the_choice_and_the_counts() -> None:
    chosen = DifferenceFilter(frozenset({DifferenceKind.NEW, DifferenceKind.MARK}))

    text = whole_text(build_difference_report(printed(difference(), chosen), Steps()))

    assert "ICD-10-SE 2025 → ICD-10-SE 2026" in text
    assert "Urval: ny, ändrat märke" in text
    assert "2 ändringar: Ny 1 · Ändrat märke 1" in text
    assert "utskriven 2026-01-03 09:05" in text
    assert "A00" not in text.split("Kod ", 1)[1].split()


def test_each_chapter_lists_its_codes_with_what_was_and_is() -> None:
    text = whole_text(build_difference_report(printed(difference()), Steps()))

    first, second = text.split("Kapitel 01 Infektioner (6)")[1].split("Kapitel 09 Cirkulation (1)")
    assert "A00 Kolera UNS Ändrad titel Förr: Kolera" in first
    assert "A01 Tyfoid Utgått Används i: Vårdhändelse h0" in first
    assert "h11 och 3 till" in first
    assert (
        "A02 Titel A02 Ändrade anmärkningar Förr: Utesluter: Se A05 Nu: Utesluter: Se A06" in first
    )
    assert "Nu: † " in first and "Förr: Får vara huvuddiagnos" in first
    assert first.count("A03†") == 1, "two changes of a code stand under one heading"
    assert "A04 Titel A04 Flyttad" in second


def test_remarks_stand_at_the_head() -> None:
    found = difference((icd("A00", None),), (icd("A00", None, "Kolera"),))

    assert found.remarks[0] in whole_text(build_difference_report(printed(found), Steps()))


def test_long_titles_wrap_and_every_page_is_numbered() -> None:
    long = "Symtom och " * 30 + "slutordet"
    after = tuple(icd(f"A{n:02}", "18", f"{long} {n}") for n in range(60))
    found = difference((), (icd("18", None, f"{long} kapitlet"), *after))

    pages = page_texts(build_difference_report(printed(found), Steps()))

    assert len(pages) > 3
    assert all(f"Sida {n} av {len(pages)}" in page for n, page in enumerate(pages, start=1))
    assert f"{long} kapitlet (61)" in pages[0]
    assert all(f"{long} {n} Ny" in " ".join(pages) for n in range(60))
    assert all("forts." in page for page in pages[1:])


def test_a_choice_without_changes_says_so() -> None:
    chosen = DifferenceFilter(text="finns inte")

    text = whole_text(build_difference_report(printed(difference(), chosen), Steps()))

    assert "0 ändringar" in text and "Inga ändringar i urvalet." in text


def test_the_same_differences_give_the_same_bytes() -> None:
    assert build_difference_report(printed(difference()), Steps()) == build_difference_report(
        printed(difference()), Steps()
    )


def test_the_steps_are_told_and_any_of_them_may_stop_the_work() -> None:
    steps = Steps()
    build_difference_report(printed(difference()), steps)

    assert steps.taken == [(0, 2), (1, 2), (2, 2)]
    for step in range(3):
        with pytest.raises(Cancelled):
            build_difference_report(printed(difference()), Steps(cancel_at=step))
