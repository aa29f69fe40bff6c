"""The cache in the data folder saves time and changes nothing else."""

from __future__ import annotations

import os
import threading
import time
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from app.domain.codebook import MemoryCodebook
from app.domain.codes import CodeSystem
from app.domain.concept import SourceFile
from app.domain.errors import InputFileError
from app.domain.search import SearchHit, SearchQuery
from app.search import edition_search
from app.search.cache import WRITER
from app.search.engine import LibrarySearch

from .conftest import LEXICON, ListedProducts, SmallLibrary
from .test_typed_to_first import TYPED

ICD = CodeSystem.ICD10SE
TEXTS = [typed for typed, *_ in TYPED] + ["sjukdomar", "w01", "hj", "icke varig", "xqzvw"]


def identified(library: SmallLibrary, system: CodeSystem, **changes: object) -> None:
    """Give an edition the source that a cache knows it by."""
    book = library.books[system]
    source = SourceFile("fil.txt", f"{system}-{len(book.concepts())}")
    edition = replace(book.edition, sources=(source,), **changes)
    library.books[system] = MemoryCodebook(edition, book.concepts())


@pytest.fixture
def library() -> SmallLibrary:
    library = SmallLibrary()
    for system in CodeSystem:
        identified(library, system)
    return library


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def prepared(
    library: SmallLibrary,
    lexicon_dir: Path,
    folder: Path | None,
    products: ListedProducts | None = None,
) -> LibrarySearch:
    """Make a search and wait until it has written what it built."""
    engine = LibrarySearch(library, lexicon_dir, folder, products)
    engine.prepare()
    wait_for_writers()
    return engine


def wait_for_writers() -> None:
    for thread in threading.enumerate():
        if thread.name == WRITER:
            thread.join()


def answers(engine: LibrarySearch) -> list[list[SearchHit]]:
    return [engine.search(SearchQuery(text)) for text in TEXTS]


def refuse_to_build(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*parts: object) -> None:
        raise AssertionError("built although a cache was there")

    monkeypatch.setattr(edition_search, "compile_edition", refuse)


