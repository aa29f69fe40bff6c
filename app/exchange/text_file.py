"""Reading a file as text: which encoding it is in, and what is wrong when it is none."""

from __future__ import annotations

import codecs
import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.errors import InputFileError

#: Larger than any export met; a wrong file must not fill the memory.
LARGEST_FILE = 512 * 1024 * 1024

_IDENTITY_DIGITS = re.compile(r"(?<!\d)(\d{2,4})\d{4}[-+]?\d{4}(?!\d)")
_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_ENCODING_LABEL = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp1252": "Windows-1252",
}


@dataclass(frozen=True, slots=True)
class TextFile:
    """The text of a file, without byte order mark, and the encoding that it was in."""

    text: str = field(repr=False)
    encoding: str

    @property
    def encoding_label(self) -> str:
        """The encoding as people call it."""
        return _ENCODING_LABEL[self.encoding]


def shown_name(path: Path) -> str:
    """Name a file in a message: of an identity number the birth year alone is left."""
    return _IDENTITY_DIGITS.sub(r"\1••••••••", path.name)


def stable_id(prefix: str, *parts: str) -> str:
    """Derive an id that is the same each time and tells nothing of its parts."""
    digest = hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass"))
    return f"{prefix}-{digest.hexdigest()[:16]}"


def read_bytes(path: Path) -> bytes:
    """Read a whole file.

    Raises:
        InputFileError: the file cannot be opened, or is larger than LARGEST_FILE.

    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise InputFileError(
                f"Filen {shown_name(path)} är större än 512 MB. Dela upp exporten i flera filer."
            )
        return path.read_bytes()
    except FileNotFoundError:
        fault = "finns inte. Kontrollera namnet och försök igen."
    except PermissionError:
        fault = "får inte läsas. Kontrollera att du har rätt att öppna den."
    except OSError:
        fault = "går inte att läsa. Kontrollera att disken är ansluten och försök igen."
    # Outside the handlers: the error of the system names the whole path, patient and all.
    raise InputFileError(f"Filen {shown_name(path)} {fault}")


def read_text(path: Path) -> TextFile:
    """Read a text file in UTF-8, UTF-16 (with byte order mark) or Windows-1252.

    Raises:
        InputFileError: the file is empty, cut off in the middle of a character, or no text.

    """
    return decode(read_bytes(path), shown_name(path))


def decode(content: bytes, name: str) -> TextFile:
    """Turn bytes into text; `name` is what messages call the file."""
    encoding = _UTF16.get(content[:2])
    if encoding:
        decoded = TextFile(_decode_utf16(content[2:], encoding, name), encoding)
    else:
        decoded = _decode_eight_bit(content.removeprefix(codecs.BOM_UTF8), name)
    if not decoded.text.strip():
        raise InputFileError(f"Filen {name} är tom. Exportera den igen.")
    if "\0" in decoded.text:
        row = decoded.text.count("\n", 0, decoded.text.index("\0")) + 1
        raise InputFileError(
            f"Filen {name} innehåller nolltecken (rad {row}) och är inte en ren textfil. "
            "Spara den som UTF-8 eller UTF-16 med byteordningsmärke och försök igen."
        )
    return decoded


def _decode_utf16(content: bytes, encoding: str, name: str) -> str:
    if len(content) % 2:
        raise InputFileError(
            f"Filen {name} är avklippt: UTF-16 ska ha ett jämnt antal byte, men den sista "
            "saknas. Exportera eller kopiera filen igen."
        )
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        row = content[: error.start].decode(encoding, "replace").count("\n") + 1
        raise InputFileError(
            f"Filen {name} är avklippt eller skadad: rad {row} har ett halvt UTF-16-tecken. "
            "Exportera eller kopiera filen igen."
        ) from None


def _decode_eight_bit(content: bytes, name: str) -> TextFile:
    for encoding in ("utf-8", "cp1252"):
        try:
            return TextFile(content.decode(encoding), encoding)
        except UnicodeDecodeError as error:
            row = content.count(b"\n", 0, error.start) + 1
    raise InputFileError(
        f"Filen {name} är varken UTF-8, UTF-16 eller Windows-1252 (rad {row}). "
        "Spara den som ”CSV UTF-8” och försök igen."
    )
