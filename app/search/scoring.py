"""Scores and sections of all entries for one question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.domain.search import MatchKind
from app.search.index import WordIndex
from app.search.question import Question, Segment, Segments
from app.search.ranking import LENGTH_SHARE, LINE, TERM_BONUS
from app.search.readings import Reader
from app.search.spans import Reading, Span, Sure, Tier
from app.search.vectors import Floats, Places

Flags = NDArray[np.bool_]
SECTIONS = (MatchKind.WORDS, MatchKind.PREFIX, MatchKind.FUZZY)
#: Entries that are scored in full; more than anybody scrolls through.
MOST_CANDIDATES = 3000
#: Scores are told to four decimals.
ROUNDING = 10.0**4
#: With so many entries more than are asked for, those out of reach are left out first.
PRUNED_FROM = 150
#: More than rounding can move the place of an entry.
_SLACK = 1e-4
TINY = 1e-6
#: The words of a question weigh no less together.
_LEAST_WEIGHT = 0.1
#: How sure an entry is that fits every word as a word; less by one for each section below.
_SURE = len(SECTIONS) - 1
#: Sections differ by one, scores within a section by less than this part of it.
_ABOVE_ANY_SCORE = 16.0
#: More than any entry can match.
_APART = np.float64(4.0)
_ABOVE = np.float32(LINE.above)


class Ranked(NamedTuple):
    """Entries, best first, with the section (an index into SECTIONS) and score of each."""

    entries: list[int]
    sections: list[int]
    scores: list[float]


@dataclass(frozen=True, slots=True)
class Answer:
    """The best entries of one index, best first, with what explains them."""

    found: Ranked
    segments: list[Segment]
    weights: list[float]
    #: How many entries the index has.
    size: int
    #: The best section of all entries, also of those that a filter takes away.
    best_section: int = Tier.GUESS


def answer(question: Question, reader: Reader, limit: int, allowed: Flags | None = None) -> Answer:
    """Give the best entries for a question: sections first, then score, then code order.

    Of the entries only those allowed are given, None being all; what is corrected and what
    is too far from the best to be an answer is decided without regard to that.
    """
    if not question.words:
        return Answer(Ranked([], [], []), [], [], reader.index.size)
    scored = _score(question, reader, limit)
    segments, found = scored.segments, scored.found
    best = found.sections[0] if found.sections else Tier.GUESS
    if allowed is not None:
        found = _rank(scored.fits, segments, reader.index, limit, allowed)
    return Answer(found, segments.all, segments.weights(), reader.index.size, best)


class _Scored(NamedTuple):
    """What all entries of an index are to a question, and the best of them unfiltered."""

    question: Question
    limit: int
    segments: Segments
    fits: _Fits
    found: Ranked


def _score(question: Question, reader: Reader, limit: int) -> _Scored:
    """Score all entries, or give what is remembered: own codes ask the same question again."""
    last = reader.last
    if isinstance(last, _Scored) and (last.question, last.limit) == (question, limit):
        return last
    segments = Segments(question, reader)
    segments.correct(everything=False)
    fits = _fits(segments, reader.index.size)
    found = _rank(fits, segments, reader.index, limit)
    if _is_poor(found) and segments.correct(everything=True):
        fits = _fits(segments, reader.index.size)
        found = _rank(fits, segments, reader.index, limit)
    scored = _Scored(question, limit, segments, fits, found)
    reader.last = scored
    return scored


def _is_poor(found: Ranked) -> bool:
    sure = (
        score
        for score, section in zip(found.scores, found.sections, strict=True)
        if section < Tier.GUESS
    )
    return max(sure, default=0.0) < LINE.correct_all


def _rank(
    fits: _Fits, segments: Segments, index: WordIndex, limit: int, allowed: Flags | None = None
) -> Ranked:
    chosen = _candidates(fits, segments, limit, allowed)
    if not len(chosen):
        return Ranked([], [], [])
    spans = segments.spans().values()
    pointed = _pointed(spans, index.size)
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


def _within_reach(fits: _Fits, chosen: Places, prior: Floats, limit: int) -> Places:
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


class _Fits(NamedTuple):
    """The entries that anything was read of, how well they fit, and their sections."""

    at: Places
    matched: Floats
    section: NDArray[np.int8]


def _fits(segments: Segments, size: int) -> _Fits:
    """Give per entry the most weight that spans side by side can match, and how surely."""
    weights, spans = segments.weights(), segments.spans()
    total = np.float32(max(sum(weights), _LEAST_WEIGHT))
    if segments.count == 1 and spans:
        (span,) = spans.values()
        return _in_sections(span.at, np.float32(weights[0]) * span.value / total, span.sure)
    at, slots = _slots(list(spans.values()), size)
    placed = list(zip(spans.items(), slots, strict=True))
    matched = [np.zeros(len(at), np.float32)]
    sure = [np.full(len(at), _SURE, np.int8)]
    noise = [segments.is_noise(word) for word in segments.question.words]
    for end, is_noise in enumerate(noise, start=1):
        may_skip = is_noise and not all(noise)
        here = matched[-1].copy()
        surely = sure[-1].copy() if may_skip else np.zeros(len(at), np.int8)
        for ((begin, stop), span), slot in placed:
            if stop == end:
                value, least = np.float32(sum(weights[begin:end])) * span.value, span.sure
                if begin:
                    value += matched[begin][slot]
                    least = np.minimum(least, sure[begin][slot])
                here[slot] = np.maximum(here[slot], value)
                surely[slot] = np.maximum(surely[slot], least)
        matched.append(here)
        sure.append(surely)
    return _in_sections(at, matched[-1] / total, sure[-1])


def _in_sections(at: Places, share: Floats, sure: Sure) -> _Fits:
    section: Sure = _SURE - sure
    section[(section == Tier.PARTS) & (share < _ABOVE)] = Tier.GUESS
    return _Fits(at, share, section)


def _slots(spans: Sequence[Span], size: int) -> tuple[Places, list[Places | slice]]:
    """Give the entries of all spans in order, and where those of each stand among them."""
    if len(spans) == 1:
        return spans[0].at, [slice(None)]
    is_there = np.zeros(size, np.bool_)
    for span in spans:
        is_there[span.at] = True
    at = is_there.nonzero()[0]
    place = np.empty(size, np.intp)
    place[at] = np.arange(len(at))
    return at, [place[span.at] for span in spans]


def _near_the_best(fits: _Fits, segments: Segments) -> Flags:
    """Tell which entries fit well enough beside the best of all.

    A word alone keeps all that begins with it, also in descriptions: what is found with more
    letters was found with fewer.
    """
    best = float(fits.matched.max(initial=0.0))
    near: Flags = fits.matched >= max(best * LINE.keep, TINY)
    if segments.count == 1:
        for segment in segments.all:
            if segment.reading.is_beginning:
                near[fits.at.searchsorted(segment.reading.vector.at)] = True
    return near


def _candidates(
    fits: _Fits, segments: Segments, limit: int, allowed: Flags | None
) -> NDArray[np.intp]:
    """Give the places of those worth a score: near the best, and not in sections out of reach."""
    chosen = _near_the_best(fits, segments).nonzero()[0]
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


def _pointed(spans: Iterable[Span], size: int) -> Floats | None:
    """How much of each title is accounted for by terms that point at its code; None of none."""
    explained = [span.explained for span in spans if len(span.explained.at)]
    if not explained:
        return None
    by_term = np.zeros(size, np.float32)
    for vector in explained:
        by_term[vector.at] = np.maximum(by_term[vector.at], vector.value)
    return by_term


def named_by_product(given: Answer) -> frozenset[int]:
    """Give the entries that the names of products point at, and no typed word besides."""
    sure = [s.reading for s in given.segments if s.reading.tier is Tier.WORDS]
    named = _reached(reading for reading in sure if reading.is_product)
    return named - _reached(r for r in sure if not r.is_product) if named else named


def _reached(readings: Iterable[Reading]) -> frozenset[int]:
    return frozenset(
        entry
        for reading in readings
        for entry in reading.vector.at[reading.vector.value >= LINE.words].tolist()
    )
