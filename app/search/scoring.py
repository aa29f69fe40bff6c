"""Scores and sections of all entries for one question."""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.domain.codes import CodeSystem
from app.domain.search import MatchKind
from app.search.fitting import Fits, fits_of
from app.search.index import WordIndex
from app.search.question import LONG_QUESTION, Mending, Question, Read, Segments
from app.search.ranking import FIRST_PAGE, LENGTH_SHARE, LINE, TERM_BESIDE_WORDS, TERM_BONUS
from app.search.readings import Reader
from app.search.spans import Span, Tier
from app.search.stretches import Segment
from app.search.vectors import Floats, Places

Flags = NDArray[np.bool_]
SECTIONS = (MatchKind.WORDS, MatchKind.PREFIX, MatchKind.FUZZY)
#: Entries that are scored in full; more than anybody scrolls through.
MOST_CANDIDATES = 3000
#: Scores are told to four decimals.
ROUNDING = 10.0**4
#: With so many entries more than are asked for, those out of reach are left out first.
PRUNED_FROM = 30
#: More than rounding can move the place of an entry.
_SLACK = 1e-4
TINY = 1e-6
#: Sections differ by one, scores within a section by less than this part of it.
_ABOVE_ANY_SCORE = 16.0
#: More than any entry can match.
_APART = np.float64(4.0)


class Ranked(NamedTuple):
    """Entries, best first, with the section (an index into SECTIONS) and score of each."""

    entries: list[int]
    sections: list[int]
    scores: list[float]

    @property
    def best_section(self) -> int:
        """The section of the best entry; that of guesses without any."""
        return self.sections[0] if self.sections else Tier.GUESS

    @property
    def first(self) -> tuple[int, float]:
        """What puts the best entry of one index before that of another: less comes first."""
        return self.best_section, -self.scores[0] if self.scores else 0.0

    @property
    def is_likely(self) -> bool:
        """Whether the best entry stands above the line, and well so."""
        return self.best_section < Tier.GUESS and self.scores[0] >= LINE.above

    def above(self, section: int) -> int:
        """How many entries stand in a section or above it."""
        return bisect_right(self.sections, section)


@dataclass(frozen=True, slots=True)
class Answer:
    """The best entries of one index, best first, with what explains them."""

    found: Ranked
    segments: Sequence[Segment]
    weights: list[float]
    #: How many entries the index has.
    size: int
    #: The best section of all entries, also of those that a filter takes away.
    best_section: int = Tier.GUESS
    is_of_head: bool = False


class Asked(NamedTuple):
    """An index that a question goes to, how many entries are wanted of it, and which may be."""

    reader: Reader
    limit: int
    #: None being all.
    allowed: Flags | None = None


def answers(question: Question, asked: Sequence[Asked]) -> list[Answer]:
    """Give the best entries of each index: sections first, then score, then code order.

    What is corrected and what is too far from the best to be an answer is decided without
    regard to what is allowed. Slips are looked for in no index where another one knows every
    word; nor in one that has guesses alone, where others fill the first page above the line;
    nor, of a long question, in one that reads fewer words than another.
    """
    if not question.words:
        return [Answer(Ranked([], [], []), (), [], each.reader.index.size) for each in asked]
    drafts = [(_draft(question, each), each) for each in asked]
    found = [draft.typed.found for draft, _ in drafts if not draft.unread]
    is_known = any(map(_is_known, found))
    is_full = sum(each.above(Tier.PARTS) for each in found) >= FIRST_PAGE
    heads = None if is_known else _by_the_head(question, drafts)
    if heads is not None:
        told = (_told(head, each) for head, (_, each) in zip(heads, drafts, strict=True))
        return [replace(answer, is_of_head=True) for answer in told]
    least = min(draft.unread for draft, _ in drafts)
    is_long = len(question.words) > LONG_QUESTION

    def is_left(draft: _Draft) -> bool:
        """Whether words are left as they are typed in an index."""
        reads_less = is_long and draft.unread > least
        return is_known or reads_less or (is_full and draft.is_guessed)

    return [_told(draft.typed if is_left(draft) else draft.mended, each) for draft, each in drafts]


