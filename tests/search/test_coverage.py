"""Reading a note: which words are phrases, and what the note says of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.codebook import MemoryCodebook
from app.domain.codes import CodeSystem
from app.domain.coverage import Mention, PhraseState
from app.domain.errors import InputFileError
from app.search.engine import LibrarySearch
from app.search.phrase_words import phrase_words, read_phrase_words
from tests.search.conftest import SmallLibrary

SAID, DENIED, PAST = PhraseState.UNCODED, PhraseState.NEGATED, PhraseState.HISTORICAL

Read = Callable[[str], list[tuple[str, str]]]


@pytest.fixture(scope="session")
def read(engine: LibrarySearch) -> Read:
    """Give the words of each phrase with its code."""

    def _read(text: str) -> list[tuple[str, str]]:
        return [(text[each.start : each.end], each.code) for each in engine.phrases(text)]

    return _read


def state_of(engine: LibrarySearch, text: str) -> list[PhraseState]:
    return [mention.state for mention in engine.phrases(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Har hypertoni.", [("hypertoni", "I10.9")]),
        ("Akut hjärtinfarkt i går.", [("Akut hjärtinfarkt", "I21.9")]),
        ("Får Alvedon vid behov.", [("Alvedon", "N02BE01")]),
        ("Propp i hjärtat 2010.", [("Propp i hjärtat", "I21.9")]),
        ("KAD sattes.", [("KAD", "TKC20")]),
        ("Astman är bättre.", [("Astman", "J45")]),
        # The lexicon names H25, which this edition does not have.
        ("Grå starr, hjärtsvikt", [("hjärtsvikt", "I50")]),
        ("Patienten är pigg, hjärta och lungor ua.", []),
        ("", []),
    ],
)
def test_phrases_are_placed_at_their_code(
    read: Read, text: str, found: list[tuple[str, str]]
) -> None:
    assert read(text) == found


def test_the_longest_phrase_wins(read: Read) -> None:
    assert read("Essentiell hypertoni") == [("Essentiell hypertoni", "I10.9")]


def test_a_phrase_ends_at_a_comma_and_at_a_denial(read: Read) -> None:
    assert read("propp, i hjärtat") == []
    assert read("Kollumfraktur, sluten") == [("Kollumfraktur", "S72.0")]
    assert read("astma utan hjärtsvikt") == [("astma", "J45"), ("hjärtsvikt", "I50")]


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("Ville inte äta och ångrade sig när astman kom.", [SAID]),
        ("Har inte hjärtsvikt när hon har astma.", [DENIED, SAID]),
        ("Ingen astma medan hon hade hjärtsvikt.", [DENIED, SAID]),
        ("Åter vid feber eller när hjärtsvikt misstänks.", [DENIED]),
    ],
)
def test_what_came_meanwhile_is_so_and_what_is_warned_of_is_not(
    engine: LibrarySearch, text: str, states: list[PhraseState]
) -> None:
    assert state_of(engine, text) == states


def test_a_phrase_goes_on_in_the_next_line_where_that_begins_small(read: Read) -> None:
    assert read("propp i\nhjärtat") == [("propp i\nhjärtat", "I21.9")]
    assert read("propp i\nHjärtat") == []


def test_a_slip_in_a_long_word_is_mended(read: Read) -> None:
    assert read("Känd hjärtinfrakt.") == [("hjärtinfrakt", "I21.9")]
    assert read("Har atsma.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Ingen astma.",
        "Inga hållpunkter för astma.",
        "Ingen misstanke om akut astma.",
        "Har inte haft astma.",
        "Förnekar astma.",
        "Utan tecken till astma.",
        "Astma utesluten.",
        "Astma har kunnat uteslutas.",
        "Astma föreligger ej.",
        "Astma påvisas inte.",
        "Astma?",
        "Frågeställning astma.",
        "Röntgas för att utesluta astma.",
        "Informeras om risk för astma.",
        "Astma: nej",
        "Astma misstänks ej.",
        "Hjärtinfarkt uteslutes med serieprover.",
        "Misstänkt hjärtinfarkt kunde inte bekräftas.",
        "Hjärtinfarkt har inte kunnat verifieras.",
    ],
)
def test_what_is_denied_or_asked_is_told_so(engine: LibrarySearch, text: str) -> None:
    assert state_of(engine, text) == [DENIED]


@pytest.mark.parametrize(
    "text",
    [
        "Astma utan anmärkning i övrigt.",
        "Ingen försämring av astma.",
        "Kan inte utesluta astma.",
        "Astma kan inte uteslutas.",
        "Inte bara astma.",
        "Orkar inte gå pga astma.",
        "Ingen allergi men astma.",
        "Röker inte. Astma.",
        "Ingen allergi, har astma sedan barndomen.",
        "Inga besvär, astma under kontroll.",
    ],
)
def test_what_only_stands_near_a_denial_is_said(engine: LibrarySearch, text: str) -> None:
    assert state_of(engine, text) == [SAID]


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("Ingen astma, hjärtsvikt eller fibromyalgi.", [DENIED, DENIED, DENIED]),
        ("Ingen astma och hjärtsvikt.", [DENIED, DENIED]),
        ("Ingen astma men hjärtsvikt.", [DENIED, SAID]),
        ("Ingen astma, hjärtsvikt sedan flera år.", [DENIED, SAID]),
        ("Astma och hjärtsvikt kan uteslutas.", [DENIED, DENIED]),
        ("Astma, hjärtsvikt utesluten.", [SAID, DENIED]),
        ("Inte astma utan hjärtsvikt.", [DENIED, SAID]),
        ("Varken astma eller hjärtsvikt.", [DENIED, DENIED]),
    ],
)
def test_a_denial_reaches_to_the_end_of_its_clause(
    engine: LibrarySearch, text: str, states: list[PhraseState]
) -> None:
    assert state_of(engine, text) == states


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Tidigare hjärtinfarkt.", PAST),
        ("Hjärtinfarkt 2009.", PAST),
        ("Hjärtinfarkt för två år sedan.", PAST),
        ("Lunginflammation som barn.", PAST),
        ("Genomgått hjärtinfarkt.", PAST),
        ("Status efter hjärtinfarkt.", PAST),
        ("Tidigare sjukdomar: Hjärtinfarkt.", PAST),
        ("Hereditet: Hjärtinfarkt hos far.", PAST),
        ("Far hade hjärtinfarkt.", PAST),
        ("Mor med astma.", PAST),
        ("Tidigare frisk. Hjärtinfarkt i dag.", SAID),
        ("Tidigare frisk, nu hjärtinfarkt.", SAID),
        ("Hjärtinfarkt, inlagd i går.", SAID),
        ("Tidigare sjukdomar: Hypertoni.", SAID),
        ("Tidigare sjukdomar: KOL, diagnos 2012.", SAID),
        ("Hypertoni sedan 2010.", SAID),
        ("Känd hypertoni sedan tidigare.", SAID),
        ("Tidigare hypertoni.", PAST),
    ],
)
def test_what_is_over_or_somebody_elses_is_history(
    engine: LibrarySearch, text: str, state: PhraseState
) -> None:
    assert state_of(engine, text) == [state]


def test_a_word_of_three_small_letters_is_no_drug(read: Read) -> None:
    assert read("Tog kol var dag.") == [("kol", "J44")]


def test_a_heading_of_history_holds_until_the_next_heading(engine: LibrarySearch) -> None:
    text = "Tidigare sjukdomar: Lunginflammation.\nHjärtinfarkt.\nBedömning: Hjärtinfarkt."

    assert state_of(engine, text) == [PAST, PAST, SAID]


def test_short_abbreviations_are_written_in_capitals_unless_they_are_known_words(
    read: Read,
) -> None:
    assert read("Sätter kad.") == []
    assert read("Svår kol.") == [("kol", "J44")]


def test_retired_codes_are_no_phrases_of_a_later_day(
    lexicon_dir: Path, library: SmallLibrary
) -> None:
    book = library.books[CodeSystem.ICD10SE]
    ended = [
        replace(concept, valid_to=date(2024, 12, 31)) if concept.code == "J45" else concept
        for concept in book.concepts()
    ]
    library.books[CodeSystem.ICD10SE] = MemoryCodebook(book.edition, ended)
    engine = LibrarySearch(library, lexicon_dir)

    assert [m.code for m in engine.phrases("Astma.", date(2024, 12, 31))] == ["J45"]
    assert list(engine.phrases("Astma.", date(2025, 1, 1))) == []


words = st.sampled_from(
    ["ingen", "ej", "utan", "hypertoni", "astma", "hjärtinfarkt", "2009", "Mor med", "Tidigare:"]
)
notes = st.one_of(
    st.text(max_size=300),
    st.lists(st.one_of(words, st.text(max_size=6)), max_size=40).map(" ".join),
    st.lists(words, max_size=30).map("\n".join),
)


def in_order(text: str, found: list[Mention]) -> bool:
    ends = [0, *(mention.end for mention in found)]
    return all(
        end <= mention.start < mention.end <= len(text)
        for end, mention in zip(ends, found, strict=False)
    )


@given(text=notes)
@settings(max_examples=200, deadline=None)
def test_phrases_lie_inside_any_text_and_never_overlap(engine: LibrarySearch, text: str) -> None:
    found = list(engine.phrases(text))

    assert in_order(text, found)
    assert list(engine.phrases(text)) == found


@given(text=notes)
@settings(max_examples=60, deadline=None)
def test_a_sentence_behind_a_text_leaves_its_phrases_where_they_are(
    engine: LibrarySearch, text: str
) -> None:
    before = [(m.start, m.end, m.code) for m in engine.phrases(text)]
    after = [(m.start, m.end, m.code) for m in engine.phrases(f"{text}\n\nBedömning: Mår bra.")]

    assert after == before


def test_every_group_of_words_has_its_reason() -> None:
    found = phrase_words()

    assert "E11" in found.chronic
    assert found.stops
    assert found.left_out


def test_a_file_of_words_without_a_reason_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "words.toml"
    path.write_text('[[stop]]\nwords = "x"\n', encoding="utf-8")

    with pytest.raises(InputFileError, match=r"words\.toml"):
        read_phrase_words(path)
