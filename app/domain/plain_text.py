"""Plain forms of what people write and count: ids of letters and digits, numbers in groups."""

from __future__ import annotations

import re

_NOT_IN_ID = re.compile(r"[^a-z0-9.]+")
_PLAIN_LETTERS = str.maketrans("åäöéæø", "aaoeao")


def plain_id(text: str) -> str:
    """Write a name as an id: small letters without accents, digits, points, hyphens between.

    Empty where the name has neither letters nor digits.
    """
    return _NOT_IN_ID.sub("-", text.lower().translate(_PLAIN_LETTERS)).strip("-")


def group_thousands(number: int) -> str:
    """Write a number with a hard blank between thousands, as Swedish does."""
    return f"{number:,}".replace(",", "\N{NO-BREAK SPACE}")
