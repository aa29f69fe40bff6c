"""Scores and sections of all entries for one question, and why each shown entry fits."""

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
from app.search.spans import Reading, Span, Tier
from app.search.vectors import Floats, Places, gather

Flags = NDArray[np.bool_]
SECTIONS = (MatchKind.WORDS, MatchKind.PREFIX, MatchKind.FUZZY)
#: Entries that are scored in full; more than anybody scrolls through.
MOST_CANDIDATES = 3000
_DECIMALS = 4
_TINY = 1e-6
#: The words of a question weigh no less together.
_LEAST_WEIGHT = 0.1
#: How sure an entry is that fits every word as a word; less by one for each section below.
_SURE = len(SECTIONS) - 1
#: Sections differ by one, scores within a section by less than this part of it.
_ABOVE_ANY_SCORE = 16.0


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
    #: The best section of all entries, also of those that a filter takes away.
    best_section: int = Tier.GUESS


def answer(question: Question, reader: Reader, limit: int, allowed: Flags | None = None) -> Answer:
    """Give the best entries for a question: sections first, then score, then code order.

    Of the entries only those allowed are given, None being all; what is corrected and what
    is too far from the best to be an answer is decided without regard to that.
    """
    if not question.words:
        return Answer(Ranked([], [], []), [], [])
    segments = Segments(question, reader)
    segments.correct(everything=False)
    fits = _fits(segments, reader.index.size)
    found = _rank(fits, segments, reader.index, limit)
    if _is_poor(found) and segments.correct(everything=True):
        fits = _fits(segments, reader.index.size)
        found = _rank(fits, segments, reader.index, limit)
    best = found.sections[0] if found.sections else Tier.GUESS
    if allowed is not None:
        found = _rank(fits, segments, reader.index, limit, allowed)
    return Answer(found, segments.all, segments.weights(), best)


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
    entries, matched, section = fits.at[chosen], fits.matched[chosen], fits.section[chosen]
    spans = segments.spans().values()
    pointed = _pointed(spans, index.size)[entries]
    explained = np.minimum(_explained(spans, index, entries) + pointed, 1.0)
    score = matched * (1 - LENGTH_SHARE * (1 - explained))
    score = score + index.prior[entries] + TERM_BONUS * (pointed > 0)
    score = np.round(score.astype(np.float64), _DECIMALS)
    order = _best(section - score / _ABOVE_ANY_SCORE, limit)
    return Ranked(entries[order].tolist(), section[order].tolist(), score[order].tolist())


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
    share = matched[-1] / np.float32(max(sum(weights), _LEAST_WEIGHT))
    section = _SURE - sure[-1]
    section[(section == Tier.PARTS) & (share < LINE.above)] = Tier.GUESS
    return _Fits(at, share, section)


def _slots(spans: Sequence[Span], size: int) -> tuple[Places, list[Places | slice]]:
    """Give the entries of all spans in order, and where those of each stand among them."""
    if len(spans) == 1:
        return spans[0].at, [slice(None)]
    place = np.zeros(size, np.intp)
    for span in spans:
        place[span.at] = 1
    at = place.nonzero()[0]
    place[at] = np.arange(len(at))
    return at, [place[span.at] for span in spans]


def _near_the_best(fits: _Fits, segments: Segments) -> Flags:
    """Tell which entries fit well enough beside the best of all.

    A word alone keeps all that begins with it, also in descriptions: what is found with more
    letters was found with fewer.
    """
    best = float(fits.matched.max(initial=0.0))
    near: Flags = fits.matched >= max(best * LINE.keep, _TINY)
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
        chosen, sections = chosen[sections <= last], sections[sections <= last]
    most = max(MOST_CANDIDATES, limit)
    if len(chosen) > most:
        order = np.lexsort((chosen, -fits.matched[chosen], sections))
        chosen = np.sort(chosen[order[:most]])
    return chosen


