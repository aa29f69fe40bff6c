"""Reading a note: the phrases that name codes, longest first, with what the note says of each."""

from __future__ import annotations

import threading
from collections.abc import Iterator, MutableMapping, Sequence
from datetime import date
from typing import Final, NamedTuple
from weakref import WeakKeyDictionary, ref

from app.domain.codes import CodeSystem
from app.domain.collector import collector_paused
from app.domain.coverage import Mention
from app.search.edition_search import EditionSearch
from app.search.lexicon import Lexicon
from app.search.phrase_spelling import SHORTEST
from app.search.phrase_states import Stated, states_of
from app.search.phrase_table import Named, PhraseTable
from app.search.phrase_tokens import Token, tokens_of
from app.search.phrase_words import PhraseWords, phrase_words
from app.search.ranking import STOP_WORDS
from app.search.readings import Reader
from app.search.terms import LONGEST_PHRASE

#: So many small words may stand inside a phrase besides.
_MOST_SMALL: Final = 3
#: Words that a phrase never reaches across.
_PARTING: Final = frozenset(["utan", "ej", "inte", "ingen", "inga", "inget", "men", "eller"])
#: Abbreviations this short have to be written in capitals.
_SHORT: Final = 2
#: Words up to this length are no drug: `var` and *Waran* have one key.
_SHORT_DRUG: Final = 3
#: Of the third character of a code: it says where the patient was, not what is wrong.
_STATUS_CHAPTERS: Final = ("Z", "O8")


#: Searches that share a reader share its phrases, as long as one of them reads by them.
_TABLES: Final[MutableMapping[Reader, ref[PhraseTable]]] = WeakKeyDictionary()
_LOCK: Final = threading.Lock()


class Found(NamedTuple):
    """A phrase of a text: its first and last token, and the code that it names."""

    first: int
    last: int
    system: CodeSystem
    named: Named
    others: tuple[str, ...]


class PhraseReader:
    """Reads texts by what is built for three editions. Safe to share between threads."""

    def __init__(self) -> None:
        self._tables: dict[CodeSystem, tuple[Reader, PhraseTable]] = {}

    def read(
        self, text: str, editions: Sequence[EditionSearch], local: Lexicon, day: date
    ) -> list[Mention]:
        """Give the phrases of a text in order, local terms included; none overlap."""
        tables = [self._table(edition, local) for edition in editions]
        return _Reading(text, tables, day, phrase_words()).mentions()

    def _table(self, edition: EditionSearch, local: Lexicon) -> PhraseTable:
        """Give the phrases of an edition, and keep those that were asked for last."""
        reader, system = edition.reader, edition.edition.system
        known = self._tables.get(system)
        if known is None or known[0] is not reader:
            known = self._tables[system] = (reader, _filed(edition, reader, local))
        return known[1]


def _filed(edition: EditionSearch, reader: Reader, local: Lexicon) -> PhraseTable:
    """Give the phrases of an edition, filed by whoever in this process asks first."""
    with _LOCK:
        held = _TABLES.get(reader)
        table = held() if held else None
        if table is None:
            with collector_paused():
                table = PhraseTable(edition, reader, local, phrase_words())
            _TABLES[reader] = ref(table)
        return table


