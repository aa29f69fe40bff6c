"""How findings are worded in lists: severity as icon, word and colour."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.encounter import Encounter, Override
from app.domain.finding import SEVERITY_LABEL, Finding, Severity

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

    @property
    def label(self) -> str:
        """Severity in words; one that the region decided, or that is overridden, says so."""
        word = SEVERITY_LABEL[self.finding.severity]
        decided = ", ändrad av regionen" if self.finding.usual is not None else ""
        return f"{word}{decided}{', avfärdad' if self.override else ''}"

    @property
    def spoken(self) -> str:
        """The row as a screen reader says it."""
        return f"{self.label}: {self.finding.message}"


def finding_rows(encounter: Encounter, findings: list[Finding]) -> list[FindingRow]:
    """Open findings first, then the overridden ones; each part keeps the order of review."""
    overrides = {override.key: override for override in encounter.overrides}
    rows = [FindingRow(finding, overrides.get(finding.key)) for finding in findings]
    return sorted(rows, key=lambda row: row.override is not None)
