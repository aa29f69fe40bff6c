"""A signed state of an encounter: written once, never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain.encounter import Encounter
from app.domain.finding import Finding


@dataclass(frozen=True, slots=True)
class SignedGroup:
    """The group that a signed coding falls in, by the definition tables of that moment."""

    drg: str = ""
    #: What the group is called in the tables.
    text: str = ""
    #: Product type of a DRG among the products of a region.
    product: str = ""
    rule: str = ""
    return_code: str = ""
    mdc: str = ""
    tables_id: str = ""
    tables_country: str = ""
    tables_version: str = ""
    #: The tables are for another time than the event.
    is_nearest: bool = False
    #: Why the event could not be grouped, as a Swedish sentence; then the rest is empty.
    error: str = ""


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
    #: The group of the coding; None where no tables fitted, and on what was signed before.
    group: SignedGroup | None = None
