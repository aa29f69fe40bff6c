"""The lexicon: what people say, and which codes or words it stands for."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cached_property, lru_cache
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from app.domain.codes import CodeSystem
from app.domain.errors import InputFileError
from app.search.code_table import bare_code
from app.search.normalise import fold, fold_each, spelling_key, spelling_keys, stem, stems_of
from app.search.ranking import STOP_WORDS

COLUMNS = ("term", "target", "system", "kind", "source", "status")
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


_SYSTEMS: Mapping[str, CodeSystem | None] = {"*": None, **{each.value: each for each in CodeSystem}}


class TermKind(StrEnum):
    """What sort of word a term is; shown in the reason of a hit."""

    SYNONYM = "synonym"
    ABBREVIATION = "abbreviation"
    LATIN = "latin"
    LAY = "lay"
    SYNSET = "synset"
    PHRASE = "phrase"
    BRAND = "brand"


_KINDS = {kind.value: kind for kind in TermKind}
KIND_LABEL = {
    TermKind.SYNONYM: "synonym",
    TermKind.ABBREVIATION: "förkortning",
    TermKind.LATIN: "latin",
    TermKind.LAY: "vardagsord",
    TermKind.SYNSET: "samma betydelse",
    TermKind.PHRASE: "uttryck",
    TermKind.BRAND: "produkt",
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
    return _telling(fold(text))


def _telling(folded: str) -> list[str]:
    """Give the telling words of a folded text."""
    if "-" not in folded:
        words = folded.split()
        telling = [word for word in words if word not in STOP_WORDS] if len(words) > 1 else words
        return telling if len(telling) > 1 else words
    listed = [(word, "-" in token) for token in folded.split() for word in token.split("-")]
    telling = [word for word, is_bound in listed if is_bound or word not in STOP_WORDS]
    return telling if len(telling) > 1 else [word for word, _ in listed]


def telling_words_of(texts: Sequence[str]) -> list[list[str]]:
    """Give the telling words of many texts, in one pass."""
    return [_telling(folded) for folded in fold_each(texts)]


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
    keys.update((word, word) for word in listed if len(word) < SHORTEST_KEYED)
    return keys


@lru_cache(4096)
def key_of_word(word: str) -> str:
    """Tell what a word is in the key of a phrase."""
    return stem(spelling_key(word)) if len(word) >= SHORTEST_KEYED else word


class Lexicon:
    """All terms, looked up by phrase, by beginning and by part. Immutable."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self.terms = tuple(terms)
        self._by_key: dict[str, list[Term]] = {}
        folded = fold_each([term.text for term in self.terms])
        words = [_telling(text) for text in folded]
        keys = keys_of_phrases(words)
        self._synsets: dict[str, list[Term]] = {}
        for term, telling in zip(self.terms, words, strict=True):
            if term.kind is TermKind.SYNSET:
                self._add_synset(term)
            else:
                self._add_phrase(term, telling, keys)
        #: The words of each term, also the small ones.
        self._written = [text.replace("-", " ") for text in folded]
        told = [n for n, term in enumerate(self.terms) if term.kind is not TermKind.SYNSET]
        #: The terms in order of their words, and the words.
        self._order = sorted(told, key=self._written.__getitem__)
        self._sorted = [self._written[number] for number in self._order]

    def _add_phrase(self, term: Term, words: list[str], keys: Mapping[str, str]) -> None:
        """File a phrase under its words in any order, and written as one word."""
        if len(words) == 1:
            self._by_key.setdefault(keys[words[0]], []).append(term)
            return
        apart = sorted(keys[word] for word in words)
        joined = keys["".join(words)]
        # The joined form of `hepatit a` looks like a form of `hepatit`.
        for key in {" ".join(apart), *({joined} - set(apart))}:
            self._by_key.setdefault(key, []).append(term)

    def _add_synset(self, term: Term) -> None:
        """Every member of a group of like words stands for the others."""
        members = (term.text, *term.targets)
        for member in members:
            others = tuple(other for other in members if other != member)
            as_term = Term(member, others, term.system, term.kind, term.source, term.status)
            self._synsets.setdefault(member.strip("*"), []).append(as_term)

    def exact(self, words: Sequence[str], system: CodeSystem) -> list[Term]:
        """Give the terms that are exactly these words, in any order."""
        return self.of_key(phrase_key(words), system)

    def of_key(self, key: str, system: CodeSystem) -> list[Term]:
        """Give the terms with a phrase key."""
        found = self._by_key.get(key, ())
        return [term for term in found if term.system in (None, system)]

    def beginning(self, text: str, system: CodeSystem, limit: int) -> list[Term]:
        """Give the shortest terms that begin with a half-typed text."""
        low = bisect_left(self._sorted, text)
        high = bisect_left(self._sorted, text + "\uffff", low)
        begun = (self.terms[self._order[at]] for at in range(low, high) if self._sorted[at] != text)
        fitting = [term for term in begun if term.system in (None, system)]
        return sorted(fitting, key=lambda term: (len(term.text), term.text))[:limit]

    def synsets(self, part: str, system: CodeSystem) -> list[Term]:
        """Give groups of like words that a word, or a part of a compound, belongs to."""
        found = self._synsets.get(part) or self._synsets.get(stem(part)) or ()
        return [term for term in found if term.system in (None, system)]

    def words(self, system: CodeSystem) -> set[str]:
        """Every word of a term, short ones also as one: what a slip may be corrected to.

        Of groups of like words the members that are whole words.
        """
        fitting = [
            (term, written)
            for term, written in zip(self.terms, self._written, strict=True)
            if term.system is None or term.system is system
        ]
        phrases = [written for term, written in fitting if term.kind is not TermKind.SYNSET]
        found = set(" ".join(phrases).split())
        joined = (written.replace(" ", "") for written in phrases)
        found.update(word for word in joined if len(word) <= LONGEST_JOINED)
        for term, _ in fitting:
            if term.kind is TermKind.SYNSET:
                members = (term.text, *term.targets)
                found.update(each for each in members if "*" not in each and " " not in each)
        return found

    def pointing_at(self, code: str, system: CodeSystem) -> list[str]:
        """Give the terms one of whose targets is exactly that code, in order of the files."""
        found = self._by_code.get(bare_code(code), ())
        return [term.text for term in found if term.system in (None, system)]

    @cached_property
    def _by_code(self) -> Mapping[str, Sequence[Term]]:
        by_code: dict[str, list[Term]] = {}
        for term in self.terms:
            if term.kind is not TermKind.SYNSET and term.points_at_codes:
                for code in dict.fromkeys(term.codes):
                    by_code.setdefault(code, []).append(term)
        return by_code

    def is_in_phrase(self, word: str) -> bool:
        """Whether a word stands in a term of several words."""
        return key_of_word(word) in self.phrase_words

    @cached_property
    def phrase_words(self) -> frozenset[str]:
        """The keys of all words that stand in a phrase of several words."""
        return words_of_phrases(self._by_key)

    @cached_property
    def roots(self) -> frozenset[str]:
        """Members of groups: parts that compounds may be made of."""
        return frozenset(root for root in self._synsets if len(root) > 2)  # noqa: PLR2004


