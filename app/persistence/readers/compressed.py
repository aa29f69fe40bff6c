"""Files inside a folder, a .gz or a .zip, read where they lie.

An address is a path: `icd10se-2022.zip/digit3.txt` names a member of an archive, `list.tsv` beside
`list.tsv.gz` what is packed there. So a reader need not know that its files are packed. An
archive inside an archive is not opened.
"""

from __future__ import annotations

import gzip
import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from app.domain.errors import CodebookFileError

MEGABYTE = 1_000_000
#: The largest official file is ICD-10-SE with 15 MB.
LARGEST = 100 * MEGABYTE
#: Code files shrink to a tenth, a thirtieth at most; a bomb to a thousandth.
LARGEST_RATIO = 100
#: Below this a ratio harms nobody.
_HARMLESS = 10 * MEGABYTE
_MOST_MEMBERS = 10_000

_ZIP, _GZ = ".zip", ".gz"
_DRIVE = re.compile(r"[A-Za-z]:")
#: What macOS puts into every archive beside the files.
_MACOS_FOLDER, _MACOS_FILE = "__MACOSX", "._"
_ENCRYPTED = 0x1
_CHUNK = 1_000_000
#: What the libraries raise on a file that is no whole archive; zipfile says NotImplementedError of
#: a compression that it does not know.
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, NotImplementedError,
    RuntimeError, ValueError, OverflowError, OSError,
)  # fmt: skip
_FETCH_AGAIN = "Hämta filen på nytt från utgivaren och läs in den igen."
_FROM_PUBLISHER = "Hämta filen från utgivaren i stället."


@dataclass(frozen=True, slots=True)
class Archive:
    """An opened zip file whose member names have been seen to be harmless."""

    name: str
    members: dict[str, zipfile.ZipInfo]
    _file: zipfile.ZipFile

    def read(self, member: str, size: int | None = None) -> bytes:
        """Read a member, or its first bytes.

        Raises:
            CodebookFileError: it is damaged, or too large to be a code file.

        """
        info = self.members[member]
        if size is None:
            _refuse_bomb(f"{member} i {self.name}", info.file_size, info.compress_size)
        try:
            with self._file.open(info) as file:
                return file.read() if size is None else file.read(size)
        except _DAMAGED as error:
            raise _damaged(self.name) from error


def addresses(path: Path) -> list[Path]:
    """Return the files that a path stands for: itself, those of a folder, those of an archive.

    An archive in a folder that cannot be opened stands for itself: it may have nothing to do
    with the files beside it.

    Raises:
        CodebookFileError: the path is missing or cannot be opened, or the archive is damaged,
            locked by a password, or holds a path that leads out of it.

    """
    if path.is_dir():
        found = [file for file in _files_of(path) if file.is_file()]
        return list(dict.fromkeys(address for file in found for address in _inside(file)))
    if not path.exists() and container(path) == path:
        text = f"Det finns ingen fil eller mapp som heter {path}."
        raise CodebookFileError(f"{text} Kontrollera sökvägen.")
    suffix = path.suffix.lower()
    if suffix == _ZIP and path.is_file():
        with open_archive(path) as archive:
            return [path / name for name in archive.members]
    return [path.with_suffix("")] if suffix == _GZ else [path]


def container(address: Path) -> Path:
    """Return the file on disk that an address lies in: itself, the .gz or the .zip."""
    archive = _archive_of(address)
    if archive is not None:
        return archive
    packed = _packed(address)
    return packed if packed.is_file() and not address.is_file() else address


def refuse_large_total(files: Sequence[Path]) -> None:
    """See that the files of one codebook are not too much together, once they are unpacked.

    Raises:
        CodebookFileError: those of one archive are larger than `LARGEST`.

    """
    by_archive: dict[Path, list[str]] = {}
    for file in files:
        archive = _archive_of(file)
        if archive is not None:
            by_archive.setdefault(archive, []).append(file.relative_to(archive).as_posix())
    for path, names in by_archive.items():
        with open_archive(path) as opened:
            total = sum(opened.members[name].file_size for name in names)
        if total > LARGEST:
            text = f"Filerna i {path.name} blir {total // MEGABYTE} MB när de packas upp, mer än"
            text = f"{text} de {LARGEST // MEGABYTE} MB som ett kodverk kan vara."
            raise CodebookFileError(f"{text} {_FROM_PUBLISHER}")


def is_unopened_archive(address: Path) -> bool:
    """Whether the address is an archive inside an archive, which is not looked into."""
    return address.suffix.lower() in (_ZIP, _GZ) and _archive_of(address) is not None


def read_bytes(address: Path) -> bytes:
    """Read a whole file.

    Raises:
        CodebookFileError: it cannot be opened, is damaged, or is too large to be a code file.

    """
    return _read(address, None)


def read_beginning(address: Path, size: int) -> bytes:
    """Read the first bytes of a file, as many as there are up to `size`.

    Raises:
        CodebookFileError: it cannot be opened or is damaged.

    """
    return _read(address, size)


