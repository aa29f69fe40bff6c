"""Search hits as rows under section headings."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from app.domain.codes import SYSTEM_LABEL
from app.domain.search import MATCH_LABEL, MatchKind, SearchHit
from ui.delegates.code_row import CodeRow
from ui.models.code_list_model import Entry


def hit_entries(hits: Sequence[SearchHit]) -> list[Entry[SearchHit]]:
    """Rows for the result list: a heading a section, a line above corrected spelling."""
    entries: list[Entry[SearchHit]] = []
    for kind, section in groupby(hits, key=lambda hit: hit.kind):
        heading = CodeRow(title=MATCH_LABEL[kind], has_line=kind is MatchKind.FUZZY)
        entries.append(Entry(heading))
        entries.extend(Entry(_row(hit), hit) for hit in section)
    return entries


def _row(hit: SearchHit) -> CodeRow:
    return CodeRow(
        code=f"{hit.code}{hit.mark}",
        title=hit.title,
        note=_note(hit),
        aside=SYSTEM_LABEL[hit.system],
    )


def _note(hit: SearchHit) -> str:
    parts = (
        "" if hit.may_be_principal else "ej huvuddiagnos",
        "" if hit.is_leaf else "har underkoder",
        hit.why,
    )
    return " · ".join(part for part in parts if part)
