"""What a rule says about an encounter."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Severity(IntEnum):
    """How serious a finding is; higher sorts first in the review list."""

    ADVICE = 1
    WARNING = 2
    ERROR = 3

    @property
    def key(self) -> str:
        """The name used in files and on the command line."""
        return self.name.lower()


#: Swedish labels, kept beside the enum so that every screen says the same thing.
SEVERITY_LABEL = {Severity.ADVICE: "Råd", Severity.WARNING: "Varning", Severity.ERROR: "Fel"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One message about one or more codes of one encounter."""

    rule_id: str
    severity: Severity
    codes: tuple[str, ...]
    message: str
    catalogue: tuple[int, ...] = ()
    #: What the region has decided about it, as whole Swedish sentences; empty where nothing.
    remark: str = ""
    #: How the rule book judges it, where the region judges it otherwise.
    usual: Severity | None = None

    @property
    def code(self) -> str:
        """The code the finding points at first, or nothing."""
        return self.codes[0] if self.codes else ""

    @property
    def key(self) -> tuple[str, tuple[str, ...]]:
        """What an override is stored under: it lapses when the codes change."""
        return self.rule_id, self.codes
