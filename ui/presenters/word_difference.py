"""Two texts with the words that differ marked: struck out, or bold and underlined."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from html import escape

from app.domain.edition_difference import CodeDifference, DifferenceKind

#: A word or a sign, with the blanks after it.
_WORD = re.compile(r"(?:\w+|[^\w\s]|^)\s*")
#: Comparing longer texts word by word takes longer than a screen may wait.
_LARGEST = 1_500
_NOTHING = "<i>inget</i>"


def mark_words(before: str, after: str) -> tuple[str, str]:
    """Return both texts as HTML, with what is gone struck out and what is new underlined.

    Long texts are returned unmarked.
    """
    old, new = _WORD.findall(before), _WORD.findall(after)
    if max(len(old), len(new)) > _LARGEST:
        return _html(old), _html(new)
    was: list[str] = []
    now: list[str] = []
    matcher = SequenceMatcher(None, _bare(old), _bare(new), autojunk=False)
    for act, i1, i2, j1, j2 in matcher.get_opcodes():
        is_same = act == "equal"
        was.append(_marked(old[i1:i2], "" if is_same else "<s>{}</s>"))
        now.append(_marked(new[j1:j2], "" if is_same else "<b><u>{}</u></b>"))
    return "".join(was), "".join(now)


def difference_html(change: CodeDifference) -> str:
    """Describe a change: code and title, then the texts before and after."""
    concept = change.concept
    head = f"<p><b>{escape(concept.marked_code)} {escape(concept.title)}</b><br>"
    head += f"{escape(change.kind.value)}</p>"
    if change.kind is DifferenceKind.NEW:
        return head
    if change.kind is DifferenceKind.WITHDRAWN:
        return head + (f"<p>{escape(change.after_text)}</p>" if change.after_text else "")
    was, now = mark_words(change.before_text, change.after_text)
    legend = (
        "<p><small><s>Struket</s> är borttaget, <b><u>understruket</u></b> är nytt.</small></p>"
    )
    before = f"<p><b>Före</b><br>{was or _NOTHING}</p>"
    return f"{head}{before}<p><b>Efter</b><br>{now or _NOTHING}</p>{legend}"


def _bare(words: Sequence[str]) -> list[str]:
    return [word.rstrip() for word in words]


def _marked(words: Sequence[str], mark: str) -> str:
    """Write words inside a mark, the blanks after them outside it."""
    text = "".join(words)
    inside = text.rstrip()
    if not mark or not inside:
        return _html(words)
    return mark.format(_html([inside])) + _html([text[len(inside) :]])


def _html(words: Sequence[str]) -> str:
    return escape("".join(words)).replace("\n", "<br>")
