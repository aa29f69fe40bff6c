"""Files that the program hands out: written whole, or not at all."""

from __future__ import annotations

import errno
from pathlib import Path

from app.domain.errors import AppError
from app.services.context import AppContext


def write_whole(app: AppContext, path: Path, content: bytes) -> Path:
    """Write beside the target, then move into place; returns the path.

    Raises:
        AppError: the file cannot be written; an earlier file of that name is then untouched.

    """
    staged = path.with_name(f".{app.new_id()}.tmp")
    try:
        staged.write_bytes(content)
        staged.replace(path)
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        staged.unlink(missing_ok=True)
    return path


def _unwritable(path: Path, error: OSError) -> AppError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return AppError("Disken är full. Frigör utrymme eller välj en annan plats och försök igen.")
    if path.is_dir():
        return AppError(f"{path.name} är en mapp. Ange ett filnamn.")
    return AppError(
        f"{path.name} kunde inte sparas. Kontrollera att mappen finns och går att skriva i, och "
        "att filen inte är öppen i ett annat program."
    )
