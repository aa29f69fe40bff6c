"""How much the titles of one code have in common, so that a wrong meaning does not slip by.

Words are compared, not meaning: two titles that share nothing may well say the same thing, and
are for a person to judge; two that share a word may still differ in "utan" or "vänster".
"""

from __future__ import annotations

import re
from functools import lru_cache

#: The shortest stem that says something: `lung`, `gikt`.
SHORTEST_STEM = 4
#: Titles from this many words on are nobody's everyday term; word for word alike, they are copied.
LONG_TITLE = 5

#: Letters and figures; everything else parts words.
_LETTERS = re.compile(r"[a-zåäö0-9]+")
_PLAIN = str.maketrans("éèêëáàüûôîïçñæø", "eeeeaauuoiicnäö")
#: Latin and Swedish spelling of one sound, most special first.
_SPELLINGS = tuple(
    (re.compile(pattern), becomes)
    for pattern, becomes in (
        ("ph", "f"),
        ("rrh|rh", "r"),
        ("th", "t"),
        ("ae|oe", "e"),
        ("qu", "kv"),
        ("sch", "sk"),
        ("ck", "kk"),
        ("ch", "k"),
        ("bindhinn", "bindehinn"),
        ("cc(?=[eiyäö])", "ks"),
        ("c(?=[eiyäö])", "s"),
        ("[cq]", "k"),
        ("x", "ks"),
        ("z", "s"),
        ("w", "v"),
    )
)
#: Inflections, longest first; at least four letters remain.
_ENDING = re.compile(
    "(?<=[a-zåäö]{4})(?:heterna|ningarna|ningar|ningen|arnas|ernas|ornas|heten|heter|arna|erna|orna"
    "|aren|iska|isk|iskt|ning|ade|ande|ens|ets|are|ern|ar|en|er|or|et|at|ad|as|es|an|na|it|s|a|e|n|t)$"
)
#: Words that stand in titles of every kind and tell nothing apart.
_EMPTY_WORDS = """
alla andra annan annanstans annat annorstädes använda båda del delar dessa efter eller
enbart enda enligt flera form former från följd framkallad ingen inte kategori klassificerad
klassificerade klassificeras klassificerat liknande med mellan närmare något någon några
orsakad orsakade orsakat ospecificerad ospecificerade ospecificerat samt samtliga sjukdom
sjukdomar sjukdomen som specificerad specificerade specificerat tecken tillstånd tillståndet
till typ typer under uppgift uppgifter utan utom vid vissa åtgärd åtgärder medel preparat
operation operationer övrig övriga övrigt
"""
_EMPTY = frozenset(_EMPTY_WORDS.split())


@lru_cache(maxsize=8192)
def title_stems(title: str) -> frozenset[str]:
    """Return the stems of the words that say what the title is about, in one spelling.

    Words that stand in any title (`ospecificerad`, `andra`) and words below four letters are
    left out; the result may be empty.
    """
    words = _LETTERS.findall(title.lower().translate(_PLAIN))
    stems = (_stem(word) for word in words if word not in _EMPTY)
    return frozenset(stem for stem in stems if len(stem) >= SHORTEST_STEM)


def shared_stems(title: str, other: str) -> frozenset[str]:
    """Return the stems that both titles have, whole or as a part of a compound.

    `lunginflammation` and `inflammation i lunga` share `inflammation` and `lung`. The shorter
    of the two stems is told.
    """
    pairs = ((a, b) for a in title_stems(title) for b in title_stems(other))
    return frozenset(min(a, b, key=len) for a, b in pairs if a in b or b in a)


def are_alike(title: str, other: str) -> bool:
    """Whether the titles are the same words, or share a stem of four letters."""
    return _words(title) == _words(other) or bool(shared_stems(title, other))


def is_copied(title: str, official: str) -> bool:
    """Whether a title of five words or more is the official wording, capitals and signs apart."""
    words = _words(title)
    return len(words) >= LONG_TITLE and words == _words(official)


def _words(title: str) -> list[str]:
    return _LETTERS.findall(title.lower())


def _stem(word: str) -> str:
    for pattern, becomes in _SPELLINGS:
        word = pattern.sub(becomes, word)
    return _ENDING.sub("", word)
