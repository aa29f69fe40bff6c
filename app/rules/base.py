"""What a rule is: one object with its texts, its source, its examples and its check."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.encounter import Encounter
from app.domain.finding import Finding, Severity
from app.domain.ports import Codebooks


@dataclass(frozen=True, slots=True)
class Rule:
    """Provisional shape, widened by the rule room."""

    rule_id: str
    severity: Severity

    def findings(self, encounter: Encounter, books: Codebooks) -> Iterator[Finding]:
        """What the rule objects to in the encounter."""
        raise NotImplementedError
