"""Files that the program hands out: written whole, or not at all."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from app.domain.errors import AppError
from app.services.context import AppContext


def write_whole(app: AppContext, path: Path, content: bytes) -> Path:
    """Write beside the target, then move into place; returns the path.

    Raises:
        AppError: the file cannot be written; an earlier file of that name is then untouched.

    """
    with whole_file(app, path, content):
        return path


@contextmanager
def whole_file(app: AppContext, path: Path, content: bytes) -> Iterator[None]:
    """Write beside the target, and move into place once the block has ended well.

    So there is no file where what has to come before it, such as a line in a log, was not done.

    Raises:
        AppError: the file cannot be written; an earlier file of that name is then untouched.

    """
    with _staged(app, path) as staged:
        staged.write_bytes(content)
        yield


@contextmanager
def streamed_file(app: AppContext, path: Path) -> Iterator[BinaryIO]:
    """Let the block write beside the target, and move into place once it has ended well.

    Raises:
        AppError: the file cannot be written; an earlier file of that name is then untouched.

    """
    with _staged(app, path) as staged, staged.open("wb") as file:
        yield file


@contextmanager
def _staged(app: AppContext, path: Path) -> Iterator[Path]:
    staged = path.with_name(f".{app.new_id()}.tmp")
    try:
        yield staged
        staged.replace(path)
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        with suppress(OSError):
            staged.unlink(missing_ok=True)


def _unwritable(path: Path, error: OSError) -> AppError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return AppError("Disken är full. Frigör utrymme eller välj en annan plats och försök igen.")
    if path.is_dir():
        return AppError(f"{path.name} är en mapp. Ange ett filnamn.")
    if not path.parent.is_dir():
        return AppError(f"Mappen {path.parent} finns inte. Skapa den eller välj en annan mapp.")
    return AppError(
        f"{path.name} kunde inte sparas. Kontrollera att mappen går att skriva i, och att filen "
        "inte är öppen i ett annat program."
    )
