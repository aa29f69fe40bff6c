"""What a chart shows, and in which inks; drawn alike in the window and on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart: a title, and a text and a number for each bar."""

    title: str
    bars: Sequence[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class Inks:
    """Colours as `#rrggbb`: of texts, of bars, of lines."""

    text: str = "#000000"
    bars: str = "#4c4c4c"
    lines: str = "#b8b8b8"
