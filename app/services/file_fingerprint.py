"""The checksum that a file is remembered by, so that the same file again is known."""

from __future__ import annotations

import hashlib
from pathlib import Path

from app.domain.concept import SourceFile
from app.domain.errors import CodebookFileError


def fingerprint(path: Path) -> SourceFile:
    """Return name and SHA-256 of a file.

    Raises:
        CodebookFileError: it cannot be read.

    """
    try:
        with path.open("rb") as file:
            return SourceFile(path.name, hashlib.file_digest(file, "sha256").hexdigest())
    except OSError as error:
        text = f"Filen {path.name} kan inte läsas."
        remedy = "Kontrollera att den finns och att du får öppna den."
        raise CodebookFileError(f"{text} {remedy}") from error
