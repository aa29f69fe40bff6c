"""The table of the rule browser: a rule a row, with what it did at signing."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.finding import SEVERITY_LABEL
from app.domain.list_words import format_count
from app.domain.rule_page import RulePage
from app.domain.rule_statistics import RuleCount
from ui.models.findings import SEVERITY_ICON
from ui.models.list_table_model import Column


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule, and how often it spoke and was set aside; None where it never did."""

    page: RulePage
    count: RuleCount | None = None

    @property
    def hits(self) -> int:
        """Findings at signing."""
        return self.count.hits if self.count else 0

    @property
    def overridden(self) -> int:
        """Findings that were set aside."""
        return self.count.overridden if self.count else 0


def _icon(row: RuleRow) -> str:
    return "" if row.page.judged is None else SEVERITY_ICON[row.page.judged]


def _severity_tip(row: RuleRow) -> str:
    return row.page.decision or f"{SEVERITY_LABEL[row.page.severity]} enligt regelboken"


def _told(row: RuleRow) -> str:
    if row.count is None:
        return "Ingen anmärkning vid signering de senaste tolv månaderna"
    hits = format_count(row.hits, "anmärkning", "anmärkningar")
    return f"{hits} vid signering de senaste tolv månaderna, {row.overridden} avfärdade"


def _unread(row: RuleRow) -> str:
    return "" if row.page.is_verified else row.page.basis


def _times(number: int) -> str:
    return str(number) if number else ""


#: The column that takes the room that is left.
WIDE = 2
RULE_COLUMNS: tuple[Column[RuleRow], ...] = (
    Column("Regel", lambda r: r.page.rule_id, tooltip=lambda r: r.page.topic),
    Column("Grad", lambda r: r.page.state, tooltip=_severity_tip, icon=_icon),
    Column("Anmärkning", lambda r: r.page.message, tooltip=lambda r: r.page.message),
    Column("Grund", _unread, tooltip=lambda r: r.page.basis),
    Column("Träffar", lambda r: _times(r.hits), tooltip=_told, is_number=True),
    Column("Avfärdade", lambda r: _times(r.overridden), tooltip=_told, is_number=True),
)