def _by_the_head(
    question: Question, drafts: Sequence[tuple[_Draft, Asked]]
) -> Sequence[_Scored] | None:
    """Read what a question is about without its circumstances; None where that is no answer."""
    tried = [each for each in dict.fromkeys(question.circumstances) if each]
    was_likely = bool(tried) and any(draft.typed.found.is_likely for draft, _ in drafts)
    for circumstances in tried:
        heads = [draft.by_its_head(circumstances) for draft, _ in drafts]
        may_be_any = circumstances == question.circumstances.of_any and not was_likely
        known = [
            (head.found.first, asked.reader.system)
            for head, (_, asked) in zip(heads, drafts, strict=True)
            if _is_known(head.found)
        ]
        is_procedure = bool(known) and min(known)[1] is CodeSystem.KVA
        if is_procedure or (may_be_any and any(head.found.is_likely for head in heads)):
            return heads
    return None


def _told(scored: _Scored, asked: Asked) -> Answer:
    read, found = scored.read, scored.found
    best, index = found.best_section, asked.reader.index
    if asked.allowed is not None:
        found = _rank(scored.fits, read, index, asked.limit, asked.allowed)
    return Answer(found, read.segments, read.weights, index.size, best)


def _draft(question: Question, asked: Asked) -> _Draft:
    """Read a question, or give what is remembered: own codes ask the same question again."""
    reader = asked.reader
    last = reader.last
    if isinstance(last, _Draft) and (last.question, last.limit) == (question, asked.limit):
        return last
    reader.last = draft = _Draft(question, reader, asked.limit)
    return draft


class _Scored(NamedTuple):
    """What all entries of an index are to a question, and the best of them unfiltered."""

    read: Read
    fits: Fits
    found: Ranked


class _Draft:
    """A question in one index, scored as far as it is asked for. Safe in any thread."""

    def __init__(self, question: Question, reader: Reader, limit: int) -> None:
        self.question = question
        self.limit = limit
        self._index = reader.index
        self._lock = threading.RLock()
        self._segments = Segments(question, reader)
        #: How many words are read too badly to be left as they are.
        self.unread = self._segments.unread()
        self._typed: _Scored | None = None
        self._mended: _Scored | None = None
        self._heads: dict[frozenset[str], _Scored] = {}

    @property
    def typed(self) -> _Scored:
        """What is found without looking for slips."""
        with self._lock:
            if self._typed is None:
                self._segments.correct(Mending.DOTS)
                self._typed = self._score()
            return self._typed

    def by_its_head(self, circumstances: frozenset[str]) -> _Scored:
        """Score the question with its circumstances as asides; its words are read already."""
        with self._lock:
            if circumstances not in self._heads:
                _ = self.typed
                read = self._segments.read(self.question.by_its_head(circumstances))
                self._heads[circumstances] = self._scored(read)
            return self._heads[circumstances]

    @property
    def is_guessed(self) -> bool:
        """Whether nothing stands above the line; corrected words lift nothing over it."""
        return self.typed.found.best_section == Tier.GUESS

    @property
    def mended(self) -> _Scored:
        """What is found with words corrected where that is called for."""
        with self._lock:
            if self._mended is None:
                self._mended = self._mend()
            return self._mended

    def _mend(self) -> _Scored:
        if not self.unread:
            scored = self.typed
        else:
            self._segments.correct(Mending.UNREAD)
            scored = self._score()
        if _is_poor(scored.found) and self._segments.correct(Mending.INEXACT):
            return self._score()
        return scored

    def _score(self) -> _Scored:
        return self._scored(self._segments.read(self.question))

    def _scored(self, read: Read) -> _Scored:
        fits = fits_of(read, self._index.size)
        return _Scored(read, fits, _rank(fits, read, self._index, self.limit))


def _is_known(found: Ranked) -> bool:
    """Whether every word is known as a word, or well as a part or the beginning of one."""
    return found.best_section == Tier.WORDS or (
        found.best_section == Tier.PARTS and not _is_poor(found)
    )


def _is_poor(found: Ranked) -> bool:
    """Whether the best above the line is too weak for other words to be left as they are."""
    words = found.above(Tier.WORDS)
    firsts = {0, words} if words < found.above(Tier.PARTS) else {0} if words else set()
    return max((found.scores[at] for at in firsts), default=0.0) < LINE.correct_all