@contextmanager
def open_archive(address: Path) -> Iterator[Archive]:
    """Open a zip file, or another file that is one inside, such as a workbook.

    Raises:
        CodebookFileError: it cannot be opened, is damaged, locked by a password, or holds a path
            that leads out of it.

    """
    with _open_zip(address) as file:
        yield Archive(address.name, _members(address.name, file), file)


@contextmanager
def _open_zip(address: Path) -> Iterator[zipfile.ZipFile]:
    is_inside = _archive_of(address) is not None
    source: Path | BinaryIO = io.BytesIO(read_bytes(address)) if is_inside else address
    _refuse_unreadable(address, source)
    try:
        file = zipfile.ZipFile(source)
    except _DAMAGED as error:
        raise _damaged(address.name) from error
    with file:
        yield file


def _refuse_unreadable(address: Path, source: Path | BinaryIO) -> None:
    if not isinstance(source, Path):
        return
    try:
        with source.open("rb"):
            return
    except OSError as error:
        raise _unopened(address) from error


def _members(name: str, file: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    infos = [info for info in file.infolist() if not info.is_dir()]
    if len(infos) > _MOST_MEMBERS:
        text = f"Arkivet {name} innehåller {len(infos)} filer, fler än {_MOST_MEMBERS}."
        raise CodebookFileError(f"{text} {_FROM_PUBLISHER}")
    members: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        # The national substance register writes its folders with backslashes.
        member = info.filename.replace("\\", "/")
        parts = member.split("/")
        _refuse_way_out(name, member, parts)
        if info.flag_bits & _ENCRYPTED:
            text = f"Arkivet {name} är låst med lösenord."
            raise CodebookFileError(f"{text} Packa upp det och läs in mappen med filerna.")
        if parts[0] == _MACOS_FOLDER or parts[-1].startswith(_MACOS_FILE):
            continue
        if member in members:
            text = f"Arkivet {name} innehåller två filer som heter {member}."
            raise CodebookFileError(f"{text} {_FETCH_AGAIN}")
        members[member] = info
    return members


def _refuse_way_out(name: str, member: str, parts: Sequence[str]) -> None:
    if ".." in parts or member.startswith("/") or _DRIVE.match(member):
        text = f"Arkivet {name} innehåller filen {member}, vars sökväg leder ut ur arkivet."
        raise CodebookFileError(f"{text} Inget lästes. {_FROM_PUBLISHER}")


def _read(address: Path, size: int | None) -> bytes:
    path = _archive_of(address)
    if path is None:
        source = container(address)
        return _read_plain(source, size) if source == address else _read_gz(source, size)
    with open_archive(path) as archive:
        member = address.relative_to(path).as_posix()
        if member not in archive.members:
            raise _unopened(address)
        return archive.read(member, size)


def _read_plain(path: Path, size: int | None) -> bytes:
    try:
        if size is None:
            _refuse_bomb(path.name, path.stat().st_size)
        with path.open("rb") as file:
            return file.read() if size is None else file.read(size)
    except OSError as error:
        raise _unopened(path) from error


def _read_gz(path: Path, size: int | None) -> bytes:
    parts: list[bytes] = []
    length = 0
    try:
        packed_size = path.stat().st_size
        with gzip.open(path, "rb") as file:
            if size is not None:
                return file.read(size)
            while chunk := file.read(_CHUNK):
                parts.append(chunk)
                length += len(chunk)
                _refuse_bomb(path.name, length, packed_size)
    except PermissionError as error:
        raise _unopened(path) from error
    except _DAMAGED as error:
        raise _damaged(path.name) from error
    return b"".join(parts)


def _refuse_bomb(name: str, size: int, packed_size: int | None = None) -> None:
    """Refuse what is too large; size in bytes, as far as it is known."""
    if size > LARGEST:
        text = f"Filen {name} är större än {LARGEST // MEGABYTE} MB"
        raise CodebookFileError(f"{text} och kan inte vara en kodfil. {_FROM_PUBLISHER}")
    if packed_size is None or size <= _HARMLESS:
        return
    ratio = size // max(packed_size, 1)
    if ratio > LARGEST_RATIO:
        text = f"Filen {name} blir minst {ratio} gånger större när den packas upp; en kodfil blir"
        raise CodebookFileError(f"{text} högst {LARGEST_RATIO} gånger större. {_FROM_PUBLISHER}")


def _files_of(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError as error:
        text = f"Mappen {folder.name} kan inte öppnas. Kontrollera att du får läsa den."
        raise CodebookFileError(text) from error


def _inside(file: Path) -> list[Path]:
    try:
        return addresses(file)
    except CodebookFileError:
        return [file]


def _packed(address: Path) -> Path:
    return address.with_name(f"{address.name}{_GZ}") if address.name else address


def _archive_of(address: Path) -> Path | None:
    above = (path for path in reversed(address.parents) if path.suffix.lower() == _ZIP)
    return next((path for path in above if path.is_file()), None)


def _unopened(address: Path) -> CodebookFileError:
    text = "kan inte öppnas. Kontrollera att den finns och att du får läsa den."
    return CodebookFileError(f"Filen {address.name} {text}")


def _damaged(name: str) -> CodebookFileError:
    return CodebookFileError(f"Filen {name} är skadad och kan inte packas upp. {_FETCH_AGAIN}")
