"""`kodklar identity`: what an identity number says of itself."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from app.cli.output import print_json
from app.domain.errors import AppError, InputFileError
from app.domain.identity import describe_identity


def describe(args: argparse.Namespace) -> int:
    """Print one JSON object a number."""
    numbers = [*args.numbers, *(_numbers_in(args.file) if args.file else ())]
    if not numbers:
        raise AppError("Ange ett eller flera nummer, eller en fil som har några med --file.")
    all_valid = True
    for number in numbers:
        described = describe_identity(number)
        all_valid = all_valid and bool(described["valid"])
        print_json(described)
    return 0 if all_valid else 1


def _numbers_in(path: Path) -> Iterator[str]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputFileError(
            f"{path.name} kan inte läsas. Kontrollera sökvägen och att filen är sparad i UTF-8."
        ) from error
    return (line.strip() for line in lines if line.strip())
