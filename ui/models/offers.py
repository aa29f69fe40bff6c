"""What can be tried where nothing was found, or guesses alone: rows below the hits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.domain.codes import SYSTEM_LABEL
from app.domain.search import SearchHit, Suggestions
from ui.delegates.code_row import CodeRow
from ui.models.code_list_model import Entry

#: Of a typed text that a row repeats.
_MOST_CHARACTERS = 40

#: Rows of guesses, with their heading, that stand above what can be tried.
_GUESSES_BEFORE = 9


class OfferKind(StrEnum):
    """What happens when an offer is chosen."""

    SEARCH = "search"
    EVERYWHERE = "everywhere"
    UNFILTERED = "unfiltered"
    PROPOSE = "propose"


@dataclass(frozen=True, slots=True)
class Offer:
    """Something to do with one key; the text is what is searched, or proposed."""

    kind: OfferKind
    text: str


def suggestion_entries(found: Suggestions) -> list[Entry[SearchHit]]:
    """Rows for spellings, parts and terms, each kind under its heading."""
    entries: list[Entry[SearchHit]] = []
    chapter = f"Termer i {found.chapter}" if found.chapter else "Termer som liknar"
    known: set[object] = set()
    for heading, rows in (
        ("Närmaste stavningar", _spellings(found)),
        ("Delar som ger träffar", _parts(found)),
        (chapter, _terms(found)),
    ):
        some = [row for row in rows if row.offer not in known]
        known |= {row.offer for row in some}
        if some:
            entries += [Entry(CodeRow(title=heading, has_line=True)), *some]
    return entries


def way_out_entries(
    text: str, *, filters: str = "", is_within: bool = False
) -> list[Entry[SearchHit]]:
    """Rows that ask again with less in the way; `filters` names what is chosen, in words."""
    offers: list[tuple[Offer, str, str]] = []
    if is_within:
        again = Offer(OfferKind.EVERYWHERE, text)
        offers.append((again, f"Sök ”{_short(text)}” överallt", "lämnar sökningen i träffarna"))
    if filters:
        offers.append((Offer(OfferKind.UNFILTERED, text), "Sök utan filter", filters))
    return _under("Sök vidare", offers)


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
    offer = Offer(OfferKind.PROPOSE, text)
    return _under("Saknas ordet?", [(offer, f"Föreslå sökord: ”{_short(text)}” …", "")])


def _under(heading: str, offers: Sequence[tuple[Offer, str, str]]) -> list[Entry[SearchHit]]:
    rows = [_row(offer, title, note) for offer, title, note in offers]
    return [Entry(CodeRow(title=heading, has_line=True)), *rows] if rows else []


def _spellings(found: Suggestions) -> Iterator[Entry[SearchHit]]:
    for text in found.spellings:
        yield _row(Offer(OfferKind.SEARCH, text), text)


def _parts(found: Suggestions) -> Iterator[Entry[SearchHit]]:
    for part in found.parts:
        hits = "1 träff" if part.hits == 1 else f"{part.hits} träffar"
        yield _row(Offer(OfferKind.SEARCH, part.text), part.text, aside=hits)


def _terms(found: Suggestions) -> Iterator[Entry[SearchHit]]:
    for term in found.terms:
        aside = f"{term.code} {SYSTEM_LABEL[term.system]}"
        yield _row(Offer(OfferKind.SEARCH, term.term), term.term, aside=aside)


def _row(offer: Offer, title: str, note: str = "", aside: str = "") -> Entry[SearchHit]:
    row = CodeRow(title=title, note=note, aside=aside, icon="search", is_offer=True)
    return Entry(row, offer=offer)


def _short(text: str) -> str:
    shown = " ".join(text.split())
    return shown if len(shown) <= _MOST_CHARACTERS else f"{shown[: _MOST_CHARACTERS - 1]}…"
