"""What can be tried where nothing was found, or guesses alone: rows below the hits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from app.domain.codes import SYSTEM_LABEL
from app.domain.search import FilterKind, SearchHit, Suggestions
from ui.delegates.code_row import CodeRow
from ui.models.code_list_model import Entry

#: Of a typed text that a row repeats.
_MOST_CHARACTERS = 40

#: Rows of guesses, with their heading, that stand above what can be tried.
_GUESSES_BEFORE = 9

_LET_GO = {
    FilterKind.SYSTEMS: "Sök i alla kodverk",
    FilterKind.CHAPTER: "Sök i alla kapitel",
    FilterKind.PRINCIPAL: "Visa även koder som inte får vara huvuddiagnos",
    FilterKind.VALIDITY: "Visa även utgångna koder",
}


class OfferKind(StrEnum):
    """What happens when an offer is chosen."""

    SEARCH = "search"
    EVERYWHERE = "everywhere"
    WITHOUT = "without"
    PROPOSE = "propose"


@dataclass(frozen=True, slots=True)
class Offer:
    """Something to do with one key; the text is what is searched, or proposed."""

    kind: OfferKind
    text: str
    #: The filter that is let go.
    without: FilterKind | None = None


def suggestion_entries(found: Suggestions) -> list[Entry[SearchHit]]:
    """Rows for spellings, parts and terms, each kind under its heading."""
    entries: list[Entry[SearchHit]] = []
    chapter = f"Termer i {found.chapter}" if found.chapter else "Termer som liknar"
    known: set[object] = set()
    for heading, rows in (
        ("Närmaste stavningar", _spellings(found)),
        ("Delar som ger träffar", _parts(found)),
        (chapter, _terms(found)),
        ("Filter som står i vägen", _without(found)),
    ):
        some = [row for row in rows if row.offer not in known]
        known |= {row.offer for row in some}
        if some:
            entries += [Entry(CodeRow(title=heading, has_line=True)), *some]
    return entries


def everywhere_entries(text: str) -> list[Entry[SearchHit]]:
    """Rows that leave the answer that is searched in vain."""
    again = _row(Offer(OfferKind.EVERYWHERE, text), f"Sök ”{_short(text)}” överallt")
    return [Entry(CodeRow(title="Sök vidare", has_line=True)), again]


def with_tries(
    rows: list[Entry[SearchHit]], tries: list[Entry[SearchHit]]
) -> list[Entry[SearchHit]]:
    """Put what can be tried below the first guesses, so that it is seen; the others follow it."""
    if not tries or len(rows) <= _GUESSES_BEFORE:
        return rows + tries
    more: Entry[SearchHit] = Entry(CodeRow(title="Fler gissningar", has_line=True))
    return [*rows[:_GUESSES_BEFORE], *tries, more, *rows[_GUESSES_BEFORE:]]


def propose_entries(text: str) -> list[Entry[SearchHit]]:
    """Rows that let a missing word be proposed."""
    propose = _row(Offer(OfferKind.PROPOSE, text), f"Föreslå sökord: ”{_short(text)}” …")
    return [Entry(CodeRow(title="Saknas ordet?", has_line=True)), propose]


def _spellings(found: Suggestions) -> Iterator[Entry[SearchHit]]:
    for text in found.spellings:
        yield _row(Offer(OfferKind.SEARCH, text), text)


def _parts(found: Suggestions) -> Iterator[Entry[SearchHit]]:
    for part in found.parts:
        yield _row(Offer(OfferKind.SEARCH, part.text), part.text, aside=_hits(part.hits))


def _terms(found: Suggestions) -> Iterator[Entry[SearchHit]]:
    for term in found.terms:
        aside = f"{term.code} {SYSTEM_LABEL[term.system]}"
        yield _row(Offer(OfferKind.SEARCH, term.term), term.term, aside=aside)


def _without(found: Suggestions) -> Iterator[Entry[SearchHit]]:
    for each in found.without:
        if each.kind is FilterKind.TYPED:
            offer, title = Offer(OfferKind.SEARCH, each.text), f"Sök utan {each.label}"
            yield _row(offer, title, aside=_hits(each.hits))
        elif each.kind in _LET_GO:
            offer = Offer(OfferKind.WITHOUT, each.text, each.kind)
            yield _row(offer, _LET_GO[each.kind], aside=_hits(each.hits))


def _row(offer: Offer, title: str, aside: str = "") -> Entry[SearchHit]:
    row = CodeRow(title=title, aside=aside, icon="search", is_offer=True)
    return Entry(row, offer=offer)


def _hits(count: int) -> str:
    return "1 träff" if count == 1 else f"{count} träffar"


def _short(text: str) -> str:
    shown = " ".join(text.split())
    return shown if len(shown) <= _MOST_CHARACTERS else f"{shown[: _MOST_CHARACTERS - 1]}…"
