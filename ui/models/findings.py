"""How findings are worded in lists: severity as icon, word and colour."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from app.domain.encounter import Encounter, Override
from app.domain.finding import SEVERITY_LABEL, Finding, Severity
from app.services.corrections import Key

SEVERITY_ICON = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.ADVICE: "advice",
}


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding beside the override that answers it, if any."""

    finding: Finding
    override: Override | None = None
    #: Whether something is on offer that mends it.
    is_correctable: bool = False

    @property
    def label(self) -> str:
        """Severity in words; one that the region decided, or that is overridden, says so."""
        word = SEVERITY_LABEL[self.finding.severity]
        decided = ", ändrad av regionen" if self.finding.usual is not None else ""
        return f"{word}{decided}{', avfärdad' if self.override else ''}"

    @property
    def spoken(self) -> str:
        """The row as a screen reader says it."""
        offered = " Kan rättas med Ctrl+." if self.is_correctable else ""
        return f"{self.label}: {self.finding.message}{offered}"

    @property
    def aside(self) -> str:
        """What stands at the right edge: the key that mends it, and the rule."""
        return f"Ctrl+.  {self.finding.rule_id}" if self.is_correctable else self.finding.rule_id


def finding_rows(
    encounter: Encounter, findings: list[Finding], correctable: Container[Key] = ()
) -> list[FindingRow]:
    """Open findings first, then the overridden ones; each part keeps the order of review."""
    overrides = {override.key: override for override in encounter.overrides}
    rows = [
        FindingRow(finding, overrides.get(finding.key), finding.key in correctable)
        for finding in findings
    ]
    return sorted(rows, key=lambda row: row.override is not None)
