"""Counts per chapter, and the checksum of what an edition says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Level, Mark, Note, NoteKind
from app.domain.edition_content import content_checksum, count_chapters, format_level_count

ICD = CodeSystem.ICD10SE
TREE = (
    Concept(ICD, "01", "Infektioner", Level.CHAPTER, is_leaf=False),
    Concept(ICD, "A00-A09", "Tarm", Level.BLOCK, "01", is_leaf=False),
    Concept(ICD, "A00.0", "Klassisk", Level.SUBCATEGORY, "A00"),
    Concept(ICD, "A00", "Kolera", Level.CATEGORY, "A00-A09", is_leaf=False),
    Concept(ICD, "22", "Särskilda", Level.CHAPTER),
)


def test_codes_to_report_are_counted_below_each_chapter_whatever_their_order() -> None:
    assert count_chapters(TREE) == {"01": 2, "22": 0}
    assert count_chapters(TREE[::-1]) == {"22": 0, "01": 2}
    assert count_chapters([]) == {}


def test_a_code_to_report_at_the_top_counts_itself() -> None:
    lone = Concept(CodeSystem.KVA, "NFB49", "Höftprotes", Level.ITEM)

    assert count_chapters([lone]) == {"NFB49": 1}


@given(st.randoms())
def test_the_order_of_the_files_does_not_change_the_checksum(random: Random) -> None:
    shuffled = list(TREE)
    random.shuffle(shuffled)

    assert content_checksum(shuffled) == content_checksum(TREE)


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Kolera UNS"},
        {"code": "A99"},
        {"level": Level.SUBCATEGORY},
        {"parent": "01"},
        {"mark": Mark.DAGGER},
        {"may_be_principal": False},
        {"partners": ("G00",)},
        {"valid_from": date(2022, 1, 1)},
        {"valid_to": date(2022, 1, 1)},
        {"description": "Text"},
        {"notes": (Note(NoteKind.EXAMPLE, "Text"),)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_whatever_an_edition_says_changes_its_checksum(change: dict[str, object]) -> None:
    changed = [replace(c, **change) if c.code == "A00" else c for c in TREE]

    assert content_checksum(changed) != content_checksum(TREE)


def test_text_does_not_wander_between_fields_unseen() -> None:
    one = replace(TREE[3], description="x", notes=(Note(NoteKind.EXAMPLE, "y"),))
    two = replace(TREE[3], description="xy", notes=(Note(NoteKind.EXAMPLE, ""),))

    assert content_checksum([one]) != content_checksum([two])


@pytest.mark.parametrize(
    ("level", "count", "words"),
    [
        (Level.HEADING, 1, "1 rubrik"),
        (Level.CHAPTER, 1, "1 kapitel"),
        (Level.EXTENSION, 23_985, "23\xa0985 femställiga koder"),
        (Level.ITEM, 0, "0 koder att rapportera"),
    ],
)
def test_a_level_is_counted_in_the_number_it_stands_in(
    level: Level, count: int, words: str
) -> None:
    assert format_level_count(level, count) == words
