"""The file formats that codebooks come in, one module a format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from app.domain.concept import Concept, RecognisedCodebook
from app.domain.errors import CodebookFileError
from app.persistence.readers import (
    atc_keyvalue,
    icd10se_levels,
    icd10se_tsv,
    kva_levels,
    starter,
)
from app.persistence.readers.not_principal import read_reserved_codes, reserve

#: Below the folder of resources.
_RESERVED_CODES = Path("rules", "not_principal.toml")


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
READERS: tuple[Reader, ...] = (icd10se_levels, icd10se_tsv, kva_levels, atc_keyvalue, starter)


class FileReaders:
    """The production CodebookReaders; see app.domain.ports."""

    def __init__(self, resources: Path) -> None:
        self._resources = resources

    def recognise(self, paths: Sequence[Path]) -> list[RecognisedCodebook]:
        """Find every codebook among the files and in the folders, not in their subfolders."""
        files = list(dict.fromkeys(file for path in paths for file in _files_of(path)))
        return [found for reader in READERS for found in reader.recognises(files)]

    def read(self, codebook: RecognisedCodebook) -> Iterator[Concept]:
        """Yield the concepts; codes are reserved by our own table where the files say nothing."""
        reader = next(reader for reader in READERS if reader.__name__ == codebook.reader)
        concepts = reader.read(codebook)
        if codebook.flags_principal:
            return concepts
        return reserve(concepts, read_reserved_codes(self._resources / _RESERVED_CODES))


def _files_of(path: Path) -> list[Path]:
    try:
        if path.is_dir():
            return sorted(file for file in path.iterdir() if file.is_file())
    except OSError as error:
        text = f"Mappen {path.name} kan inte öppnas. Kontrollera att du får läsa den."
        raise CodebookFileError(text) from error
    if not path.exists():
        text = f"Det finns ingen fil eller mapp som heter {path}."
        raise CodebookFileError(f"{text} Kontrollera sökvägen.")
    return [path]
