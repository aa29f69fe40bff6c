"""What holds for every question, tried on the editions that ship with the program."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.domain.codebook import MemoryCodebook
from app.domain.codebook_ports import Codebooks
from app.domain.codes import CodeSystem
from app.domain.search import MatchKind, SearchHit, SearchQuery
from app.persistence.readers.starter import read, starter_editions, starter_file
from app.search.code_table import looks_like_code
from app.search.engine import LibrarySearch
from app.search.normalise import words_of
from app.search.ranking import FIRST_PAGE

from .conftest import SmallLibrary

ROOT = Path(__file__).resolve().parents[2]
ORDER = list(MatchKind)
UNLIMITED = 100_000
FILTERS = [
    "kap:9", "kap:II", "kap:J", "kap:77", "kod:I2*", "kod:A-M", "kod:N02BE01", "-akut", "-kronisk",
    '-"akut hjärtinfarkt"', "-på",
]  # fmt: skip


class StarterLibrary(SmallLibrary):
    """The starter editions, for every day."""

    def __init__(self) -> None:
        folder = ROOT / "codebooks" / "starter"
        self.books = {
            edition.system: MemoryCodebook(edition, read(starter_file(folder, edition)))
            for edition in starter_editions(folder)
        }


LIBRARY = StarterLibrary()
BOOKS: Codebooks = LIBRARY.for_day(None)
CONCEPTS = [concept for system in CodeSystem for concept in BOOKS.of(system).concepts()]
TITLES = sorted({concept.title for concept in CONCEPTS})
WORDS = sorted({word for title in TITLES for word in words_of(title)})
#: Letters alone are words and abbreviations first, so codes without a digit are headings' own.
CODES = sorted({c.code for c in CONCEPTS if any(sign.isdigit() for sign in c.code)})


@pytest.fixture(scope="module")
def engine() -> LibrarySearch:
    return LibrarySearch(LIBRARY, ROOT / "codebooks" / "lexicon")


typed_words = st.sampled_from(WORDS).flatmap(
    lambda word: st.integers(1, len(word)).map(lambda length: word[:length])
)
questions = st.one_of(
    st.lists(typed_words, min_size=1, max_size=4).map(" ".join),
    st.sampled_from(TITLES),
    st.sampled_from(CODES),
    st.tuples(st.sampled_from(CODES), typed_words).map(" ".join),
    st.text(alphabet='aeiknorst åö"-:19', max_size=24),
    st.text(max_size=40),
)
queries = st.builds(
    SearchQuery,
    questions,
    systems=st.sampled_from([(), *((system,) for system in CodeSystem)]),
)


def _codes(hits: list[SearchHit]) -> set[tuple[CodeSystem, str]]:
    return {(hit.system, hit.code) for hit in hits}


@given(query=queries)
@settings(max_examples=150, deadline=None)
def test_every_question_is_answered_in_sections_that_never_mix(
    engine: LibrarySearch, query: SearchQuery
) -> None:
    hits = engine.search(query)
    sections = [ORDER.index(hit.kind) for hit in hits]
    assert sections == sorted(sections)
    keys = [(section, -hit.score) for section, hit in zip(sections, hits, strict=True)]
    for part in (keys[:FIRST_PAGE], keys[FIRST_PAGE:]):
        assert part == sorted(part)
    assert all(hit.why for hit in hits)
    assert len(_codes(hits)) == len(hits) <= query.limit


slips = st.tuples(st.sampled_from(WORDS), st.integers(0, 40), st.sampled_from("aeiknorståäö")).map(
    lambda slip: slip[0][: slip[1] % len(slip[0])] + slip[2] + slip[0][slip[1] % len(slip[0]) + 1 :]
)


@given(words=st.lists(st.one_of(slips, typed_words), min_size=1, max_size=3))
@settings(max_examples=150, deadline=None)
def test_nothing_corrected_stands_above_the_line(engine: LibrarySearch, words: list[str]) -> None:
    hits = engine.search(SearchQuery(" ".join(words), limit=UNLIMITED))
    assert {hit.kind for hit in hits if "rättat:" in hit.why} <= {MatchKind.FUZZY}


@given(query=queries)
@settings(max_examples=60, deadline=None)
def test_the_order_is_the_same_whatever_was_asked_before(
    engine: LibrarySearch, query: SearchQuery
) -> None:
    fresh = LibrarySearch.__new__(LibrarySearch)
    fresh.__dict__.update(engine.__dict__)
    first = engine.search(query)
    for other in ("astma", "hjärtinfarkt akut", query.text[:-1]):
        engine.search(replace(query, text=other))
    assert engine.search(query) == fresh.search(query) == first


@given(query=queries, limit=st.integers(1, 40))
@settings(max_examples=60, deadline=None)
def test_a_limit_cuts_the_unlimited_answer_short(
    engine: LibrarySearch, query: SearchQuery, limit: int
) -> None:
    every = engine.search(replace(query, limit=UNLIMITED))
    assert engine.search(replace(query, limit=limit)) == every[:limit]


@given(code=st.sampled_from(CODES), change=st.sampled_from([str.lower, str.upper, str.title]))
@settings(max_examples=150, deadline=None)
def test_an_exact_code_is_first(engine: LibrarySearch, code: str, change: object) -> None:
    spaced = code if ":" in code else f" {code[:1]} {code[1:]} "
    for text in (code, code.replace(".", ""), spaced):
        first = engine.search(SearchQuery(change(text)))[0]
        assert (first.code, first.kind) == (code, MatchKind.EXACT_CODE)


@given(code=st.sampled_from(CODES), words=st.lists(typed_words, min_size=1, max_size=3))
@settings(max_examples=60, deadline=None)
def test_an_exact_code_among_words_is_first(
    engine: LibrarySearch, code: str, words: list[str]
) -> None:
    assume(not any(looks_like_code(word) for word in words))
    assume(not looks_like_code(f"{code} {' '.join(words)}"))
    assume(not looks_like_code(" ".join([*words, code])))
    assume(looks_like_code(code))
    assume(not code.isdigit())  # a number among words is never the chapter of that number
    first = engine.search(SearchQuery(" ".join([*words, code])))[0]
    assert (first.code, first.kind) == (code, MatchKind.EXACT_CODE)


@given(query=queries, added=st.lists(st.sampled_from(FILTERS), min_size=1, max_size=2))
@settings(max_examples=150, deadline=None)
def test_adding_a_filter_to_the_text_never_adds_hits(
    engine: LibrarySearch, query: SearchQuery, added: list[str]
) -> None:
    assume(query.text.strip() and not set(query.text) & set('"-:'))
    plain = replace(query, limit=UNLIMITED)
    narrowed = replace(plain, text=" ".join([*added, query.text]))
    assume(len(narrowed.text) < 200)
    assert _codes(engine.search(narrowed)) <= _codes(engine.search(plain))


@given(
    query=queries,
    chapter=st.sampled_from(["", "9", "XIX", "J", "åå"]),
    principal_only=st.booleans(),
)
@settings(max_examples=100, deadline=None)
def test_adding_a_filter_to_the_query_never_adds_hits(
    engine: LibrarySearch, query: SearchQuery, chapter: str, principal_only: bool
) -> None:
    plain = replace(query, limit=UNLIMITED)
    narrowed = replace(plain, chapter=chapter, principal_only=principal_only)
    hits = engine.search(narrowed)
    assert _codes(hits) <= _codes(engine.search(plain))
    assert all(hit.may_be_principal for hit in hits if principal_only)


@given(words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=3))
@settings(max_examples=60, deadline=None)
def test_quoting_words_never_adds_hits(engine: LibrarySearch, words: list[str]) -> None:
    text = " ".join(words)
    assume(not looks_like_code(text))
    plain = engine.search(SearchQuery(text, limit=UNLIMITED))
    quoted = engine.search(SearchQuery(f'"{text}"', limit=UNLIMITED))
    assert _codes(quoted) <= _codes(plain)


beginnings = st.sampled_from([word for word in WORDS if len(word) > 2 and word.isalpha()]).flatmap(
    lambda word: st.tuples(st.just(word), st.integers(2, len(word)), st.integers(2, len(word)))
)


@given(beginning=beginnings)
@settings(max_examples=200, deadline=None)
def test_what_begins_with_more_letters_is_found_with_fewer(
    engine: LibrarySearch, beginning: tuple[str, int, int]
) -> None:
    word, one, other = beginning
    shorter, longer = word[: min(one, other)], word[: max(one, other)]
    found = _codes(engine.search(SearchQuery(shorter, limit=UNLIMITED)))
    begun = {
        (hit.system, hit.code)
        for hit in engine.search(SearchQuery(longer, limit=UNLIMITED))
        if any(each.startswith(longer) for each in words_of(_text_of(hit)))
    }
    assert begun <= found


def _text_of(hit: SearchHit) -> str:
    concept = BOOKS.of(hit.system).concept(hit.code)
    assert concept is not None
    return f"{concept.title} {concept.description}"


def test_a_number_among_words_is_not_the_chapter_of_that_number(engine: LibrarySearch) -> None:
    chapter = next(code for code in CODES if code.isdigit())
    alone, among = (engine.search(SearchQuery(text)) for text in (chapter, f"diabetes {chapter}"))
    assert alone[0].code == chapter
    assert chapter not in {hit.code for hit in among}
