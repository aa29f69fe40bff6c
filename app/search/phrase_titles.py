"""What titles of a codebook are called in a note: whole, without their tail, by their one word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np

from app.domain.concept import Concept
from app.search.code_table import bare_code
from app.search.index import WordIndex
from app.search.normalise import fold, fold_each
from app.search.phrase_words import PhraseWords, ends_in
from app.search.ranking import GENERAL_WORDS
from app.search.terms import LONGEST_PHRASE, key_of_word, keys_of_phrases, telling

_BETWEEN: Final = "|"
#: What a title says in parentheses is left out when it is said.
_ASIDE: Final = re.compile(r"\s*[(\[][^)\]]*[)\]]")
_INSIDE: Final = re.compile(r"\(([^(),;:]+)\)")
#: Where a title goes on to what a note need not say.
_TAIL: Final = re.compile(
    r"[,;:]|[–-](?=[A-ZÅÄÖ ])| (?:utan|med|vid|ej|orsakad|efter|och|eller|som|enligt) "
)
_VAGUE: Final = re.compile(
    r"(?:andra|annan|annat|vissa|övrig|övriga|övrigt|ospecificera\w+)\b", re.I
)
#: A word of a title names it where it is so much of its weight, and so long.
_LEAST_SHARE: Final = 0.4
_SHORTEST_WORD: Final = 6
#: What a title that says more costs, as in `ranking.py`.
_UNEXPLAINED: Final = 0.30
#: A title that begins with a word is about it: *Gallsten …* rather than *Tarmvred av gallsten*.
_FIRST_WORD: Final = 0.1
_CATEGORY_LENGTH: Final = 3


def read_titles(
    index: WordIndex, concepts: Sequence[Concept], words: PhraseWords
) -> tuple[dict[str, str], dict[str, str]]:
    """Give the phrase keys of titles with their codes, best first: of whole ones, and of parts.

    A part is what stands in parentheses, what stands before the tail, or the one word that is
    most of a title.
    """
    said = _said_concepts(index, concepts)
    titles = [_ASIDE.sub("", each.title) if "(" in each.title else each.title for each in said]
    parts = _asides(said, words)
    parts.update(_begun_titles(titles, said, words))
    parts.update(_words_of_titles(index, words))
    return _by_key(titles, said, words.shorter), parts


def _words_of_titles(index: WordIndex, said: PhraseWords) -> dict[str, str]:
    """Give the words that are most of a title, with the code that search would put first.

    Only words that are a disease or a procedure by their end: no place and no adjective is.
    """
    counts = np.diff(index.start)
    words = np.repeat(np.arange(index.words), counts)
    share = np.minimum(index.idf[words] / np.maximum(index.title_idf[index.entries], 1e-6), 1.0)
    share = np.where(index.weights < 1, 0, share)
    begins = np.minimum(index.title_start[index.entries], len(index.title_words) - 1)
    is_first = index.title_words[begins] == words
    score = 1 - _UNEXPLAINED * (1 - share) + index.prior[index.entries] + _FIRST_WORD * is_first
    order = np.lexsort((-score, words))
    first = order[np.unique(words[order], return_index=True)[1]]
    sure = first[share[first] >= _LEAST_SHARE]
    found = zip(words[sure].tolist(), index.entries[sure].tolist(), strict=True)
    vocabulary, codes = index.vocabulary, index.codes
    told = {vocabulary[w]: codes[e] for w, e in found if _may_name(vocabulary[w], said)}
    return {key_of_word(word): code for word, code in told.items()}


def _may_name(word: str, said: PhraseWords) -> bool:
    return len(word) >= _SHORTEST_WORD and word.isalpha() and ends_in(word, said.heads)


def _begun_titles(
    titles: Sequence[str], concepts: Sequence[Concept], words: PhraseWords
) -> dict[str, str]:
    """Give titles without their tail: `DT hjärna` of *DT hjärna utan kontrast*.

    Only where all that begin so are one category: many things are *Hypertoni med …*.
    """
    cut = [(title[: tail.start()].rstrip(), at) for at, title, tail in _with_tail(titles)]
    short = [(title, concepts[at]) for title, at in cut if _may_begin(title, words)]
    told = _by_key([title for title, _ in short], [c for _, c in short], words.shorter)
    return {key: codes for key, codes in told.items() if _is_one_category(codes)}


def _asides(concepts: Sequence[Concept], words: PhraseWords) -> dict[str, str]:
    """Give the diseases that titles name in parentheses: *Andnöd (dyspné)*."""
    asides = [
        (aside, concept)
        for concept in concepts
        if "(" in concept.title
        for aside in _INSIDE.findall(concept.title)
        if ends_in(fold(aside), words.heads)
    ]
    told = _by_key([aside for aside, _ in asides], [c for _, c in asides], words.shorter)
    return {key: codes for key, codes in told.items() if _is_one_category(codes)}


def _with_tail(titles: Sequence[str]) -> Iterator[tuple[int, str, re.Match[str]]]:
    for at, title in enumerate(titles):
        tail = _TAIL.search(title)
        if tail is not None:
            yield at, title, tail


def _may_begin(cut: str, words: PhraseWords) -> bool:
    """Whether the beginning of a title says what it is: one word alone has to be a disease."""
    is_word = cut.isalpha()
    return not _VAGUE.match(cut) and (not is_word or ends_in(fold(cut), words.heads))


def _is_one_category(codes: str) -> bool:
    return len({bare_code(code)[:_CATEGORY_LENGTH] for code in codes.split(_BETWEEN)}) == 1


def _said_concepts(index: WordIndex, concepts: Sequence[Concept]) -> list[Concept]:
    """Give the concepts whose titles somebody might say, the likeliest first."""
    best = index.prior.argsort(kind="stable")[::-1]
    told = (concepts[row] for row in index.rows[best].tolist())
    return [concept for concept in told if _is_said(concept)]


def _is_said(concept: Concept) -> bool:
    """Whether somebody might say its title: codes, and headings right above procedures."""
    return not concept.is_structural or len(concept.code.rpartition(":")[2]) == _CATEGORY_LENGTH


def _by_key(
    titles: Sequence[str], concepts: Sequence[Concept], shorter: Mapping[str, Sequence[str]]
) -> dict[str, str]:
    folded = fold_each(titles)
    words = [[word for word in telling(text) if word not in GENERAL_WORDS] for text in folded]
    told = [
        (said, concept.code.rpartition(":")[2])
        for each, concept in zip(words, concepts, strict=True)
        if 0 < len(each) <= LONGEST_PHRASE
        for said in (each, *_said_shorter(each, shorter))
    ]
    spelled = keys_of_phrases([said for said, _ in told])
    found: dict[str, str] = {}
    for said, code in told:
        key = spelled.of(said)
        known = found.get(key)
        found[key] = code if known is None else f"{known}{_BETWEEN}{code}"
    return found


def _said_shorter(words: list[str], shorter: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """Yield a title as it is said at the bedside: *datortomografi hjärna* as `dt hjärna`."""
    for at, word in enumerate(words):
        for said in shorter.get(word, ()):
            yield [*words[:at], said, *words[at + 1 :]]
