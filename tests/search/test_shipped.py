"""Searches of one process share what is built of one codebook, and nothing of a workplace."""

from __future__ import annotations

import gc
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.codebook import MemoryCodebook
from app.domain.codes import CodeSystem
from app.domain.concept import SourceFile
from app.domain.search import SearchQuery
from app.search.cache import WRITER
from app.search.engine import LibrarySearch
from app.search.shipped import shared_of

from .conftest import SmallLibrary
from .test_local_terms import Workplace, term

ICD = CodeSystem.ICD10SE
NOTE = "Patienten har förmaksflimmer och hjärtstrul."


@pytest.fixture
def library() -> SmallLibrary:
    library = SmallLibrary()
    for system, book in library.books.items():
        edition = replace(book.edition, sources=(SourceFile("fil.txt", system.value),))
        library.books[system] = MemoryCodebook(edition, book.concepts())
    return library


def prepared(
    library: SmallLibrary, lexicon_dir: Path, folder: Path, workplace: Workplace | None = None
) -> LibrarySearch:
    engine = LibrarySearch(library, lexicon_dir, folder, terms=workplace)
    engine.prepare()
    for thread in threading.enumerate():
        if thread.name == WRITER:
            thread.join()
    return engine


def reader_of(engine: LibrarySearch) -> object:
    (asked,) = engine.editions_asked(SearchQuery("i48", (ICD,)))
    return asked.search.reader


def test_two_searches_of_one_codebook_have_one_index_whatever_folder_they_keep_it_in(
    library: SmallLibrary, lexicon_dir: Path, tmp_path: Path
) -> None:
    first, second = (prepared(library, lexicon_dir, tmp_path / name) for name in "ab")

    assert reader_of(first) is reader_of(second)
    written = [sorted(path.name for path in (tmp_path / name).iterdir()) for name in "ab"]
    assert written[0] == written[1]  # the next start may have one of the folders alone
    assert len(written[0]) == len(CodeSystem)
    assert first.phrases(NOTE) == second.phrases(NOTE) != []


def test_the_terms_of_one_workplace_are_not_those_of_another(
    library: SmallLibrary, lexicon_dir: Path, tmp_path: Path
) -> None:
    workplace = Workplace()
    workplace.terms.append(term("hjärtstrul", "I50"))
    own = prepared(library, lexicon_dir, tmp_path, workplace)
    other = prepared(library, lexicon_dir, tmp_path)

    assert {mention.code for mention in own.phrases(NOTE)} == {"I48", "I50"}
    assert {mention.code for mention in other.phrases(NOTE)} == {"I48"}
    assert own.search(SearchQuery("hjärtstrul"))[0].code == "I50"
    assert "I50" not in {hit.code for hit in other.search(SearchQuery("hjärtstrul"))}


def test_a_codebook_that_is_only_alike_or_another_lexicon_shares_nothing(
    library: SmallLibrary, lexicon_dir: Path, tmp_path: Path
) -> None:
    first = prepared(library, lexicon_dir, tmp_path / "a")
    alike = SmallLibrary()
    alike.books = {s: MemoryCodebook(b.edition, b.concepts()) for s, b in library.books.items()}
    lexicon = tmp_path / "lexicon"
    lexicon.mkdir()

    others = (
        prepared(alike, lexicon_dir, tmp_path / "b"),
        prepared(library, lexicon, tmp_path / "c"),
    )

    assert reader_of(first) not in [reader_of(other) for other in others]


def test_what_nobody_uses_any_more_is_let_go_of(
    library: SmallLibrary, lexicon_dir: Path, tmp_path: Path
) -> None:
    engine = prepared(library, lexicon_dir, tmp_path)
    shared = shared_of(library.books[ICD])
    assert len(shared) == 1

    del engine
    gc.collect()

    assert len(shared) == 0
