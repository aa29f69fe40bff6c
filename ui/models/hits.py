"""Search hits as rows under section headings."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import groupby

from app.domain.codes import SYSTEM_LABEL, CodeSystem
from app.domain.search import MATCH_LABEL, MatchKind, SearchHit
from app.services.favourites import FavouriteConcept
from ui.delegates.code_row import CodeRow
from ui.models.code_list_model import Entry

_OUT_OF_USE = "Gäller inte"
_WHY = "okänd eller utgången på händelsens dag"


def hit_entries(
    hits: Sequence[SearchHit], favourites: Collection[tuple[CodeSystem, str]] = ()
) -> list[Entry[SearchHit]]:
    """Rows for the result list: a heading a section, a line above corrected spelling."""
    entries: list[Entry[SearchHit]] = []
    for kind, section in groupby(hits, key=lambda hit: hit.kind):
        heading = CodeRow(title=MATCH_LABEL[kind], has_line=kind is MatchKind.FUZZY)
        entries.append(Entry(heading))
        entries.extend(
            Entry(_row(hit, is_favourite=(hit.system, hit.code) in favourites), hit)
            for hit in section
        )
    return entries


def favourite_entries(favourites: Sequence[FavouriteConcept]) -> list[Entry[SearchHit]]:
    """Rows for the favourites under their heading; none where there are no favourites."""
    if not favourites:
        return []
    return [Entry(CodeRow(title="Favoriter")), *(_favourite(each) for each in favourites)]


def _favourite(each: FavouriteConcept) -> Entry[SearchHit]:
    kept, concept = each.favourite, each.concept
    kind = MatchKind.EXACT_CODE
    if concept is None:
        hit = SearchHit(kept.system, kept.code, _OUT_OF_USE, kind, _WHY)
        return Entry(replace(_row(hit, is_favourite=True), icon="warning"), hit)
    hit = SearchHit(
        kept.system,
        kept.code,
        concept.title,
        kind,
        "",
        mark=concept.mark,
        may_be_principal=concept.may_be_principal,
        is_leaf=concept.is_leaf,
    )
    return Entry(_row(hit, is_favourite=True), hit)


def _row(hit: SearchHit, *, is_favourite: bool) -> CodeRow:
    return CodeRow(
        code=f"{hit.code}{hit.mark}",
        title=hit.title,
        note=_note(hit),
        aside=SYSTEM_LABEL[hit.system],
        is_favourite=is_favourite,
    )


def _note(hit: SearchHit) -> str:
    parts = (
        "" if hit.may_be_principal else "ej huvuddiagnos",
        "" if hit.is_leaf else "har underkoder",
        hit.why,
    )
    return " · ".join(part for part in parts if part)
