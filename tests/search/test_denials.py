"""What a question denies, and titles that say the opposite of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.codebook import MemoryCodebook
from app.domain.codes import CodeSystem
from app.domain.concept import Edition
from app.domain.search import MatchKind, SearchHit, SearchQuery
from app.search.denials import contradicts, denies_too, said_of
from app.search.engine import LibrarySearch
from app.search.normalise import words_of

from .conftest import SmallLibrary, concepts

ICD, KVA = CodeSystem.ICD10SE, CodeSystem.KVA
_ICD = {
    "K25": "Sår i magsäcken",
    "K25.0": "Sår i magsäcken, akut med blödning",
    "K25.3": "Sår i magsäcken, akut utan blödning eller perforation",
    "K35.2": "Akut appendicit med generaliserad peritonit",
    "K35.8": "Annan akut appendicit",
    "J18.9": "Pneumoni, ospecificerad",
    "J85.2": "Lungabscess utan pneumoni",
}
_KVA = {"AA012": "DT hjärna med kontrast", "AA014": "DT hjärna utan kontrast", "AA011": "DT hjärna"}


@pytest.fixture(scope="module")
def engine(lexicon_dir: Path) -> LibrarySearch:
    library = SmallLibrary()
    for system, titles in ((ICD, _ICD), (KVA, _KVA)):
        edition = Edition(f"{system.value}-3", system, system.value, "3")
        library.books[system] = MemoryCodebook(edition, concepts(system, titles))
    return LibrarySearch(library, lexicon_dir)


def _ask(engine: LibrarySearch, text: str) -> list[SearchHit]:
    return list(engine.search(SearchQuery(text)))


@pytest.mark.parametrize(
    ("text", "lacking", "joined"),
    [
        ("magsår utan blödning eller perforation", "blödning perforation", ""),
        ("gallsten utan inflammation i gallblåsan", "inflammation", ""),
        ("hepatit b utan hepatit d", "d", ""),
        ("dt hjärna med kontrast", "", "kontrast"),
        ("migrän med eller utan aura", "", ""),
        ("appendicit med abscess utan peritonit efter resa", "peritonit", "abscess"),
        ("utan anmärkning", "", ""),
        ("migrän", "", ""),
    ],
)
def test_what_is_said_to_be_lacking_ends_with_its_words(
    text: str, lacking: str, joined: str
) -> None:
    said = said_of(words_of(text))
    assert (said.lacking, said.joined) == (frozenset(lacking.split()), frozenset(joined.split()))


@pytest.mark.parametrize(
    ("text", "title", "is_opposite", "is_same"),
    [
        ("migrän utan aura", "Migrän med aura", True, False),
        ("migrän utan aura", "Migrän utan aura [vanlig migrän]", False, True),
        ("migrän utan aura", "Migrän, ospecificerad", False, False),
        ("dt buk med kontrast", "DT buk utan kontrast", True, False),
        ("dt buk med kontrast", "DT buk, utan och med kontrast", False, False),
        ("pneumoni utan feber", "Lungabscess utan pneumoni", True, False),
        ("fingersår utan nagelskada", "Sår på finger med skada på nagel", True, False),
        ("fingersår utan nagelskada", "Sår på finger utan skada på nagel", False, True),
        ("bråck utan inklämning", "Bråck utan inklämning, recidiv", False, True),
        ("utan komplikation", "Diabetes med komplikation", False, False),
        ("komplikation utan diabetes", "Diabetes utan komplikation", False, False),
    ],
)
def test_a_title_says_the_opposite_the_same_or_neither(
    text: str, title: str, is_opposite: bool, is_same: bool
) -> None:
    said = said_of(words_of(text))
    assert (contradicts(title, said), denies_too(title, said)) == (is_opposite, is_same)


@pytest.mark.parametrize(
    ("text", "first", "opposite"),
    [
        ("sår i magsäcken utan blödning", "K25.3", "K25.0"),
        ("akut appendicit utan peritonit", "K35.8", "K35.2"),
        ("pneumoni utan feber", "J18.9", "J85.2"),
        ("dt hjärna utan kontrast", "AA014", "AA012"),
        ("dt hjärna med kontrast", "AA012", "AA014"),
    ],
)
def test_titles_that_say_the_opposite_stand_below_the_line(
    engine: LibrarySearch, text: str, first: str, opposite: str
) -> None:
    found = _ask(engine, text)
    assert found[0].code == first
    assert found[0].kind is MatchKind.WORDS
    assert {hit.kind for hit in found if hit.code == opposite} <= {MatchKind.FUZZY}
