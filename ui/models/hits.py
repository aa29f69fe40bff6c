"""Search hits as rows under section headings."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import groupby

from app.domain.codes import SYSTEM_LABEL, CodeSystem
from app.domain.own_codes import OwnGroup, OwnReason, OwnRow
from app.domain.search import MATCH_LABEL, MatchKind, SearchHit
from ui.delegates.code_row import CodeRow
from ui.models.code_list_model import Entry

_OUT_OF_USE = "Gäller inte"
_UNKNOWN = "okänd eller utgången på händelsens dag"
_NOT_IN_USE = "Koden gäller inte den här dagen. Ta bort favoriten, eller sök den nya koden."
#: Reasons that the headings of codes give.
_SAID_BY_HEADING = ("exakt kod", "koden börjar med")
#: Reasons that the marks in a title give.
_EVERY_WORD = re.compile(r"(?:^|, )(?:ord|ordbörjan): [^,→]+(?=,|$)")
#: A longer title is elided at the end of the second line.
_TITLE_LINES = 2
#: Successors that are named in a row or a sentence.
_MOST_SUCCESSORS = 3


def hit_entries(
    hits: Sequence[SearchHit],
    favourites: Collection[tuple[CodeSystem, str]] = (),
    *,
    of_one_system: bool = False,
) -> list[Entry[SearchHit]]:
    """Rows for the result list: a heading a section, a line above corrected spelling.

    Hits of one system need not say which at every row.
    """
    entries: list[Entry[SearchHit]] = []
    for kind, section in groupby(hits, key=lambda hit: hit.kind):
        has_line = kind is MatchKind.FUZZY and bool(entries)
        entries.append(Entry(CodeRow(title=MATCH_LABEL[kind], has_line=has_line)))
        for hit in section:
            row = _row(hit, is_favourite=(hit.system, hit.code) in favourites)
            entries.append(Entry(replace(row, aside="") if of_one_system else row, hit))
    return entries


def own_entries(groups: Sequence[OwnGroup]) -> list[Entry[SearchHit]]:
    """Rows for what is shown before anything is typed, each group under its heading."""
    entries: list[Entry[SearchHit]] = []
    for group in groups:
        entries.append(Entry(CodeRow(title=group.label)))
        entries.extend(_own(each) for each in group.rows)
    return entries


def refusal(hit: SearchHit) -> str:
    """Say why a hit cannot be added and what to do; nothing for one that can."""
    if hit.why == _UNKNOWN:
        return _NOT_IN_USE
    if hit.valid_to is None:
        return ""
    last = f"{hit.code} gällde till och med {hit.valid_to} och kan inte läggas till."
    if not hit.successors:
        return f"{last} Sök den kod som gäller i stället."
    successors, first = _listed(hit.successors), hit.successors[0]
    return f"{last} Den ersattes av {successors}: Retur igen söker {first}."


def _own(row: OwnRow) -> Entry[SearchHit]:
    used, concept = row.own.used, row.concept
    kind, is_favourite = MatchKind.OWN, row.own.reason is OwnReason.FAVOURITE
    if concept is None:
        hit = SearchHit(used.system, used.code, _OUT_OF_USE, kind, _UNKNOWN)
        return Entry(replace(_row(hit, is_favourite=is_favourite), icon="warning"), hit)
    hit = SearchHit(
        used.system,
        used.code,
        concept.title,
        kind,
        row.note,
        mark=concept.mark,
        may_be_principal=concept.may_be_principal,
        is_leaf=concept.is_leaf,
    )
    return Entry(_row(hit, is_favourite=is_favourite), hit)


def _row(hit: SearchHit, *, is_favourite: bool) -> CodeRow:
    return CodeRow(
        code=f"{hit.code}{hit.mark}",
        title=hit.title,
        note=_note(hit),
        unseen="" if _reason(hit) == hit.why else hit.why,
        aside=SYSTEM_LABEL[hit.system],
        is_favourite=is_favourite,
        marked=hit.marked,
        title_lines=_TITLE_LINES,
        title_colour="text" if hit.valid_to is None else "muted",
    )


def _note(hit: SearchHit) -> str:
    parts = (
        "" if hit.valid_to is None else f"gällde till och med {hit.valid_to}",
        f"ersatt av {_listed(hit.successors)}" if hit.successors else "",
        "" if hit.may_be_principal else "ej huvuddiagnos",
        "" if hit.is_leaf else "har underkoder",
        _reason(hit),
    )
    return " · ".join(part for part in parts if part)


def _reason(hit: SearchHit) -> str:
    """Say why it is a hit, as far as the heading and the marks do not show it already."""
    by_heading = hit.kind in (MatchKind.EXACT_CODE, MatchKind.CODE_PREFIX)
    if by_heading and hit.why.startswith(_SAID_BY_HEADING):
        return ""
    if hit.kind is MatchKind.FUZZY or not hit.marked:
        return hit.why
    return " · ".join(part for part in hit.why.split(" · ") if _EVERY_WORD.sub("", part))


def _listed(codes: Sequence[str]) -> str:
    few = codes[:_MOST_SUCCESSORS]
    more = ["…"] if len(codes) > len(few) else []
    if len(few) == 1:
        return few[0]
    return ", ".join([*few, *more]) if more else f"{', '.join(few[:-1])} och {few[-1]}"
