"""Terms of a lexicon: what people say, what it stands for, and when two phrases are the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from app.domain.codes import CodeSystem
from app.domain.local_term import LOCAL_KIND_LABEL, LocalTermKind
from app.search.code_table import bare_code
from app.search.normalise import fold, fold_each, spelling_key, spelling_keys, stem, stems_of
from app.search.ranking import STOP_WORDS

#: Codes are written in capitals, words in small letters.
_CODE_TARGET = re.compile(r"[A-Z][A-Z0-9.]*")
#: A phrase of more words than this is never looked for.
LONGEST_PHRASE = 5
#: The source of a term that is the name of an imported product, or that the workplace approved.
FROM_PRODUCTS, FROM_WORKPLACE = "läkemedelsnamn", "lokalt"
#: Terms of several words that are this short together are often written as one: `gråstarr`.
LONGEST_JOINED = 12
#: Shorter words and abbreviations are taken as they are: `nph` is not `nf`.
SHORTEST_KEYED = 5


class TermKind(StrEnum):
    """What sort of word a term is; shown in the reason of a hit.

    The kinds that a workplace may propose are the domain's; the other two are the lexicon's own.
    """

    SYNONYM = LocalTermKind.SYNONYM
    ABBREVIATION = LocalTermKind.ABBREVIATION
    LATIN = LocalTermKind.LATIN
    LAY = LocalTermKind.LAY
    SYNSET = "synset"
    PHRASE = "phrase"
    BRAND = LocalTermKind.BRAND


KIND_LABEL = {
    **{TermKind(kind): label.lower() for kind, label in LOCAL_KIND_LABEL.items()},
    TermKind.SYNSET: "samma betydelse",
    TermKind.PHRASE: "uttryck",
}
#: Of gender and number as the kind of word asks for.
LOCAL_LABEL = {
    kind: f"{'lokalt' if kind is TermKind.LAY else 'lokal'} {label}"
    for kind, label in KIND_LABEL.items()
}


class Term(NamedTuple):
    """One line: a term and what it stands for, best target first.

    `system` None means every system. Targets are code prefixes or words, never both; a word
    target ending in `*` is the beginning of a word, one beginning with `*` its end.
    """

    text: str
    targets: tuple[str, ...]
    system: CodeSystem | None
    kind: TermKind
    source: str = ""
    status: str = ""

    @property
    def points_at_codes(self) -> bool:
        """Whether the targets are codes."""
        return bool(_bare_targets(self.targets))

    @property
    def codes(self) -> tuple[str, ...]:
        """The code targets without point; none of words."""
        return _bare_targets(self.targets)

    @property
    def is_product(self) -> bool:
        """Whether it is the name of an imported product, which points at its codes exactly."""
        return self.source == FROM_PRODUCTS

    @property
    def label(self) -> str:
        """What the term is called in the reason of a hit."""
        return (LOCAL_LABEL if self.source == FROM_WORKPLACE else KIND_LABEL)[self.kind]


@lru_cache(8192)
def _bare_targets(targets: tuple[str, ...]) -> tuple[str, ...]:
    if not all(map(_CODE_TARGET.fullmatch, targets)):
        return ()
    return tuple(map(bare_code, targets))


def telling_words(text: str) -> list[str]:
    """Give the folded words of a text without the small ones.

    Small words stay where a hyphen binds them (`av-block`) and where no two others are left.
    """
    return telling(fold(text))


def telling(folded: str) -> list[str]:
    """Give the telling words of a folded text."""
    if "-" not in folded:
        words = folded.split()
        told = [word for word in words if word not in STOP_WORDS] if len(words) > 1 else words
        return told if len(told) > 1 else words
    listed = [(word, "-" in token) for token in folded.split() for word in token.split("-")]
    told = [word for word, is_bound in listed if is_bound or word not in STOP_WORDS]
    return told if len(told) > 1 else [word for word, _ in listed]


def telling_words_of(texts: Sequence[str]) -> list[list[str]]:
    """Give the telling words of many texts, in one pass."""
    return [telling(folded) for folded in fold_each(texts)]


def phrase_key(words: Iterable[str]) -> str:
    """Tell what two phrases share that differ only in order, inflection and spelling."""
    return " ".join(sorted(map(key_of_word, words)))


def words_of_phrases(keys: Iterable[str]) -> frozenset[str]:
    """Give the words of the phrase keys of several words."""
    return frozenset(chain.from_iterable(key.split(" ") for key in keys if " " in key))


class PhraseKeys(dict[str, str]):
    """What words are in the key of a phrase, most of them worked out in one pass."""

    def __missing__(self, word: str) -> str:
        key = self[word] = key_of_word(word)
        return key

    def of(self, words: Iterable[str]) -> str:
        """Give the same as `phrase_key`."""
        return " ".join(sorted(map(self.__getitem__, words)))


def keys_of_phrases(phrases: Iterable[Sequence[str]]) -> PhraseKeys:
    """Give the keys of all words of many phrases, and of each phrase written as one word."""
    words: set[str] = set()
    for phrase in phrases:
        words.update(phrase)
        if len(phrase) != 1:
            words.add("".join(phrase))
    listed = list(words)
    keys = PhraseKeys(zip(listed, stems_of(spelling_keys(listed)), strict=True))
    keys.update((word, key_of_word(word)) for word in listed if _is_never_inflected(word))
    return keys


@lru_cache(4096)
def key_of_word(word: str) -> str:
    """Tell what a word is in the key of a phrase."""
    if len(word) < SHORTEST_KEYED:
        return word
    return spelling_key(word) if _is_never_inflected(word) else stem(spelling_key(word))


def _is_never_inflected(word: str) -> bool:
    """Whether a word is too short, or ends in short for *cancer*: `blåsk` is none of *blåsca*."""
    return len(word) < SHORTEST_KEYED or (word.endswith("ca") and not word.endswith("ica"))
