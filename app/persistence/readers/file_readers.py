"""The file formats that codebooks come in, one module a format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from app.domain.codebook_changes import CodeChange
from app.domain.concept import Concept, Edition, RecognisedCodebook
from app.domain.errors import CodebookFileError
from app.domain.list_ports import ListFile
from app.domain.product import Product
from app.persistence.readers import (
    atc_keyvalue,
    atc_nsl,
    edition_file,
    icd10se_levels,
    icd10se_tsv,
    kva_levels,
    kva_tsv,
    kva_workbook,
    starter,
)
from app.persistence.readers.atc_products import is_product_list, product_list_error, read_products
from app.persistence.readers.compressed import (
    addresses,
    container,
    is_unopened_archive,
    refuse_large_total,
)
from app.persistence.readers.kva_changes import change_list_error, is_change_list, read_changes
from app.persistence.readers.lists import FileLists
from app.persistence.readers.not_principal import read_reserved_codes, reserve
from app.persistence.readers.text_encoding import TextEncoding
from app.persistence.readers.text_file import is_spoiled_file, read_text, tell_encoding

#: Below the folder of resources.
_RESERVED_CODES = Path("rules", "not_principal.toml")
_TEXT_SUFFIXES = {".tsv", ".txt", ".csv"}


class Reader(Protocol):
    """What a module for a format has to offer."""

    @property
    def __name__(self) -> str: ...

    def recognises(self, files: Sequence[Path], /) -> list[RecognisedCodebook]:
        """Find the codebooks among the files, by name and header only."""
        ...

    def read(self, codebook: RecognisedCodebook, /) -> Iterator[Concept]:
        """Yield the concepts; raise CodebookFileError with file, line and remedy."""
        ...


#: Every format the program knows; a new one is a module and a word here.
READERS: tuple[Reader, ...] = (
    icd10se_levels, icd10se_tsv, kva_levels, kva_tsv, kva_workbook, atc_keyvalue, atc_nsl, starter,
    edition_file,
)  # fmt: skip


class FileReaders:
    """The production CodebookReaders; see app.domain.edition_ports."""

    def __init__(self, resources: Path) -> None:
        self._resources = resources

    @property
    def lists(self) -> FileLists:
        """The formats of tables and lists that are no codebooks."""
        return FileLists()

    def recognise(self, paths: Sequence[Path]) -> list[RecognisedCodebook]:
        """Find every codebook among the files, in the folders (not their subfolders) and archives.

        The files of what is found are those on disk: the archive, where they lie in one.
        """
        files = list(dict.fromkeys(file for path in paths for file in addresses(path)))
        found = [book for reader in READERS for book in reader.recognises(files)]
        if not found:
            _refuse_other_kinds(files)
        _refuse_several_in_one(found)
        return [_on_disk(book) for book in found]

    def read(self, codebook: RecognisedCodebook) -> Iterator[Concept]:
        """Yield the concepts; codes are reserved by our own table where the files say nothing."""
        reader = _reader_of(codebook)
        concepts = reader.read(_unpacked(reader, codebook))
        if codebook.flags_principal:
            return concepts
        return reserve(concepts, read_reserved_codes(self._resources / _RESERVED_CODES))

    def remarks(self, codebook: RecognisedCodebook) -> tuple[str, ...]:
        """Name the encoding of every text file that is not in UTF-8, in Swedish sentences."""
        files = _unpacked(_reader_of(codebook), codebook).files
        texts = (file for file in files if file.suffix.lower() in _TEXT_SUFFIXES)
        told = ((file.name, tell_encoding(file)) for file in texts)
        return tuple(
            f"Filen {name} är skriven i {encoding} och har lästs så."
            for name, encoding in told
            if encoding in (TextEncoding.UTF16, TextEncoding.WINDOWS_1252)
        )

    def pack_edition(self, edition: Edition, concepts: Iterable[Concept]) -> bytes:
        """Return the file that takes an edition to another workstation."""
        return edition_file.pack(edition, concepts)

    def changes(self, path: Path) -> list[CodeChange]:
        """Return what a publisher's list of changes says."""
        return read_changes(_the_one(path, is_change_list, "lista över ändringar"))

    def products(self, path: Path) -> ListFile[Product]:
        """Return the products of a list of names with ATC codes."""
        file = _the_one(path, is_product_list, "lista över läkemedel")
        return ListFile(read_products(file), f"{tell_encoding(file)}, kolumner skilda av tabb")

    def recognise_products(self, paths: Sequence[Path]) -> list[Path]:
        """Return the files on disk that are lists of products, or hold one."""
        return _holding(paths, is_product_list)

    def recognise_changes(self, paths: Sequence[Path]) -> list[Path]:
        """Return the files on disk that are lists of changes, or hold one."""
        return _holding(paths, is_change_list)


