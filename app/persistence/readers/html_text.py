"""The plain text of a cell that may hold HTML, whole, broken or none at all."""

from __future__ import annotations

import html
import re

#: A tag, whole: `<5 år` and a tag cut off at the end of the cell are text, and are kept.
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9:]*)[^<>]*>|<![^<>]*>")
#: What begins and ends a paragraph.
_PARAGRAPHS = {
    "address", "blockquote", "br", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6",
    "hr", "li", "ol", "p", "pre", "table", "tr", "ul",
}  # fmt: skip
_TABLE_CELLS = {"td", "th"}
#: 10<sup>9</sup> must not become 109.
_RAISED = re.compile(r"<sup[^<>]*>([0-9+-]{1,4})</sup>", re.IGNORECASE)
_AS_RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")


def read_html(cell: str) -> str:
    """Return the text of a cell as paragraphs, one a line, without tags and entities.

    White space within a paragraph is one blank. A line break in a cell without tags parts
    paragraphs; beside tags it is white space, as in HTML. Whatever is not a whole tag is text.
    """
    text = cell
    if "<" in text and _TAG.search(text):
        text = _RAISED.sub(_raise, text.replace("\n", " "))
        text = _TAG.sub(_spacing, text)
    if "&" in text:
        text = html.unescape(text)
    if "\n" not in text:
        return " ".join(text.split())
    paragraphs = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(paragraph for paragraph in paragraphs if paragraph)


def read_html_line(cell: str) -> str:
    """Return the text of a cell on one line."""
    return read_html(cell).replace("\n", " ")


def _raise(match: re.Match[str]) -> str:
    return match.group(1).translate(_AS_RAISED)


def _spacing(tag: re.Match[str]) -> str:
    name = (tag.group(1) or "").lower()
    if name in _PARAGRAPHS:
        return "\n"
    return " " if name in _TABLE_CELLS else ""
