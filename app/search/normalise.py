"""How text becomes words: folding, inflections and spelling variants of Swedish and Latin."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

#: A question is cut to this before anything else looks at it.
MAX_CHARACTERS = 240
MAX_WORDS = 12

_KEPT = frozenset("abcdefghijklmnopqrstuvwxyzåäö0123456789")
_SPECIAL = {"æ": "ä", "ø": "ö", "œ": "ö", "ß": "ss", "ð": "d", "þ": "th", "ł": "l"}
_DASHES = frozenset("-‐‑‒–—−")
_SILENT = frozenset("'’‘´`\u00ad\u200b\u200d\ufeff")


class _FoldTable(dict[int, str]):
    """What each character becomes, worked out the first time it is met."""

    def __missing__(self, point: int) -> str:
        folded = _fold_character(chr(point))
        self[point] = folded
        return folded


def _fold_character(char: str) -> str:
    if char in _KEPT or char == "\n":
        return char
    if char in _SPECIAL:
        return _SPECIAL[char]
    if char in _DASHES:
        return "-"
    if char in _SILENT or unicodedata.combining(char):
        return ""
    if not char.isalnum():
        return " "
    bare = unicodedata.normalize("NFKD", char).lower()
    return "".join(c for c in bare if c.isalnum() and not unicodedata.combining(c)) or " "


def _is_odd(folded: str) -> bool:
    return len(folded) > 1 or folded > "\xff"


_TABLE = _FoldTable()


#: How each of the 256 letters of Latin-1 folds, and those of them that fold to none of them.
_LATIN = [_TABLE[ord(chr(point).lower())] for point in range(256)]
_ODD = "".join(c for c, f in zip(map(chr, range(256)), _LATIN, strict=True) if _is_odd(f))
_BYTES = bytes(0 if _is_odd(folded) or not folded else ord(folded) for folded in _LATIN)
_DROPPED = bytes(point for point, folded in enumerate(_LATIN) if not folded)
#: What folding leaves as it is.
_FOLDED = _KEPT | {" ", "-"}
_FOREIGN = re.compile(f"[{_ODD}\u0100-\U0010ffff]")


def fold_lines(text: str) -> list[str]:
    """Fold many lines at once; each line keeps its hyphens and single spaces are not promised."""
    composed = unicodedata.normalize("NFC", text)
    becomes = {char: _TABLE[ord(char)] for char in set(_FOREIGN.findall(composed))}
    if any(char != char.lower() or not _FOLDED.issuperset(becomes[char]) for char in becomes):
        return composed.lower().translate(_TABLE).split("\n")
    for char, folded in becomes.items():
        composed = composed.replace(char, folded)
    return composed.encode("latin-1").translate(_BYTES, _DROPPED).decode("latin-1").split("\n")


def fold_each(texts: Sequence[str]) -> list[str]:
    """Give the same as `fold` for many texts, in one pass."""
    if not texts:
        return []
    lines = fold_lines("\n".join(text.replace("\n", " ") for text in texts))
    return [_spaced(line) for line in lines]


def fold(text: str) -> str:
    """Lower-case words with single spaces; å, ä and ö stay, other accents and marks go.

    Hyphens inside words are kept. Folding twice changes nothing more.
    """
    return _spaced(unicodedata.normalize("NFC", text.replace("\n", " ")).lower().translate(_TABLE))


def _spaced(folded: str) -> str:
    """Give the words with single spaces, and hyphens between letters only."""
    if "-" not in folded:
        return " ".join(folded.split())
    words = (word.strip("-") for word in folded.split())
    return " ".join(re.sub("-+", "-", word) for word in words if word)


def words_of(text: str) -> list[str]:
    """Give the folded words of a text; a hyphen parts them."""
    return fold(text).replace("-", " ").split()


def clip(text: str) -> str:
    """Give the part of a pasted text that is searched: 240 characters, 12 words."""
    return " ".join(text[:MAX_CHARACTERS].split()[:MAX_WORDS])


#: Longest first within the pattern, so that as much as possible goes.
_ENDINGS = (
    *("heterna", "ningar", "ningen", "heters", "arnas", "ernas", "ornas", "heten", "heter"),
    *("andet", "arens", "arna", "erna", "orna", "aren", "erns", "ande", "ades"),
    *("ens", "ets", "ern", "are", "ade", "ast", "het"),
    *("ar", "en", "er", "or", "as", "es", "at", "et", "an", "na", "ae", "s", "a", "e", "n"),
)
_ENDING = re.compile(
    r"(?<=[a-zåäö0-9]{3})(?:" + "|".join(sorted(_ENDINGS, key=len, reverse=True)) + ")$", re.M
)


@lru_cache(4096)
def stem(word: str) -> str:
    """Give the word without its Swedish inflection; at least three letters remain."""
    return _ENDING.sub("", word)


@lru_cache(4096)
def akin(word: str) -> tuple[str, ...]:
    """Give the stems of a word's forms: of *hjärna* and *hjärnan* they are not the same."""
    stems = {word: None, stem(word): None}
    if word.endswith("na"):
        stems[word[:-1]] = None
    elif word.endswith("nan"):
        stems[stem(word[:-1])] = None
    return tuple(stems)