def count_builds(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    built: list[object] = []
    build = edition_search.compile_edition

    def counting(*parts: object) -> object:
        built.append(parts[2])
        return build(*parts)

    monkeypatch.setattr(edition_search, "compile_edition", counting)
    return built


def test_the_answers_with_and_without_cache_are_the_same(
    library: SmallLibrary, lexicon_dir: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without = answers(prepared(library, lexicon_dir, None))
    assert answers(prepared(library, lexicon_dir, folder)) == without
    refuse_to_build(monkeypatch)
    assert answers(prepared(library, lexicon_dir, folder)) == without


def test_a_file_is_left_for_each_edition_and_nothing_half_written(
    library: SmallLibrary, lexicon_dir: Path, folder: Path
) -> None:
    prepared(library, lexicon_dir, folder)
    assert [path.name.split("-")[1] for path in sorted(folder.iterdir())] == [
        "atc",
        "icd10se",
        "kva",
    ]
    assert {path.suffix for path in folder.iterdir()} == {".npz"}


def damage(path: Path, how: str) -> None:
    content = path.read_bytes()
    middle = len(content) // 2
    changed = {
        "empty": b"",
        "cut short": content[:middle],
        "one byte": content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :],
        "another file": b"PK\x03\x04 something else",
        "text": "Åtta ord på svenska".encode(),
    }[how]
    path.write_bytes(changed)


@pytest.mark.parametrize("how", ["empty", "cut short", "one byte", "another file", "text"])
def test_a_damaged_cache_is_built_anew_and_mended(
    library: SmallLibrary,
    lexicon_dir: Path,
    folder: Path,
    how: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    expected = answers(prepared(library, lexicon_dir, folder))
    for path in folder.iterdir():
        damage(path, how)
    assert answers(prepared(library, lexicon_dir, folder)) == expected
    refuse_to_build(monkeypatch)
    assert answers(prepared(library, lexicon_dir, folder)) == expected


def test_the_cache_of_another_edition_under_this_name_is_passed_over(
    library: SmallLibrary, lexicon_dir: Path, folder: Path
) -> None:
    expected = answers(prepared(library, lexicon_dir, folder))
    atc, icd, kva = sorted(folder.iterdir())
    contents = [path.read_bytes() for path in (icd, kva, atc)]
    for path, content in zip((atc, icd, kva), contents, strict=True):
        path.write_bytes(content)
    assert answers(prepared(library, lexicon_dir, folder)) == expected


@pytest.mark.parametrize(
    "change",
    [
        {"sources": (SourceFile("fil.txt", "annan"),)},
        {"imported_at": datetime(2024, 5, 1, 12, 0)},  # noqa: DTZ001 - moments have no zone
        {"version": "2"},
    ],
)
def test_a_changed_edition_is_built_anew_and_the_old_file_removed(
    library: SmallLibrary,
    lexicon_dir: Path,
    folder: Path,
    change: dict[str, object],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    prepared(library, lexicon_dir, folder)
    before = {path.name for path in folder.iterdir()}
    book = library.books[ICD]
    library.books[ICD] = MemoryCodebook(replace(book.edition, **change), book.concepts())
    built = count_builds(monkeypatch)
    prepared(library, lexicon_dir, folder)
    after = {path.name for path in folder.iterdir()}
    assert built == [ICD]
    assert (len(after), len(before & after)) == (3, 2)


def test_a_changed_lexicon_is_searched(
    library: SmallLibrary, lexicon_dir: Path, folder: Path, tmp_path: Path
) -> None:
    prepared(library, lexicon_dir, folder)
    changed = tmp_path / "lexicon"
    changed.mkdir()
    line = "snuvelsjuka\tJ45\ticd10se\tlay\ttest\tgranskad\n"
    (changed / "small.tsv").write_text(LEXICON + line, encoding="utf-8")
    engine = prepared(library, changed, folder)
    assert engine.search(SearchQuery("snuvelsjuka"))[0].code == "J45"
    assert answers(engine) == answers(prepared(library, changed, None))


def test_files_of_editions_that_are_gone_and_old_remains_are_removed(
    library: SmallLibrary, lexicon_dir: Path, folder: Path
) -> None:
    folder.mkdir()
    gone, remains, fresh, foreign = (
        folder / name
        for name in ("search-gone-0-1.npz", "search-a.tmp", "search-b.tmp", "other.npz")
    )
    for path in (gone, remains, fresh, foreign):
        path.write_bytes(b"x")
    long_ago = time.time() - 7 * 24 * 3600
    os.utime(remains, (long_ago, long_ago))
    prepared(library, lexicon_dir, folder)
    assert [path.exists() for path in (gone, remains, fresh, foreign)] == [False, False, True, True]


def test_a_folder_that_cannot_be_written_does_no_harm(
    library: SmallLibrary, lexicon_dir: Path, tmp_path: Path
) -> None:
    in_the_way = tmp_path / "cache"
    in_the_way.write_text("a file, not a folder", encoding="utf-8")
    engine = prepared(library, lexicon_dir, in_the_way)
    assert engine.search(SearchQuery("astma"))[0].code == "J45"
    assert in_the_way.read_text(encoding="utf-8") == "a file, not a folder"


def test_a_full_disk_leaves_nothing_behind(
    library: SmallLibrary, lexicon_dir: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*parts: object, **named: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("app.search.cache.np.savez", fail)
    engine = prepared(library, lexicon_dir, folder)
    assert engine.search(SearchQuery("astma"))[0].code == "J45"
    assert list(folder.iterdir()) == []


def test_an_edition_of_unknown_origin_is_not_cached(lexicon_dir: Path, folder: Path) -> None:
    prepared(SmallLibrary(), lexicon_dir, folder)
    assert not folder.exists()


def test_an_edition_with_odd_letters_in_its_id_stays_in_the_folder(
    library: SmallLibrary, lexicon_dir: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    identified(library, ICD, id="../å/icd")
    prepared(library, lexicon_dir, folder)
    assert len(list(folder.iterdir())) == len(CodeSystem)
    refuse_to_build(monkeypatch)
    prepared(library, lexicon_dir, folder)


def test_what_is_built_with_product_names_is_kept_and_answers_the_same(
    library: SmallLibrary, lexicon_dir: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    products = ListedProducts(("Seloken", "C07AB02"), ("Seloken ZOC", "C07AB02"))
    texts = ["seloken", "selken", "selo", "seloken zoc"]

    def ask(engine: LibrarySearch) -> list[list[SearchHit]]:
        return [engine.search(SearchQuery(text)) for text in texts]

    expected = ask(prepared(library, lexicon_dir, None, products))
    assert all(hits[0].code == "C07AB02" for hits in expected)
    prepared(library, lexicon_dir, folder, products)
    assert len(list(folder.iterdir())) == len(CodeSystem)
    refuse_to_build(monkeypatch)
    assert ask(prepared(library, lexicon_dir, folder, products)) == expected


def test_other_product_names_build_atc_anew_and_nothing_else(
    library: SmallLibrary, lexicon_dir: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = prepared(library, lexicon_dir, folder, ListedProducts(("Seloken", "C07AB02")))
    built = count_builds(monkeypatch)
    other = ListedProducts(("Metomylan", "C07AB02"))
    engine = prepared(library, lexicon_dir, folder, other)
    assert built == [CodeSystem.ATC]
    assert engine.search(SearchQuery("metomylan"))[0].code == "C07AB02"
    assert engine.search(SearchQuery("seloken")) == []
    assert len(list(folder.iterdir())) == len(CodeSystem)


def test_a_reload_after_an_import_of_products_finds_them_without_a_restart(
    library: SmallLibrary, lexicon_dir: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    products = ListedProducts()
    engine = prepared(library, lexicon_dir, folder, products)
    assert engine.search(SearchQuery("seloken")) == []
    products.names = [("Seloken", "C07AB02")]
    built = count_builds(monkeypatch)
    engine.reload()
    assert engine.search(SearchQuery("seloken"))[0].code == "C07AB02"
    assert built == [CodeSystem.ATC]
    engine.reload()
    engine.prepare()
    assert built == [CodeSystem.ATC]
    wait_for_writers()
    refuse_to_build(monkeypatch)
    prepared(library, lexicon_dir, folder, products)


def test_names_that_another_workstation_imported_are_taken_in_when_prepared_again(
    library: SmallLibrary, lexicon_dir: Path
) -> None:
    products = ListedProducts()
    engine = prepared(library, lexicon_dir, None, products)
    products.names = [("Seloken", "C07AB02")]
    assert engine.search(SearchQuery("seloken")) == []
    engine.prepare()
    assert engine.search(SearchQuery("seloken"))[0].code == "C07AB02"


def test_an_edition_that_was_loaded_again_is_not_built_again_nor_held_twice(
    library: SmallLibrary, lexicon_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = prepared(library, lexicon_dir, None)
    before = library.books[ICD]
    after = MemoryCodebook(before.edition, [replace(each) for each in before.concepts()])
    library.books[ICD] = after
    built = count_builds(monkeypatch)
    assert engine.search(SearchQuery("j45"))[0].code == "J45"
    assert engine.search(SearchQuery("astma"))[0].code == "J45"
    assert built == []
    assert engine._built[after.edition.id].concepts is after.concepts()


def test_a_code_is_found_without_reading_the_lexicon(
    library: SmallLibrary, tmp_path: Path, folder: Path
) -> None:
    (tmp_path / "broken.tsv").write_text("not a lexicon", encoding="utf-8")
    engine = LibrarySearch(library, tmp_path, folder)
    assert engine.search(SearchQuery("i10.9"))[0].code == "I10.9"
    with pytest.raises(InputFileError):
        engine.search(SearchQuery("hypertoni"))
