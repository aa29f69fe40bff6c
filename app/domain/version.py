"""A signed state of an encounter: written once, never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain.encounter import Encounter
from app.domain.finding import Finding


@dataclass(frozen=True, slots=True)
class SignedVersion:
    """What was signed, by whom, when, and judged by which editions and rules."""

    encounter_id: str
    number: int
    encounter: Encounter
    findings: tuple[Finding, ...]
    editions: tuple[str, ...]
    rule_set: str
    signer_id: str
    signer_name: str
    signed_at: datetime
    #: Findings that were set aside; their reasons stand with the overrides of the encounter.
    overridden: tuple[Finding, ...] = ()
