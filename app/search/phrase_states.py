"""What a note says of a phrase: that it is so, is denied, is over or somebody else's.

Swedish notes deny before the word (`ingen feber eller hosta`) and after it (`DVT uteslöts`). What
denies reaches to the end of its clause: to the sentence's end, a contrast (`men`), or a comma that
does not go on with a list ending in `eller`. What is asked about or warned of is not said either.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from app.domain.codes import CodeSystem
from app.domain.coverage import PhraseState, category_of
from app.search.phrase_cues import (
    CONTRAST,
    DENIED_AFTER,
    DENIED_ANSWER,
    DENIED_BEFORE,
    HEADING,
    HEREDITY_HEADING,
    HISTORY_HEADING,
    KIN,
    KNOWN,
    NEVER_PAST,
    NO_DENIAL,
    NOT_BUT,
    PAST_AFTER,
    PAST_BEFORE,
    PLAIN_DENIAL,
    REASON,
    SENTENCE_END,
    SINCE,
    STILL_ILL,
    WHEN,
)
from app.search.phrase_words import PhraseWords

#: How many words may part a phrase from a denial behind it.
_FARTHEST: Final = 8
#: How many words an item of a list has, and one of a list that no `eller` closes.
_LONGEST_ITEM: Final = 4
_BARE_ITEM: Final = 2


class Stated(NamedTuple):
    """Where a phrase stands in a text, and its code."""

    start: int
    end: int
    code: str
    system: CodeSystem


class Sentence(NamedTuple):
    """A part of a text that says one thing, and whether it stands under a heading of history."""

    start: int
    end: int
    is_history: bool
    is_heredity: bool


def states_of(text: str, phrases: Sequence[Stated], words: PhraseWords) -> list[PhraseState]:
    """Tell of each phrase what its text says of it; UNCODED where it is so.

    The phrases stand in order.
    """
    sentences = list(sentences_of(text))
    starts = [sentence.start for sentence in sentences]
    by_sentence: dict[int, list[Stated]] = {}
    for phrase in phrases:
        at = max(bisect_right(starts, phrase.start) - 1, 0)
        by_sentence.setdefault(at, []).append(phrase)
    states: list[PhraseState] = []
    for at, found in by_sentence.items():
        states += _Clauses(text, sentences[at], found, words).states()
    return states


def sentences_of(text: str) -> Iterator[Sentence]:
    """Yield the sentences of a text; those under a heading know which kind it is."""
    headings = {match.start(1): match for match in HEADING.finditer(text)}
    is_history = is_heredity = False
    start = 0
    marks = sorted({*(m.end() for m in SENTENCE_END.finditer(text)), *headings, len(text)})
    for end in marks:
        if start in headings:
            name = headings[start][1]
            is_history = HISTORY_HEADING.match(name) is not None
            is_heredity = HEREDITY_HEADING.match(name) is not None
        if end > start:
            yield Sentence(start, end, is_history, is_heredity)
        start = end


class _Clauses:
    """One sentence, and what stands in it."""

    def __init__(
        self, text: str, sentence: Sentence, phrases: Sequence[Stated], words: PhraseWords
    ) -> None:
        self._sentence = sentence
        self._written = text[sentence.start : sentence.end]
        told = _without(HEADING, self._written)
        self._text = _without(NO_DENIAL, told)
        self._phrases = [
            each._replace(start=each.start - sentence.start, end=each.end - sentence.start)
            for each in phrases
        ]
        self._words = words
        self._denials = list(self._scopes(DENIED_BEFORE))
        self._is_question = "?" in self._text[-2:]

    def states(self) -> Iterator[PhraseState]:
        for phrase in self._phrases:
            if self._sentence.is_heredity or self._is_of_kin(phrase):
                yield PhraseState.HISTORICAL
            elif self._is_denied(phrase):
                yield PhraseState.NEGATED
            elif self._is_past(phrase):
                yield PhraseState.HISTORICAL
            else:
                yield PhraseState.UNCODED

    def _is_of_kin(self, phrase: Stated) -> bool:
        return any(match.end() <= phrase.start for match in KIN.finditer(self._text))

    def _is_denied(self, phrase: Stated) -> bool:
        if any(begin <= phrase.start < end for begin, end in self._denials):
            return True
        if DENIED_ANSWER.match(self._written, phrase.end):
            return True
        behind = self._behind(phrase)
        if behind.lstrip(" )").startswith("?") or (self._is_question and "," not in behind):
            return True
        after = DENIED_AFTER.search(behind)
        return after is not None and not self._has_clause(behind[: after.start()])

    def _has_clause(self, between: str) -> bool:
        """Whether what stands between a phrase and a denial is about something else."""
        return "," in between or len(between.split()) > _FARTHEST or bool(CONTRAST.search(between))

    def _scopes(self, cues: re.Pattern[str]) -> Iterator[tuple[int, int]]:
        """Yield from where to where something is denied."""
        not_but = {match.end() for match in NOT_BUT.finditer(self._text)}
        for cue in cues.finditer(self._text):
            if cue.end() in not_but:
                continue
            end = self._end_of_scope(cue.end())
            told = WHEN.search(self._text, cue.end(), end) if PLAIN_DENIAL.match(cue[0]) else None
            yield cue.end(), end if told is None else told.start()

    def _end_of_scope(self, begin: int) -> int:
        rest = self._text[begin:]
        ends = [m.start() for m in (CONTRAST.search(rest), REASON.search(rest)) if m]
        ends += [match.start() for match in re.finditer(r"\butan\b", rest)]
        limit = min(ends, default=len(rest))
        comma = rest.find(",", 0, limit)
        if comma < 0:
            return begin + limit
        return begin + (limit if self._is_list(rest[:limit]) else comma)

    def _is_list(self, rest: str) -> bool:
        """Whether the words between commas go on with what is denied: `inga A, B eller C`."""
        parts = rest.rstrip(" .\n").split(",")
        if any(len(part.split()) > _LONGEST_ITEM for part in parts[1:-1]):
            return False
        last = parts[-1].split()
        is_named = re.match(r"\s*(?:inga|ingen|inget|ej|inte)\b", parts[1]) is None
        if "eller" in last:
            return is_named and last.index("eller") <= _LONGEST_ITEM
        are_short = all(len(part.split()) <= _BARE_ITEM for part in parts[1:])
        return len(parts) > _BARE_ITEM and is_named and are_short

    def _is_past(self, phrase: Stated) -> bool:
        text = _without(NEVER_PAST, self._text)
        before, behind = text[: phrase.start], self._behind(phrase)
        near = before.rpartition(",")[2]
        is_chronic = category_of(phrase.code) in self._words.chronic
        if is_chronic or phrase.system is CodeSystem.ATC:
            cues = list(PAST_BEFORE.finditer(near))
            return bool(cues) and not self._is_over(near[cues[-1].end() :])
        if self._sentence.is_history:
            return True
        cues = list(PAST_BEFORE.finditer(before))
        if cues and not self._is_over(before[cues[-1].end() :]):
            is_now = cues[-1].group().lower().startswith(("haft", "har haft"))
            return not (is_now and STILL_ILL.search(behind) and not PAST_AFTER.search(behind))
        year = PAST_AFTER.search(behind.partition(",")[0])
        if year is None or KNOWN.search(near):
            return False
        return not SINCE.search(behind[: year.start()])

    def _is_over(self, between: str) -> bool:
        """Whether something that is so now stands between a word of the past and a phrase."""
        return bool(CONTRAST.search(between) or REASON.search(between))

    def _behind(self, phrase: Stated) -> str:
        return self._text[phrase.end :]


def _without(words: re.Pattern[str], text: str) -> str:
    """Blank out some words, so that all others stay where they are."""
    return words.sub(lambda match: " " * len(match.group()), text)