def _rank(
    fits: Fits, read: Read, index: WordIndex, limit: int, allowed: Flags | None = None
) -> Ranked:
    chosen = _candidates(fits, read, limit, allowed)
    if not len(chosen):
        return Ranked([], [], [])
    spans = read.spans.values()
    pointed = _pointed(read, index.size)
    if len(chosen) > PRUNED_FROM + limit:
        chosen = _within_reach(fits, chosen, index.prior, limit)
    entries, matched, section = fits.at[chosen], fits.matched[chosen], fits.section[chosen]
    explained = _explained(spans, index, entries)
    if pointed is not None:
        explained = np.maximum(explained, pointed[entries])
    score = matched * (1 - LENGTH_SHARE * (1 - np.minimum(explained, 1.0)))
    score += index.prior[entries]
    if pointed is not None:
        score += TERM_BONUS * pointed[entries]
    score = np.rint(score * ROUNDING) / ROUNDING
    order = _best(section - score / _ABOVE_ANY_SCORE, limit)
    return Ranked(entries[order].tolist(), section[order].tolist(), score[order].tolist())


def _within_reach(fits: Fits, chosen: Places, prior: Floats, limit: int) -> Places:
    """Leave out what cannot be among the best, however much of its title is explained."""
    matched = fits.matched[chosen].astype(np.float64)
    most = matched + prior[fits.at[chosen]]
    worst = fits.section[chosen] - (most - LENGTH_SHARE * matched) / _ABOVE_ANY_SCORE
    least_wanted = np.partition(worst, limit - 1)[limit - 1]
    best = fits.section[chosen] - (most + TERM_BONUS) / _ABOVE_ANY_SCORE
    reached: Places = chosen[best <= least_wanted + _SLACK]
    return reached


def _best(worse: NDArray[np.float64], limit: int) -> NDArray[np.intp]:
    """Give the places of the least values, in order; equal ones as they stand."""
    if limit >= len(worse):
        return np.argsort(worse, kind="stable")
    last = np.partition(worse, limit - 1)[limit - 1]
    places = (worse <= last).nonzero()[0]
    first: NDArray[np.intp] = places[np.argsort(worse[places], kind="stable")][:limit]
    return first


def _near_the_best(fits: Fits, read: Read) -> Flags:
    """Tell which entries fit well enough beside the best of all.

    A word alone keeps all that begins with it, also in descriptions: what is found with more
    letters was found with fewer.
    """
    best = float(fits.matched.max(initial=0.0))
    near: Flags = fits.matched >= max(best * LINE.keep, TINY)
    if len(read.weights) == 1:
        for segment in read.segments:
            if segment.reading.is_beginning:
                near[fits.at.searchsorted(segment.reading.vector.at)] = True
    return near


def _candidates(fits: Fits, read: Read, limit: int, allowed: Flags | None) -> NDArray[np.intp]:
    """Give the places of those worth a score: near the best, and not in sections out of reach."""
    chosen = _near_the_best(fits, read).nonzero()[0]
    if allowed is not None:
        chosen = chosen[allowed[fits.at[chosen]]]
    sections = fits.section[chosen]
    within = np.bincount(sections, minlength=len(SECTIONS)).cumsum()
    last = int(within.searchsorted(limit))
    if last < len(SECTIONS) - 1:
        reached = sections <= last
        chosen, sections = chosen[reached], sections[reached]
    most = max(MOST_CANDIDATES, limit)
    if len(chosen) > most:
        chosen = chosen[np.sort(_best(_APART * sections - fits.matched[chosen], most))]
    return chosen


def _explained(spans: Iterable[Span], index: WordIndex, chosen: Places) -> Floats:
    """How much of each title the words of the question account for."""
    word_quality = np.zeros(index.words, np.float32)
    for span in spans:
        np.maximum.at(word_quality, span.words, span.quality)
    cells, counts = index.title_table.gather(chosen)
    sums = np.zeros(len(cells) + 1)
    np.cumsum(word_quality[index.title_cells[cells]] * index.title_cell_idf[cells], out=sums[1:])
    ends = counts.cumsum()
    share: Floats = (sums[ends] - sums[ends - counts]) / index.title_idf[chosen]
    return share


def _pointed(read: Read, size: int) -> Floats | None:
    """How much of each title is accounted for by terms that point at its code; None of none.

    A term with other words beside it accounts for less, in proportion to what they weigh; asides
    are none.
    """
    by_term: Floats | None = None
    telling = [0.0 if a else w for w, a in zip(read.weights, read.aside, strict=True)]
    total = sum(telling)
    for (begin, end), span in read.spans.items():
        at = span.explained.at
        if len(at):
            by_term = np.zeros(size, np.float32) if by_term is None else by_term
            beside = 1 - sum(telling[begin:end]) / total if total else 0.0
            share = np.float32(1 - TERM_BESIDE_WORDS * beside)
            np.maximum.at(by_term, at, span.explained.value * share)
    return by_term
