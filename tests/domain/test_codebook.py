"""A codebook in memory, the choice of edition for a day, and the difference of two editions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.codebook import (
    MemoryCodebook,
    choose_edition,
    count_levels,
    effective_editions,
    find_tree_fault,
    name_state,
)
from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Edition, EditionState, Level
from app.domain.period import ALWAYS, Period

ICD = CodeSystem.ICD10SE


def concept(code: str, parent: str | None = None, title: str = "", **facts: object) -> Concept:
    return Concept(ICD, code, title or f"titel {code}", Level.CATEGORY, parent, **facts)


def edition(name: str, start: date | None, end: date | None = None, **facts: object) -> Edition:
    return Edition(name, ICD, "ICD-10-SE", name, Period(start, end), **facts)


TREE = (
    concept("09"),
    concept("I10-I15", "09"),
    concept("I11", "I10-I15"),
    concept("I10", "I10-I15"),
    concept("I10.9", "I10"),
)
E2021 = edition("2021", date(2021, 1, 1))
E2022 = edition("2022", date(2022, 1, 1))
STARTER = Edition("starter", ICD, "Övningskodverk", "1", ALWAYS, is_starter=True)


@pytest.fixture
def book() -> MemoryCodebook:
    return MemoryCodebook(E2022, TREE)


def test_a_code_is_found_only_as_it_is_written(book: MemoryCodebook) -> None:
    found = book.concept("I10.9")

    assert found is TREE[4]
    assert book.concept("I109") is None
    assert book.edition is E2022


def test_children_come_in_code_order_and_concepts_in_file_order(book: MemoryCodebook) -> None:
    assert [c.code for c in book.children("I10-I15")] == ["I10", "I11"]
    assert [c.code for c in book.children(None)] == ["09"]
    assert not book.children("I10.9")
    assert not book.children("finns inte")
    assert tuple(book.concepts()) == TREE


def test_ancestors_come_nearest_first(book: MemoryCodebook) -> None:
    assert [c.code for c in book.ancestors("I10.9")] == ["I10", "I10-I15", "09"]
    assert not book.ancestors("09")
    assert not book.ancestors("finns inte")


def test_ancestors_end_where_the_parents_go_round() -> None:
    looped = MemoryCodebook(E2022, [concept("A00", "A01"), concept("A01", "A00")])

    assert [c.code for c in looped.ancestors("A00")] == ["A01", "A00"]


def test_the_representation_names_the_edition_and_no_concept(book: MemoryCodebook) -> None:
    assert repr(book) == "MemoryCodebook('2022', 5 concepts)"


def test_an_edition_without_end_applies_until_its_successor_starts() -> None:
    editions = [E2021, E2022]

    last_day = choose_edition(editions, ICD, date(2021, 12, 31))
    first_day = choose_edition(editions, ICD, date(2022, 1, 1))
    much_later = choose_edition(editions, ICD, date(2030, 5, 1))

    assert last_day and last_day.edition is E2021 and not last_day.is_outside
    assert first_day and first_day.edition is E2022 and not first_day.is_outside
    assert much_later and much_later.edition is E2022 and not much_later.is_outside


def test_a_day_before_every_edition_is_judged_by_the_nearest_and_said_to_be_outside() -> None:
    choice = choose_edition([E2022, E2021], ICD, date(2019, 6, 1))

    assert choice and choice.edition is E2021 and choice.is_outside


def test_a_day_in_a_gap_is_judged_by_the_nearer_neighbour() -> None:
    early = edition("tidig", date(2020, 1, 1), date(2020, 12, 31))
    late = edition("sen", date(2023, 1, 1))

    near_early = choose_edition([early, late], ICD, date(2021, 2, 1))
    near_late = choose_edition([early, late], ICD, date(2022, 12, 1))

    assert near_early and near_early.edition is early and near_early.is_outside
    assert near_late and near_late.edition is late and near_late.is_outside


def test_an_ended_successor_does_not_bring_its_open_predecessor_back() -> None:
    ended = edition("2022", date(2022, 1, 1), date(2022, 12, 31))

    choice = choose_edition([E2021, ended], ICD, date(2024, 1, 1))

    assert choice and choice.edition is ended and choice.is_outside


def test_any_official_edition_goes_before_the_starter_edition() -> None:
    only_starter = choose_edition([STARTER], ICD, date(2019, 1, 1))
    both = choose_edition([STARTER, E2022], ICD, date(2019, 1, 1))

    assert only_starter and only_starter.edition is STARTER and not only_starter.is_outside
    assert both and both.edition is E2022 and both.is_outside


@pytest.mark.parametrize("state", [EditionState.IMPORTED, EditionState.RETIRED])
def test_an_edition_out_of_use_takes_no_part_when_a_day_asks(state: EditionState) -> None:
    idle = replace(E2022, state=state)

    with_other = choose_edition([E2021, idle, STARTER], ICD, date(2022, 6, 1))
    alone = choose_edition([idle, STARTER], ICD, date(2022, 6, 1))

    assert with_other and with_other.edition is E2021 and not with_other.is_outside
    assert alone and alone.edition is STARTER
    assert effective_editions([E2021, idle], ICD) == [E2021]


def test_the_starter_edition_rests_while_an_official_one_of_its_system_is_in_use() -> None:
    idle = replace(E2022, state=EditionState.RETIRED)
    kva = replace(E2022, id="kva", system=CodeSystem.KVA)

    assert name_state(STARTER, [E2022, STARTER]) == "Vilar"
    assert name_state(STARTER, [idle, kva, STARTER]) == "I bruk"
    assert name_state(E2022, [E2022, STARTER]) == "I bruk"
    assert name_state(idle, [idle, E2021, STARTER]) == "Ur bruk"


def test_of_two_editions_from_the_same_day_the_one_imported_last_is_used() -> None:
    first = replace(E2022, id="a", imported_at=datetime(2022, 1, 1, 8))  # noqa: DTZ001
    corrected = replace(E2022, id="b", imported_at=datetime(2022, 2, 1, 8))  # noqa: DTZ001

    choice = choose_edition([corrected, first], ICD, date(2022, 5, 1))

    assert choice and choice.edition is corrected


def test_a_system_without_editions_has_no_choice() -> None:
    assert choose_edition([E2021, STARTER], CodeSystem.KVA, date(2021, 1, 1)) is None
    assert choose_edition([], ICD, date(2021, 1, 1)) is None


days = st.dates(min_value=date(1997, 1, 1), max_value=date(2040, 12, 31))


def _end(start: date | None, length: int | None) -> date | None:
    return None if start is None or length is None else start + timedelta(days=length)


def _without_end(e: Edition) -> Edition:
    return replace(e, valid=Period(e.valid.start))


@st.composite
def edition_lists(draw: st.DrawFn) -> list[Edition]:
    starts = draw(st.lists(st.none() | days, min_size=1, max_size=6))
    lengths = draw(
        st.lists(st.none() | st.integers(0, 900), min_size=len(starts), max_size=len(starts))
    )
    return [
        edition(str(i), start, _end(start, length))
        for i, (start, length) in enumerate(zip(starts, lengths, strict=True))
    ]


@given(edition_lists(), days)
def test_the_choice_covers_the_day_unless_it_is_said_to_be_outside(
    editions: list[Edition], day: date
) -> None:
    choice = choose_edition(editions, ICD, day)

    assert choice is not None
    if not choice.is_outside:
        assert choice.edition.valid.covers(day)
        assert all(
            (e.valid.start or date.min) <= (choice.edition.valid.start or date.min)
            for e in effective_editions(editions, ICD)
            if e.valid.covers(day)
        )
    else:
        distance = choice.edition.valid.distance(day)
        assert all(e.valid.distance(day) >= distance for e in effective_editions(editions, ICD))
        assert distance > 0


@given(edition_lists(), days, st.randoms())
def test_the_choice_does_not_depend_on_the_order_of_import(
    editions: list[Edition], day: date, random: Random
) -> None:
    shuffled = list(editions)
    random.shuffle(shuffled)

    assert choose_edition(editions, ICD, day) == choose_edition(shuffled, ICD, day)


@given(edition_lists())
def test_no_day_lies_in_two_open_editions(editions: list[Edition]) -> None:
    effective = effective_editions([_without_end(e) for e in editions], ICD)

    for earlier, later in pairwise(effective):
        assert earlier.valid.end is not None and later.valid.start is not None
        assert earlier.valid.end < later.valid.start


def test_a_sound_tree_has_no_fault() -> None:
    assert find_tree_fault(TREE) is None
    assert find_tree_fault([]) is None


@pytest.mark.parametrize(
    ("concepts", "code", "words"),
    [
        ([concept("A00"), concept("A00")], "A00", "förekommer två gånger"),
        ([concept("A00", "A00-A09")], "A00", "A00-A09, som saknas"),
        ([concept("A", "C"), concept("B", "A"), concept("C", "B")], "A", "överordnad sig själv"),
        ([concept("A", "A")], "A", "överordnad sig själv"),
    ],
)
def test_a_fault_in_the_tree_names_code_and_kind(
    concepts: list[Concept], code: str, words: str
) -> None:
    fault = find_tree_fault(concepts)

    assert fault is not None
    assert fault.code == code
    assert words in fault.text


@given(st.lists(st.tuples(st.sampled_from("ABCDEF"), st.none() | st.sampled_from("ABCDEF"))))
def test_ancestors_of_a_faultless_tree_lead_to_the_top(pairs: list[tuple[str, str | None]]) -> None:
    concepts = [concept(code, parent) for code, parent in pairs]
    if find_tree_fault(concepts) is not None:
        return
    book = MemoryCodebook(E2022, concepts)

    for c in concepts:
        chain = [c, *book.ancestors(c.code)]
        assert chain[-1].parent is None


def test_levels_are_counted() -> None:
    chapter = replace(TREE[0], level=Level.CHAPTER)

    assert count_levels([chapter, *TREE[1:]]) == {"chapter": 1, "category": 4}
