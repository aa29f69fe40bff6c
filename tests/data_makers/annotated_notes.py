"""Reads the annotated notes of tests/search/coverage_notes and counts what was found right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

from app.domain.coverage import Mention, PhraseState

_HEAD = re.compile(r"^== (.+) ==$", re.M)
_PHRASE = re.compile(r"\[([^\]|]+)\|([+<-])\|([^\]|]+)\]")
_STATES = {
    "+": PhraseState.UNCODED,
    "-": PhraseState.NEGATED,
    "<": PhraseState.HISTORICAL,
}


@dataclass(frozen=True)
class Annotation:
    start: int
    end: int
    state: PhraseState
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Note:
    title: str
    text: str
    annotations: tuple[Annotation, ...]


@dataclass(frozen=True)
class Figures:
    """Counts over some notes. `denied` are annotated so; `told_denied` were told so as well."""

    annotated: int = 0
    found: int = 0
    right: int = 0
    state_right: int = 0
    denied: int = 0
    told_denied: int = 0
    not_denied: int = 0
    told_not_denied: int = 0

    @classmethod
    def total(cls, several: Iterable[Figures]) -> Figures:
        columns = zip(*(astuple(each) for each in several), strict=True)
        return cls(*(sum(column) for column in columns))

    @property
    def precision(self) -> float:
        return self.right / max(self.found, 1)

    @property
    def recall(self) -> float:
        return self.right / max(self.annotated, 1)

    @property
    def negation(self) -> float:
        """Of the denied phrases that were found, how many were told to be denied."""
        return self.told_denied / max(self.denied, 1)

    @property
    def affirmation(self) -> float:
        """Of the phrases found that are not denied, how many were not told to be."""
        return self.told_not_denied / max(self.not_denied, 1)

    @property
    def states(self) -> float:
        return self.state_right / max(self.right, 1)

    def row(self) -> str:
        shares = (self.precision, self.recall, self.states, self.negation, self.affirmation)
        return " | ".join(f"{share:.3f}" for share in shares)


def read_notes(path: Path) -> list[Note]:
    parts = _HEAD.split(path.read_text(encoding="utf-8"))
    return [_note(title, text) for title, text in zip(parts[1::2], parts[2::2], strict=True)]


def _note(title: str, marked: str) -> Note:
    text, annotations, at = "", list[Annotation](), 0
    for match in _PHRASE.finditer(marked):
        text += marked[at : match.start()]
        start, at = len(text), match.end()
        text += match[1]
        codes = tuple(code.replace(".", "").strip() for code in match[3].split("/"))
        annotations.append(Annotation(start, len(text), _STATES[match[2]], codes))
    return Note(title, text + marked[at:], tuple(annotations))


def pairs_of(note: Note, found: Sequence[Mention]) -> list[tuple[Mention, Annotation | None]]:
    """Give each phrase found with the annotation that it is right for; each serves once."""
    left = list(note.annotations)
    pairs: list[tuple[Mention, Annotation | None]] = []
    for mention in found:
        match = next((each for each in left if _is_right(mention, each)), None)
        if match is not None:
            left.remove(match)
        pairs.append((mention, match))
    return pairs


def _is_right(mention: Mention, annotation: Annotation) -> bool:
    is_there = mention.start < annotation.end and annotation.start < mention.end
    return is_there and mention.code.replace(".", "").startswith(annotation.codes)


def compare(note: Note, found: Sequence[Mention]) -> Figures:
    pairs = [(m, a) for m, a in pairs_of(note, found) if a is not None]
    denied = [m.state for m, a in pairs if a.state is PhraseState.NEGATED]
    others = [m.state for m, a in pairs if a.state is not PhraseState.NEGATED]
    return Figures(
        len(note.annotations),
        len(found),
        len(pairs),
        sum(m.state is a.state for m, a in pairs),
        len(denied),
        sum(state is PhraseState.NEGATED for state in denied),
        len(others),
        sum(state is not PhraseState.NEGATED for state in others),
    )


def wrong(note: Note, found: Sequence[Mention]) -> Iterator[str]:
    """Tell what was not found, found without reason, placed wrongly or told wrongly."""
    yield f"-- {note.title}"
    pairs = pairs_of(note, found)
    served = {id(annotation) for _, annotation in pairs}
    for mention, annotation in pairs:
        words = note.text[mention.start : mention.end]
        if annotation is None:
            yield f"  wrong: {words} → {mention.code} {mention.title} {mention.others}"
        elif annotation.state is not mention.state:
            yield f"  state: {words} is {annotation.state}, told {mention.state}"
    for each in note.annotations:
        if id(each) not in served:
            yield f"  missed: {note.text[each.start : each.end]} {'/'.join(each.codes)}"
