"""Swedish identity numbers: kind, validity, birth date and sex read off the number."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class IdentityKind(StrEnum):
    """What sort of number it is."""

    PERSONNUMMER = "personnummer"
    SAMORDNINGSNUMMER = "samordningsnummer"
    NATIONAL_RESERVE = "nationellt_reservnummer"
    LOCAL_RESERVE = "lokalt_reservnummer"
    UNKNOWN = "okand"


@dataclass(frozen=True, slots=True)
class IdentityNumber:
    """A number as read. An invalid one is kept and flagged, never dropped."""

    #: Canonical: twelve characters without separator where the kind has them.
    text: str = field(repr=False)
    kind: IdentityKind = IdentityKind.UNKNOWN
    is_valid: bool = False
    birth_date: date | None = field(default=None, repr=False)
    #: `female`, `male` or None where the number does not say.
    sex: str | None = field(default=None, repr=False)

    @property
    def masked(self) -> str:
        """The birth year alone, for protected persons."""
        return f"{self.text[:4]}••••-••••" if len(self.text) == 12 else "••••••••"


def read_identity(text: str) -> IdentityNumber:
    """Recognise and check an identity number as people and systems write it."""
    return IdentityNumber(text.strip())
