"""A fact about coding that is told beside a code or on a screen, and never objected to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Guidance:
    """Whole Swedish sentences, written by us, with the source they rest on."""

    #: The number in the rule catalogue.
    number: int
    text: str
    source: str
