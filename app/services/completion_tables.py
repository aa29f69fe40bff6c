"""Reads the tables of pair completion in `resources/completion/*.toml`, once a folder.

They have the form of the rule tables: every row names its source, and one that is not complete
is refused with file and line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.domain.codes import CodeSet
from app.domain.external_cause import CauseWord, CauseWords
from app.domain.pairing import PairRow
from app.rules.conditional_rows import parse_procedures
from app.rules.tables import Cells, read_rows

_OTHERS = frozenset({"others"})
_OFFER = frozenset({"offer"})
_OFFERS = {"always": True, "asked": False}


@dataclass(frozen=True, slots=True)
class UsualRow:
    """Codes, and the codes that usually go with them, the most usual first."""

    codes: CodeSet
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TermRow:
    """Words that stand for several causes at once."""

    words: tuple[str, ...]
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EffectRow:
    """Codes that are, or may be, the adverse effect of a drug."""

    codes: CodeSet
    is_offered: bool


@dataclass(frozen=True, slots=True)
class CompletionTables:
    """Everything that completion knows beside the editions."""

    words: CauseWords
    usual_causes: Sequence[UsualRow]
    terms: Sequence[TermRow]
    effects: Sequence[EffectRow]
    deliveries: Sequence[UsualRow]
    pairs: Sequence[PairRow]


@cache
def read_tables(resources: Path) -> CompletionTables:
    """Read every table of a program's resources.

    Raises:
        InputFileError: a file cannot be read, or a row is not complete; names file and line.

    """
    folder = resources / "completion"
    return CompletionTables(
        words=_read_words(folder / "cause_words.toml"),
        usual_causes=read_rows(folder / "usual_causes.toml", _usual_row, _OTHERS),
        terms=read_rows(folder / "cause_terms.toml", _term_row, frozenset({"words"})),
        effects=read_rows(folder / "adverse_effects.toml", _effect_row, _OFFER),
        deliveries=read_rows(folder / "deliveries.toml", _delivery_row, _OTHERS),
        pairs=read_rows(folder / "pairs.toml", _pair_row, _OTHERS | _OFFER),
    )


def _read_words(path: Path) -> CauseWords:
    needed = frozenset({"kind", "character", "words", "short"})
    rows = read_rows(path, _word, needed)
    by_kind: dict[str, dict[str, CauseWord]] = {"place": {}, "activity": {}}
    for kind, word in rows:
        by_kind[kind][word.character] = word
    return CauseWords(_frozen(by_kind["place"]), _frozen(by_kind["activity"]))


def _frozen(words: dict[str, CauseWord]) -> Mapping[str, CauseWord]:
    return dict(sorted(words.items()))


def _word(cells: Cells) -> tuple[str, CauseWord]:
    kind = cells.choice("kind", {"place": "place", "activity": "activity"})
    character = cells.text("character")
    if len(character) != 1:
        raise cells.refuse("character ska vara ett tecken.")
    word = CauseWord(character, cells.text("words"), cells.text("short"), cells.sentence("reason"))
    return kind, word


def _usual_row(cells: Cells) -> UsualRow:
    others = cells.codes("others", CodeSet.parse)
    return UsualRow(cells.codes("codes", CodeSet.parse), tuple(str(c) for c in others.ranges))


def _delivery_row(cells: Cells) -> UsualRow:
    others = cells.codes("others", parse_procedures)
    return UsualRow(cells.codes("codes", CodeSet.parse), tuple(c.first for c in others.ranges))


def _term_row(cells: Cells) -> TermRow:
    codes = cells.codes("codes", CodeSet.parse)
    words = cells.text("words").casefold().split()
    return TermRow(tuple(words), tuple(str(code) for code in codes.ranges))


def _effect_row(cells: Cells) -> EffectRow:
    return EffectRow(cells.codes("codes", CodeSet.parse), cells.choice("offer", _OFFERS))


def _pair_row(cells: Cells) -> PairRow:
    return PairRow(
        cells.codes("codes", CodeSet.parse),
        cells.codes("others", CodeSet.parse),
        cells.choice("offer", _OFFERS),
    )
