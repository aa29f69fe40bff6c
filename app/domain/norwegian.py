"""What a Norwegian stay (opphold) tells beside its codes, and how its country is recognised.

Source of the terms: seed 004, Koder for rapportering, Oslo universitetssykehus.
"""

from __future__ import annotations

from dataclasses import dataclass, field

NORWAY = "NO"
_NORWAY = frozenset({"no", "nor", "norge", "noreg", "norway", "578", "nb-no", "nn-no"})


@dataclass(frozen=True, slots=True)
class NorwegianStay:
    """Facts that Norwegian reporting wants. An empty text means that the source says nothing."""

    #: Behandler: who treated the patient, a name or a number.
    treating_person: str = field(default="", repr=False)
    #: Hastegrad.
    urgency: str = ""
    #: Omsorgsnivå.
    level_of_care: str = ""
    #: Inn fra: where the patient came from.
    admitted_from: str = ""
    #: Ut til: where the patient went.
    discharged_to: str = ""


#: A stay of which nothing of this is known.
NO_STAY = NorwegianStay()


def parse_country(text: str) -> str:
    """Write a country the way the program does: `NO` for Norway, other text in capitals."""
    word = text.strip()
    return NORWAY if word.lower() in _NORWAY else word.upper()
