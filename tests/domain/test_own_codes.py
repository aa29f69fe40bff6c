"""Own codes among the hits and before anything is typed: order, reasons, what stays behind."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Level
from app.domain.own_codes import (
    MOST_OWN_HITS,
    MOST_ROWS,
    OwnCode,
    OwnCodes,
    OwnReason,
    UsedCode,
    format_reason,
    group_own,
    place_own,
)
from app.domain.search import MatchKind, SearchHit

ICD, KVA = CodeSystem.ICD10SE, CodeSystem.KVA
TODAY = date(2026, 11, 22)
PATIENT, FAVOURITE, UNIT, RECENT = OwnReason


def own_code(reason: OwnReason, code: str, system: CodeSystem = ICD) -> OwnCode:
    return OwnCode(reason, UsedCode(system, code, 14, date(2026, 11, 3), "Avd 1"))


def own_codes(*codes: OwnCode) -> OwnCodes:
    return OwnCodes(codes, TODAY)


def hit(code: str, kind: MatchKind = MatchKind.WORDS, why: str = "synonym: x → y") -> SearchHit:
    return SearchHit(ICD, code, f"Titel {code}", kind, why, marked=((0, 2),))


def written(hits: Sequence[SearchHit]) -> list[tuple[str, str]]:
    return [(each.kind.value, each.code) for each in hits]


@pytest.mark.parametrize(
    ("reason", "day", "said"),
    [
        (PATIENT, date(2023, 4, 2), "patienten 2023-04-02"),
        (PATIENT, None, "patienten"),
        (FAVOURITE, None, "favorit"),
        (UNIT, None, "använd 14 gånger på enheten"),
        (RECENT, date(2026, 11, 3), "senast 3 november"),
        (RECENT, date(2025, 1, 31), "senast 31 januari 2025"),
    ],
)
def test_the_reason_is_said_in_a_few_words(reason: OwnReason, day: date | None, said: str) -> None:
    assert format_reason(OwnCode(reason, UsedCode(ICD, "I10.9", 14, day)), TODAY) == said


def test_a_hit_keeps_its_own_why_and_marks_behind_the_reason() -> None:
    own = own_codes(own_code(FAVOURITE, "I10.9"), own_code(UNIT, "I11.9"))

    found = place_own(own, [hit("I12.0"), hit("I10.9"), hit("I11.9", why="")], "titel")

    assert [each.why for each in found[:2]] == [
        "favorit · synonym: x → y",
        "använd 14 gånger på enheten",
    ]
    assert found[0].marked == ((0, 2),)
    assert written(found) == [("own", "I10.9"), ("own", "I11.9"), ("words", "I12.0")]


def test_the_patients_codes_come_first_then_favourites_the_units_and_recents() -> None:
    own = own_codes(
        own_code(RECENT, "A01"),
        own_code(UNIT, "A02"),
        own_code(FAVOURITE, "A03"),
        own_code(PATIENT, "A04"),
        own_code(FAVOURITE, "A05"),
    )

    found = place_own(own, [hit(f"A0{number}") for number in range(7)], "titel")

    codes = [each.code for each in found]
    assert codes == ["A04", "A03", "A05", "A02", "A01", "A00", "A06"]


def test_a_code_with_several_reasons_stands_once_with_the_best() -> None:
    own = own_codes(*(own_code(reason, "I10.9") for reason in reversed(OwnReason)))

    (found,) = place_own(own, [hit("I10.9", why="")], "titel")

    assert found.why == "patienten 2026-11-03"


def test_the_section_is_short_and_the_rest_stays_where_it_was() -> None:
    own = own_codes(*(own_code(UNIT, f"A0{number}") for number in range(9)))

    found = place_own(own, [hit(f"A0{number}") for number in range(9)], "titel")

    assert [each.kind for each in found].count(MatchKind.OWN) == MOST_OWN_HITS
    assert [each.code for each in found] == [f"A0{number}" for number in range(9)]


def test_a_code_typed_in_full_stays_first() -> None:
    own = own_codes(own_code(FAVOURITE, "I10.9"), own_code(PATIENT, "I10"))
    hits = [hit("I10", MatchKind.EXACT_CODE), hit("I10.1", MatchKind.CODE_PREFIX)]

    found = place_own(own, [*hits, hit("I10.9", MatchKind.CODE_PREFIX)], "I10")

    assert written(found) == [("exact_code", "I10"), ("own", "I10.9"), ("code_prefix", "I10.1")]


def test_a_guess_stays_below_the_line() -> None:
    own = own_codes(own_code(FAVOURITE, "I21.9"))
    guesses = [hit("I20.9", MatchKind.FUZZY), hit("I21.9", MatchKind.FUZZY)]

    assert place_own(own, guesses, "titl") == guesses
    assert place_own(own, [hit("I10.9"), *guesses], "titel") == [hit("I10.9"), *guesses]


@pytest.mark.parametrize(
    ("text", "why", "comes_first"),
    [
        ("titel", "ord: titel", False),  # a word of the title
        ("x", "förkortning: x → y", False),  # a term of the lexicon
        ("tit ", "ord: tit", False),  # a word that is finished
        ("tit", "ord: tit", True),
        ("titel ti", "ord: titel, ord: ti", True),
    ],
)
def test_what_merely_begins_so_goes_before_words_only_while_one_types(
    text: str, why: str, comes_first: bool
) -> None:
    own = own_codes(own_code(FAVOURITE, "K80.2"))
    hits = [hit("J44.9", why=why), hit("K80.2", MatchKind.PREFIX)]

    found = place_own(own, hits, text)

    begun_first = [("own", "K80.2"), ("words", "J44.9")]
    assert written(found) == (begun_first if comes_first else written(hits))


def test_where_everything_merely_begins_so_own_codes_come_first() -> None:
    own = own_codes(own_code(FAVOURITE, "K80.2"))
    hits = [hit("K81", MatchKind.PREFIX), hit("K80.2", MatchKind.PREFIX)]

    assert written(place_own(own, hits, "titel")) == [("own", "K80.2"), ("prefix", "K81")]


def test_own_codes_past_the_limit_come_from_the_second_question() -> None:
    own = own_codes(own_code(FAVOURITE, "A09"), own_code(PATIENT, "A01"))

    found = place_own(own, [hit("A00"), hit("A01")], "tit", [hit("A01"), hit("A09")])

    assert written(found) == [("own", "A01"), ("own", "A09"), ("words", "A00")]


def test_the_same_code_of_another_system_is_not_ones_own() -> None:
    own = own_codes(own_code(FAVOURITE, "I10.9", KVA))

    assert place_own(own, [hit("I10.9")], "titel") == [hit("I10.9")]


CODES = [f"A{number:02}" for number in range(12)]


@given(
    st.lists(st.tuples(st.sampled_from(OwnReason), st.sampled_from(CODES)), max_size=20),
    st.dictionaries(st.sampled_from(CODES), st.sampled_from(MatchKind), max_size=12),
    st.sampled_from(["titel", "tit", "a01", ""]),
)
def test_nothing_is_lost_added_or_mixed(
    kept: list[tuple[OwnReason, str]], kinds: dict[str, MatchKind], text: str
) -> None:
    order = {kind: place for place, kind in enumerate(MatchKind)}
    hits = [hit(code, kind) for code, kind in kinds.items() if kind is not MatchKind.OWN]
    hits.sort(key=lambda each: order[each.kind])
    own = own_codes(*(own_code(reason, code) for reason, code in kept))

    found = place_own(own, hits, text)

    assert sorted(each.code for each in found) == sorted(each.code for each in hits)
    sections = [kind for kind, _ in groupby(each.kind for each in found)]
    assert sections == sorted(set(sections), key=order.__getitem__)
    assert all(each.code in {code for _, code in kept} for each in found if each.kind == "own")


def titles(**known: str) -> dict[tuple[CodeSystem, str], Concept]:
    return {
        (ICD, code): Concept(ICD, code, title, Level.SUBCATEGORY) for code, title in known.items()
    }


def test_before_anything_is_typed_own_codes_stand_by_reason_with_when_and_where() -> None:
    own = own_codes(
        own_code(RECENT, "A01"),
        own_code(UNIT, "A02"),
        own_code(FAVOURITE, "A03"),
        own_code(PATIENT, "A04"),
        own_code(PATIENT, "A03"),
    )
    known = titles(A01="Ett", A02="Två", A03="Tre", A04="Fyra")

    groups = group_own(own, lambda *key: known.get(key))

    told = [(g.label, [(r.own.used.code, r.note) for r in g.rows]) for g in groups]
    assert told == [
        (
            "Patientens tidigare koder",
            [("A04", "2026-11-03, Avd 1"), ("A03", "2026-11-03, Avd 1")],
        ),
        ("Vanliga på enheten", [("A02", "använd 14 gånger på enheten")]),
        ("Senast använda", [("A01", "senast 3 november")]),
    ]


def test_of_codes_out_of_use_only_favourites_are_shown() -> None:
    own = own_codes(own_code(PATIENT, "A01"), own_code(FAVOURITE, "A02"))

    (group,) = group_own(own, lambda *_key: None)

    assert group.reason is FAVOURITE
    assert [(row.own.used.code, row.concept) for row in group.rows] == [("A02", None)]


def test_groups_are_short_except_favourites_and_follow_the_chosen_system() -> None:
    codes = [f"A{number:02}" for number in range(30)]
    known = titles(**dict.fromkeys(codes, "Titel"))
    own = own_codes(
        *(own_code(UNIT, code) for code in codes[:15]),
        *(own_code(FAVOURITE, code) for code in codes[15:]),
        own_code(FAVOURITE, "ZXA00", KVA),
    )

    groups = group_own(own, lambda *key: known.get(key), (ICD,))

    assert [(g.reason, len(g.rows)) for g in groups] == [(FAVOURITE, 15), (UNIT, MOST_ROWS)]