def _explained(spans: Iterable[Span], index: WordIndex, chosen: Places) -> Floats:
    """How much of each title the words of the question account for."""
    word_quality = np.zeros(index.words, np.float32)
    for span in spans:
        np.maximum.at(word_quality, span.words, span.quality)
    cells, counts = gather(index.title_start, chosen)
    sums = np.zeros(len(cells) + 1)
    np.cumsum(word_quality[index.title_cells[cells]] * index.title_cell_idf[cells], out=sums[1:])
    ends = counts.cumsum()
    share: Floats = (sums[ends] - sums[ends - counts]) / index.title_idf[chosen]
    return share


def _pointed(spans: Iterable[Span], size: int) -> Floats:
    """How much of each title is accounted for by terms that point at its code."""
    by_term = np.zeros(size, np.float32)
    for span in spans:
        pointed = span.explained
        if len(pointed.at):
            by_term[pointed.at] = np.maximum(by_term[pointed.at], pointed.value)
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


def reasons(given: Answer, entries: Sequence[int]) -> list[str]:
    """Tell why each of some entries is an answer: its best reading of every word."""
    columns = np.asarray(entries, np.intp)
    by_span: dict[tuple[int, int], list[Segment]] = {}
    for segment in given.segments:
        by_span.setdefault((segment.begin, segment.end), []).append(segment)
    ways = [_way(place, segments, given.weights, columns) for place, segments in by_span.items()]
    if len(ways) == 1:
        return [ways[0].whys[reading] for reading in ways[0].readings.tolist()]
    told: dict[tuple[int, ...], str] = {}
    whys: list[str] = []
    for steps in zip(*_steps(ways, len(given.weights), len(entries)), strict=True):
        if steps not in told:
            told[steps] = _reason(steps, ways)
        whys.append(told[steps])
    return whys


class _Way(NamedTuple):
    """How the best reading of a stretch explains each of some entries."""

    begin: int
    end: int
    #: What the stretch adds to the score of each entry, 0 where it does not fit.
    gains: Floats
    #: The number of the reading that fits each entry best, and why the readings fit.
    readings: NDArray[np.intp]
    whys: list[str]


def _way(
    place: tuple[int, int], segments: Sequence[Segment], weights: Sequence[float], entries: Places
) -> _Way:
    weight = np.float32(sum(weights[slice(*place)]))
    if len(segments) == 1:
        (only,) = segments
        gains, none = only.reading.vector.values_at(entries) * weight, np.zeros(len(entries), int)
        return _Way(*place, gains, none, [only.reading.why])
    table = np.array([segment.reading.vector.values_at(entries) for segment in segments])
    best = table.round(_DECIMALS).argmax(axis=0)
    whys = [segment.reading.why for segment in segments]
    return _Way(*place, table.max(axis=0) * weight, best, whys)


def _steps(ways: Sequence[_Way], words: int, entries: int) -> list[list[int]]:
    """Walk the best way through the words for all entries at once.

    Gives for each place between words the step that ends there: -1 for none, or the number
    of the way and of its reading taken together.
    """
    best, steps = [np.zeros(entries, np.float32)], []
    for end in range(1, words + 1):
        here, step = best[-1].copy(), np.full(entries, -1)
        for number, way in enumerate(ways):
            if way.end == end:
                total = best[way.begin] + way.gains
                better = (total > here + _TINY) & (way.gains > 0)
                here[better] = total[better]
                step[better] = (way.readings * len(ways) + number)[better]
        best.append(here)
        steps.append(step.tolist())
    return steps


def _reason(steps: Sequence[int], ways: Sequence[_Way]) -> str:
    """Tell the way that was walked, from its end to its beginning."""
    whys: list[str] = []
    end = len(steps)
    while end:
        step = steps[end - 1]
        if step < 0:
            end -= 1
            continue
        reading, number = divmod(step, len(ways))
        whys.append(ways[number].whys[reading])
        end = ways[number].begin
    return ", ".join(dict.fromkeys(reversed(whys))) or "liknande ord"