def _holding(paths: Sequence[Path], is_known: Callable[[Path], bool]) -> list[Path]:
    files = dict.fromkeys(file for path in paths for file in addresses(path))
    return list(dict.fromkeys(container(file) for file in files if is_known(file)))


def _reader_of(codebook: RecognisedCodebook) -> Reader:
    return next(reader for reader in READERS if reader.__name__ == codebook.reader)


def _on_disk(codebook: RecognisedCodebook) -> RecognisedCodebook:
    files = tuple(dict.fromkeys(container(file) for file in codebook.files))
    return replace(codebook, files=files)


def _unpacked(reader: Reader, codebook: RecognisedCodebook) -> RecognisedCodebook:
    """Return the codebook with the files inside its archives instead of these."""
    files = [address for file in codebook.files for address in addresses(file)]
    if files == list(codebook.files):
        return codebook
    found = [book for book in reader.recognises(files) if book.system is codebook.system]
    if not found:
        names = ", ".join(file.name for file in codebook.files)
        text = f"{names} har ändrats medan filerna lästes."
        raise CodebookFileError(f"{text} Läs in dem igen.")
    refuse_large_total(found[0].files)
    return replace(codebook, files=found[0].files)


def _refuse_several_in_one(found: Sequence[RecognisedCodebook]) -> None:
    packed = Counter(
        archive
        for book in found
        for archive in {container(file) for file in book.files}
        if archive not in book.files
    )
    for archive, count in packed.items():
        if count > 1:
            text = f"Arkivet {archive.name} innehåller {count} kodverk."
            raise CodebookFileError(f"{text} Packa upp det och läs in mapparna en i taget.")


def _refuse_other_kinds(files: Sequence[Path]) -> None:
    """Say what the first file is that the program knows, but that is no codebook."""
    for path in dict.fromkeys(container(file) for file in files):
        addresses(path)  # an archive that could not be opened says why
    for file in files:
        if is_unopened_archive(file):
            outer = container(file).name
            text = f"Arkivet {outer} innehåller arkivet {file.name}, som inte öppnas."
            raise CodebookFileError(f"{text} Packa upp det yttre arkivet och läs in det inre.")
        if is_change_list(file):
            raise change_list_error(file)
        if is_product_list(file):
            raise product_list_error(file)
    _refuse_spoiled(files)


def _refuse_spoiled(files: Sequence[Path]) -> None:
    """Say what is wrong with a file that was chosen alone and is no text at all."""
    if len(files) == 1 and files[0].suffix.lower() in _TEXT_SUFFIXES and is_spoiled_file(files[0]):
        read_text(files[0])


def _the_one(path: Path, is_known: Callable[[Path], bool], name: str) -> Path:
    files = addresses(path)
    found = [file for file in files if is_known(file)]
    if not found:
        _refuse_spoiled(files)
    if len(found) != 1:
        number = "ingen fil" if not found else "flera filer"
        text = f"I {path.name} finns {number} som programmet känner igen som {name}."
        raise CodebookFileError(f"{text} Välj en fil, med det namn som utgivaren gav den.")
    return found[0]
