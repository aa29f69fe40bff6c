"""What an edition of KVÅ says about codes that go with a procedure: add-on codes, drugs as ATC.

Nothing is concluded: a hint is a sentence of the edition, beside the code itself, beside a
heading above it, or beside another code that names it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.domain.code_mentions import find_code_mentions
from app.domain.codebook_ports import Codebook
from app.domain.concept import Concept, Note, NoteKind

_SENTENCES = re.compile(r"(?<=[.;!])\s+(?=[A-ZÅÄÖ])|\n+")
_DRUG = re.compile(r"\bATC\b")
_ADD_ON = re.compile(r"tilläggskod|tillägg (av|till)\b|ange sida\b|kombineras med", re.IGNORECASE)
#: Says so only of a code that the sentence names.
_WITH_CODE = re.compile(
    r"tillsammans med|kompletteras med|\b(använd\w*|registreras|kodas|anges) även", re.IGNORECASE
)
_NOT_TOGETHER = re.compile(r"\binte tillsammans\b|\butesluter\b", re.IGNORECASE)
#: How the headings of add-on codes are named in every edition.
_ADD_ON_HEADING = "Tilläggskoder"
_SAYING = frozenset({NoteKind.DESCRIPTION, NoteKind.REMARK, NoteKind.CODING})
#: Codes that a range in a text can span share so many characters.
_SHARED = 2


class HintKind(StrEnum):
    """What a hint is about; the value is its heading on screen."""

    ADD_ON = "Tilläggskoder"
    DRUG = "Läkemedel med ATC-kod"


@dataclass(frozen=True, slots=True)
class ProcedureHint:
    """A sentence of the edition, as it is written there."""

    kind: HintKind
    text: str
    #: Beside which code it stands: the procedure, a heading above, or a code that names it.
    said_by: Concept


def find_hints(book: Codebook, concept: Concept, notes: Sequence[Note]) -> list[ProcedureHint]:
    """Return what the edition says of add-on codes and drugs for a procedure, each text once.

    What stands beside the code comes first, then the headings from the nearest up, then other
    codes that name it, in file order.
    """
    hints: dict[tuple[HintKind, str], ProcedureHint] = {}
    for hint in _all(book, concept, notes):
        hints.setdefault((hint.kind, hint.text), hint)
    return list(hints.values())


def says_nothing_but(text: str, hints: Sequence[ProcedureHint]) -> bool:
    """Whether a text is made of sentences that are hints, so that it need not be shown again."""
    told = {hint.text for hint in hints}
    return all(sentence in told for sentence in split_sentences(text))


def split_sentences(text: str) -> list[str]:
    """Return the sentences of a text; an abbreviation such as `t.ex.` ends none."""
    return [part.strip() for part in _SENTENCES.split(text) if part.strip()]


def _all(book: Codebook, concept: Concept, notes: Sequence[Note]) -> Iterator[ProcedureHint]:
    for note in notes:
        if note.kind in _SAYING:
            yield from _hints_in(book, note.text, concept)
    for above in book.ancestors(concept.code):
        yield from _hints_in(book, above.description, above)
        if above.title.startswith(_ADD_ON_HEADING):
            yield ProcedureHint(HintKind.ADD_ON, above.title, above)
    if not concept.is_structural:
        yield from _named_by_others(book, concept)


def _named_by_others(book: Codebook, concept: Concept) -> Iterator[ProcedureHint]:
    start = concept.code[:_SHARED]
    for other in book.concepts():
        if start in other.description and other.code != concept.code:
            found = _hints_in(book, other.description, other)
            yield from (hint for hint in found if _names(hint.text, concept.code))


def _hints_in(book: Codebook, text: str, said_by: Concept) -> Iterator[ProcedureHint]:
    for sentence in split_sentences(text):
        if _NOT_TOGETHER.search(sentence):
            continue
        if _DRUG.search(sentence):
            yield ProcedureHint(HintKind.DRUG, sentence, said_by)
        elif _ADD_ON.search(sentence) or _tells_a_code(book, sentence):
            yield ProcedureHint(HintKind.ADD_ON, sentence, said_by)


def _tells_a_code(book: Codebook, sentence: str) -> bool:
    """Whether a code is said to go with another, or an add-on code is named."""
    named = [mention for mention in find_code_mentions(sentence) if mention.is_sure]
    return bool(named) and bool(
        _WITH_CODE.search(sentence) or any(_is_add_on(book, mention.first) for mention in named)
    )


def _is_add_on(book: Codebook, code: str) -> bool:
    return any(above.title.startswith(_ADD_ON_HEADING) for above in book.ancestors(code))


def _names(sentence: str, code: str) -> bool:
    return any(
        mention.first <= code <= mention.last and len(mention.first) == len(code)
        for mention in find_code_mentions(sentence)
    )
