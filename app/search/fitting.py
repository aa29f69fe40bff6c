"""How well the entries of an index fit a question as a whole, and how surely."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from app.search.question import Read
from app.search.ranking import LINE
from app.search.spans import Span, Sure, Tier
from app.search.vectors import Floats, Places

#: The words of a question weigh no less together.
LEAST_WEIGHT = 0.1
#: How sure an entry is that fits every word as a word; less by one for each section below.
_SUREST = int(Tier.GUESS)
_ABOVE = np.float32(LINE.above)


class Fits(NamedTuple):
    """The entries that anything was read of, how well they fit, and their sections."""

    at: Places
    matched: Floats
    section: Sure


def fits_of(read: Read, size: int) -> Fits:
    """Give per entry the most weight that spans side by side can match, and how surely."""
    weights, spans = read.weights, read.spans
    total = np.float32(max(sum(weights), LEAST_WEIGHT))
    if len(weights) == 1 and spans:
        (span,) = spans.values()
        return _in_sections(span.at, np.float32(weights[0]) * span.value / total, span.sure)
    at, slots = _slots(list(spans.values()), size)
    placed = list(zip(spans.items(), slots, strict=True))
    matched = [np.zeros(len(at), np.float32)]
    sure = [np.full(len(at), _SUREST, np.int8)]
    for end, is_noise in enumerate(read.noise, start=1):
        may_skip = is_noise and not all(read.noise)
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


def _in_sections(at: Places, share: Floats, sure: Sure) -> Fits:
    section: Sure = _SUREST - sure
    section[(section == Tier.PARTS) & (share < _ABOVE)] = Tier.GUESS
    return Fits(at, share, section)


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
