"""The words that reading a record goes by: what is no phrase, and which diseases stay.

They stand in `resources/search/coverage.toml`, each group with its reason.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from app.domain.codes import CodeSystem
from app.domain.errors import InputFileError
from app.search.normalise import fold, stem
from app.search.terms import key_of_word, phrase_key, telling_words

#: Beside the program in the source tree, and unpacked beside it in the frozen build.
COVERAGE_FILE = Path(__file__).resolve().parents[2] / "resources" / "search" / "coverage.toml"


@dataclass(frozen=True, slots=True)
class PhraseWords:
    """What of a text is left alone, and what is current although it is told as history."""

    #: Phrase keys of words that are no phrase by themselves.
    stops: frozenset[str]
    #: Categories of diseases that stay.
    chronic: frozenset[str]
    #: Words that are a heading where a colon follows, and else a phrase.
    headings: frozenset[str]
    #: What codes that are never proposed for words begin with.
    left_out: tuple[str, ...]
    #: How words end that are a disease or a procedure by themselves.
    heads: tuple[str, ...]
    #: How single words end that are a procedure.
    procedures: tuple[str, ...]
    #: Short abbreviations that need no capitals.
    small_letters: frozenset[str]
    #: By system: the phrase keys of further wordings, with their codes as a lexicon writes them.
    also: Mapping[CodeSystem, Mapping[str, str]]
    #: How words of titles are said.
    shorter: Mapping[str, tuple[str, ...]]


def read_phrase_words(path: Path) -> PhraseWords:
    """Read the words of a file.

    Raises:
        InputFileError: the file cannot be read, or a group lacks its words or its reason.

    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        stops, chronic = _listed(data["stop"], "words"), _listed(data["chronic"], "codes")
        left_out, heads = _listed(data["left_out"], "codes"), _listed(data["head"], "ends")
        procedures = _listed(data["procedure"], "ends")
        headings = _listed(data["heading"], "words")
        small = _listed(data["small_letters"], "words")
        also = _wordings(data["also"])
        shorter = {
            word: tuple(said.split())
            for group in data["shorter"]
            for word, said in group["words"].items()
        }
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise InputFileError(
            f"Filen {path.name} kan inte läsas. Varje grupp ska ha ord och skäl. Rätta filen."
        ) from error
    keys = (phrase_key(fold(word).replace("-", " ").split()) for word in stops)
    return PhraseWords(
        frozenset(keys),
        frozenset(chronic),
        frozenset(map(key_of_word, headings)),
        tuple(left_out),
        tuple(map(fold, heads)),
        tuple(map(fold, procedures)),
        frozenset(small),
        also,
        shorter,
    )


def _listed(groups: list[dict[str, Any]], name: str) -> list[str]:
    if any(not group["reason"].strip() for group in groups):
        raise ValueError(name)
    return [word for group in groups for word in group[name].split()]


def _wordings(groups: list[dict[str, Any]]) -> dict[CodeSystem, dict[str, str]]:
    found: dict[CodeSystem, dict[str, str]] = {}
    for group in groups:
        system = CodeSystem(group["system"])
        for words, codes in group["words"].items():
            key = phrase_key(telling_words(words))
            found.setdefault(system, {})[key] = str(codes)
    return found


def ends_in(word: str, ends: tuple[str, ...]) -> bool:
    """Whether a word, or what is left of it without its inflection, ends so."""
    return word.endswith(ends) or stem(word).endswith(ends)


@cache
def phrase_words() -> PhraseWords:
    """Give the words that ship with the program, read once."""
    return read_phrase_words(COVERAGE_FILE)
