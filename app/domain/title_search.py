"""Plain search in codes and titles: for an edition without an index, and for parts of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.domain.codebook_ports import Codebook
from app.domain.concept import Concept
from app.domain.search import MatchKind, SearchHit

_ORDER = {kind: place for place, kind in enumerate(MatchKind)}
_BY_TITLE = (MatchKind.WORDS, MatchKind.PREFIX)


def concepts_below(book: Codebook, code: str) -> Iterator[Concept]:
    """Yield a code and everything below it, each before what stands under it, in code order.

    An unknown code yields nothing; the empty code yields the whole codebook.
    """
    top = book.concept(code) if code else None
    if code and top is None:
        return
    waiting = [top] if top else list(reversed(book.children(None)))
    while waiting:
        concept = waiting.pop()
        yield concept
        waiting.extend(reversed(book.children(concept.code)))


def search_titles(concepts: Iterable[Concept], text: str) -> list[SearchHit]:
    """Find the concepts whose code begins with a text, or whose title holds all its words.

    Exact code first, then beginnings of codes, then titles with the whole words, then titles
    with beginnings and parts of words; otherwise in the order given. No spelling is corrected.
    """
    asked = " ".join(text.split()).casefold()
    if not asked:
        return []
    bare, words = asked.replace(".", "").replace(" ", ""), asked.split()
    hits = [hit for concept in concepts if (hit := _hit(concept, bare, words)) is not None]
    return sorted(hits, key=lambda hit: _ORDER[hit.kind])


def _hit(concept: Concept, bare: str, words: list[str]) -> SearchHit | None:
    kind, why = _match(concept, bare, words)
    if kind is None:
        return None
    return SearchHit(
        system=concept.system,
        code=concept.code,
        title=concept.title,
        kind=kind,
        why=why,
        mark=concept.mark,
        may_be_principal=concept.may_be_principal,
        is_leaf=concept.is_leaf,
        marked=_places(concept.title, words) if kind in _BY_TITLE else (),
    )


def _places(title: str, words: Iterable[str]) -> tuple[tuple[int, int], ...]:
    """Return where the words stand in a title that holds them, in order; the first of each."""
    folded = title.casefold()
    found = sorted((at, at + len(word)) for word in words if (at := folded.find(word)) >= 0)
    apart: list[tuple[int, int]] = []
    for begin, end in found:
        if not apart or begin >= apart[-1][1]:
            apart.append((begin, end))
    return tuple(apart) if len(folded) == len(title) else ()


def _match(concept: Concept, bare: str, words: list[str]) -> tuple[MatchKind | None, str]:
    code = concept.code.replace(".", "").casefold()
    if code == bare:
        return MatchKind.EXACT_CODE, "exakt kod"
    if code.startswith(bare):
        return MatchKind.CODE_PREFIX, "koden börjar så"
    title = concept.title.casefold()
    if not all(word in title for word in words):
        return None, ""
    whole = {part.strip(".,;:()[]/") for part in title.split()}
    if whole.issuperset(words):
        return MatchKind.WORDS, "ord i titeln"
    return MatchKind.PREFIX, "del av ord i titeln"
