"""What a coding summary prints: one event with every code named and every judgement dated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.domain.codes import CodeSystem
from app.domain.concept import Concept
from app.domain.encounter import Encounter, Override
from app.domain.finding import Finding


@dataclass(frozen=True, slots=True)
class PrintedOverride:
    """A finding set aside, with who did it; `finding` is None where its wording is not known."""

    override: Override
    person_name: str = ""
    finding: Finding | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed which version, and when."""

    version: int
    signer_name: str
    signed_at: datetime


@dataclass(frozen=True, slots=True)
class CodingSummary:
    """Everything on the paper. Moments are wall-clock time; an unsigned event is a draft.

    `concepts` holds the codes that the editions know; a code without a concept is printed
    with a remark. `sources` gives the short source of a rule by its id.
    """

    encounter: Encounter
    concepts: Mapping[tuple[CodeSystem, str], Concept] = field(default_factory=dict, repr=False)
    findings: tuple[Finding, ...] = ()
    overrides: tuple[PrintedOverride, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict, repr=False)
    editions: tuple[str, ...] = ()
    uses_starter: bool = False
    #: Systems in which no edition covers the event's day, so that the nearest one was used.
    outside: tuple[CodeSystem, ...] = ()
    rule_set: str = ""
    signature: Signature | None = None
    printed_at: datetime | None = None
    #: A word across every page, `ÖVNING` of a training event; empty in the work itself.
    watermark: str = ""

    @property
    def is_signed(self) -> bool:
        """Whether a signed version is printed, and not a draft."""
        return self.signature is not None

    def concept(self, system: CodeSystem, code: str) -> Concept | None:
        """Return the concept of a code in the editions of the summary, or None."""
        return self.concepts.get((system, code))
