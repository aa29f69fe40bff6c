"""The user's guide, page by page: the help of the window shows it and searches it.

There is one text, docs/user-guide.md with the pictures of docs/screens; a frozen program has to
carry both in the same places.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.paths import program_root

_HEADING = re.compile(r"^(#{1,3}) (.+)$")


@dataclass(frozen=True, slots=True)
class GuidePage:
    """One section of the guide; `level` is 1 for the guide itself, 2 and 3 below it."""

    heading: str
    level: int
    text: str  # Markdown, without the heading

    @property
    def anchor(self) -> str:
        """What a link to the page says after its number sign."""
        return re.sub(r"[^\w -]", "", self.heading).lower().replace(" ", "-")


def guide_folder() -> Path:
    """Return the folder that the links of the guide start from."""
    return program_root() / "docs"


@cache
def read_guide() -> tuple[GuidePage, ...]:
    """Return the pages of the guide in their order; none where the guide was not shipped."""
    path = guide_folder() / "user-guide.md"
    return split_guide(path.read_text(encoding="utf-8")) if path.exists() else ()


def split_guide(text: str) -> tuple[GuidePage, ...]:
    """Return the sections of a Markdown text; what stands in fences is no heading."""
    pages: list[tuple[str, int, list[str]]] = []
    is_fenced = False
    for line in text.splitlines():
        is_fenced ^= line.startswith("```")
        found = None if is_fenced else _HEADING.match(line)
        if found:
            pages.append((found.group(2), len(found.group(1)), []))
        elif pages:
            pages[-1][2].append(line)
    return tuple(GuidePage(name, level, "\n".join(lines)) for name, level, lines in pages)


def find_pages(pages: Sequence[GuidePage], words: str) -> tuple[GuidePage, ...]:
    """Return the pages that hold every word, those with one in the heading first.

    No words find every page.
    """
    wanted = words.casefold().split()
    found = [page for page in pages if all(word in _said(page) for word in wanted)]
    if wanted:
        found.sort(key=lambda page: not any(word in page.heading.casefold() for word in wanted))
    return tuple(found)


def _said(page: GuidePage) -> str:
    return f"{page.heading} {page.text}".casefold()
