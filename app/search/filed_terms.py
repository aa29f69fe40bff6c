"""The terms of a lexicon as columns, with what they are filed under: kept with the compiled index.

Filing 20,000 terms takes longer than reading all else that a start needs; columns are read at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self

from app.domain.codes import CodeSystem
from app.search.normalise import fold_each
from app.search.terms import Term, TermKind, keys_of_phrases, telling

_BETWEEN: Final = "|"
_SYSTEMS: Final = (None, *CodeSystem)
_KINDS: Final = tuple(TermKind)
_PLACE_OF_SYSTEM: Final = {system: place for place, system in enumerate(_SYSTEMS)}
_PLACE_OF_KIND: Final = {kind: place for place, kind in enumerate(_KINDS)}


@dataclass(frozen=True, slots=True)
class FiledTerms:
    """Terms in order of their files, a column for each field, and how they are found."""

    texts: Sequence[str] = ()
    targets: Sequence[str] = ()
    sources: Sequence[str] = ()
    statuses: Sequence[str] = ()
    #: The words of each term, also the small ones, as they are folded.
    written: Sequence[str] = ()
    #: The phrase keys in order, and the term that each stands for; some terms have two.
    keys: Sequence[str] = ()
    key_terms: Sequence[int] = ()
    #: The terms that may be half typed, in order of their words.
    order: Sequence[int] = ()
    systems: Sequence[int] = ()
    kinds: Sequence[int] = ()

    @classmethod
    def of(cls, terms: Sequence[Term]) -> Self:
        """File terms under their words in any order, and written as one word."""
        folded = fold_each([term.text for term in terms])
        words = [telling(text) for text in folded]
        spelled = keys_of_phrases(words)
        told = [number for number, term in enumerate(terms) if term.kind is not TermKind.SYNSET]
        filed = sorted((key, number) for number in told for key in _keys(words[number], spelled))
        written = [text.replace("-", " ") for text in folded]
        return cls(
            [term.text for term in terms],
            [_BETWEEN.join(term.targets) for term in terms],
            [term.source for term in terms],
            [term.status for term in terms],
            written,
            [key for key, _ in filed],
            [number for _, number in filed],
            sorted(told, key=written.__getitem__),
            [_PLACE_OF_SYSTEM[term.system] for term in terms],
            [_PLACE_OF_KIND[term.kind] for term in terms],
        )

    def term(self, number: int) -> Term:
        """Give a term back."""
        return Term(
            self.texts[number],
            tuple(self.targets[number].split(_BETWEEN)),
            _SYSTEMS[self.systems[number]],
            _KINDS[self.kinds[number]],
            self.sources[number],
            self.statuses[number],
        )

    def terms(self) -> tuple[Term, ...]:
        """Give all terms back, in the order of the files."""
        return tuple(map(self.term, range(len(self.texts))))

    def groups(self) -> list[int]:
        """Give the groups of like words."""
        synset = _PLACE_OF_KIND[TermKind.SYNSET]
        return [number for number, kind in enumerate(self.kinds) if kind == synset]

    def are_whole(self) -> bool:
        """Whether the columns fit each other."""
        count = len(self.texts)
        columns = (self.targets, self.sources, self.statuses, self.written, self.systems)
        return (
            all(len(column) == count for column in (*columns, self.kinds))
            and len(self.keys) == len(self.key_terms)
            and _are_below(self.key_terms, count)
            and _are_below(self.order, count)
            and _are_below(self.systems, len(_SYSTEMS))
            and _are_below(self.kinds, len(_KINDS))
        )


def _keys(words: Sequence[str], spelled: Mapping[str, str]) -> set[str]:
    if len(words) == 1:
        return {spelled[words[0]]}
    apart = sorted(spelled[word] for word in words)
    # The joined form of `hepatit a` looks like a form of `hepatit`.
    return {" ".join(apart), *({spelled["".join(words)]} - set(apart))}


def _are_below(numbers: Sequence[int], limit: int) -> bool:
    return not numbers or (min(numbers) >= 0 and max(numbers) < limit)
