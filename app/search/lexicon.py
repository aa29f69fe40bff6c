"""The lexicon: what people say, and which codes or words it stands for."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Self
from weakref import WeakValueDictionary

from app.domain.codes import CodeSystem
from app.domain.errors import InputFileError
from app.search.code_table import bare_code
from app.search.filed_terms import FiledTerms
from app.search.normalise import stem
from app.search.terms import (
    LONGEST_JOINED,
    Term,
    TermKind,
    key_of_word,
    phrase_key,
    words_of_phrases,
)

COLUMNS = ("term", "target", "system", "kind", "source", "status")
_SYSTEMS: Mapping[str, CodeSystem | None] = {"*": None, **{each.value: each for each in CodeSystem}}
_KINDS = {kind.value: kind for kind in TermKind}


class Lexicon:
    """All terms, looked up by phrase, by beginning and by part. Immutable."""

    def __init__(self, terms: Iterable[Term] = (), filed: FiledTerms | None = None) -> None:
        self._listed = tuple(terms)
        self._given = filed

    @classmethod
    def of(cls, filed: FiledTerms) -> Self:
        """Give the lexicon of terms that were filed before; each is made when it is found."""
        return cls(filed=filed)

    @cached_property
    def terms(self) -> Sequence[Term]:
        """Every term, in the order of the files."""
        return self._given.terms() if self._given else self._listed

    @cached_property
    def filed(self) -> FiledTerms:
        """The terms with what they are filed under."""
        return self._given or FiledTerms.of(self._listed)

    def of_system(self, system: CodeSystem) -> Lexicon:
        """Give the terms that mean anything in one system; made once for each."""
        found = self._of_system.get(system)
        if found is None:
            fitting = (term for term in self.terms if term.system in (None, system))
            found = self._of_system[system] = Lexicon(fitting)
        return found

    @cached_property
    def _of_system(self) -> dict[CodeSystem, Lexicon]:
        return {}

    @cached_property
    def _first_of_key(self) -> Mapping[str, int]:
        """Where each phrase key stands first."""
        keys = self.filed.keys
        return dict(zip(reversed(keys), range(len(keys) - 1, -1, -1), strict=True))

    @cached_property
    def _synsets(self) -> Mapping[str, Sequence[Term]]:
        """Every member of a group of like words stands for the others."""
        synsets: dict[str, list[Term]] = {}
        for term in self._groups():
            members = (term.text, *term.targets)
            for member in members:
                others = tuple(other for other in members if other != member)
                as_term = term._replace(text=member, targets=others)
                synsets.setdefault(member.strip("*"), []).append(as_term)
        return synsets

    def _groups(self) -> Iterator[Term]:
        """Yield the groups of like words; terms need not be filed for that."""
        if self._given is not None:
            yield from map(self._given.term, self._given.groups())
        yield from (term for term in self._listed if term.kind is TermKind.SYNSET)

    @cached_property
    def _sorted(self) -> Sequence[str]:
        """The words of the terms that may be half typed, in order."""
        return [self.filed.written[number] for number in self.filed.order]

    def look_ups(self) -> None:
        """Make now what would otherwise be made for the first question."""
        _ = self._first_of_key, self._synsets, self._sorted, self.phrase_words

    def exact(self, words: Sequence[str], system: CodeSystem) -> list[Term]:
        """Give the terms that are exactly these words, in any order."""
        return self.of_key(phrase_key(words), system)

    def of_key(self, key: str, system: CodeSystem) -> list[Term]:
        """Give the terms with a phrase key."""
        at = self._first_of_key.get(key)
        if at is None:
            return []
        keys, found = self.filed.keys, []
        while at < len(keys) and keys[at] == key:
            found.append(self.filed.term(self.filed.key_terms[at]))
            at += 1
        return [term for term in found if term.system in (None, system)]

    def beginning(self, text: str, system: CodeSystem, limit: int) -> list[Term]:
        """Give the shortest terms that begin with a half-typed text."""
        low = bisect_right(self._sorted, text)
        high = bisect_left(self._sorted, text + "\uffff", low)
        begun = map(self.filed.term, self.filed.order[low:high])
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
            for term, written in zip(self.terms, self.filed.written, strict=True)
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
        return words_of_phrases(self.filed.keys)

    @cached_property
    def roots(self) -> frozenset[str]:
        """Members of groups: parts that compounds may be made of."""
        return frozenset(root for root in self._synsets if len(root) > 2)  # noqa: PLR2004


#: The lexica that somebody still holds, by the checksum of their files.
_IN_USE: WeakValueDictionary[str, Lexicon] = WeakValueDictionary()


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
        """The terms of the files, shared by all who read the same: they are many, and immutable.

        Raises:
            InputFileError: a line lacks a column or names an unknown system or kind.

        """
        shared = _IN_USE.get(self.checksum)
        if shared is None:
            texts = ((name, content.decode("utf-8-sig")) for name, content in self._contents)
            shared = Lexicon(chain.from_iterable(_read_file(name, text) for name, text in texts))
            _IN_USE[self.checksum] = shared
        return shared


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
