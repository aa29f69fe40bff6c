"""Opening what TakeCare exports as JSON, and reading single values out of it."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NoReturn

from app.domain.errors import InputFileError
from app.exchange.text_file import shown_name

Item = Mapping[str, Any]

_NUMBER_IN_NAME = re.compile(r"(?<!\d)\d{12}(?!\d)", re.ASCII)
#: NUL and lone surrogates, which no database takes, and other control characters.
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def parse_items(text: str, path: Path) -> list[Item]:
    """Parse an exported file: one object, or a list of objects.

    Raises:
        InputFileError: it is no JSON (cut off, for example), or something else than objects.

    """
    name = shown_name(path)
    try:
        found = json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        raise InputFileError(
            f"Filen {name} är avklippt eller skadad: JSON går inte att läsa vid rad "
            f"{error.lineno}, tecken {error.colno}. Exportera den igen från TakeCare."
        ) from None
    except (ValueError, RecursionError):
        raise InputFileError(
            f"Filen {name} innehåller tal eller nivåer som inte går att läsa. "
            "Exportera den igen från TakeCare."
        ) from None
    items = found if isinstance(found, list) else [found]
    if not all(isinstance(item, dict) for item in items):
        raise InputFileError(
            f"Filen {name} är JSON men inget svar från TakeCare. Välj en annan fil."
        )
    return items


def text_at(item: Item, *keys: str) -> str:
    """Read the text or number at a path, stripped and on one line; empty where there is none."""
    found = value_at(item, *keys)
    if isinstance(found, bool) or not isinstance(found, str | int | float):
        return ""
    if isinstance(found, float) and not math.isfinite(found):
        return ""
    return " ".join(_UNFIT.sub(" ", str(found)).split())


def value_at(item: Item, *keys: str) -> object:
    """Read whatever stands at a path; None where there is nothing."""
    found: object = item
    for key in keys:
        if not isinstance(found, dict):
            return None
        found = found.get(key)
    return found


def items_at(item: Item, key: str) -> Iterator[tuple[int, Item]]:
    """List the objects of a list, numbered from 1; what is no object is an empty one."""
    found = item.get(key)
    for number, part in enumerate(found if isinstance(found, list) else [], start=1):
        yield number, part if isinstance(part, dict) else {}


def number_in_name(path: Path) -> str:
    """Find the identity number that the export puts in the name of a file; empty if none."""
    found = _NUMBER_IN_NAME.search(path.name)
    return found.group() if found else ""


def _refuse(_constant: str) -> NoReturn:
    raise ValueError
