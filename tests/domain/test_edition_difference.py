"""What differs between two editions, and which of it is looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.codebook import MemoryCodebook
from app.domain.concept import Concept, Edition, Mark, NoteKind
from app.domain.edition_comparison import count_changes
from app.domain.edition_difference import (
    ALL_DIFFERENCES,
    DifferenceFilter,
    DifferenceKind,
    Touched,
    TouchKind,
    choose_differences,
    describe_filter,
)
from app.domain.period import ALWAYS, Period
from tests.domain.made_editions import (
    AFTER,
    BEFORE,
    E2025,
    E2026,
    ICD,
    difference,
    icd,
    note,
    of_kind,
    told,
    without_notes,
)

Kind = DifferenceKind


def test_every_kind_of_change_is_told_with_what_was_and_what_is() -> None:
    assert told(difference()) == [
        (Kind.RETITLED, "A00", "Kolera", "Kolera UNS"),
        (Kind.WITHDRAWN, "A01", "Tyfoid", ""),
        (Kind.NOTES, "A02", "Utesluter: Se A05", "Utesluter: Se A06"),
        (Kind.MARK, "A03", "utan märke", "†"),
        (Kind.NOT_PRINCIPAL, "A03", "Får vara huvuddiagnos", "Ej huvuddiagnos"),
        (Kind.NEW, "A05", "", "Ny sjukdom"),
        (Kind.MOVED, "A04", "A00-A09 Titel A00-A09", "I00-I99 Titel I00-I99"),
    ]


def test_a_withdrawn_code_stands_where_the_older_edition_had_it() -> None:
    gone = (icd("A00", "01"), icd("A01", "01"), icd("A02", "01"), icd("A03", "01"))
    top = icd("01", None)

    found = difference((top, *gone), (top, gone[2]))
    first = difference((gone[0], top), (top,))

    assert [c.code for c in found.changes] == ["A00", "A01", "A03"]
    assert [c.code for c in first.changes] == ["A00"]


def test_the_changes_are_there_by_kind_and_by_chapter() -> None:
    found = difference()

    assert [c.code for c in found.new] == ["A05"]
    assert [c.code for c in found.withdrawn] == ["A01"]
    assert [(r.before.title, r.after.title) for r in found.retitled] == [("Kolera", "Kolera UNS")]
    assert found.chapter_titles == {"01": "Infektioner", "09": "Cirkulation"}
    assert {c: sum(n.values()) for c, n in found.chapters().items()} == {"01": 6, "09": 1}
    assert found.chapters()["09"] == {Kind.MOVED: 1}


@pytest.mark.parametrize("title", ["Titel  I10", " Titel I10", "Titel\u00a0I10", "Titel\nI10"])
def test_blanks_alone_are_no_change(title: str) -> None:
    before, after = icd("I10", None), icd("I10", None, title)

    assert difference((before,), (after,)).changes == ()


def test_changed_partners_are_changed_notes() -> None:
    before = (icd("A00", None, partners=("G01",)),)
    after = (icd("A00", None, partners=("G01", "G02")),)

    (found,) = difference(before, after).changes

    assert (found.kind, found.before_text, found.after_text) == (
        Kind.NOTES,
        "",
        "Koppling †/*: G02",
    )


def test_another_description_is_a_changed_note_but_another_range_of_a_chapter_is_none() -> None:
    before = (icd("01", None, description="A00–A09"), icd("A00", "01", description="En text"))
    after = (icd("01", None, description="A00-A09"), icd("A00", "01", description="En annan text"))

    (found,) = difference(before, after).changes

    assert (found.code, found.before_text) == ("A00", "Beskrivning: En text")


def test_a_description_kept_as_note_and_one_kept_beside_are_the_same() -> None:
    beside = (icd("A00", None, description="En text"),)
    as_note = (icd("A00", None, notes=(note("En\ntext", NoteKind.DESCRIPTION),)),)

    assert difference(beside, as_note).changes == ()


def test_an_edition_without_notes_has_not_changed_thirty_thousand_of_them() -> None:
    found = difference(without_notes(BEFORE), AFTER)

    assert {c.kind for c in found.changes}.isdisjoint({Kind.NOTES, Kind.NOT_PRINCIPAL})
    assert len(found.changes) == 5
    (remark,) = found.remarks
    assert remark.startswith("ICD-10-SE 2025 har inga anmärkningar i sina filer; ")


def test_flags_of_the_programs_own_table_are_not_compared() -> None:
    before = (icd("01", None), icd("A00", "01"))
    after = (icd("01", None), icd("A00", "01", may_be_principal=False))

    found = difference(before, after)

    assert found.changes == ()
    assert "märkning av huvuddiagnoser jämförs därför inte" in found.remarks[0]


def test_a_kind_that_only_one_format_knows_is_named_once() -> None:
    shared = note("Samma")
    codes = [f"A{n:02}.{m}" for n in range(20) for m in range(10)]
    before = tuple(icd(code, None, notes=(shared,)) for code in codes)
    latin = note("Latina", NoteKind.LATIN)
    after = tuple(icd(code, None, notes=(shared, latin)) for code in codes)

    found = difference(before, after)
    few = difference(before, (*after[:3], *before[3:]))

    assert found.changes == ()
    assert found.remarks == ("ICD-10-SE 2025 saknar Latin i sina filer; det jämförs därför inte.",)
    assert [c.after_text for c in few.changes] == ["Latin: Latina"] * 3
    assert few.remarks == ()


def test_the_practice_editions_own_words_are_not_compared_with_the_official() -> None:
    starter = Edition("starter", ICD, "Övningskodverk", "1", ALWAYS, is_starter=True)

    found = difference(editions=(starter, E2026))

    assert {c.kind for c in found.changes}.isdisjoint({Kind.NOTES, Kind.NOT_PRINCIPAL})
    assert found.remarks[0].startswith("Övningskodverkets anmärkningar")


def test_the_note_that_sets_the_flag_is_not_told_twice() -> None:
    flag = note("Ska inte användas", NoteKind.NOT_PRINCIPAL)
    before = (icd("A00", None, notes=(note("x"),)),)
    after = (icd("A00", None, notes=(note("x"), flag), may_be_principal=False),)
    reworded = note("Får inte användas", NoteKind.NOT_PRINCIPAL)

    first = difference(before, after)
    second = difference(after, (replace(after[0], notes=(note("x"), reworded)),))

    assert [c.kind for c in first.changes] == [Kind.NOT_PRINCIPAL]
    assert [c.kind for c in second.changes] == [Kind.NOTES]


def test_of_a_long_note_the_part_that_differs_is_shown() -> None:
    same = "ord " * 300
    before = (icd("A00", None, notes=(note(f"{same}slutet var så här"),)),)
    after = (icd("A00", None, notes=(note(f"{same}slutet blev annat {'x ' * 300}"),)),)

    (found,) = difference(before, after).changes

    assert found.before_text.startswith("Utesluter: …ord ord")
    assert found.before_text.endswith("slutet var så här")
    assert "slutet blev annat" in found.after_text and found.after_text.endswith("…")
    assert len(found.after_text) < 300


@pytest.mark.parametrize(
    ("last_before", "last_after", "expected"),
    [
        (None, date(2025, 12, 31), [("Utgått", "Gällde till och med 2025-12-31")]),
        (None, date(2026, 6, 30), [("Utgått", "Gäller till och med 2026-06-30")]),
        (date(2025, 6, 30), date(2025, 6, 30), [("Utgått", "Gällde till och med 2025-06-30")]),
        (date(2024, 1, 1), date(2024, 1, 1), []),
        (date(2024, 1, 1), None, [("Ny", "Titel A00")]),
    ],
)
def test_a_code_that_is_listed_but_retired_is_not_in_use(
    last_before: date | None, last_after: date | None, expected: list[tuple[str, str]]
) -> None:
    before = (icd("A00", None, valid_to=last_before),)
    after = (icd("A00", None, valid_to=last_after),)

    found = difference(before, after)

    assert [(c.kind.value, c.after_text) for c in found.changes] == expected


def test_a_retired_code_that_disappears_from_the_files_is_no_news() -> None:
    assert difference((icd("A00", None, valid_to=date(2020, 1, 1)),), ()).changes == ()


def test_a_loop_of_parents_ends_the_search_for_a_chapter() -> None:
    looped = (icd("A00", "A01"), icd("A01", "A00"))

    assert [c.code for c in difference((), looped).changes] == ["A00", "A01"]


codes = st.sampled_from([f"A0{n}" for n in range(6)])
concepts = st.lists(
    st.builds(
        lambda code, title, mark, may_lead, notes: replace(
            icd(code, None, title, notes=tuple(map(note, notes))),
            mark=mark,
            may_be_principal=may_lead,
        ),
        codes,
        st.sampled_from(["Kolera", "Kolera ", "Tyfoid"]),
        st.sampled_from(Mark),
        st.booleans(),
        st.lists(st.sampled_from(["x", "y"]), max_size=2),
    ),
    unique_by=lambda concept: concept.code,
).map(tuple)


@given(concepts)
def test_an_edition_does_not_differ_from_itself(listed: tuple[Concept, ...]) -> None:
    assert difference(listed, listed).changes == ()


@given(concepts, concepts)
def test_there_and_back_the_same_codes_differ_in_the_same_ways(
    one: tuple[Concept, ...], other: tuple[Concept, ...]
) -> None:
    turned = {Kind.NEW: Kind.WITHDRAWN, Kind.WITHDRAWN: Kind.NEW}

    there = {(c.kind, c.code) for c in difference(one, other).changes}
    back = {(turned.get(c.kind, c.kind), c.code) for c in difference(other, one).changes}

    assert there == back
    assert len(there) == len(difference(one, other).changes), "no change is told twice"


@given(concepts, concepts)
def test_the_chapters_count_every_change(
    one: tuple[Concept, ...], other: tuple[Concept, ...]
) -> None:
    found = difference(one, other)

    assert sum(sum(each.values()) for each in found.chapters().values()) == len(found.changes)


USES = {"A01": (Touched(TouchKind.FAVOURITE, "A01", "Anna", "anna"),)}


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (ALL_DIFFERENCES, ["A00", "A01", "A02", "A03", "A03", "A05", "A04"]),
        (DifferenceFilter(frozenset({Kind.NEW, Kind.MOVED})), ["A05", "A04"]),
        (DifferenceFilter(chapter="09"), ["A04"]),
        (DifferenceFilter(text="kolera uns"), ["A00"]),
        (DifferenceFilter(text="a05"), ["A02", "A05"]),
        (DifferenceFilter(text="se a06"), ["A02"]),
        (DifferenceFilter(only_touched=True), ["A01"]),
        (DifferenceFilter(chapter="09", only_touched=True), []),
    ],
)
def test_a_filter_lets_through_what_it_says(chosen: DifferenceFilter, expected: list[str]) -> None:
    assert [c.code for c in choose_differences(difference(), chosen, USES)] == expected


def test_a_code_is_found_with_and_without_its_point() -> None:
    found = difference((), (icd("I10.9", None),))

    for typed in ("i109", "I10.9", "i10"):
        assert choose_differences(found, DifferenceFilter(text=typed), {})


def test_a_filter_is_told_in_words() -> None:
    chosen = DifferenceFilter(
        frozenset({Kind.RETITLED, Kind.NEW}), "01", "kolera", only_touched=True
    )

    assert describe_filter(difference(), ALL_DIFFERENCES) == "Alla ändringar"
    assert describe_filter(difference(), chosen) == (
        "Urval: ny, ändrad titel; kapitel 01 Infektioner; med ”kolera”; bara koder som används här"
    )


def test_a_change_without_concept_has_none_to_show() -> None:
    change = of_kind(difference(), Kind.NEW)[0]

    assert change.concept.code == "A05"
    with pytest.raises(ValueError, match="A05"):
        _ = replace(change, after=None).concept


@given(concepts, concepts, st.sampled_from([None, date(2024, 1, 1), date(2026, 6, 30)]))
def test_the_quick_count_is_that_of_the_whole_comparison(
    one: tuple[Concept, ...], other: tuple[Concept, ...], last: date | None
) -> None:
    other = tuple(replace(each, valid_to=last) for each in other)
    whole = difference(one, other)

    counted = count_changes(MemoryCodebook(E2025, one), MemoryCodebook(E2026, other))

    for kind in (Kind.NEW, Kind.WITHDRAWN, Kind.RETITLED):
        assert counted.get(kind, 0) == len(list(whole.of_kind(kind)))


def test_an_edition_without_first_day_has_only_codes_without_a_last() -> None:
    undated = replace(E2025, valid=Period())

    found = difference((icd("A00", None, valid_to=date(2030, 1, 1)),), (), (undated, E2026))

    assert found.changes == ()
