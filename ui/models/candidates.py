"""The columns of the sentences of KVÅ that could be rules."""

from __future__ import annotations

from app.domain.list_words import format_day
from app.domain.procedure_candidate import CANDIDATE_LABEL
from app.services.candidates import ListedCandidate
from ui.models.list_table_model import Column

#: Codes that the table names of each sentence; the rest are counted.
_NAMED = 2


def format_others(row: ListedCandidate) -> str:
    """Write the codes that the sentence names; of many the first ones."""
    others = row.candidate.others
    rest = len(others) - _NAMED
    return ", ".join(others[:_NAMED]) + (f" +{rest}" if rest > 0 else "")


def format_decided(row: ListedCandidate) -> str:
    """Write who decided and on which day; nothing where nobody has."""
    decision = row.decision
    return f"{decision.person}, {format_day(decision.at.date())}" if decision else ""


def format_decision_on(row: ListedCandidate) -> str:
    """Write who decided, on which day and why; nothing where nobody has."""
    decision = row.decision
    if decision is None:
        return ""
    signed = format_decided(row)
    return f"{signed}: {decision.reason}" if decision.reason else signed


CANDIDATE_COLUMNS: tuple[Column[ListedCandidate], ...] = (
    Column("Läge", lambda row: row.state.capitalize()),
    Column("Kod", lambda row: row.candidate.code, tooltip=lambda row: row.title),
    Column("Slag", lambda row: CANDIDATE_LABEL[row.candidate.kind]),
    Column(
        "Andra koder",
        format_others,
        tooltip=lambda row: ", ".join(row.candidate.others),
    ),
    Column(
        "Mening i KVÅ", lambda row: row.candidate.quote, tooltip=lambda row: row.candidate.quote
    ),
    Column("Beslut", format_decided, tooltip=format_decision_on),
)
#: The column that takes the room that is left: the sentence itself.
WIDE = 4
