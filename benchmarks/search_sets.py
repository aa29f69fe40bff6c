"""The sets of questions that the search is measured on, written and generated.

Two sets are shared (`../shared/data/search`), five are our own (`tests/search`: `own_queries.tsv`,
`blind_queries.tsv`, `held_out_queries.tsv`, `day_queries.tsv`, `evening_queries.tsv`). The others
are made from the shared two with a fixed seed: the same on every machine and every day.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from search_editions import ROOT, SYSTEMS, Question, read_questions

SEED = 4
LETTERS = "abcdefghijklmnopqrstuvwxyzåäö"
WITHOUT_DOTS = str.maketrans("åäöÅÄÖ", "aaoAAO")
SHORTEST_FOR_ONE, SHORTEST_FOR_TWO = 5, 8
UNFINISHED_FROM = 4
OWN = ROOT / "tests" / "search" / "own_queries.tsv"
BLIND = ROOT / "tests" / "search" / "blind_queries.tsv"
HELD_OUT = ROOT / "tests" / "search" / "held_out_queries.tsv"
DAY = ROOT / "tests" / "search" / "day_queries.tsv"
EVENING = ROOT / "tests" / "search" / "evening_queries.tsv"

Change = Callable[[str, random.Random], str | None]


class QuestionSet(NamedTuple):
    """Questions that are measured together."""

    name: str
    questions: list[Question]
    #: For a generated set the question that each was made from, in the same order.
    clean: list[Question]
    #: One label for each question (what kind it is), or none at all.
    kinds: list[str]
    #: Ask every system at once, not only the one that the question is for.
    is_open: bool = False


def read_sets(folder: Path) -> list[QuestionSet]:
    """Read the written sets and generate the others."""
    everyday = read_questions(folder / "search" / "queries_dev.tsv")
    synonyms = read_questions(folder / "search" / "synonyms_dev.tsv")
    own, kinds = read_own(OWN)
    blind, held_out = read_written(BLIND), read_written(HELD_OUT)
    day, day_kinds = read_own(DAY)
    evening, evening_kinds = read_own(EVENING)
    labels = [f"{question.system.value}: {kind}" for question, kind in zip(own, kinds, strict=True)]
    return [
        QuestionSet("everyday", everyday, [], []),
        QuestionSet("everyday, no system chosen", everyday, [], [], is_open=True),
        QuestionSet("primary care", synonyms, [], []),
        QuestionSet("own 300", own, [], labels),
        QuestionSet("own 300, no system chosen", own, [], labels, is_open=True),
        QuestionSet("blind 180", blind, [], []),
        QuestionSet("blind 180, no system chosen", blind, [], [], is_open=True),
        QuestionSet("held-out 300", held_out, [], []),
        QuestionSet("day 150", day, [], day_kinds),
        QuestionSet("day 150, no system chosen", day, [], day_kinds, is_open=True),
        QuestionSet("evening 80", evening, [], evening_kinds),
        QuestionSet("evening 80, no system chosen", evening, [], evening_kinds, is_open=True),
        *(changed(name, everyday + synonyms, change) for name, change in CHANGES.items()),
    ]


def read_own(path: Path) -> tuple[list[Question], list[str]]:
    """Read our own questions, and what kind each one is."""
    with path.open(encoding="utf-8", newline="") as lines:
        kinds = [row["kind"] for row in csv.DictReader(lines, delimiter="\t")]
    return read_written(path), kinds


def read_written(path: Path) -> list[Question]:
    """Read questions of `tests/search` with the beginnings of the codes that answer them."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [
            Question(row["query"], SYSTEMS[row["system"]], tuple(row["accepted"].split()))
            for row in csv.DictReader(lines, delimiter="\t")
        ]


def changed(name: str, questions: list[Question], change: Change) -> QuestionSet:
    """Give the questions that a change fits, each changed once, beside what they were."""
    # The name takes part, so that a new set leaves the others as they were.
    chance = random.Random(f"{SEED} {name}")
    pairs = [(q._replace(text=text), q) for q in questions if (text := change(q.text, chance))]
    return QuestionSet(name, [made for made, _ in pairs], [clean for _, clean in pairs], [])


def one_slip(text: str, chance: random.Random) -> str | None:
    """Make one slip of the finger in one word of five letters or more."""
    return _in_one_word(text, chance, SHORTEST_FOR_ONE, 1)


def two_slips(text: str, chance: random.Random) -> str | None:
    """Make two slips in the same word of eight letters or more."""
    return _in_one_word(text, chance, SHORTEST_FOR_TWO, 2)


def without_dots(text: str, _: random.Random) -> str | None:
    """Give å, ä and ö typed as a, a and o."""
    bare = text.translate(WITHOUT_DOTS)
    return bare if bare != text else None


def other_order(text: str, chance: random.Random) -> str | None:
    """Give the words in any other order."""
    words = text.split()
    if len(set(words)) < 2:
        return None
    mixed = words[:]
    while mixed == words:
        chance.shuffle(mixed)
    return " ".join(mixed)


def unfinished(text: str, chance: random.Random) -> str | None:
    """Break the last word off, anywhere from its fourth letter to its last but one."""
    words = text.split()
    if len(words[-1]) <= UNFINISHED_FROM or not words[-1].isalpha():
        return None
    length = chance.randint(UNFINISHED_FROM, len(words[-1]) - 1)
    return " ".join([*words[:-1], words[-1][:length]])


def _in_one_word(text: str, chance: random.Random, shortest: int, slips: int) -> str | None:
    words = text.split()
    places = [at for at, word in enumerate(words) if len(word) >= shortest and word.isalpha()]
    if not places:
        return None
    at = chance.choice(places)
    mistyped = words[at]
    while mistyped.lower() == words[at].lower():
        mistyped = words[at]
        for _ in range(slips):
            mistyped = slip(mistyped, chance)
    return " ".join([*words[:at], mistyped, *words[at + 1 :]])


def slip(word: str, chance: random.Random) -> str:
    """Swap two neighbours, leave a letter out, type one too many, or type the wrong one."""
    at = chance.randrange(len(word))
    letter = chance.choice(LETTERS)
    kind = chance.choice(("swapped", "left out", "too many", "wrong"))
    if kind == "swapped":
        at = min(at, len(word) - 2)
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind == "left out":
        return word[:at] + word[at + 1 :]
    if kind == "too many":
        return word[:at] + letter + word[at:]
    return word[:at] + letter + word[at + 1 :]


CHANGES: dict[str, Change] = {
    "one slip": one_slip,
    "two slips": two_slips,
    "a a o for å ä ö": without_dots,
    "other order": other_order,
    "last word unfinished": unfinished,
}