class _Reading:
    """One text while it is read."""

    def __init__(
        self, text: str, tables: Sequence[PhraseTable], day: date, words: PhraseWords
    ) -> None:
        self._text = text
        self._tables = tables
        self._day = day
        self._words = words
        self._tokens = tokens_of(text)
        self._mend()

    def mentions(self) -> list[Mention]:
        found = list(self._found())
        spans = [
            Stated(
                self._tokens[each.first].start,
                self._tokens[each.last].end,
                each.named.concept.code,
                each.system,
            )
            for each in found
        ]
        states = states_of(self._text, spans, self._words)
        return [
            Mention(
                span.start,
                span.end,
                each.system,
                each.named.concept.code,
                each.named.concept.title,
                state,
                each.others,
            )
            for each, span, state in zip(found, spans, states, strict=True)
        ]

    def _mend(self) -> None:
        """Give words that are slips the key of what is surely meant."""
        keys = {token.word: token.key for token in self._tokens if len(token.word) >= SHORTEST}
        unknown = [
            word
            for word, key in keys.items()
            if not any(table.is_known(word, key) for table in self._tables)
        ]
        mended = {word: key for word in unknown if (key := self._singular(word))}
        left = [word for word in unknown if word not in mended]
        for table in self._tables:
            for word in table.spelling.near(left):
                mended.setdefault(word, table.spelling.corrected(word))
        self._tokens = [
            token._replace(key=mended[token.word]) if mended.get(token.word) else token
            for token in self._tokens
        ]

    def _singular(self, word: str) -> str:
        return next((key for table in self._tables if (key := table.singular(word))), "")

    def _found(self) -> Iterator[Found]:
        at = 0
        while at < len(self._tokens):
            found = self._longest(at)
            if found is None:
                at += 1
            else:
                yield found
                at = found.last + 1

    def _longest(self, first: int) -> Found | None:
        """Give the longest phrase that begins with a token."""
        best: Found | None = None
        for last, key in self._windows(first):
            found = self._named(first, last, key)
            if found is not None:
                best = found
        return best

    def _windows(self, first: int) -> Iterator[tuple[int, str]]:
        """Yield where phrases that begin with a token may end, with their keys.

        Beyond one word only as long as each is a word of such phrases.
        """
        tokens = self._tokens
        token = tokens[first]
        if not token.word or token.word in _PARTING or _is_small(token):
            return
        yield first, token.key
        keys, small = [token.key], 0
        if not self._is_in_phrase(token.key):
            return
        for at in range(first + 1, len(tokens)):
            token = tokens[at]
            if not token.goes_on or not token.word or token.word in _PARTING:
                return
            if _is_small(token):
                small += 1
                if small > _MOST_SMALL:
                    return
                continue
            keys.append(token.key)
            if len(keys) > LONGEST_PHRASE or not self._is_in_phrase(token.key):
                return
            yield at, " ".join(sorted(keys))

    def _is_in_phrase(self, key: str) -> bool:
        return any(key in table.words for table in self._tables)

    def _named(self, first: int, last: int, key: str) -> Found | None:
        if key in self._words.stops or key.isdigit():
            return None
        found = [
            (table.system, named)
            for table in self._tables
            if (named := table.named(key)) and self._fits(named, table, first, last, key)
        ]
        if not found:
            return None
        system, named = _best(found)
        others = [code for _, each in found for code in (each.concept.code, *each.others)]
        told = dict.fromkeys(code for code in others if code != named.concept.code)
        return Found(first, last, system, named, tuple(told))

    def _fits(self, named: Named, table: PhraseTable, first: int, last: int, key: str) -> bool:
        """Whether a code may be proposed for the words, as they are written."""
        concept = named.concept
        if concept.has_ended(self._day) or concept.code.startswith(self._words.left_out):
            return False
        if first != last:
            is_list = any(token.word == "och" for token in self._tokens[first:last])
            return not (is_list and table.system is CodeSystem.ATC)
        token = self._tokens[first]
        if key in self._words.headings and self._text[token.end : token.end + 1] == ":":
            return False
        is_capital = self._text[token.start : token.end].isupper()
        shortest = _SHORT_DRUG if table.system is CodeSystem.ATC else _SHORT
        if len(token.word) <= shortest and not (is_capital and token.word.isalpha()):
            return False
        return table.is_written_so(key, token.word, is_capital=is_capital)


def _is_small(token: Token) -> bool:
    return not token.is_bound and token.word in STOP_WORDS


def _best(found: Sequence[tuple[CodeSystem, Named]]) -> tuple[CodeSystem, Named]:
    """Give what is meant first: a disease, what is done, a drug.

    A diagnosis that only says where somebody was treated stands behind the treatment itself.
    """
    whole = [each for each in found if each[1].is_whole] or found
    first = whole[0]
    if len(whole) > 1 and first[1].concept.code.startswith(_STATUS_CHAPTERS):
        return whole[1]
    return first
