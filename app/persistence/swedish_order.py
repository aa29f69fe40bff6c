"""Swedish alphabetical order as plain text that every database sorts the same way.

The order is kept in a key column instead of a collation: SQLite has none for Swedish, a
PostgreSQL server may be built without one, and a key can be indexed on both.
"""

from __future__ import annotations

import unicodedata

#: The three characters that follow `z` in ASCII stand for å, ä and ö; æ and ø sort with ä and ö.
_LAST_LETTERS = str.maketrans({"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}"})
#: An index row has a limited size in PostgreSQL; no name is told apart later than this.
_KEY_LENGTH = 80


def swedish_key(text: str) -> str:
    """Return a key whose byte order is the Swedish order of the text, case and accents aside."""
    letters = unicodedata.normalize("NFC", text).casefold().translate(_LAST_LETTERS)
    plain = unicodedata.normalize("NFKD", letters)
    return "".join(char for char in plain if not unicodedata.combining(char))[:_KEY_LENGTH]