def looks_latin(word: str) -> bool:
    """Tell whether a word may be whole in Latin, and is not the first part of a compound."""
    return word.endswith(("a", "is", "us", "um"))


_ADJECTIVE = re.compile(r"(?<=[a-zåäö]{5})(?:isk|ell|al|är|ös|iv)(?:t|a)?$")


@lru_cache(4096)
def adjective_root(word: str) -> str:
    """Give what an adjective shares with its noun, at least five letters; empty for others."""
    root, endings = _ADJECTIVE.subn("", word)
    return root if endings else ""


#: The same read backwards, where an ending is looked for once a word, not at each letter.
_ENDING_BACKWARDS = re.compile(
    r"\n(?:"
    + "|".join(ending[::-1] for ending in sorted(_ENDINGS, key=len, reverse=True))
    + ")(?=[a-zåäö0-9]{3})"
)


def stems_of(words: Sequence[str]) -> list[str]:
    """Give the stems of many folded words, in one pass."""
    if not words:
        return []
    backwards = "\n" + "\n".join(words)[::-1]
    return _ENDING_BACKWARDS.sub("\n", backwards)[:0:-1].split("\n")


_VARIANTS = tuple(
    (re.compile(pattern, re.M), becomes)
    for pattern, becomes in (
        ("ph", "f"),
        ("rrh|rh", "r"),
        ("th", "t"),
        ("ae|oe", "e"),
        ("qu", "kv"),
        ("sch", "sk"),
        ("ch|ck", "k"),
        ("cc(?=[eiyäö])", "ks"),
        ("c(?=[eiyäö])", "s"),
        ("c|q", "k"),
        ("x", "ks"),
        ("z", "s"),
        ("w", "v"),
        ("itis$", "it"),
        ("osis$", "os"),
        ("ia$|ie$", "i"),
    )
)
_VARIED = re.compile("|".join(pattern.pattern for pattern, _ in _VARIANTS))
_DOUBLED = [(letter * 2, letter) for letter in "abcdefghijklmnopqrstuvwxyz"]


def spelling_keys(words: Sequence[str]) -> list[str]:
    """Tell what is left of each word when Latin and Swedish spelling no longer differ."""
    if not words:
        return []
    text = "\n".join(words)
    for pattern, becomes in _VARIANTS:
        text = pattern.sub(becomes, text)
    return text.split("\n")


@lru_cache(4096)
def spelling_key(word: str) -> str:
    """Give the spelling key of one folded word: `thrombosis` and `trombos` share theirs."""
    return spelling_keys([word])[0] if _VARIED.search(word) else word


def plain(word: str) -> str:
    """Give the word as it is typed on a keyboard without å, ä and ö."""
    return word.replace("å", "a").replace("ä", "a").replace("ö", "o")


def slip_keys(words: Sequence[str]) -> list[str]:
    """Tell what is left of each word without å, ä, ö, doubled letters and Latin spelling."""
    keys = plain("\n".join(spelling_keys(words)))
    for doubled, letter in _DOUBLED:
        while doubled in keys:
            keys = keys.replace(doubled, letter)
    return keys.split("\n") if words else []


@lru_cache(4096)
def slip_key(word: str) -> str:
    """Give the slip key of one folded word."""
    return slip_keys([word])[0]