class LexiconFiles:
    """Every `.tsv` file of a folder, in order of name; no folder is an empty lexicon.

    What tells the files apart costs next to nothing; the terms are read by whoever asks first.
    """

    def __init__(self, folder: Path) -> None:
        files = sorted(folder.glob("*.tsv")) if folder.is_dir() else []
        self._contents = [(path.name, path.read_bytes()) for path in files]
        parts = (part for name, content in self._contents for part in (name.encode(), content))
        #: Differs whenever a file differs.
        self.checksum = sha256(b"\0".join(parts)).hexdigest()

    @cached_property
    def lexicon(self) -> Lexicon:
        """The terms of the files.

        Raises:
            InputFileError: a line lacks a column or names an unknown system or kind.

        """
        texts = ((name, content.decode("utf-8-sig")) for name, content in self._contents)
        return Lexicon(chain.from_iterable(_read_file(name, text) for name, text in texts))


def read_lexicon(folder: Path) -> Lexicon:
    """Read the lexicon of a folder now; see `LexiconFiles`."""
    return LexiconFiles(folder).lexicon


def _read_file(name: str, text: str) -> Iterator[Term]:
    lines = text.splitlines()
    if not lines or tuple(lines[0].split("\t")) != COLUMNS:
        raise InputFileError(
            f"Ordlistan {name} saknar rubrikraden {', '.join(COLUMNS)}. Lägg till den."
        )
    for number, line in enumerate(lines[1:], start=2):
        if line.strip() and not line.startswith("#"):
            yield _read_line(name, number, line)


def _read_line(name: str, number: int, line: str) -> Term:
    try:
        return _term(*line.split("\t"))
    except (TypeError, ValueError, KeyError) as error:
        raise InputFileError(
            f"Ordlistan {name}, rad {number}, kan inte läsas. Raden ska ha {len(COLUMNS)} "
            "kolumner, ett känt kodverk och ett känt slag. Rätta raden."
        ) from error


def _term(text: str, target: str, system: str, kind: str, source: str, status: str) -> Term:
    targets = tuple(filter(None, map(str.strip, target.split("|"))))
    written = text.strip()
    if not written or not targets:
        raise ValueError(text)
    in_system, of_kind = _SYSTEMS[system.strip()], _KINDS[kind.strip()]
    return Term(written, targets, in_system, of_kind, source.strip(), status.strip())
